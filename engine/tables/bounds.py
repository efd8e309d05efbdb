"""How much one table may hold: what is compressed is bounded by what it becomes, not by its bytes.

A few kilobytes of Parquet can hold a text of a million letters a million times over. A cell that
no value can be as long as is shortened before anything copies it, in a way that no value can
have, so that the readers that follow refuse it.
"""

import contextlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet

from engine.profile import MAXIMUM_TEXT
from engine.text import Text

LONGEST_ID = 200  # characters
MOST_COLUMNS = 10_000
LONGEST_HEADER = 1_000_000  # bytes of a text table's first line
LARGEST_COLUMN = 1 << 30  # bytes, unpacked, of one column in one of a Parquet file's row groups
_SHOWN = 200  # characters of what a table holds, in a sentence about it
_LONGEST_CELL = 4 * MAXIMUM_TEXT  # bytes: no text that a profile may hold has more

TOO_LONG_ID = Text(
    f"an id has at most {LONGEST_ID} characters", f"un id tiene a lo sumo {LONGEST_ID} caracteres"
)


class UnfitError(ValueError):
    """A table cannot be read as it is; ``what`` says why, for people."""

    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.en)


def bounded(column: str) -> str:
    """A column as text in DuckDB's SQL; a cell that is too long ends in an ellipsis.

    What is left of it has one character more than any text may have, and is no number and no name.
    """
    quoted = '"' + column.replace('"', '""') + '"'
    text = f"CAST({quoted} AS VARCHAR)"
    short = f"left({text}, {MAXIMUM_TEXT}) || '…'"
    return f"CASE WHEN strlen({text}) > {_LONGEST_CELL} THEN {short} ELSE {text} END"


def check_names(columns: Sequence[str]) -> None:
    """Refuse a header with more columns than any has, or one that names two alike.

    Raises:
        UnfitError: it does.
    """
    if len(columns) > MOST_COLUMNS:
        raise UnfitError(_TOO_WIDE)
    counted = Counter(name.casefold() for name in columns)
    twice = sorted(name for name, count in counted.items() if count > 1 and name)
    if twice:
        names = shown(", ".join(twice))
        raise UnfitError(_TWICE.filled(names=names))


def header_line(path: Path) -> bytes:
    """A text table's first line, seen before a reader guesses at the table's form.

    Raises:
        UnfitError: there is none, it is too long, or has too many columns whatever separates them.
    """
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER + 1)
    if not line.strip():
        raise UnfitError(_NO_HEADER)
    if len(line) > LONGEST_HEADER:
        raise UnfitError(_LONG_HEADER)
    if max(map(line.count, (b",", b";", b"\t", b"|"))) >= MOST_COLUMNS:
        raise UnfitError(_TOO_WIDE)
    return line


def check_pages(path: Path) -> None:
    """Refuse a Parquet file whose pieces unpack to more than a reader should hold.

    Raises:
        UnfitError: it does.
        ValueError: it is no Parquet file.
    """
    about = pyarrow.parquet.read_metadata(path)
    for group in map(about.row_group, range(about.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            if column.total_uncompressed_size > LARGEST_COLUMN:
                raise UnfitError(_TOO_DENSE.filled(name=shown(column.path_in_schema)))


def why_unread(error: Exception) -> Text:
    """Why a table cannot be read, in a sentence."""
    if isinstance(error, UnfitError):
        return error.what
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryException":
        return NO_MEMORY
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return _UNREAD.filled(why=shown(" ".join(lines[:2])))


def shown(text: str) -> str:
    """A short picture of what a table holds."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def hold_memory(most: int) -> None:
    """Let this process, and each that it starts, hold no more bytes than these, where systems can.

    What asks for more is then refused by the system, and nobody else's memory is taken.
    """
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


NO_MEMORY = Text(
    "reading it takes more memory than there is: its cells or row groups unpack to too much; write"
    " it with smaller ones, or as CSV",
    "leerla ocupa más memoria de la que hay: sus celdas o grupos de filas ocupan demasiado al"
    " abrirse; escríbala con otros más pequeños, o como CSV",
)
ANOTHER = Text(
    "it changed while it was read, or cannot be read twice alike: save it again",
    "cambió mientras se leía, o no se puede leer dos veces igual: guárdelo de nuevo",
)
_UNREAD = Text("cannot be read: {why}", "no se puede leer: {why}")
_NO_HEADER = Text(
    "the table has no header: its first line names the columns",
    "la tabla no tiene encabezado: su primera línea nombra las columnas",
)
_TWICE = Text(
    "every column needs a name of its own, and these stand twice: {names}",
    "cada columna necesita un nombre propio, y estos se repiten: {names}",
)
_LONG_HEADER = Text(
    f"its first line has more than {LONGEST_HEADER:,} bytes: that is no header",
    f"su primera línea tiene más de {LONGEST_HEADER:,} bytes: eso no es un encabezado".replace(
        ",", " "
    ),
)
_TOO_WIDE = Text(
    f"it has more than {MOST_COLUMNS:,} columns: leave out those that nothing is read from",
    f"tiene más de {MOST_COLUMNS:,} columnas: quite las que no se leen".replace(",", " "),
)
_TOO_DENSE = Text(
    "the column '{name}' unpacks to more than 1 GB in one row group: write smaller row groups",
    "la columna «{name}» ocupa más de 1 GB en un solo grupo de filas: escriba grupos más pequeños",
)
