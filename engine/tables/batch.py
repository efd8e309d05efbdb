"""Advice on a whole table: in chunks, on all cores, in bounded memory, and never half written.

Each chunk's advice is a part beside the file to be written. When all parts are there they become
the file; until then an interrupted batch can be taken up where it stopped, since what is asked is
written down with the parts.
"""

import csv
import hashlib
import json
import os
import shutil
import threading
from collections import Counter, deque
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow.parquet

from engine.errors import Fault, ProfileError
from engine.knowledge.model import Knowledge
from engine.library import open_library
from engine.source import source_fingerprint
from engine.tables import encoding, outputs, profile_lines
from engine.tables.advice import Wanted, advise
from engine.tables.encoding import Encoded
from engine.tables.formulas import harmless
from engine.tables.headers import check_entity_header, check_header
from engine.tables.rejects import Reject
from engine.tables.sources import Chunk, ProfileTable
from engine.text import Text

CHUNK = 16_384  # rows; their planes stay in the processor's cache (see benchmarks/README.md)
# One reject: table, row, id, column, and the reason in English and in Spanish.
Told = tuple[str, int, str, str, str, str]
REJECT_COLUMNS = ("table", "row", "id", "column", "reason", "motivo")
WAITING = 2  # chunks read ahead for each worker


@dataclass(frozen=True)
class Progress:
    """How far a batch is: rows done, of how many, and how many were set aside."""

    done: int
    total: int
    rejected: int


@dataclass(frozen=True)
class Summary:
    """What a batch found: rows, verdicts by option, what is most often missing."""

    rows: int
    advised: int
    rejected: int
    verdicts: Mapping[str, Mapping[str, int]]
    blocking: Mapping[str, int]


@dataclass(frozen=True)
class Part:
    """What is kept of one chunk beside its tables."""

    rows: int
    advised: int
    rejects: tuple[Told, ...]
    verdicts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    blocking: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Batch:
    """One batch: what is asked of which table, and where the advice goes.

    ``also`` names further formats, by suffix, in which the advice is written beside it.
    """

    table: ProfileTable
    wanted: Wanted
    out: Path
    rules: Path | None = None
    workers: int = 0
    chunk: int = CHUNK
    also: tuple[str, ...] = ()

    @property
    def parts(self) -> Path:
        return self.out.with_name(f"{self.out.name}.parts")

    @property
    def rejects(self) -> Path:
        return self.out.with_name(f"{self.out.stem}.rejects.csv")

    @property
    def localities(self) -> Path:
        return self.out.with_name(f"{self.out.stem}.localities{self.out.suffix}")

    @property
    def summary(self) -> Path:
        return self.out.with_name(f"{self.out.stem}.summary.json")


# Makes the parts that are not done yet, and gives each one when it is there.
Workers = Callable[[Batch, "Task", Collection[int]], Iterator[Part]]


def run(
    batch: Batch,
    *,
    resume: bool = False,
    overwrite: bool = False,
    told: Callable[[Progress], None] = lambda _: None,
    by: Workers | None = None,
) -> Summary:
    """Work a batch out and write its files; with ``resume`` from where it stopped.

    ``by`` are the workers that make the parts: by default processes on this machine.

    Raises:
        ProfileError: the table's head is wrong, the output is there already, or what is to be
            resumed is another batch.
        KnowledgeError: the rules are refused.
    """
    knowledge = open_library(batch.rules)
    check(batch, knowledge, overwrite=overwrite)
    _prepare(batch, knowledge, resume=resume, overwrite=overwrite)
    repeated, total = batch.table.repeated(), batch.table.count()
    finished = finished_parts(batch.parts)
    rows = sum(part.rows for part in finished.values())
    rejected = sum(part.rows - part.advised for part in finished.values())
    told(Progress(rows, total, rejected))
    task = Task(batch.wanted, batch.parts, batch.rules, dict(repeated))
    for part in (by or by_processes)(batch, task, finished):
        rows, rejected = rows + part.rows, rejected + part.rows - part.advised
        told(Progress(rows, total, rejected))
    summary = _written(batch)
    _drop(batch.parts)
    return summary


def _drop(folder: Path) -> None:
    """Remove the parts: first their name, so that half a folder is never taken for a batch."""
    gone = folder.with_name(f"{folder.name}.gone")
    shutil.rmtree(gone, ignore_errors=True)
    os.replace(folder, gone)
    shutil.rmtree(gone)


