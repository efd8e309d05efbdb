"""The line before the evaluators: so many at once, so many waiting, and no more are let in."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from anyio import CapacityLimiter, WouldBlock, create_task_group

from api.problems import BusyError, GoneError, StoppingError

LONGEST_WAIT = 60  # seconds that are promised at most in Retry-After
_FIRST_GUESS = 0.3  # seconds that an evaluation takes, before any was seen
_WEIGHT = 0.1  # of the last evaluation in the mean of their times

Receive = Callable[[], Awaitable[Any]]


class Line:
    """Lets in ``at_once`` at once and makes ``most_waiting`` wait; ``waited`` is told how long."""

    def __init__(
        self, at_once: int, most_waiting: int, waited: Callable[[float], None] = lambda _: None
    ) -> None:
        self.at_once = at_once
        self.most_waiting = most_waiting
        self.waiting = 0
        self._waited = waited
        self._limiter = CapacityLimiter(at_once)
        self._closed = asyncio.Event()
        self._usual = _FIRST_GUESS

    @property
    def running(self) -> int:
        return self._limiter.borrowed_tokens

    @property
    def is_full(self) -> bool:
        return self.running >= self.at_once and self.waiting >= self.most_waiting

    @property
    def is_closed(self) -> bool:
        return self._closed.is_set()

    def close(self) -> None:
        """Let nobody in any more, and send away who waits."""
        self._closed.set()

    @asynccontextmanager
    async def place(self, receive: Receive | None = None) -> AsyncIterator[None]:
        """A place among those that run, for as long as it is held.

        ``receive`` is where a request's client is heard to go away; then it waits no more.

        Raises:
            BusyError: too many wait already.
            StoppingError: the server is about to stop.
            GoneError: the client went away.
        """
        holder = object()
        began = time.monotonic()
        await self._take(holder, receive)
        self._waited(time.monotonic() - began)
        began = time.monotonic()
        try:
            yield
        finally:
            self._usual += _WEIGHT * (time.monotonic() - began - self._usual)
            self._limiter.release_on_behalf_of(holder)

    async def _take(self, holder: object, receive: Receive | None) -> None:
        if self._closed.is_set():
            raise StoppingError
        try:
            self._limiter.acquire_on_behalf_of_nowait(holder)
        except WouldBlock:
            if self.waiting >= self.most_waiting:
                raise BusyError(self._retry_after()) from None
            await self._wait(holder, receive)

    async def _wait(self, holder: object, receive: Receive | None) -> None:
        """Wait for a place, for the end of the server, or for the client to go."""
        reason: list[type[Exception]] = []
        taken = False
        self.waiting += 1
        try:
            async with create_task_group() as group:

                async def leave(after: Callable[[], Awaitable[object]], why: Any) -> None:
                    await after()
                    reason.append(why)
                    group.cancel_scope.cancel()

                group.start_soon(leave, self._closed.wait, StoppingError)
                if receive is not None:
                    group.start_soon(leave, _until_gone(receive), GoneError)
                await self._limiter.acquire_on_behalf_of(holder)
                taken = True
                group.cancel_scope.cancel()
        finally:
            self.waiting -= 1
        if not taken:
            raise reason[0]

    def _retry_after(self) -> int:
        """Seconds after which there may be a place, by how long evaluations took lately."""
        turns = (self.running + self.waiting) / self.at_once
        return min(LONGEST_WAIT, max(1, math.ceil(turns * self._usual)))


def _until_gone(receive: Receive) -> Callable[[], Awaitable[None]]:
    async def heard() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    return heard
