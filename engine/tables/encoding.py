"""Rows of a profile table as columns of localities; bad rows are set aside with the reason.

What one cell means is asked of the same reader that reads single profiles, once for each different
cell, so that a row of a table and a profile by itself cannot be read differently.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from engine.columns.arrays import Array
from engine.columns.derivation import derived, unknown_column
from engine.columns.localities import Column, Dictionary, Localities
from engine.errors import Fault
from engine.tables.about_columns import check_labels, coordinates, countries, identify
from engine.tables.entity_columns import entities_of
from engine.tables.headers import ABOUT
from engine.tables.rejects import Reject, Rows
from engine.tables.value_columns import Reading, check_provenance, taken, texts, values_of
from engine.text import Text
from engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class Encoded:
    """The good rows: where they stood, who they are, and their columns."""

    rows: Array
    about: pa.Table
    localities: Localities
    known: Array
    rejects: tuple[Reject, ...]


def encode(
    vocabulary: Vocabulary,
    table: pa.Table,
    entities: Mapping[str, pa.Table] | None = None,
    first: int = 1,
    *,
    broken: Mapping[int, Text] | None = None,
    repeated: Mapping[str, int] | None = None,
) -> Encoded:
    """Encode one chunk; ``entities`` holds the rows of its localities, by kind of entity.

    ``broken`` says why rows are none: in the place of each stands an empty one. ``repeated`` gives,
    for each id that stands more than once, the row where it is first.
    """
    beside = entities or {}
    reading = Reading(vocabulary, Dictionary(vocabulary), repeated or {})
    rows = Rows("", first, texts(table, "id"))
    for row, why in (broken or {}).items():
        rows.refuse([row - first], Fault("", why))
    identify(rows, reading.repeated)
    factors, said = _factors(reading, rows, table)
    check_labels(vocabulary, rows, table)
    codes, names = countries(vocabulary, rows, table)
    table = coordinates(rows, table)
    lists = {
        kind.kind: entities_of(reading, rows, kind, table, beside.get(kind.kind))
        for kind in vocabulary.entities.values()
        if kind.kind in beside or kind.list_name in table.column_names
    }
    kept = np.flatnonzero(~rows.bad)
    inside = {name: listed.of(kept) for name, listed in lists.items()}
    told = {slug: array[kept] for slug, array in said.items()}
    chosen = {slug: taken(found, kept) for slug, found in factors.items()}
    good = derived(vocabulary, chosen, told, inside)
    words = tuple(reading.dictionary.places)
    return Encoded(
        rows.first + kept,
        table.select([name for name in ABOUT if name in table.column_names]).take(pa.array(kept)),
        Localities(len(kept), good, inside, words, codes[kept], names),
        _known(vocabulary, good, told, len(kept)),
        rows.told(),
    )


def _factors(
    reading: Reading, rows: Rows, table: pa.Table
) -> tuple[dict[str, Column], dict[str, Array]]:
    """The factors that the table has a column for, and where something is said of each."""
    factors: dict[str, Column] = {}
    said: dict[str, Array] = {}
    for slug, factor in reading.vocabulary.factors.items():
        if slug in table.column_names:
            cells = table.column(slug)
            found = values_of(reading, rows, slug, factor.domain, cells)
            if found is not None:
                factors[slug], said[slug] = found
                check_provenance(reading.vocabulary, rows, slug, table, said[slug])
    return factors, said


def _known(
    vocabulary: Vocabulary, factors: Mapping[str, Column], said: Mapping[str, Array], size: int
) -> Array:
    """How many factors are known of each locality."""
    known = np.zeros(size, dtype=np.int16)
    for slug, found in factors.items():
        known += _is_known(vocabulary, slug, found, said.get(slug))
    return known


def _is_known(vocabulary: Vocabulary, slug: str, found: Column, said: Array | None) -> Array:
    """Where something was said of a factor, or follows from a list."""
    unknown = unknown_column(vocabulary.factors[slug].domain, len(found.first))
    known = _differs(found.first, unknown.first)
    if found.second is not None and unknown.second is not None:
        known |= _differs(found.second, unknown.second)
    return known if said is None else known | said


def _differs(these: Array, others: Array) -> Array:
    """Where two columns differ, of whatever width."""
    apart = np.asarray(these != others)
    return np.asarray(apart if apart.ndim == 1 else apart.any(axis=1))
