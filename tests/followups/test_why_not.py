"""Why an option does not stand higher: what fails, and by how much."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.conditions import FactorTest, leaves
from engine.errors import ProfileError
from engine.facts import gather
from engine.followup import WhyNotOut
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle, diagnose, whole
from engine.profile import read_profile
from engine.rule import Argue
from engine.shortfall import Shortfall
from engine.text import LANGUAGES
from engine.truth import Truth
from engine.whynot import why_not
from tests.engine.random_knowledge import World, facts_of, fuzz, worlds
from tests.engine.random_profiles import profiles


def asked(knowledge: Knowledge, option: str, **factors: object) -> WhyNotOut:
    return why_not(knowledge, {"factors": factors}, option)


def test_a_contraindication_is_named_with_its_claims(knowledge: Knowledge) -> None:
    """A crackdown in Guayaquil."""
    profile = knowledge.cases["guayaquil-2024"].profile
    answer = why_not(knowledge, profile, "militarised_crackdown")
    assert answer.place.verdict == "strong_against"
    assert answer.option.contraindications
    for item in answer.option.contraindications:
        assert set(item.claims) <= set(answer.claims)
    lifted = {item.rule for item in answer.prospects if item.about == "contraindication"}
    assert {item.rule for item in answer.option.contraindications} == lifted
    assert "contraindication" in " ".join(answer.says)


def test_a_gate_is_named_with_what_releases_it(knowledge: Knowledge) -> None:
    """Presence policing waits for oversight; independent oversight releases it."""
    answer = asked(
        knowledge,
        "permanent_presence_policing",
        capture_police="units",
        oversight_independence="absent",
        state_presence="intermittent",
    )
    gates = {item.rule: item for item in answer.prospects if item.about == "gate"}
    holding = {item.rule for item in answer.option.preconditions if item.holds_back}
    assert holding
    assert holding <= set(gates)
    moved = [move for gate in gates.values() for p in gate.proposals for move in p.moves]
    assert "oversight_independence" in {move.factor for move in moved}
    assert ("absent", "independent") in {(move.before, move.after) for move in moved}


def test_too_little_known_is_answered_with_questions(knowledge: Knowledge) -> None:
    """Of an empty profile nothing is said to fail; it is asked."""
    answer = asked(knowledge, "prison_control_recovery")
    assert answer.place.verdict == "insufficient_information"
    assert answer.asks
    assert all(item.question for item in answer.asks)
    assert "prison_control" in {item.factor for item in answer.asks}


def test_the_failed_condition_says_how_far(knowledge: Knowledge) -> None:
    """Nearest first, each with what was asked and the value found."""
    answer = asked(
        knowledge,
        "prison_control_recovery",
        prison_control="state",
        leaders_in_prison_active=False,
        prison_comms="cut",
        prison_records="complete",
        guard_collusion="isolated",
        prison_overcrowding="within_capacity",
        prison_group_structure="none",
    )
    assert answer.failed
    far = [(len(item.missing), sum(m.steps for m in item.missing)) for item in answer.failed]
    assert far == sorted(far)
    for item in answer.failed:
        assert item.claims
        assert item.missing
        assert any(missing.truth == "false" for missing in item.missing)
        assert all(missing.value for missing in item.missing if missing.truth == "false")


@settings(max_examples=15)
@given(st.data())
def test_any_option_of_any_profile_is_answered(knowledge: Knowledge, data: st.DataObject) -> None:
    """Every rule and claim that is named exists, and every silent reason misses something."""
    raw = data.draw(profiles(knowledge.vocabulary, given=3, listed=2))
    option = data.draw(st.sampled_from(list(knowledge.interventions)))
    answer = why_not(knowledge, raw, option)
    assert answer.option.rank == answer.place.rank
    for item in answer.failed:
        rule = knowledge.rules[item.rule]
        assert isinstance(rule.then, Argue)
        assert (rule.then.direction, option in rule.targets.slugs) == (1, True)
        assert item.missing
        assert set(item.claims) <= set(answer.claims)


@settings(fuzz, max_examples=60)
@given(st.data(), worlds())
def test_a_shortfall_is_nothing_exactly_where_a_condition_holds(
    data: st.DataObject, world: World
) -> None:
    """A condition that holds misses nothing; of one that does not, each missing test fails."""
    knowledge = world.knowledge
    facts = facts_of(knowledge, data.draw(world.localities()))
    oracle = Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
    shortfall = Shortfall(knowledge, oracle)
    for rule in knowledge.active:
        condition = whole(rule)
        missing = shortfall.of(condition)
        if oracle.truth(condition) is Truth.TRUE:
            assert missing == ()
        for item in missing:
            assert item.steps >= 1
            assert item.truth is not Truth.TRUE
            if isinstance(item.test, FactorTest):
                assert oracle.truth(item.test) is item.truth


def test_steps_are_counted_in_levels(knowledge: Knowledge) -> None:
    """From no extortion to pervasive extortion there are two levels."""
    profile = read_profile({"factors": {"extortion": "sporadic"}}, knowledge.vocabulary)
    facts = gather(profile, knowledge)
    shortfall = Shortfall(
        knowledge, Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
    )
    domain = knowledge.vocabulary.factors["extortion"].domain
    target = next(
        leaf
        for leaf in factor_tests(knowledge, "extortion")
        if (leaf.operator, leaf.operand) == ("at_least", "pervasive") and not leaf.negated
    )
    (missing,) = shortfall.of(target)
    assert missing.steps == domain.index["pervasive"] - domain.index["sporadic"]


def factor_tests(knowledge: Knowledge, factor: str) -> list[FactorTest]:
    return [
        leaf
        for rule in knowledge.active
        for condition in rule.conditions()
        for leaf in leaves(condition)
        if isinstance(leaf, FactorTest) and leaf.factor == factor
    ]


def test_both_languages_say_the_same(knowledge: Knowledge) -> None:
    """The same rules, claims and changes, in other words."""
    profile = knowledge.cases["guayaquil-2024"].profile
    english, spanish = (
        why_not(knowledge, profile, "militarised_crackdown", language=language)
        for language in LANGUAGES
    )
    assert set(english.claims) == set(spanish.claims)
    assert [i.rule for i in english.failed] == [i.rule for i in spanish.failed]
    assert [i.found for i in english.prospects] == [i.found for i in spanish.prospects]
    assert all(a != b for a, b in zip(english.says, spanish.says, strict=True))


def test_an_unknown_option_is_refused(knowledge: Knowledge) -> None:
    """With the nearest name."""
    with pytest.raises(ProfileError) as refused:
        why_not(knowledge, {}, "militarized_crackdown")
    assert refused.value.faults[0].nearest == "militarised_crackdown"
