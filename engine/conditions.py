"""Conditions of rules, and the one table of operators.

A condition is a small tree over factor tests, diagnoses and entity patterns. What a test *means*
stands in one place: each row of :data:`OPERATORS` turns an operand into the set of values that
the test accepts (a target of :mod:`engine.possible`) and carries the words for it. Every
evaluator asks the same two questions about that set (does what is possible lie in it, does it
touch it), so one value, a column of values, durable_rules and the explanation cannot drift apart.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine.possible import (
    LevelTarget,
    MemberTarget,
    RangeTarget,
    Target,
    WordTarget,
)
from engine.text import Text
from engine.vocabulary import LEVELLED, Domain, DomainType


@dataclass(frozen=True, slots=True)
class Operator:
    """One row: which domains it applies to, what it accepts, and how it reads."""

    name: str
    types: frozenset[DomainType]
    accepts: Callable[[Domain, Any], Target]
    words: Text
    many: bool = False  # whether the operand may be a list


def _levels(domain: Domain, mask: int) -> LevelTarget:
    return LevelTarget(mask & domain.everything, len(domain.levels))


def _is(domain: Domain, operand: Any) -> Target:
    if domain.type == "number":
        return RangeTarget(float(operand), float(operand))
    if domain.type == "text":
        return WordTarget(operand)
    return _levels(domain, domain.mask([operand]))


def _at_least(domain: Domain, operand: Any) -> Target:
    if domain.type == "number":
        return RangeTarget(float(operand), math.inf)
    return _levels(domain, -1 << domain.index[operand])


def _at_most(domain: Domain, operand: Any) -> Target:
    if domain.type == "number":
        return RangeTarget(-math.inf, float(operand))
    return _levels(domain, (2 << domain.index[operand]) - 1)


_ANY_LEVELS: frozenset[DomainType] = LEVELLED
_ORDERED: frozenset[DomainType] = frozenset({"ordinal", "number"})

OPERATORS: Mapping[str, Operator] = {
    row.name: row
    for row in (
        Operator(
            "is",
            _ANY_LEVELS | {"number", "text"},
            _is,
            Text("{subject} is {operand}", "{subject} es {operand}"),
        ),
        Operator(
            "in",
            _ANY_LEVELS,
            lambda domain, operand: _levels(domain, domain.mask(operand)),
            Text("{subject} is {operand}", "{subject} es {operand}"),
            many=True,
        ),
        Operator(
            "at_least",
            _ORDERED,
            _at_least,
            Text("{subject} is at least {operand}", "{subject} es al menos {operand}"),
        ),
        Operator(
            "at_most",
            _ORDERED,
            _at_most,
            Text("{subject} is at most {operand}", "{subject} es a lo sumo {operand}"),
        ),
        Operator(
            "above",
            frozenset({"number"}),
            lambda _, operand: RangeTarget(float(operand), math.inf, open_low=True),
            Text("{subject} is above {operand}", "{subject} es más de {operand}"),
        ),
        Operator(
            "below",
            frozenset({"number"}),
            lambda _, operand: RangeTarget(-math.inf, float(operand), open_high=True),
            Text("{subject} is below {operand}", "{subject} es menos de {operand}"),
        ),
        Operator(
            "includes",
            frozenset({"several"}),
            lambda domain, operand: MemberTarget(
                domain.mask([operand] if isinstance(operand, str) else operand)
            ),
            Text("{subject} includes {operand}", "{subject} incluye {operand}"),
            many=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class FactorTest:
    """A test on a factor; ``negated`` when it stands under a *not*."""

    factor: str
    operator: str
    operand: Any
    target: Target
    negated: bool = False


@dataclass(frozen=True, slots=True)
class DiagnosisTest:
    """That a named situation holds."""

    diagnosis: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """The attribute of an entity bound earlier: ``$g.name``."""

    alias: str
    attribute: str


@dataclass(frozen=True, slots=True)
class AttributeTest:
    """A test on an attribute: against values (``target``), or a join with another entity's."""

    attribute: str
    operator: str
    operand: Any
    target: Target | None
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """There is such an entity (or, ``absent``, there is no other such entity)."""

    kind: str
    alias: str | None
    tests: tuple[AttributeTest, ...]
    absent: bool = False


@dataclass(frozen=True, slots=True)
class All:
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: "tuple[Condition, ...]"


Condition = FactorTest | DiagnosisTest | Pattern | All | AnyOf

ALWAYS = All(())


def negated(condition: Condition) -> Condition:
    """The condition's *not*, pushed to the leaves (De Morgan holds in Kleene's logic)."""
    match condition:
        case FactorTest():
            return replace(
                condition, target=condition.target.negated(), negated=not condition.negated
            )
        case DiagnosisTest():
            return replace(condition, negated=not condition.negated)
        case Pattern():
            return replace(condition, absent=not condition.absent)
        case All(parts):
            return AnyOf(tuple(negated(part) for part in parts))
        case AnyOf(parts):
            return All(tuple(negated(part) for part in parts))


def leaves(condition: Condition) -> Iterator[FactorTest | DiagnosisTest | Pattern]:
    """The tests of a condition, from left to right."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield condition


def factors_of(condition: Condition) -> frozenset[str]:
    return frozenset(leaf.factor for leaf in leaves(condition) if isinstance(leaf, FactorTest))


def diagnoses_of(condition: Condition) -> frozenset[str]:
    return frozenset(
        leaf.diagnosis for leaf in leaves(condition) if isinstance(leaf, DiagnosisTest)
    )


def aliases_of(condition: Condition) -> frozenset[str]:
    """Names that the condition's patterns bind."""
    return frozenset(
        leaf.alias
        for leaf in leaves(condition)
        if isinstance(leaf, Pattern) and leaf.alias and not leaf.absent
    )


def is_specific(condition: Condition) -> bool:
    """Whether a condition speaks of the locality at all, and not only of the catalogue."""
    return any(
        not (isinstance(leaf, Pattern) and leaf.kind == "intervention")
        for leaf in leaves(condition)
    )
