"""How sources are cited wherever a person reads: the record of a report, a place in it, a time.

The files of claims say where a passage stands as it could be found out: by the page itself, or only
by the table of contents, which gives the first and the last page of a section.
"""

import re
from datetime import date

from api import numbers
from engine.knowledge.model import Report
from engine.text import Language, Text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ABOUT = re.compile(r"about (\d{4})")
_PAGES = re.compile(r"(?:(?P<how>ends on|from) )?(?P<first>\w+)(?:-(?P<last>\w+))?(?: \(\w+\))?")
_YEARS = re.compile(
    r"(?P<how>from |to |interviews )?(?P<first>\d{4}s?)(?:-(?P<last>\d{4}s?))?(?P<on> and after)?"
)

_AROUND = Text("about {year}", "hacia {year}")
_ON = Text("page {first}", "página {first}")
_WITHIN = Text("between pages {first} and {last}", "entre las páginas {first} y {last}")
_UP_TO = Text("up to page {first}", "hasta la página {first}")
_FROM = Text("from page {first}", "desde la página {first}")
_TIMES = {
    None: Text("{span}", "{span}"),
    "from ": Text("from {span}", "desde {span}"),
    "to ": Text("to {span}", "hasta {span}"),
    "interviews ": Text("interviews of {span}", "entrevistas de {span}"),
}
_DECADE = Text("the {year}", "los años {year}")
_AFTER = Text("{time} and after", "{time} y después")


def record(report: Report, language: Language) -> str:
    """A report as a list of sources names it."""
    day = published(report.year, language)
    return f"{report.authors}, {report.title}. {report.publication}, {day}."


def published(written: str, language: Language) -> str:
    """When a report came out: a day in words, a year, or about one.

    >>> published("2025-03-11", "es"), published("about 2015", "es")
    ('11 de marzo de 2025', 'hacia 2015')
    """
    if _DAY.fullmatch(written):
        return numbers.day(date.fromisoformat(written), language)
    about = _ABOUT.fullmatch(written)
    return _AROUND.in_(language).format(year=about[1]) if about else written


def pages(written: str, language: Language) -> str:
    """Where a passage stands; what is written in another way stands for itself.

    >>> pages("i-iii (TOC)", "en"), pages("30 (TOC)", "es"), pages("ends on 11 (visible)", "en")
    ('between pages i and iii', 'página 30', 'up to page 11')
    """
    found = _PAGES.fullmatch(written)
    if found is None:
        return written
    how, first, last = found.group("how", "first", "last")
    text = {"ends on": _UP_TO, "from": _FROM}.get(how) or (_WITHIN if last else _ON)
    return text.in_(language).format(first=first, last=last)


def time(written: str, language: Language) -> str:
    """The years that a claim speaks of; what is written in another way stands for itself.

    >>> time("2000s-2012", "es"), time("from 2008", "es"), time("1980s-2000s", "en")
    ('los años 2000 a 2012', 'desde 2008', 'the 1980s to the 2000s')
    """
    found = _YEARS.fullmatch(written)
    if found is None:
        return written
    years = [year for year in found.group("first", "last") if year]
    is_plain = all(year.isdigit() for year in years)
    dash = {"en": "–", "es": "-"}[language]
    between = dash if is_plain else {"en": " to ", "es": " a "}[language]
    span = between.join(_year(year, language) for year in years)
    said = _TIMES[found["how"]].in_(language).format(span=span)
    return _AFTER.in_(language).format(time=said) if found["on"] else said


def _year(written: str, language: Language) -> str:
    """A year, or a decade: Spanish writes ``los años 1980``."""
    if written.isdigit():
        return written
    return _DECADE.in_(language).format(year=written if language == "en" else written[:-1])
