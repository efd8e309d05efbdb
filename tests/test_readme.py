"""The README's session, executed line by line and compared.

A line ``...`` in the expected output stands for any lines. The port is replaced by a free one, so
that the test never meets another server.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMAND = re.compile(r"^\$ (.*)$")


def sessions() -> list[tuple[str, str]]:
    """Every command of the README's console blocks, with the output shown for it."""
    found: list[tuple[str, str]] = []
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL):
        command: str | None = None
        shown: list[str] = []
        for line in block.splitlines():
            match = COMMAND.match(line)
            if match and command is not None and command.endswith("\\"):
                raise AssertionError("a continued command line needs no prompt")
            if match:
                if command is not None:
                    found.append((command, "\n".join(shown)))
                command, shown = match[1], []
            elif command is not None and command.endswith("\\"):
                command = command[:-1] + line.strip()
            else:
                shown.append(line)
        if command is not None:
            found.append((command, "\n".join(shown)))
    return found


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh user's environment: no cache, no database, a terminal of 100 columns."""
    folder = tmp_path_factory.mktemp("readme")
    scripts = Path(sys.executable).parent
    return {
        **os.environ,
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "REMANSO_CACHE": str(folder / "cache"),
        "REMANSO_DATABASE_URL": f"sqlite:///{folder / 'remanso.sqlite3'}",
        "REMANSO_LANG": "en",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that holds what the checkout holds, for what the session leaves behind."""
    for path in ROOT.iterdir():
        if not path.name.startswith("."):
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


@pytest.fixture(scope="module")
def server(port: int, environment: dict[str, str]) -> Iterator[None]:
    """What ``make run`` starts, on a free port."""
    process = subprocess.Popen(
        ["remanso", "serve", "--port", str(port)],
        cwd=ROOT,
        env=environment,
        executable=shutil.which("remanso", path=environment["PATH"]),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait(port, process)
        yield
    finally:
        process.terminate()
        process.communicate()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            assert process.stdout is not None
            raise AssertionError(process.stdout.read().decode())
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/health").close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not come up")


def _pattern(shown: str) -> re.Pattern[str]:
    parts = [re.escape(part.strip("\n")) for part in re.split(r"^\.\.\.$", shown, flags=re.M)]
    return re.compile(r"\s*" + r"(?:.*?\n)??\s*".join(parts) + r"\s*", re.DOTALL)


@pytest.mark.usefixtures("server")
def test_readme_session(port: int, environment: dict[str, str], checkout: Path) -> None:
    """Every command of the README prints what the README shows."""
    steps = [step for step in sessions() if not step[0].startswith(("make ", "git "))]
    assert any(command.startswith("remanso advise guayaquil") for command, _ in steps)
    assert any(command.startswith("curl") for command, _ in steps)
    for command, shown in steps:
        result = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command.replace(":8000", f":{port}")],
            cwd=checkout,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

        printed = result.stdout.replace(f":{port}", ":8000")
        assert _pattern(shown).fullmatch(printed), f"{command}\n{printed}\n{result.stderr}"
