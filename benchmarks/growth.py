"""How the cost grows with rules and with localities, as a drawing."""

import statistics
from functools import partial

from benchmarks.agreement import agree
from benchmarks.firing_table import PATIENCE, fire_in_chunks, in_reach, peers_for, run_in_chunks
from benchmarks.measuring import Work, in_turns, number, table
from benchmarks.peers import evaluate_all
from benchmarks.peers.numpy_program import program
from benchmarks.plot import Panel, figure
from benchmarks.workload import Workload, as_records, localities, shared_work, slot_columns
from engine.columns.program import compiled
from engine.knowledge.model import Knowledge

RULES = (50, 200, 1_000)
LOCALITIES = (100, 1_000, 10_000, 100_000, 1_000_000)
MANY = 65_536
ROUNDS = 5
OURS, NUMPY = "ours", "numpy by hand"

# Microseconds per locality, by evaluator, at each number of rules or localities.
Costs = dict[str, dict[int, float]]


def by_rules(knowledge: Knowledge) -> Costs:
    """More rules than there are: copies that ask for other factors."""
    found: Costs = {}
    for count in RULES:
        work = shared_work(knowledge, count)
        peers = peers_for(work)
        agree(work, peers, 20)
        works = _arrays(work, MANY)
        sizes = dict.fromkeys(works, MANY)
        records = as_records(slot_columns(work, localities(work, MANY, unknown=0.0)), 20_000)
        for peer in peers:
            some = in_reach(peer, records, PATIENCE / 5)
            works[peer.name] = partial(evaluate_all, peer, some)
            sizes[peer.name] = len(some)
        for name, taken in in_turns(works, ROUNDS).items():
            found.setdefault(name, {})[count] = statistics.median(taken) / sizes[name] * 1e6
    return found


def by_localities(work: Workload) -> Costs:
    found: Costs = {}
    for size in LOCALITIES:
        for name, taken in in_turns(_arrays(work, size), ROUNDS).items():
            found.setdefault(name, {})[size] = statistics.median(taken) / size * 1e6
    return found


def _arrays(work: Workload, size: int) -> dict[str, Work]:
    columns = slot_columns(work, localities(work, size, unknown=0.0))
    table = localities(work, size)
    return {
        OURS: partial(fire_in_chunks, compiled(work.knowledge), table, MANY),
        NUMPY: partial(run_in_chunks, program(work), columns, MANY),
    }


def growth_tables(rules: Costs, sizes: Costs) -> str:
    return "\n\n".join(
        table(
            [f"µs per locality, by {what}", *(f"{count:,}" for count in counts)],
            [[name, *(number(cost) for cost in costs.values())] for name, costs in found.items()],
        )
        for what, counts, found in (("rules", RULES, rules), ("localities", LOCALITIES, sizes))
    )


def drawing(rules: Costs, sizes: Costs) -> str:
    """Both as one SVG: microseconds per locality by rules, seconds in all by localities."""
    return figure(
        [
            Panel(
                "Cost of a locality by number of rules",
                "rules",
                "microseconds per locality",
                {name: list(costs.items()) for name, costs in rules.items()},
            ),
            Panel(
                "Firing all rules by number of localities",
                "localities",
                "seconds",
                {
                    name: [(size, cost * size / 1e6) for size, cost in costs.items()]
                    for name, costs in sizes.items()
                },
            ),
        ]
    )
