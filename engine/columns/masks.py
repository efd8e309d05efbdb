"""Columns of masks: sets of levels as bits, in the narrowest words that hold them.

A domain of at most 64 levels has one word for each row. A wider one (a list of interventions) has
several, as a table of 64-bit words; only this module knows the difference.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from engine.columns.arrays import Array
from engine.vocabulary import Domain

WORD = 64
_ALL = (1 << WORD) - 1


def column(domain: Domain, masks: Sequence[int]) -> Array:
    """The masks of all rows."""
    if len(domain.levels) <= WORD:
        return np.array(masks, dtype=_narrow(len(domain.levels)))
    words = [[mask >> WORD * k & _ALL for k in range(_words(domain))] for mask in masks]
    return np.array(words, dtype=np.uint64).reshape(len(masks), _words(domain))


def full(domain: Domain, size: int, mask: int) -> Array:
    """The same mask in every row."""
    return np.repeat(column(domain, [mask]), size, axis=0)


def _narrow(levels: int) -> type[np.unsignedinteger]:
    for bits, narrow in ((8, np.uint8), (16, np.uint16), (32, np.uint32)):
        if levels <= bits:
            return narrow
    return np.uint64


def _words(domain: Domain) -> int:
    return -(-len(domain.levels) // WORD)


def _parts(masks: Array, mask: int) -> Iterator[tuple[Array, np.unsignedinteger]]:
    """The words of a column beside those of one mask."""
    if masks.ndim == 1:
        yield masks, masks.dtype.type(mask)
        return
    for place in range(masks.shape[1]):
        yield masks[:, place], np.uint64(mask >> WORD * place & _ALL)


def touches(masks: Array, mask: int) -> Array:
    """Where some level of the mask is among those of the row."""
    found: Array | None = None
    for part, word in _parts(masks, mask):
        if word:
            here = (part & word) != 0
            found = here if found is None else found | here
    return np.zeros(len(masks), dtype=bool) if found is None else found


def inside(masks: Array, mask: int) -> Array:
    """Where every level of the row is among those of the mask."""
    found: Array | None = None
    for part, word in _parts(masks, mask):
        here = (part & word) == part
        found = here if found is None else found & here
    assert found is not None
    return found


def equal(masks: Array, mask: int) -> Array:
    """Where the row has exactly the levels of the mask."""
    found: Array | None = None
    for part, word in _parts(masks, mask):
        here = part == word
        found = here if found is None else found & here
    assert found is not None
    return found


def single(masks: Array) -> Array:
    """Where the row has exactly one level."""
    counts = np.bitwise_count(masks)
    return np.asarray((counts if masks.ndim == 1 else counts.sum(axis=1)) == 1)


def chosen(where: Array, these: Array, others: Array) -> Array:
    """These rows where it says so, the others elsewhere."""
    return np.where(where if these.ndim == 1 else where[:, None], these, others)
