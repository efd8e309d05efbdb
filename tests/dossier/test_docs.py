"""The program that checks a dossier without Remanso, as the documentation prints it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.dossier.manifest import PROFILE
from tests.dossier.making import Made, new_key

PAGE = Path(__file__).parents[2] / "docs" / "traceability.md"


@pytest.fixture(scope="module")
def printed() -> str:
    (found,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    return str(found)


def run(program: str, folder: Path, content: bytes, key: str) -> subprocess.CompletedProcess:
    """The program, in a folder where there is no Remanso, with nothing but the file and the key."""
    (folder / "dossier.zip").write_bytes(content)
    (folder / "key.pem").write_text(key)
    return subprocess.run(
        [sys.executable, "-I", "-c", program, "dossier.zip", "key.pem"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_sound_dossier_passes(printed: str, sound: Made, tmp_path: Path) -> None:
    result = run(printed, tmp_path, sound.content, sound.key.public.pem)
    assert result.stdout == f"signed and whole: {'d' * 32}\n", result.stderr


def test_another_key_or_another_profile_do_not(printed: str, sound: Made, tmp_path: Path) -> None:
    assert "InvalidSignature" in run(printed, tmp_path, sound.content, new_key().public.pem).stderr
    other = sound.with_files({PROFILE: b"{}"})
    changed = other.replace(b"{}", b"[]")
    assert run(printed, tmp_path, changed, sound.key.public.pem).returncode != 0
