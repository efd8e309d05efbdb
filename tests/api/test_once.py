"""Requests with an idempotency key: sent again, they are answered again and nothing is written."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.app import create_app
from api.settings import Settings
from api.store import repeats
from api.store.tables import now
from engine.knowledge.model import Knowledge
from tests.api.conftest import BOTH, Client

DATABASES = BOTH
TABLE = "id,extortion\na,common\n"

Send = Callable[..., Any]
Writes = tuple[Send, Callable[[], int]]


@pytest.fixture(
    params=["locality", "version", "decision", pytest.param("batch", marks=pytest.mark.slow)]
)
def writes(request: pytest.FixtureRequest, client: Client, locality: str) -> Writes:
    """A way to send each request that writes, and how many such things there are."""

    def count(path: str) -> int:
        return int(client.get(path).json()["total"])

    def send(method: str, path: str, counted: str, body: Any) -> Writes:
        def sender(
            key: str | None, body: Any = body, client: Client = client, **headers: str
        ) -> Any:
            keyed = headers if key is None else {"Idempotency-Key": key, **headers}
            if isinstance(body, dict):
                return client.request(method, path, json=body, headers=keyed)
            keyed["Content-Type"] = "text/csv"
            return client.request(method, path, content=body, headers=keyed)

        return sender, lambda: count(counted)

    at = f"/v1/localities/{locality}"
    match request.param:
        case "locality":
            body: Any = {"profile": {"name": "Puerto Claro"}}
            return send("POST", "/v1/localities", "/v1/localities", body)
        case "version":
            return send("PUT", f"{at}/profile", f"{at}/profile/versions", {"name": "Second"})
        case "decision":
            return send("POST", f"{at}/decisions", f"{at}/decisions", {"language": "es"})
        case _:
            return send("POST", "/v1/batches", "/v1/batches", TABLE)


def key() -> str:
    return uuid.uuid4().hex


def same(one: Any, other: Any) -> bool:
    """Whether two answers are the same, but for what says that one is a repetition."""
    shown = ("Location", "ETag", "Content-Language", "Content-Type")
    return (one.status_code, one.content, *(one.headers.get(name) for name in shown)) == (
        other.status_code,
        other.content,
        *(other.headers.get(name) for name in shown),
    )


def test_sent_again_it_is_answered_again(writes: Writes) -> None:
    """Status, body and address are those of the first time, and nothing more was written."""
    send, count = writes
    before, named = count(), key()
    first = send(named)
    assert first.status_code in (200, 201, 202), first.text
    assert "Idempotency-Replayed" not in first.headers
    for again in (send(named), send(f'"{named}"'), send(named, **{"Accept-Language": "es"})):
        assert same(again, first)
        assert again.headers["Idempotency-Replayed"] == "true"
    assert count() == before + 1


def test_without_a_key_it_is_written_again(writes: Writes) -> None:
    """Who gives no key asks for a new thing each time; so does who gives another."""
    send, count = writes
    before = count()
    assert len({send(name).headers["Location"] for name in (None, None, key(), key())}) == 4
    assert count() == before + 4


def test_the_key_of_another_request_is_refused(writes: Writes, client: Client) -> None:
    """The same key with something else is a mistake of the caller's, and says so."""
    send, count = writes
    named = key()
    first = send(named)
    before = count()
    other = send(named, f"{TABLE}b,common\n" if "batch" in str(first.url) else {"name": "Other"})
    elsewhere = client.post("/v1/localities", json={}, headers={"Idempotency-Key": named})
    for refused in (other, elsewhere):
        assert refused.status_code == 422
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.json()["faults"][0]["field"] == "Idempotency-Key"
    assert count() == before
    assert same(send(named), first)


def test_askers_do_not_meet_each_others_keys(writes: Writes) -> None:
    """The same key of two askers names two requests."""
    send, count = writes
    before, named = count(), key()
    one, other = (send(named, **{"X-Asked-By": who}) for who in ("one", "other"))
    assert one.headers["Location"] != other.headers["Location"]
    assert count() == before + 2


def test_at_the_same_time_one_writes_and_all_are_answered(writes: Writes) -> None:
    """However many arrive together, they have one answer."""
    send, count = writes
    before, named = count(), key()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(send, [named] * 8))
    assert all(same(answer, answers[0]) for answer in answers)
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert count() == before + 1


