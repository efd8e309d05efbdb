"""Three truth values: what is known decides, and knowing more never takes back what was decided."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.conditions import Condition, Pattern, leaves, negated
from engine.facts import Facts
from engine.inference import infer
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle, diagnose
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
    holds,
)
from engine.profile import Entity
from engine.rule import CAUTIOUS, Rule
from engine.truth import Truth
from engine.vocabulary import EntityKind
from tests.engine.random_knowledge import World, facts_of, fits_the_engine, fuzz, worlds
from tests.engine.random_profiles import AWKWARD, entity, profiles

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def test_kleenes_tables() -> None:
    """*And* is the minimum, *or* the maximum, and *not* turns the order round."""
    table = list(itertools.product((F, U, T), repeat=2))

    assert [min(a, b) for a, b in table] == [F, F, F, F, U, U, F, U, T]
    assert [max(a, b) for a, b in table] == [F, U, T, U, U, T, T, T, T]
    assert [~a for a in (F, U, T)] == [T, U, F]
    assert all(~min(a, b) == max(~a, ~b) for a, b in table)
    assert all(~max(a, b) == min(~a, ~b) for a, b in table)


@pytest.mark.parametrize(
    ("must", "may", "truth"), [(False, False, F), (False, True, U), (True, True, T)]
)
def test_truth_from_two_planes(must: bool, may: bool, truth: Truth) -> None:
    """What holds in every completion is true, in none false, in some unknown."""
    assert Truth.of(must=must, may=may) is truth


# --- one value and one test ----------------------------------------------------------------------

SIZE = 5
GRID = [number / 2 for number in range(9)]  # ends of intervals; quarters lie between and on them
ENDLESS = (float("-inf"), float("inf"))


@st.composite
def level_pairs(draw: Any) -> tuple[Possible, Target]:
    size = draw(st.integers(1, SIZE))
    everything = (1 << size) - 1
    possible = Levels(draw(st.integers(1, everything)))
    return possible, LevelTarget(draw(st.integers(0, everything)), size)


@st.composite
def number_pairs(draw: Any) -> tuple[Possible, Target]:
    low, high = sorted((draw(st.sampled_from(GRID)), draw(st.sampled_from(GRID))))
    ends = st.sampled_from([*GRID, *ENDLESS])
    first, last = sorted((draw(ends), draw(ends)))
    assume(first < last or first in GRID)
    opens = first < last
    target = RangeTarget(first, last, opens and draw(st.booleans()), opens and draw(st.booleans()))
    return Interval(low, high), target.negated() if draw(st.booleans()) else target


@st.composite
def member_pairs(draw: Any) -> tuple[Possible, Target]:
    everything = (1 << SIZE) - 1
    possibly = draw(st.integers(0, everything))
    surely = draw(st.integers(0, everything)) & possibly
    return Several(surely, possibly), MemberTarget(
        draw(st.integers(1, everything)), draw(st.booleans())
    )


@st.composite
def word_pairs(draw: Any) -> tuple[Possible, Target]:
    words = st.sampled_from(AWKWARD)
    return Words(draw(st.one_of(st.none(), words))), WordTarget(draw(words), draw(st.booleans()))


def completions(possible: Possible, target: Target) -> Iterator[bool]:
    """Whether the test accepts it, for everything that the value may turn out to be."""
    match possible, target:
        case Levels(mask), LevelTarget(accepted):
            yield from (bool(accepted >> bit & 1) for bit in range(SIZE) if mask >> bit & 1)
        case Interval(low, high), RangeTarget():
            quarters = (low + step / 4 for step in range(int((high - low) * 4) + 1))
            yield from (_within(number, target) != target.outside for number in quarters)
        case Several(surely, possibly), MemberTarget(mask, absent):
            for present in range(1 << SIZE):
                if present & surely == surely and present & ~possibly == 0:
                    yield bool(present & mask) != absent
        case Words(text), WordTarget(wanted, differs):
            words = (wanted, f"{wanted} and more") if text is None else (text,)
            yield from ((word == wanted) != differs for word in words)


def _within(number: float, target: RangeTarget) -> bool:
    above = number > target.low or (number == target.low and not target.open_low)
    below = number < target.high or (number == target.high and not target.open_high)
    return above and below


PAIRS = st.one_of(level_pairs(), number_pairs(), member_pairs(), word_pairs())


@settings(max_examples=1000)
@given(PAIRS)
def test_a_test_holds_as_in_the_completions(pair: tuple[Possible, Target]) -> None:
    """A test must hold when it does whatever the value turns out to be, may when it can."""
    accepted = list(completions(*pair))

    assert holds(*pair) is Truth.of(must=all(accepted), may=any(accepted))


@settings(max_examples=500)
@given(PAIRS)
def test_the_negation_of_a_test_is_its_opposite(pair: tuple[Possible, Target]) -> None:
    """A negated test holds exactly as far as the test does not, and two negations are none."""
    possible, target = pair

    assert holds(possible, target.negated()) is ~holds(possible, target)
    assert target.negated().negated() == target


def test_a_test_of_another_type_is_refused() -> None:
    """A level is not tested as a number: that would be a fault of the reader."""
    with pytest.raises(TypeError, match="does not test"):
        holds(Levels(1), RangeTarget(0, 1))


# --- whole conditions ----------------------------------------------------------------------------


@settings(fuzz, max_examples=100)
@given(st.data())
def test_the_negation_of_a_condition_is_its_opposite(data: st.DataObject) -> None:
    """De Morgan's laws hold for every condition that may be negated."""
    world: World = data.draw(worlds())
    facts = facts_of(world.knowledge, data.draw(world.localities()))
    oracle = Oracle(world.knowledge.vocabulary, facts, diagnose(world.knowledge, facts))
    for rule in world.knowledge.active:
        for condition in rule.conditions():
            if not _patterns(condition):
                assert oracle.truth(negated(condition)) is ~oracle.truth(condition)


