"""Feedback and outcomes: kept with the decision, listed per rule and intervention, used by nobody
but people.
"""

import json
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from api.app import create_app
from api.feedback import REACTION_NAMES, REACTIONS, REASONS, Reason, _day, indicators
from api.settings import Settings
from api.store import feedback
from api.store.database import connect, migrate, upgrade
from api.store.organisations import LOCAL
from engine.knowledge.model import Knowledge
from tests.api.conftest import SLOWLY_BOTH, Client, NewUrl

DATABASES = SLOWLY_BOTH
CUT = "prison_comms_cutoff"
RULE = "cut-off-showed-early-results"
OVERRIDDEN = {"response": "overridden", "reason": "not_feasible"}
RATE = {
    "indicator": "homicide_rate",
    "value": 41.5,
    "unit": "per 100,000 a year",
    "measured_on": "2025-12-31",
    "source": "National police, yearbook",
}


@pytest.fixture
def decision(client: Client, locality: str) -> str:
    """The address of a new decision."""
    response = client.post(f"/v1/localities/{locality}/decisions")
    return str(response.headers["Location"])


def faults(response: Any) -> dict[str, Any]:
    """What was refused, by field."""
    assert response.status_code == 422, response.text
    return {fault["field"]: fault for fault in response.json()["faults"]}


def test_feedback_is_kept_with_the_rules_that_spoke(client: Client, decision: str) -> None:
    """Who, when, what about, why; and the rules of that option, as the answer named them."""
    asked = {**OVERRIDDEN, "intervention": CUT, "comment": "The prison has no fence."}
    response = client.post(
        f"{decision}/feedback", json=asked, headers={"X-Asked-By": "Alcaldía de Durán".encode()}
    )
    given = response.json()
    assert response.status_code == 201
    assert given["given_by"] == "Alcaldía de Durán"
    assert given["given_at"].endswith("Z")
    assert "never changes weights" in given["notice"]
    assert RULE in given["rules"]
    listed = client.get(f"{decision}/feedback", headers={"Accept-Language": "es"}).json()
    (item,) = listed["items"]
    assert {k: item[k] for k in asked} == asked
    assert (item["response_name"], item["reason_name"]) == (
        "descartado",
        "aquí no se puede hacer ahora",
    )
    assert item["id"] == given["id"]
    assert item["rules"] == given["rules"]
    assert "nunca cambia" in listed["notice"]


def test_feedback_is_listed_per_rule_and_per_intervention(
    client: Client, decision: str, locality: str
) -> None:
    """With counts of all there is, page by page."""
    before = {
        path: client.get(path).json()
        for path in (f"/v1/interventions/{CUT}/feedback", f"/v1/rules/{RULE}/feedback")
    }
    again = client.post(f"/v1/localities/{locality}/decisions").headers["Location"]
    for path, asked in (
        (decision, {"intervention": CUT, "response": "accepted"}),
        (again, {**OVERRIDDEN, "intervention": CUT}),
        (again, {"rule": RULE, "response": "adapted", "reason": "rule_disputed"}),
        (again, {"response": "accepted"}),
        (again, {"intervention": "militarised_crackdown", "response": "accepted"}),
    ):
        assert client.post(f"{path}/feedback", json=asked).status_code == 201
    for path, expected in zip(
        before,
        ({"accepted": 1, "adapted": 0, "overridden": 1}, dict.fromkeys(REACTIONS, 1)),
        strict=True,
    ):
        now = client.get(path, params={"limit": 100}).json()
        gained = {
            name: now["responses"][name] - before[path]["responses"][name] for name in REACTIONS
        }
        assert gained == expected, path
        assert now["total"] == before[path]["total"] + sum(expected.values())
        assert len(now["items"]) == now["total"]
        last = client.get(path, params={"limit": 1, "offset": now["total"] - 1}).json()
        assert last["items"] == now["items"][-1:]
    assert client.get(f"{again}/feedback").json()["total"] == 4


