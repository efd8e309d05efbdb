"""Where two descriptions are compared: ``?a=duran-2024&b=guayaquil-2024``, versions as ``id@2``."""

from collections.abc import Iterator

from litestar import get
from litestar.params import FromQuery

from api.access.principal import Scope, needs
from api.pages.advice.reader import Reader, Reading
from api.pages.advice.subject import Subject
from api.pages.compare.context import Choice, Choices, ComparePage
from api.pages.compare.words import CompareWords
from api.pages.page import PageResponse
from engine.knowledge.model import Case
from engine.places import period_of, place_of
from engine.text import Text


@get("/compare", sync_to_thread=True, opt=needs(Scope.advise, cost=10))
def show_comparison(
    reader: Reading, a: FromQuery[str | None] = None, b: FromQuery[str | None] = None
) -> PageResponse:
    """Two descriptions side by side, once both are chosen."""
    one, other = (_chosen(reader, key) for key in (a, b))
    choices = tuple(_choices(reader, one, other))
    return PageResponse(ComparePage(reader.frame, choices, one, other))


def _chosen(reader: Reader, key: str | None) -> Subject | None:
    if not key:
        return None
    locality_id, _, version = key.partition("@")
    return reader.version(locality_id, version or None)


def _choices(reader: Reader, one: Subject | None, other: Subject | None) -> Iterator[Choices]:
    """The versions of what is chosen, own localities, documented cases."""
    words = CompareWords(reader.language)
    for subject in {found.id: found for found in (one, other) if found is not None}.values():
        if subject.current > 1:
            name = words.versions.format(name=subject.name)
            yield Choices(name, tuple(_versions(reader, subject)))
    own = tuple(Choice(found.key, found.name) for found in reader.own())
    if own:
        yield Choices(words.own, own)
    cases = (
        Choice(case.slug, ", ".join(name.in_(reader.language) for name in _named(case)))
        for case in reader.knowledge.cases.values()
    )
    yield Choices(words.documented, tuple(sorted(cases, key=lambda choice: choice.name)))


def _named(case: Case) -> tuple[Text, Text]:
    return place_of(case).name, period_of(case)


def _versions(reader: Reader, subject: Subject) -> Iterator[Choice]:
    """Versions before the current one, the latest first; the current is among the localities."""
    words = CompareWords(reader.language)
    for version in reversed(reader.versions(subject.id)[:-1]):
        name = words.version.format(
            name=subject.name,
            version=version.version,
            date=reader.frame.customs.date(version.recorded_at),
        )
        yield Choice(f"{subject.id}@{version.version}", name)


COMPARE = (show_comparison,)
