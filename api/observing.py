"""Every request observed: one line in the log, its counters, its span, whatever becomes of it."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from sqlalchemy import Engine
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import SQLAlchemyError

from api.evaluation.evaluators import Evaluators
from api.evaluation.worker import Reply
from api.metrics import METHODS, Metrics, Reading
from api.problems import route_of
from api.store import batches
from api.tracing import Tracing

_log = structlog.get_logger("remanso")
_QUIET = ("/metrics", "/v1/health", "/v1/health/live", "/v1/health/ready")  # asked all the time


class Observer:
    """Tells metrics and traces of requests and evaluations."""

    def __init__(self, metrics: Metrics, tracing: Tracing) -> None:
        self.metrics = metrics
        self.tracing = tracing

    def around(self, inner: ASGIApp) -> ASGIApp:
        """The application, observed from outside, so that what finds no handler is seen too."""

        async def observed(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == ScopeType.HTTP:
                await self._observed(inner, scope, receive, send)
            else:
                await inner(scope, receive, send)

        return observed

    async def _observed(self, inner: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        structlog.contextvars.clear_contextvars()
        began, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        method = str(scope.get("method"))
        method = method if method in METHODS else "other"
        with self.tracing.request(method, _headers(scope)) as span:
            try:
                await inner(scope, receive, sending)
            finally:
                seconds, route = time.perf_counter() - began, route_of(scope)
                self.metrics.answered(method, route, status, seconds)
                span.end(route, status)
                told = _log.debug if route in _QUIET and status < 400 else _log.info
                told(
                    "request",
                    method=method,
                    route=route,
                    status=status,
                    milliseconds=round(seconds * 1000, 1),
                    **_asker(scope),
                )

    def waited(self, seconds: float) -> None:
        self.metrics.waited(seconds)

    def evaluated(self, work: str, reply: Reply) -> None:
        self.metrics.evaluated(work, reply)
        self.tracing.phases(work, reply.phases)

    def failed(self, kind: str) -> None:
        self.metrics.failed(kind)
        _log.error("evaluator", kind=kind)

    def database_failed(self, context: ExceptionContext) -> None:
        """The database refused or failed; the kind of it is a class of the driver's."""
        self.metrics.database_failed(type(context.original_exception).__name__)


def readings(evaluators: Evaluators, database: Engine) -> Iterator[Reading]:
    """What is looked up when the metrics are fetched: the queue, and how far batches are."""
    line = evaluators.line
    yield Reading("queue_length", "Evaluations that wait", {(): line.waiting})
    yield Reading("evaluations_running", "Evaluations that run", {(): line.running})
    with contextlib.suppress(SQLAlchemyError):  # counted by itself
        counted, done, total = batches.standing(database)
        by_status: dict[tuple[str, ...], float] = {(name,): n for name, n in counted.items()}
        yield Reading("batches", "Batches by their status", by_status, ("status",))
        yield Reading("batch_rows_done", "Rows done of the batches that run", {(): done})
        yield Reading("batch_rows_total", "Rows of the batches that run", {(): total})


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _asker(scope: Scope) -> Mapping[str, Any]:
    """The names of the request and of the key, where they were found out."""
    state = scope.get("state") or {}
    found = {
        "request": state.get("request_id"),
        "key": getattr(state.get("principal"), "key", None),
    }
    return {name: value for name, value in found.items() if value is not None}
