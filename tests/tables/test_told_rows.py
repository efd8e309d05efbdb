"""What a table may say of itself: refusals that stay short, ids that stand twice, and numbers."""

import json
from pathlib import Path

import openpyxl
import pytest

from engine.knowledge.model import Knowledge
from engine.tables import outputs
from engine.tables.applying import RowError, apply
from engine.tables.recipe_reading import parse_recipe
from engine.tables.rejects import MOST_FAULTS
from engine.tables.sources import ProfileTable
from tests.tables.recipes import SMALL
from tests.tables.test_lost_rows import advised, table


def test_refusals_do_not_grow_with_an_id(knowledge: Knowledge, tmp_path: Path) -> None:
    """A few kilobytes of sheet, or one line of JSON, must not become megabytes of reasons."""
    book = openpyxl.Workbook()
    book.active.append(["id", "extortion"])
    for _ in range(100):
        book.active.append(["x" * 30_000, "wrong"])
    book.save(tmp_path / "t.xlsx")
    factors = {f"wrong_{n}": 1 for n in range(1_000)}
    line = json.dumps({"id": "x" * 100_000, "factors": factors})
    table(tmp_path, line, "t.jsonl")

    for name, most in (("t.xlsx", 200_000), ("t.jsonl", 20_000)):
        path = tmp_path / name
        summary, told, _ = advised(knowledge, path)
        assert summary.advised == 0
        assert all(len(item["id"]) < 300 for item in told)
        assert path.with_name(f"{path.stem}.advice.rejects.csv").stat().st_size < most
    assert len(told) == MOST_FAULTS + 1
    assert told[-1]["reason"].startswith("and 981 more")
    assert "981 más" in told[-1]["motivo"]


def test_an_id_stands_once_in_lines_too(knowledge: Knowledge, tmp_path: Path) -> None:
    """The first is kept, whether ids are texts or numbers, as in any other form of table."""
    lines = '{"id": "a"}\n\n{"id": 7}\n{"id": "a", "name": "again"}\n[1]\n{"id": "7"}\n'
    summary, told, rows = advised(knowledge, table(tmp_path, lines, "t.jsonl"))
    assert rows == [1, 2]
    assert {(item["row"], item["column"]) for item in told} == {
        ("3", "id"), ("4", "id"), ("4", "profile"), ("5", "id")
    }  # fmt: skip
    assert (summary.rows, summary.rejected) == (5, 3)


@pytest.mark.parametrize("cell", ["1_0", "nan", "inf", "1e999", "٣", "0x1"])
def test_a_coordinate_is_a_plain_number(knowledge: Knowledge, tmp_path: Path, cell: str) -> None:
    """What only a program takes for a number is told."""
    text = f"id,latitude,longitude\na,{cell},1\nb,-2.5, 7e1 \n"
    _, told, rows = advised(knowledge, table(tmp_path, text))
    assert rows == [2]
    assert [(item["row"], item["column"]) for item in told] == [("1", "latitude")]


THOUSANDS = {
    (".", ","): {"1,234": 1234, "1,2": None, "12,34,567": None, "1,234.5": 1234.5, "1234": 1234},
    (",", "."): {"100.5": None, "-79.5": None, "1.000": 1000, "-1.234,5": -1234.5, "2,1": 2.1},
    (".", " "): {"1 234": 1234, "1 2": None, "12 345 678": 12345678},
}


@pytest.mark.parametrize(
    ("signs", "cell", "value"),
    [(signs, cell, value) for signs, cells in THOUSANDS.items() for cell, value in cells.items()],
)
def test_thousands_stand_in_groups_of_three(
    knowledge: Knowledge, signs: tuple[str, str], cell: str, value: float | None
) -> None:
    """Elsewhere a separator is another office's decimal point, and the number ten times wrong."""
    decimal, thousands = signs
    written = f"  as_of: 2024\n  format: {{decimal: '{decimal}', thousands: '{thousands}'}}\n"
    raw = SMALL.replace("  as_of: 2024\n", written, 1)
    recipe, faults = parse_recipe("small.yaml", raw.encode(), knowledge.vocabulary)
    assert recipe is not None, faults
    cells = dict.fromkeys(recipe.columns, "")
    (column,) = recipe.place.id.columns[:1]
    cells[column] = "7"
    longitude = recipe.place.longitude
    assert longitude is not None
    cells[longitude] = cell
    try:
        apply(recipe, knowledge.vocabulary, cells)
        fault = ""
    except RowError as error:
        fault = " ".join(f.what.en for name, _, f in error.faults if name == longitude)
    assert ("not a number" in fault) == (value is None)
    if value is not None and abs(value) > 180:
        assert "not between" in fault


@pytest.mark.parametrize("number", ["1" + "0" * 400, "1e999", "-.inf", ".nan"])
def test_a_constant_of_a_recipe_is_finite(knowledge: Knowledge, number: str) -> None:
    """What no number can hold is refused with its line."""
    raw = SMALL.replace("number: ", f"number: {{sum: [{number}, 1]}} # ", 1)
    assert raw != SMALL
    recipe, faults = parse_recipe("small.yaml", raw.encode(), knowledge.vocabulary)
    assert recipe is None
    assert any("small.yaml:" in fault.where for fault in faults)


def test_points_are_written_some_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The options of one locality stay together where a piece ends within them."""
    import pyarrow as pa
    from pyarrow import parquet

    rows = [
        {"row": row, "id": str(row), "latitude": 1.0, "longitude": 2.0, "rank": rank}
        for row in range(1, 5)
        for rank in range(1, 4)
    ]
    parquet.write_table(pa.Table.from_pylist(rows), part := tmp_path / "p.parquet")
    monkeypatch.setattr("engine.tables.outputs.POINTS_PIECE", 2)
    outputs.write(out := tmp_path / "a.geojson", [part, part])
    features = json.loads(out.read_text("utf-8"))["features"]
    told = [[o["rank"] for o in feature["properties"]["options"]] for feature in features]
    assert told == [[1, 2, 3]] * 8


def test_a_reader_of_sheets_that_was_ended_says_so() -> None:
    """One list tells which ends mean that it took too much, on every system."""
    import subprocess

    from engine.tables import sheets

    for code in sheets.EXHAUSTED:
        done = subprocess.CompletedProcess([], code, b"", b"")
        assert "more than a spreadsheet may" in sheets._fault("t", done).what.en
    done = subprocess.CompletedProcess([], -15, b"", b"")
    assert "damaged" in sheets._fault("t", done).what.en


def test_an_entry_of_nobody_is_told_with_its_row(knowledge: Knowledge, tmp_path: Path) -> None:
    """Once for each locality that the table has not, in which row of the list it stands first."""
    listed = table(tmp_path, "locality,name\na,x\nz,y\nz,w\n", "groups.csv")
    path = table(tmp_path, "id\na\n")
    (stray,) = ProfileTable(path, {"group": listed}).strays()
    assert (stray.table, stray.row, stray.id) == ("group", 2, "z")
