"""Every rule's own tests, run through durable_rules as well as through the oracle."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace

from engine.conditions import diagnoses_of
from engine.facts import Facts
from engine.inference import Inference, infer
from engine.knowledge.model import Knowledge
from engine.network import compile_network
from engine.oracle import evaluate
from engine.outcomes import outcomes
from engine.proof import given_profile
from engine.rule import Rule, RuleTest
from engine.targets import reached
from tests.engine.random_knowledge import facts_of


def alone(knowledge: Knowledge, rule: Rule) -> Knowledge:
    """The knowledge base with this rule, and the diagnoses that it rests on, only."""
    kept: dict[str, Rule] = {}
    waiting = [rule.id]
    while waiting:
        name = waiting.pop()
        kept[name] = knowledge.rules[name]
        for condition in kept[name].conditions():
            waiting += diagnoses_of(condition)
    layers = {name: layer for name, layer in knowledge.layers.items() if name in kept}
    return replace(knowledge, rules=kept, layers=layers)


def given_facts(knowledge: Knowledge, test: RuleTest) -> Facts:
    return facts_of(knowledge, given_profile(knowledge, test.given))


def disagreements(knowledge: Knowledge, rule: Rule) -> Iterator[str]:
    """Where a rule's own tests, run through durable_rules, do not do what they should."""
    small = alone(knowledge, rule)
    with closing(Inference(compile_network(small))) as engine:
        for test in rule.tests:
            facts = given_facts(knowledge, test)
            found = outcomes(small.active, engine.solutions(facts))
            if found[rule.id].state != test.expect:
                yield f"{rule.path}:{test.line} {found[rule.id].state}, not {test.expect}"
            targets = set(reached(rule, found[rule.id].certain, facts))
            if test.reaches and targets != set(test.reaches):
                yield f"{rule.path}:{test.line} reaches something else"
            if found != evaluate(small, facts):
                yield f"{rule.path}:{test.line} is something else to the oracle"


def test_every_rule_does_in_the_engine_what_its_own_tests_say(knowledge: Knowledge) -> None:
    """Each test of each rule has the outcome that it names, reached by durable_rules."""
    assert [line for rule in knowledge.active for line in disagreements(knowledge, rule)] == []


def by_kind(knowledge: Knowledge) -> Mapping[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in knowledge.active:
        found.setdefault(rule.kind, []).append(rule)
    return found


def test_rules_do_among_all_others_what_they_do_alone(knowledge: Knowledge) -> None:
    """In the whole knowledge base, too, rules of every kind do what their own tests say."""
    for rules in by_kind(knowledge).values():
        for rule in rules[::20]:
            for test in rule.tests:
                found = infer(knowledge, given_facts(knowledge, test))

                assert found[rule.id].state == test.expect, f"{rule.path}:{test.line}"
