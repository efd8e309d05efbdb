"""SQLite: one file beside the server, for an installation that needs no other program."""

import contextlib
import os
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from api.store.errors import DatabaseError
from engine.errors import Fault
from engine.text import Text

BUSY_SECONDS = 30
POOL_SIZE = 40  # as many as the server has worker threads: none waits for a connection
PRAGMAS = (
    "journal_mode = WAL",  # readers never wait for a writer
    "synchronous = FULL",  # what was acknowledged survives a power cut, not only the program's end
    "foreign_keys = ON",  # a decision cannot lose the profile it was made of
    "recursive_triggers = ON",
)

_MAKING = threading.Lock()  # nobody connects between the making of a file and its closing


def opened(url: URL) -> Engine:
    """An engine for a file; it and its folder are made for their owner only.

    Raises:
        DatabaseError: the URL names no file.
    """
    if url.database in (None, "", ":memory:"):
        raise DatabaseError([Fault("database", _NO_FILE)])
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=POOL_SIZE,
        max_overflow=0,
        hide_parameters=True,  # errors are logged, and parameters are profiles
    )
    event.listen(engine, "do_connect", _make)
    event.listen(engine, "connect", _prepare)
    return engine


def _make(_dialect: object, _record: object, arguments: list[Any], _options: object) -> None:
    """Make the file if it is not there: SQLite would let others read it.

    A file that is there is never opened here. Closing any descriptor of a file drops every lock
    that this process holds on it, so those of SQLite; another process that then closed the
    database would take itself for the last, and remove the log that our writes go to.
    """
    name = str(arguments[0])
    with _MAKING, contextlib.suppress(OSError):  # it is there; or SQLite says better why not
        if not name.startswith("file:"):
            os.close(os.open(name, os.O_CREAT | os.O_EXCL, 0o600))


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def place(url: URL) -> str:
    """The file, as it may be shown to anybody."""
    return str(url.database)


def batch_store(url: URL) -> Path:
    """A folder beside the file."""
    return Path(str(url.database)).absolute().with_suffix(".batches")


def alone(connection: Connection) -> None:
    """Begin a transaction in which nobody else writes; SQLite would commit each step by itself."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def begin_writing(connection: Connection) -> None:
    """Wait for other writers now: what was read before waiting could not be written upon."""
    alone(connection)


def hold_still(connection: Connection) -> None:
    """Read one moment: a transaction over the write-ahead log sees no later write."""
    connection.exec_driver_sql("BEGIN")


def is_missing(url: URL) -> bool:
    return not Path(str(url.database)).exists()


def flaws(connection: Connection) -> list[Text]:
    """What is wrong in the file itself, as SQLite finds it."""
    broken = [
        _BROKEN.filled(what=row[0])
        for row in connection.exec_driver_sql("PRAGMA integrity_check")
        if row[0] != "ok"
    ]
    lost = [
        _LOST.filled(table=row[0], row=row[1], other=row[2])
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    return broken + lost


def told(url: URL, error: DBAPIError) -> Fault:
    """Why the file cannot be used."""
    return Fault("database", _UNUSABLE.filled(file=place(url), why=str(error.orig)))


def triggers(connection: Connection) -> set[str]:
    """The triggers that are in force."""
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    return set(found.scalars())


_NO_FILE = Text(
    "name a SQLite file: sqlite:///path/to/remanso.sqlite3",
    "indique un archivo SQLite: sqlite:///ruta/a/remanso.sqlite3",
)
_BROKEN = Text("the file is damaged: {what}", "el archivo está dañado: {what}")
_LOST = Text(
    "{table}: row {row} refers to a row of {other} that is not there",
    "{table}: la fila {row} remite a una fila de {other} que no está",
)
_UNUSABLE = Text("{file} cannot be used: {why}", "no se puede usar {file}: {why}")
