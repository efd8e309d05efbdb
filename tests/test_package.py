"""The installed package carries the knowledge base and works from any folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from engine.source import source_fingerprint

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    unpacked = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    return unpacked


def test_wheel_answers_from_any_folder(installed: Path, tmp_path: Path) -> None:
    """Outside the checkout, with nothing but the wheel, a documented case gets its advice."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        "REMANSO_CACHE": str(tmp_path / "cache"),
    }
    environment.pop("REMANSO_RULES", None)
    command = [sys.executable, "-c", "from api.cli.app import main; main()"]
    arguments = ["advise", "guayaquil-2024", "--format", "json"]
    result = subprocess.run(
        [*command, *arguments],
        cwd=tmp_path,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )

    answer = json.loads(result.stdout)

    assert len(answer["ranking"]) == 71
    assert answer["claims"]


def test_wheel_has_the_fingerprint_of_the_checkout(installed: Path, tmp_path: Path) -> None:
    """So that a decision made here is known to be of the same program there."""
    result = subprocess.run(
        [sys.executable, "-c", "from engine.source import *; print(source_fingerprint())"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
    )

    assert result.stdout.strip() == source_fingerprint()
