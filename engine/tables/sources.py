"""Profile tables read in chunks, in the order of their rows, never held whole.

CSV and Parquet are streamed by DuckDB; a spreadsheet is read at once (it has at most a million
rows); a file of JSON lines holds one profile in the ordinary form on each line.
"""

import shutil
import weakref
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet

from engine.errors import Fault, ProfileError
from engine.json_reading import BODY, NotJsonError, read_json
from engine.tables.about_columns import id_of
from engine.tables.bounds import (
    ANOTHER,
    LONGEST_ID,
    UnfitError,
    bounded,
    check_names,
    check_pages,
    shown,
    why_unread,
)
from engine.tables.headers import OWNER
from engine.tables.rejects import Reject, Unreadable
from engine.tables.sheets import SHEETS, read_sheet
from engine.tables.text_tables import Broken, TextTable, look_through
from engine.text import Text

TEXTS = (".csv", ".tsv")
PARQUET = ".parquet"
PLAIN = ("BOOLEAN", "INTEGER", "BIGINT", "FLOAT", "DOUBLE")  # whose cells are all short
LINE = "line"  # where a fault of a whole line of JSON stands
MOST_LINES_TOLD = 10  # of a list that is refused
ID_LINES = 1_024  # lines whose ids are looked at together
_PLACED = pa.schema({"id": pa.string(), "place": pa.int64()})
STAGED = 16_384  # lines written at once
LONGEST_LINE = 2_000_000  # bytes, as of any profile in a file
LINES = (".jsonl", ".ndjson")
FORMATS = (*TEXTS, PARQUET, *SHEETS, *LINES)


@dataclass(frozen=True)
class Chunk:
    """Some rows of the profile table, and of the entity tables those of the same localities.

    ``profiles`` holds them instead, where each row is a profile in the ordinary form. ``broken``
    says of rows that are none why; an empty row stands in the place of each.
    """

    first: int
    rows: pa.Table | None = None
    entities: Mapping[str, pa.Table] = field(default_factory=dict)
    profiles: tuple[Any, ...] = ()
    broken: Mapping[int, Text] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.profiles) if self.rows is None else self.rows.num_rows


