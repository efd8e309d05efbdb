"""Many localities at once, beside every peer: firing, ranking, completions, growth.

Run ``python -m benchmarks.columns`` from the root of the checkout; it takes a few minutes, prints
Markdown tables for ``benchmarks/README.md`` and draws ``docs/growth.svg``. Peers and ours take
turns in one process; every figure is a median over rounds, every ratio the median of the rounds'
ratios. Before anything is timed, all are held to the same answer for the same localities.
"""

import os
import platform
from collections.abc import Callable
from pathlib import Path

from benchmarks.firing_table import SIZES, firing_table
from benchmarks.growth import by_localities, by_rules, drawing, growth_tables
from benchmarks.ranking_tables import chunk_table, completion_table, scale_table
from benchmarks.single_table import single_table
from benchmarks.workload import shared_work
from engine.library import open_library

FIGURE = Path(__file__).resolve().parent.parent / "docs" / "growth.svg"


def machine() -> str:
    kind = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"{kind}; load at the start {os.getloadavg()[0]:.1f}"


def main() -> None:
    knowledge = open_library()
    work = shared_work(knowledge)
    print(
        f"{machine()}. {len(work.rules)} of {len(knowledge.active)} active rules are for all: ",
        end="",
    )
    print("those with a condition that speaks of factors and diagnoses only.\n")

    def growth() -> str:
        rules, sizes = by_rules(knowledge), by_localities(work)
        FIGURE.write_text(drawing(rules, sizes), encoding="utf-8")
        return growth_tables(rules, sizes)

    tables: dict[str, Callable[[], str]] = {
        "Firing all rules": lambda: firing_table(knowledge, work),
        "Full ranking on two cores": lambda: scale_table(SIZES[1:]),
        "Size of chunks": lambda: chunk_table(knowledge),
        "Completions": lambda: completion_table(knowledge),
        "One profile": lambda: single_table(knowledge, work),
        "Growth": growth,
    }
    for title, written in tables.items():
        print(f"### {title}\n\n{written()}\n", flush=True)


if __name__ == "__main__":
    main()
