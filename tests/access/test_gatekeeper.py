"""Keys and sessions known again: quickly, never for longer than a moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from api.access import gatekeeper as module
from api.access.gatekeeper import FRESH, Gatekeeper, UnknownError
from api.access.keys import new_key, read_key
from api.access.principal import Principal, Scope
from api.store import keys
from tests.access.conftest import MakeKey, id_of
from tests.api.conftest import SLOWLY_BOTH

DATABASES = SLOWLY_BOTH


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gatekeeper(database: Engine, clock: Clock) -> Any:
    found = Gatekeeper(database, clock)
    yield found
    found.close()


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The hashes that are worked out, one by one."""
    done: list[str | None] = []
    real = module.matches

    def counted(key: Any, hashed: str | None) -> bool:
        done.append(hashed)
        return real(key, hashed)

    monkeypatch.setattr(module, "matches", counted)
    return done


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(UnknownError) as caught:
        call()
    return caught.value.reason


def test_a_key_is_hashed_once(
    gatekeeper: Gatekeeper, make_key: MakeKey, clock: Clock, hashes: list[str | None]
) -> None:
    """After the first time a key is known again, also when its row has to be read anew."""
    key = make_key("coast-guard", "read")
    assert gatekeeper.remembered(key) is None
    found = gatekeeper.admit(key)
    assert found == Principal("coast-guard", frozenset({Scope.read}), id_of(key))
    assert gatekeeper.remembered(key) == found
    clock.now += FRESH
    assert gatekeeper.remembered(key) is None
    assert gatekeeper.admit(key) == found
    assert gatekeeper.remembered(key) == found
    assert len(hashes) == 1


