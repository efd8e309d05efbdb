"""The first three by other methods: only what is recommended, and never against plain dominance."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.advice import advise, judge
from engine.knowledge.model import Knowledge
from engine.methods import TOP, compared, findings, other_methods
from engine.ranking import CRITERIA, WHOLE, Cell, Ranked
from engine.rule import Criterion
from engine.text import Language

CASE = "guayaquil-2024"


def option(example: Ranked, slug: str, values: Mapping[Criterion, float]) -> Ranked:
    """An option with these criteria values."""
    cells = {name: Cell(0, value, 0) for name, value in values.items()}
    return replace(example, standing=replace(example.standing, intervention=slug), cells=cells)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_is_better_under_every_criterion_comes_first(
    knowledge: Knowledge, data: st.DataObject
) -> None:
    """Whatever the method and the weights."""
    example = judge(knowledge, {}).ranking[0]
    low = st.floats(0.05, 0.7)
    rows = data.draw(st.lists(st.tuples(*[low] * len(CRITERIA)), min_size=4, max_size=12))
    weights = data.draw(st.tuples(*[st.integers(1, 9)] * len(CRITERIA)))
    parts = {name: w * WHOLE // sum(weights) for name, w in zip(CRITERIA, weights, strict=True)}
    options = [
        option(example, f"o{number}", dict(zip(CRITERIA, row, strict=True)))
        for number, row in enumerate(rows)
    ]
    options.append(option(example, "best", dict.fromkeys(CRITERIA, 0.95)))

    found = findings(options, parts)

    assert len(found) == 8
    assert {item.top[0] for item in found} == {"best"}


def test_only_what_is_recommended_is_compared(knowledge: Knowledge) -> None:
    """A contraindicated option is in no method's first three, whatever speaks for it."""
    judgement = judge(knowledge, knowledge.cases[CASE].profile)
    recommended = {item.standing.intervention for item in compared(judgement.ranking)}
    answer = other_methods(knowledge, knowledge.cases[CASE].profile)

    assert answer.compared == len(recommended)
    for item in answer.methods:
        assert len(item.first) == TOP
        assert recommended.issuperset(item.first)
        assert item.shared == len({p.intervention for p in answer.first}.intersection(item.first))
    assert answer.agree == sum(item.shared == TOP for item in answer.methods)


def test_options_that_are_alike_are_not_compared(knowledge: Knowledge) -> None:
    """Several methods divide by how far options differ."""
    example = judge(knowledge, {}).ranking[0]
    same = dict.fromkeys(CRITERIA, 0.5)
    options = [option(example, f"o{number}", same) for number in range(5)]
    assert findings(options, dict.fromkeys(CRITERIA, WHOLE // len(CRITERIA))) == []


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "Fewer than three options"), ("es", "Se recomiendan menos de tres")],
)
def test_nothing_recommended_is_said(knowledge: Knowledge, language: str, says: str) -> None:
    """Of a place about which nothing is known there are no first three."""
    answer = other_methods(knowledge, {}, language=language)
    assert answer.says.startswith(says)
    assert answer.methods == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_that_methods_agree_settles_nothing(knowledge: Knowledge, language: Language) -> None:
    """Beside the agreement stands how far the ranking holds that all of them start from."""
    profile = knowledge.cases[CASE].profile
    told = advise(knowledge, profile, language=language)
    first = told.ranking[0]
    found = other_methods(knowledge, profile, language=language)

    assert first.name in found.how_sure
    assert first.robustness is not None
    assert f"{first.robustness.p_rank_1:.0%}" in found.how_sure


def test_methods_over_nothing_say_so(knowledge: Knowledge) -> None:
    assert "too little" in other_methods(knowledge, {}).how_sure
