"""No row of a text table is lost, whatever its lines look like, and each is told by its number."""

import csv
import io
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.library import open_library
from engine.ranking import normalised
from engine.tables.advice import Wanted
from engine.tables.batch import Batch, Summary, encode, run
from engine.tables.foreign import open_table
from engine.tables.results import reject_page
from engine.tables.sources import ProfileTable
from engine.tables.text_tables import LONGEST_RECORD
from tests.tables.profile_tables import write_csv


def advised(
    knowledge: Knowledge, path: Path, beside: dict[str, Path] | None = None
) -> tuple[Summary, list[dict[str, str]], list[int]]:
    """What a batch counts, what it set aside, and the rows that it advised on."""
    wanted = Wanted(normalised(None, knowledge.scales), 1, None, False)
    out = path.with_suffix(".advice.parquet")
    asked = Batch(ProfileTable(path, beside), wanted, out, workers=1, chunk=1_000)
    summary = run(asked, overwrite=True)
    told, _ = reject_page(asked.rejects, 100, 0)
    return summary, told, parquet.read_table(out).column("row").to_pylist()


def table(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_a_quote_that_is_not_closed_swallows_nothing(knowledge: Knowledge, tmp_path: Path) -> None:
    """Each line that cannot be told from what stands in the quote is set aside by its row."""
    text = 'id,country,name\n1,EC,"Foo\n2,EC,Bar\n3,EC,"Baz"\n4,EC,Q\n'

    summary, told, rows = advised(knowledge, table(tmp_path, text))

    assert (summary.rows, summary.advised, summary.rejected) == (4, 1, 3)
    assert rows == [4]
    assert [item["row"] for item in told] == ["1", "2", "3"]
    assert all("line 2" in item["reason"] and "up to 4" in item["reason"] for item in told)
    assert all("línea 2" in item["motivo"] for item in told)


def test_a_quote_that_is_never_closed_loses_nothing(knowledge: Knowledge, tmp_path: Path) -> None:
    """However many lines follow, in however many pieces a reader reads them."""
    lines = [f"{n},x" for n in range(300_000)]
    lines[100] = '100,"x'
    path = table(tmp_path, "\n".join(["id,name", *lines]))
    found = ProfileTable(path)
    assert found.count() == 300_000
    told = [row for _, chunk in found.chunks(1_000) for row in chunk.broken]
    assert told == list(range(101, 300_001))


def test_cells_beyond_the_header_set_a_row_aside(knowledge: Knowledge, tmp_path: Path) -> None:
    """What stands in them would be lost; empty ones hold nothing that could be."""
    text = "id,name,country\n4,Foo,EC,x\n5,Foo,EC,\n6,Foo\n7,Foo,EC,,\n8,Foo,EC\n"

    summary, told, rows = advised(knowledge, table(tmp_path, text))

    assert rows == [2, 4, 5]
    assert (summary.rows, summary.rejected) == (5, 2)
    assert [(item["table"], item["row"]) for item in told] == [("", "1"), ("", "3")]
    assert told[0]["reason"] == "line 2 has 4 cells, and the header 3"
    assert "2 celdas y el encabezado 3" in told[1]["motivo"]


def test_a_byte_that_is_no_utf_8_refuses_the_table(tmp_path: Path) -> None:
    """Wherever it stands: rows would be missing, and those after it counted wrongly."""
    rows = b"".join(b"%d,name\n" % n for n in range(300_000))
    for entities in (False, True):
        path = table(tmp_path, b"id,name\n" + rows + b"x,\xe1\ndup,a\nz,b\ndup,c\n")
        listed = table(tmp_path, b"locality,name\n" + rows + b"x,\xe1\n", "groups.csv")
        good = table(tmp_path, "id,name\na,b\n", "good.csv")
        with pytest.raises(ProfileError) as error:
            ProfileTable(good, {"group": listed}) if entities else ProfileTable(path)
        (fault,) = error.value.faults
        assert "UTF-8" in fault.what.en
        assert fault.where == ("groups.csv" if entities else "t.csv")


def test_a_list_with_a_broken_line_is_refused(knowledge: Knowledge, tmp_path: Path) -> None:
    """The locality would be advised on half of it; the file and its line are named."""
    listed = table(tmp_path, "locality,name,hierarchy\n1,A,weak\n1,B\n2,C,weak\n", "groups.csv")
    rows = {"id": ["1", "2"], "name": ["x", "y"]}
    parquet.write_table(pa.table(rows), tmp_path / "t.parquet")
    with pytest.raises(ProfileError) as error:
        ProfileTable(tmp_path / "t.parquet", {"group": listed})
    (fault,) = error.value.faults
    assert fault.where == "groups.csv"
    assert "line 3 has 2 cells" in fault.what.en
    assert "línea 3" in fault.what.es


def test_lines_that_end_in_different_ways_are_rows(knowledge: Knowledge, tmp_path: Path) -> None:
    """A table put together from two, and one with spaces around its quotes."""
    text = 'id,name\na,b\r\nc,d\n"e", "f, g" \r\nh,i"j"\n'
    path = table(tmp_path, text)
    _, _, rows = advised(knowledge, path)
    assert rows == [1, 2, 3, 4]
    ((_, chunk),) = ProfileTable(path).chunks(10)
    assert chunk.rows.column("name").to_pylist() == ["b", "d", "f, g", 'i"j"']


def test_a_cell_of_nearly_two_megabytes_is_read_and_a_longer_one_told(tmp_path: Path) -> None:
    """The limit that is told is the one that holds, in one line or in many."""
    fits = "x" * (LONGEST_RECORD - 100)
    long = "x\n" * LONGEST_RECORD
    text = f'id,name\na,{fits}\nb,"{long}"\nc,{fits}{fits}\nd,y\n'
    found = ProfileTable(table(tmp_path, text))
    assert found.count() == 4
    ((_, chunk),) = found.chunks(10)
    assert sorted(chunk.broken) == [2, 3]
    assert "2,000,000 bytes" in chunk.broken[3].en
    assert chunk.rows.column("id").to_pylist() == ["a", None, None, "d"]


CELLS = st.text("ab ñ", max_size=3)
QUOTED = st.text('ab,"\n\r', max_size=5).map(lambda text: '"' + text.replace('"', '""') + '"')
SOUND = st.lists(CELLS | QUOTED, min_size=3, max_size=3).filter(any)
TORN = st.lists(CELLS | QUOTED, min_size=1, max_size=5).filter(
    lambda row: any(row[0].strip()) and (len(row) < 3 or any(row[3:]))
)


@settings(max_examples=100, deadline=None)
@given(
    records=st.lists(
        st.tuples(st.booleans(), SOUND) | st.tuples(st.just(None), TORN) | st.just((None, []))
    ),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_row_is_read_or_told_by_its_number(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[tuple[bool | None, list[str]]],
    end: str,
) -> None:
    """Sound rows, rows torn in the middle or grown, and blank lines, in any order."""
    folder = tmp_path_factory.mktemp("t")
    lines, expected, torn = ["id,name,as_of"], [], []
    for sound, cells in records:
        lines.append(",".join(cells))
        if not cells:
            continue
        expected.append(cells)
        if sound is None and len(cells) != 3:
            torn.append(len(expected))
    path = table(folder, end.join(lines) + end)
    found = ProfileTable(path)

    read = [row for _, chunk in found.chunks(3) for row in chunk.rows.to_pylist()]
    broken = [row for _, chunk in found.chunks(3) for row in chunk.broken]

    assert found.count() == len(read) == len(expected)
    assert broken == torn
    for number, (row, cells) in enumerate(zip(read, expected, strict=True), 1):
        if number not in torn:
            (wanted,) = csv.reader(io.StringIO(",".join(cells), newline=""), strict=True)
            assert [cell or "" for cell in row.values()] == wanted


@settings(max_examples=100, deadline=None)
@given(
    head=st.sampled_from(["id", "id,name", "id,name,country"]),
    text=st.text('ab,"\n\r ñ', max_size=40),
)
def test_advised_and_set_aside_are_all_rows(
    tmp_path_factory: pytest.TempPathFactory, head: str, text: str
) -> None:
    """For any small text: every row once, and every line that is not blank in one of them."""
    knowledge = open_library()  # as a parameter it would be written out with each failure
    path = table(tmp_path_factory.mktemp("t"), f"{head}\n{text}")
    try:
        found = ProfileTable(path)
    except ProfileError:
        assert head == "id"  # a header of one name that another line's quotes run into
        return
    good: set[int] = set()
    aside: set[int] = set()
    for _, chunk in found.chunks(4):
        encoded = encode(knowledge, chunk, found.repeated())
        good |= set(encoded.rows.tolist())
        aside |= {reject.row for reject in encoded.rejects}
    assert not good & aside
    assert good | aside == set(range(1, found.count() + 1))
    assert found.count() <= sum(1 for line in text.split("\n") if line)


def test_rows_keep_their_number_over_torn_lines(knowledge: Knowledge, tmp_path: Path) -> None:
    """An id that stands twice is told where it stands, and the first is kept."""
    text = "id,name\n\ndup,a\nx\n\ndup,b\nlast,c\n"
    summary, told, rows = advised(knowledge, table(tmp_path, text))
    assert rows == [1, 4]
    assert [(item["row"], item["column"]) for item in told] == [("2", ""), ("3", "id")]
    assert (summary.rows, summary.advised, summary.rejected) == (4, 2, 2)


def test_nothing_is_left_of_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written to read a torn table goes with it."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = write_csv(tmp_path / "t.csv", [{"id": "a", "name": "b"}])
    path.write_text(path.read_text("utf-8") + "torn\n", "utf-8")
    found = ProfileTable(path)
    assert len(list(tmp_path.iterdir())) == 2
    del found
    assert list(tmp_path.iterdir()) == [path]


def test_a_foreign_table_numbers_its_rows_as_they_stand(tmp_path: Path) -> None:
    """Blank lines are no rows, before a broken line and after it; both readers count alike."""
    path = table(tmp_path, 'a,b,c\n1,a,1\n\n2,b,2,9\n\n3,c,3\n4,"d\n5,e,5\n6,f,"6"\n7,g,7\n')
    found = open_table(path)
    assert [(number, cells["a"]) for number, cells in found.rows()] == [
        (1, "1"),
        (3, "3"),
        (7, "7"),
    ]
    told = [(row, item.line) for item in found.broken for row, _ in item.said()]
    assert told == [(2, 4), (4, 7), (5, 7), (6, 7)]
    assert found.size == 7
