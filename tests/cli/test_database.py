"""``remanso db``: made, looked over, copied and put back, in the words of both languages."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def at(tmp_path: Path) -> dict[str, str]:
    return {"REMANSO_DATABASE_URL": f"sqlite:///{tmp_path}/data.sqlite3"}


def test_from_nothing_to_a_restored_copy(remanso: Run, at: dict[str, str], tmp_path: Path) -> None:
    """The path of an administrator, command by command."""
    file = tmp_path / "data.backup"
    assert "is up to date" in remanso("db", "upgrade", env=at).stdout
    checked = remanso("db", "check", env=at)
    assert checked.exit_code == 0
    assert "all is well" in checked.stdout
    assert "decisions 0" in checked.stdout
    copied = remanso("db", "backup", file, env=at)
    assert copied.exit_code == 0
    assert str(file) in copied.stdout
    assert f"{tmp_path}/data.batches and {tmp_path}/signing-key.pem" in copied.stdout
    new = {"REMANSO_DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3"}
    restored = remanso("db", "restore", file, "--lang", "es", env=new)
    assert restored.exit_code == 0, restored.stderr
    assert "se compararon" in restored.stdout
    assert f"{tmp_path}/new.batches" in restored.stdout
    assert f"{tmp_path}/signing-key.pem" in restored.stdout
    assert "todo está bien" in remanso("db", "check", "--lang", "es", env=new).stdout


def test_a_check_of_tables_that_are_old_or_not_there(
    remanso: Run, at: dict[str, str], tmp_path: Path
) -> None:
    """What is missing is told with the command that makes it, and nothing is made by looking."""
    for command in (("check",), ("backup", tmp_path / "x.backup")):
        result = remanso("db", *command, env=at)
        assert result.exit_code == 1
        assert "remanso db upgrade" in result.stderr
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "data.sqlite3").touch()
    result = remanso("db", "check", env=at)
    assert result.exit_code == 1
    assert "remanso db upgrade" in result.stdout


def test_a_backup_does_not_overwrite(remanso: Run, at: dict[str, str], tmp_path: Path) -> None:
    """A second backup under the same name is refused in both languages."""
    remanso("db", "upgrade", env=at)
    file = tmp_path / "data.backup"
    remanso("db", "backup", file, env=at)
    told = [remanso("db", "backup", file, "--lang", lang, env=at) for lang in ("en", "es")]
    assert [result.exit_code for result in told] == [1, 1]
    assert told[0].stderr != told[1].stderr
    assert "choose another name" in told[0].stderr


@pytest.mark.parametrize("command", ["upgrade", "check"])
def test_a_password_is_never_printed(remanso: Run, command: str) -> None:
    """A server that cannot be reached is told by its address alone."""
    url = "postgresql://remanso:hush-hush@127.0.0.1:1/remanso"
    result = remanso("db", command, env={"REMANSO_DATABASE_URL": url})
    assert result.exit_code == 1
    assert "postgresql://127.0.0.1:1/remanso cannot be used" in result.stderr
    assert "hush" not in result.output
