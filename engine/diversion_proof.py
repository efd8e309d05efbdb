"""Every rule between localities proved by its own tests, like those within one."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.diversion import Diversion, DiversionTest
from engine.diverting import STATES, judge_pair
from engine.errors import Fault, ProfileError
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle, diagnose
from engine.profile import read_profile
from engine.proof import given_profile
from engine.questions import open_questions
from engine.text import Text
from engine.truth import Truth


def prove_diversions(knowledge: Knowledge) -> list[Fault]:
    """Run the tests of all rules between localities; what fails is returned."""
    return [
        fault
        for rule in knowledge.diversions.values()
        if rule.status != "withdrawn"
        for test in rule.tests
        for fault in _prove(knowledge, rule, test)
    ]


def _prove(knowledge: Knowledge, rule: Diversion, test: DiversionTest) -> Iterator[Fault]:
    where = f"{rule.path}:{test.line}"
    try:
        ends = [_oracle(knowledge, given) for given in (test.pressed, test.exposed)]
    except ProfileError as error:
        for fault in error.faults:
            yield Fault(where, fault.what, (), fault.nearest)
        return
    for slug in test.weighed:
        if slug not in knowledge.interventions:
            what = Text("unknown intervention '{slug}'", "no se conoce: intervención «{slug}»")
            yield Fault(where, what.filled(slug=slug))
    pressed, exposed = judge_pair(rule, ends[0], ends[1], test.weighed)
    linked = test.link in rule.along
    state = STATES[min(pressed, exposed)] if linked else "silent"
    if state != test.expect:
        what = Text(
            "the rule's own test fails: expected '{expect}', found '{state}'",
            "falla la prueba de la regla: se esperaba «{expect}» y dio «{state}»",
        )
        yield Fault(where, what.filled(expect=test.expect, state=state))
        return
    asked = {
        question.subject
        for oracle, condition, truth in (
            (ends[0], rule.pressed, pressed),
            (ends[1], rule.exposed, exposed),
        )
        if truth is Truth.UNKNOWN
        for question in open_questions(knowledge, oracle, condition)
    }
    for name in test.asks:
        if name not in asked:
            what = Text(
                "the rule's own test fails: it does not ask '{name}' (it asks: {found})",
                "falla la prueba de la regla: no pregunta «{name}» (pregunta: {found})",
            )
            yield Fault(where, what.filled(name=name, found=", ".join(sorted(asked)) or "-"))


def _oracle(knowledge: Knowledge, given: Mapping[str, Any]) -> Oracle:
    profile = read_profile(given_profile(knowledge, given), knowledge.vocabulary)
    facts = gather(profile, knowledge)
    return Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
