"""The end of a draft: all that is known is read over, or it is deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from api.pages.describe.answers import anchor
from api.pages.describe.items import LISTED, NONE, entries, text
from api.pages.describe.merging import by_item
from api.pages.describe.sections import Section, sections
from api.pages.describe.sheet import SheetPage


@dataclass(frozen=True)
class Known:
    """Something known, with where it comes from."""

    label: str
    told: str
    whence: str
    address: str


@dataclass(frozen=True)
class KnownSection:
    name: str
    address: str
    known: tuple[Known, ...]


@dataclass(frozen=True)
class Overtaken:
    """The locality has a version that the draft did not begin from."""

    version: int
    recorded: str
    address: str


@dataclass(frozen=True)
class ReviewPage(SheetPage):
    """All that is known, to be read over before it becomes a version."""

    template: ClassVar[str] = "describe_review.html"

    overtaken: Overtaken | None = None

    @property
    def known_total(self) -> str:
        known = self.told - set(self.book.faults)
        factors = [item for item in known if item.startswith("factors.")]
        return self.words.known_total(len(factors)).format(all=len(self.vocabulary.factors))

    @property
    def known(self) -> tuple[KnownSection, ...]:
        found = (self._section(section) for section in sections(self.vocabulary).values())
        return tuple(section for section in found if section.known)

    @property
    def overtaken_note(self) -> str:
        found = self.overtaken
        return self.words.newer.format(version=found.version, date=found.recorded) if found else ""

    def _section(self, section: Section) -> KnownSection:
        known = self._entries(section) if section.kind == "list" else self._items(section)
        return KnownSection(
            section.name.in_(self.frame.language), self.to(section.slug), tuple(known)
        )

    def _items(self, section: Section) -> Iterator[Known]:
        said = by_item(self.book.fields)
        teller = self.book.teller
        for item in section.items:
            if item in said:
                yield Known(
                    teller.label(item),
                    teller.item(self.book.fields, item),
                    teller.provenance(self.book.fields, item),
                    f"{self.to(section.slug)}#{anchor(item)}",
                )

    def _entries(self, section: Section) -> Iterator[Known]:
        fields, teller = self.book.fields, self.book.teller
        kind, state = self.vocabulary.lists[section.slug], text(self.book.fields, section.slug)
        if state == NONE:
            name = section.name.in_(self.frame.language)
            yield Known(name, self.words.none, "", self.to(section.slug))
        if state != LISTED:
            return
        for number, entry in enumerate(entries(fields, section.slug), start=1):
            if not entry.removed:
                yield Known(
                    teller.entry(fields, kind, entry, number),
                    "; ".join(teller.brief(fields, kind, entry)),
                    "",
                    f"{self.to(section.slug)}?open={entry.id}#{anchor(entry.item)}",
                )


@dataclass(frozen=True)
class DiscardPage(SheetPage):
    """The question before a draft is deleted."""

    template: ClassVar[str] = "describe_discard.html"

    @property
    def title(self) -> str:
        return self.words.discard_title
