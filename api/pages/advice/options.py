"""One option as a reader meets it: verdict, reasons, how far its place stands, companions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from api.pages.advice.pictures import MADE_OF, Picture, made_of_what
from api.pages.advice.statements import Statement, Telling
from api.pages.advice.subject import Subject
from api.pages.advice.words import OptionWords
from engine.answer import Answer, PreconditionOut, RankedOut
from engine.ranking import CRITERIA
from engine.wording import CRITERIA as NAMES

_HALF = 50  # half a bar's width
_FIRM, _FAIR = 3, 12  # ranks between which nine trials in ten lie (ours)


@dataclass(frozen=True)
class Bar:
    """One criterion: its value, and the part of a bar from the middle to it."""

    name: str
    value: str
    side: str
    left: float
    width: float


@dataclass(frozen=True)
class Finding:
    """What studies found an option to do to one outcome."""

    outcome: str
    verdict: str
    note: str
    passages: str
    passages_label: str


@dataclass(frozen=True)
class Option:
    """An option of one answer, told for the page."""

    subject: Subject
    answer: Answer
    item: RankedOut

    @property
    def words(self) -> OptionWords:
        return OptionWords(self.subject.frame.language)

    @property
    def telling(self) -> Telling:
        return Telling(self.subject, self.answer.language)

    @property
    def anchor(self) -> str:
        return f"option-{self.item.intervention}"

    @property
    def address(self) -> str:
        return self.subject.to("options", self.item.intervention)

    @property
    def place(self) -> str:
        return self.words.rank.format(rank=self.item.rank, all=len(self.answer.ranking))

    @property
    def kin(self) -> str:
        """The option of which this is a form, or a way to fail."""
        if self.item.variant_of:
            return self.words.form_of.format(name=self.telling.option(self.item.variant_of))
        if self.item.failure_mode_of:
            return self.words.failure_of.format(name=self.telling.option(self.item.failure_mode_of))
        return ""

    @property
    def is_harmful(self) -> bool:
        return any(found.certainty == "certain" for found in self.item.contraindications)

    @cached_property
    def harm(self) -> tuple[Statement, ...]:
        return self._contraindications("certain")

    @cached_property
    def harm_open(self) -> tuple[Statement, ...]:
        return self._contraindications("possible")

    def _contraindications(self, certainty: str) -> tuple[Statement, ...]:
        found = (one for one in self.item.contraindications if one.certainty == certainty)
        return tuple(self.telling.contraindication(one) for one in found)

    @cached_property
    def waits(self) -> tuple[Statement, ...]:
        """Conditions that hold it back."""
        return self._preconditions(lambda one: one.holds_back and one.status != "met")

    @cached_property
    def unmet(self) -> tuple[Statement, ...]:
        """Conditions that are known not to be met, though they do not hold it back."""
        return self._preconditions(lambda one: not one.holds_back and one.status == "unmet")

    @cached_property
    def conditions(self) -> tuple[Statement, ...]:
        """The conditions that are met, and those that decide nothing while they are not known."""
        return self._preconditions(
            lambda one: one.status == "met" or (not one.holds_back and one.status == "unknown")
        )

    def _preconditions(self, wanted: Callable[[PreconditionOut], bool]) -> tuple[Statement, ...]:
        found = (one for one in self.item.preconditions if wanted(one))
        return tuple(self.telling.precondition(one) for one in found)

    @property
    def hindered(self) -> tuple[str, ...]:
        """What keeps it from being advised or is not met, to be read without opening anything.

        Of what does harm, that alone decides.
        """
        if self.is_harmful:
            return ()
        words = self.words
        return (
            *(words.waits_for.format(text=one.sentence, state=one.tag) for one in self.waits),
            *(words.is_unmet.format(text=one.sentence, state=one.tag) for one in self.unmet),
        )

    @cached_property
    def for_it(self) -> tuple[Statement, ...]:
        ordered = sorted(self.item.reasons_for, key=lambda reason: -reason.share)
        return tuple(self.telling.reason(one) for one in ordered)

    @cached_property
    def against(self) -> tuple[Statement, ...]:
        ordered = sorted(self.item.reasons_against, key=lambda reason: reason.share)
        return tuple(self.telling.reason(one) for one in ordered)

    @property
    def is_silent(self) -> bool:
        item = self.item
        gates = [*item.contraindications, *item.preconditions]
        return not (item.reasons_for or item.reasons_against or gates)

    @cached_property
    def safeguards(self) -> tuple[Statement, ...]:
        return tuple(self.telling.safeguard(one) for one in self.item.safeguards)

    @cached_property
    def sequence(self) -> tuple[Statement, ...]:
        return tuple(self.telling.step(one) for one in self.item.sequence)

    @cached_property
    def cautions(self) -> tuple[Statement, ...]:
        words, about = self.words, self.item.intervention
        return tuple(
            self.telling.caveat(one, words.insufficient_alone if one.insufficient_alone else "")
            for one in self.answer.caveats
            if one.about == about
        )

    @property
    def further(self) -> str:
        """How much stands below the reasons; empty when nothing does."""
        parts = (self.conditions, self.safeguards, self.sequence, self.cautions)
        count = sum(len(part) for part in parts)
        return self.words.further(count) if count else ""

    @property
    def gist(self) -> str:
        """The one thing to know of it where there is room for one."""
        if self.harm:
            return self.harm[0].sentence
        is_against = "against" in self.item.verdict
        ordered = (self.against, self.for_it) if is_against else (self.for_it, self.against)
        found_first = next((found for found in (*ordered, self.harm_open) if found), ())
        if found_first:
            return found_first[0].sentence
        return self.words.nothing

    @property
    def score(self) -> str:
        return self.subject.frame.customs.score(self.item.score)

    @property
    def bars(self) -> tuple[Bar, ...]:
        return tuple(
            _bar(
                NAMES[name].in_(self.answer.language),
                self.item.criteria[name].value,
                self.subject.frame.customs.score(self.item.criteria[name].value),
            )
            for name in CRITERIA
        )

    @property
    def made_of(self) -> Picture:
        """What its score is made of."""
        address = self.subject.to("plots", MADE_OF, option=self.item.intervention)
        return made_of_what(self.answer, self.item, address)

    @property
    def settled(self) -> str:
        """In a few words, how far its place stands."""
        found, words = self.item.robustness, self.words
        if found is None:
            return ""
        low, high = found.rank_interval
        spread = high - low
        return words.firm if spread <= _FIRM else words.fair if spread <= _FAIR else words.loose

    @property
    def stands(self) -> str:
        """How far its place stands, in numbers."""
        found, customs = self.item.robustness, self.subject.frame.customs
        if found is None:
            return ""
        return self.words.stands.format(
            first=customs.share(found.p_rank_1),
            top=customs.share(found.p_top_3),
            low=found.rank_interval[0],
            high=found.rank_interval[1],
        )

    @property
    def outside(self) -> str | None:
        """Why its place is none of those, where it is none."""
        return None if self.item.robustness is None else self.item.robustness.outside

    @property
    def certainty(self) -> str:
        found, words = self.item.certainty, self.words
        grades: Mapping[str, str] = {
            "high": words.high,
            "moderate": words.moderate,
            "low": words.low,
            "very_low": words.very_low,
        }
        if found is None:
            return words.no_grade
        lowered = f" ({', '.join(found.lowered_for)})" if found.lowered_for else ""
        return f"{grades[found.grade]}: {found.meaning}{lowered}"

    @property
    def findings(self) -> tuple[Finding, ...]:
        words = self.words
        return tuple(
            Finding(
                one.outcome_name,
                one.verdict_name,
                words.indirect if one.indirect else "",
                self.subject.passages(one.claims),
                words.passages(len(one.claims)),
            )
            for one in self.item.effects
        )

    def ask(self, question: str, field: str = "option") -> str:
        """Where a question about it is answered by today's rules."""
        return self.subject.today(question, **{field: self.item.intervention})


def _bar(name: str, value: float, told: str) -> Bar:
    """0.5 is the middle: to the right of it stands what speaks for, to the left what against."""
    reach = abs(value - 0.5) * 2 * _HALF
    side = "for" if value > 0.5 else "against" if value < 0.5 else "none"
    left = _HALF - reach if side == "against" else _HALF
    return Bar(name, told, side, round(left, 1), round(reach, 1))
