"""The configured database, opened by a command that works without the server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import Fault, NotFoundError
from engine.text import Text

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.settings import Settings
    from api.store.localities import Kept
    from api.store.tables import Decision

DECISION = Text("decision", "decisión")


@contextmanager
def opened() -> "Iterator[tuple[Settings, Engine]]":
    """The settings and the database, which must be there and be up to date.

    Raises:
        SettingsError: the environment asks for something that cannot be.
        DatabaseError: there is no such database, or its tables are not those of this program.
    """
    from sqlalchemy import make_url

    from api.settings import Settings
    from api.store.database import connect, is_current, place, using
    from api.store.errors import DatabaseError

    settings = Settings.from_environment()
    engine = connect(settings.database_url)
    url = make_url(settings.database_url)
    try:
        if engine.dialect.name == "sqlite" and not Path(str(url.database)).is_file():
            raise DatabaseError([Fault("database", _NONE.filled(place=place(engine)))])
        with using(engine) as connection:
            if not is_current(connection):
                raise DatabaseError([Fault("database", _OLD)])
        yield settings, engine
    finally:
        engine.dispose()


def decision_named(engine: "Engine", decision_id: str) -> "tuple[Decision, Kept]":
    """A decision with the profile that it was made of.

    Raises:
        NotFoundError: there is none of that name.
    """
    from api.store import decisions, localities
    from api.store.organisations import Organisation

    decision = decisions.of_anyone(engine, decision_id)
    if decision is None:
        raise NotFoundError(DECISION, decision_id, ())
    owner = Organisation(decision.organisation)
    kept = localities.find(engine, owner, decision.locality_id, decision.version)
    assert kept is not None  # a foreign key holds it, and a trigger keeps it
    return decision, kept


_NONE = Text(
    "there is no database at {place}; REMANSO_DATABASE_URL says which one is meant",
    "no hay ninguna base de datos en {place}; REMANSO_DATABASE_URL dice cuál se usa",
)
_OLD = Text(
    "its tables are not those of this version: remanso serve brings them up to date",
    "sus tablas no son las de esta versión: remanso serve las pone al día",
)
