"""A table that somebody else published, read row by row as text: CSV, Parquet or Excel.

CSV and Parquet are streamed by DuckDB, so that a file larger than memory can be read; a sheet of
Excel is read by a process of its own. Every cell comes as text, as it stands: a code of ``05001``
keeps its zero, and what is a number is decided by the recipe.
"""

import shutil
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from engine.errors import Fault, ProfileError
from engine.tables.bounds import (
    ANOTHER,
    UnfitError,
    bounded,
    check_names,
    check_pages,
    why_unread,
)
from engine.tables.recipe import Layout
from engine.tables.sheets import SHEETS, read_sheet
from engine.tables.text_tables import Broken, TextTable, look_through
from engine.text import Text

if TYPE_CHECKING:
    import pyarrow as pa

CSV = (".csv", ".tsv", ".txt")
PARQUET = (".parquet",)
FORMATS = (*CSV, *PARQUET, *SHEETS)
CHUNK = 2_048

_NO_HEADER = Text("there is no header", "no hay encabezado")


@dataclass(frozen=True)
class ForeignTable:
    """The header, how many rows there are, the rows with their number, and what is no row.

    Rows count from 1, without the header; those that are none count too.
    """

    name: str
    header: tuple[str, ...]
    size: int
    pieces: Callable[[], Iterable["pa.RecordBatch"]]
    broken: tuple[Broken, ...] = ()

    def rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        skipped = (row for item in self.broken for row, _ in item.said())
        broken = next(skipped, None)
        for number, cells in enumerate(self._cells(), 1):
            if number == broken:
                broken = next(skipped, None)
            else:
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
    if suffix in PARQUET:
        check_pages(path)
        return _asked(path, f"read_parquet({_literal(str(path))})")
    folder = Path(mkdtemp())
    try:
        copy = folder / "table.csv"
        text = look_through(path, copy, delimiter=layout.delimiter, encoding=layout.encoding)
        check_names([name for name in text.names if name])
        table = _asked(path, text.reader(_named(text.names)), text)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    weakref.finalize(table, shutil.rmtree, folder, ignore_errors=True)
    return table


def _asked(path: Path, reader: str, text: TextTable | None = None) -> ForeignTable:
    """The table as DuckDB reads it, once it was seen that it can be read."""
    import duckdb

    relation = duckdb.connect().sql(f"SELECT * FROM {reader}")
    header = tuple(relation.columns)
    if text is None:
        check_names(header)
        columns = ", ".join(f"{bounded(name)} AS {_quoted(name)}" for name in header)
        relation = relation.project(columns)
    # Counting each column makes the reader decode every cell: what is bad shows now, not halfway.
    filled = ", ".join(f"count({_quoted(name)})" for name in header)
    ((size, *_),) = relation.aggregate(f"count(*), {filled}").fetchall()
    if text is not None and size != text.rows:
        raise UnfitError(ANOTHER)

    def pieces() -> Iterator["pa.RecordBatch"]:
        try:
            yield from relation.to_arrow_reader(CHUNK)
        except (duckdb.Error, MemoryError, ValueError) as error:
            raise _refused(path, _cannot(error)) from error

    return ForeignTable(path.name, header, size, pieces, text.broken if text else ())


def _named(names: Sequence[str]) -> list[str]:
    """The columns, those without a name by their place: a recipe reads what has one."""
    found: list[str] = []
    for place, name in enumerate(names):
        own = name or f"column{place}"
        while not name and own in {*names, *found}:
            own += "_"
        found.append(own)
    return found


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
