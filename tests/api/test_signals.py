"""A server told by signals to stop, or to read its rules again, in the middle of its work."""

import json
import shutil
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.library import rules_folder
from tests.api.test_reloading import alter, edit
from tests.api.test_serving import START, Live, start

pytestmark = pytest.mark.slow

URN = "urn:remanso:problem:"
# The server as it is, but that its advice takes as long as the name says.
SLOWLY = f"""import api.routes.advice as advice
from tests.api import broken_work
advice.advise = broken_work.{{0}}
{START}"""
CASE = {"case": "guayaquil-2024"}


def advice(live: Live) -> httpx.Response:
    return httpx.post(f"{live.base}/v1/advice", json=CASE, timeout=None)


def until(true: Callable[[], Any]) -> None:
    while not true():
        time.sleep(0.02)


def runs(live: Live, name: str, count: int) -> bool:
    """Whether so many evaluations run, or wait."""
    text = httpx.get(f"{live.base}/metrics", timeout=None).text
    return f"remanso_{name} {float(count)}" in text


def told(errors: str) -> list[dict[str, Any]]:
    """The log: every line is JSON, also the last ones."""
    return [json.loads(line) for line in errors.splitlines()]


def test_a_server_that_is_told_to_stop_finishes_what_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What runs is answered; what waits and what comes is refused in words, and it ends well."""
    monkeypatch.setenv("REMANSO_EVALUATORS", "1")
    live = start(tmp_path, SLOWLY.format("unhurried"))
    until(lambda: httpx.get(f"{live.base}/v1/health/ready", timeout=None).status_code == 200)
    with ThreadPoolExecutor(2) as askers:
        first = askers.submit(advice, live)
        until(lambda: runs(live, "evaluations_running", 1))
        second = askers.submit(advice, live)
        until(lambda: runs(live, "queue_length", 1))
        live.process.send_signal(signal.SIGTERM)
        waited = second.result()
        late = httpx.get(f"{live.base}/v1/rules", headers={"Accept-Language": "es"}, timeout=None)
        ready = httpx.get(f"{live.base}/v1/health/ready", timeout=None)
        alive = httpx.get(f"{live.base}/v1/health/live", timeout=None)
        answered = first.result()
    _, errors = live.process.communicate()
    assert answered.status_code == 200
    assert answered.json()["profile"]["name"] == "Guayaquil"
    for refused in (waited, late):
        assert refused.status_code == 503
        assert refused.json()["type"] == f"{URN}stopping"
        assert refused.headers["Connection"] == "close"
        assert refused.headers["Retry-After"]
    assert "por detenerse" in late.json()["title"]
    assert ready.status_code == 503
    assert "server" in [fault["field"] for fault in ready.json()["faults"]]
    assert alive.status_code == 200
    assert live.process.returncode == 0
    assert {line["event"] for line in told(errors)} == {"request"}


def test_a_server_that_is_told_twice_stops_at_once(tmp_path: Path) -> None:
    """Who cannot wait need not; the evaluation is ended with its process."""
    live = start(tmp_path, SLOWLY.format("sleep_for_ever"))
    with ThreadPoolExecutor(1) as askers:
        lost = askers.submit(advice, live)
        until(lambda: runs(live, "evaluations_running", 1))
        live.process.send_signal(signal.SIGTERM)
        until(lambda: httpx.get(f"{live.base}/v1/rules", timeout=None).status_code == 503)
        live.process.send_signal(signal.SIGTERM)
        live.process.communicate()
        assert lost.exception() is not None or lost.result().status_code >= 500
    assert live.process.returncode == 0


def test_a_hangup_brings_the_rules_that_lie_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New rules are used, faulty ones refused with a line in the log, and it goes on."""
    rules = tmp_path / "rules"
    shutil.copytree(rules_folder(), rules)
    monkeypatch.setenv("REMANSO_RULES", str(rules))
    monkeypatch.setenv("REMANSO_EVALUATORS", "1")
    live = start(tmp_path)

    def used() -> str:
        return str(httpx.get(f"{live.base}/v1/health", timeout=None).json()["ruleset"]["hash"])

    def reloads(outcome: str) -> bool:
        text = httpx.get(f"{live.base}/metrics", timeout=None).text
        return f'remanso_rule_reloads_total{{outcome="{outcome}"}} 1.0' in text

    before = used()
    edit(rules, "renewed")
    live.process.send_signal(signal.SIGHUP)
    until(lambda: used() != before)
    renewed = used()
    assert advice(live).json()["ruleset"]["hash"] == renewed
    alter(rules)
    live.process.send_signal(signal.SIGHUP)
    until(lambda: reloads("refused"))
    assert used() == renewed
    assert advice(live).json()["ruleset"]["hash"] == renewed
    code, errors = live.stop()
    assert code == 0
    (refusal,) = (line for line in told(errors) if line["event"] == "rules refused")
    assert "rules.lock.json" in refusal["faults"][0]
