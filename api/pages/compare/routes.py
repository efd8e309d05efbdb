"""Where two descriptions are compared: ``?a=duran-2024&b=guayaquil-2024``, versions as ``id@2``."""

from collections.abc import Iterator

from litestar import get
from litestar.params import FromQuery

from api.pages.advice.subject import Subject, version_of
from api.pages.compare.context import Choice, Choices, ComparePage
from api.pages.compare.words import CompareWords
from api.pages.frame import Frame, Framed
from api.pages.page import PageResponse
from api.pages.places import place_of
from api.service import Service, Serving
from api.store import localities

_SHOWN = 100  # own localities in a menu, those changed last


@get("/compare", sync_to_thread=True)
def show_comparison(
    frame: Framed,
    service: Serving,
    a: FromQuery[str | None] = None,
    b: FromQuery[str | None] = None,
) -> PageResponse:
    """Two descriptions side by side, once both are chosen."""
    one, other = (_chosen(frame, service, key) for key in (a, b))
    choices = tuple(_choices(frame, service, one, other))
    return PageResponse(ComparePage(frame, choices, one, other))


def _chosen(frame: Frame, service: Service, key: str | None) -> Subject | None:
    if not key:
        return None
    locality_id, _, version = key.partition("@")
    return version_of(frame, service, locality_id, version or None)


def _choices(
    frame: Frame, service: Service, one: Subject | None, other: Subject | None
) -> Iterator[Choices]:
    """The versions of what is chosen, own localities, documented cases."""
    words, language = CompareWords(frame.language), frame.language
    for subject in {found.id: found for found in (one, other) if found is not None}.values():
        if subject.current > 1:
            yield Choices(
                words.versions.format(name=subject.name), tuple(_versions(frame, service, subject))
            )
    own, _ = localities.own(service.database, _SHOWN, 0)
    if own:
        subjects = (Subject(frame, service.knowledge, kept, kept.version.version) for kept in own)
        yield Choices(words.own, tuple(Choice(found.key, found.name) for found in subjects))
    cases = (
        Choice(case.slug, f"{place_of(case).name.in_(language)}, {case.period}")
        for case in service.knowledge.cases.values()
    )
    yield Choices(words.documented, tuple(sorted(cases, key=lambda choice: choice.name)))


def _versions(frame: Frame, service: Service, subject: Subject) -> Iterator[Choice]:
    """Versions before the current one, the latest first; the current is among the localities."""
    words = CompareWords(frame.language)
    for version in reversed(localities.versions(service.database, subject.id)[:-1]):
        name = words.version.format(
            name=subject.name,
            version=version.version,
            date=frame.customs.date(version.recorded_at),
        )
        yield Choice(f"{subject.id}@{version.version}", name)


COMPARE = (show_comparison,)
