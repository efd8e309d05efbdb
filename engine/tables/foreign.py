"""A table that somebody else published, read row by row as text: CSV, Parquet or Excel.

CSV and Parquet are streamed by DuckDB, so that a file larger than memory can be read; a sheet of
Excel is read by a process of its own. Every cell comes as text, as it stands: a code of ``05001``
keeps its zero, and what is a number is decided by the recipe.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import Fault, ProfileError
from engine.tables.bounds import (
    bounded,
    check_names,
    check_pages,
    header_line,
    why_unread,
)
from engine.tables.recipe import Layout
from engine.tables.sheets import SHEETS, read_sheet
from engine.text import Text

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

CSV = (".csv", ".tsv", ".txt")
PARQUET = (".parquet",)
FORMATS = (*CSV, *PARQUET, *SHEETS)
CHUNK = 2_048

_NO_HEADER = Text("there is no header", "no hay encabezado")
_BROKEN = Text(
    "the line has another number of cells than the header",
    "la línea tiene otra cantidad de celdas que el encabezado",
)


@dataclass(frozen=True)
class Broken:
    """A line that could not be read as a row."""

    row: int
    line: str
    what: Text


@dataclass(frozen=True)
class ForeignTable:
    """The header, how many rows there are, the rows with their number, and broken lines.

    Rows count from 1, without the header.
    """

    name: str
    header: tuple[str, ...]
    size: int
    pieces: Callable[[], Iterable["pa.RecordBatch"]]
    broken: tuple[Broken, ...] = ()

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        skipped = {item.row for item in self.broken}
        number = 0
        for cells in self._cells():
            number += 1
            while number in skipped:
                number += 1
            yield number, cells

    def _cells(self) -> Iterator[Mapping[str, str]]:
        for piece in self.pieces():
            columns = [column.to_pylist() for column in piece.columns]
            for cells in zip(*columns, strict=True):
                yield dict(zip(self.header, (cell or "" for cell in cells), strict=True))


def open_table(path: Path, layout: Layout | None = None) -> ForeignTable:
    """Open a table.

    Raises:
        ProfileError: there is no such file, it is of another form, or it cannot be read.
    """
    layout = layout or Layout()
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        what = Text(f"unknown format '{suffix}'", f"formato desconocido: «{suffix}»")
        raise _refused(path, what, FORMATS)
    if not path.is_file():
        raise _refused(path, Text("there is no such file", "no existe ese archivo"))
    import duckdb  # late: it is large, and no answer about one place needs it

    try:
        table = _sheet(path, layout) if suffix in SHEETS else _relation(path, suffix, layout)
    except (duckdb.Error, MemoryError, OSError, ValueError) as error:
        raise _refused(path, _cannot(error)) from error
    if not any(table.header):
        raise _refused(path, _NO_HEADER)
    return table


def _refused(path: Path, what: Text, allowed: tuple[str, ...] = ()) -> ProfileError:
    return ProfileError([Fault(str(path), what, allowed)])


def _cannot(error: Exception) -> Text:
    """Why a file cannot be read, and what to try."""
    said = why_unread(error)
    if "utf-8" not in said.en.lower() and "unicode" not in said.en.lower():
        return said
    hint = "table.format.encoding: latin-1"
    return Text(
        f"{said.en} Many statistics offices write latin-1: try '{hint}' in the recipe",
        f"{said.es} Muchas oficinas de estadística escriben latin-1: pruebe «{hint}» en la receta",
    )


def _relation(path: Path, suffix: str, layout: Layout) -> ForeignTable:
    import duckdb

    connection = duckdb.connect()
    if suffix in PARQUET:
        check_pages(path)
        source = connection.read_parquet(str(path))
        header = tuple(source.columns)
        check_names(header)
        relation = source.project(
            ", ".join(f"{bounded(name)} AS {_quoted(name)}" for name in header)
        )
    else:
        line = header_line(path)
        relation = connection.sql(f"SELECT * FROM {_reader(path, suffix, layout)}")
        header = tuple(relation.columns)
        _check_line(line, len(header), layout)
    # Counting each column makes the reader decode every cell: bad lines show now, not halfway.
    filled = ", ".join(f"count({_quoted(name)})" for name in header)
    counted = relation.aggregate(f"count(*), {filled}").fetchall()
    broken = _broken(connection) if suffix in CSV else ()

    def pieces() -> Iterator["pa.RecordBatch"]:
        try:
            yield from relation.to_arrow_reader(CHUNK)
        except (duckdb.Error, MemoryError, ValueError) as error:
            raise _refused(path, _cannot(error)) from error

    return ForeignTable(path.name, header, int(counted[0][0]), pieces, broken)


def _check_line(line: bytes, width: int, layout: Layout) -> None:
    """Refuse a header that names two columns alike: the reader would give one another name.

    Raises:
        UnfitError: it does.
    """
    text = line.decode(layout.encoding, "replace")
    delimiters = (layout.delimiter,) if layout.delimiter else (",", ";", "\t", "|")
    for delimiter in delimiters:
        names = next(csv.reader([text], delimiter=delimiter), [])
        if len(names) == width > 1:
            check_names([name.strip() for name in names])


def _reader(path: Path, suffix: str, layout: Layout) -> str:
    options = {
        "all_varchar": "true",
        "auto_type_candidates": "['VARCHAR']",  # else long cells are tried as dates for minutes
        "header": "true",
        "store_rejects": "true",
        "encoding": _literal(layout.encoding),
    }
    delimiter = layout.delimiter or ("\t" if suffix == ".tsv" else None)
    if delimiter:
        options["delim"] = _literal(delimiter)
    listed = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"read_csv({_literal(str(path))}, {listed})"


def _broken(connection: "DuckDBPyConnection") -> tuple[Broken, ...]:
    found = connection.execute(
        "SELECT line, any_value(csv_line), any_value(error_type = 'INVALID ENCODING')"
        " FROM reject_errors GROUP BY line ORDER BY line"
    ).fetchall()
    if any(undecoded for _, _, undecoded in found):  # if one line is not UTF-8, none is meant so
        raise ValueError("the file is not in the encoding utf-8.")
    return tuple(Broken(int(line) - 1, str(text or ""), _BROKEN) for line, text, _ in found)


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return f"'{escaped}'"


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _sheet(path: Path, layout: Layout) -> ForeignTable:
    header, table = read_sheet(path, str(path), layout.sheet)
    check_names(header)
    return ForeignTable(path.name, tuple(header), table.num_rows, lambda: table.to_batches(CHUNK))
