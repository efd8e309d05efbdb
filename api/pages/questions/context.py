"""What the pages show that say why: this above that, why not higher, what would change it."""

from dataclasses import dataclass
from typing import ClassVar

from api.pages.advice.context import SubjectPage
from api.pages.advice.options import Option
from api.pages.advice.statements import Statement, Telling
from api.pages.advice.subject import with_query
from api.pages.advice.surroundings import Question, item_asked
from api.pages.describe.typed import typed
from api.pages.page import Spoken
from api.pages.questions.words import QuestionWords
from engine.answer import Answer
from engine.errors import Fault
from engine.followup import (
    ChangesOut,
    ContrastOut,
    CriterionDifference,
    DifferencePart,
    FailedOut,
    MoveOut,
    PlaceOut,
    ProposalOut,
    ProspectOut,
    WhyNotOut,
)
from engine.ranking import log_odds

CHOSEN = ("option", "above")  # the menus of options; what is wrong with a choice stands there
_HALF = 50  # half a bar's width
_NOTHING = "—"


@dataclass(frozen=True)
class OptionChoice:
    """An option in a menu, in the order of the ranking."""

    slug: str
    name: str


@dataclass(frozen=True)
class Proposal:
    """A change that would do it, and where it can be tried."""

    moves: tuple[str, ...]
    then: str
    notices: tuple[str, ...]
    address: str


@dataclass(frozen=True)
class Prospect:
    """One thing that might be changed, told."""

    says: str
    because: str
    passages: str
    passages_label: str
    proposals: tuple[Proposal, ...]
    more: str
    to_find_out: str | None
    fixed: tuple[str, ...]


@dataclass(frozen=True)
class QuestionPage(SubjectPage):
    """What every page is told on which the advice is questioned."""

    words = Spoken(QuestionWords)

    answer: Answer

    def fault(self, menu: str) -> str:  # noqa: ARG002 - answered, nothing is wrong with any
        """What is wrong with what was chosen in a menu."""
        return ""

    @property
    def heading(self) -> str:
        raise NotImplementedError

    @property
    def title(self) -> str:
        return self.words.titled.format(question=self.heading, place=self.subject.name)

    @property
    def telling(self) -> Telling:
        return Telling(self.subject, self.answer.language)

    @property
    def menu(self) -> tuple[OptionChoice, ...]:
        return tuple(
            OptionChoice(item.intervention, f"{item.rank}. {item.name}")
            for item in self.answer.ranking
        )

    def placed(self, place: PlaceOut) -> str:
        return self.words.placed.format(
            rank=place.rank, score=self.frame.customs.score(place.score)
        )

    def prospect(self, found: ProspectOut) -> Prospect:
        words, count = self.words, len(found.claims)
        rest = found.found - len(found.proposals)
        return Prospect(
            says=found.says,
            because=found.because or "",
            passages=self.subject.passages(found.claims) if count else "",
            passages_label=words.passages(count) if count else "",
            proposals=tuple(self._proposal(one) for one in found.proposals),
            more=words.more_found(rest) if rest > 0 else "",
            to_find_out=found.to_find_out,
            fixed=tuple(
                words.fixed.format(name=one.name, value=one.value_name, because=one.because)
                for one in found.fixed
            ),
        )

    def _proposal(self, found: ProposalOut) -> Proposal:
        option = found.option
        return Proposal(
            moves=tuple(self.move(one) for one in found.moves),
            then=self.words.then.format(
                name=option.name, rank=option.rank, verdict=option.verdict_name
            ),
            notices=tuple(one.what for one in found.notices),
            address=self._trying(found),
        )

    def move(self, found: MoveOut) -> str:
        if found.unchanged:
            return self.words.as_before.format(name=found.name, value=found.after_name)
        return self.words.move.format(
            name=found.name, before=found.before_name, after=found.after_name
        )

    def _trying(self, found: ProposalOut) -> str:
        """Where the change can be tried, filled in."""
        fields = typed({"factors": found.changes}, self.subject.knowledge.vocabulary)
        given = [(field, one) for field, said in fields.items() for one in said]
        changed = [("change", slug) for slug in found.changes]
        return with_query(self.subject.page("what-if"), [*self.subject.given, *changed, *given])


@dataclass(frozen=True)
class Line:
    """One line of a contrast: what it gives to either, and the bar of the difference."""

    name: str
    upper: str
    lower: str
    difference: str
    side: str
    left: float
    width: float
    because: str = ""
    passages: str = ""
    passages_label: str = ""


@dataclass(frozen=True)
class Criterion:
    """The lines of one criterion, under their sum."""

    total: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class RefusedPage(QuestionPage):
    """The form again, where the options cannot be chosen so: what is wrong, and what to do."""

    template: ClassVar[str] = "questions_asking.html"

    faults: tuple[Fault, ...]
    option: str | None
    above: str | None = None

    @property
    def question(self) -> str:
        """Which one was asked, as its address says."""
        return self.frame.path.rstrip("/").rpartition("/")[2]

    @property
    def heading(self) -> str:
        words = self.words
        named = {"contrast": words.contrast, "why-not": words.why_not, "changes": words.changes}
        return named[self.question]

    @property
    def form(self) -> str:
        return f"questions_{self.question.replace('-', '_')}_form.html"

    def fault(self, menu: str) -> str:
        for fault in self.faults:
            if fault.where == menu:
                what = fault.what.in_(self.frame.language)
                return self.words.choose_other.format(what=what[:1].upper() + what[1:])
        return ""


