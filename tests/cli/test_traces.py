"""``remanso replay``, ``dossier``, ``verify-dossier`` and ``signing-key``, as one types them."""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from litestar.testing import TestClient

from api.app import create_app
from api.dossier.signing import FILE_NAME
from api.settings import Settings
from api.store.database import connect, upgrade
from engine.knowledge.model import Knowledge
from engine.library import rules_folder
from engine.source import Program, program
from tests.cli.conftest import Run
from tests.cli.test_bad_input import told

RULE = "cut-off-showed-early-results"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('store')}/remanso.sqlite3"


@pytest.fixture(scope="module")
def decision(url: str, knowledge: Knowledge) -> str:
    """A decision on Puerto Claro, made by a server that has stopped; its name."""
    database = connect(url)
    upgrade(database)
    with TestClient(create_app(Settings(url), knowledge, database)) as client:
        body = {"profile": {"name": "Puerto Claro", "factors": {"prison_control": "inmate_run"}}}
        locality = client.post("/v1/localities", json=body).json()["id"]
        asked = {"explain": "summary"}
        response = client.post(
            f"/v1/localities/{locality}/decisions", json=asked, headers={"X-Asked-By": "Ana"}
        )
    return str(response.json()["decision_id"])


@pytest.fixture
def run(remanso: Run, url: str, tmp_path: Path) -> Callable:
    """A command that works on this database."""
    return partial(remanso, env={"REMANSO_DATABASE_URL": url})


@pytest.fixture
def dossier(run: Callable, decision: str, tmp_path: Path) -> Path:
    path = tmp_path / "dossier.zip"
    result = run("dossier", decision, "--output", path)
    assert result.exit_code == 0, result.output
    assert result.stderr == f"written to {path}\n"
    return path


def test_a_decision_is_replayed(run: Callable, decision: str) -> None:
    """In words, in either language, and for programs."""
    shown = run("replay", decision)
    assert shown.exit_code == 0, shown.output
    assert "same answer, byte for byte" in " ".join(shown.stdout.split())
    assert "The rules are the same today" in " ".join(shown.stdout.split())
    assert "LAS REGLAS DE HOY" in run("replay", decision, "--lang", "es").stdout
    found = json.loads(run("replay", decision, "--format", "json").stdout)
    assert found["same_bytes"] is True
    assert found["decision"]["asked_by"] == "Ana"


@pytest.mark.slow
def test_a_decision_is_replayed_after_the_rules_changed(
    remanso: Run, url: str, decision: str, tmp_path: Path
) -> None:
    """The answer comes again under the rules of then; what today's say otherwise is listed."""
    rules = tmp_path / "rules"
    shutil.copytree(rules_folder(), rules)
    (path,) = rules.rglob(f"{RULE}.yaml")
    text = path.read_text("utf-8")
    assert "\nstatus: trial\n" in text
    path.write_text(text.replace("\nstatus: trial\n", "\nstatus: withdrawn\n"), "utf-8")
    environment = {
        "REMANSO_DATABASE_URL": url,
        "REMANSO_RULES": str(rules),
        "REMANSO_CACHE": str(tmp_path / "cache"),
    }
    result = remanso("replay", decision, env=environment)
    assert result.exit_code == 0, result.output
    assert "byte for byte" in " ".join(result.stdout.split())
    assert "RANKS UP AND DOWN" in result.stdout
    assert f"removed: {RULE}" in result.stdout


def test_a_replay_with_another_answer_ends_with_1(
    run: Callable, decision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.replay.serialised", lambda _: b"another answer")
    result = run("replay", decision)
    assert result.exit_code == 1
    assert "should not be" in " ".join(result.stdout.split())


def test_a_dossier_is_verified_with_the_key_of_the_installation(
    run: Callable, remanso: Run, url: str, dossier: Path, tmp_path: Path
) -> None:
    """The key is printed, kept in a file, and expected; no database is needed to check."""
    printed = run("signing-key")
    key = tmp_path / "ministry.pem"
    key.write_text(printed.stdout)
    fingerprint = printed.stderr.removeprefix("fingerprint: ").strip()
    nowhere = {"REMANSO_DATABASE_URL": "sqlite:////nonexistent/none.sqlite3"}
    for given in (key, fingerprint):
        result = remanso("verify-dossier", dossier, "--key", given, env=nowhere)
        assert result.exit_code == 0, result.output
        assert f"signed with the key that you expect: {fingerprint}" in result.stdout
        assert "asked by Ana" in result.stdout
        assert "same answer, byte for byte" in result.stdout
    assert Path(url.removeprefix("sqlite:///")).with_name(FILE_NAME).exists()


def test_without_a_key_it_is_said_what_was_not_checked(remanso: Run, dossier: Path) -> None:
    """Plainly, in either language."""
    result = remanso("verify-dossier", dossier)
    assert result.exit_code == 0, result.output
    assert "Who signed it was NOT checked" in result.stdout
    assert "NO se comprobó quién lo firmó" in (
        remanso("verify-dossier", dossier, "--lang", "es").stdout
    )


def test_a_tampered_dossier_is_refused(remanso: Run, dossier: Path) -> None:
    """One byte of the profile is enough."""
    content = dossier.read_bytes()
    assert content.count(b"Puerto Claro") > 1
    dossier.write_bytes(content.replace(b"Puerto Claro", b"Puerto Oscuro"[:12], 1))
    told(remanso("verify-dossier", dossier), 1, "dossier: ")


def test_a_dossier_of_another_signer_is_refused(remanso: Run, dossier: Path) -> None:
    told(remanso("verify-dossier", dossier, "--key", "0" * 64), 1, "signed with another key")


def test_another_program_that_gives_another_answer_ends_with_3(
    remanso: Run, dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sound, signed, not confirmed: neither 0 nor 1."""
    other = Program("0.2.0", "f" * 64, program().libraries)
    monkeypatch.setattr("api.dossier.verifying.program", lambda: other)
    result = remanso("verify-dossier", dossier)
    assert result.exit_code == 0
    assert "another state of the program" in result.stdout
    monkeypatch.setattr("api.replay.serialised", lambda _: b"another answer")
    result = remanso("verify-dossier", dossier)
    assert result.exit_code == 3
    assert "ANOTHER answer" in result.stdout


def test_what_is_not_there_is_told(run: Callable, remanso: Run, tmp_path: Path) -> None:
    """A decision, a file, a key, a folder, a database."""
    told(run("replay", "none"), 2, "there is no decision named 'none'")
    told(run("dossier", "none"), 2, "there is no decision named 'none'")
    told(remanso("verify-dossier", tmp_path / "none.zip"), 2, "there is no such file")
    empty = tmp_path / "empty.zip"
    empty.touch()
    told(remanso("verify-dossier", empty), 1, "not a dossier")
    told(remanso("verify-dossier", empty, "--key", "nonsense"), 2, "--key nonsense", "fingerprint")
    nowhere = {"REMANSO_DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"}
    told(remanso("replay", "x", env=nowhere), 1, "there is no database at")
    assert not (tmp_path / "none.sqlite3").exists()
    connect(f"sqlite:///{tmp_path}/old.sqlite3").connect().close()
    old = {"REMANSO_DATABASE_URL": f"sqlite:///{tmp_path}/old.sqlite3"}
    told(remanso("replay", "x", env=old), 1, "not those of this version")


def test_a_dossier_that_cannot_be_written_is_told(
    run: Callable, decision: str, tmp_path: Path
) -> None:
    path = tmp_path / "none" / "dossier.zip"
    told(run("dossier", decision, "--output", path), 2, f"--output {path}")
