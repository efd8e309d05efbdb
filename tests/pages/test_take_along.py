"""A stored answer as a file, from its page: with what a browser has, in the page's language."""

import html
import re

import pytest

from tests.pages.conftest import Client

DURAN = "duran-2024"
STARTS = {"pdf": b"%PDF", "md": b"*", "html": b"<!DOCTYPE html>"}


@pytest.fixture(scope="module")
def kept(client: Client) -> str:
    """The address of a decision, below its language."""
    answer = client.post(f"/es/localities/{DURAN}/decisions")
    return answer.headers["Location"].removeprefix("/es")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_stored_answer_can_be_taken_along(client: Client, kept: str, language: str) -> None:
    """The page of a decision leads to its report in every form, in the page's own language."""
    page = client.get(f"/{language}{kept}").text
    forms = dict(re.findall(rf'href="(/{language}{kept}/report\.(\w+))"', page))
    assert sorted(forms.values()) == ["html", "md", "pdf"]
    for place, form in forms.items():
        found = client.get(place)
        assert found.status_code == 200, found.text
        assert found.headers["Content-Language"] == language
        assert found.content.startswith(STARTS[form])
        assert f'.{form}"' in found.headers["Content-Disposition"]
        assert "script-src" not in found.headers["Content-Security-Policy"]


SAID = {  # how the page and the report say how far a place stands
    "en": (
        r"In ([^ ]+) of the ways .*? first, in ([^ ]+) among .*? between (\d+) and (\d+)\.",
        r"First in ([^ ]+) of trials, .*? three in ([^ ]+), .*? ranks (\d+)(?:–(\d+))?\.",
    ),
    "es": (
        r"En el ([^ ]+) de las formas .*? primera, en el ([^ ]+) entre .*? entre (\d+) y (\d+)\.",
        r"Primera en ([^ ]+) de las pruebas, .*? tres primeras en ([^ ]+), .*? puestos"
        r" (\d+)(?:–(\d+))?\.",
    ),
}
SCORES = {"en": (r"Score (\d\.\d\d)", r"\d\.\d\d"), "es": (r"Puntaje (\d,\d\d)", r"\d,\d\d")}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_and_the_report_say_the_same_numbers(
    client: Client, kept: str, language: str
) -> None:
    """Scores, shares and ranks are the same, and are written in the same way."""
    page = _plain(client.get(f"/{language}{kept}").text)
    report = _plain(client.get(f"/{language}{kept}/report.md").text)
    on_page, in_report = (
        [(first, top, low, high or low) for first, top, low, high in re.findall(pattern, text)]
        for pattern, text in zip(SAID[language], (page, report), strict=True)
    )
    assert len(on_page) >= 3
    assert set(on_page) <= set(in_report)
    titled, written = SCORES[language]
    scores = re.findall(titled, page)
    assert len(scores) >= 3
    assert set(scores) <= set(re.findall(written, report))


def _plain(text: str) -> str:
    """What is read, on one line: without tags, marks of Markdown, or spaces that do not break."""
    bare = re.sub(r"<[^<>]*>|[\\*]", "", text)
    return " ".join(html.unescape(bare).replace("\u00a0", "").split())


def test_advice_of_today_has_no_file(client: Client) -> None:
    """Only what is stored can be taken along: a report tells of a decision."""
    assert "/report.pdf" not in client.get(f"/en/localities/{DURAN}").text


@pytest.mark.parametrize("place", ["/en/decisions/none/report.pdf", "/es/decisions/x/report.exe"])
def test_a_file_that_is_not_there_is_told_on_a_page(client: Client, place: str) -> None:
    """An unknown decision or form is a page that says so."""
    found = client.get(place)
    assert found.status_code == 404
    assert "<h1>" in found.text
