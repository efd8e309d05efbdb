"""Changes do what they say, and no smaller one is missed: held to trying everything."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.advice import judge
from engine.changes import SHOWN, goals_for, prospects, searched
from engine.changes_told import what_would_change
from engine.composition import Judgement
from engine.errors import ProfileError
from engine.goals import Above, First, Free, Goal
from engine.knowledge.documents import Document
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble
from engine.levers import Change, Move, after
from engine.oracle import Oracle, diagnose, evaluate
from engine.possible import Levels, Possible, Several
from engine.ranking import rank
from engine.reasons import weigh
from engine.vocabulary import Factor
from tests.engine.plain_knowledge import both, document, plain_knowledge, rule_document
from tests.engine.random_knowledge import World, fits_the_engine, fuzz, worlds
from tests.engine.random_profiles import profiles
from tests.engine.random_rules import Draw


@st.composite
def marked_worlds(draw: Draw) -> World:
    """A random knowledge base that says of some factors which way is better, of some that policy
    cannot act on them, and of some levels that they are fixed."""
    world = draw(worlds())
    files = [_marked(draw, file) if "all.yaml" in file.path else file for file in world.files]
    return World(assemble(files), tuple(files), world.words)


def _marked(draw: Draw, file: Document) -> Document:
    data = deepcopy(file.data)
    for factor in data.get("factors", ()):
        match draw(st.sampled_from(("free", "more", "less", "never", "fixed"))):
            case "more" | "less" as better:
                factor["better"] = better
            case "never":
                factor["not_actionable"] = both("geography")
            case "fixed":
                for level in factor.get("levels", ())[:1]:
                    level["fixed"] = True
    return document(file.path, data)


def every_move(knowledge: Knowledge, judgement: Judgement) -> list[Move]:
    """Every move that policy may make, spelled out once more and plainly."""
    facts = judgement.oracle.facts.factors
    return [
        move
        for slug, factor in knowledge.vocabulary.factors.items()
        if factor.not_actionable is None
        for move in moves_of(factor, facts[slug])
    ]


def moves_of(factor: Factor, possible: Possible) -> Iterator[Move]:
    levels = range(len(factor.domain.levels))
    if isinstance(possible, Several):
        may_add = [k for k in levels if not possible.surely >> k & 1]
        may_drop = [k for k in levels if possible.possibly >> k & 1]
        if factor.better != "less":
            yield from (Move(factor.slug, k, 1, adds=True) for k in may_add)
        if factor.better != "more":
            yield from (Move(factor.slug, k, 1, adds=False) for k in may_drop)
    if isinstance(possible, Levels):
        here = [k for k in levels if possible.mask >> k & 1]
        if not any(factor.domain.levels[k].fixed for k in here):
            for k in levels:
                steps = steps_to(factor, here, k)
                if here != [k] and steps > 0 and not factor.domain.levels[k].fixed:
                    yield Move(factor.slug, k, steps)


def steps_to(factor: Factor, here: list[int], level: int) -> int:
    if factor.better == "more":
        return level - here[0] if level >= here[-1] else 0
    if factor.better == "less":
        return here[-1] - level if level <= here[0] else 0
    if factor.domain.type == "ordinal":
        return max(1, min(abs(level - other) for other in here))
    return 1


def otherwise(judgement: Judgement, change: Change) -> Judgement:
    """The judgement of the changed locality by the oracle, one rule at a time."""
    knowledge = judgement.knowledge
    was = judgement.oracle.facts
    facts = replace(was, factors={**was.factors, **after(was.factors, change)})
    outcomes = evaluate(knowledge, facts)
    oracle = Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
    standings = weigh(knowledge, facts, outcomes, oracle)
    ranking = rank(standings, knowledge, judgement.weights, judgement.profile.country)
    return replace(judgement, oracle=oracle, outcomes=outcomes, ranking=ranking)


def within(smaller: Change, change: Change) -> bool:
    return [m.what for m in smaller] == [m.what for m in change] and all(
        one.steps <= other.steps for one, other in zip(smaller, change, strict=True)
    )


def some_goals(data: st.DataObject, judgement: Judgement) -> list[Goal]:
    """What might be wanted and is not so yet."""
    slugs = list(judgement.knowledge.interventions)
    option = data.draw(st.sampled_from(slugs))
    other = data.draw(st.sampled_from([None, *(slug for slug in slugs if slug != option)]))
    wanted: list[Goal] = [*goals_for(judgement, option, other), *goals_for(judgement, None, None)]
    wanted += [
        Free(slug, rule.id)
        for rule in judgement.knowledge.active
        if rule.kind in ("gate", "contraindication")
        for slug in slugs[:2]
        if not Free(slug, rule.id).holds(judgement)
    ]
    return [goal for goal in dict.fromkeys(wanted) if not goal.holds(judgement)]


@settings(fuzz, max_examples=40)
@given(st.data(), marked_worlds())
def test_nothing_is_missed_and_nothing_is_false(data: st.DataObject, world: World) -> None:
    """Trying every single move, by the oracle, finds what the columns find."""
    knowledge = world.knowledge
    assume(fits_the_engine(knowledge))
    judgement = judge(knowledge, data.draw(world.localities()))
    goals = some_goals(data, judgement)
    tried = {(move,): otherwise(judgement, (move,)) for move in every_move(knowledge, judgement)}

    for goal, found in zip(goals, searched(judgement, goals), strict=True):
        hits = [change for change, then in tried.items() if goal.holds(then)]
        if not hits:
            assert all(len(change) == 2 for change in found)
            continue
        assert set(found) <= set(hits)
        for hit in hits:
            assert any(within(smaller, hit) for smaller in found), (goal, hit)


@settings(fuzz, max_examples=20)
@given(st.data(), marked_worlds())
def test_no_pair_is_missed(data: st.DataObject, world: World) -> None:
    """Where no single move is enough, every pair that is enough is found, or a smaller one."""
    knowledge = world.knowledge
    assume(fits_the_engine(knowledge))
    judgement = judge(knowledge, data.draw(world.localities()))
    goals = some_goals(data, judgement)
    smallest = dict(zip(goals, searched(judgement, goals), strict=True))
    paired = [goal for goal in goals if not smallest[goal] or len(smallest[goal][0]) == 2]
    assume(paired)
    every = every_move(knowledge, judgement)
    pairs = [(a, b) for a, b in combinations(every, 2) if a.what != b.what]
    for pair in pairs:
        then = otherwise(judgement, pair)
        for goal in paired:
            if goal.holds(then):
                assert any(within(smaller, pair) for smaller in smallest[goal]), (goal, pair)
    for goal in paired:
        for change in smallest[goal]:
            assert goal.holds(otherwise(judgement, change))
            for place, smaller in enumerate(smallest[goal]):
                assert smallest[goal][place] is change or not within(smaller, change)


WAITS = rule_document(
    "waits",
    "gate",
    unless={"all": [{"factor": {"reach": {"at_least": "v2"}}}, {"factor": {"open": True}}]},
    then={"hold_back": "measure_0", "until": both("both hold")},
)
ONE_WAY = rule_document(
    "one-way",
    "contraindication",
    when={"factor": {"reach": {"at_most": "v0"}}},
    then={"contraindicate": "measure_0"},
)


def found_for(*rules: Document, **factors: Any) -> list[Change]:
    """The smallest changes that free the first measure of the first of these rules."""
    judgement = judge(plain_knowledge(*rules), {"factors": factors})
    (found,) = searched(judgement, [Free("measure_0", rules[0].data["id"])])
    return list(found)


def test_two_conditions_take_a_pair() -> None:
    """Neither alone moves the gate; together they release it, with the fewest steps."""
    assert found_for(WAITS, reach="v0", open=False) == [(Move("reach", 2, 2), Move("open", 1, 1))]
    assert found_for(WAITS, reach="v3", open=False) == [(Move("open", 1, 1),)]
    assert found_for(WAITS, reach="v1", open=True) == [(Move("reach", 2, 1),)]


def test_of_moves_that_no_rule_tells_apart_the_shortest_is_taken() -> None:
    """One level up lifts the contraindication; two or three more do no more."""
    assert found_for(ONE_WAY, reach="v0") == [(Move("reach", 1, 1),)]


def test_two_values_of_one_factor_may_be_changed_together() -> None:
    """Both are taken out; neither alone is enough."""
    holds = rule_document(
        "parts-harm",
        "contraindication",
        when={"factor": {"parts": {"includes": ["v0", "v2"]}}},
        then={"contraindicate": "measure_0"},
    )
    assert found_for(holds, parts=["v0", "v1", "v2"]) == [
        (Move("parts", 0, 1, adds=False), Move("parts", 2, 1, adds=False))
    ]
    assert found_for(holds, parts=["v0", "v1"]) == [(Move("parts", 0, 1, adds=False),)]


@settings(max_examples=12)
@given(st.data())
def test_what_is_proposed_does_what_it_says(knowledge: Knowledge, data: st.DataObject) -> None:
    """On the real knowledge base: the proposed factors, put into the profile, reach the goal."""
    raw = data.draw(profiles(knowledge.vocabulary, given=4, listed=1))
    slugs = list(knowledge.interventions)
    option, other = data.draw(st.lists(st.sampled_from(slugs), min_size=2, max_size=2, unique=True))
    other = data.draw(st.sampled_from([other, None]))  # above that one, or above all
    judgement = judge(knowledge, raw)
    for found in prospects(judgement, goals_for(judgement, option, other)):
        assert found.already == found.goal.holds(judgement)
        assert len(found.proposals) == min(found.found, SHOWN)
        for proposal in found.proposals:
            then = judge(knowledge, proposal.profile)
            assert found.goal.holds(then)
            assert then.ranking == proposal.judgement.ranking


CAPTURED = {"factors": {"capture_police": "units", "oversight_independence": "absent"}}


def about(
    knowledge: Knowledge, raw: Any, option: str | None = None, above: str | None = None
) -> Any:
    return what_would_change(knowledge, raw, option, above)


def test_a_gate_is_released_by_what_it_waits_for(knowledge: Knowledge) -> None:
    """Presence policing waits for oversight where police units are captured."""
    answer = about(knowledge, CAPTURED, "permanent_presence_policing")
    gates = [item for item in answer.prospects if item.about == "gate"]
    changed = [p.changes for gate in gates for p in gate.proposals]
    assert {"oversight_independence": "independent"} in changed
    for gate in gates:
        assert gate.rule in knowledge.rules
        assert set(gate.claims) <= set(answer.claims)


def test_that_there_is_none_is_an_answer(knowledge: Knowledge) -> None:
    """A contraindication that hangs on the groups' trade is not lifted, and the answer says why."""
    raw = {"factors": {"drug_trade_integration": "core", "route_position": "hub"}}
    answer = about(knowledge, raw, "militarised_crackdown")
    (found,) = [p for p in answer.prospects if p.rule == "crackdown-against-trade-linked-groups"]
    assert (found.proposals, found.found) == ([], 0)
    assert found.says.startswith("There is none")
    assert "drug_trade_integration" in {item.factor for item in found.fixed}
    assert all(item.because for item in found.fixed)


