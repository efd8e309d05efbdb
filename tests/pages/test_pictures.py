"""Pictures on the pages of advice: files of ours that run nothing, with what they say in words."""

import re
from html import unescape
from urllib.parse import quote

import pytest

from engine.text import LANGUAGES, Language
from tests.pages.conftest import Client

DURAN = "duran-2024"
HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def kept(client: Client) -> str:
    """The address of a decision, below its language."""
    answer = client.post(f"/es/localities/{DURAN}/decisions")
    return answer.headers["Location"].removeprefix("/es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_is_a_file_in_the_pages_language(client: Client, language: Language) -> None:
    """Every picture is loaded when it is needed, has a name, and is drawn in both schemes."""
    page = client.get(f"/{language}/localities/{DURAN}").text
    shown = re.findall(r'<img src="([^"]+)" alt="([^"]+)" loading="lazy">', page)
    names = {unescape(place).rpartition("/")[2].partition("?")[0] for place, _ in shown}
    assert names == {"phases.svg", "standing.svg", "contributions.svg"}
    for name in sorted(names):
        place = next(unescape(place) for place, _ in shown if name in place)
        found = client.get(place)
        assert found.status_code == 200, place
        assert found.headers["Content-Type"].startswith("image/svg+xml")
        assert "script-src" not in found.headers["Content-Security-Policy"]
        assert f'lang="{language}"' in found.text
        assert "prefers-color-scheme:dark" in found.text
        assert "currentColor" in found.text
        assert 'viewBox="-24 0 ' in found.text  # room for letters wider than those measured


def test_the_numbers_of_a_picture_stand_on_the_page(client: Client) -> None:
    """What stands in a picture stands in a table too."""
    page = client.get(f"/en/localities/{DURAN}").text
    picture = client.get(f"/en/localities/{DURAN}/plots/standing.svg").text
    table = page[page.index('id="standing"') :].partition("</table>")[0]
    shares = re.findall(r'data-label="First">([^<]+)<', table)
    assert shares
    for share in shares:
        assert f">{share}</text>" in picture


def test_a_stored_answer_has_its_own_pictures(client: Client, kept: str) -> None:
    """They are of the stored answer, in its language, wherever they are looked at."""
    page = client.get(f"/en{kept}").text
    assert f'src="/en{kept}/plots/phases.svg"' in page
    assert 'lang="es"' in client.get(f"/en{kept}/plots/standing.svg").text


@pytest.mark.parametrize(
    "name",
    ["secrets.svg", "contributions.svg", "contributions.svg?option=none", quote(HOSTILE, safe="")],
)
def test_a_picture_that_is_not_there_is_told(client: Client, name: str) -> None:
    """An unknown picture or option is a page that says so."""
    found = client.get(f"/en/localities/{DURAN}/plots/{name}")
    assert found.status_code == 404
    assert "<script>alert" not in found.text
