"""The process of a batch: ``python -m api.batches.worker``, started by the server alone.

It reads one job from standard input and reports on standard output, one JSON object a line. What
libraries print goes to the log. It works behind everything else, so that the server answers.
"""

import contextlib
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.batches.importing import Imported, imported, importer
from api.batches.job import ADVICE, RULES, Job
from api.batches.places import table_in
from api.store.batches import kept_fault
from engine.errors import Fault, FaultsError, ProfileError
from engine.knowledge.model import Knowledge
from engine.library import open_library
from engine.ranking import normalised
from engine.tables import given
from engine.tables.advice import Wanted
from engine.tables.batch import CHUNK, Batch, Progress, Summary, check, run
from engine.tables.bounds import NO_MEMORY, hold_memory, shown
from engine.tables.headers import check_entity_header
from engine.tables.sources import ProfileTable
from engine.text import Text

Tell = Callable[[Mapping[str, Any]], None]
KINDNESS = 10  # how far behind other processes
OFTEN = 0.1  # seconds between reports, at least


def main() -> None:
    tell = _channel()
    job = Job(**json.loads(sys.stdin.readline()))
    threading.Thread(target=_end_with_server, daemon=True).start()
    _alone()
    if job.memory:
        hold_memory(job.memory)
    if hasattr(os, "nice") and not job.only_check:  # for that somebody waits
        os.nice(KINDNESS)
    try:
        tell(worked(job, tell))
    except FaultsError as error:
        tell({"faults": [kept_fault(_tidied(fault, job)) for fault in error.faults]})
    except Exception as error:
        traceback.print_exc()
        first = shown(f"{type(error).__name__}: {error}".split("\n", 1)[0])
        broke = Text(f"the work broke off: {first}", f"el trabajo se interrumpió: {first}")
        what = NO_MEMORY if isinstance(error, MemoryError) else broke
        tell({"faults": [kept_fault(_tidied(Fault("batch", what), job))]})


def worked(job: Job, tell: Tell) -> Mapping[str, Any]:
    """See that a job can be done and, unless only that was asked, do it.

    Raises:
        FaultsError: the rules are not those that it began with, or a table cannot be used.
    """
    knowledge = open_library(Path(job.folder) / RULES)
    if knowledge.content_hash != job.rules:
        raise ProfileError([Fault("rules", _OTHER_RULES)])
    _see_allowed(job)
    if job.only_check:
        rows = _rows(job, knowledge)
        if job.rows and rows > job.rows:
            raise ProfileError([Fault("profiles", _TOO_MANY.filled(rows=rows, most=job.rows))])
        return {"rows": rows}
    made = None
    if job.recipe is not None:
        folder = Path(job.folder)
        made = imported(importer(folder / RULES, knowledge, job.recipe, Path(job.profiles)), folder)
    asked = _batch(job, knowledge, made.path if made else Path(job.profiles))
    summary = run(asked, resume=True, overwrite=True, told=_sparing(tell, made))
    if job.keep_rows:
        given.keep(asked.table, asked.out)
    return {"summary": _told(summary, asked, made)}


def _told(summary: Summary, asked: Batch, made: Imported | None) -> Mapping[str, Any]:
    """What came of it, with the rows that the recipe could not read among the rejected ones."""
    if made is None:
        return asdict(summary)
    made.tell_rejects(asked.rejects)
    aside = made.summary.rejected
    whole = replace(summary, rows=summary.rows + aside, rejected=summary.rejected + aside)
    return {**asdict(whole), "left_out": made.summary.left_out}


def _see_allowed(job: Job) -> None:
    """See that tables on the server lie where they may: a link may have been laid since."""
    if job.allowed is not None:
        for name, path in {"profiles": job.profiles, **job.entities}.items():
            table_in(Path(job.allowed), path, name)


def _rows(job: Job, knowledge: Knowledge) -> int:
    """How many rows there are, once the table was seen to be what it should be."""
    path = Path(job.profiles)
    if job.recipe is not None:
        rows = importer(Path(job.folder) / RULES, knowledge, job.recipe, path).table.size
        _check_lists(job, knowledge)
    else:
        asked = _batch(job, knowledge, path)
        check(asked, knowledge)
        rows = asked.table.count()
    if not rows:
        raise ProfileError([Fault("profiles", _EMPTY)])
    return rows


