"""``remanso report``: a file to take to a meeting."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from api.speech import safe
from tests.cli.conftest import Run

CASE = "duran-2024"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_pdf_is_written_that_is_named_after_the_place(remanso: Run, folder: Path) -> None:
    """Without options: a PDF in this folder, and where it went on standard error."""
    result = remanso("report", CASE, "--language", "es")
    assert result.exit_code == 0, result.output
    (found,) = folder.iterdir()
    assert found.name.startswith("remanso-duran-ecuador-es-")
    assert found.name in result.stderr
    reader = PdfReader(io.BytesIO(found.read_bytes()))
    assert "Qué no debe hacerse aquí" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("name", "begins"), [("a.html", "<!DOCTYPE html>"), ("a.md", "*Advice on"), ("a.pdf", "%PDF")]
)
def test_the_ending_says_the_form(remanso: Run, folder: Path, name: str, begins: str) -> None:
    result = remanso("report", CASE, "--output", folder / name)
    assert result.exit_code == 0, result.output
    assert (folder / name).read_bytes().decode("utf-8", "replace").startswith(begins)


def test_the_form_asked_for_beats_the_ending(remanso: Run, folder: Path) -> None:
    remanso("report", CASE, "--format", "md", "--output", folder / "a.txt")
    assert (folder / "a.txt").read_text("utf-8").startswith("*Advice on")


def test_the_same_day_has_the_same_bytes(remanso: Run, folder: Path) -> None:
    for name in ("a.md", "b.md", "c.md"):
        day = "2026-01-02" if name != "c.md" else "2026-01-03"
        remanso("report", CASE, "--output", folder / name, "--date", day)
    assert (folder / "a.md").read_bytes() == (folder / "b.md").read_bytes()
    assert (folder / "a.md").read_bytes() != (folder / "c.md").read_bytes()


def test_a_file_is_replaced_only_when_asked(remanso: Run, folder: Path) -> None:
    path = folder / "a.md"
    path.write_text("mine", "utf-8")
    refused = remanso("report", CASE, "--output", path)
    assert refused.exit_code == 2
    assert "--overwrite" in refused.stderr
    assert path.read_text("utf-8") == "mine"
    assert remanso("report", CASE, "--output", path, "--overwrite").exit_code == 0
    assert path.read_text("utf-8") != "mine"


def test_a_folder_that_is_not_there_is_said(remanso: Run, folder: Path) -> None:
    result = remanso("report", CASE, "--output", folder / "none" / "a.md")
    assert result.exit_code == 2
    assert safe(str(folder / "none" / "a.md")) in result.stderr


def test_a_faulty_profile_is_refused_with_its_line(remanso: Run, folder: Path) -> None:
    profile = folder / "town.yaml"
    profile.write_text("name: Town\nfactors:\n  extortion: much\n", "utf-8")
    result = remanso("report", profile)
    assert result.exit_code == 1
    assert "town.yaml:3" in result.stderr
    assert [path.name for path in folder.iterdir()] == ["town.yaml"]


def test_weights_are_those_given(remanso: Run, folder: Path) -> None:
    remanso("report", CASE, "--output", folder / "a.md", "--weights", "problem=0,feasibility=9")
    text = (folder / "a.md").read_text("utf-8")
    assert "| Feasibility | 0.94 |" in text
