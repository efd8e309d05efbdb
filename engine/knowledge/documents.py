"""YAML files read with the line of every value, so that a fault can say where it stands.

Only the plain core of YAML is accepted: no anchors, aliases or tags (an alias can hide a bomb, a
tag can name a type), no duplicate keys, and nothing but ``true``, ``false``, ``null`` and numbers
is anything else than text (YAML 1.1 would read the level ``no`` as a boolean).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.errors import Fault
from engine.text import Text

Loc = tuple[str | int, ...]

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
MAXIMUM_BYTES = 2_000_000
MAXIMUM_DEPTH = 40
MAXIMUM_DIGITS = 400  # Python refuses to read much longer numbers; beyond, it stays text

_TOO_LARGE = Text("the file is too large", "el archivo es demasiado grande")
_ONE_DOCUMENT = Text("one document per file", "un documento por archivo")


@dataclass(frozen=True)
class Document:
    """One file: its data, and the line of every path into it."""

    path: str
    data: Any
    lines: Mapping[Loc, int]
    content_hash: str

    def where(self, loc: Iterable[str | int] = ()) -> str:
        """``path:line`` of the nearest place that the file has on the way to ``loc``."""
        way = tuple(loc)
        while way and way not in self.lines:
            way = way[:-1]
        return f"{self.path}:{self.lines.get(way, 1)}"

    def line(self, loc: Iterable[str | int]) -> int:
        return int(self.where(loc).rsplit(":", 1)[1])


class _RefusedError(Exception):
    def __init__(self, event: yaml.Event | None, what: Text) -> None:
        self.line = _line(event) if event else 1
        self.what = what
        super().__init__(what.en)


def read_document(root: Path, path: Path, faults: list[Fault]) -> Document | None:
    """Read one file; what is wrong with it as YAML goes to ``faults``."""
    return parse_document(path.relative_to(root).as_posix(), path.read_bytes(), faults)


def parse_document(name: str, raw: bytes, faults: list[Fault]) -> Document | None:
    """Read YAML that need not stand in a file (a profile may come by standard input)."""
    try:
        if len(raw) > MAXIMUM_BYTES:
            raise _RefusedError(None, _TOO_LARGE)
        reader = _Reader(raw.decode("utf-8"))
        data = reader.document()
        return Document(name, data, reader.lines, content_hash(data))
    except UnicodeDecodeError:
        line, what = 1, Text("the file is not UTF-8", "el archivo no está en UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = error.problem or "?"
        what = Text(f"malformed YAML: {problem}", f"YAML mal formado: {problem}")
    except yaml.YAMLError as error:
        line, what = 1, Text(f"malformed YAML: {error}", f"YAML mal formado: {error}")
    except _RefusedError as error:
        line, what = error.line, error.what
    faults.append(Fault(f"{name}:{line}", what))
    return None


def content_hash(data: Any) -> str:
    """A hash of what the data says, whatever its layout or the order of its keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Reader:
    """Builds the data from the parser's events, so that nothing is expanded before it is seen."""

    def __init__(self, text: str) -> None:
        self.events = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.lines: dict[Loc, int] = {}

    def document(self) -> Any:
        data, seen = None, False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    raise _RefusedError(event, _ONE_DOCUMENT)
                seen = True
                data = self.value(next(self.events), ())
        return data

    def value(self, event: yaml.Event, loc: Loc) -> Any:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(event, Text("no anchors or aliases", "sin anclas ni alias"))
        if getattr(event, "tag", None):
            raise _RefusedError(event, Text("no tags", "sin etiquetas"))
        if len(loc) > MAXIMUM_DEPTH:
            raise _RefusedError(event, Text("nested too deeply", "anidamiento demasiado profundo"))
        self.lines.setdefault(loc, _line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(loc)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(loc)
        assert isinstance(event, yaml.ScalarEvent)
        return _scalar(event)

    def sequence(self, loc: Loc) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.value(event, (*loc, len(items))))
        return items

    def mapping(self, loc: Loc) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _RefusedError(
                    event, Text("a key must be a word", "una clave debe ser una palabra")
                )
            key = event.value
            if key in result:
                raise _RefusedError(
                    event,
                    Text(f"the key '{key}' stands twice", f"la clave «{key}» aparece dos veces"),
                )
            self.lines[(*loc, key)] = _line(event)
            result[key] = self.value(next(self.events), (*loc, key))
        return result


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = event.value
    if event.style:  # quoted or block: always text
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= MAXIMUM_DIGITS and _NUMBER.match(text):
        return float(text) if any(mark in text for mark in ".eE") else int(text)
    return text
