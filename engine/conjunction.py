"""A condition as alternatives of engine patterns: each a conjunction, one engine rule.

Tests on one factor join in one pattern, since one fact never fills two. An entity list that was
not given is a fact of its own, which lets a pattern *may* hold with nothing known about the
entity; joins on such an entity hold as far as one can tell.

The catalogue of interventions is the same for every locality and all known, so that a pattern that
looks through it is settled here, once: what is left for the engine is what it is joined to.
"""

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
)
from engine.errors import EvaluationError
from engine.outcomes import Binding
from engine.planes import FALSE, TRUE, Plane, Test, attribute_tests, tests_of
from engine.possible import Levels, Possible, Several, holds
from engine.profile import Entity
from engine.vocabulary import Domain, Vocabulary

# A pattern's name and its tests, in the order in which the engine reads them.
Literal_ = tuple[str, tuple[Test, ...]]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One engine rule to be: its patterns, what they are named, what of the catalogue they reach.

    ``chosen`` are the ways in which the names of settled patterns may be bound.
    """

    patterns: tuple[Literal_, ...]
    aliases: Mapping[str, str]  # pattern name to the alias in the rule
    chosen: tuple[Binding, ...]
    negates: bool


@dataclass
class Needs:
    """What the compiled patterns ask of facts; nothing else is ever asserted.

    ``members`` are attributes of several values that something is joined to: each value is a fact.
    Those in ``whole`` are asked for in a negated pattern, which is one fact: there each member
    carries its entity's attributes as well.
    """

    factors: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    entities: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    members: set[tuple[str, str]] = field(default_factory=set)
    whole: set[tuple[str, str]] = field(default_factory=set)


def alternatives_of(condition: Condition) -> list[list[Any]]:
    """Disjunctive normal form: lists of leaves, in the order in which names are bound."""
    match condition:
        case All(parts):
            return [
                list(itertools.chain.from_iterable(choice))
                for choice in itertools.product(*(alternatives_of(part) for part in parts))
            ]
        case AnyOf(parts):
            return [leaves for part in parts for leaves in alternatives_of(part)]
        case _:
            return [[condition]]


def width(condition: Condition) -> int:
    """How many alternatives a condition has, counted without writing them down."""
    match condition:
        case All(parts):
            return math.prod(width(part) for part in parts)
        case AnyOf(parts):
            return sum(width(part) for part in parts)
        case _:
            return 1


class Conjunction:
    """One conjunction of leaves, each on its plane, as alternatives of engine patterns."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        catalogue: Sequence[Entity],
        needs: Needs,
        leaves: tuple[tuple[Any, Plane], ...],
    ) -> None:
        self.vocabulary = vocabulary
        self.catalogue = catalogue
        self.needs = needs
        self.leaves = leaves
        self.bound: dict[str, tuple[str, str]] = {}  # alias to pattern name and entity kind
        patterns = [leaf for leaf, _ in leaves if isinstance(leaf, Pattern)]
        named = Counter(leaf.alias for leaf in patterns if leaf.alias)
        for leaf in patterns:
            named.update(test.reference.alias for test in leaf.tests if test.reference)
        # Settled together or not at all: two patterns never stand for the same intervention. What
        # asks that there be no other, or is joined to an intervention, needs the facts.
        self._settles = all(
            not leaf.absent and (not leaf.alias or named[leaf.alias] == 1)
            for leaf in patterns
            if self._looks_through(leaf)
        )

    def _looks_through(self, pattern: Pattern) -> bool:
        return pattern.kind == self.vocabulary.catalogue.kind

    def alternatives(self) -> Iterator["Alternative"]:
        choices: list[list[dict[str, Any]]] = []
        for number, (leaf, plane) in enumerate(self.leaves):
            choices.append(self._leaf(leaf, plane, number))
        for choice in itertools.product(*choices):
            built = self._merge(choice)
            if built is not None:
                yield built

    def _leaf(self, leaf: Any, plane: Plane, number: int) -> list[dict[str, Any]]:
        match leaf:
            case FactorTest(factor, target=target):
                ways = tests_of("", target, plane)
                for way in ways:
                    self.needs.factors[factor].update(_attributes_of(way))
                return [{"on": f"factor:{factor}", "tests": way} for way in ways]
            case DiagnosisTest(name, negated=negated):
                if negated:
                    other = "may" if plane == "must" else "must"
                    none = {"kind": f"{other}:{name}", "tests": (), "joins": (), "extra": ()}
                    return [{"none": [none], "closed": None}]
                return [{"on": f"{plane}:{name}", "tests": ()}]
            case Pattern(absent=True):
                return self._absent(leaf, plane, number)
            case Pattern():
                return self._present(leaf, plane, number)
        raise TypeError(f"not a leaf: {leaf!r}")

    def _settled(self, pattern: Pattern, plane: Plane, number: int) -> list[dict[str, Any]]:
        """A pattern of the catalogue as what fits, with what it asks of those it is joined to."""
        kind = self.vocabulary.kinds[pattern.kind]
        own = [test for test in pattern.tests if test.target is not None]
        fitting = frozenset(
            place
            for place, entity in enumerate(self.catalogue)
            if all(holds(entity.values[t.attribute], t.target) for t in own if t.target)
        )
        ways = [
            self._words(kind.attributes[test.attribute].domain, test, plane)
            for test in pattern.tests
            if test.reference is not None
        ]
        found = []
        for choice in itertools.product(*ways):
            joins = tuple(join for join, _ in choice)
            places = fitting.intersection(*(reached for _, reached in choice))
            if places:
                found.append(
                    {"settled": f"p{number}", "joins": joins, "places": tuple(sorted(places))}
                )
        return [{**way, "alias": pattern.alias} for way in found]

    def _words(
        self, domain: Domain, test: AttributeTest, plane: Plane
    ) -> list[tuple[tuple[Any, ...], frozenset[int]]]:
        """Each word that what is joined may be, and the interventions that it reaches."""
        assert test.reference is not None
        left, kind = self.bound[test.reference.alias]
        word, known = f"{test.reference.attribute}__v", f"{test.reference.attribute}__k"
        self.needs.entities[kind].update((word, known))
        reached: dict[str, set[int]] = defaultdict(set)
        for place, entity in enumerate(self.catalogue):
            for level in domain.named(_mask(entity.values[test.attribute])):
                reached[level.value].add(place)
        ways: list[tuple[tuple[Any, ...], frozenset[int]]] = [
            (("left", left, {word: value}), frozenset(places)) for value, places in reached.items()
        ]
        if plane == "may":
            everything = frozenset(range(len(self.catalogue)))
            ways.append((("left", left, {known: FALSE}), everything))
            ways.append((("left-unseen", left), everything))
        return ways

    def _present(self, pattern: Pattern, plane: Plane, number: int) -> list[dict[str, Any]]:
        if self._settles and self._looks_through(pattern):
            return self._settled(pattern, plane, number)
        name = f"p{number}"
        ways = [
            {"entity": name, "kind": pattern.kind, "tests": tests, "joins": joins, "extra": extra}
            for tests, joins, extra in self._entity_ways(pattern, plane, name)
        ]
        if plane == "may" and pattern.kind != self.vocabulary.catalogue.kind:
            ways.append({"open": pattern.kind, "unseen": name})
        if pattern.alias:
            self.bound[pattern.alias] = (name, pattern.kind)
        return [{**way, "alias": pattern.alias} for way in ways]

    def _absent(self, pattern: Pattern, plane: Plane, number: int) -> list[dict[str, Any]]:
        """No other entity fits: none *may* fit (certain), or none *must* (possible)."""
        other: Plane = "may" if plane == "must" else "must"
        name = f"n{number}"
        ways = [
            {"entity": name, "kind": pattern.kind, "tests": tests, "joins": joins, "extra": extra}
            for tests, joins, extra in self._entity_ways(pattern, other, name)
        ]
        joined = {member for way in ways for _, member, _, _ in way["extra"]}
        if len(joined) > 1:
            raise EvaluationError("a negated pattern may join one attribute of several values")
        self.needs.whole.update(tuple(member.split(":")) for member in joined)
        closed = plane == "must" and pattern.kind != self.vocabulary.catalogue.kind
        return [{"none": ways, "closed": pattern.kind if closed else None}]

    def _entity_ways(
        self, pattern: Pattern, plane: Plane, name: str
    ) -> Iterator[tuple[tuple[Test, ...], tuple[Any, ...], tuple[Any, ...]]]:
        """The alternatives of one entity pattern: constant tests, joins, facts of members."""
        options: list[list[tuple[tuple[Test, ...], tuple[Any, ...], tuple[Any, ...]]]] = []
        for index, test in enumerate(pattern.tests):
            attribute = self.vocabulary.kinds[pattern.kind].attributes[test.attribute]
            domain = attribute.domain
            if test.target is not None:
                ways = attribute_tests(attribute, test.target, plane)
                options.append([(way, (), ()) for way in ways])
            else:
                options.append(self._join(pattern.kind, test, domain, plane, f"{name}m{index}"))
        for choice in itertools.product(*options):
            tests = tuple(itertools.chain.from_iterable(way[0] for way in choice))
            joins = tuple(itertools.chain.from_iterable(way[1] for way in choice))
            extra = tuple(itertools.chain.from_iterable(way[2] for way in choice))
            self.needs.entities[pattern.kind].update(_attributes_of(tests))
            yield tests, joins, extra

    def _join(
        self, kind: str, test: AttributeTest, domain: Domain, plane: Plane, member: str
    ) -> list[tuple[tuple[Test, ...], tuple[Any, ...], tuple[Any, ...]]]:
        assert test.reference is not None
        left, left_kind = self.bound[test.reference.alias]
        left_word = f"{test.reference.attribute}__v"
        left_known = f"{test.reference.attribute}__k"
        self.needs.entities[left_kind].update((left_word, left_known))
        known = (left, {left_known: TRUE})
        unknown = (left, {left_known: FALSE})
        if domain.type == "several":
            self.needs.members.add((kind, test.attribute))
            flag = {"surely": TRUE} if plane == "must" else {"possibly": TRUE}
            fact = (member, f"{kind}:{test.attribute}", (flag,), (left, left_word))
            ways: list[Any] = [((), (("left", *known),), (fact,))]
        else:
            own = {f"{test.attribute}__k": TRUE}
            self.needs.entities[kind].update((f"{test.attribute}__k", f"{test.attribute}__v"))
            equal = ("equal", f"{test.attribute}__v", left, left_word)
            ways = [((own,), (("left", *known), equal), ())]
            if plane == "may":
                ways.append((({f"{test.attribute}__k": FALSE},), (), ()))
        if plane == "may":
            ways.append(((), (("left", *unknown),), ()))
            ways.append(((), (("left-unseen", left),), ()))
        return ways

    def _merge(self, choice: tuple[dict[str, Any], ...]) -> Alternative | None:
        """One alternative: tests on one factor join in one pattern (one fact fills one pattern)."""
        unseen = {way["unseen"] for way in choice if "unseen" in way}
        merged: dict[str, tuple[str, list[Test], list[Test]]] = {}
        aliases: dict[str, str] = {}
        denied: set[str] = set()
        settled: list[tuple[str | None, tuple[int, ...]]] = []
        for way in choice:
            if "settled" in way:
                if self._joins(merged, way["joins"], unseen) is None:
                    return None
                settled.append((way["alias"], way["places"]))
            elif "on" in way:
                self._on(merged, way["on"], way["tests"])
            elif "open" in way:
                self._on(merged, f"open:{way['open']}", ())
            elif "none" in way:
                if way["closed"]:
                    self._on(merged, f"closed:{way['closed']}", ())
                for none in way["none"]:
                    self._none(merged, none, unseen)
                    denied.add(none["kind"])
            elif not self._entity(merged, way, unseen):
                return None
            if way.get("alias") and "entity" in way:
                aliases[way["entity"]] = way["alias"]
        if any(kind in denied for name, (kind, _, _) in merged.items() if name[0] == "k"):
            return None  # a diagnosis both asked for and denied: its one fact would fill one only
        patterns: list[Literal_] = [
            (name, ({"kind": kind}, *tests, *_guarded(joins)))
            for name, (kind, tests, joins) in merged.items()
        ]
        return Alternative(tuple(patterns), aliases, _ways(settled), bool(denied))

    @staticmethod
    def _on(
        merged: dict[str, tuple[str, list[Test], list[Test]]], kind: str, tests: Iterable[Test]
    ) -> None:
        name = f"k{len(merged)}"
        for known, (its_kind, its_tests, _) in merged.items():
            if its_kind == kind and known.startswith("k"):
                its_tests.extend(test for test in tests if test not in its_tests)
                return
        merged[name] = (kind, list(tests), [])

    def _entity(
        self,
        merged: dict[str, tuple[str, list[Test], list[Test]]],
        way: dict[str, Any],
        unseen: set[str],
    ) -> bool:
        """Add an entity's pattern; False when the alternative asks for an unseen entity's word."""
        tests, members = list(way["tests"]), []
        joins = self._joins(merged, way["joins"], unseen)
        if joins is None:
            return False
        for member, kind, flags, (left, left_word) in way["extra"]:
            if left in unseen:
                return False
            owner = {"owner": {way["entity"]: "id_"}}
            members.append((member, kind, list(flags), [owner, {"value": {left: left_word}}]))
        merged[way["entity"]] = (way["kind"], tests, joins)
        for member, kind, flags, member_joins in members:
            merged[member] = (kind, flags, member_joins)
        return True

    @staticmethod
    def _joins(
        merged: dict[str, tuple[str, list[Test], list[Test]]],
        asked: Iterable[tuple[Any, ...]],
        unseen: set[str],
    ) -> list[Test] | None:
        """Joins with what is bound before, its own tests added to it; None if it is not seen."""
        joins: list[Test] = []
        for kind, *rest in asked:
            if kind == "equal":
                own, left, left_word = rest
                if left in unseen:
                    return None
                joins.append({own: {left: left_word}})
            elif kind == "left":
                left, test = rest
                if left in unseen:
                    return None
                if test not in merged[left][1]:
                    merged[left][1].append(test)
            elif rest[0] not in unseen:  # "left-unseen": only when it is
                return None
        return joins

    @staticmethod
    def _none(
        merged: dict[str, tuple[str, list[Test], list[Test]]],
        none: dict[str, Any],
        unseen: set[str],
    ) -> None:
        """Add a negated pattern where it stands: no entity but those before it is left out.

        Nothing is added when the pattern asks for an unseen entity's word: then it cannot match.
        """
        joins: list[Test] = []
        for kind, *rest in none["joins"]:
            if kind == "equal":
                own, left, left_word = rest
                if left in unseen:
                    return
                joins.append({own: {left: left_word}})
            elif kind == "left":
                left, test = rest
                if left in unseen:
                    return
                ((name, value),) = test.items()
                # The left fact's flag, read through a join with a constant of our own fact.
                joins.append({"one" if value == TRUE else "zero": {left: name}})
            elif rest[0] not in unseen:
                return
        kind, tests = none["kind"], list(none["tests"])
        for _, member, flags, (left, left_word) in none["extra"]:
            if left in unseen:
                return
            # A member is no fact that another pattern holds, so those entities are named here.
            taken = [name for name, (its, _, _) in merged.items() if its == kind and name[0] == "p"]
            joins = [
                *joins,
                *({"$neq": {"id_": {name: "id_"}}} for name in taken),
                {"value": {left: left_word}},
            ]
            kind, tests = member, [*flags, *tests]
        merged[f"x{len(merged)}$not"] = (kind, tests, joins)


def _ways(settled: Sequence[tuple[str | None, tuple[int, ...]]]) -> tuple[Binding, ...]:
    """How settled patterns may be bound together; two never stand for the same intervention."""
    found = {
        tuple(
            sorted(
                (alias, place) for (alias, _), place in zip(settled, places, strict=True) if alias
            )
        )
        for places in itertools.product(*(places for _, places in settled))
        if len(set(places)) == len(places)
    }
    return tuple(sorted(found))


def _mask(possible: Possible) -> int:
    """The levels that a known attribute has."""
    assert isinstance(possible, Levels | Several)
    return possible.mask if isinstance(possible, Levels) else possible.surely


def _guarded(joins: list[Test]) -> list[Test]:
    """Joins, with the always-true test that must stand last among them."""
    if not joins:
        return []
    ((_, left),) = joins[-1].items()
    ((name, _),) = left.items()
    return [*joins, {"$gte": {"z": {name: "z"}}}]


def _attributes_of(tests: Iterable[Test]) -> Iterator[str]:
    for test in tests:
        for key, inner in test.items():
            if key.startswith("$"):
                yield from inner
            else:
                yield key
