"""How much one caller may ask for: a bucket of points that fills steadily, spent by each request.

Buckets are this process's own. A server of several processes allows each caller so much in each.

Whole numbers of nanoseconds are counted, so that who has waited as long as told is never a rounding
short of a point.
"""

import time
from collections.abc import Callable
from http import HTTPStatus

from api.problems import RequestError
from engine.errors import Fault
from engine.text import Text

SECOND = 1_000_000_000  # nanoseconds
MINUTE = 60 * SECOND
MOST = 10_000  # buckets kept; the one that was used longest ago goes first


class Limits:
    """So many points a minute for each caller, of which a whole minute's may be spent at once.

    A rate of 0 sets no limit. ``clock`` gives nanoseconds. A bucket holds parts of points, of
    which as many flow in each nanosecond as points are allowed a minute: a point is made of as
    many as a minute has.
    """

    def __init__(self, clock: Callable[[], int] = time.monotonic_ns) -> None:
        self._clock = clock
        self._buckets: dict[str, tuple[int, int]] = {}  # parts, and when there were so many

    def spend(self, who: str, a_minute: int, points: int = 1) -> None:
        """Take points; who asks for more than a full bucket has is made to wait for a full one.

        Raises:
            RequestError: there are not enough; it says when there will be.
        """
        if not a_minute:
            return
        wanted, at = min(points, a_minute) * MINUTE, self._clock()
        missing = wanted - self._there(who, a_minute, at)
        if missing > 0:
            raise _too_many(_upwards(missing, a_minute * SECOND))
        self._keep(who, -missing, at)

    def give_back(self, who: str, a_minute: int, points: int = 1) -> None:
        if not a_minute:
            return
        at = self._clock()
        there = self._there(who, a_minute, at) + points * MINUTE
        self._keep(who, min(there, a_minute * MINUTE), at)

    def _there(self, who: str, a_minute: int, at: int) -> int:
        full = a_minute * MINUTE
        parts, since = self._buckets.get(who, (full, at))
        return min(parts + (at - since) * a_minute, full)

    def _keep(self, who: str, parts: int, at: int) -> None:
        self._buckets.pop(who, None)
        self._buckets[who] = parts, at
        if len(self._buckets) > MOST:
            del self._buckets[next(iter(self._buckets))]


def _upwards(amount: int, unit: int) -> int:
    """How many whole units hold an amount."""
    return -(-amount // unit)


def _too_many(seconds: int) -> RequestError:
    fault = Fault("rate", _WAIT.filled(seconds=seconds))
    headers = {"Retry-After": str(seconds)}
    return RequestError(HTTPStatus.TOO_MANY_REQUESTS, fault, headers=headers)


_WAIT = Text(
    "more is asked than is allowed in a minute; ask again in {seconds} s",
    "se pide más de lo permitido en un minuto; vuelva a pedir en {seconds} s",
)
