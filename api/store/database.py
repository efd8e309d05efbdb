"""The database: how it is opened, and how its tables are brought up to date."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from engine.errors import Fault, FaultsError
from engine.text import Text

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30
POOL_SIZE = 40  # as many as the server has worker threads: none waits for a connection


class DatabaseError(FaultsError):
    """The database cannot be used as asked."""


def connect(url: str) -> Engine:
    """An engine for a SQLite file; its folder is made, readable by its owner only.

    Raises:
        DatabaseError: the URL is none, or does not name a SQLite file.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError([Fault("database", _NOT_A_URL)]) from None
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise DatabaseError([Fault("database", _NOT_A_FILE)])
    Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_engine(
        parsed,
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=POOL_SIZE,
        max_overflow=0,
        hide_parameters=True,  # errors are logged, and parameters are profiles
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """Readers never wait for a writer; a decision cannot lose the profile it was made of."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "recursive_triggers = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def upgrade(engine: Engine) -> None:
    """Bring the tables up to date, wholly or not at all; does nothing when they are."""
    with engine.begin() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # SQLite would commit each step by itself
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(connection: Connection) -> bool:
    """Whether the tables are those that this program expects."""
    found = MigrationContext.configure(connection).get_current_revision()
    return found == ScriptDirectory.from_config(_config()).get_current_head()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


_NOT_A_URL = Text("not a database URL", "no es una URL de base de datos")
_NOT_A_FILE = Text(
    "only a SQLite file is supported: sqlite:///path/to/remanso.sqlite3",
    "solo se admite un archivo SQLite: sqlite:///ruta/a/remanso.sqlite3",
)
