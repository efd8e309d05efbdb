"""What to ask: the unknowns on which a rule's truth still hangs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
)
from engine.knowledge.model import Knowledge
from engine.oracle import NOTHING_BOUND, UNSEEN, Bound, Oracle, name_of, whole
from engine.outcomes import Outcome
from engine.profile import Entity
from engine.rule import CAUTIOUS, Rule
from engine.text import Text
from engine.truth import Truth

# Beyond so many different ways to fill a rule's patterns, one more has hardly a new question.
MAXIMUM_WAYS = 20
# What settles less than a tenth of a bit of the first three matters less than a contraindication
# that may hang on it (ours; two draws of a thousand differ by about a hundredth).
LITTLE = 0.1
SETTLED_DIGITS = 2  # what settles less than a hundredth of a bit settles nothing


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to find out: a factor, or an attribute of an entity (``group.hierarchy``)."""

    subject: str
    question: Text
    is_factor: bool


def questions(
    knowledge: Knowledge, oracle: Oracle, rule: Rule, result: Outcome
) -> tuple[Question, ...]:
    """The questions that would decide the rule, or whether its exception holds.

    Only unknowns that matter: in an *all* with a false part nothing matters any more, in an *any*
    with a true part nothing either. Through a diagnosis, the factors it rests on are asked.
    """
    asker = _Asker(knowledge, oracle)
    found: dict[str, Question] = {}
    cautious = rule.kind in CAUTIOUS
    if result.state == "undecided":
        for question in asker.ask(rule.when if cautious else whole(rule), {}):
            found.setdefault(question.subject, question)
    if cautious and rule.unless is not None and result.state != "silent":
        for way in asker.ways(rule.when, {}):
            for question in asker.ask(rule.unless, way):
                found.setdefault(question.subject, question)
    return tuple(found.values())


def open_questions(
    knowledge: Knowledge, oracle: Oracle, condition: Condition
) -> tuple[Question, ...]:
    """The questions that would decide a condition that belongs to no rule of this locality."""
    found: dict[str, Question] = {}
    for question in _Asker(knowledge, oracle).ask(condition, {}):
        found.setdefault(question.subject, question)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Pressing:
    """A question, the rules that hang on it, and how far what comes first does, in bits."""

    question: Question
    rules: tuple[str, ...]
    settles: float | None = None  # not known where nothing was drawn: of entities


def pressing(
    knowledge: Knowledge, asked: Mapping[str, Sequence[Question]], settles: Mapping[str, float]
) -> list[Pressing]:
    """The questions of all open rules, the most pressing first.

    First by how far the answer settles what comes first (``settles``, in bits, by factor); where
    that is too little to matter, by what hangs on it: each open rule spreads its weight over its
    questions, and a contraindication weighs most. Last comes what settles nothing or is not drawn.
    """
    weight: dict[str, float] = {}
    rules: dict[str, list[str]] = {}
    known: dict[str, Question] = {}
    for rule_id, found in asked.items():
        for question in found:
            known[question.subject] = question
            share = knowledge.scales.questions[knowledge.rules[rule_id].kind] / len(found)
            weight[question.subject] = weight.get(question.subject, 0.0) + share
            rules.setdefault(question.subject, []).append(rule_id)
    order = sorted(
        known,
        key=lambda subject: (
            -_settled(settles.get(subject, 0.0)),
            round(settles.get(subject, 0.0), SETTLED_DIGITS) == 0,
            -round(weight[subject], 9),
            subject,
        ),
    )
    return [
        Pressing(known[subject], tuple(rules[subject]), settles.get(subject)) for subject in order
    ]


def _settled(bits: float) -> float:
    return round(bits, SETTLED_DIGITS) if bits >= LITTLE else 0.0


