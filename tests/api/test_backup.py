"""Backups: taken while others write, restored into either kind of database, compared row by row."""

import gzip
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from api.store import batches, decisions, drafts, feedback, keys, localities, repeats
from api.store.backup import backup, counted, restore, shapes
from api.store.checking import check
from api.store.database import connect, is_current, upgrade
from api.store.errors import DatabaseError
from api.store.metadata import METADATA
from api.store.organisations import LOCAL
from api.store.tables import Batch, now
from api.store.trace_tables import Feedback, FeedbackRule, Outcome, OutcomeRule, Ruleset
from api.store.writing import session, together
from api.written import Written, advise
from engine.knowledge.model import Knowledge
from engine.rulebase import hash_of
from tests.api.conftest import BOTH, NewUrl
from tests.api.servers import PostgreSQL

DATABASES = BOTH
NAME = 'Ñuñoa "norte"\u2028\\ \N{GRINNING FACE}'


@pytest.fixture
def empty(new_url: NewUrl) -> Iterator[Engine]:
    with closing_engine(new_url()) as engine:
        yield engine


def closing_engine(url: str) -> Any:
    engine = connect(url)
    engine.close = engine.dispose
    return closing(engine)


@pytest.fixture(scope="session")
def answer(knowledge: Knowledge) -> Written:
    return advise(knowledge, {"name": NAME}, language="es")


def write(engine: Engine, answer: Written, name: str, body: bytes = b"") -> None:
    """One row in every table, with all kinds of values."""
    kept = localities.add(engine, LOCAL, {"name": NAME, "factors": {"homicide_rate": 12.5}}, name)
    decisions.store(
        engine,
        LOCAL,
        replace(answer, decision_id=name, body=body or answer.body),
        locality_id=kept.locality.id,
        version=1,
        weights={"problem": 0.1},
        asked_by=None,
    )
    files = {"a.yaml": name}
    with session(engine) as writing:
        content = json.dumps(files).encode()
        writing.add(Ruleset(hash=hash_of(files), version="1", content=content))
        writing.commit()
    given = Feedback(id=name, decision_id=name, response="overridden", reason="other", comment=NAME)
    feedback.add(engine, given, [FeedbackRule(feedback_id=name, rule=rule) for rule in "ab"])
    feedback.add_outcome(
        engine,
        Outcome(
            id=name,
            decision_id=name,
            indicator="homicide_rate",
            value=-0.1,
            unit=NAME,
            measured_on=date(2025, 12, 31),
            source="s",
        ),
        [OutcomeRule(outcome_id=name, rule="a")],
    )
    batches.add(
        engine,
        Batch(
            id=name,
            organisation=LOCAL,
            status="finished",
            question="{}",
            tables="{}",
            rate=0.1,
        ),
    )
    drafts.add(engine, LOCAL, {"name": (NAME,)}, locality_id=kept.locality.id, base_version=1)
    keys.add(
        engine, LOCAL, key_id=name[:16], hashed="$", name="ñ", scopes=("read",), expires_at=now()
    )
    keys.open_session(engine, name[:16], f"digest of {name}", now())
    with together(engine) as connection:
        assert repeats.claim(connection, repeats.Name("", name), "f")
        repeats.answer(connection, repeats.Name("", name), 201, {"ETag": '"1"'}, b"\xff\x00")


