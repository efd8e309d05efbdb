"""The fingerprint of the engine's source changes with every byte of it, and with nothing else."""

import shutil
from pathlib import Path

import engine
from engine.source import fingerprint_of, program, source_fingerprint

SOURCE = Path(engine.__file__).parent


def test_every_change_of_the_source_changes_the_fingerprint(tmp_path: Path) -> None:
    """A byte, a name, a file more, a file less; also in a folder below."""
    copied = Path(shutil.copytree(SOURCE, tmp_path / "engine"))
    found = [fingerprint_of(copied)]
    with (copied / "columns" / "ranking.py").open("a") as file:
        file.write("#\n")
    found.append(fingerprint_of(copied))
    (copied / "more.py").touch()
    found.append(fingerprint_of(copied))
    (copied / "more.py").rename(copied / "other.py")
    found.append(fingerprint_of(copied))
    (copied / "other.py").unlink()
    (copied / "possible.py").unlink()
    found.append(fingerprint_of(copied))
    assert found[0] == source_fingerprint()
    assert len(set(found)) == len(found)


def test_what_is_no_source_does_not_change_it(tmp_path: Path) -> None:
    """Compiled files, editors' leavings, the place where it lies."""
    copied = Path(shutil.copytree(SOURCE, tmp_path / "elsewhere" / "engine"))
    (copied / "notes.txt").write_text("x")
    (copied / "__pycache__").mkdir(exist_ok=True)
    (copied / "__pycache__" / "x.cpython-311.pyc").write_text("x")
    assert fingerprint_of(copied) == source_fingerprint()


def test_the_program_names_what_can_change_an_answer() -> None:
    """Its version, its source, and the libraries behind inference, draws and numbers."""
    assert program().version == engine.__version__
    assert set(program().libraries) == {"python", "durable-rules", "numpy", "pydantic"}
