"""Who a row is about: its id, its name and time, its country, and where it lies."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from engine.columns.arrays import Array
from engine.errors import Fault
from engine.json_reading import BAD_TEXT, can_be_kept
from engine.profile import ProfileReader
from engine.tables.bounds import LONGEST_ID, TOO_LONG_ID, shown
from engine.tables.rejects import Rows
from engine.text import Text
from engine.vocabulary import Vocabulary

LABELS = ("name", "as_of")
COORDINATES = {"latitude": 90, "longitude": 180}  # degrees, at most
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\Z", re.ASCII)


def id_of(raw: Any) -> str | None:
    """A profile's own id as a text, whether it is one or a number."""
    found = raw.get("id") if isinstance(raw, Mapping) else None
    is_name = isinstance(found, str | int) and not isinstance(found, bool)
    return str(found) if is_name else None


def identify(rows: Rows, repeated: Mapping[str, int]) -> None:
    """A row without an id, or with one that stood before, cannot be told from others.

    ``repeated`` gives, for each id that stands more than once, the row where it is first.
    """
    missing = [row for row, name in enumerate(rows.ids) if not name and not rows.bad[row]]
    rows.refuse(missing, Fault("id", Text("the id is missing", "falta el identificador")))
    long = [row for row, name in enumerate(rows.ids) if len(name or "") > LONGEST_ID]
    rows.refuse(long, Fault("id", TOO_LONG_ID))
    odd = [row for row, name in enumerate(rows.ids) if name and not can_be_kept(name)]
    rows.refuse(odd, Fault("id", BAD_TEXT))
    for row, name in enumerate(rows.ids):
        if name in repeated and repeated[name] != rows.first + row:
            what = _REPEATED.filled(name=shown(name))
            rows.refuse([row], Fault("id", what))


def check_labels(vocabulary: Vocabulary, rows: Rows, table: pa.Table) -> None:
    """Refuse rows whose name or time no profile could have."""
    for name in set(LABELS) & set(table.column_names):
        coded = table.column(name).combine_chunks().cast(pa.string()).dictionary_encode()
        codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        for code, text in enumerate(coded.dictionary.to_pylist()):
            reader = ProfileReader(vocabulary)
            reader.label({name: text}, name)
            for fault in reader.faults:
                rows.refuse(np.flatnonzero(codes == code), fault)


def countries(
    vocabulary: Vocabulary, rows: Rows, table: pa.Table
) -> tuple[Array, tuple[str | None, ...]]:
    if "country" not in table.column_names:
        return np.zeros(len(rows.ids), dtype=np.int32), (None,)
    coded = table.column("country").combine_chunks().cast(pa.string()).dictionary_encode()
    names: list[str | None] = [text or None for text in coded.dictionary.to_pylist()]
    codes = coded.indices.fill_null(len(names)).to_numpy(zero_copy_only=False)
    for code, name in enumerate(names):
        reader = ProfileReader(vocabulary)
        reader.country({"country": name})
        for fault in reader.faults:
            rows.refuse(np.flatnonzero(codes == code), fault)
    return codes.astype(np.int32), (*names, None)


def coordinates(rows: Rows, table: pa.Table) -> pa.Table:
    """The table with its coordinates as numbers; what is none, or not on the globe, is told."""
    for name, most in COORDINATES.items():
        if name not in table.column_names:
            continue
        texts = table.column(name).cast(pa.string()).to_pylist()
        numbers = [_number(text) for text in texts]
        odd = [
            row
            for row, (text, number) in enumerate(zip(texts, numbers, strict=True))
            if (text or "").strip() and (number is None or not abs(number) <= most)
        ]
        what = Text(
            f"not a number from -{most} to {most}, with a point for decimals",
            f"no es un número de -{most} a {most}, con punto decimal",
        )
        rows.refuse(odd, Fault(name, what))
        place = table.column_names.index(name)
        table = table.set_column(place, name, pa.array(numbers, pa.float64()))
    return table


def _number(text: str | None) -> float | None:
    return float(text) if text and _NUMBER.match(text.strip()) else None


_REPEATED = Text("the id '{name}' stands twice", "el identificador «{name}» se repite")
