"""Files and standard input, read into profiles: bounded, without surprises, faults with lines."""

import json
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from api.cli.failures import UsageFaultsError, refuse
from engine.errors import Fault, NotFoundError, ProfileError
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


class _RefusedJsonError(ValueError):
    def __init__(self, what: Text) -> None:
        self.what = what
        super().__init__(what.en)


def _json(name: str, raw: bytes) -> Any:
    """JSON without duplicate keys and without numbers that are none."""
    try:
        if len(raw) > MAXIMUM_BYTES:
            _refuse_json("the file is too large", "el archivo es demasiado grande")
        text = raw.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        fault = Fault(f"{name}:1", Text("the file is not UTF-8", "el archivo no está en UTF-8"))
    except json.JSONDecodeError as error:
        what = Text(f"malformed JSON: {error.msg}", f"JSON mal formado: {error.msg}")
        fault = Fault(f"{name}:{error.lineno}", what)
    except _RefusedJsonError as error:
        fault = Fault(name, error.what)
    except RecursionError:
        fault = Fault(name, Text("nested too deeply", "anidamiento demasiado profundo"))
    except ValueError:  # a number with thousands of digits
        fault = Fault(name, Text("a number is too long", "un número es demasiado largo"))
    raise ProfileError([fault])


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            _refuse_json(f"the key '{key}' stands twice", f"la clave «{key}» aparece dos veces")
        found[key] = value
    return found


def _no_constant(word: str) -> NoReturn:
    _refuse_json(f"'{word}' is not a number", f"«{word}» no es un número")


def _refuse_json(en: str, es: str) -> NoReturn:
    raise _RefusedJsonError(Text(en, es))
