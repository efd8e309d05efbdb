"""What is told of requests: lines, counters, spans; none of them a word of what was confided."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import structlog
from litestar.testing import TestClient
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine

from api.app import create_app
from api.logs import OURS, configure_logs
from api.settings import Settings
from api.store.database import connect, upgrade
from api.tracing import NoTracing, OpenTelemetry, tracing
from engine.knowledge.model import Knowledge
from tests.api import broken_work
from tests.api.conftest import Client

MARK = "LasFloresMarker"
TRACED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@contextmanager
def written() -> Iterator[io.StringIO]:
    """The log as it is written, put back afterwards as it was."""
    root, text = logging.getLogger(), io.StringIO()
    ours = logging.getLogger(OURS)
    before = root.handlers, root.level
    configure_logs("debug", text)
    try:
        yield text
    finally:
        root.handlers, root.level = before
        ours.setLevel(logging.NOTSET)
        structlog.reset_defaults()


def lines(text: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.getvalue().splitlines()]


def series(client: Client) -> dict[str, list[Any]]:
    """Every sample of the metrics, by the name of its family."""
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain")
    found: dict[str, list[Any]] = {}
    for family in text_string_to_metric_families(response.text):
        found.setdefault(family.name, []).extend(family.samples)
    return found


def value(client: Client, name: str, sample: str, **labels: str) -> float:
    found = [
        item.value
        for item in series(client).get(name, [])
        if item.name == sample and labels.items() <= item.labels.items()
    ]
    return float(sum(found))


def spoil(client: Client) -> None:
    """Everything that goes wrong, with the mark wherever a caller can put something."""
    head = {"X-Asked-By": MARK, "User-Agent": MARK, "Accept-Language": MARK, "Referer": MARK}
    json_head = {**head, "Content-Type": "application/json"}
    client.get(f"/v1/localities/{MARK}?who={MARK}", headers=head)
    client.get(f"/{MARK}?who={MARK}", headers=head)
    client.request(f"BREW{MARK}", "/v1/health", headers=head)
    client.request("PATCH", f"/v1/rules/{MARK}", headers=head)
    client.get(f"/v1/rules?kind={MARK}&limit={MARK}", headers=head)
    client.get(f"/v1/rules?kind={MARK}", headers=head)
    client.post(f"/v1/advice?{MARK}={MARK}", content="{}", headers=json_head)
    for body in (
        f'{{"profile": {{"name": "{MARK}"',
        f'{{"profile": {{"factors": {{"{MARK}": 1}}}}}}',
        f'{{"profile": {{"factors": {{"extortion": "{MARK}"}}}}}}',
        f'{{"profile": {{"name": "{MARK}", "{MARK}": 3}}}}',
        f'{{"case": "{MARK}"}}',
        f'{{"{MARK}": "{MARK}"}}',
        f'{{"profile": {{"name": "{MARK}"}}}}',
        f'"{MARK}" * 2',
    ):
        client.post("/v1/advice", content=body, headers=json_head)
        client.post("/v1/localities", content=body, headers=json_head)
    client.post("/v1/advice", content=MARK * 100_000, headers=json_head)
    client.post(
        "/v1/advice", content=MARK, headers={**head, "Content-Type": f"text/{MARK.lower()}"}
    )
    client.post(
        "/v1/batches", content=f"id,{MARK}\n{MARK},1\n", headers={"Content-Type": "text/csv"}
    )
    client.get(f"/v1/decisions/{MARK}/replay", headers=head)


@pytest.mark.parametrize("work", [broken_work.bug, broken_work.untold, broken_work.death])
def test_no_failure_tells_what_was_confided(
    client: Client, monkeypatch: pytest.MonkeyPatch, work: Any
) -> None:
    """Bugs, crashes and what cannot be sent are in the log by their kind and place alone."""
    monkeypatch.setattr("api.routes.advice.advise", work)
    with written() as text:
        client.post("/v1/advice", json={"profile": {"name": MARK}})
    assert MARK not in text.getvalue()
    failure = next(line for line in lines(text) if line["event"] == "failure")
    assert failure["level"] == "error"
    assert failure["trace"]


def test_no_refusal_is_logged_with_what_was_sent(
    client: Client, knowledge: Knowledge, tmp_path: Path
) -> None:
    """Wherever a caller can put a word, it never reaches the log; each request has its line."""
    unmade = connect(f"sqlite:///{tmp_path}/empty.sqlite3")
    settings = Settings(str(unmade.url), evaluators=1)
    with written() as text, TestClient(create_app(settings, knowledge, unmade)) as broken:
        spoil(client)
        spoil(broken)
    assert MARK not in text.getvalue()
    told = lines(text)
    assert all({"event", "level", "timestamp"} <= set(line) for line in told)
    requests = [line for line in told if line["event"] == "request"]
    assert len(requests) == 2 * 27
    assert {line["status"] for line in requests} >= {200, 400, 404, 405, 413, 415, 422, 503}
    for line in requests:
        assert set(line) >= {"method", "route", "milliseconds"}


def test_a_request_is_one_line(client: Client) -> None:
    """Method, template of the address, status and time; health is asked too often to be told."""
    with written() as text:
        client.get("/v1/rules/nothing")
        client.get("/v1/health/live")
    rules, health = (line for line in lines(text) if line["event"] == "request")
    assert (rules["method"], rules["route"], rules["status"]) == ("GET", "/v1/rules/{rule_id}", 404)
    assert rules["milliseconds"] > 0
    assert (rules["level"], health["level"]) == ("info", "debug")


def test_what_libraries_say_has_the_same_form() -> None:
    """A line of another library is JSON too, and of its error only the kind and the way to it."""
    with written() as text:
        try:
            raise ValueError(MARK)
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
            structlog.get_logger("remanso").exception("ours")
        logging.getLogger("uvicorn.error").info("not worth a line")
    theirs, ours = lines(text)
    assert theirs["logger"] == "uvicorn.error"
    for line in (theirs, ours):
        assert line["kind"] == "ValueError"
        assert "test_what_libraries_say" in line["trace"]
    assert MARK not in text.getvalue()


def test_evaluations_are_measured(client: Client, knowledge: Knowledge) -> None:
    """How many, how long each phase took, how many rules fired of each kind, and by which rules."""
    before = value(client, "remanso_rules_fired", "remanso_rules_fired_total")
    asked = value(client, "remanso_evaluations", "remanso_evaluations_total", work="advise")
    assert client.post("/v1/advice", json={"case": "guayaquil-2024"}).status_code == 200
    found = series(client)
    assert value(client, "remanso_rules_fired", "remanso_rules_fired_total") > before
    again = value(client, "remanso_evaluations", "remanso_evaluations_total", work="advise")
    assert again == asked + 1
    phases = {item.labels["phase"] for item in found["remanso_phase_seconds"]}
    assert phases == {"facts", "inference", "reasons", "ranking", "robustness", "answer"}
    (rules,) = found["remanso_ruleset_info"]
    assert rules.labels == {"version": knowledge.version, "hash": knowledge.content_hash}
    assert {item.labels["status"] for item in found["remanso_requests"]} >= {"200"}
    for name in ("queue_length", "evaluations_running", "batch_rows_done", "batch_rows_total"):
        assert len(found[f"remanso_{name}"]) == 1
    assert found["process_resident_memory_bytes"]


def test_errors_are_counted_from_none(knowledge: Knowledge, tmp_path: Path) -> None:
    """Before the first error its series is there, so that an alert sees it rise."""
    database = connect(f"sqlite:///{tmp_path}/new.sqlite3")
    upgrade(database)
    with TestClient(create_app(Settings(str(database.url)), knowledge, database)) as client:
        found = series(client)
    for name in ("evaluation_errors", "database_errors", "rule_reloads"):
        samples = [item for item in found[f"remanso_{name}"] if item.name.endswith("_total")]
        assert len(samples) >= 3
        assert {item.value for item in samples} == {0}


def test_a_failing_database_is_counted(knowledge: Knowledge, tmp_path: Path) -> None:
    """Its errors have a counter by the kind of error, which is told when it answers again."""
    unmade = connect(f"sqlite:///{tmp_path}/empty.sqlite3")
    with TestClient(create_app(Settings(str(unmade.url)), knowledge, unmade)) as client:
        assert client.get("/v1/localities").status_code == 503
        assert client.get("/metrics").status_code == 503  # who may read them is kept there too
        assert client.get("/v1/health/live").status_code == 200
        (fault,) = client.get("/v1/health/ready").json()["faults"]
        assert fault["field"] == "database"
        upgrade(unmade)
        assert value(client, "remanso_database_errors", "remanso_database_errors_total") > 0


def test_no_caller_makes_a_series(client: Client) -> None:
    """After everything that can go wrong there are as many series as after it went wrong once."""
    spoil(client)
    for number in range(20):
        if number == 1:
            client.get("/metrics")  # it is counted in what is read afterwards
            text = client.get("/metrics").text
            names = {line.rpartition(" ")[0] for line in text.splitlines() if line[0] != "#"}
        client.get(f"/v1/rules/r{number}")
        client.get(f"/{number}/{MARK}")
        client.request(f"M{number}", "/v1/health")
    assert MARK not in text
    again = client.get("/metrics").text.splitlines()
    assert {line.rpartition(" ")[0] for line in again if not line.startswith("#")} == names


def test_labels_are_few(client: Client, database: Engine) -> None:
    """The label with the most values is the route, and there are as many as there are routes."""
    spoil(client)
    values: dict[str, set[str]] = {}
    for samples in series(client).values():
        for item in samples:
            for label, found in item.labels.items():
                values.setdefault(label, set()).add(found)
    routes = {route.path_format for route in client.app.routes} | {"none", "/", "/static"}
    assert values.pop("route") <= routes
    assert max(len(found) for found in values.values()) < 30


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    """What an application that is made now tells of itself."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    told = OpenTelemetry(provider.get_tracer("test"), provider.shutdown)
    monkeypatch.setattr("api.app.tracing", lambda: told)
    return exporter