def check(batch: Batch, knowledge: Knowledge, *, overwrite: bool = False) -> None:
    """See, without working it out, that a batch can be.

    Raises:
        ProfileError: all that is wrong with the tables' heads, the option and the output.
    """
    faults = []
    if not batch.table.is_lines:
        faults += check_header(knowledge.vocabulary, batch.table.columns)
        for kind, columns in batch.table.entity_columns().items():
            faults += check_entity_header(knowledge.vocabulary, kind, columns)
    elif batch.table.beside:
        what = Text(
            "a table of whole profiles holds their lists itself, and takes no tables beside it",
            "una tabla de perfiles completos ya contiene sus listas y no admite tablas aparte",
        )
        faults.append(Fault("entities", what))
    suffix = batch.out.suffix.lower()
    if suffix not in outputs.WRITERS:
        what = Text(f"unknown format '{suffix}'", f"formato desconocido: «{suffix}»")
        faults.append(Fault(batch.out.name, what, tuple(outputs.WRITERS)))
    missing = {"latitude", "longitude"} - set(batch.table.columns)
    if ".geojson" in (suffix, *batch.also) and missing:
        what = Text(
            "GeoJSON needs the columns latitude and longitude",
            "GeoJSON necesita las columnas latitude y longitude",
        )
        faults.append(Fault(batch.out.name, what))
    if batch.wanted.option and batch.wanted.option not in knowledge.interventions:
        name = batch.wanted.option
        what = Text(f"unknown intervention '{name}'", f"intervención desconocida: «{name}»")
        faults.append(Fault("intervention", what))
    if batch.out.exists() and not overwrite:
        what = Text(
            "the file is there already; --overwrite replaces it",
            "el archivo ya existe; --overwrite lo reemplaza",
        )
        faults.append(Fault(str(batch.out), what))
    if faults:
        raise ProfileError(faults)


def _prepare(batch: Batch, knowledge: Knowledge, *, resume: bool, overwrite: bool) -> None:
    """Write down what is asked, or see that what was begun is the same."""
    asked = _asked(batch, knowledge)
    manifest = batch.parts / "batch.json"
    if overwrite and not resume:
        shutil.rmtree(batch.parts, ignore_errors=True)
    if batch.parts.exists() and not resume:
        what = Text(
            "an interrupted batch stands here: take it up with --resume, or begin anew with"
            " --overwrite",
            "aquí hay un lote interrumpido: retómelo con --resume, o empiece de nuevo con"
            " --overwrite",
        )
        raise ProfileError([Fault(str(batch.parts), what)])
    if manifest.exists():
        before = json.loads(manifest.read_text("utf-8"))
        changed = sorted(name for name in asked if asked[name] != before.get(name))
        if changed:
            names = ", ".join(changed)
            what = Text(
                f"this is not the batch that was interrupted: another {names}",
                f"este no es el lote que se interrumpió: cambió {names}",
            )
            raise ProfileError([Fault(str(batch.parts), what)])
        return
    batch.parts.mkdir(parents=True, exist_ok=True)
    _write_whole(manifest, json.dumps(asked, indent=1, sort_keys=True))


def _asked(batch: Batch, knowledge: Knowledge) -> dict[str, Any]:
    """Everything that the advice depends on."""
    tables = {"profiles": batch.table.path, **batch.table.beside}
    return {
        "tables": {name: _digest(path) for name, path in tables.items()},
        "rules": knowledge.content_hash,
        "program": source_fingerprint(),
        "question": {**asdict(batch.wanted), "weights": dict(batch.wanted.weights)},
        "chunk": batch.chunk,
    }


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_whole(path: Path, text: str) -> None:
    temporary = _temporary(path)
    temporary.write_text(text, "utf-8")
    os.replace(temporary, path)


def _write_part(path: Path, table: pyarrow.Table) -> None:
    temporary = _temporary(path)
    pyarrow.parquet.write_table(table, temporary, compression="zstd")
    os.replace(temporary, path)


def _temporary(path: Path) -> Path:
    """A name of its own: two machines may work out the same chunk when one of them is slow."""
    return path.with_name(f".{path.name}.{uuid4().hex}")


def finished_parts(folder: Path, known: Container[int] = ()) -> dict[int, Part]:
    """The parts that are there, by number, without those already known of."""
    notes = {int(note.stem): note for note in folder.glob("[0-9]*.json")}
    return {
        number: _part(json.loads(notes[number].read_text("utf-8")))
        for number in sorted(notes)
        if number not in known
    }


def _note(folder: Path, number: int) -> Path:
    return folder / f"{number:06d}.json"


def _part(raw: Mapping[str, Any]) -> Part:
    rejects = tuple(tuple(reject) for reject in raw["rejects"])
    return Part(raw["rows"], raw["advised"], rejects, raw["verdicts"], raw["blocking"])


