"""Nothing that was confided is ever written down elsewhere: not a word of a profile, not a key."""

import json
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from api.store import localities
from engine.errors import EvaluationError
from tests.access.conftest import Client, MakeKey, bearer

WORD = "Colonia-Las-Flores-7731"
PROFILE = {"name": WORD, "factors": {"prison_control": "inmate_run"}}
BAD = {"name": WORD, "factors": {"prison_control": WORD, WORD: 1}}


def test_no_failure_writes_down_what_was_sent(
    client: Client,
    make_key: MakeKey,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Every kind of failure: its log names the request, and nothing that is in it."""
    key, reader = make_key("coast-guard"), make_key("coast-guard", "read")
    wrong = f"{key[:-6]}000000"
    headers = bearer(key)
    seen = set()

    def send(method: str, path: str, **sent: Any) -> Any:
        answer = client.request(method, path, **{"headers": headers, **sent})
        seen.add(answer.status_code)
        for secret in (key, reader, wrong):
            assert secret.split("_")[2] not in answer.text + str(answer.headers)
        return answer

    def failing(error: Exception) -> Any:
        def fail(*given: Any, **_options: Any) -> None:
            raise error

        return fail

    with structlog.testing.capture_logs([structlog.contextvars.merge_contextvars]) as logs:
        as_json = {**headers, "Content-Type": "application/json"}
        send("POST", "/v1/advice", json={"profile": BAD, "weights": {WORD: WORD}})
        send("POST", "/v1/localities", json={"profile": BAD})
        send("POST", "/v1/advice", content=f'{{"profile": {{"name": "{WORD}"', headers=as_json)
        send("POST", "/v1/advice", content=WORD, headers={**headers, "Content-Type": "text/x"})
        send("POST", "/v1/advice", content=WORD * 100_000, headers=as_json)
        send("POST", "/v1/advice", json={"profile": PROFILE}, headers=bearer(wrong))
        send("POST", "/v1/advice", json={"profile": PROFILE}, headers=bearer(reader))
        send("POST", "/v1/advice", json={"profile": PROFILE}, headers={"Authorization": key})
        send("GET", "/v1/localities/nowhere", headers=headers)
        send("PATCH", "/v1/localities", json={"profile": PROFILE})
        send("PUT", "/v1/localities/guayaquil-2024/profile", json=PROFILE)
        table = f"id,extortion\n{WORD},{WORD},{WORD}\n"
        send("POST", "/v1/batches", content=table, headers={**headers, "Content-Type": "text/csv"})
        send("GET", "/v1/batches/nothing/results?format=none")
        broken = RuntimeError(f"cannot evaluate {PROFILE} for {key}")
        with monkeypatch.context() as patch:
            patch.setattr("api.routes.advice.advise", failing(broken))
            answer = send("POST", "/v1/advice", json={"profile": PROFILE})
            assert answer.status_code == 500
            assert WORD not in answer.text
        with monkeypatch.context() as patch:
            patch.setattr("api.routes.advice.advise", failing(EvaluationError("too much")))
            send("POST", "/v1/advice", json={"profile": PROFILE})
        with monkeypatch.context() as patch:
            gone = OperationalError(f"INSERT {WORD}", {"key": key}, Exception("disk I/O error"))
            patch.setattr(localities, "add", failing(gone))
            answer = send("POST", "/v1/localities", json={"profile": PROFILE})
            assert answer.status_code == 503
            assert WORD not in answer.text
            name = answer.headers["X-Request-ID"]
    assert seen >= {400, 401, 403, 404, 405, 409, 413, 415, 422, 500, 503}
    written = json.dumps(logs, default=str) + caplog.text + "".join(capfd.readouterr())
    failures = [line for line in logs if line["log_level"] == "error" and "trace" not in line]
    assert failures[-1]["request"] == name
    for secret in (WORD, key, reader, wrong):
        assert secret not in written
        assert secret.rpartition("_")[2] not in written


def test_the_database_has_no_secret_of_a_key(
    client: Client, make_key: MakeKey, database: Engine
) -> None:
    """Whoever reads the database, or a copy of it, can use no key and no session."""
    key = make_key("coast-guard")
    assert client.get("/v1/localities", headers=bearer(key)).status_code == 200
    with database.connect() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM api_keys").fetchall()
    assert rows
    assert key.split("_")[2] not in str(rows)
