"""Who works batches out, over a database that fails now and then; what runs is only played."""

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from api.batches import runner as module
from api.batches.job import Job
from api.batches.runner import FORGOTTEN, UPLOAD, Runner
from api.settings import Settings
from api.store import batches
from api.store.database import connect, upgrade
from api.store.organisations import LOCAL
from api.store.tables import Batch
from engine.text import LANGUAGES

SUMMARY = {"rows": 1, "advised": 1, "rejected": 0, "verdicts": {}, "blocking": {}}


class Played:
    """A process that says at once that it is done, and notes that it was ended."""

    begun: list["Played"] = []  # noqa: RUF012 - each test empties it
    says: tuple[Mapping[str, Any], ...] = ({"summary": SUMMARY},)

    def __init__(self, job: Job) -> None:
        (Path(job.folder) / "advice.parquet").write_bytes(b"")
        self.ended = False
        Played.begun.append(self)

    def reports(self) -> Iterator[Mapping[str, Any]]:
        yield from self.says

    def end(self) -> None:
        self.ended = True

    def close(self) -> int:
        return 0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{tmp_path}/kept.sqlite3")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def runner(database: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    monkeypatch.setattr(module, "Process", Played)
    monkeypatch.setattr(module, "TURN", 0.01)
    Played.begun.clear()
    found = Runner(Settings(str(database.url), batch_store=tmp_path / "store"), database)
    yield found
    found.stop()


def asked(runner: Runner, batch_id: str = "one", rows: int = 1) -> Path:
    """A batch that waits; its folder."""
    (runner.new_folder(batch_id) / "profiles.csv").write_text("id\na\n", "utf-8")
    question = {"weights": None, "top": 3, "intervention": None, "with_rules": False}
    tables = {"sent": True, "profiles": "profiles.csv", "entities": {}}
    batch = Batch(
        id=batch_id,
        organisation=LOCAL,
        status=batches.QUEUED,
        rows_total=rows,
        question=json.dumps({**question, "format": "parquet", "language": None}),
        tables=json.dumps({**tables, "rules": {"version": "1", "hash": "x"}}),
    )
    runner.take(runner.database, batch)
    return runner.folder(batch_id)


def failing(work: Callable[..., Any], times: int = 1) -> Callable[..., Any]:
    """The same work, which a database refuses at first."""
    left = [OperationalError("", {}, Exception("locked"))] * times

    def fails(*given: Any, **about: Any) -> Any:
        if left:
            raise left.pop()
        return work(*given, **about)

    return fails


def until(true: Callable[[], Any]) -> Any:
    while not (found := true()):
        time.sleep(0.01)
    return found


def ended(runner: Runner, batch_id: str = "one") -> Batch:
    def found() -> Batch | None:
        batch = batches.find(runner.database, LOCAL, batch_id)
        return batch if batch is not None and batch.status not in batches.OPEN else None

    return until(found)


@pytest.mark.parametrize("times", [1, 3])
def test_an_end_that_could_not_be_noted_is_noted_later(
    runner: Runner, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """The same end, with what came of it; what was sent is then removed."""
    monkeypatch.setattr(batches, "ended", failing(batches.ended, times))
    folder = asked(runner)
    runner.start()
    batch = ended(runner)
    assert batch.status == batches.FINISHED
    assert json.loads(batch.summary or "") == SUMMARY
    until(lambda: [path.name for path in folder.iterdir()] == ["advice.parquet"])
    assert len(Played.begun) == 1


def test_what_was_sent_is_removed_though_the_database_fails_at_that(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "status_of", failing(batches.status_of))
    folder = asked(runner)
    runner.start()
    assert ended(runner).status == batches.FINISHED
    until(lambda: [path.name for path in folder.iterdir()] == ["advice.parquet"])


def test_no_process_begins_before_that_is_noted(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that nobody knows of would work beside the next one, and never be ended."""
    monkeypatch.setattr(batches, "started", failing(batches.started, 2))
    asked(runner)
    runner.start()
    assert ended(runner).status == batches.FINISHED
    assert len(Played.begun) == 1


def test_what_was_cancelled_just_now_does_not_begin(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(runner)
    waiting = batches.waiting

    def late(engine: Engine, limit: int) -> list[Batch]:
        found = waiting(engine, limit)
        batches.ended(engine, "one", batches.CANCELLED)
        return found

    monkeypatch.setattr(batches, "waiting", late)
    runner.start()
    asked(runner, "two")
    until(lambda: batches.status_of(runner.database, "one") == batches.CANCELLED)
    monkeypatch.setattr(batches, "waiting", waiting)
    assert ended(runner, "two").status == batches.FINISHED
    assert len(Played.begun) == 1


def test_what_cannot_begin_tells_nothing_of_the_server(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its folders lie is none of a visitor's business."""

    def gone(job: Job) -> None:
        (Path(job.folder) / "nothing" / "worker.log").open("ab")

    monkeypatch.setattr(module, "Process", gone)
    asked(runner)
    runner.start()
    batch = ended(runner)
    assert batch.status == batches.FAILED
    (fault,) = batches.faults_of(batch)
    for language in LANGUAGES:
        assert str(runner.store) not in fault.sentence(language)
        assert "Errno" not in fault.sentence(language)


def test_litter_is_removed_while_the_server_runs(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an upload left behind goes without a restart; what came in just now stays."""
    monkeypatch.setattr(module, "SWEPT", 0.05)
    runner.start()
    until(lambda: runner._lock)
    left, fresh = runner.new_folder("left"), runner.new_folder("fresh")
    assert left.name == f"{UPLOAD}left"
    long_ago = time.time() - FORGOTTEN - 60
    os.utime(left, (long_ago, long_ago))
    until(lambda: not left.exists())
    assert fresh.exists()


def test_rows_that_are_left_out_count_as_done(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table has as many rows at the end as when it was sent, and all of them are seen to."""
    reports = [{"progress": {"done": n, "total": 6, "rejected": 1}} for n in (1, 4, 6)]
    monkeypatch.setattr(Played, "says", (*reports, *Played.says))
    asked(runner, rows=10)
    runner.start()
    batch = ended(runner)
    assert (batch.rows_total, batch.rows_done, batch.rows_rejected) == (10, 10, 1)
