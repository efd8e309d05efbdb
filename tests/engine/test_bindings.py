"""What a rule may name is refused when it is read, where no evaluator could give it a meaning."""

from typing import Any

import pytest

from engine.errors import Fault, KnowledgeError
from engine.inference import infer
from engine.knowledge.documents import Document, parse_document
from engine.knowledge.reading import assemble
from engine.network import unfit
from engine.oracle import evaluate
from tests.engine.plain_knowledge import plain_files, plain_knowledge, rule_document
from tests.engine.random_knowledge import facts_of

RULE = """\
id: rule
kind: {kind}
status: {status}
title: {{en: A rule, es: Una regla}}
because: {{en: A mechanism., es: Un mecanismo.}}
when: {when}
unless: {unless}
then: {then}
strength: {strength}
claims: {{supports: [C-expert_judgement]}}
limits: {{en: Much., es: Mucho.}}
tests:
  - {{given: {{}}, expect: fires}}
  - {{given: {{}}, expect: silent}}
  - {{given: {{}}, expect: silent}}
  - {{given: {{}}, expect: undecided}}
"""
WHEN, UNLESS = "theme/rule.yaml:6", "theme/rule.yaml:7"
GATE = {"then": "{hold_back: measure_0, until: measure_1}", "strength": "null"}
REASON = {"then": "{for: measure_0, criterion: problem}", "strength": "weak"}
DIAGNOSIS = {"then": "null", "strength": "null"}
THENS = {"gate": GATE, "reason": REASON, "diagnosis": DIAGNOSIS}

TWO_PATTERNS = "{all: [{group: {as: h}}, {body: {held_by: $h.name}}]}"
ARMED, RANKED = "{group: {as: g, armed: true}}", "{group: {as: g, rank: v1}}"


def faults(
    kind: str = "gate",
    when: str = "always",
    unless: str = "null",
    status: str = "trial",
    *others: Document,
) -> list[Fault]:
    """What is said of one rule among the plain files."""
    told: list[Fault] = []
    raw = RULE.format(kind=kind, status=status, when=when, unless=unless, **THENS[kind])
    rule = parse_document("theme/rule.yaml", raw.encode(), told)
    assert rule is not None, told
    try:
        assemble(plain_files(rule, *others))
    except KnowledgeError as error:
        return list(error.faults)
    return []


@pytest.mark.parametrize(
    "when",
    [
        f"{{all: [{ARMED}, {RANKED}]}}",
        f"{{all: [{{any: [{ARMED}, {{factor: {{open: true}}}}]}}, {RANKED}]}}",
        f"{{all: [{{not: {ARMED}}}, {RANKED}]}}",
        f"{{any: [{ARMED}, {{body: {{as: g}}}}]}}",
        f"{{all: [{ARMED}, {{any: [{RANKED}, {{factor: {{open: true}}}}]}}]}}",
    ],
    ids=["again", "after-any", "after-not", "of-another-kind", "inside-any"],
)
def test_a_name_stands_for_one_entity(when: str) -> None:
    """A name that was given before, seen from here or not, is refused where it is given again."""
    found = faults(when=when)

    assert [fault.where for fault in found] == [WHEN]
    assert "must be a new word" in found[0].what.en
    assert "debe ser una palabra nueva" in found[0].what.es


def test_a_name_in_the_exception_is_new_too() -> None:
    """An exception names another entity than the condition, in an alternative as well."""
    alternatives = f"{{any: [{ARMED}, {{factor: {{open: true}}}}]}}"

    assert [fault.where for fault in faults(when=alternatives, unless=RANKED)] == [UNLESS]


def test_alternatives_may_share_a_name() -> None:
    """Of the alternatives of an *any* only one binds the name, so they may use the same one."""
    when = {"any": [{"group": {"as": "g", "armed": True}}, {"group": {"as": "g", "rank": "v1"}}]}
    then = {"warn": {"en": "mind", "es": "cuidado"}}
    knowledge = plain_knowledge(rule_document("rule", "caveat", when=when, then=then))
    facts = facts_of(knowledge, {"groups": [{"name": "A", "armed": False}, {"name": "B"}]})

    assert infer(knowledge, facts) == evaluate(knowledge, facts)
    assert infer(knowledge, facts)["rule"].possible == ((("g", 0),), (("g", 1),))


@pytest.mark.parametrize("kind", ["reason", "diagnosis"])
def test_an_exception_that_is_negated_holds_one_pattern(kind: str) -> None:
    """*Not* of two entities together is not *not* of each: that takes a diagnosis of its own."""
    found = faults(kind, "{factor: {open: true}}", TWO_PATTERNS)

    assert [fault.where for fault in found] == [UNLESS]
    assert "diagnosis of its own" in found[0].what.en
    assert "diagnóstico propio" in found[0].what.es


@pytest.mark.parametrize(
    ("kind", "unless"),
    [
        ("gate", TWO_PATTERNS),
        ("reason", "{any: [{group: {armed: true}}, {body: {kind: police}}]}"),
        ("reason", "{all: [{group: {armed: true}}, {factor: {open: true}}]}"),
    ],
    ids=["not-negated", "alternatives", "one-pattern-and-a-factor"],
)
def test_other_exceptions_may_hold_patterns(kind: str, unless: str) -> None:
    """A cautious rule's exception is not negated, and *not* of alternatives is *not* of each."""
    assert faults(kind, "{factor: {open: true}}", unless) == []


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_diagnosis_that_is_not_in_force_is_not_built_on(status: str) -> None:
    """It is never evaluated: whoever builds on it is told, in the condition and the exception."""
    other = rule_document("below", "diagnosis", when={"factor": {"open": True}}, status=status)
    named = "{diagnosis: below}"
    found = faults("gate", named, named, "trial", other)

    assert [fault.where for fault in found] == [WHEN, UNLESS]
    assert f"its status is {status}" in found[0].what.en
    assert f"su estado es {status}" in found[0].what.es


def test_a_withdrawn_rule_may_name_what_was_withdrawn_with_it() -> None:
    """A withdrawn rule is on record only."""
    other = rule_document("below", "diagnosis", when={"factor": {"open": True}}, status="withdrawn")

    assert faults("gate", "{diagnosis: below}", "null", "withdrawn", other) == []


def test_a_negated_pattern_with_two_joins_to_lists_is_refused() -> None:
    """The engine cannot hold it, and says so when the rule is read."""
    when: Any = {
        "all": [
            {"body": {"as": "x"}},
            {"group": {"as": "g"}},
            {
                "not": {
                    "intervention": {
                        "led_by": {"includes": "$x.kind"},
                        "level": {"includes": "$g.name"},
                    }
                }
            },
        ]
    }
    knowledge = plain_knowledge(rule_document("rule", "diagnosis", when=when))

    assert [fault.where for fault in unfit(knowledge)] == ["theme/rule.yaml:1"]
