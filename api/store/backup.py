"""Backups: one file with every row, taken while the server runs, that either database can take.

The file is gzip (RFC 1952) over lines of JSON in UTF-8:

1. ``{"remanso_backup": 1, "revision": ..., "program": ..., "from": ..., "made_at": ...}``
2. for each table, in an order in which rows only refer to rows before them,
   ``{"table": name, "columns": {name: kind, ...}}``, a line ``[value, ...]`` for each row, and
   ``{"end": name, "rows": count, "digest": hexadecimal}``
3. ``{"tables": {name: count, ...}}`` as the last line, without which the file was cut off.

All of it is one moment of the database. A table's digest is the sum of the SHA-256 of its lines, as
numbers, modulo 2 to the power of 256.
"""

import contextlib
import gzip
import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, func, insert, inspect, literal, select, table

import engine as program
from api.store.database import (
    is_current,
    kind_of,
    knows,
    migrate,
    present,
    reading,
    revision,
    using,
)
from api.store.errors import DatabaseError
from api.store.metadata import METADATA
from api.store.portable import Seal, Shape
from api.store.tables import now
from engine.errors import Fault
from engine.text import Text

FORMAT = 1
AT_ONCE = 200  # rows that are read or written together
_VERSIONS = "alembic_version"

Counts = Mapping[str, int]
Tell = Callable[[int], None]  # is told how many further rows are done


def backup(engine: Engine, path: Path, tell: Tell = lambda _: None) -> Counts:
    """Write every row, as of one moment, to a new file; how many there are of each table.

    The file is there whole or not at all, and only its owner may read it: profiles can endanger
    people.

    Raises:
        DatabaseError: the database cannot be used, its tables are not up to date, or it has tables
            that this program does not know and would leave out; or the file is there already.
        OSError: the file cannot be written.
    """
    present(engine)
    if path.exists():
        _refuse(_TAKEN, path)
    partial = path.with_name(f"{path.name}.partial")
    try:
        with reading(engine) as connection, _new(partial) as file, gzip.open(file, "wb") as packed:
            _refuse_others(connection)
            counts: dict[str, int] = {}
            for line in _lines(connection, counts, tell):
                packed.write(f"{line}\n".encode())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return counts


def restore(engine: Engine, path: Path, tell: Tell = lambda _: None) -> Counts:
    """Put a backup's rows into an empty database, wholly or not at all; how many of each table.

    The tables are made as they were, filled, compared with the file row by row, and then brought up
    to date.

    Raises:
        DatabaseError: the database cannot be used or has rows already; the file is damaged, cut
            off, no backup, or of a later program.
    """
    with using(engine) as connection, _told(path), gzip.open(path, "rt", encoding="utf-8") as file:
        kind_of(engine.url).alone(connection)
        _refuse_rows(connection)
        lines = (json.loads(line) for line in file)
        head = next(lines, None)
        if not isinstance(head, dict) or head.get("remanso_backup") != FORMAT:
            _refuse(_NO_BACKUP, path)
        if not knows(head["revision"]):
            _refuse(_LATER, path)
        migrate(connection, head["revision"])
        counts: dict[str, int] = {}
        for line in lines:
            if "tables" in line:
                if line["tables"] != counts:
                    _refuse(_DAMAGED, path)
                break
            shape = Shape(line["table"], line["columns"])
            seal, end = _filled(connection, shape, lines, tell)
            found = _sealed(connection, shape)
            if not _agree(end, seal) or not _agree(end, found):
                _refuse(_DAMAGED, path)
            counts[shape.name] = found.rows
        else:
            _refuse(_CUT_OFF, path)
        migrate(connection)
    return counts


def shapes() -> list[Shape]:
    """All tables, each after those that it refers to."""
    return [Shape.of(described) for described in METADATA.sorted_tables]


def counted(connection: Connection) -> Counts:
    """How many rows each table has."""
    return {
        shape.name: connection.execute(
            select(func.count()).select_from(shape.selectable)
        ).scalar_one()
        for shape in shapes()
    }


def _lines(connection: Connection, counts: dict[str, int], tell: Tell) -> Iterator[str]:
    """The lines of a backup; ``counts`` are filled on the way."""
    yield _json(
        remanso_backup=FORMAT,
        revision=revision(connection),
        program=program.__version__,
        made_at=now().isoformat(),
        **{"from": connection.dialect.name},
    )
    for shape in shapes():
        seal = Seal()
        yield _json(table=shape.name, columns=dict(shape.columns))
        for line in _rows(connection, shape):
            seal.add(line)
            tell(1)
            yield line
        counts[shape.name] = seal.rows
        yield _json(end=shape.name, rows=seal.rows, digest=seal.digest)
    yield _json(tables=counts)


