"""Regions and stakeholders over HTTP."""

from typing import Any

import pytest

from tests.api.conftest import Client

REGION = {
    "localities": [
        {"id": "a", "case": "mexico-2006-12", "discussed": ["kingpin_removal"]},
        {"id": "b", "case": "honduras-north-coast-2005-11"},
    ],
    "links": [{"between": ["a", "b"], "kind": "border"}],
}


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_region_is_answered(client: Client, language: str) -> None:
    """In the language that was asked for, with every cited claim."""
    response = client.post("/v1/regions", json={**REGION, "language": language})
    answer = response.json()

    assert response.status_code == 200
    assert response.headers["Content-Language"] == answer["language"] == language
    assert [d["target"] for d in answer["diversions"] if d["state"] == "expected"]
    assert {claim for d in answer["diversions"] for claim in d["claims"]} <= set(answer["claims"])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"links": [{"between": ["a", "c"], "kind": "road"}]}, "links.0.between.1"),
        ({"links": [{"between": ["b", "b"], "kind": "road"}]}, "links.0.between"),
        ({"localities": [REGION["localities"][0]] * 2}, "localities.1.id"),
        ({"weights": {"feasability": 1}}, "weights.feasability"),
        ({"people": []}, "people"),
        ({"language": "fr"}, "language"),
    ],
)
def test_a_faulty_region_is_refused(client: Client, changed: dict[str, Any], field: str) -> None:
    """A problem that names the field."""
    response = client.post("/v1/regions", json={**REGION, **changed})

    assert response.status_code == 422
    assert field in [fault["field"] for fault in response.json()["faults"]]


def test_a_region_needs_localities(client: Client) -> None:
    """What is missing is named."""
    response = client.post("/v1/regions", json={})

    assert response.status_code == 422
    assert response.json()["faults"][0]["field"] == "localities"


def test_stakeholders_are_compared(client: Client) -> None:
    """The known ones and the caller's own, and who can act."""
    body = {"case": "guayaquil-2024", "stakeholders": {"clerk": {"feasibility": 9}}}
    answer = client.post("/v1/advice/stakeholders", json=body).json()

    assert [who["stakeholder"] for who in answer["stakeholders"]][-1] == "clerk"
    assert {actor["actor"] for actor in answer["actors"]} >= {"mayor", "governor", "donor"}
    assert answer["part"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"stakeholders": {"clerk": {"speed": 1}}}, "stakeholders.clerk.speed"),
        ({"stakeholders": {"clerk": {"feasibility": "much"}}}, "stakeholders.clerk.feasibility"),
        ({"stakeholders": []}, "stakeholders"),
        ({"profile": {}}, "profile"),
        ({"case": "nowhere"}, "case"),
    ],
)
def test_faulty_stakeholders_are_refused(
    client: Client, changed: dict[str, Any], field: str
) -> None:
    """A problem that names the field."""
    response = client.post("/v1/advice/stakeholders", json={"case": "guayaquil-2024", **changed})

    assert response.status_code == 422
    assert field in [fault["field"] for fault in response.json()["faults"]]


def test_a_supplier_is_described_and_heard(client: Client) -> None:
    """Every value of a profile may name who supplied it; a captured one is doubted."""
    schemas = client.get("/docs/openapi.json").json()["components"]["schemas"]
    forms = schemas["Factors"]["properties"]["extortion"]["anyOf"]
    (detailed,) = [form for form in forms if "supplied_by" in form.get("properties", {})]
    factors = {
        "capture_police": "units",
        "prison_control": {"value": "inmate_run", "supplied_by": "police"},
    }
    answer = client.post("/v1/advice", json={"profile": {"factors": factors}}).json()

    assert "prison_service" in detailed["properties"]["supplied_by"]["anyOf"][0]["enum"]
    assert [v["where"] for v in answer["informants"]["values"]] == ["factors.prison_control"]
    assert answer["informants"]["changes"]