def test_it_is_remembered_by_the_next_server(
    writes: Writes, knowledge: Knowledge, database: Engine, chosen: Settings
) -> None:
    """The answer is in the database, not in the server's memory."""
    send, count = writes
    named = key()
    first = send(named)
    before = count()
    with TestClient(create_app(chosen, knowledge, database)) as later:
        assert same(send(named, client=later), first)
    assert count() == before


def test_a_server_that_ends_in_between_leaves_nothing(
    writes: Writes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written without its answer is not there, and the request can be sent again."""
    send, count = writes
    before, named = count(), key()
    with monkeypatch.context() as broken:
        broken.setattr(repeats, "answer", lambda *_: 1 / 0)
        assert send(named).status_code == 500
    assert count() == before
    assert send(named).status_code in (200, 201, 202)
    assert count() == before + 1


def test_a_day_later_the_key_is_free(writes: Writes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old answers are not given any more, and make room for new ones."""
    send, count = writes
    before, named = count(), key()
    first = send(named)
    tomorrow = now() + repeats.KEPT + timedelta(seconds=1)
    monkeypatch.setattr(repeats, "now", lambda: tomorrow)
    again = send(named)
    assert "Idempotency-Replayed" not in again.headers
    assert again.headers["Location"] != first.headers["Location"]
    assert count() == before + 2


def test_what_was_refused_can_be_mended(client: Client) -> None:
    """A refused request uses its key up no more than it writes."""
    headers = {"Idempotency-Key": key()}
    faulty = {"profile": {"factors": {"extortion": "much"}}}
    sound = {"profile": {"factors": {"extortion": "pervasive"}}}
    assert client.post("/v1/localities", json=faulty, headers=headers).status_code == 422
    assert client.post("/v1/localities", json=sound, headers=headers).status_code == 201


def test_old_answers_do_not_pile_up(
    client: Client, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New ones take more old ones along than come."""

    def post() -> None:
        headers = {"Idempotency-Key": key()}
        client.post("/v1/localities", json={"profile": {}}, headers=headers)

    for _ in range(5):
        post()
    later = now() + 3 * repeats.KEPT
    monkeypatch.setattr(repeats, "now", lambda: later)
    kept = []
    for _ in range(40):
        post()
        with database.connect() as connection:
            kept.append(connection.exec_driver_sql(COUNT).scalar())
        if kept[-1] == len(kept):
            break
    assert kept[-1] == len(kept), kept  # only the new ones are left


COUNT = "SELECT count(*) FROM answered_requests"


@pytest.mark.parametrize("faulty", ["", " ", "x" * 256, '"open', '""', "niño".encode()])
def test_a_key_that_is_none_is_refused(client: Client, faulty: Any) -> None:
    """An empty, endless or unreadable key is told, in both languages, and nothing is written."""
    before = client.get("/v1/localities").json()["total"]
    told = []
    for language in ("en", "es"):
        headers = {"Idempotency-Key": faulty, "Accept-Language": language}
        refused = client.post("/v1/localities", json={"profile": {}}, headers=headers)
        assert refused.status_code == 400
        told.append(refused.json()["faults"][0]["what"])
    assert told[0] != told[1]
    assert client.get("/v1/localities").json()["total"] == before


@pytest.mark.slow
def test_a_form_sent_again_is_the_same(client: Client) -> None:
    """Each time a form is sent its parts are divided otherwise; what is in them counts."""
    headers = {"Idempotency-Key": key()}
    files = {"profiles": ("t.csv", TABLE)}
    first, again = (client.post("/v1/batches", files=files, headers=headers) for _ in range(2))
    assert first.status_code == 202
    assert same(again, first)
    other = client.post("/v1/batches", files=files, data={"top": "3"}, headers=headers)
    assert other.status_code == 422


def test_the_key_is_described(client: Client) -> None:
    """Everything that writes says that it takes a key, and what the key does."""
    paths = client.get("/docs/openapi.json").json()["paths"]
    taking = {
        f"{method.upper()} {path}"
        for path, item in paths.items()
        for method, operation in item.items()
        for parameter in operation.get("parameters", ())
        if parameter["name"] == "Idempotency-Key" and "24 hours" in parameter["description"]
    }
    assert taking >= {
        "POST /v1/batches",
        "POST /v1/localities",
        "POST /v1/localities/{locality_id}/decisions",
        "PUT /v1/localities/{locality_id}/profile",
    }
