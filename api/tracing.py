"""Traces, if whoever runs the server asks for them: requests, and the phases of evaluations.

OpenTelemetry's own variables configure it (https://opentelemetry.io/docs/specs/otel/configuration).
Without an address to send to, or without the extra ``telemetry``, nothing of it is imported. Spans
carry templates of addresses and names of phases, never a value of a caller.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from api.evaluation.worker import Phase

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
NANOSECONDS = 1_000_000_000


class Span(Protocol):
    """What a request's span is told when it ends."""

    def end(self, route: str, status: int) -> None: ...


class Tracing(Protocol):
    """Whoever wants to know of requests and phases."""

    def request(
        self, method: str, headers: Mapping[str, str], /
    ) -> AbstractContextManager[Span]: ...

    def phases(self, work: str, phases: list[Phase]) -> None: ...

    def close(self) -> None: ...


class NoTracing:
    """Nobody wants to know."""

    def request(self, _method: str, _headers: Mapping[str, str], /) -> AbstractContextManager[Span]:
        return nullcontext(self)

    def end(self, route: str, status: int) -> None:
        pass

    def phases(self, work: str, phases: list[Phase]) -> None:
        pass

    def close(self) -> None:
        pass


class OpenTelemetry:
    """Spans of one server, sent by ``close``, which ends the sending."""

    def __init__(self, tracer: "Tracer", close: Callable[[], None]) -> None:
        self._tracer = tracer
        self._close = close

    @contextmanager
    def request(self, method: str, headers: Mapping[str, str]) -> Iterator[Span]:
        """A span, in the trace that the caller's ``traceparent`` names, if it names one."""
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind

        with self._tracer.start_as_current_span(
            method, context=extract(headers), kind=SpanKind.SERVER, record_exception=False
        ) as span:
            yield _RequestSpan(span, method)

    def phases(self, work: str, phases: list[Phase]) -> None:
        """The phases of an evaluation that ended in another process, as they were there."""
        if not phases:
            return
        from opentelemetry.trace import set_span_in_context

        began = min(phase.began for phase in phases)
        ended = max(phase.began + phase.seconds for phase in phases)
        whole = self._tracer.start_span(f"evaluate {work}", start_time=int(began * NANOSECONDS))
        for phase in phases:
            part = self._tracer.start_span(
                phase.name,
                context=set_span_in_context(whole),
                start_time=int(phase.began * NANOSECONDS),
            )
            part.end(int((phase.began + phase.seconds) * NANOSECONDS))
        whole.end(int(ended * NANOSECONDS))

    def close(self) -> None:
        self._close()


class _RequestSpan:
    def __init__(self, span: Any, method: str) -> None:
        self._span = span
        self._method = method

    def end(self, route: str, status: int) -> None:
        """Name the span by its route, after the semantic conventions for HTTP servers."""
        from opentelemetry.trace import Status, StatusCode

        self._span.update_name(f"{self._method} {route}")
        self._span.set_attributes(
            {
                "http.request.method": self._method,
                "http.route": route,
                "http.response.status_code": status,
            }
        )
        if status >= 500:
            self._span.set_status(Status(StatusCode.ERROR))


def tracing(environment: Mapping[str, str] | None = None) -> Tracing:
    """Tracing as the environment asks for it."""
    given = os.environ if environment is None else environment
    if not any(given.get(name) for name in ENDPOINTS) or find_spec("opentelemetry.sdk") is None:
        return NoTracing()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    name = given.get("OTEL_SERVICE_NAME") or "remanso"
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return OpenTelemetry(provider.get_tracer("remanso"), provider.shutdown)
