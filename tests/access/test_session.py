"""Signing in on a page: the cookie, what it opens, and which pages may use it."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar import Litestar, Response, get, post
from litestar.testing import TestClient
from sqlalchemy import Engine

from api.access.door import Door
from api.access.gatekeeper import FRESH, Gatekeeper
from api.access.headers import add_headers
from api.access.principal import PUBLIC, Scope, needs
from api.access.session import sign_in, sign_out
from api.problems import of_faults
from api.service import HttpRequest, principal
from api.settings import Settings
from api.store import keys
from engine.errors import FaultsError
from tests.access.conftest import MakeKey, id_of
from tests.access.test_gatekeeper import Clock

HOST = "http://testserver.local"
OWN = {"Origin": HOST}


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pages(database: Engine, make_key: MakeKey, clock: Clock) -> Iterator[TestClient[Litestar]]:
    """A few pages as they will be: one to sign in, one to read, one to write, one to leave."""
    make_key("coast-guard")
    gatekeeper = Gatekeeper(database, clock)
    door = Door(Settings(str(database.url), rate=0), gatekeeper)

    @post("/sign-in", opt=needs(PUBLIC))
    async def enter(request: HttpRequest) -> Response[str]:
        form = await request.form()
        return Response("", cookies=[await sign_in(door, request, str(form.get("key")))])

    @post("/sign-out", opt=needs(PUBLIC))
    async def leave(request: HttpRequest) -> Response[str]:
        return Response("", cookies=[await sign_out(door, request)])

    @get("/read", opt=needs(Scope.read))
    async def read(request: HttpRequest) -> str:
        return (await principal(request)).organisation

    @post("/write", opt=needs(Scope.write))
    async def write(request: HttpRequest) -> str:
        return (await principal(request)).organisation

    app = Litestar(
        [enter, leave, read, write],
        guards=[door.admit],
        before_send=[add_headers],
        exception_handlers={FaultsError: of_faults},
        openapi_config=None,
    )
    with TestClient(app, base_url=HOST) as client:
        yield client
    gatekeeper.close()


def enter(pages: TestClient[Litestar], key: str, **headers: str) -> Any:
    return pages.post("/sign-in", data={"key": key}, headers={**OWN, **headers})


def test_a_key_opens_a_session(pages: TestClient[Litestar], make_key: MakeKey) -> None:
    """From then on the browser is known; after signing out no more, also with the old cookie."""
    assert pages.get("/read").status_code == 401
    key = make_key("coast-guard")
    answer = enter(pages, f" {key} ")
    assert answer.status_code == 201
    assert key.split("_")[2] not in answer.headers["Set-Cookie"]
    assert pages.get("/read").text == "coast-guard"
    old = pages.cookies["remanso"]
    assert pages.post("/sign-out", headers=OWN).status_code == 201
    assert "remanso" not in pages.cookies
    assert pages.get("/read").status_code == 401
    assert pages.get("/read", headers={"Cookie": f"remanso={old}"}).status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_pages(
    pages: TestClient[Litestar], make_key: MakeKey
) -> None:
    """HttpOnly and SameSite=Strict always; on an encrypted line Secure, under a prefixed name."""
    near = enter(pages, make_key("coast-guard")).headers["Set-Cookie"].lower()
    assert near.startswith("remanso=rms_")
    for word in ("httponly", "samesite=strict", "path=/", "max-age=43200"):
        assert word in near
    assert "secure" not in near
    assert "domain" not in near
    pages.base_url = HOST.replace("http:", "https:")
    far = enter(pages, make_key("coast-guard")).headers["Set-Cookie"]
    assert far.startswith("__Host-remanso=rms_")
    assert "Secure" in far
    assert pages.get("/read").text == "coast-guard"


def test_a_session_is_revoked_with_its_key(
    pages: TestClient[Litestar], make_key: MakeKey, database: Engine, clock: Clock
) -> None:
    key = make_key("coast-guard")
    enter(pages, key)
    assert pages.get("/read").status_code == 200
    keys.revoke(database, id_of(key))
    clock.now += FRESH
    assert pages.get("/read").status_code == 401


def test_a_session_has_the_scopes_of_its_key(
    pages: TestClient[Litestar], make_key: MakeKey
) -> None:
    enter(pages, make_key("coast-guard", "read"))
    assert pages.get("/read").status_code == 200
    assert pages.post("/write", headers=OWN).status_code == 403


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Origin": HOST}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": HOST, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Origin": f"{HOST}.elsewhere.example"}, False),
        ({"Origin": f"{HOST}:8080"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({}, False),
    ],
)
def test_only_this_servers_pages_change_anything(
    pages: TestClient[Litestar], make_key: MakeKey, headers: dict[str, str], *, taken: bool
) -> None:
    """With a cookie, what changes something must say that it comes from here; so must a sign-in."""
    key = make_key("coast-guard")
    enter(pages, key)
    assert pages.post("/write", headers=headers).status_code == (201 if taken else 403)
    assert pages.get("/read", headers=headers).status_code == 200
    assert pages.post("/sign-out", headers=headers).status_code == (201 if taken else 403)
    entered = pages.post("/sign-in", data={"key": key}, headers=headers)
    assert entered.status_code == (201 if taken else 403)


def test_neither_stands_in_for_the_other(pages: TestClient[Litestar], make_key: MakeKey) -> None:
    """A cookie that holds a key opens nothing, nor does a session in the header."""
    key = make_key("coast-guard")
    enter(pages, key)
    session = pages.cookies["remanso"]
    assert pages.get("/read", headers={"Authorization": f"Bearer {session}"}).status_code == 401
    pages.cookies.clear()
    assert pages.get("/read", headers={"Cookie": f"remanso={key}"}).status_code == 401
    assert pages.get("/read", headers={"Cookie": f"remanso={session}"}).status_code == 200


def test_a_key_in_the_header_needs_no_page(pages: TestClient[Litestar], make_key: MakeKey) -> None:
    """No page can add a key that it does not have; programs say nothing of pages."""
    headers = {"Authorization": f"bearer {make_key('coast-guard')}"}
    assert pages.post("/write", headers=headers).status_code == 201


@pytest.mark.parametrize("key", ["", "nonsense", f"rmn_{'0' * 16}_{'0' * 64}", f"rms_{'0' * 64}"])
def test_a_bad_key_opens_no_session(pages: TestClient[Litestar], key: str) -> None:
    answer = enter(pages, key)
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
