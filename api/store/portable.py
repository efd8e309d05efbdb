"""Rows as lines of text that any database can take: what a backup is made of.

A column is of one of a few kinds, named in the backup, so that it can be read without the program
that wrote it. Bytes stand as text where they are UTF-8, as answers are, so that a person can read
them too.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    TableClause,
    column,
    table,
)
from sqlalchemy.types import TypeEngine

from api.store.tables import Compressed, Moment

# The first that a column's type is an instance of is its kind.
KINDS: Mapping[str, type[TypeEngine[Any]]] = {
    "moment": Moment,
    "date": Date,
    "compressed": Compressed,
    "bytes": LargeBinary,
    "boolean": Boolean,
    "integer": Integer,
    "number": Float,
    "text": String,
}
_BYTES = ("bytes", "compressed")
_MODULUS = 1 << 256


class Shape:
    """A table as a backup names it: its columns, each with its kind."""

    def __init__(self, name: str, columns: Mapping[str, str]) -> None:
        self.name = name
        self.columns = columns

    @classmethod
    def of(cls, described: Table) -> "Shape":
        return cls(described.name, {c.name: _kind(c) for c in described.columns})

    @property
    def selectable(self) -> TableClause:
        """What is selected from and inserted into, whatever the program says of the table now."""
        return table(self.name, *(column(n, KINDS[k]()) for n, k in self.columns.items()))

    def line(self, row: Sequence[Any]) -> str:
        """A row as one line of JSON."""
        kinds = self.columns.values()
        values = [_written(value, kind) for value, kind in zip(row, kinds, strict=True)]
        return json.dumps(values, ensure_ascii=False, separators=(",", ":"))

    def row(self, values: Sequence[Any]) -> dict[str, Any]:
        """The row that a line was made of."""
        found = zip(self.columns.items(), values, strict=True)
        return {name: _read(value, kind) for (name, kind), value in found}


class Seal:
    """How many rows there were and a sum over them, whatever their order.

    Databases sort texts each in its own way, so the sum must not depend on it: it is that of the
    rows' SHA-256 as numbers.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, line: str) -> None:
        digest = hashlib.sha256(line.encode()).digest()
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(digest, "big")) % _MODULUS

    @property
    def digest(self) -> str:
        return f"{self._sum:064x}"


def _kind(described: Column[Any]) -> str:
    """The kind of a column.

    Raises:
        ValueError: it has none here yet, so that no backup could hold it.
    """
    for kind, type_ in KINDS.items():
        if isinstance(described.type, type_) or isinstance(
            getattr(described.type, "impl_instance", None), type_
        ):
            return kind
    raise ValueError(f"{described}: a backup has no kind for {described.type!r}")


def _written(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "moment":
        return value.astimezone(UTC).isoformat()
    if kind == "date":
        return value.isoformat()
    if kind in _BYTES:
        try:
            return {"utf8": value.decode()}
        except UnicodeDecodeError:
            return {"base64": base64.b64encode(value).decode()}
    return value


def _read(value: Any, kind: str) -> Any:
    if value is None:
        return None
    if kind == "moment":
        return datetime.fromisoformat(value)
    if kind == "date":
        return date.fromisoformat(value)
    if kind in _BYTES:
        return value["utf8"].encode() if "utf8" in value else base64.b64decode(value["base64"])
    return value
