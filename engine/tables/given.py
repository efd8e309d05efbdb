"""The tables that advice was given on, kept beside it where that is wanted.

What a row said can then be read again and described further. It is never kept by itself: what is
known of a place can endanger people.

They are written anew, never copied: a file as it was sent may unpack to any size, and who reads
one row of it later is the server.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet

from engine.errors import Fault, ProfileError
from engine.tables.bounds import why_unread
from engine.tables.headers import OWNER
from engine.tables.looking import looking
from engine.tables.profiles import profiles_of
from engine.tables.sources import LINE, Chunk, ProfileTable, lines_of, profile_of
from engine.vocabulary import Vocabulary

PIECE = 2_048  # rows that are read at once
HEAVIEST = 8 << 20  # bytes that a piece unpacks to, unless a single row has more
_PROFILES = "profiles"
_GIVEN = "given"
_LINES = pa.schema({LINE: pa.binary()})


def keep(table: ProfileTable, advice: Path) -> None:
    """Keep a table, and the entity tables beside it, as Parquet beside the advice on it.

    Cells are bounded as the reader bounds them, and pieces are small.
    """
    with TemporaryDirectory(dir=advice.parent) as folder:
        for name in (_PROFILES, *table.beside):
            written = Path(folder) / name
            if name == _PROFILES and table.is_lines:
                _write(written, _LINES, _lines(table.path))
            else:
                shown = _PROFILES if name == _PROFILES else f"entities_{name}"
                rows = table.connection.cursor().sql(f"SELECT * FROM {shown}")
                reader = rows.to_arrow_reader(PIECE)
                _write(written, reader.schema, (pa.Table.from_batches([one]) for one in reader))
            os.replace(written, _beside(advice, name))


def _lines(path: Path) -> Iterator[pa.Table]:
    with path.open("rb") as file:
        lines = lines_of(file)
        while held := list(islice(lines, PIECE)):
            yield pa.table({LINE: held}, _LINES)


def _write(path: Path, schema: pa.Schema, tables: Iterable[pa.Table]) -> None:
    with pa.parquet.ParquetWriter(path, schema) as writer:
        for piece in (piece for table in tables for piece in _pieces(table)):
            writer.write_table(piece)


def _pieces(table: pa.Table) -> Iterator[pa.Table]:
    """A table in parts that are each light enough to be unpacked for the sake of one row."""
    if table.nbytes <= HEAVIEST or table.num_rows <= 1:
        yield table
        return
    half = table.num_rows // 2
    yield from _pieces(table.slice(0, half))
    yield from _pieces(table.slice(half))


def forget(advice: Path) -> None:
    """Remove what was kept; the advice stays."""
    for path in advice.parent.glob(f"{advice.stem}.{_GIVEN}-*"):
        path.unlink(missing_ok=True)


def is_kept(advice: Path) -> bool:
    return _beside(advice, _PROFILES).is_file()


def profile_at(vocabulary: Vocabulary, advice: Path, row: int) -> Mapping[str, Any] | None:
    """The profile of a row, which counts from 1; None where the tables are not kept.

    Raises:
        ProfileError: they cannot be read.
    """
    if row < 1 or not is_kept(advice):
        return None
    try:
        return _profile_at(vocabulary, advice, row)
    except _unread() as error:
        if not is_kept(advice):  # forgotten while it was looked at
            return None
        raise ProfileError([Fault("row", why_unread(error))]) from error


def _unread() -> tuple[type[Exception], ...]:
    import duckdb  # late: it is large, and no answer about one place needs it

    return duckdb.Error, OSError


def _profile_at(vocabulary: Vocabulary, advice: Path, row: int) -> Mapping[str, Any] | None:
    kept = str(_beside(advice, _PROFILES))
    found = _asked("SELECT * FROM read_parquet(?) LIMIT 1 OFFSET ?", kept, row - 1)
    if not found.num_rows:
        return None
    if found.column_names == [LINE]:
        chunk = Chunk(row, profiles=(profile_of(found.column(LINE)[0].as_py()),))
    else:
        name = found.column("id")[0].as_py()
        chunk = Chunk(row, found, dict(_entities(vocabulary, advice, name)))
    (profile,) = profiles_of(vocabulary, chunk)
    return profile if isinstance(profile, Mapping) else None


def _entities(
    vocabulary: Vocabulary, advice: Path, locality: str
) -> Iterator[tuple[str, pa.Table]]:
    """What the entity tables say of one locality, by kind."""
    query = f"SELECT * FROM read_parquet(?) WHERE CAST({OWNER} AS VARCHAR) = ?"
    for kind in vocabulary.entities:
        path = _beside(advice, kind)
        if path.is_file():
            yield kind, _asked(query, str(path), locality)


def _asked(query: str, *given: object) -> pa.Table:
    with looking() as connection:
        return connection.sql(query, params=list(given)).to_arrow_table()


def _beside(advice: Path, name: str) -> Path:
    return advice.with_name(f"{advice.stem}.{_GIVEN}-{name}.parquet")
