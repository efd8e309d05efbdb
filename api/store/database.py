"""The database: how it is opened, and how its tables are brought up to date."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from api.store import postgresql, sqlite
from api.store.errors import DatabaseError
from engine.errors import Fault
from engine.text import Text

MIGRATIONS = Path(__file__).parent / "migrations"


class Kind(Protocol):
    """What each kind of database does in its own way; the modules say how."""

    def opened(self, url: URL) -> Engine: ...
    def place(self, url: URL) -> str: ...
    def batch_store(self, url: URL) -> Path: ...
    def told(self, url: URL, error: DBAPIError) -> Fault: ...
    def alone(self, connection: Connection) -> None: ...
    def begin_writing(self, connection: Connection) -> None: ...
    def hold_still(self, connection: Connection) -> None: ...
    def is_missing(self, url: URL) -> bool: ...
    def flaws(self, connection: Connection) -> list[Text]: ...
    def triggers(self, connection: Connection) -> set[str]: ...


KINDS: Mapping[str, Kind] = {"sqlite": sqlite, "postgresql": postgresql, "postgres": postgresql}


def connect(url: str) -> Engine:
    """An engine for a SQLite file or for a database on a PostgreSQL server.

    Raises:
        DatabaseError: the URL is none, or names neither; it is not repeated, since it may hold a
            password.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseError([Fault("database", _NOT_A_URL, FORMS)]) from None
    if parsed.get_backend_name() not in KINDS:
        raise DatabaseError([Fault("database", _NOT_SUPPORTED, FORMS)])
    return kind_of(parsed).opened(parsed)


def kind_of(url: URL) -> Kind:
    return KINDS[url.get_backend_name()]


def place(engine: Engine) -> str:
    """Where the database is, without anything secret."""
    return kind_of(engine.url).place(engine.url)


def batch_store(engine: Engine) -> Path:
    """Where the files of batches are kept when nobody chose a folder."""
    return kind_of(engine.url).batch_store(engine.url)


@contextmanager
def using(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction, for work outside of requests.

    Raises:
        DatabaseError: the database cannot be reached, does not admit us, or fails.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise DatabaseError([kind_of(engine.url).told(engine.url, error)]) from None


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one moment of the database, however long it reads.

    Raises:
        DatabaseError: as :func:`using`.
    """
    with using(engine) as connection:
        kind_of(engine.url).hold_still(connection)
        yield connection


def present(engine: Engine) -> None:
    """Refuse a database that opening would only make.

    Raises:
        DatabaseError: there is none yet.
    """
    if kind_of(engine.url).is_missing(engine.url):
        raise DatabaseError([Fault("database", _NONE_YET.filled(place=place(engine)))])


def upgrade(engine: Engine) -> None:
    """Bring the tables up to date, wholly or not at all; does nothing when they are.

    Raises:
        DatabaseError: the database cannot be used, or its tables are of a later program.
    """
    with using(engine) as connection:
        kind_of(engine.url).alone(connection)
        found = revision(connection)
        if found is not None and not knows(found):
            raise DatabaseError([Fault("database", _LATER.filled(place=place(engine)))])
        migrate(connection)


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the tables to a revision, as a part of what the connection does."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def knows(found: str) -> bool:
    """Whether this program has a revision of that name."""
    try:
        return ScriptDirectory.from_config(_config()).get_revision(found) is not None
    except CommandError:
        return False


def revision(connection: Connection) -> str | None:
    """How far the tables were brought up to date; None when there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """How far this program brings them."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def is_current(connection: Connection) -> bool:
    """Whether the tables are those that this program expects."""
    return revision(connection) == head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


FORMS = ("sqlite:///path/to/remanso.sqlite3", "postgresql://user:password@host:5432/remanso")
_NOT_A_URL = Text("not a database URL", "no es una URL de base de datos")
_NOT_SUPPORTED = Text(
    "only SQLite and PostgreSQL are supported", "solo se admiten SQLite y PostgreSQL"
)
_NONE_YET = Text(
    "there is no {place} yet; make it: remanso db upgrade",
    "todavía no existe {place}; créela: remanso db upgrade",
)
_LATER = Text(
    "the tables of {place} were made by a later version of this program; use that version",
    "las tablas de {place} son de una versión posterior de este programa; use esa versión",
)
