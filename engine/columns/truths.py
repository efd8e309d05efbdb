"""The meaning of one test over a column: the columnar form of :func:`engine.possible.holds`."""

import numpy as np

from engine.columns import masks
from engine.columns.arrays import Array
from engine.columns.localities import Column
from engine.possible import LevelTarget, MemberTarget, RangeTarget, Target, WordTarget

# A truth for every row, or one for all of them.
Plane = Array | int

FALSE, UNKNOWN, TRUE = 0, 1, 2


def of(must: Array, may: Array) -> Array:
    """Truths from the two questions; what must be also may be."""
    return np.add(must.view(np.uint8), may.view(np.uint8))


def opposite(plane: Plane) -> Plane:
    """Kleene's *not*."""
    return TRUE - plane if isinstance(plane, int) else np.subtract(TRUE, plane, dtype=np.uint8)


def least(planes: list[Plane]) -> Plane:
    """Kleene's *and*; what is the same for every row is settled without touching the rows."""
    floor = min((plane for plane in planes if isinstance(plane, int)), default=TRUE)
    found: Array | None = None
    if floor == FALSE:
        return FALSE
    for plane in planes:
        if not isinstance(plane, int):
            found = plane if found is None else np.minimum(found, plane)
    if found is None:
        return floor
    return found if floor == TRUE else np.minimum(found, np.uint8(floor))


def most(planes: list[Plane]) -> Plane:
    """Kleene's *or*."""
    if TRUE in (plane for plane in planes if isinstance(plane, int)):
        return TRUE
    return greatest(planes)


def greatest(planes: list[Plane]) -> Plane:
    """The greatest of several planes of any small numbers; 0 of none."""
    floor = max((plane for plane in planes if isinstance(plane, int)), default=0)
    found: Array | None = None
    for plane in planes:
        if not isinstance(plane, int):
            found = plane if found is None else np.maximum(found, plane)
    if found is None:
        return floor
    return found if floor == 0 else np.maximum(found, np.uint8(floor))


def unless(when: Plane, exception: Plane) -> Plane:
    """The condition where the exception is not known to hold; elsewhere nothing."""
    if isinstance(exception, int):
        return FALSE if exception == TRUE else when
    if isinstance(when, int) and when == FALSE:
        return FALSE
    stands = np.not_equal(exception, TRUE).view(np.uint8)
    kept: Array = np.multiply(stands, np.uint8(when) if isinstance(when, int) else when)
    return kept


def holds(column: Column, target: Target, words: tuple[str, ...] = ()) -> Array:
    """Whether what is possible lies in what the test accepts, for every row."""
    match target:
        case LevelTarget(accepted):
            return of(masks.inside(column.first, accepted), masks.touches(column.first, accepted))
        case RangeTarget(outside=True):
            return np.subtract(TRUE, _inside(column, target.negated()), dtype=np.uint8)
        case RangeTarget():
            return _inside(column, target)
        case MemberTarget(mask, absent):
            assert column.second is not None
            found = of(masks.touches(column.first, mask), masks.touches(column.second, mask))
            return np.subtract(TRUE, found, dtype=np.uint8) if absent else found
        case WordTarget(text, differs):
            place = words.index(text) if text in words else len(words)
            same = column.first == place
            truth = np.where(same != differs, TRUE, FALSE).astype(np.uint8)
            truth[column.first < 0] = UNKNOWN
            return truth


def _inside(column: Column, target: RangeTarget) -> Array:
    low, high = column.first, column.second
    assert high is not None
    above = np.greater if target.open_low else np.greater_equal
    below = np.less if target.open_high else np.less_equal
    must = above(low, target.low) & below(high, target.high)
    may = above(high, target.low) & below(low, target.high)
    return of(must, may)
