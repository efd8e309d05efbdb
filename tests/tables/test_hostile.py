"""Tables that somebody sends to do harm: refused in a sentence, and nothing else happens."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from engine.errors import ProfileError
from engine.knowledge.model import Knowledge
from engine.ranking import normalised
from engine.tables.advice import Wanted
from engine.tables.batch import Batch, run
from engine.tables.bounds import LONGEST_ID, MOST_COLUMNS
from engine.tables.foreign import open_table
from engine.tables.formulas import harmless, original
from engine.tables.results import reject_page
from engine.tables.sheets import MEMORY, read_sheet
from engine.tables.sources import LONGEST_LINE, ProfileTable
from tests.tables import hostile_books as books

Table = Callable[[Path], object]
READERS: tuple[Table, ...] = (ProfileTable, open_table)
SPARE = 200_000_000  # bytes that a process needs for itself
PEAK = """
import resource, sys
from pathlib import Path
from engine.errors import ProfileError
from engine.tables.sources import ProfileTable
try:
    table = ProfileTable(Path(sys.argv[1]))
    for _ in table.chunks(1_000):
        pass
except ProfileError as error:
    print(error.faults[0].what.es)
own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
others = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(int(own) * 1024, others * 1024)
"""


def told(error: pytest.ExceptionInfo[ProfileError]) -> str:
    """What is said, once it is seen to be said in both languages, shortly, without a traceback."""
    for fault in error.value.faults:
        assert fault.what.en != fault.what.es
        assert len(fault.what.en) < 600
        assert "Traceback" not in fault.what.en
    return "; ".join(error.value.sentences("en"))


def batch(knowledge: Knowledge, table: Path) -> Batch:
    """A batch of one option for each locality."""
    wanted = Wanted(normalised(None, knowledge.scales), 1, None, False)
    return Batch(ProfileTable(table), wanted, table.with_suffix(".out.csv"), workers=1)


def reasons(knowledge: Knowledge, table: Path) -> tuple[int, dict[str, str]]:
    """How many rows were advised, and why others were set aside, by their column."""
    asked = batch(knowledge, table)
    summary = run(asked)
    found, _ = reject_page(asked.rejects, 100, 0)
    assert all(reject["motivo"] and reject["reason"] for reject in found)
    return summary.advised, {f"{r['row']} {r['column']}": r["reason"] for r in found}


@pytest.mark.parametrize(
    ("make", "suffix", "says"),
    [
        (books.far_corner, ".xlsx", "save the sheet as CSV"),
        (books.repeated, ".ods", "cannot be read"),
        (books.laughs, ".xlsx", "entity"),
        (books.outside, ".xlsx", "entity"),
        pytest.param(books.long_text, ".xlsx", "save the sheet as CSV", marks=pytest.mark.slow),
        pytest.param(
            books.one_text_everywhere, ".xlsx", "save the sheet as CSV", marks=pytest.mark.slow
        ),
    ],
)
def test_a_spreadsheet_is_not_believed(
    tmp_path: Path, make: Callable[[Path], Path], suffix: str, says: str
) -> None:
    """Its claims take no memory here, and in the process that reads it no more than is allowed."""
    path = make(tmp_path / f"table{suffix}")
    for reader in READERS:
        with pytest.raises(ProfileError) as error:
            reader(path)
        assert says in told(error)

    told_of = subprocess.run(
        [sys.executable, "-c", PEAK, str(path)], capture_output=True, check=True, text=True
    )
    sentence, peaks = told_of.stdout.splitlines()
    own, others = map(int, peaks.split())
    assert sentence
    assert own < SPARE
    assert others < MEMORY + SPARE


def test_a_sound_sheet_says_what_stands_in_it(tmp_path: Path) -> None:
    """Formulas of a workbook are not worked out, its links not followed, short rows filled up."""
    formula = b'<row r="2"><c r="A2"><f>[1]S!A1</f></c><c r="B2"><v>5.0</v></c></row>'
    path = books.book(tmp_path / "t.xlsx", [books.first_row(b"id", b"name", b""), formula])

    header, table = read_sheet(path, "t.xlsx")

    assert header == ["id", "name"]
    assert table.to_pydict()["1"][0] == "5"
    assert "root:" not in str(table.to_pydict())


def test_a_cell_that_is_kept_once_is_not_copied_a_million_times(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    """Forty kilobytes of Parquet with twenty gigabytes of names: each row is set aside."""
    names = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000), pa.array(["x" * 1_000_000]))
    ids = pa.array([str(row) for row in range(20_000)])
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"id": ids, "name": names}), path)
    assert path.stat().st_size < 200_000

    advised, _ = reasons(knowledge, path)

    assert advised == 0
    assert max(len(cells["name"]) for _, cells in open_table(path).rows()) < 3_000


def test_a_column_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size is looked at before anything is unpacked."""
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"id": ["x" * 2_000_000]}), path, compression="zstd")
    monkeypatch.setattr("engine.tables.bounds.LARGEST_COLUMN", 1_000_000)
    for reader in READERS:
        with pytest.raises(ProfileError) as error:
            reader(path)
        assert "write smaller row groups" in told(error)


