"""The two questions about a value, as plain tests on one fact.

What is possible about a value is written into a fact as the lowest and the highest level still
possible, one flag per level, and (for joins) the word when it is known. Whether a target *must*
or *may* hold is then a conjunction of tests on those attributes, or a few alternatives of one.
"""

from collections.abc import Iterator
from typing import Any, Literal

from engine.possible import (
    Interval,
    Levels,
    LevelTarget,
    MemberTarget,
    Possible,
    RangeTarget,
    Several,
    Target,
    Words,
    WordTarget,
)
from engine.vocabulary import Attribute, Domain

Plane = Literal["must", "may"]
Test = dict[str, Any]  # one test of a pattern, in the engine's own form

FALSE, TRUE = 0.0, 1.0
MAXIMUM_FLAGS = 20


def tests_of(prefix: str, target: Target, plane: Plane) -> list[tuple[Test, ...]]:
    """A target as alternatives of engine tests on the attributes that :func:`encoded` writes."""
    match target:
        case LevelTarget(mask, size):
            return _level_tests(prefix, mask, size, plane)
        case RangeTarget(outside=False):
            return [_range_tests(prefix, target, plane)]
        case RangeTarget():
            return _outside_tests(prefix, target, plane)
        case MemberTarget(mask, absent):
            return _member_tests(prefix, mask, absent, plane)
        case WordTarget(text, differs):
            known: Test = {f"{prefix}k": TRUE}
            same: Test = {"$neq": {f"{prefix}v": text}} if differs else {f"{prefix}v": text}
            ways: list[tuple[Test, ...]] = [(known, same)]
            if plane == "may":
                ways.append(({f"{prefix}k": FALSE},))
            return ways
    raise TypeError(f"not a target: {target!r}")


def attribute_tests(attribute: Attribute, target: Target, plane: Plane) -> list[tuple[Test, ...]]:
    """Tests on an attribute; one that is required is always known, so both planes are one."""
    prefix = f"{attribute.name}__"
    if not (attribute.required and isinstance(target, LevelTarget)):
        return tests_of(prefix, target, plane)
    values = [level.value for level in attribute.domain.named(target.mask)]
    if len(values) == 1 or target.size - len(values) > MAXIMUM_FLAGS:
        return [({f"{prefix}v": value},) for value in values]
    return tests_of(prefix, target, "must")


def _level_tests(prefix: str, mask: int, size: int, plane: Plane) -> list[tuple[Test, ...]]:
    inside = [bit for bit in range(size) if mask >> bit & 1]
    if not inside:
        return []
    first, last = inside[0], inside[-1]
    contiguous = len(inside) == last - first + 1
    low, high = f"{prefix}lo", f"{prefix}hi"
    if plane == "must":
        if contiguous:
            tests: list[Test] = []
            if first > 0:
                tests.append({"$gte": {low: float(first)}})
            if last < size - 1:
                tests.append({"$lte": {high: float(last)}})
            return [tuple(tests)]
        outside = [bit for bit in range(size) if not mask >> bit & 1]
        return [tuple({f"{prefix}p{bit}": FALSE} for bit in outside)]
    if len(inside) == size:
        return [()]
    if contiguous and first == 0:
        return [({"$lte": {low: float(last)}},)]
    if contiguous and last == size - 1:
        return [({"$gte": {high: float(first)}},)]
    return [({f"{prefix}p{bit}": TRUE},) for bit in inside]


def _range_tests(prefix: str, target: RangeTarget, plane: Plane) -> tuple[Test, ...]:
    low, high = f"{prefix}lo", f"{prefix}hi"
    least, most = (low, high) if plane == "must" else (high, low)
    tests: list[Test] = []
    if target.low != float("-inf"):
        tests.append({"$gt" if target.open_low else "$gte": {least: target.low}})
    if target.high != float("inf"):
        tests.append({"$lt" if target.open_high else "$lte": {most: target.high}})
    return tuple(tests)


def _outside_tests(prefix: str, target: RangeTarget, plane: Plane) -> list[tuple[Test, ...]]:
    """Outside a range: wholly below it or wholly above it (must), or reaching beyond it (may)."""
    low, high = f"{prefix}lo", f"{prefix}hi"
    ways: list[tuple[Test, ...]] = []
    if target.low != float("-inf"):
        below = high if plane == "must" else low
        ways.append(({"$lte" if target.open_low else "$lt": {below: target.low}},))
    if target.high != float("inf"):
        above = low if plane == "must" else high
        ways.append(({"$gte" if target.open_high else "$gt": {above: target.high}},))
    return ways


def _member_tests(prefix: str, mask: int, absent: bool, plane: Plane) -> list[tuple[Test, ...]]:
    """Flags ``s`` (surely present) and ``y`` (possibly present), one per value."""
    bits = [bit for bit in range(mask.bit_length()) if mask >> bit & 1]
    if absent:
        flag = "y" if plane == "must" else "s"
        return [tuple({f"{prefix}{flag}{bit}": FALSE} for bit in bits)]
    flag = "s" if plane == "must" else "y"
    return [({f"{prefix}{flag}{bit}": TRUE},) for bit in bits]


def encoded(prefix: str, possible: Possible, domain: Domain) -> Iterator[tuple[str, Any]]:
    """Every attribute that :func:`tests_of` may ask about one value."""
    match possible:
        case Levels(mask):
            yield f"{prefix}lo", float(possible.lowest())
            yield f"{prefix}hi", float(possible.highest())
            for bit in range(len(domain.levels)):
                yield f"{prefix}p{bit}", TRUE if mask >> bit & 1 else FALSE
            known = mask.bit_count() == 1
            yield f"{prefix}k", TRUE if known else FALSE
            yield f"{prefix}v", domain.values[mask.bit_length() - 1] if known else ""
        case Interval(low, high):
            yield f"{prefix}lo", float(low)
            yield f"{prefix}hi", float(high)
        case Several(surely, possibly):
            for bit in range(len(domain.levels)):
                yield f"{prefix}s{bit}", TRUE if surely >> bit & 1 else FALSE
                yield f"{prefix}y{bit}", TRUE if possibly >> bit & 1 else FALSE
        case Words(text):
            yield f"{prefix}k", FALSE if text is None else TRUE
            yield f"{prefix}v", text or ""
