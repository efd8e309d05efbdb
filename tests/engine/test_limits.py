"""Near the limits of the rules engine: what fits is right, and what does not fit is said so."""

import gc
import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import durable_rules_engine
import pytest

from engine import network
from engine.encoding import encode
from engine.errors import EvaluationError
from engine.facts import Facts
from engine.inference import Inference, infer
from engine.knowledge.documents import Document
from engine.knowledge.model import Knowledge
from engine.knowledge.reading import assemble
from engine.network import compile_network, unfit
from engine.oracle import evaluate
from engine.outcomes import outcomes
from engine.possible import Levels, Words
from engine.profile import Entity
from tests.engine.plain_knowledge import both, plain_files, plain_knowledge, rule_document
from tests.engine.random_knowledge import facts_of

JOINED = {"all": [{"group": {"as": "g"}}, {"body": {"as": "b", "held_by": "$g.name"}}]}


def caveat(name: str, when: Any) -> Document:
    return rule_document(name, "caveat", when=when, then={"warn": both("mind this")})


def agrees(knowledge: Knowledge, facts: Facts) -> bool:
    return infer(knowledge, facts) == evaluate(knowledge, facts)


@pytest.fixture
def knowledge() -> Knowledge:
    """One rule that joins bodies to groups by a name, in place of the real rules."""
    return plain_knowledge(caveat("held", JOINED))


# --- wide rules and many rules -------------------------------------------------------------------


def test_a_condition_too_wide_is_told_when_it_is_read() -> None:
    """Six choices of three make 729 alternatives: the rule is to be split."""
    choice = {"any": [{"factor": {"sort": f"v{k}"}} for k in range(3)]}
    knowledge = plain_knowledge(caveat("wide", {"all": [choice] * 6}), caveat("sound", choice))
    found = unfit(knowledge)

    assert [fault.where for fault in found] == ["theme/wide.yaml:1"]
    assert "split the rule" in found[0].what.en
    assert "divida la regla" in found[0].what.es
    with pytest.raises(EvaluationError, match=r"theme/wide\.yaml"):
        compile_network(knowledge)


def test_a_condition_as_wide_as_a_planet_is_not_written_down() -> None:
    """What is too wide is found by counting: its 4 to the power of 30 alternatives are not made."""
    choice = {"any": [{"factor": {"reach": f"v{k}"}} for k in range(4)]}

    assert unfit(plain_knowledge(caveat("wide", {"all": [choice] * 30})))


@pytest.mark.parametrize("count", [1, 10, 19, 20, 30, 70])
def test_many_joins_on_one_kind_work_or_are_refused(count: int) -> None:
    """The engine follows at most 64 tests at once; it is never asked to follow more."""
    knowledge = plain_knowledge(*(caveat(f"rule-{k}", JOINED) for k in range(count)))
    raw = {"groups": [{"name": "A"}, {"name": "B"}], "bodies": [{"kind": "police"}] * 2}
    facts = facts_of(knowledge, raw)
    if unfit(knowledge):
        assert count > 10
        with pytest.raises(EvaluationError, match="too much for one engine"):
            infer(knowledge, facts)
    else:
        assert count < 70
        assert agrees(knowledge, facts)


def test_hundreds_of_rules_that_wait_for_one_layer() -> None:
    """More rules than one fact may start, always true or negated, all have their say."""
    below = rule_document("below", "diagnosis", when={"factor": {"open": True}})
    always = [caveat(f"always-{k}", "always") for k in range(230)]
    negating = [caveat(f"not-{k}", {"not": {"group": {"name": f"G{k}"}}}) for k in range(120)]
    knowledge = plain_knowledge(below, *always, *negating)
    found = infer(knowledge, facts_of(knowledge, {"groups": [{"name": "G7"}]}))

    assert all(found[f"always-{k}"].state == "fires" for k in range(230))
    assert [k for k in range(120) if found[f"not-{k}"].state != "fires"] == [7]


def test_too_many_uses_of_one_fact_are_refused() -> None:
    """The engine crashes at the 256th: long before, the knowledge base is refused."""
    rules = [caveat(f"rule-{k}", {"factor": {"open": True}}) for k in range(240)]

    assert [fault.where for fault in unfit(plain_knowledge(*rules))] == ["rules"]


@pytest.mark.parametrize(("limit", "least"), [("MAXIMUM_RULES", 2), ("MAXIMUM_ATTRIBUTES", 4)])
def test_what_the_engine_has_no_room_for_is_told(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, limit: str, least: int
) -> None:
    """More rules, or a fact with more attributes, than the engine holds are refused when read."""
    monkeypatch.setattr(network, limit, 1_000)
    assert unfit(knowledge) == []
    monkeypatch.setattr(network, limit, least)
    assert [fault.where for fault in unfit(knowledge)] == ["rules"]


def test_attributes_that_the_engine_takes_for_one_are_refused() -> None:
    """It knows names by a hash of 32 bits, in which these two are the same."""
    files = plain_files(
        caveat("one", {"group": {"costarring": True}}), caveat("two", {"group": {"liquid": True}})
    )
    entities = next(file for file in files if file.path == "vocabulary/entities.yaml")
    group = entities.data["entities"][0]
    group["attributes"] += [
        {**group["attributes"][-1], "type": "boolean", "name": name}
        for name in ("costarring", "liquid")
    ]
    (fault,) = unfit(assemble(files))

    assert "costarring" in fault.what.en
    assert "liquid" in fault.what.es


