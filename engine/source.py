"""What computes an answer: this version, this very source, and the libraries that it leans on.

The version is for people and changes when somebody decides so. The fingerprint changes with every
byte of the source, so that an answer can be traced to the program that gave it.
"""

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from engine import __version__

# Those whose version can change an answer's bytes: inference, draws, the writing of numbers.
_LIBRARIES = ("durable-rules", "numpy", "pydantic")


@dataclass(frozen=True)
class Program:
    """One state of the program, on one machine."""

    version: str
    fingerprint: str
    libraries: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=1)
def program() -> Program:
    """The program that runs."""
    libraries = {name: metadata.version(name) for name in _LIBRARIES}
    return Program(
        __version__, source_fingerprint(), {"python": platform.python_version(), **libraries}
    )


@lru_cache(maxsize=1)
def source_fingerprint() -> str:
    """The fingerprint of the source that runs: of what its folder holds when first asked for."""
    return fingerprint_of(Path(__file__).resolve().parent)


def fingerprint_of(folder: Path) -> str:
    """SHA-256 over every ``*.py`` below: path and content of each, in the order of the paths.

    The same in a checkout and in an installed wheel.
    """
    paths = sorted((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*.py"))
    digest = hashlib.sha256()
    for name, path in paths:
        digest.update(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {name}\n".encode())
    return digest.hexdigest()
