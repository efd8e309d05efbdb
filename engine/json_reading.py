"""JSON read strictly: what a lenient reader would guess at is refused, with the reason.

Python's reader takes ``NaN``, lets the last of two equal keys win, and stumbles over deep nesting.
Here each of these is a fault that the caller is told, because a profile that says two things about
one factor must not be answered as if it said one.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NoReturn

from engine.errors import Fault, FaultsError
from engine.text import Text

MAXIMUM_DEPTH = 32
MAXIMUM_DIGITS = 300  # of a whole number; beyond about 308 it is no longer a number to a computer
BODY = "body"  # where a fault of the whole stands
_SHOWN = 80  # characters of a key, where it is told
# Where something stands: its key behind the place of what holds it. Written out only when told.
_Place = tuple["_Place", str | int] | None
_SUSPECT = re.compile(r"\\u(?:d[89a-f]|0000)", re.IGNORECASE)


class NotJsonError(FaultsError):
    """Bytes are not JSON, or not JSON that can be kept; ``line`` is where reading stopped."""

    def __init__(self, faults: Iterable[Fault], line: int | None = None) -> None:
        self.line = line
        super().__init__(faults)


class _RefusedError(Exception):
    """What a value is refused for, on its way to a fault."""

    def __init__(self, what: Text) -> None:
        self.what = what


def read_json(body: bytes, depth: int = MAXIMUM_DEPTH) -> Any:
    """The value of a JSON body.

    Raises:
        NotJsonError: it is not UTF-8, not JSON, nested too deeply, names a key twice, holds a
            number that is none (NaN, Infinity, 1e999), or a character that cannot be kept.
    """
    try:
        text = body.decode("utf-8-sig")
        value = _parse(text)
    except UnicodeDecodeError as error:
        _refuse(BODY, Text(f"not UTF-8: byte {error.start}", f"no es UTF-8: byte {error.start}"))
    except json.JSONDecodeError as error:
        _refuse(BODY, _misplaced(error), error.lineno)
    except RecursionError:
        _refuse(BODY, _TOO_DEEP)
    except _RefusedError as error:
        _refuse(BODY, error.what)
    _inspect(value, None, depth, texts=_SUSPECT.search(text) is not None)
    return value


def _parse(text: str) -> Any:
    return json.loads(
        text,
        object_pairs_hook=_mapping,
        parse_constant=_constant,
        parse_float=_float,
        parse_int=_int,
    )


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _),) = Counter(key for key, _ in pairs).most_common(1)
        shown = json.dumps(twice[:_SHOWN])
        raise _RefusedError(
            Text(f"the key {shown} is given twice", f"la clave {shown} aparece dos veces")
        )
    return found


def _constant(name: str) -> NoReturn:
    raise _RefusedError(Text(f"{name} is not a number in JSON", f"{name} no es un número en JSON"))


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise _RefusedError(_TOO_LARGE)
    return value


def _int(digits: str) -> int:
    if len(digits) > MAXIMUM_DIGITS:
        raise _RefusedError(_TOO_LARGE)
    return int(digits)


def _inspect(value: Any, place: _Place, depth: int, *, texts: bool) -> None:
    """Refuse what no reader below could keep: too deep a nesting and, if looked for, bad texts."""
    if isinstance(value, str):
        if texts and not can_be_kept(value):
            _refuse(_where(place) or BODY, BAD_TEXT)
    elif isinstance(value, dict | list):
        if depth == 0:
            _refuse(_where(place), _TOO_DEEP)
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            if texts and isinstance(key, str) and not can_be_kept(key):
                _refuse(_where(place) or BODY, BAD_TEXT)
            _inspect(item, (place, key), depth - 1, texts=texts)


def _where(place: _Place) -> str:
    """A place in words: ``profile.groups.0.name``."""
    keys: list[str] = []
    while place is not None:
        place, key = place
        text = str(key)
        keys.append(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
    return ".".join(reversed(keys))


def can_be_kept(text: str) -> bool:
    """Whether every store can hold a text.

    Lone surrogates have no UTF-8; some databases end a text at U+0000.
    """
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _misplaced(error: json.JSONDecodeError) -> Text:
    return Text(
        f"not JSON: something is wrong at line {error.lineno}, column {error.colno}",
        f"no es JSON: hay un error en la línea {error.lineno}, columna {error.colno}",
    )


def _refuse(where: str, what: Text, line: int | None = None) -> NoReturn:
    raise NotJsonError([Fault(where, what)], line)


_TOO_DEEP = Text(
    f"nested more than {MAXIMUM_DEPTH} levels deep", f"más de {MAXIMUM_DEPTH} niveles de anidación"
)
_TOO_LARGE = Text("a number is too large", "hay un número demasiado grande")
BAD_TEXT = Text(
    "the text has a character that cannot be kept (U+0000 or half of a pair)",
    "el texto tiene un carácter que no se puede guardar (U+0000 o la mitad de un par)",
)
