"""What breaks a naive use of the rules engine leaves this one right."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine import inference as module
from engine.advice import advise
from engine.facts import Facts, gather
from engine.inference import Inference
from engine.knowledge.model import Knowledge
from engine.network import compile_network
from engine.oracle import evaluate
from engine.outcomes import outcomes
from engine.profile import MAXIMUM_ENTITIES, read_profile

PAGE = 4096


@pytest.fixture(scope="module")
def engine(knowledge: Knowledge) -> Iterator[Inference]:
    """An engine of its own, so that what is done to it stays here."""
    made = Inference(compile_network(knowledge))
    yield made
    made.close()


def facts_of(knowledge: Knowledge, raw: Any) -> Facts:
    return gather(read_profile(raw, knowledge.vocabulary), knowledge)


def agrees(engine: Inference, knowledge: Knowledge, raw: Any) -> bool:
    facts = facts_of(knowledge, raw)
    return outcomes(knowledge.active, engine.solutions(facts)) == evaluate(knowledge, facts)


def test_facts_that_no_rule_uses(engine: Inference, knowledge: Knowledge) -> None:
    """A profile that says only what no rule asks about is evaluated, and nothing fires for it."""
    assert agrees(engine, knowledge, {"name": "A", "factors": {"homicide_rate": 1e-07}})
    assert agrees(engine, knowledge, {"measures": [{"intervention": "demand_reduction"}]})


def test_duplicate_facts(engine: Inference, knowledge: Knowledge) -> None:
    """The same group listed twice is two groups with one name."""
    group = {"name": "A", "hierarchy": "weak", "leaders_in_prison": True}

    assert agrees(engine, knowledge, {"groups": [group, group, group]})


def test_two_thousand_facts(engine: Inference, knowledge: Knowledge) -> None:
    """Two thousand listed entities, more than any profile may hold, are all evaluated."""
    listed = {
        "routes": [{"functions": ["storage"], "held_by": "A"}],
        "measures": [{"intervention": "demand_reduction", "led_by": "police"}],
    }
    few = read_profile(listed, knowledge.vocabulary)
    many = replace(few, lists={kind: found * 1000 for kind, found in few.lists.items()})
    facts = gather(many, knowledge)

    found = outcomes(knowledge.active, engine.solutions(facts))

    assert found == evaluate(knowledge, facts)


def test_full_lists(engine: Inference, knowledge: Knowledge) -> None:
    """A profile whose lists are as long as they may be is evaluated, every pair looked at."""
    full = range(MAXIMUM_ENTITIES)
    raw = {
        "groups": [{"name": f"G{i}", "leaders_in_prison": i % 2 == 0} for i in full],
        "prisons": [{"control": "inmate_run", "held_by": f"G{i}"} for i in full],
    }

    assert agrees(engine, knowledge, raw)


@pytest.mark.parametrize(
    "name",
    [
        'quo"tes and {braces}',
        "line\nbreak\ttab\\",
        "Los Ñeros 🐍",
        "عصابة",
        "$begin",
        "x" * 1999,
    ],
)
def test_strings_in_any_script(engine: Inference, knowledge: Knowledge, name: str) -> None:
    """Whatever a group is called, joins on its name hold and nothing leaks."""
    raw = {
        "groups": [{"name": name, "leaders_in_prison": True}, {"name": name + "!"}],
        "prisons": [{"control": "inmate_run", "held_by": name}],
        "institutions": [{"kind": "prison_service", "capture": "units", "captured_by": name}],
    }

    assert agrees(engine, knowledge, raw)


@pytest.mark.parametrize("number", [0, 1e-07, 0.1 + 0.2, 9999.999999999998, 10_000])
def test_numbers_of_any_size(engine: Inference, knowledge: Knowledge, number: float) -> None:
    """The engine's reader knows no exponents; the facts are written without any."""
    raw = {"factors": {"homicide_rate": number, "group_count": number}}

    assert agrees(engine, knowledge, raw)


def test_an_exception_inside_an_evaluation(
    engine: Inference, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An evaluation that breaks half way leaves no trace in the next one."""
    raw = knowledge.cases["guayaquil-2024"].profile
    calls = 0
    assert_fact = module.durable_rules_engine.assert_fact

    def failing(handle: Any, message: str) -> Any:
        nonlocal calls
        calls += 1
        if calls == 40:
            raise RuntimeError("half way")
        return assert_fact(handle, message)

    with monkeypatch.context() as patch:
        patch.setattr(module.durable_rules_engine, "assert_fact", failing)
        with pytest.raises(RuntimeError, match="half way"):
            engine.solutions(facts_of(knowledge, raw))

    assert agrees(engine, knowledge, {})
    assert agrees(engine, knowledge, raw)


@pytest.mark.slow
@pytest.mark.parametrize("threads", [2, 8])
def test_threads_get_the_answers_they_get_alone(knowledge: Knowledge, threads: int) -> None:
    """Evaluations at once, on one engine, never see each other's facts."""
    profiles = [case.profile for case in knowledge.cases.values()][:12]
    alone = [advise(knowledge, profile).model_dump_json() for profile in profiles]
    barrier = threading.Barrier(threads)

    def work(_: int) -> list[str]:
        barrier.wait()
        return [advise(knowledge, profile).model_dump_json() for profile in profiles]

    with ThreadPoolExecutor(threads) as pool:
        for answers in pool.map(work, range(threads)):
            assert answers == alone


def _resident() -> int:
    """Resident memory of this process, in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


@pytest.mark.slow
def test_a_thousand_profiles_in_flat_memory(engine: Inference, knowledge: Knowledge) -> None:
    """Sessions are given back: a thousand evaluations leave no more memory than a hundred."""
    prepared = [facts_of(knowledge, case.profile) for case in knowledge.cases.values()]
    for number in range(100):
        engine.solutions(prepared[number % len(prepared)])
    before = _resident()
    for number in range(1000):
        engine.solutions(prepared[number % len(prepared)])

    assert _resident() - before < 16_000_000


def test_engines_are_given_back(knowledge: Knowledge) -> None:
    """Building and closing engines again and again leaves no memory behind."""
    network = compile_network(knowledge)
    for _ in range(3):
        Inference(network).close()
    before = _resident()
    for _ in range(12):
        Inference(network).close()

    assert _resident() - before < 40_000_000
