"""How good the order of ``needed`` is: questions until the ranking is settled, what comes back.

Run ``python -m benchmarks.questions``; with ``--drawn N``, also for N places of which everything
is known: a documented case, and the rest of its factors drawn.
"""

import argparse
import math
import statistics
from collections.abc import Iterable, Sequence

from benchmarks.asking import Count, count, counts, drawn
from benchmarks.hiding import NEAR, WITH_OTHERS, Hidden, in_documented, in_well_known
from benchmarks.measuring import number, table
from engine.library import open_library

ORDERS = ("needed", "vocabulary", "random")


def sign_test(pairs: Sequence[tuple[float, float]]) -> float:
    """How likely so many pairs have the first below the second if either were as likely.

    The one-sided sign test; ties say nothing and are left out.
    """
    fewer = sum(one < other for one, other in pairs)
    apart = sum(one != other for one, other in pairs)
    return sum(math.comb(apart, k) for k in range(fewer, apart + 1)) / 2**apart


def summary(found: Sequence[Count]) -> str:
    """Means and medians, and how sure it is that one order is better than another."""
    rows = []
    for name in ORDERS:
        values = [getattr(item, name) for item in found]
        mean, median = statistics.mean(values), statistics.median(values)
        compared = "" if name == "needed" else _compared(found, values)
        rows.append((name, number(mean), number(median), compared))
    return table(("order", "mean", "median", "needed asks fewer"), rows)


def _compared(found: Sequence[Count], values: Sequence[float]) -> str:
    pairs = [(item.needed, value) for item, value in zip(found, values, strict=True)]
    fewer = sum(one < other for one, other in pairs)
    return f"{fewer} of {len(pairs)} times (sign test: p = {sign_test(pairs):.0e})"


def came_back(found: Iterable[Hidden]) -> str:
    """How many of the hidden factors came back near the top, and how far down the others."""
    items = list(found)
    near = sum(item.rank <= NEAR for item in items)
    before = sum(item.rank <= item.alike for item in items)
    middle = statistics.median(item.rank for item in items)
    alike = statistics.median(item.alike for item in items)
    return (
        f"{near} of {len(items)} among the first {NEAR}, median place {middle:g}; before all that"
        f" do not matter: {before} (median number of those that matter alike: {alike:g})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--drawn", type=int, default=0, metavar="N")
    options = parser.parse_args()
    knowledge = open_library()
    found = counts(knowledge)
    print(summary(found), end="\n\n")
    rows = [
        (c.place, str(c.known), str(c.needed), str(c.vocabulary), number(c.random)) for c in found
    ]
    print(table(("case", "answers to be had", *ORDERS), rows), end="\n\n")
    print(f"Hidden in documented cases, one by one: {came_back(in_documented(knowledge))}")
    print(
        f"Hidden in well-known places, {WITH_OTHERS} at once: {came_back(in_well_known(knowledge))}"
    )
    if options.drawn:
        cases = list(knowledge.cases.values())
        some = cases[:: max(len(cases) // options.drawn, 1)][: options.drawn]
        known = [count(knowledge, case, drawn(knowledge, case)) for case in some]
        print(f"\n{len(known)} places of which everything is known\n\n{summary(known)}")


if __name__ == "__main__":
    main()