# --- many and long facts -------------------------------------------------------------------------


def test_two_thousand_entities_that_join(knowledge: Knowledge) -> None:
    """A thousand groups and the thousand bodies that they hold are matched one to one."""
    facts = facts_of(knowledge, {"groups": [], "bodies": []})
    groups = tuple(Entity("group", {"name": Words(f"G{k}")}) for k in range(1000))
    bodies = tuple(
        Entity("body", {"kind": Levels(1), "held_by": Words(f"G{k}")}) for k in range(1000)
    )
    many = replace(facts, entities={**facts.entities, "group": groups, "body": bodies})
    pairs = {(("b", k), ("g", k)) for k in range(1000)}

    assert set(infer(knowledge, many)["held"].certain) == pairs


def named(knowledge: Knowledge, group: str, holder: str) -> Facts:
    facts = facts_of(knowledge, {"groups": [], "bodies": []})
    lists = {
        "group": (Entity("group", {"name": Words(group)}),),
        "body": (Entity("body", {"kind": Levels(1), "held_by": Words(holder)}),),
    }
    return replace(facts, entities={**facts.entities, **lists})


@pytest.mark.parametrize("letter", ["x", '"', "\\", "\n", "\0"])
def test_strings_of_sixty_thousand_characters(knowledge: Knowledge, letter: str) -> None:
    """Two names of sixty thousand characters are one when their last character is the same."""
    stem = letter * 59_999

    assert infer(knowledge, named(knowledge, stem + "a", stem + "a"))["held"].state == "fires"
    assert infer(knowledge, named(knowledge, stem + "a", stem + "b"))["held"].state == "silent"


def test_a_string_too_long_is_refused_and_forgotten(knowledge: Knowledge) -> None:
    """Beyond 65,000 bytes the engine would compare only in part: it is not asked to."""
    with pytest.raises(EvaluationError, match="too long"):
        infer(knowledge, named(knowledge, "🐍" * 20_000, "A"))

    assert infer(knowledge, named(knowledge, "A", "A"))["held"].state == "fires"


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    """The engine's reader knows neither: it is told before it has to read them."""
    with pytest.raises(EvaluationError, match="not a finite number"):
        encode({"kind": "factor:rate", "lo": number})


# --- what the engine refuses ---------------------------------------------------------------------


@pytest.mark.parametrize("stage", ["_assert", "_agenda", "_rest", "_record"])
def test_an_interruption_at_any_stage(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    """Whenever an evaluation is interrupted, even before a rule fired, the next one is right."""
    facts = named(knowledge, "A", "A")
    expected = evaluate(knowledge, facts)
    with closing(Inference(compile_network(knowledge))) as engine:
        kept = getattr(Inference, stage)
        for last in range(1, 5):
            calls = iter(range(1, 1000))

            def interrupted(*given: Any, calls: Iterator[int] = calls, last: int = last) -> Any:
                if next(calls) == last:
                    raise KeyboardInterrupt
                return kept(*given)

            with monkeypatch.context() as patch:
                patch.setattr(Inference, stage, interrupted)
                try:
                    engine.solutions(facts)
                except KeyboardInterrupt:
                    assert next(calls) == last + 1

            assert outcomes(knowledge.active, engine.solutions(facts)) == expected


def test_what_the_engine_refuses_is_an_evaluation_error(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own errors never reach a caller, who would not know them."""

    def refusing(*_: Any) -> Any:
        raise durable_rules_engine.error("Could not assert fact, error code: 303")

    facts = named(knowledge, "A", "A")
    with closing(Inference(compile_network(knowledge))) as engine:
        with monkeypatch.context() as patch:
            patch.setattr(durable_rules_engine, "assert_fact", refusing)
            with pytest.raises(EvaluationError, match=r"the engine failed: .*303"):
                engine.solutions(facts)

        assert engine.solutions(facts)


def test_a_closed_engine_says_so(knowledge: Knowledge) -> None:
    """What was given back is not used again, and giving it back twice is no error."""
    engine = Inference(compile_network(knowledge))
    engine.close()
    engine.close()

    with pytest.raises(EvaluationError, match="closed"):
        engine.solutions(named(knowledge, "A", "A"))


def _resident() -> int:
    """Resident memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def test_engines_no_longer_used_are_given_back() -> None:
    """Knowledge bases that come and go do not pile up: only the last few keep their engines."""
    rules = [caveat(f"rule-{k}", {"factor": {"sort": f"v{k % 3}"}}) for k in range(100)]

    def use(times: int) -> None:
        for _ in range(times):
            knowledge = plain_knowledge(*rules)
            assert agrees(knowledge, facts_of(knowledge, {"factors": {"sort": "v1"}}))

    use(8)
    gc.collect()
    before = _resident()
    use(30)
    gc.collect()

    assert _resident() - before < 12_000_000
