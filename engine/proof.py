"""Every rule proved by its own tests: what is given, what the rule must do, what it must ask."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.errors import Fault, ProfileError
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.oracle import Oracle, diagnose, solve
from engine.outcomes import outcome
from engine.profile import read_profile
from engine.questions import questions
from engine.rule import Rule, RuleTest
from engine.targets import reached
from engine.text import Text


def prove(knowledge: Knowledge, rules: Iterable[Rule] | None = None) -> list[Fault]:
    """Run the tests of the given rules (all, unless told otherwise); what fails is returned."""
    chosen = knowledge.rules.values() if rules is None else rules
    return [
        fault
        for rule in chosen
        if rule.status != "withdrawn"
        for test in rule.tests
        for fault in _prove(knowledge, rule, test)
    ]


def given_profile(knowledge: Knowledge, given: Mapping[str, Any]) -> dict[str, Any]:
    """A rule test's flat ``given`` as a profile: entity lists beside factors."""
    lists = knowledge.vocabulary.lists
    return {
        "factors": {name: value for name, value in given.items() if name not in lists},
        **{name: value for name, value in given.items() if name in lists},
    }


def _prove(knowledge: Knowledge, rule: Rule, test: RuleTest) -> Iterable[Fault]:
    where = f"{rule.path}:{test.line}"
    try:
        profile = read_profile(given_profile(knowledge, test.given), knowledge.vocabulary)
    except ProfileError as error:
        for fault in error.faults:
            what = Text(f"given: {fault.sentence('en')}", f"given: {fault.sentence('es')}")
            yield Fault(where, what, (), fault.nearest)
        return
    facts = gather(profile, knowledge)
    oracle = Oracle(knowledge.vocabulary, facts, diagnose(knowledge, facts))
    result = outcome(solve(oracle, rule))
    if result.state != test.expect:
        yield Fault(
            where,
            Text(
                f"the rule's own test fails: expected '{test.expect}', found '{result.state}'",
                f"falla la prueba de la regla: se esperaba «{test.expect}» y dio «{result.state}»",
            ),
        )
        return
    asked = {question.subject for question in questions(knowledge, oracle, rule, result)}
    for name in test.asks:
        if name not in asked:
            found = ", ".join(sorted(asked)) or "-"
            yield Fault(
                where,
                Text(
                    f"the rule's own test fails: it does not ask '{name}' (it asks: {found})",
                    f"falla la prueba de la regla: no pregunta «{name}» (pregunta: {found})",
                ),
            )
    if test.reaches:
        targets = reached(rule, result.certain, facts)
        if sorted(targets) != sorted(test.reaches):
            found = ", ".join(sorted(targets)) or "-"
            yield Fault(
                where,
                Text(
                    f"the rule's own test fails: it reaches {found}",
                    f"falla la prueba de la regla: alcanza {found}",
                ),
            )
