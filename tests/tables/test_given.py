"""What a table's rows said, kept beside the advice and read again, whatever form it came in."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.profile import read_profile
from engine.tables import given, looking
from engine.tables.bounds import NO_MEMORY
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


def test_what_is_kept_unpacks_to_little(knowledge: Knowledge, tmp_path: Path) -> None:
    """A few kilobytes were sent that unpack to a lot; what is kept of them is bounded."""
    path, advice = tmp_path / "t.parquet", tmp_path / "advice.parquet"
    names = ("name", "as_of", "extortion", "extortion.source")
    vast = {name: ["", "x" * 30_000_000, ""] for name in names}
    parquet.write_table(pa.table({"id": ["a", "b", "c"], **vast}), path, compression="zstd")
    assert path.stat().st_size < 100_000
    given.keep(ProfileTable(path), advice)
    kept = parquet.read_metadata(tmp_path / "advice.given-profiles.parquet")
    groups = [kept.row_group(number) for number in range(kept.num_row_groups)]
    assert sum(group.total_byte_size for group in groups) < 1_000_000
    assert [profile_of_row(knowledge, advice, row)["factors"] for row in (1, 3)] == [{}, {}]


def test_what_is_kept_is_in_small_pieces(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row is read without unpacking all of them, whatever the pieces of what was sent were."""
    monkeypatch.setattr(given, "HEAVIEST", 20_000)
    path, advice = tmp_path / "t.csv", tmp_path / "advice.parquet"
    rows = [f"place-{n},{'n' * (1_900 if n % 2 else 1)}" for n in range(100)]
    path.write_text("\n".join(["id,name", *rows]), "utf-8")
    given.keep(ProfileTable(path), advice)
    kept = parquet.ParquetFile(tmp_path / "advice.given-profiles.parquet")
    pieces = [kept.read_row_group(number) for number in range(kept.num_row_groups)]
    assert max(piece.nbytes for piece in pieces) <= 20_000
    assert sum(piece.num_rows for piece in pieces) == 100
    assert [len(profile_of_row(knowledge, advice, row)["name"]) for row in (57, 58)] == [1, 1_900]


def test_a_file_that_unpacks_to_too_much_is_told(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept by an earlier version as it was sent, it takes no more memory than one look may."""
    monkeypatch.setattr(looking, "MEMORY", "40MB")
    kept = tmp_path / "advice.given-profiles.parquet"
    vast = pa.table({"id": ["a", "b"], **{f"c{n}": ["", "x" * 20_000_000] for n in range(3)}})
    parquet.write_table(vast, kept, compression="zstd", use_dictionary=False)
    del vast
    with pytest.raises(ProfileError) as told:
        given.profile_at(knowledge.vocabulary, tmp_path / "advice.parquet", 1)
    assert told.value.faults[0].what == NO_MEMORY


def test_what_is_forgotten_while_it_is_looked_at_is_not_kept(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, advice = write_csv(tmp_path / "t.csv", documented(knowledge)[:1]), tmp_path / "a.parquet"
    given.keep(ProfileTable(path), advice)
    asked = given._asked

    def forgetful(query: str, *about: object) -> pa.Table:
        given.forget(advice)
        return asked(query, *about)

    monkeypatch.setattr(given, "_asked", forgetful)
    assert given.profile_at(knowledge.vocabulary, advice, 1) is None


def profile_of_row(knowledge: Knowledge, advice: Path, row: int) -> Mapping[str, Any]:
    profile = given.profile_at(knowledge.vocabulary, advice, row)
    assert profile is not None
    return profile
