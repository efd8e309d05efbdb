"""Batches worked out in their order, each in a process of its own, whoever asked for them.

The database says what is to be done: who wants a batch adds it there, who cancels one says so
there. One server at a time does the work; another one over the same database only looks on, and
takes over when the first has ended.
"""

import contextlib
import json
import shutil
import signal
import threading
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

import engine as package
from api.batches.job import ADVICE, RULES, Job, Process
from api.batches.places import table_in
from api.settings import Settings
from api.store import batches
from api.store.database import batch_store
from api.store.tables import Batch
from api.store.writing import Store
from engine.errors import Fault, FaultsError
from engine.text import Text

TURN = 0.5  # seconds after which the database is looked at again, if nobody calls before
OFTEN = 0.2  # seconds between two notes of progress
UPLOAD = ".upload-"  # before the name of a folder whose tables are still coming in
FORGOTTEN = 24 * 3600  # seconds after which a folder that nobody asks for is removed
SWEPT = 3600.0  # seconds between two looks for what was left lying about

_log = structlog.get_logger("remanso")


class Runner:
    """Starts what waits, notes how far it is, ends what is cancelled, and leaves no litter."""

    def __init__(self, settings: Settings, database: Engine) -> None:
        self.settings = settings
        self.database = database
        self.store = settings.batch_store or batch_store(database)
        self.stopping = threading.Event()
        self._called = threading.Event()
        self._running: dict[str, tuple[Process, threading.Thread]] = {}
        self._unsaid: dict[str, Callable[[], object]] = {}
        self._swept: float | None = None
        self._lock: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self.stopping.clear()
        self._thread = threading.Thread(target=self._work, name="batches", daemon=True)
        self._thread.start()

    def call(self) -> None:
        """Say that there is something new in the database."""
        self._called.set()

    def stop(self) -> None:
        """End the work; what is under way goes on when the next server starts."""
        self.stopping.set()
        self.call()
        if self._thread is not None:
            self._thread.join()
        running = list(self._running.values())
        for process, _ in running:
            process.end()
        for _, thread in running:
            thread.join()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def folder(self, batch_id: str) -> Path:
        return self.store / batch_id

    def new_folder(self, batch_id: str) -> Path:
        """Where the tables of a batch come in; :meth:`take` makes it the batch's folder."""
        folder = self.store / f"{UPLOAD}{batch_id}"
        folder.mkdir(parents=True, mode=0o700)
        return folder

    def take(self, store: Store, batch: Batch) -> Batch:
        """Keep a batch whose tables are there; once that is certain, :meth:`call`."""
        (self.store / f"{UPLOAD}{batch.id}").rename(self.folder(batch.id))
        return batches.add(store, batch)

    def job(self, batch: Batch, folder: Path, *, only_check: bool = False) -> Job:
        """What the process of a batch is told.

        Raises:
            FaultsError: a table that lay on the server does so no more.
        """
        question, tables = json.loads(batch.question), json.loads(batch.tables)
        allowed = None if tables["sent"] else self._allowed(tables.get("folder", ""))

        def place(where: str, name: str) -> str:
            return str(folder / name if tables["sent"] else table_in(allowed, name, where))

        entities = {
            name: place(f"entities.{name}", path) for name, path in tables["entities"].items()
        }
        return Job(
            folder=str(folder),
            profiles=place("profiles", tables["profiles"]),
            entities=entities,
            weights=question["weights"],
            top=question["top"],
            option=question["intervention"],
            with_rules=question["with_rules"],
            format=question["format"],
            rules=tables[RULES]["hash"],
            recipe=question.get("recipe"),
            keep_rows=question.get("keep_rows", False),
            allowed=None if allowed is None else str(allowed.resolve()),
            workers=self.settings.batch_workers,
            chunk=self.settings.batch_chunk,
            only_check=only_check,
            rows=self.settings.batch_rows,
            memory=self.settings.batch_memory,
        )

    def _allowed(self, folder: str) -> Path | None:
        """The folder that an organisation's tables lie in, if the administrator allowed any."""
        allowed = self.settings.batch_folder
        return None if allowed is None else allowed / folder

    def _work(self) -> None:
        failing = False
        while not self.stopping.is_set():
            try:
                if self._is_ours():
                    self._turn()
                failing = False
            except Exception as error:  # whatever it is, the next turn may go better
                if not failing:  # once, not at every turn
                    _log.error("batches", kind=type(error).__name__)
                failing = True
            self._called.wait(TURN)
            self._called.clear()

    def _is_ours(self) -> bool:
        """Whether this server does the work; the first time, what ran before waits again."""
        if self._lock is not None:
            return True
        self.store.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (self.store / ".lock").open("ab")
        try:
            _hold(lock)
            batches.interrupted(self.database)
        except BaseException as error:
            lock.close()
            if isinstance(error, BlockingIOError):  # another server's
                return False
            raise
        self._lock = lock
        return True

    def _turn(self) -> None:
        self._say_ends()
        going = batches.still_running(self.database, list(self._running))
        for batch_id, (process, _) in list(self._running.items()):
            if batch_id not in going:
                process.end()
        free = self.settings.batches_at_once - len(self._running)
        for batch in batches.waiting(self.database, free) if free > 0 else ():
            self._begin(batch)
        if self._swept is None or time.monotonic() - self._swept >= SWEPT:
            self._sweep()
            self._swept = time.monotonic()

    def _begin(self, batch: Batch) -> None:
        """Start a batch's process, once it is noted that it runs: no process is nobody's."""
        rules = json.loads(batch.tables)[RULES]
        about = {"ruleset_version": rules["version"], "ruleset_hash": rules["hash"]}
        try:
            job = self.job(batch, self.folder(batch.id))
            if not batches.started(
                self.database, batch.id, **about, engine_version=package.__version__
            ):
                return  # it was cancelled just now
            process = Process(job)
        except FaultsError as error:
            self._end(batch.id, batches.FAILED, error.faults)
            return
        except (OSError, KeyError) as error:  # the folder, or a name that the rules had, is gone
            _log.error("batches", kind=type(error).__name__)
            self._end(batch.id, batches.FAILED, [_lost(error)])
            return
        thread = threading.Thread(target=self._follow, args=(batch, process), daemon=True)
        self._running[batch.id] = process, thread
        thread.start()

    def _follow(self, batch: Batch, process: Process) -> None:
        """Note what the process of a batch reports, and how it ends."""
        heard: dict[str, Any] = {}
        batch_id, pace = batch.id, _Pace(batch.rows_total)
        for report in process.reports():
            heard.update(report)
            values = pace.of(report["progress"]) if "progress" in report else None
            if values:
                with contextlib.suppress(SQLAlchemyError):  # the next one may be noted
                    batches.advanced(self.database, batch_id, **values)
        process.end()  # whatever it left behind
        code = process.close()
        try:
            if "summary" in heard:
                told = json.dumps(heard["summary"], ensure_ascii=False)
                done = pace.last or {}
                self._end(batch_id, batches.FINISHED, summary=told, **done)
            elif "faults" in heard:
                told_faults = [batches.read_fault(raw) for raw in heard["faults"]]
                self._end(batch_id, batches.FAILED, told_faults)
            elif not self.stopping.is_set():
                self._end(batch_id, batches.FAILED, [_broken(code)])
        except SQLAlchemyError as error:  # it is said again at the next turn
            _log.error("batches", kind=type(error).__name__)
        finally:
            self._running.pop(batch_id, None)
            self.call()

    def _end(self, batch_id: str, status: str, faults: Any = (), **about: Any) -> None:
        """Say how a batch ended; the next turns say it again until the database has heard it."""
        say = partial(batches.ended, self.database, batch_id, status, faults, **about)
        self._unsaid[batch_id] = say
        self._say_end(batch_id, say)

    def _say_ends(self) -> None:
        for batch_id, say in list(self._unsaid.items()):
            if batch_id not in self._running:  # who follows it says it just now
                self._say_end(batch_id, say)

    def _say_end(self, batch_id: str, say: Callable[[], object]) -> None:
        say()
        with contextlib.suppress(OSError):  # what cannot be removed now is swept up later
            self.tidy(batch_id)
        self._unsaid.pop(batch_id, None)

    def tidy(self, batch_id: str) -> None:
        """Keep of a batch that has ended what may still be asked for, and nothing else."""
        status, folder = batches.status_of(self.database, batch_id), self.folder(batch_id)
        if status is None or status in batches.OPEN or not folder.is_dir():
            return
        for path in folder.iterdir():
            result = path.name.startswith(f"{Path(ADVICE).stem}.") and path.is_file()
            if not (status == batches.FINISHED and result):
                _remove(path)
        with contextlib.suppress(OSError):
            folder.rmdir()  # when nothing is left

    def _sweep(self) -> None:
        """Tidy up after whatever was ended in the middle: a server, or an upload."""
        for folder in self.store.iterdir():
            with contextlib.suppress(OSError):  # one that cannot be removed keeps no other
                self._sweep_up(folder)

    def _sweep_up(self, folder: Path) -> None:
        if not folder.is_dir():
            return
        if batches.status_of(self.database, folder.name) is not None:
            self.tidy(folder.name)
        elif time.time() - folder.stat().st_mtime > FORGOTTEN:
            _remove(folder)