class _Asker:
    def __init__(self, knowledge: Knowledge, oracle: Oracle) -> None:
        self.knowledge = knowledge
        self.vocabulary = knowledge.vocabulary
        self.oracle = oracle
        self.pictures: dict[tuple[str, int], str] = {}

    def ask(
        self, condition: Condition, bound: Bound, way: Bound = NOTHING_BOUND
    ) -> Iterator[Question]:
        """Questions about the parts of a condition that leave its truth open.

        ``way`` is what the names of the whole stand for, when only that is asked about.
        """
        if isinstance(condition, Pattern) and not condition.absent:
            place = way.get(name_of(condition, bound))
            if place is not None and place[0] == condition.kind:
                yield from self._entities(condition, bound, [place[1]])
                return
        if self.oracle.truth(condition, bound) is not Truth.UNKNOWN:
            return
        match condition:
            case All(parts):
                for whole_way in [way] if way else self.ways(condition, bound):
                    yield from self._chain(parts, bound, whole_way)
            case AnyOf(parts):
                for part in parts:
                    yield from self.ask(part, bound)
            case FactorTest(factor):
                found = self.vocabulary.factors[factor]
                yield Question(factor, found.question, is_factor=True)
            case DiagnosisTest(diagnosis):
                yield from self.ask(whole(self.knowledge.rules[diagnosis]), {})
            case Pattern(kind):
                entities = self.oracle.facts.entities.get(kind)
                positions = [UNSEEN] if entities is None else range(len(entities))
                yield from self._entities(condition, bound, positions)

    def _chain(self, parts: Iterable[Condition], bound: Bound, way: Bound) -> Iterator[Question]:
        """Questions about the parts of an *all*, each under the names that those before bind."""
        for part in parts:
            yield from self.ask(part, bound, way)
            _, bound = self.oracle.along(part, bound, way)

    def ways(self, condition: Condition, bound: Bound) -> list[Bound]:
        """What a condition's names may stand for, in an order that no list's order changes.

        Of entities about which the same is known, one is as good as another.
        """
        found: dict[tuple[tuple[str, str], ...], Bound] = {}
        for _, way in self.oracle.solutions(condition, bound):
            found.setdefault(tuple((name, self._picture(*way[name])) for name in sorted(way)), way)
        return [found[picture] for picture in sorted(found)[:MAXIMUM_WAYS]]

    def _picture(self, kind: str, position: int) -> str:
        """What is known about an entity, as a text."""
        if (kind, position) not in self.pictures:
            known = {} if position == UNSEEN else self.oracle.facts.entities[kind][position].values
            self.pictures[kind, position] = repr(sorted(known.items()))
        return self.pictures[kind, position]

    def _entities(
        self, pattern: Pattern, bound: Bound, positions: Iterable[int]
    ) -> Iterator[Question]:
        """What is open about the entities that a pattern may, but need not, stand for."""
        kind = self.vocabulary.kinds[pattern.kind]
        found: dict[str, Question] = {}
        for position in positions:
            if position == UNSEEN:
                yield Question(kind.list_name, kind.question, is_factor=False)
                return
            entity = self.oracle.facts.entities[pattern.kind][position]
            truths = [self.oracle.attribute(pattern.kind, entity, t, bound) for t in pattern.tests]
            if Truth.FALSE in truths:
                continue
            for test, truth in zip(pattern.tests, truths, strict=True):
                if truth is Truth.UNKNOWN:
                    for question in self._attribute(pattern.kind, entity, test, bound):
                        found[question.subject] = question
        yield from (found[subject] for subject in sorted(found))

    def _attribute(
        self, kind: str, entity: Entity, test: AttributeTest, bound: Bound
    ) -> Iterator[Question]:
        """What leaves a test open: the entity's own attribute, or the one it is joined with."""
        own = entity.values.get(test.attribute)
        if own is None or (test.reference is None and kind != self.vocabulary.catalogue.kind):
            yield self._about(kind, test.attribute)
        elif test.reference is not None:
            other, position = bound.get(test.reference.alias, ("", UNSEEN))
            if position != UNSEEN:  # of an unseen entity the list itself is asked
                yield self._about(other, test.reference.attribute)

    def _about(self, kind: str, name: str) -> Question:
        attribute = self.vocabulary.kinds[kind].attributes[name]
        return Question(f"{kind}.{name}", attribute.question, is_factor=False)
