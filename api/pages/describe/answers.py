"""One question of the description as a page shows it: its choices, its anchors, what was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from api.pages.describe.items import (
    AT_LEAST,
    AT_MOST,
    PARTLY,
    POSSIBLE,
    Entry,
    Fields,
    part,
    text,
)
from api.pages.describe.telling import Teller
from api.pages.describe.words import DescribeWords
from engine.profile import suppliers
from engine.text import Language, Text
from engine.vocabulary import Attribute, Domain, Factor, Vocabulary
from engine.wording import LISTS

Shape = Literal["levels", "menu", "several", "number", "text"]
_MANY = 9  # levels beyond which a menu is easier to read than a column of buttons
_BOOLEAN = ("true", "false")  # yes is asked first


@dataclass(frozen=True)
class Choice:
    """A level or value, with what counts as it."""

    value: str
    name: str
    anchor: str | None
    chosen: bool
    possible: bool = False
    field: str = ""


@dataclass(frozen=True)
class Whence:
    """Where a value comes from, as typed; ``summary`` is empty when nothing is said of it."""

    source: str
    basis: str
    date: str
    suppliers: tuple[Choice, ...]
    summary: str


@dataclass(frozen=True)
class Clash:
    """The item was changed elsewhere too: what stands there, and what stands here."""

    there: str
    here: str


@dataclass(frozen=True)
class Question:
    """One item as a question; ``anchor`` is its place on the page."""

    item: str
    anchor: str
    shape: Shape
    label: str
    question: str
    hint: str | None
    required: bool
    typed: str
    low: str
    high: str
    unit: str
    choices: tuple[Choice, ...]
    suggestions: str | None
    whence: Whence
    fault: str | None
    clash: Clash | None

    @property
    def is_partly(self) -> bool:
        return self.typed == PARTLY and self.shape != "text"

    @property
    def is_open(self) -> bool:
        """Whether nothing is chosen."""
        return not self.typed

    @property
    def may_be_partly(self) -> bool:
        """Whether several levels can be left possible; of two, that is the same as unknown."""
        return len(self.choices) > 2

    def field(self, name: str) -> str:
        return part(self.item, name)


@dataclass(frozen=True)
class Draftbook:
    """What was typed, beside what the vocabulary asks: makes the questions of a page.

    ``fields`` is what stands in the form; ``there``, what stands in the draft where they clash.
    """

    vocabulary: Vocabulary
    language: Language
    fields: Fields
    faults: Mapping[str, Text]
    clashes: frozenset[str] = frozenset()
    there: Fields | None = None

    @property
    def draft(self) -> Fields:
        """What stands in the draft."""
        return self.fields if self.there is None else self.there

    @property
    def teller(self) -> Teller:
        return Teller(self.vocabulary, self.language)

    @property
    def words(self) -> DescribeWords:
        return DescribeWords(self.language)

    def of_factor(self, factor: Factor) -> Question:
        return self._question(
            f"factors.{factor.slug}",
            factor.domain,
            factor.name,
            factor.question,
            hint=self._derived(factor),
        )

    def of_attribute(self, entry: Entry, attribute: Attribute) -> Question:
        """What an entry is asked; what its whole list asks stands at the head of the list."""
        names_a_group = attribute.domain.type == "text" and attribute.name in _NAMES_A_GROUP
        of_list = self.vocabulary.lists[entry.list_name].question
        return self._question(
            f"{entry.item}.{attribute.name}",
            attribute.domain,
            attribute.label,
            Text.same("") if attribute.question == of_list else attribute.question,
            required=attribute.required,
            suggestions="group-names" if names_a_group else None,
        )

    def _question(
        self,
        item: str,
        domain: Domain,
        label: Text,
        question: Text,
        *,
        hint: str | None = None,
        required: bool = False,
        suggestions: str | None = None,
    ) -> Question:
        return Question(
            item=item,
            anchor=anchor(item),
            shape=_shape(domain),
            label=label.in_(self.language),
            question=question.in_(self.language),
            hint=hint,
            required=required,
            typed=text(self.fields, item),
            low=text(self.fields, part(item, AT_LEAST)),
            high=text(self.fields, part(item, AT_MOST)),
            unit=domain.unit.in_(self.language) if domain.unit else "",
            choices=tuple(self._choices(item, domain)),
            suggestions=suggestions,
            whence=self._whence(item),
            fault=self.fault(item),
            clash=self.clash(item),
        )

    def fault(self, item: str) -> str | None:
        found = self.faults.get(item)
        return None if found is None else found.in_(self.language)

    def clash(self, item: str) -> Clash | None:
        if item not in self.clashes or self.there is None:
            return None
        return Clash(self._told(self.there, item), self._told(self.fields, item))

    def _told(self, fields: Fields, item: str) -> str:
        """What stands there, and whence if that is said: the two may differ in that alone."""
        told, whence = self.teller.item(fields, item), self.teller.provenance(fields, item)
        return f"{told} ({whence})" if whence else told

    def _choices(self, item: str, domain: Domain) -> Iterator[Choice]:
        chosen = text(self.fields, item)
        ticked = self.fields.get(part(item, POSSIBLE), ())
        order = _BOOLEAN if domain.type == "boolean" else domain.values
        for value in order:
            level = domain.levels[domain.index[value]]
            yield Choice(
                value,
                self._name(domain, value),
                level.anchor.in_(self.language) if level.anchor else None,
                chosen == value,
                value in ticked,
                part(item, value),
            )

    def _name(self, domain: Domain, value: str) -> str:
        if domain.type == "boolean":
            return self.words.yes if value == "true" else self.words.no
        return self.teller.level(domain, value)

    def answer(self, choice: Choice) -> str:
        """What was said of one value of several."""
        return text(self.fields, choice.field)

    def _whence(self, item: str) -> Whence:
        supplier = text(self.fields, part(item, "supplied_by"))
        return Whence(
            source=text(self.fields, part(item, "source")),
            basis=text(self.fields, part(item, "basis")),
            date=text(self.fields, part(item, "as_of")),
            suppliers=tuple(
                Choice(kind, self.teller.supplier(kind), None, kind == supplier)
                for kind in suppliers(self.vocabulary)
            ),
            summary=self.teller.provenance(self.fields, item),
        )

    def _derived(self, factor: Factor) -> str | None:
        if factor.derivation is None:
            return None
        kind = self.vocabulary.entities[factor.derivation.kind]
        name = LISTS.get(kind.list_name, kind.name)
        return self.words.derived.format(lists=name.in_(self.language))


_NAMES_A_GROUP = ("captured_by", "held_by")


def _shape(domain: Domain) -> Shape:
    match domain.type:
        case "number" | "several" | "text":
            return domain.type
    return "menu" if len(domain.levels) > _MANY else "levels"


def anchor(item: str) -> str:
    """The id of an item on its page."""
    return item.replace(".", "-").replace("_", "-")
