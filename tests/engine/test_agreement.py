"""durable_rules held to the oracle: two evaluators, one meaning."""

import os

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.inference import infer
from engine.knowledge.model import Knowledge
from engine.oracle import evaluate
from tests.engine.random_knowledge import World, facts_of, fits_the_engine, fuzz, worlds
from tests.engine.random_profiles import profiles

pytestmark = pytest.mark.slow

# The everyday suite reads 300 random knowledge bases; a night can read many more.
EXAMPLES = int(os.environ.get("REMANSO_FUZZ_EXAMPLES", "300"))
LOCALITIES = 5


@settings(fuzz, max_examples=EXAMPLES)
@given(st.data())
def test_random_rules_mean_the_same_to_both_evaluators(data: st.DataObject) -> None:
    """Certain, possible and lifted bindings of every rule are the oracle's, whatever the rules."""
    world: World = data.draw(worlds())
    assume(fits_the_engine(world.knowledge))
    for _ in range(LOCALITIES):
        facts = facts_of(world.knowledge, data.draw(world.localities()))

        assert infer(world.knowledge, facts) == evaluate(world.knowledge, facts)


@settings(fuzz, max_examples=max(30, EXAMPLES // 10))
@given(st.data())
def test_random_localities_mean_the_same_under_the_real_rules(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """The real rules give the same outcome by both evaluators for any locality."""
    raw = data.draw(profiles(knowledge.vocabulary, given=3, listed=2))
    facts = facts_of(knowledge, raw)

    assert infer(knowledge, facts) == evaluate(knowledge, facts)


def test_documented_cases_mean_the_same_to_both_evaluators(knowledge: Knowledge) -> None:
    """Every documented locality has the same outcome by both evaluators."""
    for case in knowledge.cases.values():
        facts = facts_of(knowledge, case.profile)

        assert infer(knowledge, facts) == evaluate(knowledge, facts), case.slug
