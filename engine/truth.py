"""Kleene's three truth values, in the order that makes *and* the minimum and *or* the maximum."""

from enum import IntEnum


class Truth(IntEnum):
    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    def __invert__(self) -> "Truth":
        return Truth(2 - self)

    @classmethod
    def of(cls, *, must: bool, may: bool) -> "Truth":
        """Read a pair of planes: true in every completion, or in none, or in some."""
        return cls.TRUE if must else cls.UNKNOWN if may else cls.FALSE