def test_feedback_on_a_whole_decision_counts_for_no_single_rule(
    client: Client, decision: str
) -> None:
    """Nobody said which rule was meant."""
    response = client.post(f"{decision}/feedback", json={"response": "accepted"})
    assert response.json()["rules"] == []


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ({}, "response", "missing"),
        ({"response": "ignored"}, "response", "unknown value"),
        ({"response": "adapted"}, "reason", "say why"),
        ({"response": "overridden", "reason": "bad_mood"}, "reason", "unknown value"),
        ({"response": "overridden", "reason": "other"}, "comment", "say in a comment"),
        ({**OVERRIDDEN, "intervention": "prison_coms_cutoff"}, "intervention", "does not rank"),
        ({**OVERRIDDEN, "rule": "cut-off-showed-early-result"}, "rule", "does not name"),
        (
            {**OVERRIDDEN, "intervention": "militarised_crackdown", "rule": RULE},
            "rule",
            "does not name",
        ),
        ({**OVERRIDDEN, "comment": "  "}, "comment", "blank"),
        ({**OVERRIDDEN, "comment": ""}, "comment", "empty"),
        ({**OVERRIDDEN, "comment": "x" * 5_001}, "comment", "too long"),
        ({**OVERRIDDEN, "comment": 7}, "comment", "give a text"),
        ({**OVERRIDDEN, "weight": 2}, "weight", "unknown field"),
    ],
)
def test_feedback_that_says_nothing_is_refused(
    client: Client, decision: str, asked: Any, field: str, words: str
) -> None:
    """Where, what, what is allowed, the nearest; and nothing is kept."""
    fault = faults(client.post(f"{decision}/feedback", json=asked))[field]
    assert words in fault["what"]
    assert client.get(f"{decision}/feedback").json()["total"] == 0


def test_the_nearest_names_are_told(client: Client, decision: str) -> None:
    """A slip of the pen is mended by the caller, and never by guessing."""
    asked = {"response": "overriden", "reason": "not_feasable"}
    found = faults(client.post(f"{decision}/feedback", json=asked))
    assert found["response"]["nearest"] == "overridden"
    assert found["response"]["allowed"] == list(REACTIONS)
    assert found["reason"]["nearest"] == "not_feasible"
    asked = {**OVERRIDDEN, "intervention": "prison_coms_cutoff"}
    found = faults(client.post(f"{decision}/feedback", json=asked))
    assert found["intervention"]["nearest"] == CUT


def test_outcomes_are_kept_and_listed_by_day(client: Client, decision: str) -> None:
    """The later measured stands later, whenever it was recorded."""
    later = {**RATE, "measured_on": "2026-06-30", "value": -0.5, "intervention": CUT}
    other = {**RATE, "indicator": "other", "comment": "Calls to the hotline"}
    for asked in (later, RATE, other):
        response = client.post(
            f"{decision}/outcomes", json=asked, headers={"X-Asked-By": "Observatorio"}
        )
        assert response.status_code == 201, response.text
        assert "need not have been caused" in response.json()["notice"]
    listed = client.get(f"{decision}/outcomes", headers={"Accept-Language": "es"}).json()
    assert [item["measured_on"] for item in listed["items"]] == [
        "2025-12-31",
        "2025-12-31",
        "2026-06-30",
    ]
    assert {k: listed["items"][2][k] for k in later} == later
    assert listed["items"][0]["indicator_name"].startswith("Tasa de homicidios")
    assert listed["items"][0]["recorded_by"] == "Observatorio"
    assert "causado" in listed["notice"]
    mine = client.get(f"/v1/interventions/{CUT}/outcomes").json()
    assert listed["items"][2]["id"] in {item["id"] for item in mine["items"]}


def test_outcomes_are_listed_for_the_rules_that_spoke(client: Client, decision: str) -> None:
    """Of the option that they are about; one of the whole decision counts for no single rule."""
    path = f"/v1/rules/{RULE}/outcomes"
    before = client.get(path, params={"limit": 100}).json()
    asked = {**RATE, "intervention": CUT}
    kept = client.post(f"{decision}/outcomes", json=asked).json()
    assert RULE in kept["rules"]
    whole = client.post(f"{decision}/outcomes", json=RATE).json()
    assert whole["rules"] == []
    now = client.get(path, params={"limit": 100}).json()
    gained = [item for item in now["items"] if item not in before["items"]]
    assert [item["id"] for item in gained] == [kept["id"]]
    assert gained[0]["rules"] == kept["rules"]
    assert now["total"] == before["total"] + 1
    assert "need not have been caused" in now["notice"]


