"""Full rankings: of a large table on two cores, and of the completions of one profile."""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from functools import partial

from benchmarks.completing import completions
from benchmarks.measuring import Work, in_turns, number, table
from benchmarks.ranking_at_scale import CHUNK, rank_all
from benchmarks.workload import Workload, localities
from engine.columns.firing import fire
from engine.columns.program import compiled
from engine.columns.ranking import rank
from engine.knowledge.model import Knowledge
from engine.ranking import normalised

CASE = "guayaquil-2024"
COUNT = 1_000
CHUNKS = (2_048, 4_096, 8_192, 16_384, 32_768, 65_536)


def scale_table(sizes: Sequence[int]) -> str:
    """Full ranking on two cores, each size in a process of its own."""
    rows = []
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.ranking_at_scale", str(size)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        rows.append(
            [
                f"{size:,}",
                number(found["seconds"]),
                number(found["fastest"]),
                number(found["seconds"] / size * 1e6),
                number(found["parent"]),
                number(found["worker"]),
            ]
        )
    headings = [
        f"localities (chunks of {CHUNK:,})",
        "seconds",
        "fastest round",
        "µs per locality",
        "peak of the parent, MiB",
        "peak of a worker, MiB",
    ]
    return table(headings, rows)


def chunk_table(knowledge: Knowledge) -> str:
    """What a locality costs by size of chunk."""
    one = {chunk: partial(rank_all, localities(Workload(knowledge), chunk)) for chunk in CHUNKS}
    rows = [
        [f"{chunk:,}", number(statistics.median(taken) / chunk * 1e6)]
        for chunk, taken in in_turns(one, 3).items()
    ]
    return table(["chunk", "µs per locality, one core"], rows)


def completion_table(knowledge: Knowledge) -> str:
    """A thousand completions of one profile."""
    rules, weights = compiled(knowledge), normalised(None, knowledge.scales)
    drawn = completions(knowledge, CASE, COUNT)
    fired = fire(rules, drawn)
    ranked = rank(fired, drawn, weights)

    def whole() -> None:
        rank(fire(rules, drawn), drawn, weights).order()

    works: dict[str, Work] = {
        "firing": lambda: fire(rules, drawn),
        "totals and verdicts": lambda: rank(fired, drawn, weights),
        "order": ranked.order,
        "firing to order": whole,
        "drawing the values (apart)": lambda: completions(knowledge, CASE, COUNT),
    }
    rows = [
        [name, number(statistics.median(taken) * 1e3), number(min(taken) * 1e3)]
        for name, taken in in_turns(works, 21).items()
    ]
    return table([f"{COUNT:,} completions of {CASE}", "ms", "fastest"], rows)
