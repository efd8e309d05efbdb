"""The database: made from nothing, kept in step with the tables of the program."""

import subprocess
import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from api.store import localities
from api.store.append_only import triggers_of
from api.store.database import connect, is_current, kind_of, place, upgrade
from api.store.errors import DatabaseError
from api.store.metadata import METADATA
from api.store.organisations import LOCAL
from engine.knowledge.model import Knowledge
from tests.api.conftest import BOTH, NewUrl
from tests.api.servers import GUARDED, PASSWORD, PostgreSQL

DATABASES = BOTH

_LOOKS_IN = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
print(*(row[0] for row in connection.execute("SELECT name FROM sqlite_master")))
connection.close()
"""


def test_tables_and_migrations_agree(database: Engine) -> None:
    """The migrations make exactly the tables that the program describes."""
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_what_is_only_added_to_is_marked_and_held(database: Engine) -> None:
    """The check knows every table whose changes the migrations refuse, and no other."""
    kind = database.dialect.name
    with database.connect() as connection:
        there = kind_of(database.url).triggers(connection)
    held = {name for name in METADATA.tables if triggers_of(name, kind) <= there}
    marked = {t.name for t in METADATA.tables.values() if t.info.get("append_only")}
    assert held == marked >= {"profile_versions", "decisions"}


def test_an_empty_database_is_brought_up_to_date(new_url: NewUrl) -> None:
    """From nothing to current; a second time nothing happens and nothing is lost."""
    engine = connect(new_url())
    with engine.connect() as connection:
        assert not is_current(connection)
    upgrade(engine)
    kept = localities.add(engine, LOCAL, {"name": "A"}, None)
    upgrade(engine)
    with engine.connect() as connection:
        assert is_current(connection)
    assert localities.find(engine, LOCAL, kept.locality.id) is not None
    engine.dispose()


def test_servers_that_start_together_do_not_collide(new_url: NewUrl, knowledge: Knowledge) -> None:
    """Each brings the tables up to date and adds the cases, or finds that another has."""
    url = new_url()
    engines = [connect(url) for _ in range(4)]

    def start(engine: Engine) -> int:
        upgrade(engine)
        return localities.add_cases(engine, knowledge.cases.values())

    with ThreadPoolExecutor(len(engines)) as pool:
        added = list(pool.map(start, engines))
    assert sorted(added) == [0, 0, 0, len(knowledge.cases)]
    for engine in engines:
        engine.dispose()


def test_tables_of_a_later_program_are_left_alone(new_url: NewUrl) -> None:
    """An older program does not touch what it does not know, and says so."""
    engine = connect(new_url())
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="made by a later version"):
        upgrade(engine)
    engine.dispose()


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    """Readers do not wait, no row points to nothing, and a power cut takes nothing acknowledged."""
    engine = connect(f"sqlite:///{tmp_path}/data.sqlite3")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL
    engine.dispose()


def test_a_new_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Also in a folder that others may look into."""
    tmp_path.chmod(0o755)
    engine = connect(f"sqlite:///{tmp_path}/data.sqlite3")
    upgrade(engine)
    engine.dispose()
    assert (tmp_path / "data.sqlite3").stat().st_mode & 0o777 == 0o600


def test_another_program_that_looks_in_takes_nothing_away(tmp_path: Path) -> None:
    """Every connection of ours keeps its hold on the file, however many are opened and closed.

    Otherwise the other takes itself for the last one, folds the log into the file and removes it
    while we go on writing to it: what we acknowledged would end with our process.
    """
    file = tmp_path / "data.sqlite3"
    engine = connect(f"sqlite:///{file}")
    upgrade(engine)
    with engine.connect() as first:
        first.execute(text("SELECT count(*) FROM localities"))
        engine.connect().close()  # a second one, as for a second request
        subprocess.run([sys.executable, "-c", _LOOKS_IN, str(file)], check=True)
        with engine.begin() as writing:
            writing.execute(text("CREATE TABLE kept (word TEXT)"))
        seen = subprocess.run(
            [sys.executable, "-c", _LOOKS_IN, str(file)], check=True, capture_output=True, text=True
        )
    engine.dispose()
    assert "kept" in seen.stdout.split()


