"""Files and standard input, read into profiles: bounded, without surprises, faults with lines."""

import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from api.cli.failures import UsageFaultsError, refuse
from engine.errors import Fault, NotFoundError, ProfileError
from engine.json_reading import BODY, NotJsonError, read_json
from engine.knowledge.documents import MAXIMUM_BYTES, Document, parse_document
from engine.knowledge.model import Knowledge
from engine.text import Text

ENDINGS = (".yaml", ".yml", ".json")
CASE = Text("documented case", "caso documentado")


@dataclass(frozen=True)
class Given:
    """What the caller gave: the data, what it is called, and the line of each place in it."""

    name: str
    data: Any
    lines: Mapping[str, int]

    def located(self, fault: Fault) -> Fault:
        """The fault with the line it stands on, where lines are known."""
        if not self.lines:
            return replace(fault, where=f"{self.name}: {fault.where}")
        way = fault.where
        while way and way not in self.lines:
            way = way.rpartition(".")[0]
        return replace(fault, where=f"{self.name}:{self.lines.get(way, 1)}: {fault.where}")


def profile_given(name: str, knowledge: Knowledge) -> Given:
    """A profile from a file, from standard input (``-``), or of a documented case.

    Raises:
        UsageFaultsError: there is no such file.
        NotFoundError: there is no such documented case.
        ProfileError: the file is not well-formed.
    """
    if name == "-":
        given = parsed("standard input", sys.stdin.buffer.read(MAXIMUM_BYTES + 1))
        return replace(given, data=_without_id(given.data))
    if name in knowledge.cases:
        return Given(name, knowledge.cases[name].profile, {})
    path = Path(name)
    if path.suffix.lower() in ENDINGS or len(path.parts) > 1 or path.exists():
        given = parsed(name, content(path))
        return replace(given, data=_without_id(given.data))
    raise NotFoundError(CASE, name, knowledge.cases)


def _without_id(data: Any) -> Any:
    """A profile without its name in a table: a line that ``remanso import`` wrote is a profile."""
    if isinstance(data, dict) and isinstance(data.get("id"), str | int):
        return {key: value for key, value in data.items() if key != "id"}
    return data


def content(path: Path, limit: int = MAXIMUM_BYTES) -> bytes:
    """The bytes of a file, one more than is allowed at most.

    Raises:
        UsageFaultsError: there is no such file, or it cannot be read.
    """
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            refuse(str(path), Text("this is a folder, not a file", "es una carpeta, no un archivo"))
        with path.open("rb") as file:
            return file.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        refuse(str(path), Text("there is no such file", "no existe ese archivo"))
    except (OSError, ValueError) as error:  # ValueError: a null character in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageFaultsError([Fault(str(path), Text.same(reason))]) from error


def parsed(name: str, raw: bytes) -> Given:
    """The data of a file: JSON when it looks like JSON, else YAML.

    Raises:
        ProfileError: it is neither.
    """
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if name.lower().endswith(".json") or (start in (b"{", b"[") and not _says_yaml(name)):
        return Given(name, _json(name, raw), {})
    document = yaml_document(name, raw)
    lines = {".".join(map(str, loc)): line for loc, line in document.lines.items()}
    return Given(name, document.data, lines)


def _says_yaml(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def yaml_document(name: str, raw: bytes) -> Document:
    """A YAML document with its lines.

    Raises:
        ProfileError: it is malformed, too large, or uses anchors or tags.
    """
    faults: list[Fault] = []
    document = parse_document(name, raw, faults)
    if document is None:
        raise ProfileError(faults)
    return document


def _json(name: str, raw: bytes) -> Any:
    """JSON, read as strictly as the service reads it."""
    if len(raw) > MAXIMUM_BYTES:
        raise ProfileError([Fault(name, _TOO_LARGE)])
    try:
        return read_json(raw)
    except NotJsonError as error:
        whole = name if error.line is None else f"{name}:{error.line}"
        raise ProfileError(
            replace(fault, where=whole if fault.where == BODY else f"{name}: {fault.where}")
            for fault in error.faults
        ) from error


_TOO_LARGE = Text("the file is too large", "el archivo es demasiado grande")
