"""A stored answer as a file, from its page: with what a browser has, in the page's language."""

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


def test_advice_of_today_has_no_file(client: Client) -> None:
    """Only what is stored can be taken along: a report tells of a decision."""
    assert "/report.pdf" not in client.get(f"/en/localities/{DURAN}").text


@pytest.mark.parametrize("place", ["/en/decisions/none/report.pdf", "/es/decisions/x/report.exe"])
def test_a_file_that_is_not_there_is_told_on_a_page(client: Client, place: str) -> None:
    """An unknown decision or form is a page that says so."""
    found = client.get(place)
    assert found.status_code == 404
    assert "<h1>" in found.text
