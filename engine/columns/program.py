"""The rules compiled once: every test that any rule makes, shared, as a graph of planes."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from engine.conditions import (
    ALWAYS,
    All,
    AnyOf,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
    leaves,
)
from engine.facts import catalogue_entities
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.oracle import whole
from engine.possible import Possible, Target, holds
from engine.rule import CAUTIOUS, Rule
from engine.truth import Truth

NEVER = AnyOf(())

# A node of the graph is named by its place; those it is built from stand before it.
Node = int


@dataclass(frozen=True, slots=True)
class FactorNode:
    """Whether what is possible of a factor lies in what a test accepts."""

    factor: str
    target: Target


@dataclass(frozen=True, slots=True)
class Combined:
    """The minimum (*all*) or the maximum (*any*) of other planes."""

    how: Literal["all", "any"]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Inverse:
    part: Node


@dataclass(frozen=True, slots=True)
class Matching:
    """A condition with entity patterns; ``pins`` bind names to interventions beforehand."""

    condition: Condition
    pins: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Guarded:
    """How far a cautious rule stands: its condition, unless its exception is known to hold."""

    when: Node
    unless: Node


@dataclass(frozen=True, slots=True)
class GuardedMatching:
    """The same for a condition that binds names, which the exception may speak of."""

    when: Condition
    unless: Condition | None
    pins: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Exemption:
    """How far the exception holds of the bindings under which a cautious rule fires: the least."""

    when: Condition
    unless: Condition
    pins: tuple[tuple[str, int], ...]


Step = FactorNode | Combined | Inverse | Matching | Guarded | GuardedMatching | Exemption


@dataclass(frozen=True, slots=True)
class Reach:
    """Where one rule's state is found, and the interventions (by place) that it then reaches.

    ``exception`` is the plane of a cautious rule's exception, if it has one.
    """

    rule: Rule
    state: Node
    options: tuple[int, ...]
    exception: Node | None = None


@dataclass(frozen=True, eq=False)
class Program:
    """All rules of a knowledge base, ready for columns.

    ``planes_of`` finds the node of a condition without entity patterns.

    ``reaches`` has one entry for a rule, or several where the rule binds interventions by a
    pattern: then one for each set of interventions that nothing tells apart.
    """

    knowledge: Knowledge
    steps: tuple[Step, ...]
    planes_of: dict[Condition, Node]
    reaches: tuple[Reach, ...]


@kept
def compiled(knowledge: Knowledge) -> Program:
    """The program of a knowledge base."""
    compiler = _Compiler(knowledge)
    reaches = [reach for rule in knowledge.active for reach in compiler.reaches(rule)]
    known = {c: node for c, node in compiler.planes.items() if not has_patterns(c)}
    return Program(knowledge, tuple(compiler.steps), known, tuple(reaches))


def has_patterns(condition: Condition) -> bool:
    return any(isinstance(leaf, Pattern) for leaf in leaves(condition))


@dataclass
class _Compiler:
    knowledge: Knowledge
    steps: dict[Step, Node] = field(default_factory=dict)
    planes: dict[Condition, Node] = field(default_factory=dict)

    def step(self, step: Step) -> Node:
        return self.steps.setdefault(step, len(self.steps))

    def plane(self, condition: Condition) -> Node:
        """The node of a condition by itself, with no name bound before it."""
        if condition not in self.planes:
            self.planes[condition] = self._plane(condition)
        return self.planes[condition]

    def _plane(self, condition: Condition) -> Node:
        if has_patterns(condition):
            self._inner(condition)
            return self.step(Matching(condition))
        match condition:
            case All(parts):
                return self._combined("all", parts)
            case AnyOf(parts):
                return self._combined("any", parts)
            case FactorTest(factor, target=target):
                return self.step(FactorNode(factor, target))
            case DiagnosisTest(diagnosis, negated=negated):
                inner = self.plane(whole(self.knowledge.rules[diagnosis]))
                return self.step(Inverse(inner)) if negated else inner
        raise TypeError(f"not a condition: {condition!r}")

    def _combined(self, how: Literal["all", "any"], parts: tuple[Condition, ...]) -> Node:
        nodes = tuple(sorted({self.plane(part) for part in parts}))
        return nodes[0] if len(nodes) == 1 else self.step(Combined(how, nodes))

    def _inner(self, condition: Condition) -> None:
        """Compile the parts without patterns, which a match looks up by themselves."""
        match condition:
            case All(parts) | AnyOf(parts):
                for part in parts:
                    if has_patterns(part):
                        self._inner(part)
                    else:
                        self.plane(part)
            case Pattern():
                pass
            case _:
                self.plane(condition)

    def reaches(self, rule: Rule) -> Iterator[Reach]:
        alias = rule.targets.alias
        if alias is None:
            options = tuple(self._place(slug) for slug in rule.targets.slugs)
            yield self._reach(rule, options, ())
            return
        for options, simple in self._alike(rule, alias):
            pins = ((alias, options[0]),)
            if simple:
                yield self._reach(self._settled(rule, options[0]), options, ())
            else:
                yield self._reach(rule, options, pins)

    def _place(self, slug: str) -> int:
        return list(self.knowledge.interventions).index(slug)

    def _reach(
        self, rule: Rule, options: tuple[int, ...], pins: tuple[tuple[str, int], ...]
    ) -> Reach:
        for condition in rule.conditions():
            self._inner(condition)
        if rule.kind not in CAUTIOUS:
            condition = whole(rule)
            if not pins:
                return Reach(rule, self.plane(condition), options)
            self._inner(condition)
            return Reach(rule, self.step(Matching(condition, pins)), options)
        if has_patterns(rule.when):
            state = self.step(GuardedMatching(rule.when, rule.unless, pins))
            if rule.unless is None:
                return Reach(rule, state, options)
            exception = self.step(Exemption(rule.when, rule.unless, pins))
            return Reach(rule, state, options, exception)
        when = self.plane(rule.when)
        if rule.unless is None:
            return Reach(rule, when, options)
        unless = self.plane(rule.unless)
        return Reach(rule, self.step(Guarded(when, unless)), options, unless)

    def _settled(self, rule: Rule, place: int) -> Rule:
        """The rule for one intervention, whose own pattern is as true as it is."""

        def settle(condition: Condition) -> Condition:
            match condition:
                case All(parts):
                    return All(tuple(settle(part) for part in parts))
                case AnyOf(parts):
                    return AnyOf(tuple(settle(part) for part in parts))
                case Pattern(kind, tests=tests) if kind == catalogue.kind:
                    fits = all(
                        holds(entity.values[test.attribute], test.target) is Truth.TRUE
                        for test in tests
                        if test.target is not None
                    )
                    return ALWAYS if fits else NEVER
                case _:
                    return condition

        catalogue = self.knowledge.vocabulary.catalogue
        entity = catalogue_entities(self.knowledge)[place]
        return replace(rule, when=settle(rule.when))

    def _alike(self, rule: Rule, alias: str) -> Iterator[tuple[tuple[int, ...], bool]]:
        """The interventions in groups that the rule cannot tell apart.

        With each, whether its pattern can be settled beforehand: it is the only one about the
        catalogue, and joins with no other.
        """
        patterns = [
            leaf
            for condition in rule.conditions()
            for leaf in leaves(condition)
            if isinstance(leaf, Pattern)
        ]
        catalogue = self.knowledge.vocabulary.catalogue.kind
        own = [pattern for pattern in patterns if pattern.kind == catalogue]
        joined = [test for pattern in patterns for test in pattern.tests if test.reference]
        entities = catalogue_entities(self.knowledge)
        pointed = any(test.reference and test.reference.alias == alias for test in joined)
        if len(own) != 1 or pointed or own[0].absent:
            for place in range(len(entities)):
                yield (place,), False
            return
        tested = sorted({test.attribute for test in own[0].tests})
        groups: dict[tuple[Possible, ...], list[int]] = {}
        for place, entity in enumerate(entities):
            key = tuple(entity.values[name] for name in tested)
            groups.setdefault(key, []).append(place)
        simple = not any(test.reference for test in own[0].tests)
        for group in groups.values():
            yield tuple(group), simple
