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


def test_a_method_that_is_not_taken_is_told_with_those_that_are(client: Client) -> None:
    """In the problem as in the header ``Allow``."""
    response = client.delete("/v1/localities", headers={"Accept-Language": "es"})
    fault = response.json()["faults"][0]
    assert response.status_code == 405
    assert (fault["field"], fault["value"]) == ("method", "DELETE")
    assert set(fault["allowed"]) == set(response.headers["Allow"].split(", ")) > {"GET", "POST"}
    assert "no admite ese método; se admite: " in response.json()["detail"]


@pytest.mark.parametrize(
    ("address", "near"), [("/v1/advise", "/v1/advice"), ("/v1/qqqqqqqqqqqqqqqqq", None)]
)
def test_an_address_that_is_not_there_is_told_with_the_nearest(
    client: Client, address: str, near: str | None
) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert response.json()["faults"] == [
        {
            "field": "address",
            "what": "there is nothing at this address",
            "value": address,
            "allowed": [],
            "nearest": near,
        }
    ]


def test_who_asks_is_told_by_the_headers_own_name(client: Client) -> None:
    response = client.post("/v1/localities", json={}, headers={"X-Asked-By": "a" * 201})
    fault = response.json()["faults"][0]
    assert (response.status_code, fault["field"]) == (400, "X-Asked-By")
    assert fault["what"] == "give 200 characters at most"


def test_no_operation_ignores_a_parameter_that_it_does_not_take(client: Client) -> None:
    """None is answered as if nothing had been asked; what watches the server may add its own."""
    paths = client.get("/docs/openapi.json").json()["paths"]
    tried = [
        (method, path, client.request(method, path.format_map(Whatever()), params={"limt": 5}))
        for path, item in paths.items()
        for method in item
    ]
    for method, path, response in tried:
        if path.startswith(("/v1/health", "/v1/signing-key")):
            assert response.status_code == 200, path
            continue
        fault = response.json()["faults"][0]
        assert (response.status_code, fault["field"]) == (400, "limt"), (method, path)
        taken = {
            item["name"]
            for item in paths[path][method].get("parameters", [])
            if item["in"] == "query"
        }
        assert set(fault["allowed"]) == taken
        assert fault["nearest"] == ("limit" if "limit" in taken else None)
        assert ("no parameters" in fault["what"]) is not bool(taken)


class Whatever(dict[str, str]):
    """A value for every part of an address."""

    def __missing__(self, name: str) -> str:
        return "1"


def test_a_parameter_is_given_once(client: Client) -> None:
    """Nobody is left to guess which of two was meant; all that is wrong is told together."""
    response = client.get("/v1/localities?limit=5&limit=6&ofset=1")
    assert response.status_code == 400
    told = {fault["field"]: fault["what"] for fault in response.json()["faults"]}
    assert told == {
        "limit": "given twice; give it once",
        "ofset": "there is no such parameter here",
    }
    assert client.get("/v1/localities?limit=5&offset=6").status_code == 200
