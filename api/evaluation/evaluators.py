"""The evaluators: processes that answer questions about a knowledge base, asked from any thread.

A process rather than a thread, since evaluation holds the interpreter's lock from its beginning to
its end; and since one that takes too long, or breaks in the rules engine's C code, can then be
ended without the server.
"""

import asyncio
import hashlib
import pickle
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from anyio import BrokenWorkerProcess, CapacityLimiter, create_task_group, fail_after, to_process
from litestar.handlers import BaseRouteHandler

from api.evaluation import worker
from api.evaluation.line import Line, Receive
from api.evaluation.worker import Question, Reply
from api.problems import OvertimeError, StoppingError
from engine.keeping import kept
from engine.knowledge.model import Knowledge

P = ParamSpec("P")
T = TypeVar("T")
Argument = TypeVar("Argument")


class BrokenEvaluatorError(Exception):
    """The process that evaluated ended without an answer."""


class Audience(Protocol):
    """Who is told of evaluations."""

    def waited(self, seconds: float) -> None: ...

    def evaluated(self, work: str, reply: Reply) -> None: ...

    def failed(self, kind: str) -> None: ...


@dataclass(frozen=True)
class Packed:
    """A knowledge base ready to be sent, under a name that no other one has."""

    key: str
    data: bytes


@kept
def packed(knowledge: Knowledge) -> Packed:
    """The knowledge base as it was read, for another process."""
    data = pickle.dumps(knowledge, pickle.HIGHEST_PROTOCOL)
    return Packed(hashlib.sha256(data).hexdigest(), data)


class Evaluators:
    """At most ``at_once`` processes, which start when they are first needed.

    ``patience`` is how long one evaluation may take, in seconds.
    """

    def __init__(
        self, at_once: int, most_waiting: int, patience: float, audience: Audience
    ) -> None:
        self.at_once = at_once
        self.patience = patience
        self._most_waiting = most_waiting
        self.line = self._new_line(audience)
        self.is_warm = False
        self._audience = audience
        self._processes = CapacityLimiter(at_once)
        self._apart = CapacityLimiter(1)
        self._opened = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self) -> None:
        """Take questions, which are handed to processes from this event loop."""
        self._loop = asyncio.get_running_loop()
        self.line = self._new_line(self._audience)
        self._opened.set()

    async def warm(self, knowledge: Knowledge) -> None:
        """Start all processes and let them work out what every answer needs."""
        async with create_task_group() as group:
            for _ in range(self.at_once):
                group.start_soon(self._prepared, packed(knowledge))
        self.is_warm = True

    @property
    def is_idle(self) -> bool:
        return not self.line.running and not self.line.waiting

    def close(self) -> None:
        """Finish what runs, and take nothing more; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.line.close)

    def admit(self, _: object, handler: BaseRouteHandler) -> None:
        """The guard of all handlers: once the server is to stop, only those that tell of it answer.

        Raises:
            StoppingError: it is to stop.
        """
        if self.line.is_closed and not handler.opt.get("to_the_end"):
            raise StoppingError

    def apart(self, work: Callable[[Argument], T], given: Argument) -> T:
        """Other work, in a process beside those that evaluate; from any thread but the loop's.

        Raises:
            BrokenEvaluatorError: the process ended without an answer.
            Exception: whatever the work raised.
        """
        self._opened.wait()
        assert self._loop is not None
        run = to_process.run_sync(work, given, cancellable=True, limiter=self._apart)
        try:
            return asyncio.run_coroutine_threadsafe(run, self._loop).result()
        except BrokenWorkerProcess:
            raise BrokenEvaluatorError from None

    def ask(
        self,
        receive: Receive | None,
        work: Callable[Concatenate[Knowledge, P], T],
        knowledge: Knowledge,
        *given: P.args,
        **options: P.kwargs,
    ) -> T:
        """``work(knowledge, *given, **options)``, done in a process; from a handler's thread.

        Raises:
            BusyError, StoppingError, GoneError: as :meth:`Line.place`.
            OvertimeError: it took too long, and was ended.
            BrokenEvaluatorError: the process ended without an answer.
            Exception: whatever the work raised.
        """
        assert self._loop is not None
        assert not _on_a_loop(), "the event loop would wait for itself"
        question = pickle.dumps(Question(work, given, options), pickle.HIGHEST_PROTOCOL)
        asked = self._asked(receive, packed(knowledge), question)
        answer = asyncio.run_coroutine_threadsafe(asked, self._loop).result()
        reply: Reply = pickle.loads(answer)
        self._audience.evaluated(work.__name__, reply)
        if reply.error is not None:
            if reply.trace:
                reply.error.add_note(reply.trace)
            raise reply.error
        result: T = reply.result
        return result

    def _new_line(self, audience: Audience) -> Line:
        return Line(self.at_once, self._most_waiting, audience.waited)

    async def _asked(self, receive: Receive | None, base: Packed, question: bytes) -> bytes:
        async with self.line.place(receive):
            try:
                return await self._answered(base, question)
            except TimeoutError:
                self._audience.failed("overtime")
                raise OvertimeError from None
            except BrokenWorkerProcess:
                self._audience.failed("broken")
                raise BrokenEvaluatorError from None

    async def _answered(self, base: Packed, question: bytes) -> bytes:
        """The reply of some process; patience is not tried by its start."""
        while True:
            await self._prepared(base)
            with fail_after(self.patience):
                reply = await self._run(worker.answered, base.key, question)
            if reply is not None:  # else it was another process than the one that was prepared
                return reply

    async def _prepared(self, base: Packed) -> None:
        """Have a process know the knowledge base, which is sent when it is new there."""
        if not await self._run(worker.knows, base.key):
            await self._run(worker.knows, base.key, base.data)

    async def _run(self, work: Callable[P, T], *given: P.args, **_: P.kwargs) -> T:
        return await to_process.run_sync(work, *given, cancellable=True, limiter=self._processes)


def _on_a_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
