"""The tables that advice was given on, kept beside it where that is wanted.

What a row said can then be read again and described further. It is never kept by itself: what is
known of a place can endanger people.
"""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from engine.tables.encoding import OWNER
from engine.tables.profiles import profiles_of
from engine.tables.sources import LINE, Chunk, ProfileTable, profile_of
from engine.vocabulary import Vocabulary

_PROFILES = "profiles"
_GIVEN = "given"


def keep(table: ProfileTable, advice: Path) -> None:
    """Keep a table, and the entity tables beside it, as Parquet beside the advice on it."""
    with TemporaryDirectory(dir=advice.parent) as folder:
        for name, path in table.as_parquet(Path(folder)).items():
            shutil.copyfile(path, _beside(advice, name))


def forget(advice: Path) -> None:
    """Remove what was kept; the advice stays."""
    for path in advice.parent.glob(f"{advice.stem}.{_GIVEN}-*"):
        path.unlink(missing_ok=True)


def is_kept(advice: Path) -> bool:
    return _beside(advice, _PROFILES).is_file()


def profile_at(vocabulary: Vocabulary, advice: Path, row: int) -> Mapping[str, Any] | None:
    """The profile of a row, which counts from 1; None where the tables were not kept."""
    path = _beside(advice, _PROFILES)
    if row < 1 or not path.is_file():
        return None
    found = _asked("SELECT * FROM read_parquet(?) LIMIT 1 OFFSET ?", str(path), row - 1)
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
    import duckdb  # late: it is large, and no answer about one place needs it

    with duckdb.connect() as connection:
        return connection.sql(query, params=list(given)).to_arrow_table()


def _beside(advice: Path, name: str) -> Path:
    return advice.with_name(f"{advice.stem}.{_GIVEN}-{name}.parquet")
