"""JSON that the engine's reader understands: numbers with a point and without an exponent.

The engine's own reader knows neither exponents nor infinities, tells ``2`` from ``2.0`` when it
joins, and compares strings beyond 65,535 bytes only in part; so numbers are written out and long
strings refused.
"""

import json
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.errors import EvaluationError

MAXIMUM_STRING = 65_000


def encode(value: Any) -> str:
    """One value as JSON.

    Raises:
        EvaluationError: a string is too long for the engine, or a number is not finite.
    """
    if isinstance(value, Mapping):
        return "{" + members(value) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(encode(item) for item in value) + "]"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise EvaluationError(f"{value} is not a finite number")
        plain = format(Decimal(repr(value)), "f")
        return plain if "." in plain else plain + ".0"
    if isinstance(value, int):
        return str(int(value))
    return _string(value)


def members(mapping: Mapping[str, Any]) -> str:
    """The inside of a JSON object, for an object that is put together in parts."""
    return ",".join(f"{_string(key)}:{encode(value)}" for key, value in mapping.items())


def name_hash(name: str) -> int:
    """FNV-1a of 32 bits: all that the engine looks at to tell one attribute from another."""
    found = 2_166_136_261
    for byte in name.encode("utf-8"):
        found = (found ^ byte) * 16_777_619 & 0xFFFF_FFFF
    return found


def _string(text: str) -> str:
    if len(text) * 4 > MAXIMUM_STRING and len(text.encode("utf-8")) > MAXIMUM_STRING:
        raise EvaluationError("a text is too long for the engine")
    return json.dumps(text, ensure_ascii=False)
