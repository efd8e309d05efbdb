"""How much a caller may ask for in a minute."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.access.allowance import Own
from api.access.door import TRIES
from api.access.gatekeeper import Gatekeeper
from api.access.limits import MINUTE, MOST, SECOND, Limits
from api.app import create_app
from api.problems import RequestError
from api.settings import Settings, SettingsError
from api.store import keys
from engine.knowledge.model import Knowledge
from tests.access.conftest import Client, MakeKey, bearer, id_of


class Clock:
    """A clock of nanoseconds that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000 * SECOND

    def __call__(self) -> int:
        return self.now


def spent(limits: Limits, a_minute: int, who: str = "a", points: int = 1) -> int:
    """0 when the points were there, else the seconds to wait."""
    try:
        limits.spend(who, a_minute, points)
    except RequestError as error:
        return int((error.headers or {})["Retry-After"])
    return 0


@given(
    st.integers(1, 50),
    st.lists(st.tuples(st.integers(0, 30 * SECOND), st.integers(1, 60)), max_size=80),
)
def test_no_caller_gets_more_than_a_minutes_worth_and_what_has_filled_since(
    a_minute: int, asked: list[tuple[int, int]]
) -> None:
    """Over any time: at most one full bucket and what flowed in; who waits as told is served."""
    clock = Clock()
    limits = Limits(clock)
    began, given_out = clock.now, 0
    for pause, points in asked:
        clock.now += pause
        wait = spent(limits, a_minute, points=points)
        if wait:
            clock.now += wait * SECOND
            assert spent(limits, a_minute, points=points) == 0
        given_out += min(points, a_minute)
        assert given_out * MINUTE <= a_minute * (MINUTE + clock.now - began)


def test_callers_do_not_share() -> None:
    """One who has spent everything takes nothing from another; what is given back counts."""
    limits = Limits(Clock())
    assert [spent(limits, 2, "a") for _ in range(3)] == [0, 0, 30]
    assert spent(limits, 2, "b", 2) == 0
    limits.give_back("a", 2)
    assert spent(limits, 2, "a") == 0


def test_zero_is_no_limit() -> None:
    limits = Limits(Clock())
    assert not any(spent(limits, 0, points=1_000) for _ in range(100))


def test_a_crowd_of_addresses_does_not_fill_the_memory() -> None:
    """The callers longest not heard of are forgotten."""
    limits = Limits(Clock())
    for number in range(MOST + 100):
        limits.spend(str(number), 5)
    assert len(limits._buckets) == MOST


@pytest.fixture(scope="module")
def sparing(knowledge: Knowledge, database: Engine, settings: Settings) -> Iterator[Client]:
    with TestClient(create_app(replace(settings, rate=30), knowledge, database)) as found:
        yield found


