"""The form in which one part of the description is filled in."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from babel import Locale

from api.pages.describe.answers import Clash, Question, anchor
from api.pages.describe.items import LISTED, NONE, PLACE, Entry, entries, text
from api.pages.describe.merging import only
from api.pages.describe.sheet import SheetPage
from api.pages.map import drawn
from engine.vocabulary import EntityKind

# Babel's territories that are no countries: unions, zones, and codes kept for other uses.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


@dataclass(frozen=True)
class EntryView:
    """An entry of a list: in brief, or open with its questions."""

    id: str
    anchor: str
    name: str
    brief: tuple[str, ...]
    removed: bool
    open: bool
    questions: tuple[Question, ...]
    to_mend: str


@dataclass(frozen=True)
class ListState:
    """A choice of what is known of a list as a whole."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class PlaceField:
    """A field about the place."""

    item: str
    anchor: str
    label: str
    hint: str
    typed: str
    fault: str | None
    clash: Clash | None


@dataclass(frozen=True)
class Country:
    code: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Slot:
    """Where a page tells what is wrong with an item."""

    anchor: str
    item: str
    fault: str | None
    clash: Clash | None


@dataclass(frozen=True)
class SectionPage(SheetPage):
    """One part of the description, as a form."""

    template: ClassVar[str] = "describe_page.html"

    @property
    def questions(self) -> tuple[Question, ...]:
        if self.section.kind != "factors":
            return ()
        dimension = self.vocabulary.dimensions[self.section.slug]
        return tuple(
            self.book.of_factor(self.vocabulary.factors[slug]) for slug in dimension.factors
        )

    @property
    def entity(self) -> EntityKind:
        return self.vocabulary.lists[self.section.slug]

    @property
    def entity_name(self) -> str:
        return self.entity.name.in_(self.frame.language)

    @property
    def list_question(self) -> str:
        return self.entity.question.in_(self.frame.language)

    @property
    def list_states(self) -> tuple[ListState, ...]:
        words, state = self.words, text(self.book.fields, self.section.slug)
        named = {"": words.list_unknown, NONE: words.list_none, LISTED: words.list_listed}
        return tuple(ListState(value, name, state == value) for value, name in named.items())

    @property
    def list_fault(self) -> str | None:
        return self.book.fault(self.section.slug)

    @property
    def list_clash(self) -> Clash | None:
        return self.book.clash(self.section.slug)

    @property
    def listed(self) -> tuple[EntryView, ...]:
        found = entries(self.book.fields, self.section.slug)
        return tuple(self._entry(entry, number) for number, entry in enumerate(found, start=1))

    def _entry(self, entry: Entry, number: int) -> EntryView:
        kind, fields, teller = self.entity, self.book.fields, self.book.teller
        is_open = entry.id == self.sheet.open and not entry.removed
        faults = [item for item in self.book.faults if item.startswith(f"{entry.item}.")]
        return EntryView(
            id=entry.id,
            anchor=anchor(entry.item),
            name=teller.entry(fields, kind, entry, number),
            brief=tuple(teller.brief(fields, kind, entry)),
            removed=entry.removed,
            open=is_open,
            questions=tuple(self.book.of_attribute(entry, a) for a in kind.attributes.values())
            if is_open
            else (),
            to_mend=self.words.to_mend(len(faults)) if faults else "",
        )

    @property
    def attended(self) -> str:
        """The anchor of the entry at which the reader goes on; none while nothing came or went."""
        found = entries(self.book.fields, self.section.slug)
        return next((anchor(e.item) for e in found if e.id == self.sheet.attended), "")

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups that are listed, to choose from where a group is named."""
        fields = self.book.fields
        names = (text(fields, f"{entry.item}.name") for entry in entries(fields, "groups"))
        return tuple(dict.fromkeys(name for name in names if name))

    @property
    def place(self) -> tuple[PlaceField, ...]:
        words = self.words
        told = {
            "name": (words.name, words.name_hint),
            "country": (words.country, words.country_hint),
            "as_of": (words.as_of, words.as_of_hint),
        }
        return tuple(
            PlaceField(
                item,
                anchor(item),
                *told[item],
                text(self.book.fields, item),
                self.book.fault(item),
                self.book.clash(item),
            )
            for item in PLACE
        )

    @property
    def near_countries(self) -> tuple[Country, ...]:
        return tuple(self._countries(drawn().middles))

    @property
    def far_countries(self) -> tuple[Country, ...]:
        known = map(str, Locale("en").territories)
        codes = {code for code in known if len(code) == 2 and code.isalpha()}
        chosen = text(self.book.fields, "country")
        others = (codes | ({chosen} if chosen else set())) - drawn().middles.keys() - _NO_COUNTRY
        return tuple(self._countries(others))

    def _countries(self, codes: Iterable[str]) -> Iterator[Country]:
        chosen, customs = text(self.book.fields, "country"), self.frame.customs
        for name, code in sorted((customs.country(code), code) for code in codes):
            yield Country(code, name, code == chosen)

    @property
    def seen(self) -> str:
        """What the form has seen, for the merge; of what is stale, what it had seen before."""
        now = only(self.book.draft, self.shown - self.sheet.stale)
        return json.dumps({**now, **self.sheet.before}, ensure_ascii=False, separators=(",", ":"))

    @property
    def shown(self) -> frozenset[str]:
        """The items that can be changed in this form; entries come and go by buttons alone."""
        own = set(self.section.items)
        if self.section.kind == "list" and self.open_entry:
            own.update(f"{self.open_entry.item}.{name}" for name in self.entity.attributes)
        return frozenset(own)

    @property
    def open_entry(self) -> Entry | None:
        found = entries(self.book.fields, self.section.slug)
        return next((e for e in found if e.id == self.sheet.open and not e.removed), None)

    @property
    def are_idle(self) -> bool:
        """Whether there are entries that do not count, since the list is not said to be given."""
        return text(self.book.fields, self.section.slug) != LISTED and bool(self.listed)

    @property
    def clashing(self) -> str:
        return self.words.clashes(len(self.book.clashes)) if self.book.clashes else ""

    @property
    def has_faults(self) -> bool:
        """Whether something that is shown here cannot be read."""
        return any(slot.fault for slot in self.slots)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """For each item of the form, what is wrong with it or clashes, if anything is."""
        return tuple(
            Slot(anchor(item), item, self.book.fault(item), self.book.clash(item))
            for item in sorted(self.shown)
        )


@dataclass(frozen=True)
class KeptPart(SectionPage):
    """What changes around the form when a change was kept."""

    template: ClassVar[str] = "describe_kept.html"
    with_told: ClassVar[bool] = True
    with_parts: ClassVar[bool] = True


@dataclass(frozen=True)
class FormPart(SectionPage):
    """The form alone, after entries came or went or a clash was settled."""

    template: ClassVar[str] = "describe_form_part.html"
    with_parts: ClassVar[bool] = True
