"""What the first page shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import ClassVar

from api.pages.describe.items import text
from api.pages.frame import Frame
from api.pages.map import OUTLINES, Mark, country_spot, drawn, kept_apart
from api.pages.page import Page, Spoken
from api.pages.projection import Spot, View
from api.pages.start.own import OwnPlaces, own_places
from api.pages.start.words import StartWords
from api.store.drafts import fields_of
from api.store.localities import Kept, Named
from api.store.tables import Draft
from engine.knowledge.model import Case
from engine.places import period_of, place_of

DRAFTS = 200  # on the start page: all that anybody has under way
PAGE_SIZE = 25


@dataclass(frozen=True)
class OwnLocality:
    """A row of the reader's own localities."""

    name: str
    address: str
    country: str
    known: int
    version: int
    recorded: str


@dataclass(frozen=True)
class UnfinishedDraft:
    """A description under way."""

    name: str
    address: str
    changed: str


@dataclass(frozen=True)
class DocumentedCase:
    name: str
    slug: str
    period: str
    address: str


@dataclass(frozen=True)
class CountryOfCases:
    """The documented cases of one country; its anchor is where the map leads."""

    name: str
    anchor: str
    cases: tuple[DocumentedCase, ...]


@dataclass(frozen=True)
class StartPage(Page):
    """``own`` is one page of the reader's localities, ``by_name`` counts all of them."""

    template: ClassVar[str] = "start.html"
    words = Spoken(StartWords)

    documented: tuple[Case, ...]
    own: tuple[Kept, ...]
    own_total: int
    by_name: tuple[Named, ...]
    number: int
    drafts: tuple[Draft, ...]

    @property
    def title(self) -> str:
        return self.words.title

    @property
    def view(self) -> View:
        return drawn().view

    @property
    def outlines(self) -> str:
        return self.frame.asset(OUTLINES)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return kept_apart(_marks(self))

    @cached_property
    def placed(self) -> OwnPlaces:
        return own_places(self.by_name, self.documented, self.view)

    @property
    def unplaced(self) -> tuple[str, ...]:
        """How many of one's own localities the map cannot show where they are."""
        words, found = self.words, self.placed
        parts = (
            (words.in_country, found.in_countries),
            (words.nowhere, found.nowhere),
        )
        return tuple(say(count) for say, count in parts if count)

    @property
    def countries(self) -> tuple[CountryOfCases, ...]:
        return tuple(_countries(self.documented, self.frame))

    @property
    def localities(self) -> tuple[OwnLocality, ...]:
        return tuple(_own(kept, self) for kept in self.own)

    @property
    def unfinished(self) -> tuple[UnfinishedDraft, ...]:
        return tuple(
            UnfinishedDraft(
                text(fields_of(draft), "name") or self.words.unnamed,
                self.frame.to("describe", draft.id, "place"),
                self.frame.customs.moment(draft.changed_at),
            )
            for draft in self.drafts
        )

    @property
    def newer(self) -> str | None:
        return f"?page={self.number - 1}#own" if self.number > 1 else None

    @property
    def older(self) -> str | None:
        return f"?page={self.number + 1}#own" if self.number * PAGE_SIZE < self.own_total else None


def _own(kept: Kept, page: StartPage) -> OwnLocality:
    version, customs = kept.version, page.frame.customs
    return OwnLocality(
        name=version.name or page.words.unnamed,
        address=page.frame.to("localities", kept.locality.id),
        country=customs.country(version.country) if version.country else "",
        known=len(kept.profile.get("factors") or {}),
        version=version.version,
        recorded=customs.date(version.recorded_at),
    )


def _countries(cases: Iterable[Case], frame: Frame) -> Iterable[CountryOfCases]:
    """By country as the reader's language orders them, the newest case first."""
    named = sorted(cases, key=lambda case: (frame.customs.country(case.country), case.country))
    for code, found in groupby(named, key=lambda case: case.country):
        ordered = sorted(found, key=lambda case: place_of(case).name.in_(frame.language))
        yield CountryOfCases(
            frame.customs.country(code),
            anchor_of(code),
            tuple(
                DocumentedCase(
                    place_of(case).name.in_(frame.language),
                    case.slug,
                    period_of(case).in_(frame.language),
                    frame.to("localities", case.slug),
                )
                for case in ordered
            ),
        )


def anchor_of(country: str) -> str:
    return f"cases-{country}"


def _marks(page: StartPage) -> Iterable[Mark]:
    """One mark for each documented place, each country with cases of its own, and own ones.

    Those of one's own stand at their place where it is known, the others in their country's middle.
    """
    frame = page.frame
    at: dict[Spot, list[Case]] = {}
    whole: dict[str, list[Case]] = {}
    for case in page.documented:
        place = place_of(case)
        if place.latitude is not None and place.longitude is not None:
            at.setdefault(page.view.spot(place.latitude, place.longitude), []).append(case)
        else:
            whole.setdefault(case.country, []).append(case)
    for spot, found in at.items():
        name = place_of(found[-1]).name.in_(frame.language)
        target = _target([case.slug for case in found], found[0].country, frame)
        yield Mark("place", name, target, len(found), spot)
    for code, found in whole.items():
        middle = country_spot(code)
        if middle is not None:
            target = _target([case.slug for case in found], code, frame)
            yield Mark("whole", frame.customs.country(code), target, len(found), middle)
    for spot, (name, count) in page.placed.at.items():
        yield Mark("own", f"{name}: {page.words.localities(count)}", "#own", count, spot)
    for code, count in page.placed.within.items():
        middle = country_spot(code)
        if middle is not None:
            name = f"{frame.customs.country(code)}: {page.words.localities(count)}"
            yield Mark("own", name, "#own", count, middle)


def _target(slugs: list[str], country: str, frame: Frame) -> str:
    """Straight to the only case of a mark; to its country's list where there are several."""
    if len(slugs) == 1:
        return frame.to("localities", slugs[0])
    return f"#{anchor_of(country)}"
