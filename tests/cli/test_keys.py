"""Keys from the command line: shown once, listed without their secrets, revoked by their ids."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import Result

from api.access.keys import matches, read_key
from api.store import keys
from api.store.database import connect
from tests.cli.conftest import Run

ASKED = ("--organisation", "health-ministry", "--name", "Planning", "--scope", "advise")


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/kept.sqlite3"


@pytest.fixture
def run(remanso: Run, url: str) -> Callable[..., Result]:
    return lambda *words: remanso("keys", *words, env={"REMANSO_DATABASE_URL": url})


def test_a_key_is_shown_once_and_kept_hashed(run: Callable[..., Result], url: str) -> None:
    """Standard output has the key alone; the database has its Argon2id hash and no secret."""
    made = run("create", *ASKED, "--scope", "read", "--expires", "90d")
    key = read_key(made.stdout.strip())
    assert made.exit_code == 0
    assert key is not None
    assert "not shown again" in made.stderr
    assert "asks everyone for one" in made.stderr
    database = connect(url)
    kept = keys.find(database, key.id)
    database.dispose()
    assert kept is not None
    assert kept.scopes == "read advise"
    assert kept.hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert matches(key, kept.hashed)
    assert key.secret not in str(kept)
    assert kept.expires_at is not None
    assert abs(kept.expires_at - datetime.now(UTC) - timedelta(days=90)) < timedelta(hours=1)


def test_the_list_has_no_secrets(run: Callable[..., Result]) -> None:
    """It says whose, what for, which scopes, and how the key stands; in Spanish too."""
    made = read_key(run("create", *ASKED).stdout.strip())
    assert made is not None
    listed, spanish = run("list"), run("list", "--lang", "es")
    assert made.secret not in listed.output
    assert "argon2" not in listed.output
    row = listed.stdout.rstrip("\n").split("\t")
    assert row == [
        made.id, "health-ministry", "Planning", "advise", "good", "no end", "never", "none"
    ]  # fmt: skip
    assert "vigente" in spanish.stdout


def test_a_key_is_revoked_by_its_id(run: Callable[..., Result]) -> None:
    """Also when the whole key is pasted, whose secret is not repeated; again changes nothing."""
    text = run("create", *ASKED).stdout.strip()
    key = read_key(text)
    assert key is not None
    first, second = run("revoke", text), run("revoke", key.id)
    assert "Revoked" in first.stdout
    assert key.secret not in first.output
    assert "before" in second.stdout
    assert "\trevoked\t" in run("list").stdout


def test_an_unknown_id_is_told_with_the_nearest(run: Callable[..., Result]) -> None:
    """A slip of the pen is found; a secret that was pasted with it is not repeated."""
    key = read_key(run("create", *ASKED).stdout.strip())
    assert key is not None
    wrong = f"{key.id[:-1]}{'0' if key.id[-1] != '0' else '1'}"
    result = run("revoke", f"rmn_{wrong}_{key.secret[:20]}")
    assert result.exit_code == 2
    assert key.id in result.stderr
    assert key.secret[:20] not in result.output


def test_what_a_key_sees_is_said(run: Callable[..., Result]) -> None:
    """A name that was mistyped shows: it is then the first key of an organisation."""
    run("create", *ASKED)
    assert "what the other keys of 'health-ministry' see" in run("create", *ASKED).stderr
    other = run("create", "--organisation", "heath-ministry", *ASKED[2:])
    assert "first key of 'heath-ministry'" in other.stderr


def test_a_database_that_is_not_there_is_not_made_by_looking(run: Callable[..., Result]) -> None:
    """Whoever looks in the wrong place is told which one, and does not believe it empty."""
    for asked in (["list"], ["revoke", "0f1e2d3c4b5a6978"]):
        for _ in range(2):
            result = run(*asked)
            assert result.exit_code != 0
            assert ".sqlite3" in result.stderr
            assert "remanso db upgrade" in result.stderr


def test_no_keys_is_said(remanso: Run, run: Callable[..., Result], url: str) -> None:
    """An empty list says what it means, and where."""
    remanso("db", "upgrade", env={"REMANSO_DATABASE_URL": url})
    result = run("list")
    assert ".sqlite3" in result.stderr
    assert result.exit_code == 0
    assert "own machine only" in result.stderr


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"--organisation": "Health Ministry"}, "--organisation"),
        ({"--organisation": "*"}, "--organisation"),
        ({"--organisation": "../other"}, "--organisation"),
        ({"--name": " "}, "--name"),
        ({"--expires": "tomorrow"}, "--expires"),
        ({"--expires": "0d"}, "--expires"),
        ({"--scope": "everything"}, "--scope"),
    ],
)
def test_what_cannot_be_is_refused(
    run: Callable[..., Result], changed: dict[str, str], named: str
) -> None:
    """Each wrong option is named, in both languages, and no key is made."""
    asked = {**dict(zip(ASKED[::2], ASKED[1::2], strict=True)), **changed}
    words = [word for pair in asked.items() for word in pair]
    for spoken in ("en", "es"):
        result = run("create", *words, "--lang", spoken)
        assert result.exit_code == 2
        assert named in re.sub(r"\x1b\[[0-9;]*m", "", result.stderr)
    assert run("list").stdout == ""


def test_a_key_has_limits_of_its_own(run: Callable[..., Result], url: str) -> None:
    """Given when it is made or later; what is not named stays, and 'server' takes one back."""
    text = run("create", *ASKED, "--rate", "600", "--table-limit", "1000000").stdout.strip()
    key_id = text.split("_")[1]
    assert "600 points a minute, 1000000 bytes a table" in run("list").stdout
    said = run("limit", text, "--body-limit", "5000", "--rate", "server", "--lang", "es")
    assert said.exit_code == 0
    assert "5000 bytes por solicitud, 1000000 bytes por tabla" in said.stdout
    database = connect(url)
    kept = keys.find(database, key_id)
    database.dispose()
    assert kept is not None
    assert (kept.rate, kept.body_limit, kept.table_limit) == (None, 5_000, 1_000_000)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--rate", "-1"), "--rate"),
        (("--rate", "many"), "from 0 to 100000000, or 'server'"),
        (("--body-limit", "0"), "from 1 to 1000000000"),
        (("--table-limit", "9" * 30), "from 1 to 1000000000000"),
        ((), "say what to change"),
    ],
)
def test_a_limit_that_is_none_is_told(
    run: Callable[..., Result], words: tuple[str, ...], told: str
) -> None:
    key = run("create", *ASKED).stdout.strip()
    result = run("limit", key, *words)
    assert result.exit_code == 2
    assert told in result.stderr
