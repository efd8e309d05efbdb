"""What goes wrong inside: told without a word of what the caller confided."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy.exc import OperationalError

from api.app import create_app
from api.problems import found_at
from api.settings import Settings
from api.store import localities
from api.store.database import connect, upgrade
from api.store.organisations import LOCAL
from engine.knowledge.model import Knowledge
from tests.api import broken_work
from tests.api.conftest import Client
from tests.api.servers import PostgreSQL

SECRET = "Colonia Las Flores"


def test_a_bug_is_a_problem_and_its_log_holds_no_values(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caller learns that the server failed; neither answer nor log repeats the profile."""
    monkeypatch.setattr("api.routes.advice.advise", broken_work.bug)
    with structlog.testing.capture_logs() as logs:
        response = client.post("/v1/advice", json={"profile": {"name": SECRET}})
    assert response.status_code == 500
    assert response.json()["type"] == "urn:remanso:problem:failure"
    assert SECRET not in response.text
    failure, request = logs
    assert failure["kind"] == "RuntimeError"
    assert "in bug" in failure["trace"]
    assert request["status"] == 500
    assert SECRET not in str(logs)


@pytest.fixture
def unmade(knowledge: Knowledge, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    """A server whose database has no tables."""
    app = create_app(Settings(f"sqlite:///{tmp_path}/empty.sqlite3"), knowledge)
    with TestClient(app) as client:
        yield client


def test_a_database_that_fails_is_a_problem(unmade: TestClient[Litestar]) -> None:
    """Without its tables the server cannot know who may ask, and answers nobody but 503."""
    body = {"profile": {"name": SECRET}}
    with structlog.testing.capture_logs() as logs:
        listed, created = unmade.get("/v1/localities"), unmade.post("/v1/localities", json=body)
    advised = unmade.post("/v1/advice", json=body)
    for response in (listed, created, advised, unmade.get("/v1/health")):
        assert response.status_code == 503
        assert response.json()["type"] == "urn:remanso:problem:unavailable"
    assert SECRET not in str(logs)


def test_errors_of_the_database_hide_what_was_written(tmp_path: Path) -> None:
    """The driver's own message, should it be printed anywhere, leaves the values out."""
    engine = connect(f"sqlite:///{tmp_path}/empty.sqlite3")
    with pytest.raises(OperationalError) as caught:
        localities.add(engine, LOCAL, {"name": SECRET}, None)
    engine.dispose()
    assert SECRET not in str(caught.value)


@pytest.mark.slow
def test_a_server_that_is_gone_is_a_problem_until_it_is_back(knowledge: Knowledge) -> None:
    """What needs PostgreSQL is answered 503 while it is away, and again well when it is there."""
    server = PostgreSQL()
    engine = connect(server.new())
    upgrade(engine)
    body = {"profile": {"name": SECRET}}
    with TestClient(create_app(Settings("sqlite:///unused"), knowledge, engine)) as client:
        assert client.post("/v1/localities", json=body).status_code == 201
        server.crash()
        with structlog.testing.capture_logs() as logs:
            refused = client.post("/v1/localities", json=body)
        assert refused.status_code == 503
        assert SECRET not in refused.text + str(logs)
        server.recover()
        assert client.post("/v1/localities", json=body).status_code == 201
        assert client.get("/v1/localities").json()["total"] == 2
    engine.dispose()
    server.stop()


@pytest.mark.parametrize(
    ("value", "where", "found"),
    [
        ({"a": {"b": 1}}, "a.b", 1),
        ({"a.b": 2, "a": {"b": 1}}, "a.b", 2),
        ({"a": [{"b": 3}]}, "a.0.b", 3),
        ({"a": [1]}, "a.1", None),
        ({"a": [1]}, "a.x", None),
        ({"a": 1}, "a.b", None),
        ({"a": 1}, "", {"a": 1}),
        (None, "a", None),
    ],
)
def test_the_value_at_a_place_is_found(value: Any, where: str, found: Any) -> None:
    """A fault's place leads to its value, also where keys have dots of their own."""
    assert found_at(value, where) == found
