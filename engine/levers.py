"""What policy can move: the steps from what a profile says to something better, or merely other.

A factor that is geography, demand elsewhere, history or what groups decide is never moved, nor is
one that may be at a level which policy can neither leave nor bring about. Where the vocabulary
says which way is better, a factor is only moved that way: nobody is told to let a prison slip so
that its recovery may rank higher. What is known only in part, or not at all, is moved only to where
it is surely no worse than it may be now: making the police half captured would be no improvement if
they turned out to be clean.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.conditions import Condition, FactorTest, Pattern, diagnoses_of, leaves
from engine.facts import Facts
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.possible import Levels, MemberTarget, Possible, Several, Target, holds
from engine.rule import Rule
from engine.truth import Truth
from engine.vocabulary import Factor, Vocabulary


@dataclass(frozen=True, slots=True)
class Move:
    """One factor moved: to a level, or (``adds``) with one of its several values put in or out.

    ``steps`` counts levels from the worst that is still possible; where there is no better, from
    the nearest.
    """

    factor: str
    level: int
    steps: int
    adds: bool | None = None

    @property
    def what(self) -> tuple[str, int | None]:
        """What is moved; two moves of the same thing are not made together."""
        return self.factor, None if self.adds is None else self.level

    def applied(self, possible: Possible) -> Possible:
        """What is possible of the factor afterwards."""
        bit = 1 << self.level
        match possible:
            case Several(surely, possibly) if self.adds:
                return Several(surely | bit, possibly | bit)
            case Several(surely, possibly):
                return Several(surely & ~bit, possibly & ~bit)
        return Levels(bit)


Change = tuple[Move, ...]


def after(facts: Mapping[str, Possible], change: Change) -> dict[str, Possible]:
    """What is possible of the factors that a change moves."""
    found: dict[str, Possible] = {}
    for move in change:
        found[move.factor] = move.applied(found.get(move.factor, facts[move.factor]))
    return found


def moves(vocabulary: Vocabulary, facts: Facts) -> tuple[Move, ...]:
    """Every single move of every factor that policy can act on, in the vocabulary's order."""
    return tuple(
        move
        for slug, factor in vocabulary.factors.items()
        if factor.not_actionable is None
        for move in _moves(factor, facts.factors[slug])
    )


def _moves(factor: Factor, possible: Possible) -> Iterator[Move]:
    match possible:
        case Several(surely, possibly):
            for level in range(len(factor.domain.levels)):
                if factor.better != "less" and not surely >> level & 1:
                    yield Move(factor.slug, level, 1, adds=True)
                if factor.better != "more" and possibly >> level & 1:
                    yield Move(factor.slug, level, 1, adds=False)
        case Levels():
            yield from _levels(factor, possible)


def _levels(factor: Factor, possible: Levels) -> Iterator[Move]:
    domain = factor.domain
    if any(level.fixed for level in domain.named(possible.mask)):
        return
    for place, level in enumerate(domain.levels):
        if level.fixed or possible == Levels(1 << place):
            continue
        match factor.better:
            case "more":
                steps = place - possible.lowest() if place >= possible.highest() else 0
            case "less":
                steps = possible.highest() - place if place <= possible.lowest() else 0
            case _ if domain.type == "ordinal":
                steps = max(_nearest(possible, place), 1)
            case _:
                steps = 1
        if steps > 0:
            yield Move(factor.slug, place, steps)


def _nearest(possible: Levels, place: int) -> int:
    levels = range(possible.lowest(), possible.highest() + 1)
    return min(abs(place - level) for level in levels if possible.mask >> level & 1)


def telling(knowledge: Knowledge, facts: Facts, factors: Iterable[str]) -> tuple[Move, ...]:
    """The moves of these factors that some rule can tell, alone or beside another move.

    A level is told by a test whose truth it changes; one of several values by any test that names
    it, since a test that names two may take both to be put out. Of two moves that change the same
    tests alike, the one with fewer steps is kept: no rule can tell them apart.
    """
    wanted = frozenset(factors)
    found: dict[object, Move] = {}
    for move in sorted(moves(knowledge.vocabulary, facts), key=lambda m: (m.steps, m.level)):
        if move.factor not in wanted:
            continue
        now = facts.factors[move.factor]
        tests = tests_of(knowledge).get(move.factor, ())
        truths = _truths(move.applied(now), tests)
        if truths != _truths(now, tests) or _is_named(move, tests):
            found.setdefault((move.what, move.adds, truths), move)
    order = {slug: place for place, slug in enumerate(knowledge.vocabulary.factors)}
    return tuple(sorted(found.values(), key=lambda m: (order[m.factor], m.steps, m.level)))


def _is_named(move: Move, tests: Iterable[Target]) -> bool:
    return move.adds is not None and any(
        isinstance(test, MemberTarget) and test.mask >> move.level & 1 for test in tests
    )


def _truths(possible: Possible, tests: Iterable[Target]) -> tuple[Truth, ...]:
    return tuple(holds(possible, test) for test in tests)


@kept
def tests_of(knowledge: Knowledge) -> Mapping[str, tuple[Target, ...]]:
    """Every test that any rule makes of each factor."""
    found: dict[str, dict[Target, None]] = {}
    for rule in knowledge.active:
        for condition in rule.conditions():
            for leaf in leaves(condition):
                if isinstance(leaf, FactorTest):
                    found.setdefault(leaf.factor, {})[leaf.target] = None
    return {slug: tuple(tests) for slug, tests in found.items()}


def read_through(knowledge: Knowledge, rule: Rule) -> frozenset[str]:
    """The factors on which a rule hangs, those behind its diagnoses included."""
    return frozenset(
        slug for condition in rule.conditions() for slug in _read(knowledge, condition)
    )


def lists_read(knowledge: Knowledge, rule: Rule) -> frozenset[str]:
    """The kinds of listed entities on which a rule hangs, behind its diagnoses too."""
    found: set[str] = set()
    for condition in rule.conditions():
        found |= {leaf.kind for leaf in leaves(condition) if isinstance(leaf, Pattern)}
        for name in diagnoses_of(condition):
            found |= lists_read(knowledge, knowledge.rules[name])
    return frozenset(found)


def _read(knowledge: Knowledge, condition: Condition) -> Iterator[str]:
    for leaf in leaves(condition):
        if isinstance(leaf, FactorTest):
            yield leaf.factor
    for name in diagnoses_of(condition):
        yield from read_through(knowledge, knowledge.rules[name])
