"""Firing all rules over many localities: ours, the peers, and numpy by hand."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from benchmarks.agreement import agree
from benchmarks.measuring import Work, in_turns, number, ratio, seconds, table
from benchmarks.peers import Peer, Record, evaluate_all
from benchmarks.peers.clips_engine import ClipsEnvironment
from benchmarks.peers.numpy_program import program
from benchmarks.peers.rule_engine_rule import RuleEngineRule
from benchmarks.peers.zen_engine import ZenDecision, ZenExpression
from benchmarks.workload import Workload, as_records, localities, slot_columns
from engine.columns.firing import fire
from engine.columns.localities import Array, Localities
from engine.columns.program import Program, compiled
from engine.knowledge.model import Knowledge

SIZES = (1_000, 100_000, 1_000_000)
MIDDLE = SIZES[1]
ROUNDS = 7
CHUNKS = (4_096, 16_384, 32_768, 65_536)
PATIENCE = 1.5  # seconds for one peer in one round
ONE_BY_ONE = 50_000  # localities written out for peers: more than any manages in a round

OURS = "ours, 40% unknown"
OURS_KNOWN = "ours, all known"
OURS_ALL = "ours, every active rule"
PLAIN, SHARED = "numpy by hand, no unknowns", "the same, each comparison once"


def peers_for(work: Workload) -> list[Peer]:
    return [ZenExpression(work), ZenDecision(work), ClipsEnvironment(work), RuleEngineRule(work)]


def fire_in_chunks(rules: Program, known: Localities, chunk: int) -> None:
    for start in range(0, known.size, chunk):
        fire(rules, known.rows(start, start + chunk))


def run_in_chunks(
    rules: Callable[[Mapping[str, Array]], object], columns: Mapping[str, Array], chunk: int
) -> None:
    size = len(next(iter(columns.values())))
    for start in range(0, size, chunk):
        rules({name: found[start : start + chunk] for name, found in columns.items()})


def in_reach(peer: Peer, records: Sequence[Record], patience: float = PATIENCE) -> Sequence[Record]:
    """As many localities as a peer manages in a round, and no more than there are."""
    trial = records[:20]
    each = seconds(lambda: evaluate_all(peer, trial)) / len(trial)
    return records[: max(20, int(patience / each))]


def best_chunk(works: Mapping[int, Work]) -> int:
    taken = in_turns(works, 3)
    return min(works, key=lambda chunk: statistics.median(taken[chunk]))


def array_works(knowledge: Knowledge, work: Workload, size: int) -> dict[str, dict[int, Work]]:
    """Ours and the numpy programs over so many localities, by size of chunk."""
    known, unsure = localities(work, size, unknown=0.0), localities(work, size)
    columns = slot_columns(work, known)
    ours, every = compiled(work.knowledge), compiled(knowledge)
    plain, shared = program(work), program(work, shared=True)
    kinds: dict[str, Callable[[int], object]] = {
        OURS: lambda chunk: fire_in_chunks(ours, unsure, chunk),
        OURS_KNOWN: lambda chunk: fire_in_chunks(ours, known, chunk),
        OURS_ALL: lambda chunk: fire_in_chunks(every, unsure, chunk),
        PLAIN: lambda chunk: run_in_chunks(plain, columns, chunk),
        SHARED: lambda chunk: run_in_chunks(shared, columns, chunk),
    }
    return {name: {chunk: partial(do, chunk) for chunk in CHUNKS} for name, do in kinds.items()}


def firing_table(knowledge: Knowledge, work: Workload) -> str:
    """Which rules fire, at three sizes; peers and ours are held to one answer first."""
    peers = peers_for(work)
    agree(work, peers, 50)
    each: dict[str, dict[int, list[float]]] = {}
    chunks: dict[str, int] = {}
    records: dict[str, Sequence[Record]] = {}
    for size in SIZES:
        works: dict[str, Work] = {}
        counts: dict[str, int] = {}
        found = array_works(knowledge, work, size)
        for name, by_chunk in found.items():
            if size == MIDDLE:
                chunks[name] = best_chunk(by_chunk)
            works[name] = by_chunk[chunks.get(name, CHUNKS[-1])]
            counts[name] = size
        if size <= MIDDLE:
            columns = slot_columns(work, localities(work, min(size, ONE_BY_ONE), unknown=0.0))
            all_records = as_records(columns, min(size, ONE_BY_ONE))
            for peer in peers:
                some = in_reach(peer, all_records)
                works[peer.name] = partial(evaluate_all, peer, some)
                counts[peer.name] = len(some)
                records[peer.name] = some
        for name, taken in in_turns(works, ROUNDS).items():
            each.setdefault(name, {})[size] = [one / counts[name] for one in taken]
    return _written(each, chunks, records)


def _written(
    each: Mapping[str, Mapping[int, Sequence[float]]],
    chunks: Mapping[str, int],
    records: Mapping[str, Sequence[Record]],
) -> str:
    rows = []
    for name, by_size in each.items():
        cells = [
            number(statistics.median(by_size[size]) * 1e6) if size in by_size else "as before"
            for size in SIZES
        ]
        taken, ours = by_size[MIDDLE], each[OURS][MIDDLE]
        cells += [number(min(taken) * 1e6), number(ratio(taken, ours))]
        cells.append(number(min(taken) / min(ours)))
        how = f"chunks of {chunks[name]:,}" if name in chunks else f"{len(records[name]):,}"
        rows.append([name, *cells, how])
    headings = [
        "µs per locality, at",
        *(f"{size:,}" for size in SIZES),
        f"fastest at {MIDDLE:,}",
        "times ours",
        "fastest to fastest",
        "measured on",
    ]
    plain, shared = (
        f"{number(ratio(each[OURS][MIDDLE], each[name][MIDDLE]))}"
        f" (fastest to fastest {number(min(each[OURS][MIDDLE]) / min(each[name][MIDDLE]))})"
        for name in (PLAIN, SHARED)
    )
    return (
        f"{table(headings, rows)}\n\nOurs takes {plain} times the time of the numpy program,"
        f" {shared} times that of the one with each comparison once."
    )
