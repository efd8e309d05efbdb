"""The entities that tables beside the profiles list, by the row of their locality."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from engine.columns.arrays import Array
from engine.columns.derivation import unknown_column
from engine.columns.localities import Column, Dictionary, EntityColumns, column, offsets_of
from engine.errors import Fault
from engine.profile import MAXIMUM_ENTITIES
from engine.tables.cells import NONE
from engine.tables.headers import OWNER
from engine.tables.rejects import Rows
from engine.tables.value_columns import Reading, taken, texts, values_of
from engine.text import Text
from engine.vocabulary import EntityKind

NOBODY = -1  # whom an entity belongs to where its locality's row here is one without a good id


@dataclass(frozen=True)
class Listed:
    """One kind of entity for all rows, bad ones included."""

    given: Array
    offsets: Array
    attributes: Mapping[str, Column]

    def of(self, kept: Array) -> EntityColumns:
        first, lengths = self.offsets[kept], np.diff(self.offsets)[kept]
        start = np.repeat(first - (np.cumsum(lengths) - lengths), lengths)
        inside = start + np.arange(int(lengths.sum()))
        return EntityColumns(
            self.given[kept],
            offsets_of(lengths),
            {name: taken(found, inside) for name, found in self.attributes.items()},
        )


def entities_of(
    reading: Reading, rows: Rows, kind: EntityKind, table: pa.Table, found: pa.Table | None
) -> Listed:
    """The entities of each row's locality, in the order of their table, ``found``."""
    size = len(rows.ids)
    closed = _closed(rows, kind, table)
    if found is None or not found.num_rows:
        return Listed(
            closed, np.zeros(size + 1, dtype=np.int64), _nothing(kind, reading.dictionary)
        )
    place = {
        name: row
        for row, name in enumerate(rows.ids)
        if name and reading.repeated.get(name, rows.first + row) == rows.first + row
    }
    owners = [place.get(name or "", NOBODY) for name in texts(found, OWNER)]
    owner = np.array(owners, dtype=np.int64)
    owned = np.flatnonzero(owner != NOBODY)
    owner, found = owner[owned], found.take(pa.array(owned))
    order = np.argsort(owner, kind="stable")
    owner, found = owner[order], found.take(pa.array(order))
    lengths = np.bincount(owner, minlength=size)
    inner = Rows(kind.list_name, 1, [rows.ids[row] for row in owner])
    attributes = _attributes(reading, inner, kind, found)
    _blame(rows, inner, owner)
    many = Text(f"more than {MAXIMUM_ENTITIES} entries", f"más de {MAXIMUM_ENTITIES} entradas")
    rows.refuse(np.flatnonzero(lengths > MAXIMUM_ENTITIES), Fault(kind.list_name, many))
    twice = Text("the list is said to be empty, and is not", "se dice vacía y no lo está")
    rows.refuse(np.flatnonzero(closed & (lengths > 0)), Fault(kind.list_name, twice))
    return Listed(closed | (lengths > 0), offsets_of(lengths), attributes)


def _closed(rows: Rows, kind: EntityKind, table: pa.Table) -> Array:
    """Where the profile table says that a list is empty."""
    closed = np.zeros(len(rows.ids), dtype=bool)
    if kind.list_name in table.column_names:
        for row, text in enumerate(texts(table, kind.list_name)):
            closed[row] = (text or "").strip() == NONE
            if (text or "").strip() not in ("", NONE):
                what = Text(
                    f"say '{NONE}' or nothing; entries stand in a table of their own",
                    f"indique «{NONE}» o nada; las entradas van en una tabla propia",
                )
                rows.refuse([row], Fault(kind.list_name, what))
    return closed


def _attributes(
    reading: Reading, inner: Rows, kind: EntityKind, found: pa.Table
) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for name, attribute in kind.attributes.items():
        where = f"{kind.list_name}.{name}"
        read = None
        if name in found.column_names:
            cells = found.column(name)
            read = values_of(reading, inner, where, attribute.domain, cells)
        silent = np.ones(len(inner.ids), dtype=bool) if read is None else ~read[1]
        if attribute.required:
            what = Text(f"'{name}' is required", f"«{name}» es obligatorio")
            inner.refuse(np.flatnonzero(silent), Fault(where, what))
        unknown = unknown_column(attribute.domain, len(inner.ids))
        columns[name] = unknown if read is None else read[0]
    return columns


def _blame(rows: Rows, inner: Rows, owner: Array) -> None:
    """A bad entity makes its locality a bad row: half a list would be a false one."""
    for reject in inner.rejects:
        rows.blame(int(owner[reject.row - 1]), reject.fault, inner.name)


def _nothing(kind: EntityKind, dictionary: Dictionary) -> dict[str, Column]:
    return {
        name: column(attribute.domain, [], dictionary)
        for name, attribute in kind.attributes.items()
    }