def test_what_is_fresh_asks_no_database(
    gatekeeper: Gatekeeper, make_key: MakeKey, database: Engine
) -> None:
    """A request in between costs no query."""
    key = make_key("coast-guard")
    gatekeeper.admit(key)
    said: list[str] = []

    def listen(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(database, "before_cursor_execute", listen)
    try:
        assert gatekeeper.remembered(key) is not None
    finally:
        event.remove(database, "before_cursor_execute", listen)
    assert said == []


def test_a_revoked_key_opens_nothing_within_seconds(
    gatekeeper: Gatekeeper, make_key: MakeKey, database: Engine, clock: Clock
) -> None:
    """At most as long as what was seen is fresh; its holder is told, and who guesses is not."""
    key = make_key("coast-guard")
    gatekeeper.admit(key)
    assert keys.revoke(database, id_of(key))
    assert not keys.revoke(database, id_of(key))
    clock.now += FRESH
    assert gatekeeper.remembered(key) is None
    assert refused(lambda: gatekeeper.admit(key)) == "revoked"
    assert gatekeeper.remembered(key) is None
    assert not gatekeeper.was_good(key)
    guessed = f"{key[:-1]}{'0' if key[-1] != '0' else '1'}"
    assert refused(lambda: gatekeeper.admit(guessed)) == "unknown"


def test_a_key_that_expires_is_fresh_no_longer(
    gatekeeper: Gatekeeper, make_key: MakeKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment it expires it opens nothing, however freshly it was seen."""
    soon = datetime.now(UTC) + timedelta(hours=1)
    key = make_key("coast-guard", expires_at=soon)
    gatekeeper.admit(key)
    monkeypatch.setattr(module, "now", lambda: soon)
    assert gatekeeper.remembered(key) is None
    assert refused(lambda: gatekeeper.admit(key)) == "expired"


@pytest.mark.parametrize("known", [True, False])
def test_an_unknown_id_costs_what_a_known_one_costs(
    gatekeeper: Gatekeeper, make_key: MakeKey, hashes: list[str | None], *, known: bool
) -> None:
    """One hash is worked out either way, so that time does not tell which ids there are."""
    key_id = id_of(make_key("coast-guard")) if known else "0" * 16
    wrong = f"rmn_{key_id}_{new_key().secret}"
    assert refused(lambda: gatekeeper.admit(wrong)) == "unknown"
    assert len(hashes) == 1
    assert (hashes[0] is not None) == known


def test_no_two_keys_are_alike() -> None:
    """256 random bits, and a form that reads back."""
    found = {new_key().text() for _ in range(100)}
    assert len(found) == 100
    for text in found:
        key = read_key(text)
        assert key is not None
        assert key.text() == text
        assert len(bytes.fromhex(key.secret)) == 32
        assert key.secret not in repr(key)


def test_a_session_is_bound_to_its_key(
    gatekeeper: Gatekeeper, make_key: MakeKey, database: Engine, clock: Clock
) -> None:
    """It opens what the key opens, ends by itself, and is revoked with the key."""
    key = make_key("coast-guard", "read", "write")
    first, second = gatekeeper.open_session(key), gatekeeper.open_session(key)
    assert first != second
    assert gatekeeper.admit(first) == gatekeeper.admit(key)
    assert refused(lambda: gatekeeper.open_session(first)) == "malformed"
    gatekeeper.end_session(first)
    assert refused(lambda: gatekeeper.admit(first)) == "unknown"
    assert gatekeeper.admit(second)
    keys.revoke(database, id_of(key))
    clock.now += FRESH
    assert refused(lambda: gatekeeper.admit(second)) == "revoked"


def test_a_session_has_an_end(
    gatekeeper: Gatekeeper, make_key: MakeKey, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a day after it was opened it opens nothing."""
    monkeypatch.setattr(module, "SESSION", timedelta(0))
    token = gatekeeper.open_session(make_key("coast-guard"))
    assert refused(lambda: gatekeeper.admit(token)) == "unknown"


def test_uses_are_written_when_there_are_any(
    gatekeeper: Gatekeeper, make_key: MakeKey, database: Engine
) -> None:
    """A request notes its key in memory; the note is written once for all requests since."""
    key = make_key("coast-guard")
    gatekeeper.admit(key)
    gatekeeper.remembered(key)
    assert used(database, key) is None
    gatekeeper.write_uses()
    first = used(database, key)
    assert first is not None
    gatekeeper.write_uses()
    assert used(database, key) == first
    keys.note_uses(database, {id_of(key): first - timedelta(days=1)})
    assert used(database, key) == first


def test_uses_that_could_not_be_written_are_written_later(
    gatekeeper: Gatekeeper,
    make_key: MakeKey,
    database: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A database that fails now and then loses none, and holds nobody up."""
    key = make_key("coast-guard")
    gatekeeper.admit(key)

    def failing(*_: Any) -> None:
        raise OperationalError("", {}, Exception())

    with monkeypatch.context() as patch:
        patch.setattr(keys, "note_uses", failing)
        gatekeeper.write_uses()
    assert used(database, key) is None
    gatekeeper.write_uses()
    assert used(database, key) is not None


def used(database: Engine, key: str) -> datetime | None:
    found = keys.find(database, id_of(key))
    assert found is not None
    return found.used_at


def test_a_server_is_open_until_there_was_a_key(
    tmp_path: Any, clock: Clock, make_key: MakeKey
) -> None:
    """A running server shuts its door within seconds of the first key, for good."""
    from api.store.database import connect, upgrade
    from tests.access.conftest import key_for

    fresh = connect(f"sqlite:///{tmp_path}/fresh.sqlite3")
    assert not keys.were_made(fresh)
    upgrade(fresh)
    keeper = Gatekeeper(fresh, clock)
    assert keeper.open_to_all() is None
    assert keeper.look() is True
    assert keeper.open_to_all() is True
    key = key_for(fresh, "coast-guard")
    clock.now += FRESH
    assert keeper.open_to_all() is None
    assert keeper.look() is False
    keys.revoke(fresh, id_of(key))
    clock.now += FRESH
    assert keeper.open_to_all() is False
    assert keys.were_made(fresh)
    keeper.close()
    fresh.dispose()
