"""Which language is chosen from an Accept-Language header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.language import negotiate
from engine.text import LANGUAGES


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("es", "es"),
        ("ES-EC", "es"),
        ("fr", "en"),
        ("fr, es;q=0.1", "es"),
        ("en;q=0.4, es;q=0.5", "es"),
        ("en;q=0.5, es;q=0.5", "en"),
        ("es;q=0.5, en;q=0.5", "es"),
        ("es-419;q=0.9, es;q=0.2, en;q=0.8", "es"),
        ("*", "en"),
        ("en;q=0, *", "es"),
        ("en;q=0.1, *;q=0.9", "es"),
        ("es;q=0", "en"),
        ("es;q=0, en;q=0", "en"),
        ("es;q=nonsense, en;q=0.1", "en"),
        ("es;level=1", "en"),
        ("es;q=2, en;q=0.1", "en"),
        ("es;q=nan, en;q=0.1", "en"),
        (" , ;q=1, es", "es"),
    ],
)
def test_the_best_liked_language_wins(header: str | None, language: str) -> None:
    """The highest quality wins, the header's order breaks ties, malformed parts are skipped."""
    assert negotiate(header) == language


@given(st.text())
def test_any_header_gives_a_language(header: str) -> None:
    """No header, however strange, keeps an answer from being in one of the languages."""
    assert negotiate(header) in LANGUAGES
