"""Whether everyone finds that the same rules fire: times of different work say nothing."""

from collections.abc import Sequence

from benchmarks.peers import Peer
from benchmarks.peers.numpy_program import program
from benchmarks.workload import Workload, as_records, localities, slot_columns
from engine.columns.firing import fire
from engine.columns.program import compiled
from engine.columns.truths import TRUE


class DisagreementError(AssertionError):
    """Someone finds other rules to fire."""


def fired_rules(work: Workload, count: int, seed: int = 0) -> list[frozenset[str]]:
    """Ours: the rules that fire in each of so many fully known localities."""
    states = fire(compiled(work.knowledge), localities(work, count, seed, unknown=0.0)).rules()
    return [
        frozenset(
            name
            for name, state in states.items()
            if (state if isinstance(state, int) else state[row]) == TRUE
        )
        for row in range(count)
    ]


def agree(work: Workload, peers: Sequence[Peer], count: int, seed: int = 0) -> None:
    """Hold all peers and both numpy programs to ours.

    Raises:
        DisagreementError: on the first rule that someone sees otherwise.
    """
    expected = fired_rules(work, count, seed)
    columns = slot_columns(work, localities(work, count, seed, unknown=0.0))
    for shared in (False, True):
        found = zip(
            *(array.tolist() for array in program(work, shared=shared)(columns)), strict=True
        )
        for row, flags in enumerate(found):
            names = zip(work.expressions, flags, strict=True)
            _same("numpy", row, expected[row], frozenset(name for name, flag in names if flag))
    for row, record in enumerate(as_records(columns, count)):
        for peer in peers:
            _same(peer.name, row, expected[row], peer.fired(peer.evaluate(record)))


def _same(name: str, row: int, expected: frozenset[str], found: frozenset[str]) -> None:
    if expected != found:
        raise DisagreementError(f"{name}, locality {row}: {sorted(expected ^ found)[:5]}")
