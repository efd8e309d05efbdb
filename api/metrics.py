"""What is counted and measured, in Prometheus' form (https://prometheus.io/docs/practices).

Labels have few values that are all known beforehand: templates of addresses, statuses, kinds. What
a caller can choose is never one, and neither are the rules one by one: Prometheus' own advice is to
stay below a hundred series for nearly every metric, and there are 472 rules.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

import engine
from api.evaluation.worker import Reply
from engine.errors import FaultsError, NotFoundError
from engine.knowledge.model import Knowledge

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
FAILURES = ("overtime", "broken", "engine")
DATABASE_ERRORS = ("OperationalError", "InterfaceError", "InternalError", "TimeoutError")
RELOADS = ("changed", "same", "refused")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

# When each series began is of no use here, and doubles their number.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it untyped


@dataclass(frozen=True)
class Reading:
    """A gauge as it is now: its value, by the values of its labels."""

    name: str
    what: str
    values: Mapping[tuple[str, ...], float]
    labels: tuple[str, ...] = ()


class Metrics:
    """The counters of one server."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._requests = self._counter("requests", "Requests answered", "method", "route", "status")
        self._latency = self._histogram("request_seconds", "Time to answer", "method", "route")
        self._waited = self._histogram("queue_wait_seconds", "Time waited for an evaluator")
        self._evaluations = self._counter("evaluations", "Evaluations answered", "work")
        self._phases = self._histogram("phase_seconds", "Time of an evaluation's phases", "phase")
        self._fired = self._counter("rules_fired", "Rules that fired, by their kind", "kind")
        self._failures = self._counter("evaluation_errors", "Evaluations that failed", "kind")
        self._database = self._counter("database_errors", "Errors of the database", "kind")
        self._reloads = self._counter("rule_reloads", "Times the rules were loaded", "outcome")
        self._ruleset = Gauge(
            "remanso_ruleset_info",
            "The rules in use",
            ("version", "hash"),
            registry=self.registry,
        )
        self._program = Gauge(
            "remanso_build_info", "The program", ("version",), registry=self.registry
        )
        self._program.labels(engine.__version__).set(1)
        for counter, kinds in (
            (self._failures, FAILURES),
            (self._database, DATABASE_ERRORS),
            (self._reloads, RELOADS),
        ):
            for kind in kinds:
                counter.labels(kind)  # a series that is not there yet does not rise from nothing

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request was answered."""
        named = method if method in METHODS else "other"
        self._requests.labels(named, route, str(status)).inc()
        self._latency.labels(named, route).observe(seconds)

    def waited(self, seconds: float) -> None:
        self._waited.observe(seconds)

    def evaluated(self, work: str, reply: Reply) -> None:
        """An evaluation ended; what is wrong with a question is not a failure of it."""
        self._evaluations.labels(work).inc()
        for phase in reply.phases:
            self._phases.labels(phase.name).observe(phase.seconds)
        for kind, count in reply.fired.items():
            self._fired.labels(kind).inc(count)
        if reply.error is not None and not isinstance(reply.error, FaultsError | NotFoundError):
            self.failed("engine")

    def failed(self, kind: str) -> None:
        self._failures.labels(kind).inc()

    def database_failed(self, kind: str) -> None:
        self._database.labels(kind).inc()

    def uses(self, knowledge: Knowledge) -> None:
        """These rules are in use, and no others."""
        self._ruleset.clear()
        self._ruleset.labels(knowledge.version, knowledge.content_hash).set(1)

    def reloaded(self, outcome: str) -> None:
        self._reloads.labels(outcome).inc()

    def read(self, readings: Callable[[], Iterable[Reading]]) -> None:
        """Add values that are looked up when they are asked for."""
        self.registry.register(_Read(readings))

    def text(self) -> bytes:
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"remanso_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str, *labels: str) -> Histogram:
        return Histogram(f"remanso_{name}", what, labels, registry=self.registry, buckets=_SECONDS)


class _Read(Collector):
    """Gauges whose values are looked up."""

    def __init__(self, readings: Callable[[], Iterable[Reading]]) -> None:
        self._readings = readings

    def describe(self) -> Iterable[Metric]:
        return ()  # else they would be looked up to see their names

    def collect(self) -> Iterable[Metric]:
        for reading in self._readings():
            family = GaugeMetricFamily(
                f"remanso_{reading.name}", reading.what, labels=reading.labels
            )
            for values, value in reading.values.items():
                family.add_metric(values, value)
            yield family
