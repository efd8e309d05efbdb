"""The meaning of rules for one locality, in plain Python: what every evaluator is held to.

Short and slow on purpose. A condition's truth is Kleene's: *and* is the minimum, *or* the
maximum, and an entity pattern is the maximum over the entities listed; when a list was not given,
an entity about which nothing is known stands in for those that may exist.
"""

from collections.abc import Iterable, Iterator, Mapping

from engine.conditions import (
    All,
    AnyOf,
    AttributeTest,
    Condition,
    DiagnosisTest,
    FactorTest,
    Pattern,
    aliases_of,
    leaves,
    negated,
)
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.outcomes import Binding, Outcome, Solutions, outcomes
from engine.possible import Levels, Several, Words, holds
from engine.profile import Entity
from engine.rule import CAUTIOUS, Rule
from engine.truth import Truth
from engine.vocabulary import Vocabulary

# What each name of a rule's patterns stands for: an entity's kind and its position in its list.
Bound = Mapping[str, tuple[str, int]]
NOTHING_BOUND: Bound = {}

# An entity of a list that was not given: it may exist, and nothing is known about it.
UNSEEN = -1


def name_of(pattern: Pattern, bound: Bound) -> str:
    """The name under which a pattern binds its entity; one without a name gets one of its own."""
    return pattern.alias or f"#{len(bound)}"


class Oracle:
    """Evaluates conditions against the facts of one locality."""

    def __init__(
        self, vocabulary: Vocabulary, facts: Facts, diagnoses: Mapping[str, Truth]
    ) -> None:
        self.vocabulary = vocabulary
        self.facts = facts
        self.diagnoses = diagnoses
        # How far conditions hold that bind no name, which is the same wherever they are asked.
        self._plain: dict[int, tuple[Condition, Truth | None]] = {}
        self._fitting: dict[int, tuple[Pattern, frozenset[int]]] = {}

    def truth(self, condition: Condition, bound: Bound = NOTHING_BOUND) -> Truth:
        """How far the condition holds, the names already bound standing for what they do."""
        plain = self._plain_truth(condition)
        return self._reached(condition, bound) if plain is None else plain

    def _reached(self, condition: Condition, bound: Bound) -> Truth:
        return max((truth for truth, _ in self.solutions(condition, bound)), default=Truth.FALSE)

    def _plain_truth(self, condition: Condition) -> Truth | None:
        """How far a condition holds that binds no name; None for one that does."""
        known = self._plain.get(id(condition))
        if known is None or known[0] is not condition:
            binds = any(isinstance(leaf, Pattern) for leaf in leaves(condition))
            truth = None if binds else self._reached(condition, NOTHING_BOUND)
            known = self._plain[id(condition)] = condition, truth
        return known[1]

    def best(self, condition: Condition, bound: Bound) -> Bound:
        """The names as the most nearly true way of the condition binds them."""
        if self._plain_truth(condition) is not None:
            return bound
        ways = sorted(self.solutions(condition, bound), key=lambda way: -way[0])
        return ways[0][1] if ways else bound

    def along(self, part: Condition, names: Bound, way: Bound) -> tuple[Truth, Bound]:
        """How far a part holds, and what it binds, on one way of the whole that it belongs to."""
        plain = self._plain_truth(part)
        if plain is not None:
            return plain, names
        ways = [
            (truth, found)
            for truth, found in self.solutions(part, names)
            if found.items() <= way.items()
        ]
        if not ways:
            return self.truth(part, names), self.best(part, names)
        return max(ways, key=lambda item: item[0])

    def solutions(self, condition: Condition, bound: Bound) -> Iterator[tuple[Truth, Bound]]:
        """Every way in which the condition may hold: how far, and what its names stand for.

        ``bound`` maps each name to its entity's kind and position. Patterns without a name bind
        under a name of their own, so that two patterns never share an entity.
        """
        match condition:
            case All(parts):
                yield from self._chain(parts, bound)
            case AnyOf(parts):
                for part in parts:
                    yield from self.solutions(part, bound)
            case Pattern(absent=True):
                truth = ~max(
                    (truth for truth, _ in self._matches(condition, bound)), default=Truth.FALSE
                )
                if truth:
                    yield truth, bound
            case Pattern():
                yield from self._matches(condition, bound)
            case _:
                truth = self.leaf(condition)
                if truth:
                    yield truth, bound

    def leaf(self, test: FactorTest | DiagnosisTest) -> Truth:
        if isinstance(test, FactorTest):
            return holds(self.facts.factors[test.factor], test.target)
        truth = self.diagnoses[test.diagnosis]
        return ~truth if test.negated else truth

    def _chain(self, parts: tuple[Condition, ...], bound: Bound) -> Iterator[tuple[Truth, Bound]]:
        if not parts:
            yield Truth.TRUE, bound
            return
        for first, names in self.solutions(parts[0], bound):
            for rest, all_names in self._chain(parts[1:], names):
                yield min(first, rest), all_names

    def _matches(self, pattern: Pattern, bound: Bound) -> Iterator[tuple[Truth, Bound]]:
        name = name_of(pattern, bound)
        if not self.facts.is_closed(pattern.kind):
            yield Truth.UNKNOWN, {**bound, name: (pattern.kind, UNSEEN)}
            return
        tests: Iterable[AttributeTest] = pattern.tests
        candidates = self._candidates(pattern, name, bound)
        if pattern.kind == self.vocabulary.catalogue.kind:
            # All is known of the catalogue: what does not fit by itself need not be tried again.
            fitting = self._in_catalogue(pattern)
            candidates = [position for position in candidates if position in fitting]
            tests = [test for test in pattern.tests if test.reference is not None]
        for position in candidates:
            entity = self.facts.entities[pattern.kind][position]
            truth = min(
                (self.attribute(pattern.kind, entity, test, bound) for test in tests),
                default=Truth.TRUE,
            )
            if truth:
                yield truth, {**bound, name: (pattern.kind, position)}

    def _in_catalogue(self, pattern: Pattern) -> frozenset[int]:
        """The interventions that fit a pattern's own tests, joins left aside."""
        found = self._fitting.get(id(pattern))
        if found is None or found[0] is not pattern:
            own = [test for test in pattern.tests if test.reference is None]
            fitting = frozenset(
                position
                for position, entity in enumerate(self.facts.entities[pattern.kind])
                if all(self.attribute(pattern.kind, entity, test, {}) for test in own)
            )
            # The pattern is kept with what was found, so that no other can come to have its id.
            found = self._fitting[id(pattern)] = (pattern, fitting)
        return found[1]

    def _candidates(self, pattern: Pattern, name: str, bound: Bound) -> Iterable[int]:
        """The entities a pattern may stand for: not one that another pattern has taken."""
        if name in bound:
            return (bound[name][1],)
        taken = {position for kind, position in bound.values() if kind == pattern.kind}
        everyone = range(len(self.facts.entities[pattern.kind]))
        return (position for position in everyone if position not in taken)

    def attribute(
        self,
        kind: str,
        entity: Entity,
        test: AttributeTest,
        bound: Bound,
    ) -> Truth:
        domain = self.vocabulary.kinds[kind].attributes[test.attribute].domain
        possible = entity.values.get(test.attribute, domain.unknown)
        if test.target is not None:
            return holds(possible, test.target)
        assert test.reference is not None
        # A name that nothing stands for (in a part explained by itself) is an unseen entity.
        place = bound.get(test.reference.alias, (kind, UNSEEN))
        wanted = self._word(*place, test.reference.attribute)
        if wanted is None:
            return Truth.UNKNOWN
        if isinstance(possible, Several):
            bit = 1 << domain.index[wanted] if wanted in domain.index else 0
            return Truth.of(must=possible.surely & bit != 0, may=possible.possibly & bit != 0)
        own = self.word(kind, entity, test.attribute)
        return Truth.UNKNOWN if own is None else Truth.of(must=own == wanted, may=own == wanted)

    def _word(self, kind: str, position: int, attribute: str) -> str | None:
        if position == UNSEEN:
            return None
        return self.word(kind, self.facts.entities[kind][position], attribute)

    def word(self, kind: str, entity: Entity, attribute: str) -> str | None:
        """The single word an attribute is known to be; None when it is not known."""
        domain = self.vocabulary.kinds[kind].attributes[attribute].domain
        match entity.values.get(attribute, domain.unknown):
            case Words(text):
                return text
            case Levels(mask) if mask.bit_count() == 1:
                return domain.values[mask.bit_length() - 1]
        return None