def test_too_much_is_refused_with_the_time_to_wait(sparing: Client, make_key: MakeKey) -> None:
    """429 with Retry-After, for this key only; what is worked out costs more than what is read."""
    key, other = make_key("coast-guard"), make_key("coast-guard")
    answers = [sparing.post("/v1/advice", json={}, headers=bearer(key)) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [422] * 6 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 10
    assert answers[-1].json()["type"] == "urn:remanso:problem:too-many"
    spanish = {**bearer(key), "Accept-Language": "es"}
    assert "vuelva a pedir" in sparing.post("/v1/advice", json={}, headers=spanish).text
    assert sparing.get("/v1/localities", headers=bearer(other)).status_code == 200


def test_a_key_may_have_a_rate_of_its_own(sparing: Client, make_key: MakeKey) -> None:
    """More than the server's, less, or none at all; a change holds for the bucket as it is."""
    more, less, free = (make_key("coast-guard", limits={"rate": rate}) for rate in (60, 5, 0))

    def served(key: str) -> int:
        """How many of 62 requests that cost a point each are answered."""
        asked = (sparing.get("/v1/localities", headers=bearer(key)) for _ in range(62))
        return sum(answer.status_code == 200 for answer in asked)

    assert served(free) == 62
    assert 60 <= served(more) <= 62
    assert 5 <= served(less) <= 12


def test_a_key_may_have_limits_of_its_own_on_what_it_sends(
    client: Client, make_key: MakeKey, settings: Settings
) -> None:
    """Smaller or larger than the server's; whether the length is said beforehand or not."""
    small = make_key("coast-guard", limits={"body_limit": 50})
    large = make_key("coast-guard", limits={"body_limit": settings.body_limit + 1_000})
    short, long = b'{"case": "guayaquil-2024", "explain": "summary"}', b" " * settings.body_limit

    def status(key: str, content: bytes | Iterator[bytes]) -> int:
        headers = {**bearer(key), "Content-Type": "application/json"}
        return client.post("/v1/advice", content=content, headers=headers).status_code

    assert status(small, short) == 200
    assert status(small, short + b"   ") == 413
    assert status(small, iter([short, b"   "])) == 413
    assert status(large, short + long) == 200
    assert status(make_key("coast-guard"), short + long) == 413


def test_a_key_may_have_a_limit_of_its_own_on_tables(
    client: Client, make_key: MakeKey, settings: Settings
) -> None:
    """Who sends one is told how much it may be; a request that names tables is no table."""
    key = make_key("coast-guard", limits={"table_limit": 30, "body_limit": 100})
    other = make_key("coast-guard", limits={"table_limit": settings.batch_limit + 100})
    table = b"id,extortion\na,common\nb,sporadic\n"

    def sent(key: str, content: bytes, kind: str = "text/csv") -> Any:
        headers = {**bearer(key), "Content-Type": kind}
        return client.post("/v1/batches", content=content, headers=headers)

    refused = sent(key, table)
    assert refused.status_code == 413
    assert refused.json()["faults"][0]["what"] == "more than 30 bytes"
    assert sent(other, table).status_code == 202
    named = b'{"profiles": "' + b"a" * 100 + b'"}'
    assert sent(other, named, "application/json").status_code == 422
    assert sent(key, named, "application/json").status_code == 413


def test_new_limits_hold_within_seconds(database: Engine, make_key: MakeKey) -> None:
    """What is allowed is read again with the key itself."""
    gatekeeper, key = Gatekeeper(database), make_key("coast-guard")
    assert gatekeeper.admit(key).own == Own()
    keys.limit(database, id_of(key), {"rate": 7, "table_limit": 9})
    assert gatekeeper.admit(key).own == Own(rate=7, table=9)
    keys.limit(database, id_of(key), {"rate": None})
    assert gatekeeper.admit(key).own == Own(table=9)


def test_who_tries_keys_is_stopped(sparing: Client, make_key: MakeKey) -> None:
    """Wrong keys cost hashes, so an address has few of them; keys that are known still open."""
    good = make_key("coast-guard")
    assert sparing.get("/v1/localities", headers=bearer(good)).status_code == 200
    wrong = (
        sparing.get("/v1/localities", headers=bearer(f"rmn_{number:016x}_{'0' * 64}"))
        for number in itertools.count()
    )
    refused = list(itertools.takewhile(lambda answer: answer.status_code == 401, wrong))
    assert len(refused) >= TRIES
    stopped = next(wrong)
    assert stopped.status_code == 429
    assert "Retry-After" in stopped.headers
    assert sparing.get("/v1/localities", headers=bearer(good)).status_code == 200


def test_without_keys_there_is_no_limit(knowledge: Knowledge, tmp_path: object) -> None:
    """Who works alone on a machine is not held up."""
    from api.store.database import connect, upgrade

    database = connect(f"sqlite:///{tmp_path}/alone.sqlite3")
    upgrade(database)
    settings = Settings(str(database.url), rate=2)
    with TestClient(create_app(settings, knowledge, database)) as client:
        found = [client.get(path).status_code for path in ("/v1/localities", "/v1/health") * 5]
    assert found == [200] * 10


def test_settings_of_access() -> None:
    """Lists have commas; what is no origin or no number is told."""
    chosen = Settings.from_environment(
        {
            "REMANSO_ALLOWED_HOSTS": "Remanso.example, remanso.example:8443",
            "REMANSO_ALLOWED_ORIGINS": "https://desk.example",
            "REMANSO_RATE": "0",
        }
    )
    assert chosen.allowed_hosts == ("remanso.example", "remanso.example:8443")
    assert chosen.allowed_origins == ("https://desk.example",)
    assert chosen.rate == 0
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"REMANSO_ALLOWED_ORIGINS": "*,a.example", "REMANSO_RATE": "-1"})
    assert [fault.where for fault in caught.value.faults] == [
        *["REMANSO_ALLOWED_ORIGINS"] * 2, "REMANSO_RATE"
    ]  # fmt: skip
