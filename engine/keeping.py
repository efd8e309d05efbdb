"""What is worked out from a thing once is kept with it, and goes when it goes.

A cache that is keyed by a knowledge base would hold it after a better one has taken its place, in
a server that runs for months.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")

KEPT = "_kept"  # the attribute under which a thing has what was worked out from it


def kept(work: Callable[[Thing], Result]) -> Callable[[Thing], Result]:
    """Do the work once for each object, as ``cached_property`` does for its own class."""

    @wraps(work)
    def found(thing: Thing) -> Result:
        results: dict[Any, Result] = vars(thing).setdefault(KEPT, {})
        if work not in results:
            results[work] = work(thing)
        return results[work]

    return found
