"""A stored decision as a report: its own numbers, in its own language or in the other."""

import io
import re
from http import HTTPStatus
from typing import Any

import pytest
from litestar.testing import TestClient
from pypdf import PdfReader
from sqlalchemy import Engine

from api.app import create_app
from api.decided_report import decided_report
from api.problems import RequestError
from api.reports import texts as t
from api.settings import Settings
from api.store import decisions
from api.store.organisations import LOCAL
from engine.knowledge.model import Knowledge
from tests.api.changed_rules import with_rule
from tests.api.conftest import Client

PROFILE = {"name": "Puerto Claro", "factors": {"prison_control": "inmate_run"}}
DATA = re.compile(r'<data value="([^"]+)" data-of="([^"]+)">')


@pytest.fixture
def decided(client: Client, locality: str) -> dict[str, Any]:
    asked = {"language": "es", "weights": {"feasibility": 3}}
    response = client.post(f"/v1/localities/{locality}/decisions", json=asked)
    found: dict[str, Any] = response.json()
    return found


def report(client: Client, decided: dict[str, Any], **asked: str) -> Any:
    return client.get(f"/v1/decisions/{decided['decision_id']}/report", params=asked)


def test_a_decision_is_had_as_a_pdf(client: Client, decided: dict[str, Any]) -> None:
    """By default, in the decision's language, whatever the browser prefers."""
    path = f"/v1/decisions/{decided['decision_id']}/report"
    response = client.get(path, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Language"] == "es"
    name = f"remanso-puerto-claro-es-{decided['decision_id'][:8]}.pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="{name}"'
    first = PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert decided["decision_id"] in first
    assert report(client, decided).content == response.content


@pytest.mark.parametrize(
    ("form", "kind", "says"),
    [
        ("html", "text/html; charset=utf-8", "<!DOCTYPE html>"),
        ("md", "text/markdown; charset=utf-8", "# Puerto Claro"),
    ],
)
def test_other_forms(
    client: Client, decided: dict[str, Any], form: str, kind: str, says: str
) -> None:
    response = report(client, decided, format=form)
    assert response.headers["Content-Type"] == kind
    assert response.headers["Content-Disposition"].endswith(f'.{form}"')
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert says in response.text


def test_the_numbers_are_the_stored_ones(client: Client, decided: dict[str, Any]) -> None:
    page = report(client, decided, format="html").text
    found = {of: float(value) for value, of in DATA.findall(page)}
    for option in decided["ranking"]:
        slug = option["intervention"]
        assert found[f"score {slug}"] == option["score"]
        assert found[f"rank {slug}"] == option["rank"]
        assert found[f"p_rank_1 {slug}"] == option["robustness"]["p_rank_1"]
    assert found["weight feasibility"] == decided["weights"]["feasibility"]


def test_the_other_language_has_the_same_numbers_and_says_so(
    client: Client, decided: dict[str, Any]
) -> None:
    own = report(client, decided, format="html").text
    other = report(client, decided, format="html", language="en")
    assert other.headers["Content-Language"] == "en"
    assert '<html lang="en">' in other.text
    assert DATA.findall(other.text) == DATA.findall(own)
    assert t.ASKED_IN_ANOTHER.en.format("Spanish", "English") in other.text
    assert "Spanish" not in own
    assert decided["decision_id"] in other.text


def test_later_rules_leave_the_report_as_it_was(
    client: Client, decided: dict[str, Any], knowledge: Knowledge, database: Engine
) -> None:
    """A decision is told in the words of its own rules, which are kept, in both languages."""
    wanted = [(form, language) for form in ("html", "md") for language in ("es", "en")]
    before = [report(client, decided, format=f, language=la).content for f, la in wanted]
    later = with_rule(knowledge, next(iter(knowledge.rules)), status="withdrawn")
    app = create_app(Settings(str(database.url), evaluators=1), later, database)
    with TestClient(app) as changed:
        after = [report(changed, decided, format=f, language=la) for f, la in wanted]
    assert [response.status_code for response in after] == [200] * len(wanted)
    assert [response.content for response in after] == before


def test_rules_that_were_not_kept_leave_the_own_language_only(
    decided: dict[str, Any], knowledge: Knowledge, database: Engine
) -> None:
    """Of a decision older than the keeping of rules, whose question cannot be asked again."""
    decision = decisions.find(database, LOCAL, decided["decision_id"])
    assert decision is not None
    own = decided_report(knowledge, None, decision, PROFILE, None)
    assert own.language == "es"
    with pytest.raises(RequestError) as caught:
        decided_report(knowledge, None, decision, PROFILE, "en")
    assert caught.value.status == HTTPStatus.CONFLICT
    (fault,) = caught.value.faults
    assert (fault.where, fault.allowed) == ("language", ("es",))
    assert "older than the keeping of rules" in fault.what.en


@pytest.mark.parametrize(
    ("asked", "field", "allowed"),
    [
        ({"format": "docx"}, "format", ["pdf", "html", "md"]),
        ({"language": "fr"}, "language", ["en", "es"]),
    ],
)
def test_what_cannot_be_had_is_said(
    client: Client, decided: dict[str, Any], asked: dict[str, str], field: str, allowed: list[str]
) -> None:
    response = report(client, decided, **asked)
    assert response.status_code == 422
    (fault,) = response.json()["faults"]
    assert (fault["field"], fault["allowed"]) == (field, allowed)


def test_there_is_no_report_on_what_is_not_stored(client: Client) -> None:
    assert client.get("/v1/decisions/none/report").status_code == 404
