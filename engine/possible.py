"""What a profile leaves possible about one factor or attribute.

A value is never a guess: it is the set of values that are *still possible*. One left: known.
Several: partly known. All: unknown. The three-valued meaning of every test follows from two
questions about that set: does it lie inside the values the test accepts (*must*), and does it
touch them (*may*)?
"""

from dataclasses import dataclass

from engine.truth import Truth


@dataclass(frozen=True, slots=True)
class Levels:
    """Possible levels of an ordinal, yes-or-no or categorical factor: bit k is level k."""

    mask: int

    def lowest(self) -> int:
        return (self.mask & -self.mask).bit_length() - 1

    def highest(self) -> int:
        return self.mask.bit_length() - 1


@dataclass(frozen=True, slots=True)
class Interval:
    """Possible values of a number, both ends included."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Several:
    """A factor that takes several values at once: those surely present, those possibly present."""

    surely: int
    possibly: int


@dataclass(frozen=True, slots=True)
class Words:
    """A free text such as a group's name; ``None`` is unknown."""

    text: str | None


Possible = Levels | Interval | Several | Words


def leaves_open(possible: Possible, other: Possible) -> bool:
    """Whether what is possible does not rule out the other, of the same form."""
    match possible, other:
        case Levels(mask), Levels(found):
            return not found & ~mask
        case Interval(low, high), Interval(lowest, highest):
            return low <= lowest and highest <= high
        case Several(surely, possibly), Several(all_surely, all_possibly):
            return not surely & ~all_surely and not all_possibly & ~possibly
        case Words(text), Words(found_text):
            return text is None or text == found_text
    raise TypeError(f"{possible!r} and {other!r} are of different forms")


@dataclass(frozen=True, slots=True)
class LevelTarget:
    """The levels that a test accepts, out of ``size`` levels."""

    mask: int
    size: int

    def negated(self) -> "LevelTarget":
        return LevelTarget(~self.mask & ((1 << self.size) - 1), self.size)


@dataclass(frozen=True, slots=True)
class RangeTarget:
    """The numbers that a test accepts: from ``low`` to ``high``, each end open or closed.

    ``outside`` turns it round: the numbers that are *not* in the range.
    """

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False
    outside: bool = False

    def negated(self) -> "RangeTarget":
        return RangeTarget(self.low, self.high, self.open_low, self.open_high, not self.outside)


@dataclass(frozen=True, slots=True)
class MemberTarget:
    """A test on several values: at least one of ``mask`` is present (or, ``absent``, none is)."""

    mask: int
    absent: bool = False

    def negated(self) -> "MemberTarget":
        return MemberTarget(self.mask, not self.absent)


@dataclass(frozen=True, slots=True)
class WordTarget:
    """A test on a text: it is this one (or is not)."""

    text: str
    differs: bool = False

    def negated(self) -> "WordTarget":
        return WordTarget(self.text, not self.differs)


Target = LevelTarget | RangeTarget | MemberTarget | WordTarget


def holds(possible: Possible, target: Target) -> Truth:
    """Whether what is possible lies in what the test accepts: the one-value meaning of a test."""
    match possible, target:
        case Levels(mask), LevelTarget(accepted):
            return Truth.of(must=mask & ~accepted == 0, may=mask & accepted != 0)
        case Interval(), RangeTarget(outside=True):
            return ~holds(possible, target.negated())
        case Interval(low, high), RangeTarget():
            above = target.low < low or (target.low == low and not target.open_low)
            below = high < target.high or (high == target.high and not target.open_high)
            touches_low = target.low < high or (target.low == high and not target.open_low)
            touches_high = low < target.high or (low == target.high and not target.open_high)
            return Truth.of(must=above and below, may=touches_low and touches_high)
        case Several(), MemberTarget(absent=True):
            return ~holds(possible, target.negated())
        case Several(surely, possibly), MemberTarget(mask):
            return Truth.of(must=surely & mask != 0, may=possibly & mask != 0)
        case Words(None), WordTarget():
            return Truth.UNKNOWN
        case Words(text), WordTarget(wanted, differs):
            same = text == wanted
            return Truth.of(must=same != differs, may=same != differs)
    raise TypeError(f"a {type(target).__name__} does not test a {type(possible).__name__}")
