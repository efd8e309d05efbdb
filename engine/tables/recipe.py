"""A recipe: how the rows of one public table become profiles, and what they must not say.

A recipe is data, like a rule: which columns there are and what they measure, what counts as
missing, which numbers mean which level and who says so, what stays unknown and why, and tests.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.possible import Possible
from engine.tables.quantity import Quantity
from engine.text import Text

Scope = Literal["locality", "region", "country"]
NumberAs = Literal["number", "between", "at_least", "at_most"]
NUMBER_AS: tuple[NumberAs, ...] = ("number", "between", "at_least", "at_most")


@dataclass(frozen=True)
class Column:
    """A column of the table, and how far a cell of it can be believed.

    ``scope``: what one value is about. ``missing``: cells that mean *not recorded*, beside the
    empty ones. ``needs``: columns without which this one is not to be believed. ``least`` and
    ``most``: a number beyond them is an error. ``empty_is_none``: an empty cell is known to say
    *none*, because the publisher documents it.
    """

    name: str
    scope: Scope
    missing: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    empty_is_none: bool = False


@dataclass(frozen=True)
class Layout:
    """How the table is written, where that cannot be seen from the file."""

    encoding: str = "utf-8"
    delimiter: str | None = None
    decimal: str = "."
    thousands: str = ""
    sheet: str | None = None


@dataclass(frozen=True)
class Template:
    """A text with cells put in: ``CO-{code:5}`` (filled up with zeros to five digits)."""

    text: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class LeftOut:
    """Rows that are about no locality: totals, "not specified"."""

    column: str
    words: tuple[str, ...]
    because: Text


@dataclass(frozen=True)
class Place:
    """Who a row is about."""

    id: Template
    name: Template | None
    country: str | None  # the same for all rows
    country_column: str | None
    codes: Mapping[str, str] = field(default_factory=dict)  # the publisher's name to two letters
    latitude: str | None = None
    longitude: str | None = None
    leave_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a band or a word means, and why; ``possible`` None says nothing of the factor."""

    possible: Possible | None
    because: Text
    source: str | None  # None: the threshold is ours


@dataclass(frozen=True)
class Band:
    """What numbers below a threshold mean, down to the band before; None is no threshold."""

    below: float | None
    said: Said


@dataclass(frozen=True)
class Condition:
    """What must be known to hold before anything is said."""

    of: Quantity | None
    column: str | None
    least: float | None
    most: float | None
    words: tuple[str, ...]
    because: Text


@dataclass(frozen=True)
class Way:
    """One way to a factor's value; of several for one factor, the first that knows wins."""

    factor: str
    only_if: tuple[Condition, ...]
    number_as: NumberAs | None
    quantities: tuple[Quantity, ...]
    bands: tuple[Band, ...]
    word_column: str | None
    words: Mapping[str, Said]
    basis: str
    source: str
    as_of: str | None
    limits: Text


@dataclass(frozen=True)
class Left:
    """What stays unknown although the table seems to bear on it, and why."""

    factors: tuple[str, ...]
    because: Text


@dataclass(frozen=True)
class RecipeTest:
    """A row, and the profile it must give; or that it is left out, or rejected for a column."""

    row: Mapping[str, str]
    about: Mapping[str, str]
    gives: Mapping[str, Any]
    rejected: str | None
    left_out: bool
    line: int


@dataclass(frozen=True)
class Recipe:
    id: str
    path: str
    title: Text
    publisher: str
    terms: Text
    attribution: str
    period: str
    as_of: str | None
    layout: Layout
    place: Place
    columns: Mapping[str, Column]
    ways: tuple[Way, ...]
    left: tuple[Left, ...]
    tests: tuple[RecipeTest, ...]

    @property
    def factors(self) -> tuple[str, ...]:
        """The factors that it may fill, each once, in their order."""
        return tuple(dict.fromkeys(way.factor for way in self.ways))

    def of(self, factor: str) -> tuple[Way, ...]:
        return tuple(way for way in self.ways if way.factor == factor)
