"""Other ways to run the same rules over fully known localities, each in its fairest form."""

from collections.abc import Sequence
from typing import Any, Protocol

Record = dict[str, Any]


class Peer(Protocol):
    """An engine that takes one locality at a time.

    ``evaluate`` is what is timed: it gives the outcome of every rule in the form that costs the
    engine least. ``fired`` reads the names of the rules that fire from it, and is not timed.
    """

    name: str

    def evaluate(self, record: Record) -> Any: ...

    def fired(self, outcome: Any) -> frozenset[str]: ...


def chosen(names: Sequence[str], flags: Sequence[Any]) -> frozenset[str]:
    return frozenset(name for name, flag in zip(names, flags, strict=True) if flag)


def evaluate_all(peer: Peer, records: Sequence[Record]) -> None:
    for record in records:
        peer.evaluate(record)
