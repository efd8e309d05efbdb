"""What a page weighs: all that a browser fetches to show it, pictures further down included."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest

from engine.text import LANGUAGES
from tests.pages.conftest import Client
from tests.pages.kinds import REFUSED, every_kind

pytestmark = pytest.mark.slow  # a table is worked out in a process of its own

HEAVIEST = 300_000  # bytes, as they are sent: the server packs nothing
_FETCHED = {"link": "href", "script": "src", "img": "src", "image": "href", "use": "href"}
_RELATIONS = {"stylesheet", "icon"}
_IN_STYLE = re.compile(r"url\(([^)]+)\)|@import\s+\"([^\"]+)\"")


class References(HTMLParser):
    """The files that a page asks for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get(_FETCHED.get(tag, ""))
        if address and (tag != "link" or given.get("rel") in _RELATIONS):
            self.found.add(address.partition("#")[0])


def fetched(client: Client, address: str, status: int) -> dict[str, int]:
    """Everything a page is made of, each with its bytes; itself first."""
    page = client.get(address)
    assert page.status_code == status, address
    sizes = {address: len(page.content)}
    for file in References(page.text).found - {""}:
        answer = client.get(urljoin(address, file))
        assert answer.status_code == 200, file
        assert "Content-Encoding" not in answer.headers
        assert not _IN_STYLE.search(answer.text if file.startswith("/assets/remanso.css") else "")
        sizes[file] = len(answer.content)
    return sizes


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_kind_of_page_weighs_more_than_300_kilobytes(client: Client, language: str) -> None:
    """As it is sent, with style, scripts and every picture, also those that are folded away."""
    weights = {
        kind: fetched(client, address, REFUSED.get(kind, 200))
        for kind, address in every_kind(client, language).items()
    }
    heavy = {kind: sizes for kind, sizes in weights.items() if sum(sizes.values()) >= HEAVIEST}
    assert heavy == {}
    assert len(weights["advice"]) > 7, "its pictures were not weighed"