def test_requests_and_phases_are_traced(
    spans: InMemorySpanExporter, knowledge: Knowledge, database: Engine
) -> None:
    """A span for the request, in the caller's trace, and under it one for each phase."""
    settings = Settings(str(database.url), evaluators=1)
    with TestClient(create_app(settings, knowledge, database)) as client:
        client.post("/v1/advice", json={"case": "guayaquil-2024"}, headers={"traceparent": TRACED})
        client.get(f"/v1/rules/{MARK}?who={MARK}")
    found = {span.name: span for span in spans.get_finished_spans()}
    request, whole = found["POST /v1/advice"], found["evaluate advise"]
    assert request.attributes is not None
    assert request.attributes["http.response.status_code"] == 200
    assert request.context is not None
    assert f"{request.context.trace_id:032x}" == TRACED.split("-")[1]
    assert whole.parent is not None
    assert whole.parent.span_id == request.context.span_id
    for name in ("facts", "inference", "reasons", "ranking", "robustness", "answer"):
        phase = found[name]
        assert phase.parent is not None
        assert whole.context is not None
        assert phase.parent.span_id == whole.context.span_id
        assert request.start_time is not None
        assert phase.start_time is not None
        assert request.start_time <= phase.start_time
    told = "".join(span.to_json() for span in spans.get_finished_spans())
    assert "GET /v1/rules/{rule_id}" in found
    assert MARK not in told


def test_spans_go_where_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an address to send to, they arrive there in OTLP, under the name of the service."""
    received: list[bytes] = []

    class Sink(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Sink) as sink:
        Thread(target=sink.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{sink.server_port}"
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        found = tracing()
        with found.request("GET", {}) as span:
            span.end("/v1/rules", 200)
        found.close()
        sink.shutdown()
    (sent,) = received
    assert b"GET /v1/rules" in sent
    assert b"remanso" in sent


def test_nothing_of_it_is_imported_unasked() -> None:
    """A server that nobody asked to trace does not load OpenTelemetry."""
    assert isinstance(tracing({}), NoTracing)
    code = (
        "import sys; from api.app import create_app; from api.tracing import tracing; tracing({});"
        "print([name for name in sys.modules if name.startswith('opentelemetry.sdk')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
