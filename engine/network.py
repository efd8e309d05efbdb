"""Rules in the form that durable_rules runs, and facts in the form that it is told.

Three-valued logic on a two-valued engine: every condition is compiled twice, to fire when it
*must* hold and when it *may* (see :mod:`engine.planes`), as alternatives of patterns (see
:mod:`engine.conjunction`), one engine rule each.

The measured discipline of the engine is kept here and in :mod:`engine.inference`: every pattern
starts with its kind, numbers are floats with a point, every join ends with an always-true test,
negated patterns wait for the ``$go`` fact of their layer, and the engine's limits are checked.
"""

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.conditions import Condition, aliases_of, is_specific
from engine.conjunction import Conjunction, Needs, alternatives_of, width
from engine.encoding import members, name_hash
from engine.errors import EvaluationError, Fault
from engine.facts import Facts, catalogue_entities
from engine.knowledge.model import Knowledge
from engine.oracle import whole
from engine.outcomes import Binding
from engine.planes import FALSE, TRUE, Plane, Test, encoded
from engine.possible import Possible, Several
from engine.profile import Entity
from engine.rule import CAUTIOUS, Rule
from engine.text import Text
from engine.vocabulary import Domain, Vocabulary

Signal = Literal["must", "may", "lifted"]

MAXIMUM_ALTERNATIVES = 512
# Limits of the engine, with room to spare: 16 patterns a rule, 255 uses of one pattern, 32 joins
# in one, 64 tests waiting while one fact is followed, 511 tests that follow one test, 254
# attributes of one fact, 4096 rules.
MAXIMUM_PATTERNS = 14
MAXIMUM_USES = 200
MAXIMUM_JOINS = 28
MAXIMUM_WAITING = 60
MAXIMUM_NEXT = 450
MAXIMUM_ATTRIBUTES = 200
MAXIMUM_RULES = 4000
# What a fact may carry beside what is asked of it.
_RESERVED = frozenset(
    ("id", "sid", "z", "kind", "id_", "one", "zero", "owner", "value", "surely", "possibly")
)
START = -1  # the layer of rules that hold always


@dataclass(frozen=True)
class EngineRule:
    """One alternative of one signal of one rule."""

    rule: str
    signal: Signal
    patterns: tuple[tuple[str, tuple[Test, ...]], ...]
    names: Mapping[str, str]  # pattern name to the alias in the rule
    chosen: tuple[Binding, ...]  # what of the catalogue it reaches, known beforehand
    layer: int | None  # the layer it waits for, when it has negated patterns


@dataclass(frozen=True, slots=True)
class EngineFact:
    """A fact to assert, written out as the members of a JSON object, and its entity if any."""

    body: str
    position: int | None = None


def engine_fact(attributes: Mapping[str, Any], position: int | None = None) -> EngineFact:
    return EngineFact(members(attributes), position)


@dataclass(frozen=True)
class Network:
    """All engine rules of a knowledge base."""

    rules: Mapping[str, EngineRule]
    definition: Mapping[str, Any]
    needs: Needs
    vocabulary: Vocabulary
    goes: tuple[tuple[str, ...], ...]  # what to assert at the start and after each layer
    diagnoses: frozenset[str]
    catalogue: tuple[EngineFact, ...]  # the same for every locality, so written out once


def compile_network(knowledge: Knowledge) -> Network:
    """Compile every active rule.

    Raises:
        EvaluationError: a rule is too wide for the engine; the knowledge base must split it.
    """
    compiler = _Compiler(knowledge)
    for rule in knowledge.active:
        compiler.add(rule)
    return compiler.network()


def unfit(knowledge: Knowledge) -> list[Fault]:
    """What the engine could not run, found when the rules are read and not when advice is due."""
    compiler = _Compiler(knowledge)
    faults = []
    for rule in knowledge.active:
        try:
            compiler.add(rule)
        except EvaluationError:
            what = Text(
                "the condition is too wide for the engine: split the rule",
                "la condición es demasiado amplia para el motor: divida la regla",
            )
            faults.append(Fault(f"{rule.path}:1", what))
    try:
        compiler.network()
    except EvaluationError as error:
        what = Text(
            f"the rules taken together: {error}", f"las reglas tomadas en conjunto: {error}"
        )
        faults.append(Fault("rules", what))
    return faults