def test_postgresql_waits_for_the_disk_even_where_it_is_told_not_to(postgresql: PostgreSQL) -> None:
    """A server set to acknowledge before writing is not believed."""
    url = postgresql.new()
    postgresql.run(f"ALTER DATABASE {url.split('/')[3].split('?')[0]} SET synchronous_commit = off")
    engine = connect(url)
    with engine.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "30s"
    engine.dispose()


def test_the_urls_own_options_stand_above_ours(postgresql: PostgreSQL) -> None:
    """Who runs the server may allow more time."""
    engine = connect(f"{postgresql.new()}&options=-c%20statement_timeout%3D1234")
    with engine.connect() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "1234ms"
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "10s"
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql://localhost",
        "postgresql://u:hush@localhost:many/x",
        "mysql://u:hush@localhost/x",
    ],
)
def test_a_url_that_cannot_be_used_is_refused(url: str) -> None:
    """Anything but a SQLite file or a PostgreSQL database is told in both languages."""
    with pytest.raises(DatabaseError) as caught:
        connect(url)
    assert caught.value.sentences("es") != caught.value.sentences("en")
    assert "hush" not in str(caught.value)


def test_every_way_to_write_postgresql_is_taken(postgresql: PostgreSQL) -> None:
    """The driver is ours to choose, whatever the URL says of it."""
    url = postgresql.new()
    for scheme in ("postgresql", "postgres", "postgresql+psycopg2"):
        engine = connect(url.replace("postgresql", scheme, 1))
        upgrade(engine)
        assert engine.driver == "psycopg"
        engine.dispose()


@pytest.mark.parametrize(
    ("user", "told"),
    [
        (f"{GUARDED}:{PASSWORD}x", "does not admit this user with this password"),
        (GUARDED, "does not admit this user with this password"),
        (f"nobody:{PASSWORD}x", "cannot be used"),
    ],
)
def test_who_is_not_let_in_is_told_without_the_password(
    postgresql: PostgreSQL, user: str, told: str
) -> None:
    """A wrong or missing password is told as such; no error repeats it."""
    postgresql.guard()
    url = postgresql.new().replace("postgres:@", f"{user}@")
    engine = connect(url)
    with pytest.raises(DatabaseError, match=told) as caught:
        upgrade(engine)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))
    assert PASSWORD not in repr(engine)
    assert caught.value.sentences("es") != caught.value.sentences("en")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://u:hush@127.0.0.1:1/x", "postgresql://127.0.0.1:1/x cannot be used"),
        ("postgresql://u:hush@127.0.0.1:1/x?password=hush", "Connection refused"),
        ("postgresql://u:hush@nowhere.invalid/x", "nowhere.invalid"),
        ("postgresql://u:hush@127.0.0.1:1/x?colour=hush", "invalid connection option"),
        ("sqlite:////proc/x.sqlite3", "unable to open"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told(url: str, told: str) -> None:
    """Where it should be and what is wrong, and nothing secret."""
    with pytest.raises(DatabaseError, match=told) as caught:
        upgrade(connect(url))
    assert "hush" not in str(caught.value)


def test_a_database_that_is_not_there_is_told_with_what_to_do(postgresql: PostgreSQL) -> None:
    """The command that makes it is named."""
    engine = connect(postgresql.server.get_uri("missing"))
    with pytest.raises(DatabaseError, match="createdb missing"):
        upgrade(engine)
    assert place(engine).endswith("/missing")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """A file of something else is not touched."""
    file = tmp_path / "letter.sqlite3"
    file.write_text("Dear colleague, " * 500)
    with pytest.raises(DatabaseError, match="not a database"):
        upgrade(connect(f"sqlite:///{file}"))
    assert file.read_text().startswith("Dear colleague")


def test_the_folder_is_for_its_owner_only(tmp_path: Path) -> None:
    """Profiles can endanger people: nobody else on the machine may list the folder."""
    folder = tmp_path / "private"
    connect(f"sqlite:///{folder}/data.sqlite3").dispose()
    assert folder.stat().st_mode & 0o077 == 0


def test_moments_keep_their_zone(database: Engine) -> None:
    """What is read back is the same moment, in UTC."""
    kept = localities.add(database, LOCAL, {"name": "A"}, None)
    found = localities.find(database, LOCAL, kept.locality.id)
    assert found is not None
    assert found.locality.created_at == kept.locality.created_at
    assert found.locality.created_at.utcoffset() is not None
