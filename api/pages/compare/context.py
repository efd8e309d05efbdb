"""What the page shows on which two descriptions are compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from api.pages.advice.statements import Statement, Telling
from api.pages.advice.subject import Subject, with_query
from api.pages.compare.words import CompareWords
from api.pages.describe.telling import Teller
from api.pages.describe.typed import typed
from api.pages.page import Page, Spoken
from engine.answer import Answer, RankedOut
from engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class Choice:
    """A description to choose, by the name that an address gives it."""

    key: str
    name: str


@dataclass(frozen=True)
class Choices:
    """Descriptions to choose from, by where they come from."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Pair:
    """One factor here and there."""

    name: str
    a: str
    b: str
    is_open: tuple[bool, bool]


@dataclass(frozen=True)
class Standing:
    """One option here and there."""

    name: str
    a: RankedOut
    b: RankedOut
    addresses: tuple[str, str]

    @property
    def distance(self) -> int:
        return abs(self.a.rank - self.b.rank)


@dataclass(frozen=True)
class Side:
    """One of the two, with its advice."""

    subject: Subject
    label: str

    @property
    def answer(self) -> Answer:
        return self.subject.answer

    @property
    def first(self) -> RankedOut:
        return self.answer.ranking[0]


@dataclass(frozen=True)
class ComparePage(Page):
    """Two descriptions side by side; without two, the menus to choose them."""

    template: ClassVar[str] = "compare.html"
    words = Spoken(CompareWords)

    choices: tuple[Choices, ...]
    a: Subject | None
    b: Subject | None

    @property
    def title(self) -> str:
        if self.a is None or self.b is None:
            return self.words.title
        return self.words.titled.format(a=self.label(self.a), b=self.label(self.b))

    @property
    def key_a(self) -> str:
        return self.a.key if self.a else ""

    @property
    def key_b(self) -> str:
        return self.b.key if self.b else ""

    @property
    def menus(self) -> tuple[tuple[str, str, str], ...]:
        """The two menus: field, label, what is chosen."""
        return (("a", self.words.one, self.key_a), ("b", self.words.other, self.key_b))

    @property
    def swapped(self) -> str:
        return with_query(self.frame.path, [("a", self.key_b), ("b", self.key_a)])

    def label(self, subject: Subject) -> str:
        """A name that tells the two apart where both are one place."""
        if self.a is None or self.b is None or self.a.id != self.b.id:
            return subject.name
        version = subject.kept.version
        return self.words.version.format(
            name=subject.name,
            version=version.version,
            date=self.frame.customs.date(version.recorded_at),
        )

    @property
    def sides(self) -> tuple[Side, ...]:
        return tuple(Side(s, self.label(s)) for s in (self.a, self.b) if s is not None)

    @property
    def both(self) -> "Comparison | None":
        if self.a is None or self.b is None:
            return None
        return Comparison(self.words, *self.sides)


@dataclass(frozen=True)
class Comparison:
    """What differs between two sides."""

    words: CompareWords
    a: Side
    b: Side

    @property
    def vocabulary(self) -> Vocabulary:
        return self.a.subject.knowledge.vocabulary

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every factor that is known on at least one side."""
        return tuple(self._pairs())

    def _pairs(self) -> Iterator[Pair]:
        teller = Teller(self.vocabulary, self.words.language)
        here, there = (typed(side.subject.profile, self.vocabulary) for side in (self.a, self.b))
        unknown = teller.words.unknown
        for slug, factor in self.vocabulary.factors.items():
            one, other = (teller.item(fields, f"factors.{slug}") for fields in (here, there))
            if (one, other) != (unknown, unknown):
                name = factor.name.in_(self.words.language)
                yield Pair(name, one, other, (one == unknown, other == unknown))

    @property
    def differ(self) -> tuple[Pair, ...]:
        return tuple(p for p in self.pairs if not any(p.is_open) and p.a != p.b)

    @property
    def alike(self) -> tuple[Pair, ...]:
        return tuple(p for p in self.pairs if not any(p.is_open) and p.a == p.b)

    @property
    def one_sided(self) -> tuple[Pair, ...]:
        return tuple(p for p in self.pairs if any(p.is_open))

    @property
    def open(self) -> str:
        rest = len(self.vocabulary.factors) - len(self.pairs)
        return self.words.open_both(rest) if rest else ""

    @property
    def lists(self) -> tuple[Pair, ...]:
        """How much is listed on either side, list by list."""
        teller = Teller(self.vocabulary, self.words.language)
        here, there = (typed(side.subject.profile, self.vocabulary) for side in (self.a, self.b))
        found = []
        for name, kind in self.vocabulary.lists.items():
            one, other = teller.list_state(here, name), teller.list_state(there, name)
            is_open = one == teller.words.unknown, other == teller.words.unknown
            if not all(is_open):
                found.append(Pair(kind.question.in_(self.words.language), one, other, is_open))
        return tuple(found)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        there = {item.intervention: item for item in self.b.answer.ranking}
        return tuple(
            Standing(
                item.name,
                item,
                there[item.intervention],
                (
                    self.a.subject.to("options", item.intervention),
                    self.b.subject.to("options", item.intervention),
                ),
            )
            for item in self.a.answer.ranking
        )

    @property
    def judged_otherwise(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.standings if one.a.verdict != one.b.verdict)

    @property
    def moved(self) -> tuple[Standing, ...]:
        """Options with one verdict and two ranks, those furthest apart first."""
        found = (s for s in self.standings if s.a.verdict == s.b.verdict and s.distance)
        return tuple(sorted(found, key=lambda one: -one.distance))

    @property
    def warnings(self) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
        """Warnings of one side that the other does not have."""
        found = ((side, self._beyond(side, other)) for side, other in self._ways())
        return tuple(
            (self.words.only.format(name=side.label), warnings)
            for side, warnings in found
            if warnings
        )

    def _ways(self) -> tuple[tuple[Side, Side], ...]:
        return (self.a, self.b), (self.b, self.a)

    def _beyond(self, side: Side, other: Side) -> tuple[Statement, ...]:
        known = {one.rule for one in other.answer.caveats}
        telling = Telling(side.subject, side.answer.language)
        names: dict[str, list[str]] = {}
        for one in side.answer.caveats:
            if one.rule not in known:
                names.setdefault(one.rule, []).append(one.about_name or "")
        first = {one.rule: one for one in reversed(side.answer.caveats)}
        return tuple(
            telling.caveat(first[rule], ", ".join(filter(None, about)))
            for rule, about in names.items()
        )
