"""Order never matters: of keys, of entities, of rules, of facts, of the catalogue."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine import inference as module
from engine.advice import advise
from engine.inference import Inference
from engine.knowledge.documents import Document, content_hash
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble
from engine.network import EngineFact, Network, compile_network, facts_for
from engine.outcomes import outcomes
from tests.engine.plain_knowledge import Raw
from tests.engine.random_knowledge import World, facts_of, fits_the_engine, fuzz, worlds
from tests.engine.random_profiles import profiles

pytestmark = pytest.mark.slow

EXAMPLES = 50
# Where an answer names entities by their place in a list, or says which of several it found first.
PLACES = ("decision_id", "profile", "matched", "condition", "where")


def shuffled(raw: Mapping[str, Any], chance: random.Random, *, lists: bool) -> Raw:
    """The same profile written down in another order."""
    found: Raw = {}
    for name, value in _in_any_order(raw, chance).items():
        if isinstance(value, dict):
            found[name] = _in_any_order(value, chance)
        elif isinstance(value, list):
            found[name] = [_in_any_order(item, chance) for item in value]
            if lists:
                chance.shuffle(found[name])
        else:
            found[name] = value
    return found


def _in_any_order(raw: Mapping[str, Any], chance: random.Random) -> Raw:
    names = list(raw)
    chance.shuffle(names)
    return {name: raw[name] for name in names}


def said(knowledge: Knowledge, raw: Mapping[str, Any]) -> Any:
    """All that an answer says, without the places of entities in their lists."""
    found = _without_places(advise(knowledge, raw, explain="full").model_dump(mode="json"))
    found["notices"].sort(key=str)
    return found


def _without_places(part: Any) -> Any:
    if isinstance(part, dict):
        return {k: _without_places(v) for k, v in part.items() if k not in PLACES}
    if isinstance(part, list):
        return [_without_places(item) for item in part]
    return part


@settings(fuzz, max_examples=EXAMPLES // 5)
@given(st.data())
def test_the_order_of_keys_leaves_the_answer_byte_for_byte(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """A documented locality or a random one, its keys in any order, has one and the same answer."""
    known = st.sampled_from([dict(case.profile) for case in knowledge.cases.values()])
    raw = data.draw(st.one_of(known, profiles(knowledge.vocabulary, given=3, listed=2)))
    other = shuffled(raw, data.draw(st.randoms(use_true_random=False)), lists=False)

    answer = advise(knowledge, raw, explain="full")

    assert advise(knowledge, other, explain="full").model_dump_json() == answer.model_dump_json()


@settings(fuzz, max_examples=EXAMPLES // 5)
@given(st.data())
def test_the_order_of_entities_changes_nothing_but_their_places(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """Under the real rules, listing groups and institutions in another order changes no verdict."""
    raw = data.draw(profiles(knowledge.vocabulary, given=6, listed=3))
    other = shuffled(raw, data.draw(st.randoms(use_true_random=False)), lists=True)

    assert said(knowledge, other) == said(knowledge, raw)


@settings(fuzz, max_examples=EXAMPLES)
@given(st.data())
def test_the_order_of_entities_changes_nothing_whatever_the_rules(data: st.DataObject) -> None:
    """Under random rules too, another order of the lists changes no verdict and no question."""
    world: World = data.draw(worlds())
    assume(fits_the_engine(world.knowledge))
    raw = data.draw(world.localities())
    other = shuffled(raw, data.draw(st.randoms(use_true_random=False)), lists=True)

    assert said(world.knowledge, other) == said(world.knowledge, raw)


@settings(fuzz, max_examples=EXAMPLES)
@given(st.data())
def test_the_order_of_rules_changes_nothing(data: st.DataObject) -> None:
    """Rules put into the engine in another order have the same outcomes."""
    world: World = data.draw(worlds())
    assume(fits_the_engine(world.knowledge))
    facts = facts_of(world.knowledge, data.draw(world.localities()))
    other = replace(world.knowledge)
    vars(other)["active"] = tuple(data.draw(st.permutations(world.knowledge.active)))

    assert outcome_of(other, facts) == outcome_of(world.knowledge, facts)


def outcome_of(knowledge: Knowledge, facts: Any) -> Any:
    engine = Inference(compile_network(knowledge))
    try:
        return outcomes(knowledge.active, engine.solutions(facts))
    finally:
        engine.close()


@settings(fuzz, max_examples=EXAMPLES)
@given(st.data())
def test_the_order_of_facts_changes_nothing(data: st.DataObject) -> None:
    """Facts told to the engine in another order have the same outcomes."""
    world: World = data.draw(worlds())
    assume(fits_the_engine(world.knowledge))
    facts = facts_of(world.knowledge, data.draw(world.localities()))
    chance = data.draw(st.randoms(use_true_random=False))

    def in_any_order(network: Network, given: Any, written: Any) -> list[EngineFact]:
        prepared = list(facts_for(network, given, written))
        chance.shuffle(prepared)
        return prepared

    expected = outcome_of(world.knowledge, facts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "facts_for", in_any_order)

        assert outcome_of(world.knowledge, facts) == expected


@settings(fuzz, max_examples=EXAMPLES)
@given(st.data())
def test_the_order_of_the_catalogue_changes_nothing(data: st.DataObject) -> None:
    """Interventions written down in another order are ranked the same, for the same reasons."""
    world: World = data.draw(worlds())
    assume(fits_the_engine(world.knowledge))
    raw = data.draw(world.localities())
    files = [_catalogue_in_any_order(file, data) for file in world.files]
    other = assemble(files)

    assert _of_ranking(said(other, raw)) == _of_ranking(said(world.knowledge, raw))


def _catalogue_in_any_order(file: Document, data: st.DataObject) -> Document:
    if not file.path.startswith("interventions/"):
        return file
    items = data.draw(st.permutations(file.data["interventions"]))
    content = {**file.data, "interventions": items}
    return replace(file, data=content, content_hash=content_hash(content))


def _of_ranking(answer: Any) -> Any:
    """Without the name of the knowledge base, which is that of its files."""
    return {name: part for name, part in answer.items() if name != "ruleset"}