class _Pace:
    """Progress as it is noted: not too often, with the rate of this run.

    ``rows`` are those of the table that was sent; of those that a recipe left out no process tells,
    and they are done.
    """

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.first: int | None = None
        self.noted = 0.0
        self.began = time.monotonic()
        self.last: dict[str, Any] | None = None

    def of(self, progress: Mapping[str, int]) -> dict[str, Any] | None:
        """What to note of it now; None when something was noted just before."""
        at = time.monotonic()
        if self.first is None:
            self.first, self.began = progress["done"], at
        gone, done = at - self.began, progress["done"] - self.first
        left_out = max(self.rows - progress["total"], 0)
        self.last = {
            "rows_done": progress["done"] + left_out,
            "rows_total": progress["total"] + left_out,
            "rows_rejected": progress["rejected"],
            "rate": round(done / gone, 1) if done and gone > 0 else None,
        }
        if at - self.noted < OFTEN:
            return None
        self.noted = at
        return self.last


def examined(job: Job) -> int:
    """How many rows the tables of a job have; seen in a process of its own, like the work.

    Raises:
        FaultsError: the tables cannot be used, or break the reader.
    """
    process = Process(job)
    heard: dict[str, Any] = {}
    for report in process.reports():
        heard.update(report)
    process.end()
    code = process.close()
    if "rows" in heard:
        return int(heard["rows"])
    raw = heard.get("faults")
    raise TablesError([batches.read_fault(one) for one in raw] if raw else [_broken(code)])


class TablesError(FaultsError):
    """The tables of a batch cannot be used."""


def _hold(lock: Any) -> None:
    """Take a lock, or raise BlockingIOError; where there are no locks, there is one server."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _lost(error: Exception) -> Fault:
    """That its work cannot begin; what the system says of that names folders of the server."""
    return Fault("batch", _UNBEGUN.filled(kind=type(error).__name__))


def _broken(code: int) -> Fault:
    """A process that ended without a word."""
    if code < 0:
        with contextlib.suppress(ValueError):
            name = signal.Signals(-code).name
            return Fault("batch", _KILLED.filled(name=name))
    return Fault("batch", _DIED.filled(code=code))


_UNBEGUN = Text(
    "what it needs is not there any more ({kind}): ask for it again",
    "ya no está lo que necesita ({kind}): vuelva a pedirlo",
)
_KILLED = Text(
    "its process was ended from outside or by running out of memory ({name})",
    "su proceso fue terminado desde fuera o por falta de memoria ({name})",
)
_DIED = Text(
    "its process ended without a word (exit code {code})",
    "su proceso terminó sin decir nada (código de salida {code})",
)