class ProfileTable:
    """A profile table on disk, with entity tables beside it.

    Raises:
        ProfileError: a file is missing, cannot be read, or is of a form that is not known.
    """

    def __init__(self, path: Path, entities: Mapping[str, Path] | None = None) -> None:
        import duckdb  # late: it is large, and no answer about one place needs it

        self.path = path
        self.beside = dict(entities or {})
        for given in (path, *self.beside.values()):
            _check(given)
        self.connection = duckdb.connect()
        self.errors = duckdb.Error
        self.is_lines = path.suffix.lower() in LINES
        self.broken: tuple[Broken, ...] = ()
        self._rows: int | None = None
        self._folder = Path(mkdtemp())
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        if not self.is_lines:
            self._open("profiles", path, kept=False)
        for kind, given in self.beside.items():
            self._open(f"entities_{kind}", given, kept=True)

    def _open(self, name: str, path: Path, *, kept: bool) -> None:
        """Give a table its name; one that is kept is read once, since chunks look through it."""
        with self._read(path):
            reader = self._reader(name, path, kept=kept)
            is_sheet = path.suffix.lower() in SHEETS
            what = "TABLE" if kept or is_sheet else "VIEW"
            columns = self._as_text(reader, OWNER if kept else "id")
            self.connection.execute(f"CREATE {what} {name} AS SELECT {columns} FROM {reader}")
            if is_sheet:
                self.connection.unregister(reader)

    def _reader(self, name: str, path: Path, *, kept: bool) -> str:
        """What DuckDB reads a table from."""
        suffix = path.suffix.lower()
        if suffix in SHEETS:
            self.connection.register("sheet", _sheet(path))
            return "sheet"
        if suffix == PARQUET:
            check_pages(path)
            return f"read_parquet({_quoted(str(path))})"
        table = look_through(path, self._folder / f"{name}.csv")
        check_names(table.names)
        if not all(table.names):
            raise UnfitError(_NAMELESS)
        if kept:
            _check_whole(path, table)
        else:
            self.broken, self._rows = table.broken, table.rows
        return table.reader(table.names)

    @contextmanager
    def _read(self, path: Path) -> Iterator[None]:
        """Tell in a sentence why a file cannot be read, whenever that shows."""
        try:
            yield
        except UnicodeDecodeError as error:
            raise ProfileError([Fault(path.name, _NO_UTF8)]) from error
        except (self.errors, pa.ArrowException, MemoryError, ValueError, OSError) as error:
            raise ProfileError([Fault(path.name, why_unread(error))]) from error

    def _as_text(self, reader: str, key: str) -> str:
        """All columns; ids as texts: as numbers they would be written in more than one way."""
        described = self.connection.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()
        types = {name: type_ for name, type_, *_ in described}
        check_names(list(types))
        return ", ".join(
            _quoted_name(name)
            if type_ in PLAIN and name != key
            else f"{bounded(name)} AS {_quoted_name(name)}"
            for name, type_ in types.items()
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the profile table; none where rows are whole profiles."""
        return () if self.is_lines else self._columns("profiles")

    def _columns(self, name: str) -> tuple[str, ...]:
        described = self.connection.execute(f"DESCRIBE {name}").fetchall()
        return tuple(str(row[0]) for row in described)

    def entity_columns(self) -> dict[str, tuple[str, ...]]:
        return {kind: self._columns(f"entities_{kind}") for kind in self.beside}

    def count(self) -> int:
        """How many rows there are, for a bar that knows its end."""
        if self.is_lines:
            with self.path.open("rb") as file:
                return sum(1 for _ in lines_of(file))
        if self._rows is None:
            with self._read(self.path):
                query = "SELECT count(*) FROM profiles"
                ((self._rows,),) = self.connection.execute(query).fetchall()
        return self._rows

    def repeated(self) -> dict[str, int]:
        """Each id that stands more than once, with the row where it stands first."""
        placed = "SELECT CAST(id AS VARCHAR) AS id, row_number() OVER () AS place FROM profiles"
        cursor = self.connection.cursor()
        if self.is_lines:
            placed = "SELECT * FROM ids"
            cursor.register("ids", pa.RecordBatchReader.from_batches(_PLACED, self._ids()))
        query = f"""
            SELECT id, min(place) FROM ({placed}) WHERE id <> '' GROUP BY id HAVING count(*) > 1
        """
        with self._read(self.path):
            return dict(cursor.execute(query).fetchall())

    def _ids(self) -> Iterator[pa.RecordBatch]:
        """The ids of profiles in lines, each with its row; one that is too long is refused anyway.

        A profile that cannot be read has none.
        """
        for chunk in self._line_chunks(ID_LINES):
            ids = [id_of(raw) for raw in chunk.profiles]
            places = range(chunk.first, chunk.first + chunk.size)
            good = [name if name and len(name) <= LONGEST_ID else None for name in ids]
            yield pa.record_batch([good, places], schema=_PLACED)

    def strays(self) -> list[Reject]:
        """Entities whose locality is not in the profile table, with the first row of each there."""
        found = []
        for kind in self.beside if not self.is_lines else ():
            query = f"""
                SELECT CAST({OWNER} AS VARCHAR), min(rowid) + 1 AS first FROM entities_{kind}
                WHERE {OWNER} IS NULL OR CAST({OWNER} AS VARCHAR) NOT IN (
                    SELECT CAST(id AS VARCHAR) FROM profiles WHERE id IS NOT NULL)
                GROUP BY 1 ORDER BY first
            """
            what = Text(
                "there is no such locality in the profile table",
                "no hay tal localidad en la tabla de perfiles",
            )
            with self._read(self.path):
                names = self.connection.execute(query).fetchall()
            for name, row in names:
                found.append(Reject(kind, row, shown(name or ""), Fault(OWNER, what)))
        return found

    def chunks(self, size: int, done: Container[int] = ()) -> Iterator[tuple[int, Chunk]]:
        """The rows in chunks of ``size``, numbered from 0, without those that are done."""
        reader = self._line_chunks(size) if self.is_lines else self._row_chunks(size)
        for number, chunk in enumerate(reader):
            if number not in done:
                yield number, self._with_entities(chunk)

    def _row_chunks(self, size: int) -> Iterator[Chunk]:
        first = 1
        with self._read(self.path):
            stream = self.connection.cursor().sql("SELECT * FROM profiles").to_arrow_reader(size)
            tables = _of_size(stream, size)
        broken = _Following(self.broken)
        while rows := self._next(tables):
            yield Chunk(first, rows, broken=broken.before(first + rows.num_rows))
            first += rows.num_rows
        if first - 1 != self.count():  # another reader was told other rows: none may go unseen
            raise ProfileError([Fault(self.path.name, ANOTHER)])

    def _next(self, tables: Iterator[pa.Table]) -> pa.Table | None:
        with self._read(self.path):
            return next(tables, None)

    def _line_chunks(self, size: int) -> Iterator[Chunk]:
        first, held = 1, []
        with self.path.open("rb") as file:
            for line in lines_of(file):
                held.append(profile_of(line))
                if len(held) == size:
                    yield Chunk(first, profiles=tuple(held))
                    first, held = first + size, []
        if held:
            yield Chunk(first, profiles=tuple(held))

    def _with_entities(self, chunk: Chunk) -> Chunk:
        if chunk.rows is None or not self.beside:
            return chunk
        cursor = self.connection.cursor()
        cursor.register("chunk", chunk.rows.select(["id"]))
        found = {}
        for kind in self.beside:
            query = f"""
                SELECT * FROM entities_{kind} WHERE CAST({OWNER} AS VARCHAR) IN (
                    SELECT CAST(id AS VARCHAR) FROM chunk)
            """
            with self._read(self.beside[kind]):
                found[kind] = cursor.sql(query).to_arrow_table()
        return replace(chunk, entities=found)

    def as_parquet(self, folder: Path) -> dict[str, Path]:
        """Every table as a Parquet file (``profiles``, and entities by kind), for other readers.

        A table that is one already stays where it is; the rest is written into the folder, as this
        reader understands it. Of profiles in the ordinary form there is one column, their lines.
        """
        tables = {"profiles": self.path, **self.beside}
        return {name: self._as_parquet(name, path, folder) for name, path in tables.items()}

    def _as_parquet(self, name: str, path: Path, folder: Path) -> Path:
        out = folder / f"{name}.staged.parquet"
        if name == "profiles" and self.is_lines:
            _stage_lines(path, out)
            return out
        shown, key = ("profiles", "id") if name == "profiles" else (f"entities_{name}", OWNER)
        if path.suffix.lower() == ".parquet" and self._is_text(path, key):
            return path
        self.connection.execute(f"COPY {shown} TO {_quoted(str(out))} (FORMAT parquet)")
        return out

    def _is_text(self, path: Path, key: str) -> bool:
        schema = pa.parquet.read_schema(path)
        return key in schema.names and bool(pa.types.is_string(schema.field(key).type))

    def schemas(self) -> dict[str, pa.Schema]:
        """What types the cells of each table are of, as chunks have them."""
        found = {} if self.is_lines else {"profiles": self._schema("profiles")}
        return {**found, **{kind: self._schema(f"entities_{kind}") for kind in self.beside}}

    def _schema(self, name: str) -> pa.Schema:
        cursor = self.connection.cursor()
        return cursor.sql(f"SELECT * FROM {name} LIMIT 0").to_arrow_table().schema


class _Following:
    """Rows that are none, handed out in order as the chunks come."""

    def __init__(self, broken: Iterable[Broken]) -> None:
        self._said = (said for item in broken for said in item.said())
        self._next = next(self._said, None)

    def before(self, row: int) -> dict[int, Text]:
        """Those that were not handed out yet and stand before a row."""
        found = {}
        while self._next is not None and self._next[0] < row:
            found[self._next[0]] = self._next[1]
            self._next = next(self._said, None)
        return found


def profile_of(line: bytes) -> Any:
    """A line's profile, or why it is none."""
    if len(line) > LONGEST_LINE:
        return Unreadable((Fault(LINE, _LONG_LINE),))
    try:
        return read_json(line)
    except NotJsonError as error:
        return Unreadable(
            tuple(replace(f, where=LINE if f.where == BODY else f.where) for f in error.faults)
        )


def lines_of(file: IO[bytes]) -> Iterator[bytes]:
    """The lines that are not empty; of one that is too long no more than shows that it is."""
    while line := file.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        if line.strip():
            yield line


def _stage_lines(path: Path, out: Path) -> None:
    schema = pa.schema({LINE: pa.binary()})
    with path.open("rb") as file, pa.parquet.ParquetWriter(out, schema) as writer:
        lines = lines_of(file)
        while held := list(islice(lines, STAGED)):
            writer.write_table(pa.table({LINE: held}, schema))


def _of_size(batches: Iterable[pa.RecordBatch], size: int) -> Iterator[pa.Table]:
    """The same rows in tables of exactly this size, so that chunks are the same every time."""
    held: list[pa.Table] = []
    count = 0
    for batch in batches:
        table = pa.Table.from_batches([batch])
        while count + table.num_rows >= size:
            taken = size - count
            yield pa.concat_tables([*held, table.slice(0, taken)])
            held, count, table = [], 0, table.slice(taken)
        if table.num_rows:
            held, count = [*held, table], count + table.num_rows
    if held:
        yield pa.concat_tables(held)


def _check(path: Path) -> None:
    if path.suffix.lower() not in FORMATS:
        what = Text(f"unknown format '{path.suffix}'", f"formato desconocido: «{path.suffix}»")
        raise ProfileError([Fault(path.name, what, FORMATS)])
    if not path.is_file():
        what = Text("there is no such file", "no existe ese archivo")
        raise ProfileError([Fault(str(path), what)])


def _check_whole(path: Path, table: TextTable) -> None:
    """Refuse a list that has lines which cannot be read: half a list would be a false one.

    Raises:
        ProfileError: it has some.
    """
    faults = [
        Fault(path.name, _HALF.filled(what=item.what)) for item in table.broken[:MOST_LINES_TOLD]
    ]
    if faults and len(table.broken) > MOST_LINES_TOLD:
        more = len(table.broken) - MOST_LINES_TOLD
        faults.append(Fault(path.name, _MORE_LINES.filled(n=more)))
    if faults:
        raise ProfileError(faults)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted_name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _sheet(path: Path) -> pa.Table:
    """The first sheet of a spreadsheet; columns that nothing is written over are left out."""
    header, table = read_sheet(path, path.name)
    named = [place for place, name in enumerate(header) if name]
    names = [header[place] for place in named]
    check_names(names)
    return table.select(named).rename_columns(names)


_NAMELESS = Text(
    "every column needs a name in the first line",
    "cada columna necesita un nombre en la primera línea",
)
_HALF = Text(
    "{what}: mend it, since half a list would be a false one",
    "{what}: corríjala, pues media lista sería una lista falsa",
)
_MORE_LINES = Text("{n} more lines cannot be read", "otras {n} líneas no se pueden leer")
_NO_UTF8 = Text(
    "cannot be read: it is not UTF-8; save it again as UTF-8",
    "no se puede leer: no está en UTF-8; guárdelo de nuevo en UTF-8",
)
_LONG_LINE = Text(
    f"the line has more than {LONGEST_LINE:,} bytes",
    f"la línea tiene más de {LONGEST_LINE:,} bytes".replace(",", " "),
)
