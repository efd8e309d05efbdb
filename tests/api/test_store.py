"""The database: made from nothing, kept in step with the tables of the program."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlmodel import SQLModel

from api.store import localities
from api.store.database import DatabaseError, connect, is_current, upgrade


def test_tables_and_migrations_agree(database: Engine) -> None:
    """The migrations make exactly the tables that the program describes."""
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_an_empty_database_is_brought_up_to_date(tmp_path: Path) -> None:
    """From nothing to current; a second time nothing happens and nothing is lost."""
    engine = connect(f"sqlite:///{tmp_path}/new/folder/data.sqlite3")
    with engine.connect() as connection:
        assert not is_current(connection)
    upgrade(engine)
    kept = localities.add(engine, {"name": "A"}, None)
    upgrade(engine)
    with engine.connect() as connection:
        assert is_current(connection)
    assert localities.find(engine, kept.locality.id) is not None
    engine.dispose()


def test_sqlite_writes_ahead_and_checks_foreign_keys(database: Engine) -> None:
    """Readers do not wait for writers, and no row points to nothing."""
    with database.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


@pytest.mark.parametrize(
    "url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "postgresql://localhost/x"]
)
def test_a_database_that_cannot_be_used_is_refused(url: str) -> None:
    """Only a SQLite file is taken; anything else is told in both languages."""
    with pytest.raises(DatabaseError) as caught:
        connect(url)
    assert caught.value.sentences("es") != caught.value.sentences("en")


def test_the_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    """Profiles can endanger people: nobody else on the machine may list the folder."""
    folder = tmp_path / "private"
    connect(f"sqlite:///{folder}/data.sqlite3").dispose()
    assert folder.stat().st_mode & 0o077 == 0


def test_moments_keep_their_zone(database: Engine) -> None:
    """What is read back is the same moment, in UTC."""
    kept = localities.add(database, {"name": "A"}, None)
    found = localities.find(database, kept.locality.id)
    assert found is not None
    assert found.locality.created_at == kept.locality.created_at
    assert found.locality.created_at.utcoffset() is not None
