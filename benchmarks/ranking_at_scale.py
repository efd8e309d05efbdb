"""Full ranking of a large table on two cores, in bounded memory; a process of its own.

Run by :mod:`benchmarks.columns` as ``python -m benchmarks.ranking_at_scale SIZE``, so that the peak
of its memory is its own. The table lies on disk in chunks, as a batch reads them; each worker reads
a chunk, ranks it and hands back score, verdict and rank of every option of every locality; the
parent takes the results in order and lets them go, as if it wrote them. No more chunks are under
way than the queue holds.
"""

import json
import pickle
import resource
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.workload import Workload, localities
from engine.columns.firing import fire
from engine.columns.localities import Array, Localities
from engine.columns.program import Program, compiled
from engine.columns.ranking import rank
from engine.library import open_library
from engine.ranking import log_odds, normalised
from engine.rule import Criterion

WORKERS = 2
QUEUE = 4  # chunks under way at once
CHUNK = 32_768
ROUNDS = 3


class Ranked(NamedTuple):
    """One chunk's answer, one row per option; and the worker's peak memory in KiB."""

    scores: Array
    verdicts: Array
    ranks: Array
    peak: int


@cache
def _prepared() -> tuple[Program, dict[Criterion, int]]:
    knowledge = open_library()
    return compiled(knowledge), normalised(None, knowledge.scales)


def rank_all(table: Localities) -> tuple[Array, Array, Array]:
    """Score, verdict and rank of every option in every locality of a chunk."""
    program, weights = _prepared()
    ranking = rank(fire(program, table), table, weights)
    unit = log_odds(1, program.knowledge.scales.spread)
    scores = (1.0 / (1.0 + np.exp(-unit * ranking.totals))).astype(np.float32)
    order = ranking.order()
    ranks = np.empty(order.shape, dtype=np.uint8)
    places = np.arange(1, order.shape[1] + 1, dtype=np.uint8)
    np.put_along_axis(ranks, order, places[None, :], axis=1)
    return scores, ranking.verdicts, ranks


def peak() -> int:
    """The most memory that this process ever held, in KiB.

    Linux hands the figure of ``getrusage`` on from the process that started this one, so it is read
    from the process's own status where there is one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def work(path: Path) -> Ranked:
    """Read one chunk (written by this module itself a moment ago) and rank it."""
    table = pickle.loads(path.read_bytes())
    return Ranked(*rank_all(table), peak())


def write_table(folder: Path, size: int) -> list[Path]:
    knowledge = Workload(open_library())
    paths = []
    for number, start in enumerate(range(0, size, CHUNK)):
        chunk = localities(knowledge, min(CHUNK, size - start), seed=number)
        path = folder / f"{number}.chunk"
        path.write_bytes(pickle.dumps(chunk, protocol=5))
        paths.append(path)
    return paths


def stream(pool: ProcessPoolExecutor, paths: list[Path]) -> Iterator[Ranked]:
    waiting: deque[Future[Ranked]] = deque()
    for path in paths:
        waiting.append(pool.submit(work, path))
        if len(waiting) == QUEUE:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def run(size: int) -> dict[str, float]:
    """Seconds (the median over rounds) and peaks of memory in MiB for a table of this size."""
    taken, workers = [], 0
    with (
        tempfile.TemporaryDirectory() as folder,
        ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool,
    ):
        paths = write_table(Path(folder), size)
        list(pool.map(work, paths[:1] * WORKERS * 2))  # each opens the knowledge base once
        for _ in range(ROUNDS):
            start = time.perf_counter()
            ranked = 0
            for result in stream(pool, paths):
                ranked += result.ranks.shape[0]
                workers = max(workers, result.peak)
            taken.append(time.perf_counter() - start)
            assert ranked == size
    return {
        "size": size,
        "seconds": statistics.median(taken),
        "fastest": min(taken),
        "parent": peak() / 1024,
        "worker": workers / 1024,
    }


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]))))
