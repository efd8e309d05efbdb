"""A server without keys: it serves its own machine, and no page and no proxy gets around that."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.app import create_app
from api.listening import ServingError, guarded
from api.settings import Settings
from api.store.database import connect, upgrade
from engine.knowledge.model import Knowledge
from tests.access.conftest import bearer, key_for


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path}/alone.sqlite3")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def app(knowledge: Knowledge, alone: Engine) -> Litestar:
    return create_app(Settings(str(alone.url)), knowledge, alone)


@pytest.mark.parametrize(
    ("peer", "status"),
    [
        ("127.0.0.1", 200),
        ("127.8.8.8", 200),
        ("::1", 200),
        ("192.168.1.7", 401),
        ("2001:db8::1", 401),
        ("::ffff:10.0.0.1", 401),
    ],
)
def test_only_this_machine_is_answered(app: Litestar, peer: str, status: int) -> None:
    """A proxy in front that says for whom it asks does not open the server to others."""
    answer = asyncio.run(asked(app, peer))
    assert answer[0]["status"] == status
    if status == 401:
        assert b"remanso keys create" in answer[1]["body"]


async def asked(app: Litestar, peer: str) -> list[dict[str, Any]]:
    """What the application sends to somebody at that address."""
    scope: Any = {
        "type": "http",
        "method": "GET",
        "path": "/v1/localities",
        "raw_path": b"/v1/localities",
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": (peer, 4321),
        "headers": [(b"host", b"testserver")],
        "extensions": {},
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def test_no_other_page_writes_here(app: Litestar) -> None:
    """A page elsewhere may not act as this machine's user, not even without a body."""
    with TestClient(app) as client:
        locality = client.post("/v1/localities", json={"profile": {}}).json()["id"]
        path = f"/v1/localities/{locality}/decisions"
        for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = client.post(path, headers=headers)
            assert answer.status_code == 403
            assert answer.json()["faults"][0]["field"] == "Origin"
        assert client.get(path).json()["total"] == 0
        assert client.post(path, headers={"Origin": "http://testserver.local"}).status_code == 201


def test_a_key_that_nobody_made_is_not_overlooked(app: Litestar) -> None:
    """Who sends a key believes to be somebody: what they store must not end up elsewhere."""
    with TestClient(app) as client:
        answer = client.get("/v1/localities", headers=bearer(f"rmn_{'0' * 16}_{'0' * 64}"))
        assert answer.status_code == 401
        assert client.get("/v1/localities").status_code == 200


def test_the_first_key_shuts_the_door_of_a_running_server(app: Litestar, alone: Engine) -> None:
    """Within seconds everyone needs one; what was stored before belongs to ``local``."""
    with TestClient(app) as client:
        kept = client.post("/v1/localities", json={"profile": {}}).headers["Location"]
        others, ours = key_for(alone, "coast-guard"), key_for(alone, "local")
        while client.get(kept).status_code == 200:
            pass
        assert client.get(kept).status_code == 401
        assert client.get(kept, headers=bearer(others)).status_code == 404
        assert client.get(kept, headers=bearer(ours)).status_code == 200


def test_other_addresses_are_served_with_keys_only(alone: Engine) -> None:
    """Without keys the refusal says how to make one; every address at once needs a name."""
    url = str(alone.url)
    with pytest.raises(ServingError, match="remanso keys create") as caught:
        guarded(Settings(url, host="192.168.1.7"))
    assert caught.value.sentences("es") != caught.value.sentences("en")
    key_for(alone, "coast-guard")
    assert guarded(Settings(url, host="192.168.1.7")) == "192.168.1.7"
    with pytest.raises(ServingError, match="REMANSO_ALLOWED_HOSTS"):
        guarded(Settings(url, host="0.0.0.0"))
    named = Settings(url, host="0.0.0.0", allowed_hosts=("remanso.example",))
    assert guarded(named) == "0.0.0.0"
