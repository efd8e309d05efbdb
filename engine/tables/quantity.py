"""Small arithmetic over the columns of a row, stated as data: what a recipe may derive.

::

    rate_2024                                   the number in a column
    {ratio: [hom_2024, hom_2023]}               also difference, per_100k
    {mean: [hom_2022, hom_2023, hom_2024]}      also sum
    {count_items: groups}                       items of a list separated by semicolons
    {present: port_name}                        1 where the cell is filled

Whatever needs a number that is missing is missing, and so is a division by zero.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

SEPARATOR = ";"


@dataclass(frozen=True)
class Cell:
    """The number in a column."""

    column: str


@dataclass(frozen=True)
class Constant:
    value: float


@dataclass(frozen=True)
class CellFact:
    """What can be said of a cell's text: how many items it lists, or that there is one."""

    how: str
    column: str


@dataclass(frozen=True)
class Combined:
    how: str
    parts: "tuple[Quantity, ...]"


Quantity = Cell | Constant | CellFact | Combined


def _ratio(values: Sequence[float]) -> float:
    return values[0] / values[1]


# By name: what it does, and how many numbers it takes (None: two or more).
ARITHMETIC: Mapping[str, tuple[Callable[[Sequence[float]], float], int | None]] = {
    "ratio": (_ratio, 2),
    "difference": (lambda values: values[0] - values[1], 2),
    "per_100k": (lambda values: 100_000 * _ratio(values), 2),
    "sum": (math.fsum, None),
    "mean": (lambda values: math.fsum(values) / len(values), None),
}
CELL_FACTS = ("count_items", "present")
OPERATIONS = (*ARITHMETIC, *CELL_FACTS)


def columns_of(quantity: Quantity) -> Iterator[str]:
    match quantity:
        case Cell(column) | CellFact(_, column):
            yield column
        case Combined(_, parts):
            for part in parts:
                yield from columns_of(part)


def worked_out(
    quantity: Quantity,
    number: Callable[[str], float | None],
    text: Callable[[str], str | None],
) -> float | None:
    """The value for one row, whose cells ``number`` and ``text`` read; None when not known."""
    match quantity:
        case Constant(value):
            return value
        case Cell(column):
            return number(column)
        case CellFact(how, column):
            return _of_cell(how, text(column))
        case Combined(how, parts):
            values = [worked_out(part, number, text) for part in parts]
            known = [value for value in values if value is not None]
            if len(known) < len(values):
                return None
            try:
                result = ARITHMETIC[how][0](known)
            except (ZeroDivisionError, OverflowError):
                return None
            return result if math.isfinite(result) else None


def _of_cell(how: str, text: str | None) -> float | None:
    """Of an empty text, known to be none, both are zero."""
    if text is None:
        return None
    items = [item for item in text.split(SEPARATOR) if item.strip()]
    return float(len(items) if how == "count_items" else bool(items))