@dataclass(frozen=True)
class ContrastPage(QuestionPage):
    """Why one option stands above another."""

    template: ClassVar[str] = "questions_contrast.html"
    form: ClassVar[str] = "questions_contrast_form.html"

    found: ContrastOut
    option: str
    above: str

    @property
    def heading(self) -> str:
        return self.words.contrast

    @property
    def harm(self) -> tuple[Statement, ...]:
        return tuple(self.telling.contraindication(one) for one in self.found.contraindications)

    @property
    def gates(self) -> tuple[Statement, ...]:
        return tuple(self.telling.precondition(one) for one in self.found.preconditions)

    @property
    def makes_what(self) -> str:
        return self.words.makes_what.format(
            upper=self.found.upper.name, lower=self.found.lower.name
        )

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Criteria on which the two differ or agree on something, as the engine orders them."""
        return tuple(
            Criterion(self._line(one.name, one), tuple(self._part(part) for part in one.parts))
            for one in self.found.criteria
        )

    @property
    def total(self) -> Line:
        upper, lower = self.found.upper.total, self.found.lower.total
        return self._drawn(self.words.sum, upper, lower)

    def _line(self, name: str, one: CriterionDifference) -> Line:
        return self._drawn(name, one.upper, one.lower)

    def _part(self, part: DifferencePart) -> Line:
        count = len(part.claims) + len(part.limited_by)
        return self._drawn(
            part.title,
            part.upper,
            part.lower,
            because=part.because or "",
            passages=self.subject.passages(part.claims, part.limited_by) if count else "",
            passages_label=self.words.passages(count) if count else "",
        )

    def _drawn(self, name: str, upper: int, lower: int, **more: str) -> Line:
        difference = upper - lower
        reach = _HALF * abs(difference) / self._longest
        left = _HALF - reach if difference < 0 else _HALF
        side = "for" if difference > 0 else "against" if difference < 0 else "none"
        return Line(
            name,
            self._odds(upper),
            self._odds(lower),
            self._odds(difference, signed=True),
            side,
            round(left, 1),
            round(reach, 1),
            **more,
        )

    @property
    def _longest(self) -> int:
        """The longest bar: all share one scale."""
        parts = (part.difference for one in self.found.criteria for part in one.parts)
        totals = (one.difference for one in self.found.criteria)
        return max((abs(bar) for bar in (*parts, *totals, self.found.difference)), default=0) or 1

    def _odds(self, share: int, *, signed: bool = False) -> str:
        """Log-odds to three digits: whole points times weights seldom have more."""
        if share == 0:
            return "0" if signed else _NOTHING
        value = log_odds(share, self.subject.knowledge.scales.spread)
        sign = ("+" if value > 0 else "−") if signed else ("" if value > 0 else "−")
        return f"{sign}{self.frame.customs.number(abs(value), digits=3)}"

    @property
    def swap(self) -> Prospect:
        return self.prospect(self.found.swap)


@dataclass(frozen=True)
class Failed:
    """A reason that does not hold, and how far it is from holding."""

    statement: Statement
    missing: tuple[str, ...]


@dataclass(frozen=True)
class WhyNotPage(QuestionPage):
    """Why an option does not stand higher."""

    template: ClassVar[str] = "questions_why_not.html"
    form: ClassVar[str] = "questions_why_not_form.html"

    found: WhyNotOut
    option: str

    @property
    def heading(self) -> str:
        return self.words.why_not

    @property
    def is_first(self) -> bool:
        """Whether nothing stands above it, so that only others could be brought up."""
        return self.found.place.rank == 1

    @property
    def about(self) -> Option:
        return Option(self.subject, self.answer, self.found.option)

    @property
    def failed(self) -> tuple[Failed, ...]:
        return tuple(self._failed(one) for one in self.found.failed)

    def _failed(self, one: FailedOut) -> Failed:
        words = self.words
        missing = (
            words.missing.format(text=m.text, value=m.value)
            if m.value
            else words.missing_bare.format(text=m.text)
            for m in one.missing
        )
        return Failed(self.telling.said(one, one.title), tuple(missing))

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(Question(one.question, "", item_asked(one)) for one in self.found.asks)

    @property
    def prospects(self) -> tuple[Prospect, ...]:
        return tuple(self.prospect(one) for one in self.found.prospects)


@dataclass(frozen=True)
class ChangesPage(QuestionPage):
    """What would change the advice, or where one option stands."""

    template: ClassVar[str] = "questions_changes.html"
    form: ClassVar[str] = "questions_changes_form.html"

    found: ChangesOut
    option: str | None
    above: str | None

    @property
    def heading(self) -> str:
        return self.words.changes

    @property
    def prospects(self) -> tuple[Prospect, ...]:
        return tuple(self.prospect(one) for one in self.found.prospects)
