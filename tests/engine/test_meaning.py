"""What conditions mean where it is easy to get wrong, one small example after another."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from engine.inference import infer
from engine.oracle import evaluate
from engine.rule import State
from tests.engine.plain_knowledge import Raw, both, plain_knowledge, rule_document
from tests.engine.random_knowledge import facts_of

ARMED: Raw = {"group": {"armed": True}}
LED = {"as": "i", "led_by": {"includes": "$x.kind"}}


@dataclass(frozen=True)
class Example:
    """A condition, a locality, and what a warning on that condition does there."""

    name: str
    when: Any
    given: Raw
    expect: State
    unless: Any = None
    below: Any = field(default_factory=lambda: {"factor": {"open": True}})  # of a diagnosis "d"


def groups(*given: Raw) -> Raw:
    return {"groups": [{"name": name, **more} for name, more in zip("ABC", given, strict=False)]}


EXAMPLES = [
    Example("no list, unknown", {"group": {}}, {}, "undecided"),
    Example("empty list, none", {"group": {}}, groups(), "silent"),
    Example("empty list, not any", {"not": {"group": {}}}, groups(), "fires"),
    Example("no list, perhaps not any", {"not": {"group": {}}}, {}, "undecided"),
    Example(
        "one entity fills one pattern", {"all": [ARMED, ARMED]}, groups({"armed": True}), "silent"
    ),
    Example(
        "two entities fill two patterns",
        {"all": [ARMED, ARMED]},
        groups({"armed": True}, {"armed": True}),
        "fires",
    ),
    Example("no other", {"all": [ARMED, {"not": ARMED}]}, groups({"armed": True}), "fires"),
    Example(
        "another",
        {"all": [ARMED, {"not": ARMED}]},
        groups({"armed": True}, {"armed": True}),
        "silent",
    ),
    Example(
        "perhaps another",
        {"all": [ARMED, {"not": ARMED}]},
        groups({"armed": True}, {}),
        "undecided",
    ),
    Example(
        "not any, before one is named",
        {"all": [{"not": ARMED}, ARMED]},
        groups({"armed": True}),
        "silent",
    ),
    Example(
        "no other has the role that this one has",
        {"all": [{"group": {"as": "g"}}, {"not": {"group": {"roles": {"includes": "$g.sort"}}}}]},
        groups({"sort": "v0", "roles": ["v0"]}),
        "fires",
    ),
    Example(
        "another has the role that this one is",
        {"all": [{"group": {"as": "g"}}, {"not": {"group": {"roles": {"includes": "$g.sort"}}}}]},
        groups({"sort": "v0", "roles": ["v0"]}, {"sort": "v0", "roles": ["v0", "v1"]}),
        "silent",
    ),
    Example(
        "nobody else has the role that another is",
        {"all": [{"group": {"as": "g"}}, {"not": {"group": {"roles": {"includes": "$g.sort"}}}}]},
        groups({"sort": "v0", "roles": ["v0"]}, {"sort": "v1", "roles": ["v1"]}),
        "fires",
    ),
    Example(
        "a join of two unknowns",
        {"all": [{"group": {"as": "g"}}, {"body": {"held_by": "$g.sponsor"}}]},
        {**groups({}), "bodies": [{"kind": "police"}]},
        "undecided",
    ),
    Example(
        "a join with an entity not seen",
        {"all": [{"group": {"as": "g"}}, {"body": {"held_by": "$g.name"}}]},
        {"bodies": [{"kind": "police", "held_by": "A"}]},
        "undecided",
    ),
    Example(
        "a word is joined with a level of the same name",
        {"all": [{"body": {"as": "x"}}, {"group": {"sponsor": "$x.kind"}}]},
        {**groups({"sponsor": "police"}), "bodies": [{"kind": "police"}]},
        "fires",
    ),
    Example(
        "what a body would lead",
        {"all": [{"body": {"as": "x"}}, {"intervention": LED}]},
        {"bodies": [{"kind": "police"}]},
        "fires",
    ),
    Example(
        "what no body here would lead",
        {"all": [{"body": {"as": "x"}}, {"intervention": LED}]},
        {"bodies": [{"kind": "courts"}]},
        "silent",
    ),
    Example(
        "a diagnosis and its negation",
        {"all": [{"diagnosis": "d"}, {"not": {"diagnosis": "d"}}]},
        {},
        "undecided",
    ),
    Example(
        "an exception that denies the condition does not lift what is unknown",
        {"diagnosis": "d"},
        {},
        "undecided",
        unless={"not": {"diagnosis": "d"}},
    ),
    Example("an unknown exception does not lift", "always", {}, "fires", unless={"diagnosis": "d"}),
    Example(
        "a known exception lifts",
        "always",
        {"factors": {"open": True}},
        "silent",
        unless={"diagnosis": "d"},
    ),
    Example(
        "an exception for one group does not lift the other",
        {"group": {"as": "g"}},
        {**groups({}, {}), "bodies": [{"kind": "police", "held_by": "A"}]},
        "fires",
        unless={"body": {"held_by": "$g.name"}},
    ),
    Example(
        "a diagnosis of an entity",
        {"not": {"diagnosis": "d"}},
        groups({"armed": False}),
        "fires",
        below=ARMED,
    ),
    Example(
        "levels that are left lie inside",
        {"factor": {"reach": {"at_least": "v1", "at_most": "v2"}}},
        {"factors": {"reach": {"possible": ["v1", "v2"]}}},
        "fires",
    ),
    Example(
        "levels that are left lie apart",
        {"not": {"factor": {"reach": {"in": ["v0", "v2"]}}}},
        {"factors": {"reach": {"possible": ["v1", "v3"]}}},
        "fires",
    ),
    Example(
        "alternatives are not put together",
        {"any": [{"factor": {"reach": "v0"}}, {"not": {"factor": {"reach": "v0"}}}]},
        {},
        "undecided",
    ),
    Example(
        "an open end",
        {"factor": {"rate": {"above": 1e-07}}},
        {"factors": {"rate": {"possible": {"at_least": 1e-07, "at_most": 1e9}}}},
        "undecided",
    ),
    Example(
        "a value surely and perhaps present",
        {"factor": {"parts": {"includes": ["v1", "v2"]}}},
        {"factors": {"parts": {"value": ["v1"], "possible": ["v2"]}}},
        "fires",
    ),
    Example(
        "a value only perhaps present",
        {"not": {"factor": {"parts": {"includes": "v2"}}}},
        {"factors": {"parts": {"value": ["v1"], "possible": ["v2"]}}},
        "undecided",
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=[example.name for example in EXAMPLES])
def test_both_evaluators_mean_it(example: Example) -> None:
    """The warning fires, is silent or undecided as it should, to durable_rules and the oracle."""
    knowledge = plain_knowledge(
        rule_document("d", "diagnosis", when=example.below),
        rule_document(
            "rule",
            "caveat",
            when=example.when,
            unless=example.unless,
            then={"warn": both("mind this")},
        ),
    )
    facts = facts_of(knowledge, example.given)
    found = infer(knowledge, facts)

    assert found["rule"].state == example.expect
    assert found == evaluate(knowledge, facts)
