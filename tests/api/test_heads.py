"""HEAD: what GET answers, without its body, wherever GET is answered."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from http import HTTPMethod

import pytest
from litestar import Litestar, get
from litestar.response import ServerSentEvent
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from api.heads import with_heads
from tests.api.conftest import Client

PASSING = ("date", "x-request-id")  # of this one answer, whatever it tells
NEVER_TWICE = ("/metrics", "/v1/health")  # they tell of the requests before


def readable(app: Litestar) -> Iterator[str]:
    """Every address that GET is answered at, with something that is not there in its gaps."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and "GET" in route.methods:
            filled = re.sub(r"\{\w+:int\}", "7", route.path_format.replace("{file_path:path}", "x"))
            yield re.sub(r"\{[^}]+\}", "nowhere", filled)


def lasting(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in PASSING}


def test_every_address_answers_head_as_get(app: Litestar, client: Client) -> None:
    """The same status and headers, nothing after them; no address is left out."""
    addresses = sorted(set(readable(app)))
    assert len(addresses) > 60
    for address in addresses:
        shown = client.get(address, follow_redirects=False)
        head = client.head(address, follow_redirects=False)
        assert head.status_code == shown.status_code != 405, address
        assert head.content == b"", address
        if not address.startswith(NEVER_TWICE):
            kept = [
                {k: v for k, v in one.headers.items() if k not in PASSING} for one in (shown, head)
            ]
            assert kept[0] == kept[1], address


@pytest.mark.parametrize("address", ["/v1/localities/{id}", "/v1/interventions", "/es/", "/docs"])
def test_a_head_tells_how_much_there_is(client: Client, locality: str, address: str) -> None:
    """The length is the body's that GET would send; a tag is the one that GET gives."""
    path = address.format(id=locality)
    shown, head = client.get(path), client.head(path)
    assert head.status_code == 200
    assert int(head.headers["Content-Length"]) == len(shown.content) > 0
    assert head.headers.get("ETag") == shown.headers.get("ETag")


def test_a_known_tag_needs_no_answer(client: Client, locality: str) -> None:
    """Who has the version already is told so by HEAD too."""
    path = f"/v1/localities/{locality}"
    tag = client.head(path).headers["ETag"]
    assert client.head(path, headers={"If-None-Match": tag}).status_code == 304


def test_where_nothing_is_read_head_is_refused(client: Client) -> None:
    """What only takes something has no head; what it takes is said, and HEAD where GET is."""
    refused = client.head("/v1/advice")
    assert refused.status_code == 405
    assert sorted(refused.headers["Allow"].split(", ")) == ["OPTIONS", "POST"]
    for method in (HTTPMethod.OPTIONS, HTTPMethod.DELETE):
        allowed = client.request(method, "/v1/interventions").headers["Allow"]
        assert {"GET", "HEAD"} <= set(allowed.split(", "))


def test_the_description_is_no_longer_for_it(client: Client) -> None:
    """HEAD goes without saying: no operation stands in the description for it."""
    paths = client.get("/docs/openapi.json").json()["paths"]
    assert not any("head" in item for item in paths.values())


def test_heads_are_counted_as_such(client: Client) -> None:
    """Metrics tell HEAD from GET, under the address's template."""

    def counted() -> float:
        line = re.search(
            r'^remanso_requests_total\{method="HEAD",route="/v1/localities/\{locality_id\}",'
            r'status="404"\} (\S+)$',
            client.get("/metrics").text,
            re.MULTILINE,
        )
        return float(line[1]) if line else 0

    before = counted()
    client.head("/v1/localities/nowhere")
    assert counted() == before + 1


def test_an_answer_without_end_has_a_head() -> None:
    """Nobody waits for the end of what is sent for ever, and nothing of it is sent."""

    async def for_ever() -> AsyncIterator[str]:
        while True:
            yield "still here"

    @get("/", sync_to_thread=False)
    def events() -> ServerSentEvent:
        return ServerSentEvent(for_ever())

    app = Litestar([events])
    app.asgi_handler = with_heads(app.asgi_handler)
    with TestClient(app) as client:
        head = client.head("/")
    assert head.headers["Content-Type"].startswith("text/event-stream")
    assert head.content == b""
