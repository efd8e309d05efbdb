"""One row of a public table read by a recipe: a locality with what is known of it, or faults.

A cell that is empty, or that the recipe says means *not recorded*, is unknown. A cell that cannot
be what its column holds (a word for a number, a share above one) makes the row a bad row: a table
that is wrong in one cell is not to be believed in the next.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from engine.errors import Fault, nearest
from engine.possible import Interval, Possible
from engine.profile import MAXIMUM_TEXT, plain_value
from engine.tables.bounds import LONGEST_ID, TOO_LONG_ID
from engine.tables.quantity import Cell, Quantity, columns_of, worked_out
from engine.tables.recipe import Column, Condition, Recipe, Template, Way
from engine.text import Text
from engine.vocabulary import Domain, Vocabulary

POINT = ("latitude", "longitude")
DECIMALS = 4  # of a number that was worked out: more would be the arithmetic's, not the table's
_WHOLE = re.compile(r"([-+]?\d+)\.0+\Z")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?\Z")
_FIELD = re.compile(r"\{([^{}:]+)(?::(\d{1,2}))?\}")


@dataclass(frozen=True, slots=True)
class Found:
    """What a row leaves possible about a factor, and the way by which that was found."""

    possible: Possible
    way: Way


@dataclass
class Locality:
    """A row read: who it is about and what is known."""

    about: dict[str, Any] = field(default_factory=dict)
    factors: dict[str, Found] = field(default_factory=dict)

    def profile(self, vocabulary: Vocabulary) -> dict[str, Any]:
        """In the ordinary nested form of profiles, which has an id here and no coordinates."""
        about = {name: told for name, told in self.about.items() if name not in POINT}
        return {**about, "factors": {s: self._given(vocabulary, s) for s in self.factors}}

    def _given(self, vocabulary: Vocabulary, slug: str) -> dict[str, Any]:
        found = self.factors[slug]
        plain = plain_value(vocabulary.factors[slug].domain, found.possible)
        given = plain if isinstance(plain, dict) else {"value": plain}
        way = found.way
        return {
            **given,
            "basis": way.basis,
            "source": way.source,
            **({"as_of": way.as_of} if way.as_of else {}),
        }


class RowError(Exception):
    """The row cannot be believed; all its faults together, each with its column and cell."""

    def __init__(self, faults: list[tuple[str, str, Fault]]) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.sentence() for _, _, fault in faults))


def apply(recipe: Recipe, vocabulary: Vocabulary, cells: Mapping[str, str]) -> Locality | None:
    """The locality of one row; None for a row that is about no locality.

    Raises:
        RowError: with every fault of the row.
    """
    row = _Row(recipe, cells)
    if row.is_left_out():
        return None
    locality = Locality(row.about())
    for slug in recipe.factors:
        for way in recipe.of(slug):
            possible = row.says(way, vocabulary.factors[slug].domain)
            if possible is not None and possible != vocabulary.factors[slug].domain.unknown:
                locality.factors[slug] = Found(possible, way)
                break
    if row.faults:
        raise RowError(row.faults)
    return locality


class _Row:
    """The cells of one row, read column by column; what is wrong is collected."""

    def __init__(self, recipe: Recipe, cells: Mapping[str, str]) -> None:
        self.recipe, self.cells = recipe, cells
        self.faults: list[tuple[str, str, Fault]] = []
        self.texts: dict[str, str | None] = {}
        self.numbers: dict[str, float | None] = {}

    # Cells

    def text(self, name: str) -> str | None:
        """The cell as it stands; None where nothing was recorded, or it is not to be believed."""
        if name not in self.texts:
            self.texts[name] = None  # two columns that need one another: neither is believed
            self.texts[name] = self._text(self.recipe.columns[name])
        return self.texts[name]

    def _text(self, column: Column) -> str | None:
        cell = self.raw(column.name)
        if any(self.text(other) is None for other in column.needs):
            return None
        if not cell:
            return "" if column.empty_is_none else None
        return None if self._means_missing(column, cell) else cell

    def raw(self, name: str) -> str:
        """The cell without spaces around it, a whole number without its empty decimals."""
        cell = " ".join((self.cells.get(name) or "").split())
        whole = _WHOLE.match(cell) if self.recipe.layout.decimal == "." else None
        return whole[1] if whole else cell

    def _means_missing(self, column: Column, cell: str) -> bool:
        if cell in column.missing:
            return True
        value = self._parsed(cell)
        return value is not None and any(value == self._parsed(word) for word in column.missing)

    def _parsed(self, cell: str) -> float | None:
        layout = self.recipe.layout
        if layout.thousands and layout.thousands in cell:
            if not _grouped(layout.thousands, layout.decimal).match(cell):
                return None  # it would be another number, ten or a thousand times as much
            cell = cell.replace(layout.thousands, "")
        plain = cell.replace(layout.decimal, ".") if layout.decimal != "." else cell
        if not _NUMBER.match(plain):
            return None
        value = float(plain)
        return value if math.isfinite(value) else None

    def number(self, name: str) -> float | None:
        if name not in self.numbers:
            self.numbers[name] = self._number(self.recipe.columns[name])
        return self.numbers[name]

    def _number(self, column: Column) -> float | None:
        cell = self.text(column.name)
        if not cell:  # nothing recorded; or, of a list, none, which is no number either
            return None
        value = self._parsed(cell)
        if value is None:
            self._fault(column.name, Text("this is not a number", "esto no es un número"))
            return None
        low = -math.inf if column.least is None else column.least
        high = math.inf if column.most is None else column.most
        if not low <= value <= high:
            what = Text("not between {low} and {high}", "no está entre {low} y {high}")
            self._fault(column.name, what.filled(low=f"{low:g}", high=f"{high:g}"))
            return None
        return value

    def _fault(
        self, column: str, what: Text, allowed: tuple[str, ...] = (), near: str | None = None
    ) -> None:
        found = (column, self.raw(column), Fault(column, what, allowed, near))
        if found not in self.faults:
            self.faults.append(found)

    # Who

    def is_left_out(self) -> bool:
        return any(self.raw(item.column) in item.words for item in self.recipe.place.leave_out)

    def about(self) -> dict[str, Any]:
        place = self.recipe.place
        about: dict[str, Any] = {"id": self._id(place.id)}
        if place.name is not None and all(map(self.text, place.name.columns)):
            about["name"] = self._name(place.name)
        country = place.country or self._country()
        if country:
            about["country"] = country
        if self.recipe.as_of:
            about["as_of"] = self.recipe.as_of
        about.update(self._point())
        return about

    def _id(self, template: Template) -> str:
        for name in template.columns:
            if not self.text(name):
                what = Text("without it there is no id", "sin ella no hay identificador")
                self._fault(name, what)
        filled = self._filled(template)
        if len(filled) > LONGEST_ID:
            self._fault(template.columns[0], TOO_LONG_ID)
        return filled

    def _name(self, template: Template) -> str:
        filled = self._filled(template)
        if len(filled) > MAXIMUM_TEXT:
            self._fault(template.columns[0], _LONG_NAME)
        return filled

    def _filled(self, template: Template) -> str:
        """The template with its cells; a width fills up with zeros."""
        return _FIELD.sub(lambda m: self.raw(m[1]).zfill(int(m[2] or 0)), template.text)

    def _country(self) -> str | None:
        place = self.recipe.place
        if place.country_column is None:
            return None
        given = self.text(place.country_column)
        if not given or given in place.codes:
            return place.codes.get(given or "")
        what = Text("the recipe has no code for it", "la receta no tiene código para él")
        self._fault(place.country_column, what, (), nearest(given, place.codes))
        return None

    def _point(self) -> dict[str, float]:
        """Where it is: both ends, or nothing."""
        ends: dict[str, float] = {}
        for name, most in zip(POINT, (90, 180), strict=True):
            column = getattr(self.recipe.place, name)
            value = None if column is None else self.number(column)
            if value is not None and abs(value) > most:
                what = Text(f"not between -{most} and {most}", f"no está entre -{most} y {most}")
                self._fault(column, what)
            elif value is not None:
                ends[name] = value
        return ends if len(ends) == 2 else {}

    # What

    def says(self, way: Way, domain: Domain) -> Possible | None:
        if not all(self._holds(condition) for condition in way.only_if):
            return None
        if way.number_as is not None:
            return self._interval(way, domain)
        if way.word_column is not None:
            return self._word(way)
        value = self._worked_out(way.quantities[0])
        if value is None:
            return None
        for band in way.bands:
            if band.below is None or value < band.below:
                return band.said.possible
        return None

    def _holds(self, condition: Condition) -> bool:
        """Whether it is known to hold; what is unknown does not."""
        if condition.column is not None:
            return self.text(condition.column) in condition.words
        value = None if condition.of is None else self._worked_out(condition.of)
        if value is None:
            return False
        above = condition.least is None or value >= condition.least
        return above and (condition.most is None or value <= condition.most)

    def _worked_out(self, quantity: Quantity) -> float | None:
        value = worked_out(quantity, self.number, self.text)
        return value if value is None or isinstance(quantity, Cell) else round(value, DECIMALS)

    def _interval(self, way: Way, domain: Domain) -> Possible | None:
        values = [self._worked_out(quantity) for quantity in way.quantities]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        low, high = min(known), max(known)
        if low < domain.minimum or high > domain.maximum:
            what = Text(
                f"'{way.factor}' would not be between {domain.minimum:g} and {domain.maximum:g}",
                f"«{way.factor}» no estaría entre {domain.minimum:g} y {domain.maximum:g}",
            )
            for name in columns_of(way.quantities[0]):
                self._fault(name, what)
            return None
        if way.number_as == "at_least":
            return Interval(low, domain.maximum)
        if way.number_as == "at_most":
            return Interval(domain.minimum, high)
        return Interval(low, high)

    def _word(self, way: Way) -> Possible | None:
        given = None if way.word_column is None else self.text(way.word_column)
        if not given or way.word_column is None:
            return None
        said = way.words.get(given)
        if said is None:
            what = Text("the recipe does not say what it means", "la receta no dice qué significa")
            self._fault(way.word_column, what, tuple(way.words), nearest(given, way.words))
            return None
        return said.possible


@cache
def _grouped(thousands: str, decimal: str) -> re.Pattern[str]:
    """A number whose digits stand in groups of three."""
    between, point = re.escape(thousands), re.escape(decimal)
    return re.compile(rf"[-+]?\d{{1,3}}({between}\d{{3}})+({point}\d*)?\Z")


_LONG_NAME = Text(
    f"a name has at most {MAXIMUM_TEXT} characters",
    f"un nombre tiene a lo sumo {MAXIMUM_TEXT} caracteres",
)
