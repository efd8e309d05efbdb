"""What a table's rows said, kept beside the advice and read again, whatever form it came in."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from engine.tables import given
from engine.tables.profiles import profiles_of
from engine.tables.sources import ProfileTable
from tests.tables.profile_tables import documented, write_csv

GROUPS = "locality,name\nduran-2024,Los Uno\nduran-2024,Los Dos\nrosario-2024,Los Tres\n"


def as_csv(path: Path, _: Knowledge) -> Path:
    return path


def as_parquet(path: Path, _: Knowledge) -> Path:
    parquet.write_table(csv.read_csv(path), out := path.with_suffix(".parquet"))
    return out


def as_lines(path: Path, knowledge: Knowledge) -> Path:
    lines = [json.dumps({"id": slug, **case.profile}) for slug, case in knowledge.cases.items()]
    (out := path.with_suffix(".jsonl")).write_text("\n".join(lines), "utf-8")
    return out


@pytest.mark.parametrize("form", [as_csv, as_parquet, as_lines])
def test_each_row_says_what_it_said(
    form: Callable[[Path, Knowledge], Path], knowledge: Knowledge, tmp_path: Path
) -> None:
    """The profile of a row is the one that was advised on, its groups included."""
    path = form(write_csv(tmp_path / "t.csv", documented(knowledge)), knowledge)
    (tmp_path / "g.csv").write_text(GROUPS, "utf-8")
    beside = {} if path.suffix == ".jsonl" else {"group": tmp_path / "g.csv"}
    table, advice = ProfileTable(path, beside), tmp_path / "advice.parquet"
    given.keep(table, advice)
    path.unlink()
    ((_, chunk),) = ProfileTable(form(write_csv(tmp_path / "t.csv", documented(knowledge)),
        knowledge), beside).chunks(1_000)  # fmt: skip
    wanted = profiles_of(knowledge.vocabulary, chunk)
    found = [given.profile_at(knowledge.vocabulary, advice, row + 1) for row in range(len(wanted))]
    assert found == wanted
    for profile in found:
        read_profile(profile, knowledge.vocabulary)
    assert given.profile_at(knowledge.vocabulary, advice, 0) is None
    assert given.profile_at(knowledge.vocabulary, advice, len(wanted) + 1) is None
    if beside:
        listed = [len(profile["groups"]) for profile in found if "groups" in profile]
        assert sorted(listed) == [1, 2]


def test_what_is_forgotten_is_gone(knowledge: Knowledge, tmp_path: Path) -> None:
    """The advice itself, and what is kept beside other advice, stays."""
    path = write_csv(tmp_path / "t.csv", documented(knowledge)[:3])
    (tmp_path / "g.csv").write_text(GROUPS, "utf-8")
    table, advice = ProfileTable(path, {"group": tmp_path / "g.csv"}), tmp_path / "a.parquet"
    parquet.write_table(pa.table({"row": [1]}), advice)
    given.keep(table, advice)
    given.keep(table, other := tmp_path / "b.parquet")
    assert given.is_kept(advice)
    given.forget(advice)
    assert not given.is_kept(advice)
    assert given.profile_at(knowledge.vocabulary, advice, 1) is None
    assert advice.exists()
    assert given.is_kept(other)
