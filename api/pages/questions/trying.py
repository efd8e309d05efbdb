"""What if: the factors that a reader would change, as a form, and the difference they make.

The fields have the names that describing uses, so that a change can be typed, read and kept alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from api.pages.advice.statements import Statement
from api.pages.describe.answers import Draftbook
from api.pages.describe.answers import Question as Asked
from api.pages.describe.items import Fields, item_of, known_fields
from api.pages.describe.reading import read
from api.pages.describe.typed import typed
from api.pages.questions.context import QuestionPage
from engine.followup import RuleShiftOut, WhatIfOut
from engine.followup import ShiftOut as Shifted
from engine.knowledge.model import Knowledge
from engine.text import Text
from engine.vocabulary import Vocabulary

CHANGE = "change"


@dataclass(frozen=True)
class Trial:
    """The factors under change: those in the form, what stands in it, and what is wrong with it."""

    slugs: tuple[str, ...]
    fields: Fields
    changes: Mapping[str, Any]
    faults: Mapping[str, Text]


def trial(knowledge: Knowledge, profile: Mapping[str, Any], query: Fields) -> Trial:
    """What a form asks to be tried; a factor that just came into it stands as it is described."""
    vocabulary = knowledge.vocabulary
    slugs = tuple(
        dict.fromkeys(slug for slug in query.get(CHANGE, ()) if slug in vocabulary.factors)
    )
    described = typed(profile, vocabulary)
    items = {f"factors.{slug}": slug for slug in slugs}
    known = known_fields(vocabulary, {})
    given = {
        field: said for field, said in query.items() if item_of(field) in items and field in known
    }
    told = {item_of(field) for field in given}
    fields = {
        **{
            field: said
            for field, said in described.items()
            if item_of(field) in items and item_of(field) not in told
        },
        **{field: tuple(one for one in said if one) for field, said in given.items()},
    }
    found = read(fields, vocabulary)
    faults = {item: what for item, what in found.faults.items() if item in items}
    return Trial(slugs, fields, _changed(vocabulary, profile, found.profile, slugs), faults)


def _changed(
    vocabulary: Vocabulary,
    profile: Mapping[str, Any],
    tried: Mapping[str, Any],
    slugs: tuple[str, ...],
) -> dict[str, Any]:
    """The factors that stand otherwise than they are described; none for unknown."""
    before, after = profile.get("factors") or {}, tried.get("factors") or {}
    plain = {slug: _plain(vocabulary, slug, after.get(slug)) for slug in slugs}
    return {
        slug: after.get(slug)
        for slug in slugs
        if plain[slug] != _plain(vocabulary, slug, before.get(slug))
    }


def _plain(vocabulary: Vocabulary, slug: str, given: Any) -> Fields:
    """A value as it would be typed, without where it comes from."""
    fields = typed({"factors": {slug: given}}, vocabulary)
    parts = vocabulary.factors[slug].domain.values
    return {
        field: said
        for field, said in fields.items()
        if field.partition(":")[2] in ("", "possible", "at_least", "at_most", *parts)
    }


@dataclass(frozen=True)
class Changing:
    """A factor in the form: its question, and how it is described."""

    question: Asked
    slug: str
    now: str


@dataclass(frozen=True)
class Shift:
    """How one option moves."""

    name: str
    before: str
    after: str
    verdict_before: str
    verdict_before_name: str
    verdict: str
    verdict_name: str
    moved: str
    address: str


@dataclass(frozen=True)
class WhatIfPage(QuestionPage):
    """The form, and the difference once something is changed."""

    template: ClassVar[str] = "questions_what_if.html"

    trial: Trial
    found: WhatIfOut | None

    @property
    def heading(self) -> str:
        return self.words.what_if

    @property
    def book(self) -> Draftbook:
        return self._book(self.trial.fields)

    def _book(self, fields: Fields) -> Draftbook:
        vocabulary = self.subject.knowledge.vocabulary
        return Draftbook(vocabulary, self.frame.language, fields, self.trial.faults)

    @property
    def changing(self) -> tuple[Changing, ...]:
        vocabulary = self.subject.knowledge.vocabulary
        described = self._book(typed(self.subject.profile, vocabulary))
        return tuple(
            Changing(
                self.book.of_factor(vocabulary.factors[slug]),
                slug,
                self.words.now.format(
                    value=described.teller.item(described.fields, f"factors.{slug}")
                ),
            )
            for slug in self.trial.slugs
        )

    @property
    def choices(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Every factor that is not in the form yet, by dimension."""
        vocabulary, language = self.subject.knowledge.vocabulary, self.frame.language
        return tuple(
            (
                dimension.name.in_(language),
                tuple(
                    (slug, vocabulary.factors[slug].name.in_(language))
                    for slug in dimension.factors
                    if slug not in self.trial.slugs
                ),
            )
            for dimension in vocabulary.dimensions.values()
        )

    @property
    def says(self) -> str:
        return self.words.no_change if self.found is None else self.found.says

    @property
    def moves(self) -> tuple[str, ...]:
        return tuple(self.move(one) for one in self.found.changes) if self.found else ()

    @property
    def notices(self) -> tuple[str, ...]:
        return tuple(one.what for one in self.found.notices) if self.found else ()

    @property
    def shifts(self) -> tuple[Shift, ...]:
        """Options whose rank or verdict changes."""
        return tuple(
            self._shift(one)
            for one in (self.found.shifts if self.found else ())
            if one.up or one.before.verdict != one.after.verdict
        )

    def _shift(self, one: Shifted) -> Shift:
        words = self.words
        gained = words.up(one.up) if one.up > 0 else words.down(-one.up)
        return Shift(
            name=one.name,
            before=str(one.before.rank),
            after=str(one.after.rank),
            verdict_before=one.before.verdict,
            verdict_before_name=one.before.verdict_name,
            verdict=one.after.verdict,
            verdict_name=one.after.verdict_name,
            moved=gained if one.up else words.level,
            address=self.subject.to("options", one.intervention),
        )

    @property
    def shifts_title(self) -> str:
        count = len(self.shifts)
        return self.words.moves(count) if count else self.words.none_moves

    @property
    def rules(self) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
        """Rules whose state changes, by what becomes of them."""
        words = self.words
        titles = {
            "fires": words.rules_start,
            "silent": words.rules_stop,
            "undecided": words.rules_open,
        }
        shown = self.found.rules if self.found else []
        found = (
            (title, tuple(self._rule(one) for one in shown if one.after == state))
            for state, title in titles.items()
        )
        return tuple((title, rules) for title, rules in found if rules)

    def _rule(self, one: RuleShiftOut) -> Statement:
        count = len(one.claims)
        return Statement(
            sentence=one.title,
            because=one.because,
            tag="",
            here="",
            limits="",
            asks=(),
            passages=self.subject.passages(one.claims) if count else "",
            passages_label=self.words.passages(count) if count else "",
            rule=self.frame.to("knowledge", "rules", one.rule),
        )

    @property
    def warnings(self) -> tuple[tuple[str, tuple[Statement, ...]], ...]:
        if self.found is None:
            return ()
        both = (
            (self.words.appear, self.found.warnings_appear),
            (self.words.go, self.found.warnings_go),
        )
        return tuple(
            (title, tuple(self.telling.caveat(one, one.about_name or "") for one in warnings))
            for title, warnings in both
            if warnings
        )


@dataclass(frozen=True)
class WhatIfPart(WhatIfPage):
    """The difference alone."""

    template: ClassVar[str] = "questions_difference.html"
