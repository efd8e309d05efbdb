"""The line before the evaluators: how many run, how many wait, who is sent away, and how."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.evaluation.line import LONGEST_WAIT, Line
from api.problems import BusyError, GoneError, StoppingError


async def turn(times: int = 3) -> None:
    """Let others go on."""
    for _ in range(times):
        await asyncio.sleep(0)


def never() -> Callable[[], Awaitable[Any]]:
    """A client that stays."""
    return asyncio.Event().wait


@given(
    at_once=st.integers(1, 4),
    most_waiting=st.integers(0, 5),
    lengths=st.lists(st.integers(0, 6), max_size=25),
    together=st.integers(1, 8),
)
def test_never_more_than_may(
    at_once: int, most_waiting: int, lengths: list[int], together: int
) -> None:
    """However they come, so many run and so many wait at most, and each is served or refused."""

    async def story() -> list[str]:
        line = Line(at_once, most_waiting)
        running, found = 0, []

        async def one(length: int) -> None:
            nonlocal running
            try:
                async with line.place(never()):
                    running += 1
                    assert running <= at_once
                    assert running <= line.running <= at_once  # or is about to
                    assert line.waiting <= most_waiting
                    await turn(length)
                    running -= 1
                    found.append("served")
            except BusyError:
                found.append("refused")

        tasks = []
        for number, length in enumerate(lengths):
            tasks.append(asyncio.create_task(one(length)))
            if number % together == 0:
                await turn()
        await asyncio.gather(*tasks)
        assert (line.running, line.waiting) == (0, 0)
        return found

    found = asyncio.run(story())
    assert len(found) == len(lengths)
    if len(lengths) <= at_once + most_waiting:
        assert set(found) <= {"served"}


async def hold(line: Line, until: asyncio.Event, served: list[str], name: str) -> None:
    async with line.place(never()):
        served.append(name)
        await until.wait()


def test_one_too_many_is_told_when_to_come_again() -> None:
    """The refusal names a time that grows with the line, and never more than a minute."""

    async def story() -> None:
        line, until = Line(1, 2), asyncio.Event()
        tasks = [asyncio.create_task(hold(line, until, [], str(n))) for n in range(3)]
        await turn()
        assert line.is_full
        with pytest.raises(BusyError) as caught:
            async with line.place():
                pass
        assert caught.value.headers is not None
        assert 1 <= int(caught.value.headers["Retry-After"]) <= LONGEST_WAIT
        until.set()
        await asyncio.gather(*tasks)
        assert not line.is_full

    asyncio.run(story())


def test_they_are_served_in_turn() -> None:
    """Who came first goes first."""

    async def story() -> None:
        line, until, served = Line(1, 9), asyncio.Event(), list[str]()
        tasks = []
        for name in "abcde":
            tasks.append(asyncio.create_task(hold(line, until, served, name)))
            await turn()
        until.set()
        await asyncio.gather(*tasks)
        assert served == list("abcde")

    asyncio.run(story())


def test_who_goes_away_waits_no_more() -> None:
    """A request whose client went away leaves the line, and the one behind it moves up."""

    async def story() -> None:
        line, until, served = Line(1, 2), asyncio.Event(), list[str]()
        first = asyncio.create_task(hold(line, until, served, "first"))
        await turn()
        gone = asyncio.Event()

        async def hang_up() -> dict[str, str]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def second() -> None:
            async with line.place(hang_up):
                served.append("second")

        leaving = asyncio.create_task(second())
        await turn()
        third = asyncio.create_task(hold(line, until, served, "third"))
        await turn()
        assert line.waiting == 2
        gone.set()
        with pytest.raises(GoneError):
            await leaving
        assert line.waiting == 1
        until.set()
        await asyncio.gather(first, third)
        assert served == ["first", "third"]

    asyncio.run(story())


def test_a_line_that_closes_finishes_what_runs() -> None:
    """Who runs stays to the end; who waits is sent away at once, as is who comes later."""

    async def story() -> None:
        line, until, served = Line(1, 2), asyncio.Event(), list[str]()
        first = asyncio.create_task(hold(line, until, served, "first"))
        await turn()
        second = asyncio.create_task(hold(line, until, served, "second"))
        await turn()
        line.close()
        with pytest.raises(StoppingError):
            await second
        with pytest.raises(StoppingError):
            async with line.place():
                pass
        until.set()
        await first
        assert served == ["first"]

    asyncio.run(story())


def test_the_time_that_was_waited_is_told() -> None:
    """Each place that is given out says how long it was waited for."""

    async def story() -> None:
        waited: list[float] = []
        line, until = Line(1, 1, waited.append), asyncio.Event()
        tasks = [asyncio.create_task(hold(line, until, [], name)) for name in "ab"]
        await turn()
        await asyncio.sleep(0.02)
        until.set()
        await asyncio.gather(*tasks)
        assert len(waited) == 2
        assert waited[0] < waited[1]

    asyncio.run(story())