HEADS: dict[str, tuple[bytes, str]] = {
    "a million columns": (b"id" + b",c" * 1_000_000, "that is no header"),
    "many columns": (b"id," + b"," * MOST_COLUMNS, "more than 10,000 columns"),
    "no line's end": (b"id," + b"x" * 2_000_000, "that is no header"),
    "nothing": (b"", "no header"),
    "blank lines": (b"\n\n\n", "no header"),
    "a name twice": (b"id,name,name\na,x,y\n", "stand twice: name"),
    "a name twice, once in capitals": (b"id,name,NAME\na,x,y\n", "stand twice: name"),
    "a byte that is no UTF-8": (b"id,name\na,\xe1\n", "utf-8"),
    "half a pair": (b"id,name\na,\xed\xa0\x80\n", "utf-8"),
    "UTF-16": ("id,name\na,ñ\n".encode("utf-16"), "utf-8"),
}


@pytest.mark.parametrize(("content", "says"), HEADS.values(), ids=HEADS.keys())
def test_a_head_that_cannot_be_one_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    """Before a reader guesses at the form of a table, and by both readers alike."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    for reader in READERS:
        with pytest.raises(ProfileError) as error:
            reader(path)
        assert says.lower() in told(error).lower()


def test_bad_cells_are_set_aside_one_by_one(knowledge: Knowledge, tmp_path: Path) -> None:
    """NUL, a name or an id far too long, an endless number: the rows around them are advised."""
    path = tmp_path / "t.csv"
    path.write_bytes(
        b"id,name,as_of,homicide_rate\n"
        b"a,good,2024,4\n"
        b"b\0c,x,,\n"
        b"d,x\0y,,\n" + b"e" * (LONGEST_ID + 1) + b",x,,\n"
        b"f," + b"x" * 1_000_000 + b",,\n"
        b"g,x,," + b"9" * 500_000 + b"\n"
        b"h,x,,inf\n"
        b"i,x,,1e999\n"
        b"j," + b"x" * 10_000_000 + b",,\n"
        b"k,good,2024,5\n"
    )

    advised, why = reasons(knowledge, path)

    assert advised == 2
    assert "cannot be kept" in why["2 id"]
    assert "cannot be kept" in why["3 name"]
    assert f"at most {LONGEST_ID}" in why["4 id"]
    assert "at most 2000" in why["5 name"]
    for row in (6, 7, 8):
        assert "is not a number" in why[f"{row} homicide_rate"]
    assert "more than 2,000,000 bytes" in why["9 "]


LINES: dict[bytes, str] = {
    b'{"id": "a", "id": "b"}': 'the key "id" is given twice',
    b'{"id": "a", "factors": {"extortion": "common", "extortion": "sporadic"}}': "given twice",
    b'{"id": "a", "factors": {"homicide_rate": NaN}}': "NaN is not a number",
    b'{"id": "a", "factors": {"homicide_rate": 1e999}}': "too large",
    b'{"id": ' + b"9" * 5_000 + b"}": "too large",
    b'{"id": "\\ud800"}': "cannot be kept",
    b'{"id": "\\u0000"}': "cannot be kept",
    b"[" * 100_000: "levels deep",
    b"\xff\xfe": "not UTF-8",
    b'{"id": true}': "the id is missing",
    b'{"id": "a", "name": "' + b"x" * LONGEST_LINE + b'"}': "more than 2,000,000 bytes",
    b"{}": "the id is missing",
}


@pytest.mark.parametrize(("line", "says"), LINES.items(), ids=LINES.values())
def test_a_line_is_read_as_strictly_as_a_request(
    knowledge: Knowledge, tmp_path: Path, line: bytes, says: str
) -> None:
    """What a profile may not be in a request it may not be in a table; its neighbours are read."""
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"id": "first"}\n' + line + b'\n\n{"id": "last"}\n')

    advised, why = reasons(knowledge, path)

    assert advised == 2
    (reason,) = why.values()
    assert says in reason


def test_types_that_no_table_has_are_texts(knowledge: Knowledge, tmp_path: Path) -> None:
    """Lists, structures, bytes and times of Parquet are refused as values, not with a crash."""
    path = tmp_path / "t.parquet"
    columns = {
        "id": pa.array([1, 2], pa.uint64()),
        "name": [b"\xff", b"ok"],
        "country": [{"x": 1}, None],
        "extortion": [["common"], None],
        "homicide_rate": [float("nan"), 3.0],
        "as_of": pa.array([1, 2], pa.timestamp("us")),
        "latitude": [float("inf"), None],
    }
    parquet.write_table(pa.table(columns), path)

    advised, why = reasons(knowledge, path)

    assert advised == 1
    assert {name.partition(" ")[0] for name in why} == {"1"}
    assert {"1 country", "1 extortion", "1 homicide_rate", "1 latitude"} == set(why)


def test_a_text_that_is_no_text_is_told_when_it_shows(knowledge: Knowledge, tmp_path: Path) -> None:
    """A column that lies about its encoding ends the batch in a sentence."""
    buffers = pa.array([b"\xff\xfe", b"ok"]).buffers()
    lying = pa.Array.from_buffers(pa.string(), 2, buffers)
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"id": ["a", "b"], "name": lying}), path)
    with pytest.raises(ProfileError) as error:
        run(batch(knowledge, path))
    assert "cannot be read" in told(error)
    with pytest.raises(ProfileError):
        list(open_table(path).rows())


def test_no_cell_of_any_file_is_a_formula(knowledge: Knowledge, tmp_path: Path) -> None:
    """Ids, names and what is said of rejects are texts; what the service shows is as it was."""
    evil = ("=cmd|' /C calc'!A0", "+1+1", "-1+cmd", "@SUM(A1)", "\tx", "＝1", "=1+1")
    rows = [{"id": text, "name": text, "extortion": "common"} for text in evil]
    rows += [{"id": f"{text}2", "name": text, "extortion": text} for text in evil]
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "name", "extortion"])
        writer.writeheader()
        writer.writerows(rows)
    asked = batch(knowledge, path)
    run(asked)

    for written in (asked.out, asked.rejects):
        with written.open(encoding="utf-8", newline="") as file:
            for cell in (cell for cells in csv.reader(file) for cell in cells):
                assert not cell or cell[0] not in "=+-@\t\r\n＝＋－＠" or _is_number(cell), cell
    shown, count = reject_page(asked.rejects, 100, 0)
    assert count == len(evil)
    assert [reject["id"] for reject in shown] == [f"{text}2" for text in evil]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@given(st.text("'=+-@\t\r\n1.aé＝", max_size=6) | st.text() | st.floats().map(repr))
def test_a_harmless_text_is_begun_by_nothing_and_can_be_undone(text: str) -> None:
    """No formula is left, numbers are not touched, and every text comes back."""
    written = harmless(text)
    assert original(written) == text
    assert not written or written[0] not in "=+-@\t\r\n" or _is_number(written)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_a_number_stays_one(number: float) -> None:
    """Whatever its sign."""
    assert harmless(repr(number)) == repr(number)


def test_lines_are_followed_whatever_ends_them(tmp_path: Path) -> None:
    """Lines that end in other ways are rows or are set aside, and none is lost unseen."""
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"id": 1}\r\n{"id": 2}\n\r\n{"id": 3}')
    (chunk,) = [chunk for _, chunk in ProfileTable(path).chunks(10)]
    assert chunk.profiles == tuple(json.loads(f'{{"id": {n}}}') for n in (1, 2, 3))


SHORT = """
import sys
from pathlib import Path
from engine.errors import ProfileError
from engine.tables.bounds import hold_memory
from engine.tables.sources import ProfileTable
hold_memory(350_000_000)
try:
    for _ in ProfileTable(Path(sys.argv[1])).chunks(1_000):
        pass
except ProfileError as error:
    print(error.faults[0].what.en)
own = Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(int(own) * 1024)
"""


@pytest.mark.slow
def test_a_process_takes_no_more_than_it_may(tmp_path: Path) -> None:
    """A few kilobytes of Parquet that unpack to 600 MB end in a sentence, not in the machine."""
    path = tmp_path / "t.parquet"
    names = pa.array(["x" * 1_000_000] * 600)
    ids = pa.array([str(row) for row in range(600)])
    parquet.write_table(
        pa.table({"id": ids, "name": names}),
        path,
        use_dictionary=False,
        column_encoding={"id": "PLAIN", "name": "DELTA_BYTE_ARRAY"},
        write_batch_size=600,
        data_page_size=1 << 30,
    )
    assert path.stat().st_size < 2_000_000

    asked = [sys.executable, "-c", SHORT, str(path)]
    done = subprocess.run(asked, capture_output=True, check=True, text=True)

    sentence, peak = done.stdout.splitlines()
    assert "more memory than there is" in sentence
    assert int(peak) < 450_000_000