def by_processes(batch: Batch, task: "Task", done: Collection[int]) -> Iterator[Part]:
    """Work out the chunks that are left, in order, reading only a few ahead."""
    workers = batch.workers or os.cpu_count() or 1
    chunks = batch.table.chunks(batch.chunk, done)
    if workers == 1:
        for number, chunk in chunks:
            yield work(task, number, chunk)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, initializer=_end_with_parent) as pool:
        yield from _in_order(pool, task, chunks, workers * WAITING)


def _end_with_parent() -> None:
    """Let this worker not outlive a batch that is killed: it would write into the next one."""
    parent = parent_process()

    def watch() -> None:
        connection.wait([parent.sentinel] if parent else [])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _in_order(
    pool: Executor, task: "Task", chunks: Iterable[tuple[int, Chunk]], ahead: int
) -> Iterator[Part]:
    waiting: deque[Future[Part]] = deque()
    for number, chunk in chunks:
        waiting.append(pool.submit(work, task, number, chunk))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@dataclass(frozen=True)
class Task:
    """What a worker must know beside its chunk."""

    wanted: Wanted
    parts: Path
    rules: Path | None
    repeated: Mapping[str, int]


def work(task: Task, number: int, chunk: Chunk) -> Part:
    """Work out one chunk and keep its part."""
    return keep(open_library(task.rules), task, number, chunk)


def keep(knowledge: Knowledge, task: Task, number: int, chunk: Chunk) -> Part:
    """The same with the knowledge at hand; the note comes last, when all of the part is there."""
    encoded = encode(knowledge, chunk, task.repeated)
    advised = advise(knowledge, encoded, task.wanted)
    for table, name in ((advised.advice, "advice"), (advised.localities, "localities")):
        _write_part(task.parts / f"{number:06d}.{name}.parquet", table)
    part = Part(
        chunk.size,
        len(encoded.rows),
        tuple(_told(reject) for reject in encoded.rejects),
        advised.verdicts,
        advised.blocking,
    )
    _write_whole(_note(task.parts, number), json.dumps(asdict(part)))
    return part


def encode(knowledge: Knowledge, chunk: Chunk, repeated: Mapping[str, int]) -> Encoded:
    """The good rows of a chunk as columns."""
    if chunk.rows is None:
        return profile_lines.encode(knowledge, chunk.profiles, chunk.first, repeated)
    return encoding.encode(
        knowledge.vocabulary,
        chunk.rows,
        chunk.entities,
        chunk.first,
        broken=chunk.broken,
        repeated=repeated,
    )


def _told(reject: Reject) -> Told:
    what = reject.fault
    said = what.sentence("en"), what.sentence("es")
    return reject.table, reject.row, reject.id, what.where, *said


def _written(batch: Batch) -> Summary:
    """The advice, the localities, the rejects and the summary, each whole."""
    parts = list(finished_parts(batch.parts).values())
    advice = [batch.parts / f"{n:06d}.advice.parquet" for n in range(len(parts))]
    if batch.wanted.option is not None and advice:
        advice = [outputs.by_locality(batch.parts / "ordered.parquet", advice)]
    rejects = [reject for part in parts for reject in part.rejects]
    rejects += [_told(reject) for reject in batch.table.strays()]
    _write_rejects(batch.rejects, rejects)
    localities = [batch.parts / f"{n:06d}.localities.parquet" for n in range(len(parts))]
    if advice:
        if batch.wanted.with_rules:
            outputs.write(batch.localities, localities)
        for suffix in (batch.out.suffix, *batch.also):
            outputs.write(batch.out.with_suffix(suffix), advice)
    summary = _summed(parts)
    _write_whole(batch.summary, json.dumps(asdict(summary), indent=1))
    return summary


def _write_rejects(path: Path, rejects: Iterable[Told]) -> None:
    """Why rows were set aside, in both languages; no file where none was."""
    rows = list(rejects)
    path.unlink(missing_ok=True)
    if rows:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(REJECT_COLUMNS)
            writer.writerows([harmless(str(cell)) for cell in row] for row in rows)


def _summed(parts: Iterable[Part]) -> Summary:
    verdicts: dict[str, Counter[str]] = {}
    blocking: Counter[str] = Counter()
    rows = advised = 0
    for part in parts:
        rows, advised = rows + part.rows, advised + part.advised
        blocking.update(part.blocking)
        for slug, counts in part.verdicts.items():
            verdicts.setdefault(slug, Counter()).update(counts)
    return Summary(
        rows,
        advised,
        rows - advised,
        {slug: dict(counts) for slug, counts in verdicts.items()},
        dict(sorted(blocking.items(), key=lambda item: (-item[1], item[0]))),
    )
