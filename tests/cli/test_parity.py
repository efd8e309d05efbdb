"""``remanso rules parity``: what it prints, and how it ends."""

import re
from pathlib import Path

import pytest

from engine import parity
from engine.knowledge.model import Knowledge
from tests.cli.conftest import Run
from tests.tables.profile_tables import documented, write_csv


def test_what_was_compared_is_told(remanso: Run, knowledge: Knowledge, tmp_path: Path) -> None:
    """How many localities of which table, how many rules and cells, and a hash."""
    path = write_csv(tmp_path / "p.csv", documented(knowledge)[:4])

    result = remanso("rules", "parity", path, "--sample", "3", "--workers", "1")

    assert result.exit_code == 0
    assert "Localities: 6 (documented: 3, " in result.stdout
    assert "p.csv: 3)" in result.stdout
    assert f"Rules: {len(knowledge.active)}, by oracle, durable_rules and columns" in result.stdout
    cells = 6 * (len(knowledge.active) + len(knowledge.interventions))
    assert f"Compared: {cells:,} cells" in result.stdout
    assert "Differences: 0" in result.stdout
    assert re.search(r"Hash of all outcomes: [0-9a-f]{64}$", result.stdout.strip())


def test_a_difference_ends_with_1(remanso: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first differences are told with locality and rule; the others are counted."""
    monkeypatch.setattr(parity, "STATES", ("undecided", "silent", "fires"))

    result = remanso("rules", "parity", "--sample", "1", "--workers", "1", "--lang", "es")

    assert result.exit_code == 1
    assert "durable_rules: silent, columns: undecided" in result.stdout
    told = [line for line in result.stdout.splitlines() if line.startswith("  ")]
    assert len(told) == 11
    assert re.match(r"  \.\.\. y \d+ más", told[-1])


def test_a_table_that_is_not_there_is_told(remanso: Run, tmp_path: Path) -> None:
    """No traceback for a wrong path or a list that nobody knows."""
    missing = remanso("rules", "parity", tmp_path / "none.csv")
    unknown = remanso("rules", "parity", "--entities", "gruops=x.csv")

    assert missing.exit_code == 1
    assert "there is no such file" in missing.stderr
    assert unknown.exit_code == 2
    assert "groups" in unknown.stderr
