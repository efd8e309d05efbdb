"""Advice that was written as Parquet, read again: page by page, or as CSV while it is sent."""

import csv
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from engine.tables.batch import REJECT_COLUMNS
from engine.tables.formulas import original
from engine.tables.outputs import flat

PIECE = 16_384  # rows that are held at once
PAGE_PIECE = 1_024  # the same, where a page of a few is asked for
NO_REJECTS = ",".join(REJECT_COLUMNS) + "\r\n"  # what a file of no rejects would hold


def page(path: Path, limit: int, offset: int) -> tuple[list[Mapping[str, Any]], int]:
    """Some rows, and how many there are; only the parts of the file that hold them are read."""
    file = pa.parquet.ParquetFile(path)
    found: list[Mapping[str, Any]] = []
    first = 0
    for group in range(file.num_row_groups):
        size = file.metadata.row_group(group).num_rows
        begin, end = max(offset - first, 0), min(offset + limit - first, size)
        if begin < end:
            found += _rows(file, group, begin, end)
        first += size
    return found, int(file.metadata.num_rows)


def _rows(file: Any, group: int, begin: int, end: int) -> list[Mapping[str, Any]]:
    """Some rows of one part of a file; of the rest, only what stands before them."""
    found: list[Mapping[str, Any]] = []
    first = 0
    for piece in file.iter_batches(PAGE_PIECE, row_groups=[group]):
        if first >= end:
            break
        start = max(begin - first, 0)
        found += piece.slice(start, max(end - first - start, 0)).to_pylist()
        first += piece.num_rows
    return found


def as_csv(path: Path) -> Iterator[bytes]:
    """The whole as CSV, in pieces: the same bytes as a CSV file that is written at once."""
    file = pa.parquet.ParquetFile(path)
    tables = (pa.Table.from_batches([rows]) for rows in file.iter_batches(PIECE))
    head = True
    for table in tables if file.metadata.num_rows else [file.schema_arrow.empty_table()]:
        sink = pa.BufferOutputStream()
        pa.csv.write_csv(flat(table), sink, pa.csv.WriteOptions(include_header=head))
        head = False
        yield sink.getvalue().to_pybytes()


def reject_page(path: Path, limit: int, offset: int) -> tuple[list[dict[str, str]], int]:
    """Some rows of a file of rejects, and how many there are; none without the file."""
    if not path.exists():
        return [], 0
    with path.open(encoding="utf-8", newline="") as file:
        written = csv.DictReader(file)
        rows = ({name: original(cell) for name, cell in row.items()} for row in written)
        passed = sum(1 for _ in islice(rows, offset))
        found = list(islice(rows, limit))
        return found, passed + len(found) + sum(1 for _ in rows)
