"""Rows of a table while it is read: which are set aside so far, and why."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.errors import Fault
from engine.tables.bounds import shown
from engine.text import Text

MOST_FAULTS = 20  # that are told of one row; of the others, how many there are


@dataclass(frozen=True, slots=True)
class Reject:
    """One thing wrong with one row of a table; rows count from 1, without the heading."""

    table: str
    row: int
    id: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands where a profile should, and why it is none."""

    faults: tuple[Fault, ...]


@dataclass
class Rows:
    """Rows of one table: ``bad`` has those that are set aside."""

    name: str
    first: int
    ids: Sequence[Any]
    rejects: list[Reject] = field(default_factory=list)
    counted: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.bad = np.zeros(len(self.ids), dtype=bool)

    def refuse(self, rows: Iterable[int], fault: Fault) -> None:
        for row in rows:
            self.blame(int(row), fault, self.name)

    def blame(self, row: int, fault: Fault, table: str) -> None:
        """Set a row aside for what stands in it, or in another table about it."""
        self.bad[row] = True
        self.counted[row] += 1
        if self.counted[row] <= MOST_FAULTS:
            name = shown(str(self.ids[row] or ""))
            self.rejects.append(Reject(table, self.first + row, name, fault))

    def told(self) -> tuple[Reject, ...]:
        """Why rows are set aside, row by row, and of how much of it no more is said."""
        found = list(self.rejects)
        for row, count in self.counted.items():
            if count > MOST_FAULTS:
                more = _MORE.filled(n=count - MOST_FAULTS)
                name = shown(str(self.ids[row] or ""))
                found.append(Reject(self.name, self.first + row, name, Fault("", more)))
        return tuple(sorted(found, key=lambda reject: reject.row))


_MORE = Text("and {n} more that are wrong with it", "y {n} más que están mal en ella")
