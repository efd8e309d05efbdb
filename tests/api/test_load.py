"""Under load and in trouble: what takes too long, breaks, or is one too many, over REST."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.app import create_app
from api.settings import Settings
from engine.knowledge.model import Knowledge
from tests.api import broken_work
from tests.api.conftest import Client

QUESTION = {"profile": {"name": "Puerto Claro"}}
URN = "urn:remanso:problem:"


@pytest.fixture(scope="module")
def narrow(database: Engine, knowledge: Knowledge) -> Iterator[Client]:
    """A server with one evaluator, room for one more to wait, and much patience."""
    settings = Settings(str(database.url), evaluators=1, waiting=1, timeout=3_600)
    with TestClient(create_app(settings, knowledge, database)) as client:
        yield client


def answers(client: Client) -> bool:
    """Whether advice is given."""
    return bool(client.post("/v1/advice", json={"case": "guayaquil-2024"}).status_code == 200)


def test_what_takes_too_long_is_ended(narrow: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The caller is told so, in their language, and the place is free again."""
    with monkeypatch.context() as changed:
        changed.setattr("api.routes.advice.advise", broken_work.sleep_for_ever)
        changed.setattr(narrow.app.state.evaluators, "patience", 0.2)
        told = narrow.post("/v1/advice", json=QUESTION, headers={"Accept-Language": "es"})
    assert told.status_code == 503
    assert told.json()["type"] == f"{URN}overtime"
    assert "tardó más" in told.json()["detail"]
    assert answers(narrow)


@pytest.mark.parametrize("work", [broken_work.death, broken_work.untold])
def test_an_evaluator_that_breaks_takes_nobody_along(
    narrow: Client, monkeypatch: pytest.MonkeyPatch, work: Any
) -> None:
    """A crash in the rules engine ends one request with a problem, and no other."""
    with monkeypatch.context() as changed:
        changed.setattr("api.routes.advice.advise", work)
        broken = narrow.post("/v1/advice", json=QUESTION)
    assert broken.status_code == 500
    assert broken.json()["type"] == f"{URN}failure"
    assert answers(narrow)


def test_one_too_many_is_refused(narrow: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """One runs, one waits, the third is told at once when to come again; reading goes on."""
    assert answers(narrow)  # the evaluator is there
    app: Litestar = narrow.app
    line = app.state.evaluators.line
    monkeypatch.setattr("api.routes.advice.advise", broken_work.sleep)
    with ThreadPoolExecutor(2) as others:

        def ask() -> int:
            return narrow.post("/v1/advice", json=QUESTION).status_code

        first = others.submit(ask)
        until(lambda: line.running == 1)
        second = others.submit(ask)
        until(lambda: line.waiting == 1)
        refused = narrow.post("/v1/advice", json=QUESTION)
        ready, live = narrow.get("/v1/health/ready"), narrow.get("/v1/health/live")
        read = narrow.get("/v1/rules")
        # What stands in for advice is no answer, which is beside the point here.
        assert {first.result(), second.result()} == {500}
    assert refused.status_code == 503
    assert refused.json()["type"] == f"{URN}busy"
    assert int(refused.headers["Retry-After"]) >= 1
    assert ready.status_code == 503
    assert [fault["field"] for fault in ready.json()["faults"]] == ["queue"]
    assert (live.status_code, read.status_code) == (200, 200)
    assert narrow.get("/v1/health/ready").status_code == 200


def until(true: Callable[[], Any]) -> None:
    wait = threading.Event()
    while not true():
        wait.wait(0.01)


def test_the_whole_line_is_asked_by_every_handler_that_evaluates(
    narrow: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No handler evaluates past the line: with no room in it, none of them answers."""
    locality = narrow.post("/v1/localities", json={"case": "guayaquil-2024"}).json()["id"]
    decision = narrow.post(f"/v1/localities/{locality}/decisions").json()["decision_id"]
    line = narrow.app.state.evaluators.line
    monkeypatch.setattr(type(line), "place", full)
    case = {"case": "guayaquil-2024"}
    option = {**case, "option": "militarised_crackdown"}
    places = [{"id": "a", "profile": {}}, {"id": "b", "profile": {}}]
    for path, body in (
        ("/v1/advice", case),
        ("/v1/advice/contrast", {**option, "above": "community_dialogue"}),
        ("/v1/advice/why-not", option),
        ("/v1/advice/changes", case),
        ("/v1/advice/what-if", {**case, "changes": {"extortion": None}}),
        ("/v1/advice/methods", case),
        ("/v1/advice/stakeholders", case),
        ("/v1/regions", {"localities": places, "links": []}),
        (f"/v1/localities/{locality}/decisions", {}),
    ):
        response = narrow.post(path, json=body)
        assert response.json()["type"] == f"{URN}busy", (path, response.text)
    for path in (f"/v1/decisions/{decision}/replay", "/v1/coverage"):
        assert narrow.get(path).json()["type"] == f"{URN}busy", path


def full(*_: object) -> None:
    from api.problems import BusyError

    raise BusyError(1)
