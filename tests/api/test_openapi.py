"""What the API says of itself, and whether it keeps to it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import api
from api.docs_page import ASSETS, STATIC
from engine.knowledge.model import Knowledge
from tests.api.conftest import Client


@pytest.fixture(scope="module")
def description(client: Client) -> Any:
    return client.get("/docs/openapi.json").json()


def test_every_factor_is_described(description: Any, knowledge: Knowledge) -> None:
    """Each factor has its name, question, levels and anchors in both languages."""
    shown = description["components"]["schemas"]["Factors"]["properties"]
    assert list(shown) == list(knowledge.vocabulary.factors)
    for slug, factor in knowledge.vocabulary.factors.items():
        text = shown[slug]["description"]
        assert factor.question.en in text
        assert factor.question.es in text
        assert factor.name.es in shown[slug]["title"]
        for level in factor.domain.levels:
            assert level.anchor is None or level.anchor.en in text
            assert level.anchor is None or level.anchor.es in text
        if factor.domain.type in ("ordinal", "categorical"):
            assert shown[slug]["anyOf"][0]["enum"] == list(factor.domain.values)


def test_every_list_is_described(description: Any, knowledge: Knowledge) -> None:
    """Each list of a profile has a schema with all attributes, the required ones marked."""
    schemas = description["components"]["schemas"]
    for name, kind in knowledge.vocabulary.lists.items():
        assert name in schemas["Profile"]["properties"]
        entity = schemas[kind.kind.capitalize()]
        assert list(entity["properties"]) == list(kind.attributes)
        required = [a.name for a in kind.attributes.values() if a.required]
        assert entity.get("required", []) == required


def test_every_example_works(client: Client, description: Any) -> None:
    """Each example body that is shown is taken as it stands."""
    created = client.post("/v1/localities", json={"case": "guayaquil-2024"}).json()["id"]
    decided = client.post(f"/v1/localities/{created}/decisions").json()["decision_id"]
    tried = 0
    for path, item in description["paths"].items():
        for method, operation in item.items():
            if "requestBody" not in operation:
                continue
            for kind, content in operation["requestBody"]["content"].items():
                for example in content.get("examples", {}).values():
                    value = example["value"]
                    body = value if isinstance(value, str) else json.dumps(value)
                    address = path.format(locality_id=created, decision_id=decided)
                    headers = {"Content-Type": kind}
                    response = client.request(method, address, content=body, headers=headers)
                    assert response.status_code in (200, 201, 202), response.text[:300]
                    tried += 1
    assert tried > 10


def test_every_operation_says_what_it_does(description: Any) -> None:
    """Each operation has a summary, a tag and problems of one shape."""
    tags = {tag["name"] for tag in description["tags"]}
    for item in description["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            assert set(operation["tags"]) <= tags
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert list(response["content"]) == ["application/problem+json"]


def test_references_all_lead_somewhere(description: Any) -> None:
    """No part of the description points to a part that is not there."""
    schemas = description["components"]["schemas"]
    found = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(description)))
    assert found
    assert found <= set(schemas)


def test_the_docs_page_needs_no_other_host(client: Client) -> None:
    """All that the page loads comes from this server, and the browser allows nothing else."""
    page = client.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("http-equiv", "")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    loaded = re.findall(r'(?:src|href|data-description)="([^"]+)"', page.text)
    assert len(loaded) == 5
    for address in loaded:
        assert address.startswith("/")
        assert client.get(address).status_code == 200, address
    style = client.get(f"{ASSETS}/swagger-ui/swagger-ui.css").text
    assert not re.search(r"url\(['\"]?(?!data:|\"data:)", style)
    assert "@import" not in style


def test_the_licence_of_what_is_shipped_is_shipped(client: Client) -> None:
    """Swagger UI's licence and notice stand beside its files."""
    for name in ("LICENSE", "NOTICE"):
        assert client.get(f"{ASSETS}/swagger-ui/{name}").status_code == 200


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"]
)
def test_only_static_files_are_served(client: Client, path: str) -> None:
    """No address leads out of the folder of static files."""
    response = client.get(path)
    assert response.status_code == 404
    assert "create_app" not in response.text


def test_the_first_page_says_where_things_are(client: Client) -> None:
    """The root names the documentation and a request to try, in the preferred language."""
    english = client.get("/").json()
    spanish = client.get("/", headers={"Accept-Language": "es"}).json()
    assert english["docs"].endswith("/docs")
    assert "/v1/advice" in english["try_this"]
    assert english["about"] != spanish["about"]
    assert client.get(english["openapi"]).status_code == 200


def test_the_assets_lie_inside_the_package() -> None:
    """The files that the page needs are where a wheel takes them along."""
    assert STATIC.parent == Path(api.__file__).parent
    assert (STATIC / "swagger-ui" / "swagger-ui-bundle.js").stat().st_size > 1_000_000
