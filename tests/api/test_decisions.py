"""Decisions: stored with all that they depend on, never changed, replayed to the same bytes."""

import sqlite3
from contextlib import AbstractContextManager, closing
from importlib.metadata import version
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from engine.knowledge.model import Knowledge
from engine.source import source_fingerprint
from tests.api.conftest import BOTH, Client

DATABASES = BOTH

WEIGHTS = {"problem": 1.5, "feasibility": 0.1, "acceptability": 7}


def decide(client: Client, locality: str, **asked: Any) -> Any:
    """Decide on a locality, and say it went well."""
    response = client.post(f"/v1/localities/{locality}/decisions", json=asked)
    assert response.status_code == 201, response.text
    return response


def test_a_decision_is_shown_byte_for_byte(client: Client, locality: str) -> None:
    """What was answered is found again at its address, exactly."""
    decided = decide(client, locality, language="es", explain="conditions", weights=WEIGHTS)
    shown = client.get(decided.headers["Location"], headers={"Accept-Language": "en"})
    assert shown.content == decided.content
    assert shown.headers["Content-Language"] == "es"
    assert decided.headers["Location"] == f"/v1/decisions/{decided.json()['decision_id']}"


def test_a_decision_needs_no_body(client: Client, locality: str) -> None:
    """Without a body the current version is decided on, in the preferred language."""
    path = f"/v1/localities/{locality}/decisions"
    response = client.post(path, headers={"Accept-Language": "es"})
    assert response.status_code == 201
    assert response.json()["language"] == "es"
    assert response.json()["profile"]["name"] == "Puerto Claro"


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"language": "es", "explain": "full"},
        {"weights": WEIGHTS, "explain": "summary"},
    ],
)
def test_a_replay_has_the_same_bytes(client: Client, locality: str, asked: Any) -> None:
    """The stored question, asked again, is answered with the stored bytes."""
    decided = decide(client, locality, **asked).json()
    client.put(f"/v1/localities/{locality}/profile", json={"name": "changed since"})
    replay = client.get(f"/v1/decisions/{decided['decision_id']}/replay").json()
    assert replay["same_bytes"] is True
    assert replay["same_ruleset"] is True
    assert replay["same_engine"] is True
    assert replay["decision"]["version"] == 1


def test_documented_cases_replay(client: Client) -> None:
    """Profiles with provenance and many factors replay to the same bytes too."""
    for slug in ("guayaquil-2024", "buenaventura-2010-13", "monterrey-2009-13"):
        locality = client.post("/v1/localities", json={"case": slug}).json()["id"]
        decided = decide(client, locality).json()
        replay = client.get(f"/v1/decisions/{decided['decision_id']}/replay").json()
        assert replay["same_bytes"] is True, slug


def test_an_older_version_can_be_decided_on(client: Client, locality: str) -> None:
    """The version asked for is evaluated, not the current one."""
    client.put(f"/v1/localities/{locality}/profile", json={"name": "Second"})
    assert decide(client, locality, version=1).json()["profile"]["name"] == "Puerto Claro"
    assert decide(client, locality).json()["profile"]["name"] == "Second"
    response = client.post(f"/v1/localities/{locality}/decisions", json={"version": 3})
    (fault,) = response.json()["faults"]
    assert response.status_code == 422
    assert (fault["field"], fault["value"], fault["allowed"]) == ("version", 3, ["1", "2"])


def test_decisions_are_listed_with_what_they_depend_on(
    client: Client, locality: str, knowledge: Knowledge
) -> None:
    """The list names version, ruleset, engine, options and who asked, without the answers."""
    path = f"/v1/localities/{locality}/decisions"
    headers = {"X-Asked-By": "Ministerio de Gobierno"}
    first = client.post(path, json={"weights": WEIGHTS, "explain": "full"}, headers=headers).json()
    second = client.post(path, json={"language": "es"}).json()
    listed = client.get(path).json()
    assert listed["total"] == 2
    assert [item["id"] for item in listed["items"]] == [first["decision_id"], second["decision_id"]]
    item = listed["items"][0]
    assert item["weights"] == WEIGHTS
    assert item["explain"] == "full"
    assert item["asked_by"] == "Ministerio de Gobierno"
    assert item["ruleset"]["hash"] == knowledge.content_hash
    assert item["engine_fingerprint"] == source_fingerprint()
    assert item["libraries"]["numpy"] == version("numpy")
    assert item["seed"] == first["robustness"]["seed"]
    assert item["decided_at"].endswith("Z")
    assert "answer" not in item
    page = client.get(path, params={"limit": 1, "offset": 1}).json()
    assert [item["id"] for item in page["items"]] == [second["decision_id"]]


def test_a_decision_that_is_not_there_is_not_found(client: Client) -> None:
    """An unknown decision is a problem, for its answer and for its replay."""
    for path in ("/v1/decisions/none", "/v1/decisions/none/replay"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.json()["type"] == "urn:remanso:problem:not-found"


CHANGES = (
    "UPDATE decisions SET asked_by = 'another'",
    "DELETE FROM decisions",
    "UPDATE profile_versions SET profile = '{}'",
    "DELETE FROM profile_versions",
    "DELETE FROM localities",
    "UPDATE rulesets SET version = 'another'",
    "DELETE FROM rulesets",
    "INSERT INTO decisions SELECT * FROM decisions WHERE true"
    " ON CONFLICT (id) DO UPDATE SET explain = 'full'",
)
BEHIND = {  # each database has a way of its own to change rows without saying so
    "sqlite": (
        "INSERT OR REPLACE INTO decisions SELECT * FROM decisions",
        "INSERT OR REPLACE INTO profile_versions SELECT * FROM profile_versions",
        "INSERT OR REPLACE INTO rulesets SELECT * FROM rulesets",
    ),
    "postgresql": (
        "TRUNCATE decisions CASCADE",
        "TRUNCATE rulesets",
        "TRUNCATE localities CASCADE",
        "MERGE INTO decisions d USING decisions s ON d.id = s.id"
        " WHEN MATCHED THEN UPDATE SET explain = 'full'",
        "SET LOCAL session_replication_role = replica; DELETE FROM decisions",
    ),
}


def test_the_database_itself_refuses_changes(
    client: Client, locality: str, database: Engine
) -> None:
    """No statement changes or removes a decision, a version, or the locality under them."""
    decided = decide(client, locality)
    for statement in (*CHANGES, *BEHIND[database.dialect.name]):
        before, _, change = statement.rpartition(";")
        with database.connect() as connection:
            if before:
                connection.execute(text(before))
            with pytest.raises(IntegrityError):
                connection.execute(text(change))
    assert client.get(decided.headers["Location"]).content == decided.content


def test_changes_are_refused_to_other_programs_too(
    client: Client, locality: str, database: Engine
) -> None:
    """The refusal is in the database, not in this program: a plain connection meets it as well."""
    decide(client, locality)
    with plainly(database) as plain:
        for statement in ("UPDATE decisions SET explain = 'full'", "DELETE FROM decisions"):
            with pytest.raises(Exception, match="decisions are never changed"):
                plain.execute(statement)
            plain.rollback()


def plainly(database: Engine) -> AbstractContextManager[Any]:
    """A connection that knows nothing of this program."""
    if database.dialect.name == "sqlite":
        return closing(sqlite3.connect(str(database.url.database)))
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(url)
