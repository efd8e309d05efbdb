"""Processor times as medians over rounds, and tables of them."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

Work = Callable[[], object]
Key = TypeVar("Key")


def seconds(work: Work) -> float:
    """What the processor spent on it: on a busy machine, waiting for a core is nobody's cost."""
    start = time.process_time()
    work()
    return time.process_time() - start


def in_turns(works: Mapping[Key, Work], rounds: int) -> dict[Key, list[float]]:
    """The seconds of each work in each round, one after another, so that noise meets all alike.

    Each is done once before, unmeasured.
    """
    for work in works.values():
        work()
    taken: dict[Key, list[float]] = {key: [] for key in works}
    for _ in range(rounds):
        for key, work in works.items():
            taken[key].append(seconds(work))
    return taken


def ratio(ones: Sequence[float], others: Sequence[float]) -> float:
    """The median over rounds of how many times more the first took than the second."""
    return statistics.median(one / other for one, other in zip(ones, others, strict=True))


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; all columns but the first are numbers."""
    lines = [headings, ["---", *["--:"] * (len(headings) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: float) -> str:
    """Three digits that count, without an exponent."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
