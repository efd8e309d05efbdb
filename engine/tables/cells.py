"""How a value stands in one cell of a profile table.

A level's name; ``true`` or ``false``; a number. Partly known: levels separated by ``|``, a range
``20..40`` (either end may be left out). A factor of several values: values separated by ``+``, or
``none`` for surely none. An empty cell is unknown.
"""

import re
from typing import Any

from engine.possible import Interval, Levels, Possible, Several, Words
from engine.vocabulary import Domain

EITHER, AND, RANGE, NONE = "|", "+", "..", "none"
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z")
_WORDS = {"true": True, "false": False}


def given(domain: Domain, cell: str) -> Any:
    """The value as a profile would give it; the profile's reader refuses what makes no sense."""
    text = cell.strip()
    if not text:
        return None
    match domain.type:
        case "number" if RANGE in text:
            low, _, high = text.partition(RANGE)
            ends = {"at_least": low.strip(), "at_most": high.strip()}
            return {"possible": {name: _number(end) for name, end in ends.items() if end}}
        case "number":
            return _number(text)
        case "several" if text == NONE and NONE not in domain.index:
            return []
        case "several":
            return [part.strip() for part in text.split(AND)]
        case "text":
            return text
        case _ if EITHER in text:
            return {"possible": [_level(domain, part.strip()) for part in text.split(EITHER)]}
        case _:
            return _level(domain, text)


def _number(text: str) -> Any:
    return float(text) if _NUMBER.match(text) else text


def _level(domain: Domain, text: str) -> Any:
    return _WORDS.get(text.lower(), text) if domain.type == "boolean" else text


def cell(domain: Domain, possible: Possible) -> str:
    """The cell that says what is possible; empty for unknown.

    Raises:
        ValueError: of several values some are sure and others possible, which no cell can say.
    """
    if possible == domain.unknown:
        return ""
    match possible:
        case Levels(mask):
            return EITHER.join(level.value for level in domain.named(mask))
        case Interval(low, high) if low == high:
            return repr(low)
        case Interval(low, high):
            return f"{low!r}{RANGE}{high!r}"
        case Several(surely, possibly) if surely == possibly:
            return AND.join(level.value for level in domain.named(surely)) or NONE
        case Words(text):
            return text or ""
    raise ValueError(f"a cell cannot say {possible!r}")