def diagnose(knowledge: Knowledge, facts: Facts) -> Mapping[str, Truth]:
    """The truth of every diagnosis, from the lowest layer up."""
    truths: dict[str, Truth] = {}
    oracle = Oracle(knowledge.vocabulary, facts, truths)
    for rule in sorted(knowledge.diagnoses.values(), key=lambda r: (knowledge.layers[r.id], r.id)):
        truths[rule.id] = oracle.truth(whole(rule))
    return truths


def whole(rule: Rule) -> Condition:
    """A diagnosis's or a reason's condition with its exception taken in."""
    if rule.unless is None:
        return rule.when
    return All((rule.when, negated(rule.unless)))


def evaluate(knowledge: Knowledge, facts: Facts) -> dict[str, Outcome]:
    """The outcome of every active rule, by the oracle."""
    oracle = Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
    return outcomes(knowledge.active, {r.id: solve(oracle, r) for r in knowledge.active})


def solve(oracle: Oracle, rule: Rule) -> Solutions:
    """The ways in which one rule's condition holds."""
    cautious = rule.kind in CAUTIOUS
    names = aliases_of(rule.when)
    ways = list(oracle.solutions(rule.when if cautious else whole(rule), {}))
    lifted: frozenset[Binding] = frozenset()
    if cautious and rule.unless is not None:
        lifted = frozenset(
            binding(way, names)
            for _, way in ways
            for truth, _ in oracle.solutions(rule.unless, way)
            if truth is Truth.TRUE
        )
    return Solutions(
        must=frozenset(binding(way, names) for truth, way in ways if truth is Truth.TRUE),
        may=frozenset(binding(way, names) for _, way in ways),
        lifted=lifted,
    )


def binding(way: Bound, names: frozenset[str]) -> Binding:
    """The named entities of one way, without those of lists that were not given."""
    return tuple(
        sorted(
            (name, position)
            for name, (_, position) in way.items()
            if name in names and position != UNSEEN
        )
    )
