"""What to ask: the unknowns on which a rule's truth still hangs."""

from collections.abc import Iterator
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
from engine.oracle import UNSEEN, Bound, Oracle, whole
from engine.outcomes import Outcome
from engine.profile import Entity
from engine.rule import CAUTIOUS, Rule
from engine.text import Text
from engine.truth import Truth


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
        for question in asker.ask(rule.unless, {}):
            found.setdefault(question.subject, question)
    return tuple(found.values())


class _Asker:
    def __init__(self, knowledge: Knowledge, oracle: Oracle) -> None:
        self.knowledge = knowledge
        self.vocabulary = knowledge.vocabulary
        self.oracle = oracle

    def ask(self, condition: Condition, bound: Bound) -> Iterator[Question]:
        """Questions about the parts of a condition that leave its truth open."""
        if self.oracle.truth(condition, bound) is not Truth.UNKNOWN:
            return
        match condition:
            case All(parts):
                names = bound
                for part in parts:
                    yield from self.ask(part, names)
                    names = self.oracle.best(part, names)
            case AnyOf(parts):
                for part in parts:
                    yield from self.ask(part, bound)
            case FactorTest(factor):
                found = self.vocabulary.factors[factor]
                yield Question(factor, found.question, is_factor=True)
            case DiagnosisTest(diagnosis):
                yield from self.ask(whole(self.knowledge.rules[diagnosis]), {})
            case Pattern():
                yield from self._entity(condition, bound)

    def _entity(self, pattern: Pattern, bound: Bound) -> Iterator[Question]:
        kind = self.vocabulary.kinds[pattern.kind]
        if not self.oracle.facts.is_closed(pattern.kind):
            yield Question(kind.list_name, kind.question, is_factor=False)
            return
        for entity in self.oracle.facts.entities[pattern.kind]:
            for test in pattern.tests:
                if test.reference and test.reference.alias not in bound:
                    continue
                truth = self.oracle.attribute(pattern.kind, entity, test, bound)
                if truth is Truth.UNKNOWN:
                    yield from self._attribute(pattern.kind, entity, test, bound)

    def _attribute(
        self, kind: str, entity: Entity, test: AttributeTest, bound: Bound
    ) -> Iterator[Question]:
        """What leaves a test open: the entity's own attribute, or the one it is joined with."""
        own = entity.values.get(test.attribute)
        if own is None or (test.reference is None and kind != self.vocabulary.catalogue.kind):
            yield self._about(kind, test.attribute)
        elif test.reference is not None:
            other, position = bound[test.reference.alias]
            if position != UNSEEN:  # of an unseen entity the list itself is asked
                yield self._about(other, test.reference.attribute)

    def _about(self, kind: str, name: str) -> Question:
        attribute = self.vocabulary.kinds[kind].attributes[name]
        return Question(f"{kind}.{name}", attribute.question, is_factor=False)
