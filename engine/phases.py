"""The phases of an evaluation, for whoever watches; unwatched, they go by."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Watcher(Protocol):
    """Told of each phase that ends: its name, when it began (Unix time, seconds), how long it took
    (seconds), and what came of it."""

    def __call__(self, name: str, began: float, seconds: float, result: object) -> None: ...


_watcher: ContextVar[Watcher | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Tell a watcher of every phase that ends meanwhile, in this thread."""
    before = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(before)


def phase(name: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Mark a function as a phase of that name; what ends in an error is not told."""

    def marked(work: Callable[P, T]) -> Callable[P, T]:
        @wraps(work)
        def done(*args: P.args, **kwargs: P.kwargs) -> T:
            watcher = _watcher.get()
            if watcher is None:
                return work(*args, **kwargs)
            began, start = time.time(), time.perf_counter()
            result = work(*args, **kwargs)
            watcher(name, began, time.perf_counter() - start, result)
            return result

        return done

    return marked
