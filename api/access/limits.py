"""How much one caller may ask for: a bucket of points that fills steadily, spent by each request.

Buckets are this process's own. A server of several processes allows each caller so much in each.
"""

import math
import time
from collections.abc import Callable
from http import HTTPStatus

from api.problems import RequestError
from engine.errors import Fault
from engine.text import Text

MINUTE = 60.0
MOST = 10_000  # buckets kept; the one that was used longest ago goes first


class Limits:
    """So many points a minute for each caller, of which a whole minute's may be spent at once.

    ``a_minute`` 0 sets no limit.
    """

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._full = float(a_minute)
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}  # points, and when there were so many

    def spend(self, who: str, points: int = 1) -> None:
        """Take points; who asks for more than a full bucket has is made to wait for a full one.

        Raises:
            RequestError: there are not enough; it says when there will be.
        """
        if not self._full:
            return
        points = min(points, int(self._full))
        at, there = self._clock(), self._there(who)
        if there < points:
            raise _too_many(math.ceil((points - there) * MINUTE / self._full))
        self._keep(who, there - points, at)

    def give_back(self, who: str, points: int = 1) -> None:
        if self._full:
            self._keep(who, min(self._there(who) + points, self._full), self._clock())

    def _there(self, who: str) -> float:
        points, since = self._buckets.get(who, (self._full, self._clock()))
        filled = points + (self._clock() - since) * self._full / MINUTE
        return min(filled, self._full)

    def _keep(self, who: str, points: float, at: float) -> None:
        self._buckets.pop(who, None)
        self._buckets[who] = points, at
        if len(self._buckets) > MOST:
            del self._buckets[next(iter(self._buckets))]


def _too_many(seconds: int) -> RequestError:
    fault = Fault("rate", _WAIT.filled(seconds=seconds))
    headers = {"Retry-After": str(seconds)}
    return RequestError(HTTPStatus.TOO_MANY_REQUESTS, fault, headers)


_WAIT = Text(
    "more is asked than is allowed in a minute; ask again in {seconds} s",
    "se pide más de lo permitido en un minuto; vuelva a pedir en {seconds} s",
)
