"""What was asked lately, kept for a while: parts of one page ask the same question."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """The values asked for last, by what was asked; not more than ``most``."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, asked: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept for that, or a new one; made twice when two ask at the same moment."""
        with self._lock:
            if asked in self._values:
                self._values.move_to_end(asked)
                return self._values[asked]
        value = make()
        with self._lock:
            self._values[asked] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