def _patterns(condition: Condition) -> bool:
    return any(isinstance(leaf, Pattern) for leaf in leaves(condition))


# --- knowing more --------------------------------------------------------------------------------


def sharper(draw: Any, possible: Possible) -> Possible:
    """The same value with something more known about it, or all, or nothing."""
    match possible:
        case Levels(mask):
            bits = [1 << bit for bit in range(mask.bit_length()) if mask >> bit & 1]
            left = draw(st.lists(st.sampled_from(bits), min_size=1, max_size=len(bits)))
            return Levels(_sum(left))
        case Interval(low, high):
            return Interval(*sorted((draw(st.floats(low, high)), draw(st.floats(low, high)))))
        case Several(surely, possibly):
            bits = [1 << bit for bit in range(possibly.bit_length()) if possibly >> bit & 1]
            some = st.lists(st.sampled_from(bits)) if bits else st.just([])
            known = surely | _sum(draw(some))
            return Several(known, known | (possibly & _sum(draw(some))))
        case Words(None):
            return Words(draw(st.one_of(st.none(), st.sampled_from(AWKWARD))))
    return possible


def _sum(bits: list[int]) -> int:
    mask = 0
    for bit in bits:
        mask |= bit
    return mask


def known_better(draw: Any, knowledge: Knowledge, facts: Facts) -> Facts:
    """The same locality with more known: of factors, of entities, of lists not given before."""
    factors = {
        slug: sharper(draw, possible) if draw(st.booleans()) else possible
        for slug, possible in facts.factors.items()
    }
    lists: dict[str, tuple[Entity, ...]] = dict(facts.entities)
    for kind, description in knowledge.vocabulary.entities.items():
        if kind in lists:
            lists[kind] = tuple(_entity_known_better(draw, description, e) for e in lists[kind])
        elif draw(st.booleans()):
            raw = [entity(draw, description.attributes, AWKWARD) for _ in range(2)]
            lists |= {k: v for k, v in _listed(knowledge, description, raw).items() if k == kind}
    return replace(facts, factors=factors, entities=lists)


def _listed(
    knowledge: Knowledge, description: EntityKind, raw: list[Any]
) -> Mapping[str, tuple[Entity, ...]]:
    return facts_of(knowledge, {description.list_name: raw}).entities


def _entity_known_better(draw: Any, kind: EntityKind, given_entity: Entity) -> Entity:
    values = dict(given_entity.values)
    for name, attribute in kind.attributes.items():
        if draw(st.booleans()):
            values[name] = sharper(draw, values.get(name, attribute.domain.unknown))
    return replace(given_entity, values=values)


def stays(rule: Rule, before: str, after: str) -> bool:
    """What was decided stays decided, except that an exception may yet turn out to hold."""
    if before == "fires":
        return after == "fires" or (rule.kind in CAUTIOUS and rule.unless is not None)
    return before == "undecided" or after == "silent"


@settings(fuzz, max_examples=30)
@given(st.data())
def test_knowing_more_takes_nothing_back_under_the_real_rules(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """A rule that fires or is silent about a place does so still when more of it is known."""
    known = st.sampled_from([dict(case.profile) for case in knowledge.cases.values()])
    raw = data.draw(st.one_of(known, profiles(knowledge.vocabulary, given=3, listed=2)))
    facts = facts_of(knowledge, raw)
    before, after = (
        infer(knowledge, facts),
        infer(knowledge, known_better(data.draw, knowledge, facts)),
    )

    for rule in knowledge.active:
        assert stays(rule, before[rule.id].state, after[rule.id].state), rule.id


@settings(fuzz, max_examples=100)
@given(st.data())
def test_knowing_more_takes_nothing_back_whatever_the_rules(data: st.DataObject) -> None:
    """The same holds for random rules, with joins, negations and chained diagnoses."""
    world: World = data.draw(worlds())
    knowledge = world.knowledge
    assume(fits_the_engine(knowledge))
    facts = facts_of(knowledge, data.draw(world.localities()))
    before, after = (
        infer(knowledge, facts),
        infer(knowledge, known_better(data.draw, knowledge, facts)),
    )

    for rule in knowledge.active:
        # Two unnamed entities, of which either may be the exception to the other, are one binding.
        if rule.kind not in CAUTIOUS or rule.unless is None or not _patterns(rule.unless):
            assert stays(rule, before[rule.id].state, after[rule.id].state)
