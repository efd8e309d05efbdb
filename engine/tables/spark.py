"""A batch on a cluster: the same kernel over the same chunks, worked out by Spark's machines.

::

    profiles ──▶ numbered ──┐
                            ├──▶ chunks ──▶ mapInArrow: the parts ──▶ the advice
    entities ──▶ listed ────┘    (all rows    (what one machine's      (put together as
                 by locality      of each)     processes would keep)    on one machine)

Rows are numbered and cut as they are on one machine, so that every part is the same file. A part
is written by the machine that works it out, and Spark is told only its number: nothing but numbers
goes through the driver, and a batch that was interrupted goes on with either engine. Tables and
output must therefore be in a folder that all machines see.

The only module that imports Spark.
"""

import os
import re
import shutil
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from engine.errors import Fault, ProfileError
from engine.library import open_library, pack, unpack
from engine.tables.batch import Batch, Part, Task, finished_parts, keep
from engine.tables.headers import OWNER
from engine.tables.sources import LINE, Chunk, profile_of
from engine.tables.text_tables import Broken
from engine.text import Text

INSTALL = "pip install 'remanso[spark]'"
INSTALL_JAVA = "apt-get install openjdk-17-jre-headless"
LOCAL = "local[*]"
LOOK = 0.5  # seconds between two looks at what is there
PATIENCE = 120  # looks after the job is over: a shared folder may show late what it holds
UNSEEN = Text(
    "the machines wrote parts that this one does not see: put the output where all of them see it",
    "las máquinas escribieron partes que esta no ve: ponga la salida donde todas la vean",
)

# Names of our own; those of the table are put aside, since Spark reads dots and case its own way.
PLACE, CHUNK = "place", "chunk"


@dataclass(frozen=True)
class Shipped:
    """What is sent to every machine once: the knowledge base, and what is asked."""

    knowledge: str
    task: Task


@dataclass(frozen=True)
class Layout:
    """How the rows of a chunk come: the columns of profiles (none: lines) and of each list.

    ``broken`` are rows that are none, with an empty one in the place of each.
    """

    size: int
    profiles: pa.Schema | None
    lists: Mapping[str, pa.Schema]
    broken: tuple[Broken, ...] = ()

    @property
    def names(self) -> Sequence[str]:
        found: Sequence[str] = (LINE,) if self.profiles is None else self.profiles.names
        return found

    def chunk(self, number: int, rows: pa.Table) -> Chunk:
        """The chunk as it would have been read on one machine."""
        first = number * self.size + 1
        if self.profiles is None:
            lines = rows.column(0).to_pylist()
            return Chunk(first, profiles=tuple(profile_of(line) for line in lines))
        own = rows.select(range(len(self.names))).rename_columns(self.names)
        entities = {
            kind: _unfolded(rows.column(f"list_{kind}"), schema)
            for kind, schema in self.lists.items()
        }
        last = first + rows.num_rows
        broken = {
            row: what
            for item in self.broken
            if item.row < last
            for row, what in item.said()
            if first <= row < last
        }
        return Chunk(first, own.cast(self.profiles), entities, broken=broken)


def _unfolded(lists: pa.ChunkedArray, schema: pa.Schema) -> pa.Table:
    """The entities of some localities as rows of their table again."""
    entries = lists.combine_chunks().flatten()
    columns = [entries.field(1 + place) for place in range(len(schema))]
    return pa.table(columns, names=schema.names).cast(schema)


class Workers:
    """Works the chunks of a batch out on the machines of a Spark master.

    Raises:
        ProfileError: Spark or Java is missing.
    """

    def __init__(self, master: str | None = None) -> None:
        _check_installed()
        self.master = master

    def __call__(self, batch: Batch, task: Task, done: Collection[int]) -> Iterator[Part]:
        """The parts that are not done yet, as they come.

        Raises:
            ProfileError: Spark cannot start, or gives up.
        """
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            # Leaving ends the session first, and with it the job that the thread waits for.
            with ThreadPoolExecutor(1) as thread, _session(self.master, batch.chunk) as spark:
                job = thread.submit(_plan(spark, batch, task, done).collect)
                yield from _watched(job, batch.parts, set(done))
        except (PySparkException, Py4JError) as error:
            raise ProfileError([Fault("spark", Text.same(_said(str(error))))]) from error


def _watched(job: Future[Any], folder: Path, seen: set[int]) -> Iterator[Part]:
    """The parts as they appear, until the job is over and all that it made are there.

    Raises:
        ProfileError: parts were written that are not seen here.
    """
    for _ in range(PATIENCE):
        while True:
            over = job.done()  # asked before looking: what was there by then is found
            for number, part in finished_parts(folder, seen).items():
                seen.add(number)
                yield part
            if over:
                break
            wait([job], LOOK)
        if {row[CHUNK] for row in job.result()} <= seen:
            return
        time.sleep(LOOK)
    raise ProfileError([Fault(str(folder), UNSEEN)])


def _said(error: str) -> str:
    """What went wrong, out of the long account that Spark gives of it."""
    lines = [line.strip() for line in error.splitlines() if line.strip()]
    named = (line for line in lines if re.match(r"[\w.]+(Error|Exception): ", line))
    return next(named, lines[0] if lines else "")


