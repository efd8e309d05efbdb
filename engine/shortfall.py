"""How far a condition is from holding: the tests that fail on the nearest way, and by how much."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.conditions import (
    All,
    AnyOf,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
    negated,
)
from engine.knowledge.model import Knowledge
from engine.oracle import Bound, Oracle, whole
from engine.possible import Levels, LevelTarget, Possible
from engine.truth import Truth
from engine.vocabulary import Domain


@dataclass(frozen=True, slots=True)
class Missing:
    """One test that does not hold; ``steps`` is in levels, or 1 where nothing can be counted."""

    test: FactorTest | DiagnosisTest | Pattern
    truth: Truth
    steps: int


class Shortfall:
    """Measures conditions of one locality."""

    def __init__(self, knowledge: Knowledge, oracle: Oracle) -> None:
        self.knowledge = knowledge
        self.oracle = oracle

    def of(self, condition: Condition) -> tuple[Missing, ...]:
        """The fewest tests that would have to turn out otherwise; none when it holds."""
        return tuple(self._missing(condition, {}))

    def _missing(self, condition: Condition, bound: Bound) -> Iterator[Missing]:
        truth = self.oracle.truth(condition, bound)
        if truth is Truth.TRUE:
            return
        match condition:
            case All(parts):
                yield from self._chain(parts, bound)
            case AnyOf(parts):
                ways = [tuple(self._missing(part, bound)) for part in parts]
                yield from min(ways, key=distance, default=())
            case DiagnosisTest(diagnosis, turned):
                behind = whole(self.knowledge.rules[diagnosis])
                yield from self._missing(negated(behind) if turned else behind, {})
            case FactorTest(factor):
                domain = self.knowledge.vocabulary.factors[factor].domain
                steps = _steps(domain, self.oracle.facts.factors[factor], condition)
                yield Missing(condition, truth, steps)
            case Pattern():
                yield Missing(condition, truth, 1)

    def _chain(self, parts: tuple[Condition, ...], bound: Bound) -> Iterator[Missing]:
        """Each part under what the parts before it bind, as far as they hold."""
        for part in parts:
            yield from self._missing(part, bound)
            if self.oracle.truth(part, bound) is not Truth.FALSE:
                bound = self.oracle.best(part, bound)


def distance(missing: tuple[Missing, ...]) -> tuple[int, int]:
    """How far: first by the number of tests, then by steps."""
    return len(missing), sum(item.steps for item in missing)


def _steps(domain: Domain, found: Possible, test: FactorTest) -> int:
    """Levels between what was found and what the test accepts; an unknown is one question."""
    match found, test.target:
        case Levels(mask), LevelTarget(accepted) if domain.type == "ordinal":
            here = [k for k in range(len(domain.levels)) if mask >> k & 1]
            there = [k for k in range(len(domain.levels)) if accepted >> k & 1]
            return max(min((abs(a - b) for a in here for b in there), default=1), 1)
    return 1
