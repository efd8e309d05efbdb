"""What every answer carries, and what other pages may do."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from litestar import Litestar, get
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.access.door import every_handler_has_a_scope
from api.access.headers import USUAL
from api.access.principal import PUBLIC, Scope, needs
from api.app import create_app
from api.settings import Settings
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES
from tests.access.conftest import Client, MakeKey, bearer

ELSEWHERE = "https://desk.example"


@pytest.fixture(scope="module")
def key(make_key: MakeKey) -> str:
    return make_key("coast-guard")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/health"),
        ("GET", "/v1/localities"),
        ("GET", "/v1/localities/nowhere"),
        ("POST", "/v1/advice"),
        ("DELETE", "/v1/advice"),
        ("OPTIONS", "/v1/advice"),
        ("GET", "/nowhere"),
        ("GET", "/docs"),
        ("GET", "/docs/openapi.json"),
        ("GET", "/static/docs.js"),
        ("GET", "/static/nothing.js"),
    ],
)
def test_every_answer_has_the_headers(client: Client, key: str, method: str, path: str) -> None:
    """Also refusals, addresses that lead nowhere and files; no page may frame any of them."""
    for headers in ({}, bearer(key)):
        answer = client.request(method, path, headers=headers)
        assert answer.status_code < 500
        for name in USUAL:
            assert answer.headers[name]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        script = policy.partition("script-src")[2].partition(";")[0]
        assert "unsafe" not in script
        kept = path.startswith("/static/docs")
        assert answer.headers["Cache-Control"] == ("no-cache" if kept else "no-store")
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert len(answer.headers["X-Request-ID"]) == 32


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("desk-7:2024.11", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("two words", False),
        ("<script>", False),
        ("", False),
        ("ñ", False),
    ],
)
def test_requests_have_names(client: Client, key: str, given: str, *, taken: bool) -> None:
    """A sane name is taken over, another one replaced; a problem repeats it."""
    headers = {**bearer(key), "X-Request-ID": given.encode()}
    answer = client.get("/v1/localities/nowhere", headers=headers)
    assert (answer.headers["X-Request-ID"] == given) is taken
    assert answer.json()["request"] == answer.headers["X-Request-ID"]


def test_other_pages_are_not_answered(client: Client, key: str) -> None:
    """Without being chosen no origin is told that it may read, nor may it ask beforehand."""
    asked = {"Origin": ELSEWHERE, "Access-Control-Request-Method": "GET"}
    for answer in (
        client.get("/v1/localities", headers={**bearer(key), "Origin": ELSEWHERE}),
        client.options("/v1/localities", headers=asked),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.fixture(scope="module")
def shared(knowledge: Knowledge, database: Engine, settings: Settings) -> Iterator[Client]:
    chosen = replace(settings, allowed_origins=(ELSEWHERE,), allowed_hosts=("testserver.local",))
    with TestClient(create_app(chosen, knowledge, database)) as found:
        yield found


def test_a_chosen_page_is_answered(shared: Client, key: str) -> None:
    """It may send a key, and read what it needs; a cookie it cannot use, and others cannot ask."""
    asked = {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    allowed = shared.options("/v1/advice", headers={"Origin": ELSEWHERE, **asked})
    assert allowed.headers["Access-Control-Allow-Origin"] == ELSEWHERE
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    answer = shared.get("/v1/localities", headers={**bearer(key), "Origin": ELSEWHERE})
    assert answer.headers["Access-Control-Allow-Origin"] == ELSEWHERE
    other = shared.options("/v1/advice", headers={"Origin": "https://other.example", **asked})
    assert "Access-Control-Allow-Origin" not in other.headers


def test_the_server_goes_by_its_names_only(shared: Client, key: str) -> None:
    """In any letter case; another name is answered nowhere, also where no key is needed."""
    for path in ("/v1/localities", "/v1/health", "/docs"):
        for host, status in (("TestServer.local", 200), ("elsewhere.example", 421)):
            answer = shared.get(path, headers={**bearer(key), "Host": host})
            assert answer.status_code == status


def test_who_probes_need_not_know_the_name(shared: Client) -> None:
    """Kubernetes asks a server by its address whether it lives and is ready, and nothing else."""
    by_address = {"Host": "10.1.2.3:8000"}
    for path in ("/v1/health/live", "/v1/health/ready"):
        assert shared.get(path, headers=by_address).status_code in (200, 503)
    assert shared.get("/v1/health", headers=by_address).status_code == 421


def test_every_handler_says_what_it_needs(app: Litestar) -> None:
    """The server does not start with one that does not; what changes something needs more."""
    every_handler_has_a_scope(app.routes)

    @get("/forgotten")
    async def forgotten() -> str:
        return ""

    @get("/mistyped", opt={"scope": "raed"})
    async def mistyped() -> str:
        return ""

    for handler in (forgotten, mistyped):
        with pytest.raises(ValueError, match="declares no scope"):
            every_handler_has_a_scope(Litestar([handler], openapi_config=None).routes)


def test_who_only_reads_changes_nothing(app: Litestar) -> None:
    """Whoever reads, or is nobody, can open and close a session with a key, and change nothing."""
    open_ones = {needs(scope)["scope"] for scope in (Scope.read, PUBLIC)}
    found = {
        route.path
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if handler.http_methods & {"POST", "PUT", "PATCH", "DELETE"}
        and handler.opt["scope"] in open_ones
    }
    assert found == {f"/{lang}/{door}" for lang in LANGUAGES for door in ("sign-in", "sign-out")}
