"""The command line, run in this process and in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.app import app
from engine.advice import advise
from engine.answer import Answer
from engine.knowledge.model import Knowledge

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
PLAIN = {"COLUMNS": "100", "REMANSO_LANG": "en", "NO_COLOR": "1", "TERMINAL_WIDTH": "100"}


@pytest.fixture(scope="session")
def remanso() -> Run:
    """Run ``remanso`` with these arguments, in a terminal of 100 columns that speaks English."""
    runner = CliRunner()

    def run(
        *arguments: object, given: str | bytes | None = None, env: dict[str, str] | None = None
    ) -> Result:
        words = [str(argument) for argument in arguments]
        return runner.invoke(app, words, input=given, env={**PLAIN, **(env or {})})

    return run


@pytest.fixture(scope="session")
def process(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., subprocess.CompletedProcess]:
    """Run ``remanso`` in a process of its own, with a cache of its own, after a few statements."""
    cache = tmp_path_factory.mktemp("cache")

    def run(
        *arguments: str, first: str = "", last: str = "", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess:
        code = "\n".join(
            (
                "import sys",
                first,
                "from api.cli.app import main",
                "try:",
                "    main()",
                "except SystemExit as end:",
                f"    {last or 'pass'}",
                "    raise",
            )
        )
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=ROOT,
            env={**os.environ, **PLAIN, "REMANSO_CACHE": str(cache), **(env or {})},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def guayaquil(knowledge: Knowledge) -> Answer:
    """The advice for a place about which much is known."""
    return advise(knowledge, knowledge.cases["guayaquil-2024"].profile)


@pytest.fixture(scope="session")
def nowhere(knowledge: Knowledge) -> Answer:
    """The advice for a place about which nothing is known."""
    return advise(knowledge, {})
