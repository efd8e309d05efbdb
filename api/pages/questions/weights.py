"""The ranking under other weights: the reader's own, and those of people who judge otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from api.pages.advice.context import SubjectPage
from api.pages.advice.subject import with_query
from api.pages.advice.weighing import HIGHEST, default_weights
from api.pages.page import Spoken
from api.pages.questions.context import QuestionPage
from api.pages.questions.words import QuestionWords
from engine.answer import Answer
from engine.errors import Fault
from engine.ranking import CRITERIA, Ranked
from engine.stakeholders_answer import AbilityOut, ActorOut, StakeholderOut, StakeholdersAnswer
from engine.wording import CRITERIA as NAMES
from engine.wording import VERDICTS


@dataclass(frozen=True)
class Slider:
    """One criterion's weight, as typed."""

    name: str
    label: str
    typed: str
    slid: str
    fault: str


@dataclass(frozen=True)
class Row:
    """An option under these weights, and where it stands by default."""

    rank: int
    name: str
    verdict: str
    verdict_name: str
    score: str
    was: str
    moved: str
    address: str


@dataclass(frozen=True)
class WeightsPage(SubjectPage):
    """Sliders, and the ranking that follows; none while a weight cannot be read."""

    template: ClassVar[str] = "questions_weights.html"
    words = Spoken(QuestionWords)

    typed: Mapping[str, str]
    ranking: tuple[Ranked, ...] | None
    default: tuple[Ranked, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def heading(self) -> str:
        return self.words.weights

    @property
    def title(self) -> str:
        return self.words.titled.format(question=self.heading, place=self.subject.name)

    @property
    def highest(self) -> int:
        return HIGHEST

    @property
    def sliders(self) -> tuple[Slider, ...]:
        language, defaults = self.frame.language, default_weights(self.subject.knowledge)
        faults = {fault.where: fault.what.in_(language) for fault in self.faults}
        return tuple(
            Slider(
                name,
                NAMES[name].in_(language),
                self.typed.get(name, f"{defaults[name]:g}"),
                f"{dict(self.subject.weights or ()).get(name, defaults[name]):g}",
                faults.get(f"weights.{name}", ""),
            )
            for name in CRITERIA
        )

    @property
    def fault(self) -> str:
        """What is wrong with the weights together."""
        found = (f.what.in_(self.frame.language) for f in self.faults if f.where == "weights")
        return next(found, "")

    @property
    def rows(self) -> tuple[Row, ...]:
        was = {item.standing.intervention: item.rank for item in self.default}
        return tuple(self._row(item, was) for item in self.ranking or ())

    def _row(self, item: Ranked, was: Mapping[str, int]) -> Row:
        slug, words, language = item.standing.intervention, self.words, self.frame.language
        up = was[slug] - item.rank
        moved = words.up(up) if up > 0 else words.down(-up) if up else ""
        return Row(
            rank=item.rank,
            name=self.subject.knowledge.interventions[slug].name.in_(language),
            verdict=item.verdict,
            verdict_name=VERDICTS[item.verdict].in_(language),
            score=self.frame.customs.score(item.score),
            was=str(was[slug]),
            moved=moved,
            address=self.subject.to("options", slug),
        )


@dataclass(frozen=True)
class WeightsPart(WeightsPage):
    """The ranking alone, as a slider moves."""

    template: ClassVar[str] = "questions_reweighed.html"


@dataclass(frozen=True)
class Eyes:
    """A stakeholder: what counts, and what comes first."""

    found: StakeholderOut
    weights: tuple[tuple[str, str], ...]
    address: str


@dataclass(frozen=True)
class Parted:
    """An option on which stakeholders part, with each one's rank."""

    name: str
    says: str
    ranks: tuple[str, ...]


@dataclass(frozen=True)
class Able:
    """What one actor can do, in one way."""

    title: str
    options: tuple[tuple[AbilityOut, str], ...]


@dataclass(frozen=True)
class StakeholdersPage(QuestionPage):
    """The advice through others' eyes, and who can act on it."""

    template: ClassVar[str] = "questions_stakeholders.html"

    answer: Answer
    found: StakeholdersAnswer

    @property
    def heading(self) -> str:
        return self.words.stakeholders

    @property
    def eyes(self) -> tuple[Eyes, ...]:
        return tuple(self._eyes(one) for one in self.found.stakeholders)

    def _eyes(self, one: StakeholderOut) -> Eyes:
        customs, language = self.frame.customs, self.frame.language
        given = [(name, f"{HIGHEST * weight:g}") for name, weight in one.weights.items()]
        return Eyes(
            one,
            tuple(
                (NAMES[name].in_(language), customs.share(weight))
                for name, weight in sorted(one.weights.items(), key=lambda pair: -pair[1])
            ),
            with_query(self.subject.page("weights"), given),
        )

    @property
    def parted(self) -> tuple[Parted, ...]:
        keys = [one.stakeholder for one in self.found.stakeholders]
        return tuple(
            Parted(one.name, one.says, tuple(str(one.stands[key].rank) for key in keys))
            for one in self.found.part
        )

    @property
    def actors(self) -> tuple[tuple[ActorOut, tuple[Able, ...]], ...]:
        return tuple((one, tuple(self._able(one))) for one in self.found.actors)

    def _able(self, one: ActorOut) -> list[Able]:
        words = self.words
        ways = (
            (words.itself, one.itself),
            (words.shared, one.shared),
            (words.asks_others, one.asks),
        )
        return [
            Able(title, tuple((item, self._needs(item)) for item in options))
            for title, options in ways
            if options
        ]

    def _needs(self, item: AbilityOut) -> str:
        return self.words.needs.format(names=", ".join(item.of_names)) if item.of_names else ""
