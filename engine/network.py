"""Rules in the form that durable_rules runs, and facts in the form that it is told.

Three-valued logic on a two-valued engine: every condition is compiled twice, to fire when it
*must* hold and when it *may*. A factor's fact carries the lowest and the highest level still
possible and one flag per level, so both questions are plain tests on one fact. Conditions become
alternatives of patterns (disjunctive normal form), one engine rule each. An entity list that was
not given is a fact of its own that lets a pattern *may* hold.

The measured discipline of the engine is kept here and in :mod:`engine.inference`: every pattern
starts with its kind, numbers are floats with a point, every join ends with an always-true test,
negated patterns wait for the ``$go`` fact of their layer, and the engine's limits are checked.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
    aliases_of,
)
from engine.errors import EvaluationError
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.oracle import whole
from engine.possible import (
    Interval,
    Levels,
    LevelTarget,
    MemberTarget,
    Possible,
    RangeTarget,
    Several,
    Target,
    Words,
    WordTarget,
)
from engine.profile import Entity
from engine.rule import CAUTIOUS, Rule
from engine.vocabulary import Attribute, Domain, Vocabulary

Plane = Literal["must", "may"]
Test = dict[str, Any]  # one test of a pattern, in the engine's own form
Signal = Literal["must", "may", "lifted"]

MAXIMUM_ALTERNATIVES = 512
# Limits of the engine, with room to spare: 16 patterns a rule, 255 uses of one pattern, 64
# sibling tests that one fact matches, 511 siblings under one parent.
MAXIMUM_PATTERNS = 14
MAXIMUM_USES = 200
MAXIMUM_SIBLINGS = 60
MAXIMUM_KINDS = 450
MAXIMUM_FLAGS = 20
START = -1  # the layer of rules that hold always

FALSE, TRUE = 0.0, 1.0


@dataclass(frozen=True)
class EngineRule:
    """One alternative of one signal of one rule."""

    rule: str
    signal: Signal
    patterns: tuple[tuple[str, tuple[Test, ...]], ...]
    names: Mapping[str, str]  # pattern name to the alias in the rule
    layer: int | None  # the layer it waits for, when it has negated patterns


@dataclass
class Needs:
    """What the compiled patterns ask of facts; nothing else is ever asserted."""

    factors: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    entities: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    members: set[tuple[str, str]] = field(default_factory=set)


@dataclass(frozen=True)
class Network:
    """All engine rules of a knowledge base."""

    rules: Mapping[str, EngineRule]
    definition: Mapping[str, Any]
    needs: Needs
    vocabulary: Vocabulary
    goes: tuple[tuple[str, ...], ...]  # what to assert at the start and after each layer
    diagnoses: frozenset[str]


# One alternative under construction: tests by pattern, in the order of their appearance.
Literal_ = tuple[str, tuple[Test, ...]]


def compile_network(knowledge: Knowledge) -> Network:
    """Compile every active rule.

    Raises:
        EvaluationError: a rule is too wide for the engine; the knowledge base must split it.
    """
    compiler = _Compiler(knowledge)
    for rule in knowledge.active:
        compiler.add(rule)
    return compiler.network()


class _Compiler:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.vocabulary = knowledge.vocabulary
        self.needs = Needs()
        self.rules: list[EngineRule] = []

    def add(self, rule: Rule) -> None:
        names = aliases_of(rule.when)
        condition = rule.when if rule.kind in CAUTIOUS else whole(rule)
        for plane in ("must", "may"):
            self._signal(rule, plane, [(condition, plane)], names)
        if rule.kind in CAUTIOUS and rule.unless is not None:
            self._signal(rule, "lifted", [(rule.when, "may"), (rule.unless, "must")], names)

    def _signal(
        self,
        rule: Rule,
        signal: Signal,
        parts: list[tuple[Condition, Plane]],
        names: frozenset[str],
    ) -> None:
        conjunctions = [
            tuple(itertools.chain.from_iterable(choice))
            for choice in itertools.product(
                *(
                    [[(leaf, plane) for leaf in leaves] for leaves in _alternatives(condition)]
                    for condition, plane in parts
                )
            )
        ]
        count = 0
        layer = self.knowledge.layers.get(rule.id)
        for conjunction in conjunctions:
            for patterns, aliases, negates in _Conjunction(self, conjunction).alternatives():
                count += 1
                if count > MAXIMUM_ALTERNATIVES or len(patterns) > MAXIMUM_PATTERNS:
                    raise EvaluationError(
                        f"{rule.path}: the condition is too wide for the engine; split the rule"
                    )
                waits = layer if layer is not None else self._above()
                self.rules.append(
                    EngineRule(
                        rule.id,
                        signal,
                        patterns,
                        {pattern: alias for pattern, alias in aliases.items() if alias in names},
                        waits if negates else None,
                    )
                )

    def _above(self) -> int:
        """The layer after the last diagnosis: rules that are not diagnoses build on all."""
        return max(self.knowledge.layers.values(), default=-1) + 1

    def network(self) -> Network:
        rules = {f"r{number}": rule for number, rule in enumerate(self.rules)}
        waiting: Counter[int] = Counter()
        definition: dict[str, Any] = {"begin": {"all": [_pattern("m", ({"kind": "$begin"},))]}}
        for name, rule in rules.items():
            patterns = [_pattern(key, tests) for key, tests in rule.patterns]
            waits = START if not patterns and rule.layer is None else rule.layer
            if waits is not None:
                go = go_kind(waits, waiting[waits] // MAXIMUM_USES)
                waiting[waits] += 1
                patterns.insert(0, _pattern("go", ({"kind": go},)))
            definition[name] = {"all": patterns}
        _check_limits(definition)
        goes = {
            layer: tuple(go_kind(layer, shard) for shard in range(count // MAXIMUM_USES + 1))
            for layer, count in waiting.items()
        }
        return Network(
            rules,
            definition,
            self.needs,
            self.vocabulary,
            tuple(goes[layer] for layer in sorted(goes)),
            frozenset(self.knowledge.diagnoses),
        )


def _pattern(name: str, tests: Iterable[Test]) -> dict[str, Any]:
    return {name: {"$and": list(tests)}}


def _check_limits(definition: Mapping[str, Any]) -> None:
    """Refuse what would crash or hang the engine; see the constants above.

    Equality tests on one attribute count once: a fact matches at most one of them.
    """
    uses: Counter[str] = Counter()
    siblings: dict[str, set[str]] = defaultdict(set)
    for rule in definition.values():
        for pattern in rule["all"]:
            for body in pattern.values():
                tests = body["$and"]
                constant = [test for test in tests if not _is_join(test)]
                uses[repr(constant)] += 1
                siblings[tests[0]["kind"]].update(
                    repr(test) if next(iter(test)).startswith("$") else next(iter(test))
                    for test in constant[1:]
                )
    crowded = [pattern for pattern, count in uses.items() if count > MAXIMUM_USES]
    wide = [kind for kind, tests in siblings.items() if len(tests) > MAXIMUM_SIBLINGS]
    if crowded or wide or len(siblings) > MAXIMUM_KINDS:
        raise EvaluationError(
            f"too much for one engine: patterns used too often {crowded[:3]}, kinds with too many"
            f" tests {wide[:3]}, {len(siblings)} kinds of facts"
        )


def _is_join(test: Test) -> bool:
    ((key, inner),) = test.items()
    return isinstance(inner, dict) and (
        not key.startswith("$") or any(isinstance(value, dict) for value in inner.values())
    )


def go_kind(layer: int, shard: int) -> str:
    return f"$go:{layer}:{shard}"


def _alternatives(condition: Condition) -> list[list[Any]]:
    """Disjunctive normal form: lists of leaves, in the order in which names are bound."""
    match condition:
        case All(parts):
            return [
                list(itertools.chain.from_iterable(choice))
                for choice in itertools.product(*(_alternatives(part) for part in parts))
            ]
        case AnyOf(parts):
            return [leaves for part in parts for leaves in _alternatives(part)]
        case _:
            return [[condition]]


class _Conjunction:
    """One conjunction of leaves, each on its plane, as alternatives of engine patterns."""

    def __init__(self, compiler: _Compiler, leaves: tuple[tuple[Any, Plane], ...]) -> None:
        self.vocabulary = compiler.vocabulary
        self.needs = compiler.needs
        self.leaves = leaves
        self.bound: dict[str, tuple[str, str]] = {}  # alias to pattern name and entity kind

    def alternatives(
        self,
    ) -> Iterator[tuple[tuple[Literal_, ...], Mapping[str, str], bool]]:
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
                    return [{"not": [(f"{other}:{name}", ())]}]
                return [{"on": f"{plane}:{name}", "tests": ()}]
            case Pattern(absent=True):
                return self._absent(leaf, plane, number)
            case Pattern():
                return self._present(leaf, plane, number)
        raise TypeError(f"not a leaf: {leaf!r}")

    def _present(self, pattern: Pattern, plane: Plane, number: int) -> list[dict[str, Any]]:
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

    def _merge(
        self, choice: tuple[dict[str, Any], ...]
    ) -> tuple[tuple[Literal_, ...], Mapping[str, str], bool] | None:
        """One alternative: tests on one factor join in one pattern (one fact fills one pattern)."""
        unseen = {way["unseen"] for way in choice if "unseen" in way}
        merged: dict[str, tuple[str, list[Test], list[Test]]] = {}
        aliases: dict[str, str] = {}
        nones: list[Any] = []
        for way in choice:
            if "on" in way:
                self._on(merged, way["on"], way["tests"])
            elif "open" in way:
                self._on(merged, f"open:{way['open']}", ())
            elif "not" in way:
                nones.extend((kind, tuple(tests), ()) for kind, tests in way["not"])
            elif "none" in way:
                if way["closed"]:
                    self._on(merged, f"closed:{way['closed']}", ())
                nones.extend(way["none"])
            elif not self._entity(merged, way, unseen):
                return None
            if way.get("alias") and "entity" in way:
                aliases[way["entity"]] = way["alias"]
        patterns: list[Literal_] = [
            (name, ({"kind": kind}, *tests, *_guarded(joins)))
            for name, (kind, tests, joins) in merged.items()
        ]
        for number, none in enumerate(nones):
            literal = self._none(none, unseen, number)
            if literal is False:
                return None
            if literal is not None:
                patterns.extend(literal)
        return tuple(patterns), aliases, bool(nones)

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
        tests, joins, members = list(way["tests"]), [], []
        for kind, *rest in way["joins"]:
            if kind == "equal":
                own, left, left_word = rest
                if left in unseen:
                    return False
                joins.append({own: {left: left_word}})
            elif kind == "left":
                left, test = rest
                if left in unseen:
                    return False
                if test not in merged[left][1]:
                    merged[left][1].append(test)
            elif rest[0] not in unseen:  # "left-unseen": only when it is
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

    def _none(self, none: Any, unseen: set[str], number: int) -> Any:
        """A negated pattern; None when it cannot match, False when the alternative falls."""
        if isinstance(none, tuple):
            kind, tests, _ = none
            return [(f"x{number}$not", ({"kind": kind}, *tests))]
        tests, joins = [], []
        for kind, *rest in none["joins"]:
            if kind == "equal":
                own, left, left_word = rest
                if left in unseen:
                    return None
                joins.append({own: {left: left_word}})
            elif kind == "left":
                left, test = rest
                if left in unseen:
                    return None
                ((name, value),) = test.items()
                # The left fact's flag, read through a join with a constant of our own fact.
                joins.append({"one" if value == TRUE else "zero": {left: name}})
            elif rest[0] not in unseen:
                return None
        if none["extra"]:
            raise EvaluationError("a negated pattern may not join a factor of several values")
        tests = list(none["tests"])
        return [(f"x{number}$not", ({"kind": none["kind"]}, *tests, *_guarded(joins)))]


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


def tests_of(prefix: str, target: Target, plane: Plane) -> list[tuple[Test, ...]]:
    """A target as alternatives of engine tests on the attributes that :func:`encoded` writes."""
    match target:
        case LevelTarget(mask, size):
            return _level_tests(prefix, mask, size, plane)
        case RangeTarget(outside=False):
            return [_range_tests(prefix, target, plane)]
        case RangeTarget():
            return _outside_tests(prefix, target, plane)
        case MemberTarget(mask, absent):
            return _member_tests(prefix, mask, absent, plane)
        case WordTarget(text, differs):
            known: Test = {f"{prefix}k": TRUE}
            same: Test = {"$neq": {f"{prefix}v": text}} if differs else {f"{prefix}v": text}
            ways: list[tuple[Test, ...]] = [(known, same)]
            if plane == "may":
                ways.append(({f"{prefix}k": FALSE},))
            return ways
    raise TypeError(f"not a target: {target!r}")


def attribute_tests(attribute: Attribute, target: Target, plane: Plane) -> list[tuple[Test, ...]]:
    """Tests on an attribute; one that is required is always known, so both planes are one."""
    prefix = f"{attribute.name}__"
    if not (attribute.required and isinstance(target, LevelTarget)):
        return tests_of(prefix, target, plane)
    values = [level.value for level in attribute.domain.named(target.mask)]
    if len(values) == 1 or target.size - len(values) > MAXIMUM_FLAGS:
        return [({f"{prefix}v": value},) for value in values]
    return tests_of(prefix, target, "must")


def _level_tests(prefix: str, mask: int, size: int, plane: Plane) -> list[tuple[Test, ...]]:
    inside = [bit for bit in range(size) if mask >> bit & 1]
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    contiguous = len(inside) == last - first + 1
    low, high = f"{prefix}lo", f"{prefix}hi"
    if plane == "must":
        if contiguous:
            tests: list[Test] = []
            if first > 0:
                tests.append({"$gte": {low: float(first)}})
            if last < size - 1:
                tests.append({"$lte": {high: float(last)}})
            return [tuple(tests)]
        outside = [bit for bit in range(size) if not mask >> bit & 1]
        return [tuple({f"{prefix}p{bit}": FALSE} for bit in outside)]
    if len(inside) == size:
        return [()]
    if contiguous and first == 0:
        return [({"$lte": {low: float(last)}},)]
    if contiguous and last == size - 1:
        return [({"$gte": {high: float(first)}},)]
    return [({f"{prefix}p{bit}": TRUE},) for bit in inside]


def _range_tests(prefix: str, target: RangeTarget, plane: Plane) -> tuple[Test, ...]:
    low, high = f"{prefix}lo", f"{prefix}hi"
    least, most = (low, high) if plane == "must" else (high, low)
    tests: list[Test] = []
    if target.low != float("-inf"):
        tests.append({"$gt" if target.open_low else "$gte": {least: target.low}})
    if target.high != float("inf"):
        tests.append({"$lt" if target.open_high else "$lte": {most: target.high}})
    return tuple(tests)


def _outside_tests(prefix: str, target: RangeTarget, plane: Plane) -> list[tuple[Test, ...]]:
    """Outside a range: wholly below it or wholly above it (must), or reaching beyond it (may)."""
    low, high = f"{prefix}lo", f"{prefix}hi"
    ways: list[tuple[Test, ...]] = []
    if target.low != float("-inf"):
        below = high if plane == "must" else low
        ways.append(({"$lte" if target.open_low else "$lt": {below: target.low}},))
    if target.high != float("inf"):
        above = low if plane == "must" else high
        ways.append(({"$gte" if target.open_high else "$gt": {above: target.high}},))
    return ways


def _member_tests(prefix: str, mask: int, absent: bool, plane: Plane) -> list[tuple[Test, ...]]:
    """Flags ``s`` (surely present) and ``y`` (possibly present), one per value."""
    bits = [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
    if absent:
        flag = "y" if plane == "must" else "s"
        return [tuple({f"{prefix}{flag}{bit}": FALSE} for bit in bits)]
    flag = "s" if plane == "must" else "y"
    return [({f"{prefix}{flag}{bit}": TRUE},) for bit in bits]


def encoded(prefix: str, possible: Possible, domain: Domain) -> Iterator[tuple[str, Any]]:
    """Every attribute that :func:`tests_of` may ask about one value."""
    match possible:
        case Levels(mask):
            yield f"{prefix}lo", float(possible.lowest())
            yield f"{prefix}hi", float(possible.highest())
            for bit in range(len(domain.levels)):
                yield f"{prefix}p{bit}", TRUE if mask >> bit & 1 else FALSE
            known = mask.bit_count() == 1
            yield f"{prefix}k", TRUE if known else FALSE
            yield f"{prefix}v", domain.values[mask.bit_length() - 1] if known else ""
        case Interval(low, high):
            yield f"{prefix}lo", float(low)
            yield f"{prefix}hi", float(high)
        case Several(surely, possibly):
            for bit in range(len(domain.levels)):
                yield f"{prefix}s{bit}", TRUE if surely >> bit & 1 else FALSE
                yield f"{prefix}y{bit}", TRUE if possibly >> bit & 1 else FALSE
        case Words(text):
            yield f"{prefix}k", FALSE if text is None else TRUE
            yield f"{prefix}v", text or ""


@dataclass(frozen=True, slots=True)
class EngineFact:
    """A fact to assert, and the entity it stands for if any."""

    attributes: Mapping[str, Any]
    position: int | None = None


def facts_for(network: Network, facts: Facts) -> Iterator[EngineFact]:
    """The facts of one locality that some rule asks about; facts no rule uses stay out."""
    vocabulary = network.vocabulary
    for slug, wanted in network.needs.factors.items():
        domain = vocabulary.factors[slug].domain
        yield EngineFact(
            {"kind": f"factor:{slug}", **_chosen("", facts.factors[slug], domain, wanted)}
        )
    for kind, wanted in network.needs.entities.items():
        if not facts.is_closed(kind):
            yield EngineFact({"kind": f"open:{kind}"})
            continue
        yield EngineFact({"kind": f"closed:{kind}"})
        for position, entity in enumerate(facts.entities[kind]):
            yield from _entity_facts(network, kind, position, entity, wanted)


def _chosen(prefix: str, possible: Possible, domain: Domain, wanted: set[str]) -> dict[str, Any]:
    return {name: value for name, value in encoded(prefix, possible, domain) if name in wanted}


def _entity_facts(
    network: Network, kind: str, position: int, entity: Entity, wanted: set[str]
) -> Iterator[EngineFact]:
    attributes: dict[str, Any] = {
        "kind": kind,
        "id_": f"{kind}{position}",
        "one": TRUE,
        "zero": FALSE,
    }
    for name, attribute in network.vocabulary.kinds[kind].attributes.items():
        possible = entity.values.get(name, attribute.domain.unknown)
        attributes.update(_chosen(f"{name}__", possible, attribute.domain, wanted))
        if (kind, name) in network.needs.members and isinstance(possible, Several):
            for bit, level in enumerate(attribute.domain.levels):
                if possible.possibly >> bit & 1:
                    yield EngineFact(
                        {
                            "kind": f"{kind}:{name}",
                            "owner": f"{kind}{position}",
                            "value": level.value,
                            "surely": TRUE if possible.surely >> bit & 1 else FALSE,
                            "possibly": TRUE,
                        }
                    )
    yield EngineFact(attributes, position)
