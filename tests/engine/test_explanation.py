"""What is explained and asked follows from the rules' meaning, whatever the rules say."""

from collections.abc import Iterator
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.advice import advise
from engine.answer import Answer, ConditionNode
from engine.inference import infer
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle, diagnose
from engine.questions import questions
from tests.engine.plain_knowledge import both, plain_knowledge, rule_document
from tests.engine.random_knowledge import World, facts_of, fits_the_engine, fuzz, worlds
from tests.engine.random_profiles import profiles

ORDER = ("false", "unknown", "true")
ALL, ANY = "all of these hold", "at least one of these holds"


def nodes(part: Any) -> Iterator[ConditionNode]:
    """Every node of every condition tree in an answer."""
    if isinstance(part, ConditionNode):
        yield part
    if isinstance(part, list | tuple):
        for item in part:
            yield from nodes(item)
    elif hasattr(type(part), "model_fields"):
        for name in type(part).model_fields:
            yield from nodes(getattr(part, name))


def least(parts: list[ConditionNode]) -> str:
    return min((part.truth for part in parts), key=ORDER.index)


def most(parts: list[ConditionNode]) -> str:
    return max((part.truth for part in parts), key=ORDER.index)


def answered(data: st.DataObject) -> tuple[World, Answer]:
    world: World = data.draw(worlds())
    assume(fits_the_engine(world.knowledge))
    return world, advise(world.knowledge, data.draw(world.localities()), explain="full")


@settings(fuzz, max_examples=60)
@given(st.data())
def test_random_rules_always_give_a_whole_answer(data: st.DataObject) -> None:
    """Ranking, questions and explanations stand up to whatever rules may say."""
    world, answer = answered(data)

    assert {item.intervention for item in answer.ranking} == set(world.knowledge.interventions)
    assert [item.rank for item in answer.ranking] == list(range(1, len(answer.ranking) + 1))


@settings(fuzz, max_examples=100)
@given(st.data())
def test_the_truth_of_a_condition_follows_from_its_parts(data: st.DataObject) -> None:
    """In every tree, an *any* is as true as its truest part and an *all* as its least true one."""
    _, answer = answered(data)
    for node in nodes(answer):
        if node.text == ANY:
            assert node.truth == most(node.parts)
        elif node.text == ALL and not node.parts[-1].text.startswith("unless: "):
            # Two patterns may want one entity: then an *any* holds alone, but not with the rest.
            exact = all(part.text != ANY for part in node.parts)
            assert ORDER.index(node.truth) <= ORDER.index(least(node.parts))
            assert node.truth == least(node.parts) or not exact


def asks_nothing(knowledge: Knowledge, raw: Any) -> list[str]:
    """The rules that a locality leaves undecided without a question that would decide them."""
    facts = facts_of(knowledge, raw)
    oracle = Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
    return [
        rule.id
        for rule, result in zip(knowledge.active, infer(knowledge, facts).values(), strict=True)
        if result.state == "undecided" and not questions(knowledge, oracle, rule, result)
    ]


@settings(fuzz, max_examples=100)
@given(st.data())
def test_what_is_undecided_asks(data: st.DataObject) -> None:
    """No random rule is left undecided without a question."""
    world: World = data.draw(worlds())
    assume(fits_the_engine(world.knowledge))

    assert asks_nothing(world.knowledge, data.draw(world.localities())) == []


@settings(fuzz, max_examples=30)
@given(st.data())
def test_what_is_undecided_asks_under_the_real_rules(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """No real rule is left undecided without a question."""
    raw = data.draw(profiles(knowledge.vocabulary, given=3, listed=2))

    assert asks_nothing(knowledge, raw) == []


def test_the_question_is_about_the_entity_that_leaves_the_rule_open() -> None:
    """Of two groups, the one that is sure fits no body; the one that is not is asked about."""
    when = {"all": [{"group": {"as": "g", "armed": True}}, {"body": {"held_by": "$g.name"}}]}
    knowledge = plain_knowledge(rule_document("rule", "diagnosis", when=when))
    groups = [{"name": "A"}, {"name": "B", "armed": True}]
    raw = {"groups": groups, "bodies": [{"kind": "police", "held_by": "A"}]}
    facts = facts_of(knowledge, raw)
    oracle = Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
    found = questions(knowledge, oracle, knowledge.rules["rule"], infer(knowledge, facts)["rule"])

    assert [question.subject for question in found] == ["group.armed"]


def test_the_status_shown_is_the_worst_of_several() -> None:
    """A gate open for one group and unmet for another is unmet, in whatever order they stand."""
    unless = {"body": {"held_by": "$g.name", "rank": {"at_least": "v1"}}}
    then = {"hold_back": "measure_0", "until": both("something")}
    gate = rule_document("gate", "gate", when={"group": {"as": "g"}}, unless=unless, then=then)
    knowledge = plain_knowledge(gate)

    def status(*names: str) -> str:
        groups = [{"name": name} for name in names]
        raw = {"groups": groups, "bodies": [{"kind": "police", "held_by": "A"}]}
        shown = {item.intervention: item for item in advise(knowledge, raw).ranking}
        return shown["measure_0"].preconditions[0].status

    assert [status("A"), status("B")] == ["unknown", "unmet"]
    assert [status("A", "B"), status("B", "A")] == ["unmet", "unmet"]
