"""Columns of cells as columns of what is possible, each different cell read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.columns.arrays import Array
from engine.columns.localities import Column, Dictionary, column
from engine.errors import Fault
from engine.profile import PROVENANCE, ProfileReader
from engine.tables.cells import given
from engine.tables.rejects import Rows
from engine.vocabulary import Domain, Vocabulary


@dataclass(frozen=True)
class Reading:
    """What the cells of one chunk are read by.

    The dictionary takes in words as they are met. ``repeated`` gives, for each id that stands more
    than once, the row where it is first.
    """

    vocabulary: Vocabulary
    dictionary: Dictionary
    repeated: Mapping[str, int]


def values_of(
    reading: Reading, rows: Rows, name: str, domain: Domain, cells: Any
) -> tuple[Column, Array] | None:
    """One column of values and where it is given; None where it never is."""
    if domain.type == "number":
        plain = _plain_numbers(domain, cells)
        if plain is not None:
            return plain
    coded = cells.combine_chunks().cast(pa.string()).dictionary_encode()
    texts: list[str] = coded.dictionary.to_pylist()
    codes = coded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)
    possible, faults = _read(reading.vocabulary, domain, [*texts, ""], name)
    for code, fault in faults.items():
        rows.refuse(np.flatnonzero(codes == code), fault)
    silent = np.array([not text.strip() for text in texts] + [True])
    if silent.all():
        return None
    return taken(column(domain, possible, reading.dictionary), codes), ~silent[codes]


def check_provenance(
    vocabulary: Vocabulary, rows: Rows, slug: str, table: pa.Table, said: Array
) -> None:
    """Refuse what a profile by itself could not say of where a value comes from."""
    for about in PROVENANCE:
        name = f"{slug}.{about}"
        if name not in table.column_names:
            continue
        coded = table.column(name).combine_chunks().cast(pa.string()).dictionary_encode()
        codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        for code, text in enumerate(coded.dictionary.to_pylist()):
            reader = ProfileReader(vocabulary)
            if text.strip():
                reader.provenance({about: text}, slug)
            for fault in reader.faults:
                rows.refuse(np.flatnonzero((codes == code) & said), fault)


def texts(table: pa.Table, name: str) -> list[str | None]:
    """A column's cells; all empty where there is none of that name."""
    if name not in table.column_names:
        return [None] * table.num_rows
    found: list[str | None] = table.column(name).cast(pa.string()).to_pylist()
    return found


def taken(found: Column, rows: Array) -> Column:
    """A column's rows at these places."""
    second = None if found.second is None else found.second[rows]
    return Column(found.first[rows], second)


def _read(
    vocabulary: Vocabulary, domain: Domain, texts: Sequence[str], name: str
) -> tuple[list[Any], dict[int, Fault]]:
    """What each different cell leaves possible, and what is wrong with it."""
    possible: list[Any] = []
    faults: dict[int, Fault] = {}
    for code, text in enumerate(texts):
        raw = given(domain, text)
        reader = ProfileReader(vocabulary)
        value = None if raw is None else reader.value(domain, raw, name)
        if reader.faults:
            faults[code] = reader.faults[0]
        possible.append(domain.unknown if value is None else value.possible)
    return possible, faults


def _plain_numbers(domain: Domain, cells: Any) -> tuple[Column, Array] | None:
    """A column of nothing but numbers within bounds, all at once; None where it is not that.

    Nearly every cell of such a column differs, so that asking once for each would be slow.
    """
    try:
        trimmed = pc.utf8_trim_whitespace(cells.combine_chunks().cast(pa.string()))
        silent = pc.or_kleene(pc.is_null(trimmed), pc.equal(trimmed, ""))
        numbers = pc.if_else(silent, None, trimmed).cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    said = ~silent.to_numpy(zero_copy_only=False)
    found = numbers.fill_null(domain.minimum).to_numpy(zero_copy_only=False)
    if not said.any() or not np.all((found >= domain.minimum) & (found <= domain.maximum)):
        return None
    return Column(found, np.where(said, found, domain.maximum)), said
