"""What policy can move: never geography, never for the worse, never what is fixed."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.levers import Move, after, moves
from engine.possible import Levels, Several
from engine.profile import read_profile
from engine.vocabulary import Vocabulary
from tests.engine.random_profiles import profiles

# Where a place lies, what is demanded elsewhere, what has happened, what groups are, and what is
# only true of the data: nobody can be told to change these.
BEYOND_POLICY = (
    "route_position",
    "route_functions",
    "migration_corridor",
    "violence_concentration",
    "external_demand",
    "displacement_in",
    "drug_trade_integration",
    "route_novelty",
    "fragmentation",
    "group_hierarchy",
    "homicide_rate",
    "homicide_trend",
    "data_coverage",
    "disappearances_counted",
    "trend_attribution",
    "external_pressure",
)
EITHER_WAY = ("measures_in_force",)  # a choice of policy's, both ways


def moved(knowledge: Knowledge, **factors: Any) -> list[Move]:
    profile = read_profile({"factors": factors}, knowledge.vocabulary)
    return [
        m for m in moves(knowledge.vocabulary, gather(profile, knowledge)) if m.factor in factors
    ]


def levels(knowledge: Knowledge, factor: str, value: Any) -> list[str]:
    """The levels to which a factor that has this value may be moved."""
    domain = knowledge.vocabulary.factors[factor].domain
    return [domain.values[move.level] for move in moved(knowledge, **{factor: value})]


@pytest.mark.parametrize("slug", BEYOND_POLICY)
def test_geography_and_its_like_are_marked(knowledge: Knowledge, slug: str) -> None:
    """Each says in both languages why policy cannot act on it."""
    reason = knowledge.vocabulary.factors[slug].not_actionable
    assert reason is not None
    assert reason.en != reason.es


def test_every_other_factor_says_which_way_is_better(knowledge: Knowledge) -> None:
    """Only choices of policy's may go either way."""
    undirected = [
        slug
        for slug, factor in knowledge.vocabulary.factors.items()
        if factor.not_actionable is None and factor.better is None
    ]
    assert sorted(undirected) == sorted(EITHER_WAY)


@settings(max_examples=40)
@given(st.data())
def test_no_move_ever_touches_what_policy_cannot(knowledge: Knowledge, data: st.DataObject) -> None:
    """Whatever the profile: nothing that is marked, nothing fixed, nothing for the worse."""
    vocabulary = knowledge.vocabulary
    raw = data.draw(profiles(vocabulary))
    facts = gather(read_profile(raw, vocabulary), knowledge)
    for move in moves(vocabulary, facts):
        factor = vocabulary.factors[move.factor]
        assert factor.not_actionable is None
        assert factor.slug not in BEYOND_POLICY
        assert not factor.domain.levels[move.level].fixed
        before = facts.factors[move.factor]
        then = after(facts.factors, (move,))[move.factor]
        assert then != before
        assert not worse(vocabulary, move.factor, before, then)


def worse(vocabulary: Vocabulary, factor: str, before: Any, then: Any) -> bool:
    """Whether it may be worse than before, in the direction that the vocabulary gives."""
    better = vocabulary.factors[factor].better
    match before, then:
        case Levels(), Levels():
            down, up = then.lowest() < before.highest(), then.highest() > before.lowest()
        case Several(), Several():
            down, up = bool(before.possibly & ~then.possibly), bool(then.surely & ~before.surely)
    return {"more": down, "less": up, None: False}[better]


def test_a_known_level_is_moved_step_by_step(knowledge: Knowledge) -> None:
    """All better levels, with the steps that they take."""
    assert levels(knowledge, "prison_control", "inmate_run") == ["state", "shared"]
    assert [m.steps for m in moved(knowledge, prison_control="inmate_run")] == [2, 1]
    assert levels(knowledge, "oversight_independence", "absent") == ["internal_only", "independent"]
    assert levels(knowledge, "oversight_independence", "independent") == []
    assert levels(knowledge, "trusted_mediator", False) == ["true"]
    assert levels(knowledge, "trusted_mediator", True) == []


def test_what_is_partly_known_is_moved_to_what_is_surely_no_worse(knowledge: Knowledge) -> None:
    """Making police units captured would be no improvement, were the police clean."""
    assert levels(knowledge, "capture_police", {"possible": ["individuals", "units"]}) == [
        "none_known",
        "individuals",
    ]
    assert levels(knowledge, "capture_police", None) == ["none_known"]


def test_fixed_levels_are_left_alone(knowledge: Knowledge) -> None:
    """Nobody builds a port so that it may be watched, nor undoes a leader's removal."""
    assert levels(knowledge, "port_scrutiny", "none_no_port") == []
    assert levels(knowledge, "port_scrutiny", {"possible": ["none_no_port", "light"]}) == []
    assert levels(knowledge, "port_scrutiny", "partial") == ["close"]
    assert levels(knowledge, "leader_removal", "recent") == []
    assert levels(knowledge, "leader_removal", "planned") == ["none"]


def test_measures_may_be_taken_up_and_given_up(knowledge: Knowledge) -> None:
    """Of several values one is put in or out, and the others stay."""
    facts = {"measures_in_force": Several(0b10, 0b10)}
    taken = moved(knowledge, measures_in_force=["exit_reinsertion"])
    assert {move.adds for move in taken} == {True, False}
    assert after(facts, (Move("measures_in_force", 0, 1, adds=True),)) == {
        "measures_in_force": Several(0b11, 0b11)
    }
    both = (
        Move("measures_in_force", 0, 1, adds=True),
        Move("measures_in_force", 1, 1, adds=False),
    )
    assert after(facts, both) == {"measures_in_force": Several(0b01, 0b01)}