def _check_lists(job: Job, knowledge: Knowledge) -> None:
    """See that the tables beside one that a recipe reads are lists: the profiles are not made yet.

    Raises:
        ProfileError: one cannot be read, or has columns that are none of its own.
    """
    with TemporaryDirectory() as folder:
        nobody = Path(folder) / "nobody.csv"
        nobody.write_text("id\n", "ascii")
        columns = ProfileTable(nobody, _lists(job, knowledge)).entity_columns()
    faults = [
        fault
        for kind, own in columns.items()
        for fault in check_entity_header(knowledge.vocabulary, kind, own)
    ]
    if faults:
        raise ProfileError(faults)


def _lists(job: Job, knowledge: Knowledge) -> dict[str, Path]:
    """The tables beside the profiles, by the kind of what stands in them."""
    lists = knowledge.vocabulary.lists
    return {lists[name].kind: Path(path) for name, path in job.entities.items()}


def _batch(job: Job, knowledge: Knowledge, profiles: Path) -> Batch:
    table = ProfileTable(profiles, _lists(job, knowledge))
    weights = normalised(job.weights, knowledge.scales)
    chunk = job.chunk or CHUNK
    small = job.workers != 1 and not job.only_check and table.count() <= chunk
    return Batch(
        table,
        Wanted(weights, job.top, job.option, job.with_rules),
        Path(job.folder) / ADVICE,
        rules=Path(job.folder) / RULES,
        workers=1 if small else job.workers,
        chunk=chunk,
        also=(".geojson",) if job.format == "geojson" else (),
    )


def _sparing(tell: Tell, made: Imported | None) -> Callable[[Progress], None]:
    """Tell of progress, but not of every step of a quick one; rows already set aside are done."""
    last, aside = 0.0, made.summary.rejected if made else 0

    def told(progress: Progress) -> None:
        nonlocal last
        if time.monotonic() - last >= OFTEN or progress.done == progress.total:
            last = time.monotonic()
            rows = {name: number + aside for name, number in asdict(progress).items()}
            tell({"progress": rows})

    return told


def _tidied(fault: Fault, job: Job) -> Fault:
    """A fault without the server's folders in its words."""
    folders = [f"{folder}{os.sep}" for folder in (job.folder, job.allowed) if folder]

    def tidy(text: str) -> str:
        for folder in folders:
            text = text.replace(folder, "")
        return text

    where = tidy(fault.where)
    return Fault(
        "profiles" if where == Path(job.profiles).name else where,
        Text(tidy(fault.what.en), tidy(fault.what.es)),
        fault.allowed,
        fault.nearest,
    )


def _channel() -> Tell:
    """Where reports go; whatever else is printed goes to the log."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(report: Mapping[str, Any]) -> None:
        print(json.dumps(report, ensure_ascii=False), file=out, flush=True)

    return tell


def _end_with_server() -> None:
    """Nothing more is ever sent: when reading ends, the server has."""
    with contextlib.suppress(OSError):
        while os.read(0, 1):
            pass
    os._exit(1)


def _alone() -> None:
    """Wait until no process of an earlier server works in this folder any more.

    The lock is on the log, which all processes of a batch have open as long as they live.
    """
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(2, fcntl.LOCK_EX)


_OTHER_RULES = Text(
    "the rules that are kept with it are not those that it began with: ask for it again",
    "las reglas que se conservan con él no son aquellas con las que empezó: vuelva a pedirlo",
)
_TOO_MANY = Text(
    "the table has {rows} rows, and this server takes {most} at most (REMANSO_BATCH_ROWS): send it"
    " in several batches",
    "la tabla tiene {rows} filas y este servidor acepta {most} a lo sumo (REMANSO_BATCH_ROWS):"
    " envíela en varios lotes",
)
_EMPTY = Text("the table has no rows", "la tabla no tiene filas")

if __name__ == "__main__":
    main()
