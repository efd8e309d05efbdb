"""One edition of the rules as the service answers by it, and the one that it answers by now.

A request takes the current edition once, at its beginning, and is answered by it to its end; an
edition that no request uses any more goes, with all that was worked out from it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.requests import RequestModels
from api.views.coverage import CoverageView
from engine.knowledge.model import Knowledge
from engine.text import Language

Files = Mapping[str, bytes]


def read_files(folder: Path) -> Files:
    """The files of a knowledge base by their paths; whatever else lies there is left out.

    Raises:
        OSError: a file cannot be read, or went away meanwhile.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yaml", ".json") and path.is_file()
    }


def write_files(files: Files, folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@contextmanager
def laid_out(files: Files) -> Iterator[Path]:
    """The files in a folder, for as long as they are looked at."""
    with TemporaryDirectory(prefix="remanso-") as folder:
        write_files(files, Path(folder))
        yield Path(folder)


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition: the rules, the models of requests that follow from them, and their files.

    The files are those that the rules were read from, whatever became of them on disk since.

    ``description`` is the API as it is under these rules (OpenAPI). ``is_locked`` says whether the
    lock of the rules is of these very rules. ``coverage`` is filled when it is first asked for.
    """

    knowledge: Knowledge
    requests: RequestModels
    files: Files
    description: Mapping[str, Any]
    is_locked: bool = True
    coverage: dict[Language, CoverageView] = field(default_factory=dict)


@dataclass
class Current:
    """The edition in use; to set it is one step, which no request sees half done."""

    edition: Edition