class _Compiler:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.vocabulary = knowledge.vocabulary
        self.catalogue = catalogue_entities(knowledge)
        self.needs = Needs()
        self.rules: list[EngineRule] = []

    def add(self, rule: Rule) -> None:
        names = aliases_of(rule.when)
        condition = rule.when if rule.kind in CAUTIOUS else whole(rule)
        # What speaks of the catalogue alone holds for certain or not at all, so that "may" adds
        # nothing; of a diagnosis both are facts that other rules read.
        certain = rule.kind != "diagnosis" and not is_specific(condition)
        planes: tuple[Plane, ...] = ("must",) if certain else ("must", "may")
        for plane in planes:
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
        wide = EvaluationError(
            f"{rule.path}: the condition is too wide for the engine; split the rule"
        )
        if math.prod(width(condition) for condition, _ in parts) > MAXIMUM_ALTERNATIVES:
            raise wide
        conjunctions = [
            tuple(itertools.chain.from_iterable(choice))
            for choice in itertools.product(
                *(
                    [[(leaf, plane) for leaf in leaves] for leaves in alternatives_of(condition)]
                    for condition, plane in parts
                )
            )
        ]
        count = 0
        layer = self.knowledge.layers.get(rule.id)
        for conjunction in conjunctions:
            for found in Conjunction(
                self.vocabulary, self.catalogue, self.needs, conjunction
            ).alternatives():
                count += 1
                if count > MAXIMUM_ALTERNATIVES or len(found.patterns) > MAXIMUM_PATTERNS:
                    raise wide
                waits = layer if layer is not None else self._above()
                self.rules.append(
                    EngineRule(
                        rule.id,
                        signal,
                        found.patterns,
                        {name: alias for name, alias in found.aliases.items() if alias in names},
                        _named_only(found.chosen, names),
                        waits if found.negates else None,
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
        _check_facts(self.needs)
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
            tuple(self._catalogue()),
        )

    def _catalogue(self) -> Iterator[EngineFact]:
        kind = self.vocabulary.catalogue.kind
        if kind not in self.needs.entities:
            return
        for position, entity in enumerate(self.catalogue):
            yield from _entity_facts(self.vocabulary, self.needs, kind, position, entity)


def _named_only(ways: Iterable[Binding], names: frozenset[str]) -> tuple[Binding, ...]:
    """The ways as far as the rule names what they bind."""
    kept = {tuple(item for item in way if item[0] in names) for way in ways}
    return tuple(sorted(kept))


def _pattern(name: str, tests: Iterable[Test]) -> dict[str, Any]:
    return {name: {"$and": list(tests)}}


@dataclass
class _Tests:
    """The engine's tree of tests: which follow one another, and how many patterns end here."""

    next: "dict[str, _Tests]" = field(default_factory=dict)
    choices: set[str] = field(default_factory=set)  # of which one fact may match every one
    ends: int = 0

    def add(self, test: Test) -> "_Tests":
        # The engine never finds a join again: the same one in two rules is two tests.
        name = f"{test!r}#{len(self.next)}" if _is_join(test) else repr(test)
        # Equality tests on one attribute count once: a fact matches at most one of them.
        key = next(iter(test))
        self.choices.add(name if _is_join(test) or key.startswith("$") else key)
        return self.next.setdefault(name, _Tests())

    def peak(self) -> int:
        """How many tests the engine keeps waiting at most while it follows one fact."""
        deepest = max((node.peak() for node in self.next.values()), default=0)
        return max(len(self.choices), len(self.choices) - 1 + deepest)

    def every(self) -> "Iterator[_Tests]":
        yield self
        for node in self.next.values():
            yield from node.every()


def _check_limits(definition: Mapping[str, Any]) -> None:
    """Refuse what would crash or hang the engine; see the constants above."""
    if len(definition) > MAXIMUM_RULES:
        raise EvaluationError(f"too much for one engine: {len(definition)} engine rules")
    root = _Tests()
    joins = 0
    for rule in definition.values():
        for pattern in rule["all"]:
            for body in pattern.values():
                node = root
                for test in body["$and"]:
                    node = node.add(test)
                node.ends += 1
                joins = max(joins, sum(_is_join(test) for test in body["$and"]))
    crowded = [
        kind
        for kind, tests in root.next.items()
        if tests.peak() > MAXIMUM_WAITING
        or any(n.ends > MAXIMUM_USES or len(n.next) > MAXIMUM_NEXT for n in tests.every())
    ]
    if crowded or len(root.next) > MAXIMUM_NEXT or joins > MAXIMUM_JOINS:
        raise EvaluationError(
            f"too much for one engine: {len(root.next)} kinds of facts, {joins} joins in one"
            f" pattern, too many tests on {crowded[:3]}"
        )


def _check_facts(needs: Needs) -> None:
    """Refuse facts too wide for the engine, and names that it could not tell apart."""
    asked = [*needs.factors.values(), *needs.entities.values()]
    widest = len(_RESERVED) + max(map(len, asked), default=0)
    if widest > MAXIMUM_ATTRIBUTES:
        raise EvaluationError(f"too much for one engine: a fact of {widest} attributes")
    names: dict[int, str] = {}
    for name in sorted(_RESERVED.union(*asked)):
        other = names.setdefault(name_hash(name), name)
        if other != name:
            raise EvaluationError(f"the engine takes '{other}' and '{name}' for one attribute")


def _is_join(test: Test) -> bool:
    ((key, inner),) = test.items()
    return isinstance(inner, dict) and (
        not key.startswith("$") or any(isinstance(value, dict) for value in inner.values())
    )


def go_kind(layer: int, shard: int) -> str:
    return f"$go:{layer}:{shard}"


# Facts about factors as they were written out before: most localities say the same of most factors.
Written = dict[tuple[str, Possible], EngineFact]
MAXIMUM_WRITTEN = 20_000


def facts_for(network: Network, facts: Facts, written: Written) -> Iterator[EngineFact]:
    """The facts of one locality that some rule asks about; facts no rule uses stay out."""
    vocabulary = network.vocabulary
    if len(written) > MAXIMUM_WRITTEN:
        written.clear()
    for slug, wanted in network.needs.factors.items():
        key = slug, facts.factors[slug]
        fact = written.get(key)
        if fact is None:
            domain = vocabulary.factors[slug].domain
            chosen = _chosen("", facts.factors[slug], domain, wanted)
            fact = written[key] = engine_fact({"kind": f"factor:{slug}", **chosen})
        yield fact
    for kind in network.needs.entities:
        if kind == vocabulary.catalogue.kind:
            yield from network.catalogue
            continue
        if not facts.is_closed(kind):
            yield engine_fact({"kind": f"open:{kind}"})
            continue
        yield engine_fact({"kind": f"closed:{kind}"})
        for position, entity in enumerate(facts.entities[kind]):
            yield from _entity_facts(vocabulary, network.needs, kind, position, entity)


def _chosen(prefix: str, possible: Possible, domain: Domain, wanted: set[str]) -> dict[str, Any]:
    return {name: value for name, value in encoded(prefix, possible, domain) if name in wanted}


def _entity_facts(
    vocabulary: Vocabulary, needs: Needs, kind: str, position: int, entity: Entity
) -> Iterator[EngineFact]:
    attributes: dict[str, Any] = {
        "kind": kind,
        "id_": f"{kind}{position}",
        "one": TRUE,
        "zero": FALSE,
    }
    for name, attribute in vocabulary.kinds[kind].attributes.items():
        possible = entity.values.get(name, attribute.domain.unknown)
        attributes.update(_chosen(f"{name}__", possible, attribute.domain, needs.entities[kind]))
    yield engine_fact(attributes, position)
    for name, attribute in vocabulary.kinds[kind].attributes.items():
        possible = entity.values.get(name, attribute.domain.unknown)
        if (kind, name) not in needs.members or not isinstance(possible, Several):
            continue
        shared = attributes if (kind, name) in needs.whole else {}
        for level in attribute.domain.named(possible.possibly):
            surely = possible.surely & attribute.domain.mask([level.value])
            own = {
                "kind": f"{kind}:{name}",
                "owner": f"{kind}{position}",
                "value": level.value,
                "surely": TRUE if surely else FALSE,
                "possibly": TRUE,
            }
            yield engine_fact({**shared, **own})
