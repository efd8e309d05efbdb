"""How much one table may hold: what is compressed is bounded by what it becomes, not by its bytes.

A few kilobytes of Parquet can hold a text of a million letters a million times over. A cell that
no value can be as long as is shortened before anything copies it, in a way that no value can
have, so that the readers that follow refuse it.
"""

from collections.abc import Collection
from pathlib import Path

import pyarrow.parquet

from engine.profile import MAXIMUM_TEXT
from engine.text import Text

LONGEST_ID = 200  # characters
MOST_COLUMNS = 10_000
LONGEST_HEADER = 1_000_000  # bytes of a text table's first line
LARGEST_COLUMN = 1 << 30  # bytes, unpacked, of one column in one of a Parquet file's row groups
_LONGEST_CELL = 4 * MAXIMUM_TEXT  # bytes: no text that a profile may hold has more

TOO_LONG_ID = Text(
    f"an id has at most {LONGEST_ID} characters", f"un id tiene a lo sumo {LONGEST_ID} caracteres"
)


def bounded(column: str) -> str:
    """A column as text in DuckDB's SQL; a cell that is too long ends in an ellipsis.

    What is left of it has one character more than any text may have, and is no number and no name.
    """
    quoted = '"' + column.replace('"', '""') + '"'
    text = f"CAST({quoted} AS VARCHAR)"
    short = f"left({text}, {MAXIMUM_TEXT}) || '…'"
    return f"CASE WHEN strlen({text}) > {_LONGEST_CELL} THEN {short} ELSE {text} END"


def check_width(columns: Collection[str]) -> None:
    """Refuse a table with more columns than any has.

    Raises:
        ValueError: with how many are allowed.
    """
    if len(columns) > MOST_COLUMNS:
        raise ValueError(f"it has more than {MOST_COLUMNS:,} columns")


def check_header_line(path: Path) -> None:
    """Refuse a text table whose first line is no header, before a reader guesses at its form.

    Raises:
        ValueError: it is too long, or has too many columns whatever separates them.
    """
    with path.open("rb") as file:
        line = file.readline(LONGEST_HEADER + 1)
    if len(line) > LONGEST_HEADER:
        raise ValueError(f"its first line has more than {LONGEST_HEADER:,} bytes")
    if max(map(line.count, (b",", b";", b"\t", b"|"))) >= MOST_COLUMNS:
        raise ValueError(f"it has more than {MOST_COLUMNS:,} columns")


def check_pages(path: Path) -> None:
    """Refuse a Parquet file whose pieces unpack to more than a reader should hold.

    Raises:
        ValueError: it does, or is no Parquet file.
    """
    about = pyarrow.parquet.read_metadata(path)
    for group in map(about.row_group, range(about.num_row_groups)):
        for column in map(group.column, range(group.num_columns)):
            if column.total_uncompressed_size > LARGEST_COLUMN:
                raise ValueError(
                    f"the column '{column.path_in_schema}' unpacks to more than 1 GB in one row"
                    " group: write it with smaller ones"
                )
