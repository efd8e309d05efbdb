"""PostgreSQL: a server of its own, for installations that share or replicate their data."""

import hashlib
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError

from api.store.errors import DatabaseError
from engine.errors import Fault
from engine.text import Text

DRIVER = "postgresql+psycopg"
CONNECT_SECONDS = 10
WAIT_SECONDS = 10  # for a connection that others use
POOL_SIZE = 20  # a fifth of what a server takes by default; each is held for milliseconds
OPTIONS = {  # what a sound statement never needs; milliseconds
    "statement_timeout": 30_000,
    "lock_timeout": 10_000,
    "idle_in_transaction_session_timeout": 60_000,
}
UPGRADING = 0x72656D616E736F  # the advisory lock of migrations: "remanso" in ASCII
_SECRETS = ("password", "sslpassword")


def opened(url: URL) -> Engine:
    """An engine for a database on a server, which is asked for a connection only when one is used.

    Options in the URL (``?options=-c statement_timeout=0``) stand above ours.

    Raises:
        DatabaseError: the URL names no database.
    """
    if not url.database:
        raise DatabaseError([Fault("database", _NO_DATABASE)])
    ours = " ".join(f"-c {name}={value}" for name, value in OPTIONS.items())
    engine = create_engine(
        url.set(drivername=DRIVER),
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "application_name": "remanso",
            "options": f"{ours} {url.query.get('options', '')}".strip(),
        },
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,  # a server that was restarted leaves dead connections behind
        hide_parameters=True,  # errors are logged, and parameters are profiles
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: Any, _record: object) -> None:
    """Acknowledge only what is on disk, also where the server's own setting is to be faster."""
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.commit()


def place(url: URL) -> str:
    """Server and database, without user, password or options."""
    host = url.host or url.query.get("host") or "localhost"
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{host}{port}/{url.database}"


def batch_store(url: URL) -> Path:
    """A folder of the user's, named after the database: two databases never share one."""
    digest = hashlib.sha256(place(url).encode()).hexdigest()[:8]
    return platformdirs.user_data_path("remanso") / f"{url.database}-{digest}.batches"


def alone(connection: Connection) -> None:
    """Wait until nobody else brings the tables up to date; long steps may take their time."""
    for name in ("statement_timeout", "lock_timeout"):
        connection.exec_driver_sql(f"SET LOCAL {name} = 0")
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADING})


def begin_writing(connection: Connection) -> None:
    """Nothing to do: writers wait for each other only where they write the same rows."""


def hold_still(connection: Connection) -> None:
    """Read one moment, for as long as that takes."""
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    for name in OPTIONS:
        connection.exec_driver_sql(f"SET LOCAL {name} = 0")


def is_missing(_: URL) -> bool:
    """Whether opening it would make it; only a file can be made so."""
    return False


def flaws(connection: Connection) -> list[Text]:
    """What keeps the server from keeping what it acknowledged."""
    wanted = ("fsync", "full_page_writes")
    return [
        _RECKLESS.filled(setting=name)
        for name in wanted
        if connection.exec_driver_sql(f"SHOW {name}").scalar() != "on"
    ]


def told(url: URL, error: DBAPIError) -> Fault:
    """Why the server cannot be used; its own words where they are not among those known."""
    diagnosis = getattr(error.orig, "diag", None)
    said = getattr(diagnosis, "message_primary", None) or error.orig  # the detail has values
    why = " ".join(str(said).split())
    for secret in {url.password, *(url.query.get(name) for name in _SECRETS)}:
        why = why.replace(str(secret), "***") if secret else why
    if "password" in why or "authentication failed" in why:
        what = _NOT_ADMITTED
    elif "database" in why and "does not exist" in why:
        what = _MISSING
    else:
        what = _UNUSABLE
    return Fault("database", what.filled(place=place(url), name=str(url.database), why=why))


def triggers(connection: Connection) -> set[str]:
    """The triggers that are in force, also for a session that calls itself a replica."""
    found = connection.execute(
        text(
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND t.tgenabled = 'A'"
            " AND c.relnamespace = current_schema()::regnamespace"
        )
    )
    return set(found.scalars())


_NO_DATABASE = Text(
    "name the database: postgresql://user:password@host:5432/remanso",
    "indique la base de datos: postgresql://usuario:clave@servidor:5432/remanso",
)
_NOT_ADMITTED = Text(
    "{place} does not admit this user with this password. In a URL, signs such as @ : / # % in a"
    " password are written %40 %3A %2F %23 %25",
    "{place} no admite a este usuario con esta contraseña. En una URL, los signos como @ : / # %"
    " de una contraseña se escriben %40 %3A %2F %23 %25",
)
_MISSING = Text(
    "{place}: there is no database of that name; make it first: createdb {name}",
    "{place}: no hay ninguna base de datos con ese nombre; créela antes: createdb {name}",
)
_RECKLESS = Text(
    "the server's setting {setting} is off: a crash can lose what was acknowledged",
    "el ajuste {setting} del servidor está en off: una caída puede perder lo ya confirmado",
)
_UNUSABLE = Text("{place} cannot be used: {why}", "no se puede usar {place}: {why}")