def _rows(connection: Connection, shape: Shape) -> Iterator[str]:
    """A table's rows as lines, a few in memory at a time."""
    options = {"yield_per": AT_ONCE}
    with connection.execute(select(shape.selectable), execution_options=options) as found:
        for row in found:
            yield shape.line(row)


def _sealed(connection: Connection, shape: Shape) -> Seal:
    seal = Seal()
    for line in _rows(connection, shape):
        seal.add(line)
    return seal


def _filled(
    connection: Connection, shape: Shape, lines: Iterator[Any], tell: Tell
) -> tuple[Seal, Any]:
    """Insert a table's rows; their seal as they were read, and what the file says of them."""
    seal, end = Seal(), None

    def rows() -> Iterator[dict[str, Any]]:
        nonlocal end
        for line in lines:
            if isinstance(line, dict):
                end = line
                return
            row = shape.row(line)
            seal.add(shape.line(list(row.values())))
            yield row

    waiting = rows()
    while some := list(islice(waiting, AT_ONCE)):
        connection.execute(insert(shape.selectable), some)
        tell(len(some))
    return seal, end


def _agree(end: Any, seal: Seal) -> bool:
    return end is not None and (end["rows"], end["digest"]) == (seal.rows, seal.digest)


def _refuse_others(connection: Connection) -> None:
    """Refuse to leave anything out: tables that are not up to date, or not ours."""
    if not is_current(connection):
        raise DatabaseError([Fault("database", _NOT_CURRENT)])
    known = {shape.name for shape in shapes()} | {_VERSIONS}
    others = sorted(set(inspect(connection).get_table_names()) - known)
    if others:
        raise DatabaseError([Fault("database", _OTHERS.filled(names=", ".join(others)))])


def _refuse_rows(connection: Connection) -> None:
    """Refuse a database in which anything is kept: restoring never mixes."""
    there = set(inspect(connection).get_table_names()) - {_VERSIONS}
    for name in sorted(there):
        if connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first():
            raise DatabaseError([Fault("database", _NOT_EMPTY.filled(name=name))])


@contextlib.contextmanager
def _new(path: Path) -> Iterator[Any]:
    """A new file for its owner only, on disk when it is closed."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """What cannot be read as a backup, told as such."""
    try:
        yield
    except gzip.BadGzipFile:
        _refuse(_NO_BACKUP, path)
    except EOFError:
        _refuse(_CUT_OFF, path)
    except (zlib.error, ValueError, KeyError, TypeError, AttributeError):
        _refuse(_DAMAGED, path)


def _refuse(what: Text, path: Path) -> NoReturn:
    raise DatabaseError([Fault(str(path), what)]) from None


def _json(**content: Any) -> str:
    return json.dumps(content, ensure_ascii=False)


_NOT_CURRENT = Text(
    "its tables are not up to date; first: remanso db upgrade",
    "sus tablas no están al día; antes: remanso db upgrade",
)
_OTHERS = Text(
    "it has tables that are not of this program, and a backup would leave them out: {names}",
    "tiene tablas que no son de este programa, y una copia las dejaría fuera: {names}",
)
_NOT_EMPTY = Text(
    "it is not empty ({name}); restore into a new file or a new database: name it in"
    " REMANSO_DATABASE_URL, and start the server only after that",
    "no está vacía ({name}); restaure en un archivo nuevo o una base de datos nueva: indíquela en"
    " REMANSO_DATABASE_URL e inicie el servidor solo después",
)
_TAKEN = Text(
    "there is such a file already; choose another name", "ya existe ese archivo; elija otro nombre"
)
_NO_BACKUP = Text(
    "not a backup made by remanso db backup", "no es una copia hecha con remanso db backup"
)
_LATER = Text(
    "made by a later version of this program; restore it with that version",
    "la hizo una versión posterior de este programa; restáurela con esa versión",
)
_CUT_OFF = Text(
    "the backup was cut off; nothing was restored", "la copia está truncada; no se restauró nada"
)
_DAMAGED = Text(
    "the backup is damaged: its rows do not agree with its own sums; nothing was restored",
    "la copia está dañada: sus filas no concuerdan con sus propias sumas; no se restauró nada",
)