def test_outcomes_from_before_are_linked_to_the_rules_that_spoke(new_url: NewUrl) -> None:
    """The tables are brought up to date with what was recorded already."""
    answer = {
        "ranking": [
            {"intervention": "a", "for": [{"rule": "one"}], "against": [{"rule": "two"}]},
            {"intervention": "b", "for": [{"rule": "three"}]},
        ],
        "warnings": [{"rule": "four"}],
    }
    engine = connect(new_url())
    with engine.begin() as connection:
        migrate(connection, "0007_allowances")
        for row in BEFORE:
            given = {"answer": zlib.compress(json.dumps(answer).encode())}
            connection.execute(text(row), given if ":answer" in row else {})
    upgrade(engine)
    about_a = feedback.outcomes_of_intervention(engine, LOCAL, "a", 10, 0)
    assert about_a.rules == {"of-a": ["one", "two"]}
    assert feedback.outcomes_of_decision(engine, LOCAL, "decided", 10, 0).total == 2
    assert [item.id for item in feedback.outcomes_of_rule(engine, LOCAL, "two", 10, 0).items] == [
        "of-a"
    ]
    assert not feedback.outcomes_of_rule(engine, LOCAL, "four", 10, 0).items
    engine.dispose()


THEN = "'2024-01-01 00:00:00.000000'"
BEFORE = (
    f"INSERT INTO localities (id, organisation, created_at) VALUES ('mine', 'local', {THEN})",
    f"""INSERT INTO profile_versions (locality_id, version, profile, recorded_at)
        VALUES ('mine', 1, '{{}}', {THEN})""",
    f"""INSERT INTO decisions (id, organisation, locality_id, version, ruleset_version,
        ruleset_hash, engine_version, language, explain, decided_at, answer)
        VALUES ('decided', 'local', 'mine', 1, '1', 'x', '1', 'en', 'rules', {THEN}, :answer)""",
    *(
        f"""INSERT INTO outcomes (id, decision_id, intervention, indicator, value, unit,
            measured_on, source, recorded_at)
            VALUES ('{name}', 'decided', {about}, 'other', 1, '1', '2024-01-01', 's', {THEN})"""
        for name, about in (("of-a", "'a'"), ("of-all", "NULL"))
    ),
)


def tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"indicator": "homicide_rates"}, "indicator", "no such indicator"),
        ({"indicator": "prison_control"}, "indicator", "no such indicator"),
        ({"indicator": "other"}, "comment", "say in a comment"),
        ({"value": "41.5"}, "value", "give a number"),
        ({"value": None}, "value", "give a number"),
        ({"value": True}, "value", "give a number"),
        ({"unit": ""}, "unit", "empty"),
        ({"unit": " "}, "unit", "blank"),
        ({"source": "\t"}, "source", "blank"),
        ({"source": None}, "source", "give a text"),
        ({"measured_on": "2025-02-29"}, "measured_on", "calendar"),
        ({"measured_on": "31/12/2025"}, "measured_on", "calendar"),
        ({"measured_on": "20251231"}, "measured_on", "calendar"),
        ({"measured_on": "2025-W01-1"}, "measured_on", "calendar"),
        ({"measured_on": "2025"}, "measured_on", "calendar"),
        ({"measured_on": tomorrow()}, "measured_on", "not yet"),
        ({"measured_on": "1899-12-31"}, "measured_on", "before 1900"),
        ({"intervention": "nothing"}, "intervention", "does not rank"),
    ],
)
def test_an_outcome_that_nobody_could_check_is_refused(
    client: Client, decision: str, changed: Any, field: str, words: str
) -> None:
    """Without a source, a day, a unit, or an indicator that is known."""
    fault = faults(client.post(f"{decision}/outcomes", json={**RATE, **changed}))[field]
    assert words in fault["what"]
    assert client.get(f"{decision}/outcomes").json()["total"] == 0


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_is_none_is_refused(client: Client, decision: str, value: str) -> None:
    body = json.dumps(RATE).replace("41.5", value)
    response = client.post(
        f"{decision}/outcomes", content=body, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 400
    assert "number" in response.json()["detail"]


@pytest.mark.parametrize("missing", RATE)
def test_each_part_of_an_outcome_is_needed(client: Client, decision: str, missing: str) -> None:
    left = {name: value for name, value in RATE.items() if name != missing}
    assert "missing" in faults(client.post(f"{decision}/outcomes", json=left))[missing]["what"]


@given(st.dates())
def test_a_day_is_one_only_in_its_usual_form(day: date) -> None:
    """Other ways to write it are other ways to misread it."""
    assert _day(day.isoformat()) == day
    assert _day(day.strftime("%G-W%V-%u")) is None
    assert _day(day.isoformat().replace("-", "")) is None


@given(st.text(max_size=12))
def test_a_text_is_a_day_or_none(text: str) -> None:
    """Whatever the text; a day is written again in the same way."""
    day = _day(text)
    assert day is None or day.isoformat() == text


def test_feedback_never_changes_the_advice(client: Client, decision: str) -> None:
    """After a hundred complaints the same question has the same answer, byte for byte."""
    stored = client.get(decision).content
    question = {"case": "guayaquil-2024", "explain": "summary"}
    before = client.post("/v1/advice", json=question).content
    for _ in range(100):
        asked = {**OVERRIDDEN, "reason": "rule_disputed", "intervention": CUT}
        client.post(f"{decision}/feedback", json=asked)
    client.post(f"{decision}/outcomes", json={**RATE, "intervention": CUT})
    assert client.get(decision).content == stored
    assert client.post("/v1/advice", json=question).content == before
    assert client.get(f"{decision}/replay").json()["same_bytes"] is True


def test_feedback_on_a_rule_that_is_gone_is_still_found(
    client: Client, decision: str, knowledge: Knowledge, database: Engine
) -> None:
    """The rules changed; what was said of the old ones is not lost."""
    client.post(f"{decision}/feedback", json={**OVERRIDDEN, "intervention": CUT})
    left = {name: rule for name, rule in knowledge.rules.items() if name != RULE}
    later = replace(knowledge, rules=left, content_hash="2" * 64)
    with TestClient(create_app(Settings(str(database.url)), later, database)) as other:
        assert other.get(f"/v1/rules/{RULE}").status_code == 404
        assert other.get(f"/v1/rules/{RULE}/feedback").json()["total"] > 0


@pytest.mark.parametrize(
    "path",
    [
        "/v1/decisions/none/feedback",
        "/v1/decisions/none/outcomes",
        "/v1/rules/none/feedback",
        "/v1/rules/none/outcomes",
        "/v1/interventions/none/feedback",
        "/v1/interventions/none/outcomes",
    ],
)
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    if "decisions" in path:
        asked = {"response": "accepted"} if path.endswith("feedback") else RATE
        assert client.post(path, json=asked).status_code == 404


BEHIND = {
    "sqlite": "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
    "postgresql": "TRUNCATE {0} CASCADE",
}


@pytest.mark.parametrize("table", ["feedback_rules", "feedback", "outcome_rules", "outcomes"])
def test_nothing_that_was_said_is_ever_changed(
    client: Client, decision: str, database: Engine, table: str
) -> None:
    """Also not behind the program's back."""
    client.post(f"{decision}/feedback", json={**OVERRIDDEN, "intervention": CUT})
    client.post(f"{decision}/outcomes", json={**RATE, "intervention": CUT})
    column = "rule" if table.endswith("_rules") else "id"
    for statement in (
        f"UPDATE {table} SET {column} = {column}",
        f"DELETE FROM {table}",
        BEHIND[database.dialect.name].format(table),
    ):
        with (
            pytest.raises(DBAPIError, match="are never changed"),
            database.begin() as connection,
        ):
            connection.execute(text(statement))


def test_every_reason_and_response_has_its_words(knowledge: Knowledge) -> None:
    """In both languages."""
    assert tuple(REASONS) == get_args(Reason)
    assert tuple(REACTION_NAMES) == REACTIONS
    known = indicators(knowledge)
    assert {"extortion", "disappearances", "homicide_rate", "other"} <= set(known)
    assert all(name.en and name.es for name in known.values())
