"""One draft as it is looked at, and what every page about it is told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from api.pages.describe.answers import Draftbook, anchor
from api.pages.describe.items import Fields, text
from api.pages.describe.reading import told_of
from api.pages.describe.sections import Group, Section, section_of, sections
from api.pages.describe.words import DescribeWords
from api.pages.page import Page, Spoken
from engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class SectionLink:
    """A part of the description in the navigation, with how much of it is known."""

    name: str
    address: str
    current: bool
    known: str
    to_mend: str


@dataclass(frozen=True)
class SectionGroup:
    name: str
    links: tuple[SectionLink, ...]


@dataclass(frozen=True)
class Mending:
    """An answer that cannot be read yet, and where it is."""

    label: str
    what: str
    address: str


@dataclass(frozen=True)
class Sheet:
    """One draft, looked at: its identity, what was typed, the entry that is open.

    ``attended`` is the entry at which the reader goes on, after a button that came or went with it.
    ``stale`` are the items in which the window differs from the draft, ``before`` is what it had
    seen of them.
    """

    id: str
    book: Draftbook
    section: Section
    open: str | None = None
    stale: frozenset[str] = frozenset()
    before: Fields = field(default_factory=dict)
    attended: str | None = None

    @property
    def vocabulary(self) -> Vocabulary:
        return self.book.vocabulary

    @property
    def fields(self) -> Fields:
        return self.book.fields


@dataclass(frozen=True)
class SheetPage(Page):
    """What every page and part of a page about a draft is told."""

    # What is sent beside the answer itself, for htmx to put in its place.
    with_told: ClassVar[bool] = False
    with_parts: ClassVar[bool] = False
    is_section: ClassVar[bool] = True  # one of the navigation, and marked there

    words = Spoken(DescribeWords)

    sheet: Sheet

    @property
    def book(self) -> Draftbook:
        return self.sheet.book

    @property
    def vocabulary(self) -> Vocabulary:
        return self.sheet.book.vocabulary

    @property
    def section(self) -> Section:
        return self.sheet.section

    @property
    def place_name(self) -> str:
        return text(self.book.fields, "name").strip() or self.words.unnamed

    @property
    def heading(self) -> str:
        return self.section.name.in_(self.frame.language)

    @property
    def title(self) -> str:
        return self.words.title.format(section=self.heading, name=self.place_name)

    @property
    def address(self) -> str:
        return self.to(self.section.slug)

    def to(self, *parts: str) -> str:
        return self.frame.to("describe", self.sheet.id, *parts)

    @cached_property
    def told(self) -> frozenset[str]:
        return told_of(self.book.fields, self.vocabulary)

    @property
    def groups(self) -> tuple[SectionGroup, ...]:
        """The navigation, with what is known and what is to mend in each part."""
        return tuple(self._groups())

    def _groups(self) -> Iterator[SectionGroup]:
        words = self.words
        names: Mapping[Group, str] = {
            "place": words.group_place,
            "headline": words.group_headline,
            "lists": words.group_lists,
            "further": words.group_further,
            "review": words.group_review,
        }
        every = sections(self.vocabulary).values()
        for group, name in names.items():
            links = (self._link(section) for section in every if section.group == group)
            yield SectionGroup(name, tuple(links))

    def _link(self, section: Section) -> SectionLink:
        return SectionLink(
            section.name.in_(self.frame.language),
            self.to(section.slug),
            self.is_section and section.slug == self.section.slug,
            self._known(section),
            self._to_mend(section),
        )

    def _known(self, section: Section) -> str:
        match section.kind:
            case "factors":
                known = sum(item in self.told for item in section.items)
                return self.words.known_of.format(known=known, all=len(section.items))
            case "list":
                told = self.book.teller.list_state(self.book.fields, section.slug)
                return "" if told == self.words.unknown else told
        return ""

    def _to_mend(self, section: Section) -> str:
        items = [i for i in self.book.faults if section_of(self.vocabulary, i) == section.slug]
        return self.words.to_mend(len(items)) if items else ""

    @property
    def mendings(self) -> tuple[Mending, ...]:
        """Everything in the draft that cannot be read yet, with the way to it."""
        return tuple(self.mending(item) for item in self.book.faults)

    def mending(self, item: str) -> Mending:
        place = item.split(".")
        query = f"?open={place[1]}" if len(place) == 3 else ""
        return Mending(
            self.book.teller.placed_label(self.book.fields, item),
            self.book.fault(item) or "",
            f"{self.to(section_of(self.vocabulary, item))}{query}#{anchor(item)}",
        )