def test_without_an_option_another_first_is_sought(knowledge: Knowledge) -> None:
    """What would put any other option first; each proposal names which."""
    answer = about(knowledge, knowledge.cases["guayaquil-2024"].profile)
    (found,) = answer.prospects
    assert found.about == "another_first"
    assert found.option == answer.option.intervention
    assert answer.option.rank == 1
    for proposal in found.proposals:
        assert proposal.first.intervention != found.option


def test_what_is_so_already_needs_no_change(knowledge: Knowledge) -> None:
    """Nothing is proposed for what stands above already."""
    answer = about(knowledge, CAPTURED, "independent_oversight", "militarised_crackdown")
    (found,) = [item for item in answer.prospects if item.about == "above"]
    assert (found.already, found.proposals) == (True, [])


@pytest.mark.parametrize(
    ("option", "above", "where"),
    [
        ("independent_oversigt", None, "option"),
        ("independent_oversight", "crackdown", "above"),
        ("independent_oversight", "independent_oversight", "above"),
        (None, "independent_oversight", "option"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    knowledge: Knowledge, option: str | None, above: str | None, where: str
) -> None:
    """Unknown names, an option against itself, an overtaking without an overtaker."""
    with pytest.raises(ProfileError) as refused:
        about(knowledge, {}, option, above)
    assert [fault.where for fault in refused.value.faults] == [where]


def test_goals_are_asked_of_columns_and_of_one_judgement_alike(knowledge: Knowledge) -> None:
    """The leader is first, above all others, and no other is."""
    judgement = judge(knowledge, CAPTURED)
    first, second = (item.standing.intervention for item in judgement.ranking[:2])
    assert First(first).holds(judgement)
    assert not First(first, another=True).holds(judgement)
    assert Above(first, second).holds(judgement)
    assert not Above(second, first).holds(judgement)
