"""Whom a row and an entity belong to: ids that stand twice, are numbers, or are missing."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from engine.knowledge.model import Knowledge
from engine.ranking import normalised
from engine.tables.advice import Wanted
from engine.tables.batch import Batch, encode, run
from engine.tables.sources import ProfileTable
from tests.tables.profile_tables import write_csv


def groups_of(knowledge: Knowledge, table: ProfileTable, chunk: int) -> dict[int, list[str]]:
    """By the row of each good locality, the names of its groups, whatever the chunks."""
    found: dict[int, list[str]] = {}
    for _, part in table.chunks(chunk):
        encoded = encode(knowledge, part, table.repeated())
        listed = encoded.localities.entities["group"]
        words = encoded.localities.words
        names = [words[place] for place in listed.attributes["name"].first]
        for number, row in enumerate(encoded.rows):
            start, stop = listed.offsets[number : number + 2]
            found[int(row)] = names[start:stop]
    return found


@pytest.mark.parametrize("chunk", [1, 2, 10])
def test_entities_go_to_the_first_of_two_rows(
    knowledge: Knowledge, tmp_path: Path, chunk: int
) -> None:
    """The row that stays has its groups, also where the other stands in the same chunk."""
    ids = ["a", "b", "a", ""]
    rows = [{"id": name, "extortion": "common"} for name in ids]
    groups = [{"locality": name, "name": f"of {name}"} for name in ("a", "", "a", "z")]
    table = ProfileTable(
        write_csv(tmp_path / "t.csv", rows), {"group": write_csv(tmp_path / "g.csv", groups)}
    )

    assert groups_of(knowledge, table, chunk) == {1: ["of a", "of a"], 2: []}


@pytest.mark.parametrize(
    ("type_", "ids", "owners"),
    [
        (pa.int64(), [5001, 7], [7, 5001]),
        (pa.float64(), [5001.0, 1e10], [1e10, 5001.0]),
        (pa.large_string(), ["x", "7"], ["7", "x"]),
        (pa.dictionary(pa.int8(), pa.string()), ["x", "7"], ["7", "x"]),
    ],
    ids=str,
)
def test_ids_are_texts_whatever_the_table_says(
    knowledge: Knowledge, tmp_path: Path, type_: Any, ids: list[Any], owners: list[Any]
) -> None:
    """A table whose ids are numbers still finds its entities, and ids that stand twice."""
    given = pa.array([*ids, ids[0]], pa.string() if pa.types.is_dictionary(type_) else type_)
    parquet.write_table(pa.table({"id": given.cast(type_)}), tmp_path / "t.parquet")
    listed = pa.table({"locality": pa.array(owners).cast(type_), "name": ["first", "second"]})
    parquet.write_table(listed, tmp_path / "g.parquet")
    table = ProfileTable(tmp_path / "t.parquet", {"group": tmp_path / "g.parquet"})
    asked = Batch(
        table, Wanted(normalised(None, knowledge.scales)), tmp_path / "a.parquet", workers=1
    )

    summary = run(asked)

    assert (summary.rows, summary.rejected) == (3, 1)
    assert groups_of(knowledge, table, 10) == {1: ["second"], 2: ["first"]}
    assert pa.types.is_string(parquet.read_schema(asked.out).field("id").type)
