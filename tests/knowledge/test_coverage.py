"""What the coverage says of a rule is what happens when the rule is removed."""

import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from engine.advice import judge
from engine.composition import Composer
from engine.coverage import Coverage, cover
from engine.knowledge.model import Knowledge

# What an answer asks changes with every rule that is open; what it says must not.
ASKING = {"undecided_rules", "needed", "decision_id", "ruleset"}
SAMPLE = 12


@pytest.fixture(scope="module")
def covered(knowledge: Knowledge) -> Coverage:
    return cover(knowledge)


def without(knowledge: Knowledge, names: Iterable[str]) -> Knowledge:
    gone = set(names)
    rules = {name: rule for name, rule in knowledge.rules.items() if name not in gone}
    return replace(knowledge, rules=rules)


def said(knowledge: Knowledge, case: str) -> dict[str, Any]:
    """What advice on a documented case says, without what it asks."""
    judgement = judge(knowledge, knowledge.cases[case].profile)
    return Composer(judgement, "en", "rules").answer("x").model_dump(exclude=ASKING)


def test_inert_rules_change_no_answer(knowledge: Knowledge, covered: Coverage) -> None:
    """With all inert rules gone, every documented case is answered as before."""
    lean = without(knowledge, (item.rule.id for item in covered.inert_rules))

    assert covered.inert_rules
    for case in knowledge.cases:
        assert said(lean, case) == said(knowledge, case), case


def test_any_other_rule_would_be_missed(knowledge: Knowledge, covered: Coverage) -> None:
    """Take away a rule that is heard, and the answer of a case that hears it is another."""
    heard = sorted(
        name for name in covered.heard if covered.fired[name] and name not in knowledge.diagnoses
    )
    for name in random.Random(0).sample(heard, SAMPLE):
        case = covered.fired[name][0]
        assert said(without(knowledge, [name]), case) != said(knowledge, case), name


def test_an_inert_rule_says_what_it_waits_for(covered: Coverage) -> None:
    """It is open in some case and asks for something there, or every case records otherwise."""
    for item in covered.inert_rules:
        assert bool(item.undecided_in) == bool(item.asks), item.rule.id
