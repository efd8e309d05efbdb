"""Sources as they are cited to a reader: nothing in the shorthand of the files."""

import re

import pytest

from api import citations
from engine.knowledge.model import Knowledge
from engine.text import LANGUAGES, Language

SHORTHAND = re.compile(r"TOC|visible|ends on|null|\d{4}-\d{2}-\d{2}")


@pytest.mark.parametrize(
    ("written", "en", "es"),
    [
        ("i-iii (TOC)", "between pages i and iii", "entre las páginas i y iii"),
        ("30 (TOC)", "page 30", "página 30"),
        ("ends on 11 (visible)", "up to page 11", "hasta la página 11"),
        ("from 3 (visible)", "from page 3", "desde la página 3"),
        ("12", "page 12", "página 12"),
        ("12, note 3", "12, note 3", "12, note 3"),
    ],
)
def test_pages(written: str, en: str, es: str) -> None:
    assert (citations.pages(written, "en"), citations.pages(written, "es")) == (en, es)


@pytest.mark.parametrize(
    ("written", "en", "es"),
    [
        ("2025", "2025", "2025"),
        ("2007-2013", "2007–2013", "2007-2013"),
        ("1980s", "the 1980s", "los años 1980"),
        ("2000s-2012", "the 2000s to 2012", "los años 2000 a 2012"),
        ("from 2008", "from 2008", "desde 2008"),
        ("to 1980s", "to the 1980s", "hasta los años 1980"),
        ("interviews 2022-2023", "interviews of 2022–2023", "entrevistas de 2022-2023"),
        ("to 1993 and after", "to 1993 and after", "hasta 1993 y después"),
        ("of late", "of late", "of late"),
    ],
)
def test_times(written: str, en: str, es: str) -> None:
    assert (citations.time(written, "en"), citations.time(written, "es")) == (en, es)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_is_cited_in_words(knowledge: Knowledge, language: Language) -> None:
    for report in knowledge.reports.values():
        assert not SHORTHAND.search(citations.record(report, language))
        assert language == "en" or "about" not in citations.record(report, language)
    for claim in knowledge.claims.values():
        assert not SHORTHAND.search(citations.pages(claim.page or "", language))
        said = citations.time(claim.years or "", language)
        assert language == "en" or not re.search(r"\d{4}s|from|to |interviews|after", said)