def _check_installed() -> None:
    """Raises ProfileError with the command that installs what is missing."""
    missing: dict[str, str] = {}
    try:
        import pandas  # noqa: F401 - only whether it is there
        import pyspark  # noqa: F401 - only whether it is there
    except ImportError:
        missing["Spark"] = INSTALL
    if _java() is None:
        missing["Java 17"] = INSTALL_JAVA
    needed = Text("this engine needs {name}: {command}", "este motor necesita {name}: {command}")
    if missing:
        raise ProfileError(
            Fault("--engine spark", needed.filled(name=name, command=command))
            for name, command in missing.items()
        )


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return shutil.which(str(Path(home) / "bin" / "java") if home else "java")


@contextmanager
def _session(master: str | None, rows: int) -> Iterator[Any]:
    """A session on the master that was named, or that Spark's own configuration names."""
    from pyspark import SparkConf, SparkContext
    from pyspark.sql import SparkSession

    if _is_local(master):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # nobody else can reach it
    SparkContext._ensure_initialized()  # else what Spark's own configuration says is not known yet
    conf = SparkConf().setAppName("remanso").setIfMissing("spark.master", LOCAL)
    if master:
        conf.setMaster(master)
    if _is_local(conf.get("spark.master")):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers of this very Python
        conf.set("spark.ui.enabled", "false")
    conf.set("spark.ui.showConsoleProgress", "false")
    conf.set("spark.log.level", "FATAL")  # what fails is told by us
    conf.set("spark.sql.session.timeZone", "UTC")
    conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", str(rows))
    spark = SparkSession.builder.config(conf=conf).getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def _is_local(master: str | None) -> bool:
    return master is not None and master.startswith("local")


def _plan(spark: Any, batch: Batch, task: Task, done: Collection[int]) -> Any:
    """The work as Spark is to do it: all rows of a chunk come to one machine, in order.

    Spark itself sees to the lists: small ones go to every machine, large ones are brought together
    with their localities.
    """
    files, layout = batch.table.as_parquet(batch.parts), _layout(batch)
    rows = _numbered(spark, files["profiles"], layout.names)
    for kind, schema in layout.lists.items():
        entities = _numbered(spark, files[kind], schema.names)
        listed = _listed(entities, kind, schema.names.index(OWNER))
        own = rows[f"c{layout.names.index('id')}"]
        rows = rows.join(listed, own == listed[f"owner_{kind}"], "left")
    total = -(-batch.table.count() // batch.chunk)
    left = [number for number in range(total) if number not in done]
    rows = rows.selectExpr(
        *(f"c{place}" for place in range(len(layout.names))),
        *(f"list_{kind}" for kind in layout.lists),
        PLACE,
        f"{PLACE} div {batch.chunk} AS {CHUNK}",
    )
    if len(left) < total:
        rows = rows.where(rows[CHUNK].isin(left))
    gathered = rows.repartition(max(len(left), 1), CHUNK).sortWithinPartitions(PLACE)
    task = replace(task, parts=task.parts.resolve(), rules=None)
    shipped = spark.sparkContext.broadcast(Shipped(pack(batch.rules), task))

    def kernel(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return _kept(layout, shipped.value, batches)

    return gathered.mapInArrow(kernel, f"{CHUNK} long")


def _layout(batch: Batch) -> Layout:
    schemas = batch.table.schemas()
    profiles = schemas.pop("profiles", None)
    kinds = open_library(batch.rules).vocabulary.entities
    lists = {
        kind: pa.schema(
            [field for field in schema if field.name in (OWNER, *kinds[kind].attributes)]
        )
        for kind, schema in schemas.items()
        if profiles is not None
    }
    return Layout(batch.chunk, profiles, lists, batch.table.broken)


def _numbered(spark: Any, path: Path, names: Sequence[str]) -> Any:
    """The columns of a table under names of our own, and the place of each row, from 0."""
    quoted = ("`" + name.replace("`", "``") + "`" for name in names)
    plain = re.sub(r"([\\*?\[\]{}])", r"\\\1", str(path.resolve()))  # no pattern of many files
    rows = spark.read.parquet(f"file://{plain}").selectExpr("_metadata.row_index", *quoted)
    return rows.toDF(PLACE, *(f"c{place}" for place in range(len(names))))


def _listed(rows: Any, kind: str, owner: int) -> Any:
    """The entities of each locality as one list, in the order of their table."""
    from pyspark.sql import functions

    entries = functions.sort_array(functions.collect_list(functions.struct("*")))
    named = functions.col(f"c{owner}").alias(f"owner_{kind}")
    return rows.where(f"c{owner} <> ''").groupBy(named).agg(entries.alias(f"list_{kind}"))


def _kept(
    layout: Layout, shipped: Shipped, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """On a machine of Spark's: work out the chunks of one partition, and say which are there.

    The knowledge base is built once for each process, however many partitions it is given.
    """
    knowledge = unpack(shipped.knowledge)
    for number, rows in _cut(batches):
        keep(knowledge, shipped.task, number, layout.chunk(number, rows))
        yield pa.record_batch({CHUNK: pa.array([number], pa.int64())})


def _cut(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[int, pa.Table]]:
    """The rows of each chunk; those of one stand together."""
    held: list[pa.RecordBatch] = []
    current = -1
    for batch in batches:
        numbers = batch.column(CHUNK).to_numpy()
        starts = np.flatnonzero(np.diff(numbers, prepend=-1)).tolist()
        for start, stop in pairwise([*starts, batch.num_rows]):
            if held and numbers[start] != current:
                yield current, pa.Table.from_batches(held)
                held = []
            current = int(numbers[start])
            held.append(batch.slice(start, stop - start))
    if held:
        yield current, pa.Table.from_batches(held)
