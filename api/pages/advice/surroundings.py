"""What stands around the options: the package, places like this one, questions, disagreements."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.advice.statements import Telling
from api.pages.advice.subject import Subject
from api.pages.advice.words import AdviceWords
from engine.answer import (
    Answer,
    ConflictOut,
    GuardOut,
    MemberOut,
    NeededOut,
    PackageOut,
    PrecedentOut,
    SharedOut,
    StatedOut,
    TensionOut,
    TriedOut,
    WaitOut,
)


@dataclass(frozen=True)
class Said:
    """A sentence with its reason, and where the passages behind it are."""

    sentence: str
    because: str
    passages: str
    passages_label: str


@dataclass(frozen=True)
class Member:
    """A measure of the package, with what comes first and what it still waits for."""

    name: str
    anchor: str
    verdict: str
    verdict_name: str
    rank: str
    why: str
    after: tuple[Said, ...]
    waits: tuple[Said, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Phase:
    name: str
    members: tuple[Member, ...]


@dataclass(frozen=True)
class Waiting:
    """An option that the package leaves waiting."""

    name: str
    waits: tuple[Said, ...]


@dataclass(frozen=True)
class Package:
    """The package of an answer, told."""

    says: str
    phases: tuple[Phase, ...]
    waiting: tuple[Waiting, ...]
    conflicts: tuple[Said, ...]
    guards: tuple[Said, ...]
    bridges: tuple[str, ...]
    watch: tuple[Said, ...]


@dataclass(frozen=True)
class Tried:
    name: str
    outcome: str
    says: str
    passages: str
    passages_label: str


@dataclass(frozen=True)
class Precedent:
    """A documented case like this place."""

    name: str
    address: str
    whence: str
    says: str
    likeness: str
    alike: tuple[SharedOut, ...]
    differ: tuple[SharedOut, ...]
    tried: tuple[Tried, ...]


@dataclass(frozen=True)
class Question:
    """Something worth asking; ``item`` is its field in a description."""

    text: str
    hangs: str
    item: str


@dataclass(frozen=True)
class Side:
    passages: str
    passages_label: str


@dataclass(frozen=True)
class Tension:
    about: str
    reading: str
    one: Side
    other: Side


@dataclass(frozen=True)
class Surroundings:
    """Tells what surrounds the options of one answer."""

    subject: Subject
    answer: Answer

    @property
    def words(self) -> AdviceWords:
        return AdviceWords(self.subject.frame.language)

    @property
    def telling(self) -> Telling:
        return Telling(self.subject, self.answer.language)

    @property
    def package(self) -> Package | None:
        found = self.answer.package
        if found is None:
            return None
        names = {item.intervention: item.verdict_name for item in self.answer.ranking}
        return Package(
            says=found.says,
            phases=tuple(
                Phase(
                    self.words.phase.format(number=phase.number),
                    tuple(self._member(one, names) for one in phase.members),
                )
                for phase in found.phases
            ),
            waiting=tuple(Waiting(one.name, self._waits(one.waits_for)) for one in found.waiting),
            conflicts=tuple(self._conflict(one) for one in found.conflicts),
            guards=tuple(self._guard(one) for one in found.safeguards),
            bridges=tuple(one.says for one in found.bridges),
            watch=self._watch(found),
        )

    def _member(self, one: MemberOut, verdicts: dict[str, str]) -> Member:
        words = self.words
        place = words.member_rank.format(rank=one.rank)
        return Member(
            name=one.name,
            anchor=f"option-{one.intervention}",
            verdict=one.verdict,
            verdict_name=verdicts[one.intervention],
            rank=f"{place}, {words.in_force}" if one.in_force else place,
            why=one.says,
            after=tuple(
                self._said(
                    words.after.format(first=self.telling.option(link.first), because=link.because),
                    link,
                )
                for link in one.after
            ),
            waits=self._waits(one.waits_for),
            indicators=tuple(one.indicators),
        )

    def _waits(self, found: Iterable[WaitOut]) -> tuple[Said, ...]:
        still = self.words.still_waits
        return tuple(self._said(still.format(text=one.text), one) for one in found)

    def _conflict(self, one: ConflictOut) -> Said:
        return self._said(f"{one.says} {one.mind}" if one.mind else one.says, one)

    def _guard(self, one: GuardOut) -> Said:
        names = ", ".join(self.telling.option(slug) for slug in one.accompanies)
        text = one.text[:1].upper() + one.text[1:]
        return self._said(f"{text} ({self.words.accompanies.format(names=names)})", one)

    def _watch(self, found: PackageOut) -> tuple[Said, ...]:
        return tuple(
            self._said("; ".join([one.subject, *(f"{f.name}: {f.here}" for f in one.factors)]), one)
            for one in found.watch
        )

    def _said(self, sentence: str, found: StatedOut) -> Said:
        count = len(found.claims)
        return Said(
            sentence,
            found.because,
            self.subject.passages(found.claims) if count else "",
            self.words.passages(count) if count else "",
        )

    @property
    def precedents(self) -> tuple[Precedent, ...]:
        found = self.answer.precedents
        return tuple(self._precedent(one) for one in found.cases) if found else ()

    @property
    def precedents_say(self) -> str:
        return self.answer.precedents.says if self.answer.precedents else ""

    def _precedent(self, one: PrecedentOut) -> Precedent:
        frame = self.subject.frame
        return Precedent(
            name=one.place,
            address=frame.to("localities", one.case),
            whence=f"{frame.customs.country(one.country)} · {one.period}",
            says=one.says,
            likeness=self.words.likeness.format(
                compared=one.compared, distance=frame.customs.score(one.distance)
            ),
            alike=tuple(one.alike),
            differ=tuple(one.differ),
            tried=tuple(self._tried(tried) for tried in one.tried),
        )

    def _tried(self, one: TriedOut) -> Tried:
        return Tried(
            one.name,
            one.outcome_name,
            one.says or "",
            self.subject.passages([one.claim]) if one.claim else "",
            self.words.passages(1),
        )

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(
            Question(one.question, self.words.hangs(one.decides), item_asked(one))
            for one in self.answer.needed
        )

    @property
    def tensions(self) -> tuple[Tension, ...]:
        return tuple(self._tension(one) for one in self.answer.tensions)

    def _tension(self, one: TensionOut) -> Tension:
        return Tension(one.about, one.reading, self._side(one.a), self._side(one.b))

    def _side(self, claims: list[str]) -> Side:
        return Side(self.subject.passages(claims), self.words.passages(len(claims)))


def item_asked(one: NeededOut) -> str:
    """The field of a description that a question asks about."""
    return f"factors.{one.factor}" if one.factor else str(one.entity)


def language_name(words: AdviceWords, language: str) -> str:
    return {"en": words.english, "es": words.spanish}[language]
