"""``remanso batch`` on Spark: what it prints, and what it says when something is missing."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.knowledge.model import Knowledge
from tests.cli.conftest import Run
from tests.machine import program
from tests.tables.profile_tables import documented, write_csv

pytestmark = pytest.mark.slow

MASTER = "local[2]"


def test_a_command_sends_its_work_to_a_master(
    knowledge: Knowledge, tmp_path: Path, process: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """``--engine spark --master`` writes the advice and tells what ``batch`` tells."""
    program("java", "Spark")
    write_csv(tmp_path / "p.csv", documented(knowledge))
    common = ("batch", str(tmp_path / "p.csv"), "--top", "3", "--out")

    there = process(*common, str(tmp_path / "a.parquet"), "--engine", "spark", "--master", MASTER)
    here = process(*common, str(tmp_path / "b.parquet"), "--workers", "1")

    assert (there.returncode, here.returncode) == (0, 0), there.stderr
    assert there.stdout.splitlines()[:-1] == here.stdout.splitlines()[:-1]
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()
    assert not list(tmp_path.glob("*.parts"))


def test_what_is_missing_is_told_with_its_command(
    tmp_path: Path, remanso: Run, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Spark or Java the command says what to install, in the language spoken."""
    path = write_csv(tmp_path / "p.csv", documented(knowledge)[:1])
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    result = remanso("batch", path, "--out", tmp_path / "a.csv", "--engine", "spark")
    spanish = remanso(
        "batch", path, "--out", tmp_path / "a.csv", "--engine", "spark", "--lang", "es"
    )

    assert result.exit_code == spanish.exit_code == 1
    assert "needs Spark: pip install 'remanso[spark]'" in result.stderr
    assert "needs Java 17: apt-get install openjdk-17-jre-headless" in result.stderr
    assert "necesita Java 17" in spanish.stderr
    assert not (tmp_path / "a.csv.parts").exists()


def test_a_master_is_only_for_spark(tmp_path: Path, remanso: Run, knowledge: Knowledge) -> None:
    """A master that nobody would ask is a wrong command."""
    path = write_csv(tmp_path / "p.csv", documented(knowledge)[:1])

    result = remanso("batch", path, "--out", tmp_path / "a.csv", "--master", "spark://host:7077")

    assert result.exit_code == 2
    assert "--engine spark" in result.stderr