def everything(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the program sees it."""
    found = {}
    with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            rows = connection.execute(select(table)).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def filled(url: str, answer: Written) -> Engine:
    engine = connect(url)
    upgrade(engine)
    for number in range(3):
        write(engine, answer, f"row-{number}")
    return engine


@pytest.mark.parametrize("into", BOTH)
def test_what_one_kind_wrote_either_can_restore(
    into: str, new_url: NewUrl, postgresql: PostgreSQL, tmp_path: Path, answer: Written
) -> None:
    """Every row of every table is there again, whichever database it came from and goes to."""
    source = filled(new_url(), answer)
    file = tmp_path / "kept.backup"
    counts = backup(source, file)
    assert file.stat().st_mode & 0o077 == 0
    url = postgresql.new() if into == "postgresql" else f"sqlite:///{tmp_path}/new.sqlite3"
    with closing_engine(url) as target:
        assert restore(target, file) == counts
        assert everything(target) == everything(source)
        assert check(target).is_sound
        with pytest.raises(DBAPIError, match="are never changed"), target.begin() as connection:
            connection.execute(text("DELETE FROM decisions"))
        again = tmp_path / "again.backup"
        backup(target, again)
        assert lines_of(again)[1:] == lines_of(file)[1:] or into != source.dialect.name
    source.dispose()


def lines_of(file: Path) -> list[str]:
    return gzip.decompress(file.read_bytes()).decode().splitlines()


def test_every_table_has_a_row_in_these_tests(empty: Engine, answer: Written) -> None:
    """A table that is added later is added here as well, or this says so."""
    upgrade(empty)
    write(empty, answer, "row")
    with empty.connect() as connection:
        assert {name: count for name, count in counted(connection).items() if not count} == {}
    assert [shape.name for shape in shapes()] == [t.name for t in METADATA.sorted_tables]


def test_a_backup_under_way_is_one_moment(empty: Engine, tmp_path: Path, answer: Written) -> None:
    """While others write, what is copied agrees with itself, and nobody waits for the copy."""
    upgrade(empty)
    stop, written = threading.Event(), [0, 0, 0]

    def writer(number: int) -> None:
        while not stop.is_set():
            write(empty, answer, f"{number}-{written[number]}", b'"small"')
            written[number] += 1

    seen = []
    with ThreadPoolExecutor() as pool:
        writers = [pool.submit(writer, number) for number in range(3)]
        try:
            for number in range(4):
                while sum(written) <= 8 * (number + 1) and not any(one.done() for one in writers):
                    time.sleep(0.005)
                before = sum(written)
                seen.append((before, backup(empty, tmp_path / f"{number}.backup"), sum(written)))
        finally:
            stop.set()
        for one in writers:
            one.result()
    for number, (before, counts, after) in enumerate(seen):
        url = f"sqlite:///{tmp_path}/{number}.sqlite3"
        with closing_engine(url) as target:
            assert restore(target, tmp_path / f"{number}.backup") == counts
            assert counts["localities"] == counts["profile_versions"] >= counts["decisions"]
            assert counts["decisions"] >= counts["batches"] >= counts["answered_requests"]
            assert before <= counts["answered_requests"] <= after
            kept, now = everything(target), everything(empty)
            assert all(set(rows) <= set(now[name]) for name, rows in kept.items())
    assert len({counts["decisions"] for _, counts, _ in seen}) > 1


def test_only_an_empty_database_is_restored_into(
    empty: Engine, tmp_path: Path, answer: Written
) -> None:
    """What is kept is never mixed with a backup; tables without rows do no harm."""
    upgrade(empty)
    file = tmp_path / "kept.backup"
    backup(empty, file)
    restore(empty, file)
    write(empty, answer, "row")
    before = everything(empty)
    with pytest.raises(DatabaseError, match="not empty") as caught:
        restore(empty, file)
    assert caught.value.sentences("es") != caught.value.sentences("en")
    assert everything(empty) == before


def cut(content: bytes) -> bytes:
    return gzip.compress(b"\n".join(gzip.decompress(content).splitlines()[:-1]))


def change(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        lines = gzip.decompress(content)
        assert old in lines
        return gzip.compress(lines.replace(old, new, 1))

    return changed


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda _: b"", "cut off|not a backup"),
        (lambda _: b"PK\x03\x04 something else", "not a backup"),
        (lambda _: gzip.compress(b'{"another": "thing"}\n'), "not a backup"),
        (lambda _: gzip.compress(b"no JSON\n"), "damaged"),
        (lambda content: content[:-20], "cut off"),
        (lambda content: content[:200] + b"\0" + content[201:], "damaged|cut off"),
        (cut, "cut off"),
        (change(b"homicide_rate", b"homicide_rat3"), "damaged"),
        (change(b'"rows": 3', b'"rows": 2'), "damaged"),
        (change(b'"localities": 3', b'"localities": 4'), "damaged"),
        (change(b'"revision": "', b'"revision": "9999-'), "later version"),
        (change(b'"recorded_by": "text"', b'"recorded_by": "picture"'), "damaged"),
        (change(b'["row-1"', b'["row-0"'), "damaged|cannot be used"),
    ],
)
def test_a_damaged_backup_restores_nothing(
    harm: Callable[[bytes], bytes], told: str, empty: Engine, tmp_path: Path, answer: Written
) -> None:
    """Whatever happened to the file, it is told, and the database stays empty."""
    with closing_engine(f"sqlite:///{tmp_path}/source.sqlite3") as source:
        filled(str(source.url), answer).dispose()
        backup(source, tmp_path / "sound.backup")
    file = tmp_path / "harmed.backup"
    file.write_bytes(harm((tmp_path / "sound.backup").read_bytes()))
    with pytest.raises(DatabaseError, match=told) as caught:
        restore(empty, file)
    assert caught.value.sentences("es") != caught.value.sentences("en")
    restore(empty, tmp_path / "sound.backup")  # only possible when nothing was left behind


def test_a_backup_of_an_earlier_version_is_brought_up_to_date(
    empty: Engine, tmp_path: Path
) -> None:
    """What an older program wrote is restored as it was and then brought up to date."""
    file = tmp_path / "old.backup"
    moment = "2026-01-02T03:04:05.000006+00:00"
    table = {
        "table": "localities",
        "columns": {"id": "text", "case": "text", "created_at": "moment"},
    }
    row = json.dumps(["old", None, moment], separators=(",", ":"))
    digest = hashlib.sha256(row.encode()).hexdigest()  # of one row, as the description says
    lines = [
        json.dumps({"remanso_backup": 1, "revision": "0001"}),
        json.dumps(table),
        row,
        json.dumps({"end": "localities", "rows": 1, "digest": digest}),
        json.dumps({"tables": {"localities": 1}}),
    ]
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    restore(empty, file)
    with empty.connect() as connection:
        assert is_current(connection)
        assert counted(connection)["localities"] == 1


def test_nothing_is_left_out_of_a_backup(empty: Engine, tmp_path: Path) -> None:
    """Tables that the program does not know, or not yet, are told instead of forgotten."""
    file = tmp_path / "kept.backup"
    if empty.dialect.name == "postgresql":  # a file would have to be made first
        with pytest.raises(DatabaseError, match="not up to date"):
            backup(empty, file)
    upgrade(empty)
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE notes (id INTEGER)"))
    with pytest.raises(DatabaseError, match="notes"):
        backup(empty, file)
    assert list(tmp_path.glob("kept*")) == []


def test_a_file_that_is_there_is_not_overwritten(empty: Engine, tmp_path: Path) -> None:
    """A backup never takes the place of another."""
    upgrade(empty)
    file = tmp_path / "kept.backup"
    file.write_text("mine")
    with pytest.raises(DatabaseError, match="already"):
        backup(empty, file)
    assert file.read_text() == "mine"


def test_the_check_finds_what_is_wrong(empty: Engine, answer: Written) -> None:
    """A refusal that was taken away, an answer that cannot be read, rules of another hash."""
    upgrade(empty)
    write(empty, answer, "row")
    assert check(empty).is_sound
    on = "" if empty.dialect.name == "sqlite" else " ON decisions"
    with empty.begin() as connection:
        connection.execute(text(f"DROP TRIGGER decisions_no_update{on}"))
        connection.execute(text("UPDATE decisions SET answer = 'x'"))
        connection.execute(
            text("INSERT INTO rulesets SELECT 'other', version, content, kept_at FROM rulesets")
        )
    found = check(empty)
    said = " ".join(flaw.en for flaw in found.flaws)
    assert not found.is_sound
    assert "decisions_no_update" in said
    assert "decision row cannot be read" in said
    assert "rules other that are kept are not those of that hash" in said
    assert found.answers == 0
    assert all(flaw.en != flaw.es for flaw in found.flaws)


def test_a_damaged_file_is_found(tmp_path: Path, answer: Written) -> None:
    """What SQLite finds wrong in its own file is told."""
    url = f"sqlite:///{tmp_path}/data.sqlite3"
    filled(url, answer).dispose()
    file = tmp_path / "data.sqlite3"
    content = file.read_bytes()
    file.write_bytes(content[:8192] + b"\xa5" * 4096 + content[12288:])
    with closing_engine(url) as engine:
        try:
            assert not check(engine).is_sound
        except DatabaseError as error:
            assert "malformed" in str(error)  # noqa: PT017 - either way it is told


def test_a_replica_that_skips_triggers_is_found(postgresql: PostgreSQL) -> None:
    """On PostgreSQL a trigger that rests in some sessions is not in force."""
    with closing_engine(postgresql.new()) as engine:
        upgrade(engine)
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE decisions ENABLE TRIGGER decisions_no_delete"))
        (flaw,) = check(engine).flaws
        assert "decisions_no_delete" in flaw.en
