"""The three evaluators are held to one another, and one that is broken is found out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import engine.advice
from engine import parity
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.oracle import evaluate
from engine.outcomes import SILENT, Outcome
from engine.tables.sources import ProfileTable
from tests.tables.profile_tables import documented, write_csv

pytestmark = pytest.mark.slow

SAMPLE = 6


@pytest.fixture
def table(knowledge: Knowledge, tmp_path: Path) -> ProfileTable:
    """Some documented localities as rows, with a bad row and groups beside them."""
    rows = documented(knowledge)[:9]
    rows[2]["as_of"] = "2024"
    rows[3]["homicide_rate"], rows[3]["homicide_rate.basis"] = "20..40", "proxy"
    rows[4]["groups"] = "none"
    rows.insert(5, {"id": "typo", "extortion": "comon"})
    rows.append({"id": rows[0]["id"], "extortion": "common"})
    groups = [
        {"locality": rows[0]["id"], "name": "A", "hierarchy": "weak", "leaders_in_prison": "true"},
        {"locality": rows[1]["id"], "name": "B", "sponsor": "A"},
        {"locality": rows[0]["id"], "name": "C", "in_talks": "true"},
    ]
    path = write_csv(tmp_path / "rows.csv", rows)
    return ProfileTable(path, {"group": write_csv(tmp_path / "groups.csv", groups)})


def test_documented_cases_are_the_same_to_all_three(knowledge: Knowledge) -> None:
    """A sample of documented localities: no rule and no option differs."""
    report = parity.parity(sample=SAMPLE, workers=1)

    assert report.differences == ()
    assert report.differing == 0
    assert report.localities == {"cases": SAMPLE}
    assert (report.rules, report.options) == (len(knowledge.active), len(knowledge.interventions))
    assert report.cells == SAMPLE * (report.rules + report.options)


def test_rows_are_the_same_to_all_three(table: ProfileTable) -> None:
    """Rows with entities; what is set aside is counted; processes find the same hash."""
    told: list[tuple[int, int]] = []

    alone = parity.parity([table], sample=20, workers=1, told=lambda *far: told.append(far))
    together = parity.parity([table], sample=20, workers=2)

    assert alone.differences == ()
    assert alone.localities == {"cases": 20, str(table.path): 9}
    assert alone.set_aside == 2
    assert told[-1] == (31, 31)
    assert together == alone


def test_the_hash_is_of_the_outcomes(table: ProfileTable) -> None:
    """Other localities, another hash; the same ones, the same."""
    first, again, other = (parity.parity(sample=size, workers=1).hash for size in (2, 2, 3))

    assert first == again != other


def one_rule(outcomes: Mapping[str, Outcome]) -> str:
    return next(name for name, outcome in outcomes.items() if outcome.state == "undecided")


def test_a_broken_oracle_is_found_out(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that one evaluator alone calls silent is told, with its locality."""

    def broken(knowledge: Knowledge, facts: Facts) -> dict[str, Outcome]:
        found = evaluate(knowledge, facts)
        return {**found, one_rule(found): SILENT}

    monkeypatch.setattr(parity, "evaluate", broken)

    report = parity.parity(sample=3, workers=1)

    assert report.differing == 3
    assert len({difference.locality for difference in report.differences}) == 3
    for difference in report.differences:
        assert difference.of in knowledge.rules
        assert difference.locality in knowledge.cases
        assert difference.said == {
            "oracle": "silent",
            "durable_rules": "undecided",
            "columns": "undecided",
        }


def test_a_broken_engine_is_found_out(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where only the single answer is wrong."""
    infer = engine.advice.infer

    def broken(knowledge: Knowledge, facts: Facts) -> dict[str, Outcome]:
        found = infer(knowledge, facts)
        return {**found, one_rule(found): SILENT}

    monkeypatch.setattr(engine.advice, "infer", broken)

    report = parity.parity(sample=2, workers=1)

    assert report.differing >= 2
    assert report.differences[0].said["durable_rules"] == "silent"


def broken_planes(firing: Any) -> Any:
    """Everything that columns know is one lower."""
    planes = tuple(
        max(plane - 1, 0) if isinstance(plane, int) else np.maximum(plane, 1) - np.uint8(1)
        for plane in firing.planes
    )
    return replace(firing, planes=planes)


@pytest.mark.parametrize("part", ["rules", "ranking"])
def test_broken_columns_are_found_out(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    """States by the rule, and totals, verdicts and places by the option; only ten are told."""
    name = "fire" if part == "rules" else "rank"
    working: Callable[..., Any] = getattr(parity, name)

    def broken(*given: Any) -> Any:
        found = working(*given)
        return broken_planes(found) if part == "rules" else replace(found, totals=found.totals + 1)

    monkeypatch.setattr(parity, name, broken)

    report = parity.parity(sample=2, workers=1)

    assert len(report.differences) == parity.TOLD
    assert report.differing > parity.TOLD
    kinds = knowledge.rules if part == "rules" else knowledge.interventions
    assert report.differences[0].of in kinds
