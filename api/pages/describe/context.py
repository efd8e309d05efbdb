"""What the pages show on which a locality is described."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from babel import Locale

from api.pages.describe.answers import Clash, Draftbook, Question, anchor
from api.pages.describe.items import LISTED, NONE, PLACE, Entry, Fields, entries, text
from api.pages.describe.merging import by_item, only
from api.pages.describe.reading import told_of
from api.pages.describe.sections import Group, Section, section_of, sections
from api.pages.describe.words import DescribeWords
from api.pages.map import drawn
from api.pages.page import Page
from engine.answer import NeededOut
from engine.vocabulary import EntityKind, Vocabulary

SHOWN_QUESTIONS = 7


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
class Sheet:
    """One draft, looked at: its identity, what was typed, the entry that is open.

    ``stale`` are the items in which the window differs from the draft, ``before`` is what it had
    seen of them.
    """

    id: str
    book: Draftbook
    section: Section
    open: str | None = None
    stale: frozenset[str] = frozenset()
    before: Fields = field(default_factory=dict)

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

    sheet: Sheet

    @property
    def words(self) -> DescribeWords:
        return DescribeWords(self.frame.language)

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
            self.book.teller.label(item),
            self.book.fault(item) or "",
            f"{self.to(section_of(self.vocabulary, item))}{query}#{anchor(item)}",
        )


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
    def slots(self) -> tuple["Slot", ...]:
        """For each item of the form, what is wrong with it or clashes, if anything is."""
        return tuple(
            Slot(anchor(item), item, self.book.fault(item), self.book.clash(item))
            for item in sorted(self.shown)
        )


@dataclass(frozen=True)
class Slot:
    """Where a page tells what is wrong with an item."""

    anchor: str
    item: str
    fault: str | None
    clash: Clash | None


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


@dataclass(frozen=True)
class Asked:
    """A question worth asking, with the way to its field."""

    question: str
    address: str
    hangs: str


@dataclass(frozen=True)
class AskingPage(SheetPage):
    """What is worth asking next, as a page of its own."""

    template: ClassVar[str] = "describe_asking_page.html"
    is_section: ClassVar[bool] = False

    needed: tuple[NeededOut, ...]
    whole: bool = True

    @property
    def title(self) -> str:
        return self.words.title.format(section=self.words.asking, name=self.place_name)

    @property
    def asked(self) -> tuple[Asked, ...]:
        shown = self.needed if self.whole else self.needed[:SHOWN_QUESTIONS]
        return tuple(
            Asked(one.question, self._address(one), self.words.hangs(one.decides)) for one in shown
        )

    @property
    def more(self) -> str:
        rest = len(self.needed) - len(self.asked)
        return self.words.asking_more(rest) if rest else ""

    def _address(self, one: NeededOut) -> str:
        if one.factor:
            item = f"factors.{one.factor}"
            return f"{self.to(section_of(self.vocabulary, item))}#{anchor(item)}"
        kind = (one.entity or "").split(".")[0]
        found = self.vocabulary.entities.get(kind)
        return self.to(found.list_name if found else kind)


@dataclass(frozen=True)
class AskingPart(AskingPage):
    """The first of what is worth asking, beside the form."""

    template: ClassVar[str] = "describe_asking.html"

    whole: bool = False


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


# Babel's territories that are no countries: unions, zones, and codes kept for other uses.
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
