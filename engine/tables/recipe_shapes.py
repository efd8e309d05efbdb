"""The shape of a recipe's file: what stands in it, before its names are looked up."""

import json
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from engine.knowledge.schemas import Bilingual, Kebab, Shape, Words, YearOrText
from engine.tables.recipe import Scope

# What an expert says is no column of a public table.
Basis = Literal["observed", "proxy"]
Number = Annotated[float, Field(allow_inf_nan=False)]
Filled = Annotated[str, Field(min_length=1, max_length=500)]


def _as_cell(raw: Any) -> Any:
    """A number, ``true`` or ``null`` in a recipe is a word of the table as well."""
    if raw is None or isinstance(raw, bool):
        return json.dumps(raw)
    return str(raw) if isinstance(raw, int | float) else raw


Cell = Annotated[str, BeforeValidator(_as_cell)]


class FormatShape(Shape):
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] | None = None
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""
    sheet: Filled | None = None


class TableShape(Shape):
    publisher: Words
    attribution: Words
    terms: Bilingual
    period: YearOrText
    as_of: YearOrText | None = None
    format: FormatShape = FormatShape()


class CountriesShape(Shape):
    column: Filled
    codes: Annotated[dict[Filled, Annotated[str, Field(pattern="^[A-Z]{2}$")]], Field(min_length=1)]


class LeftOutShape(Shape):
    column: Filled
    words: Annotated[list[Cell], Field(min_length=1)] = Field(alias="is")
    because: Bilingual


class PlaceShape(Shape):
    id: Filled
    name: Filled | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    countries: CountriesShape | None = None
    latitude: Filled | None = None
    longitude: Filled | None = None
    leave_out: list[LeftOutShape] = Field(default_factory=list)


class ColumnShape(Shape):
    scope: Scope
    missing: list[Cell] = Field(default_factory=list)
    needs: list[str] = Field(default_factory=list)
    between: tuple[Number | None, Number | None] = (None, None)
    empty_is_none: bool = False
    because: Bilingual | None = None


class SaidShape(Shape):
    level: Any = None
    possible: list[Any] | None = None
    unknown: bool = False
    because: Bilingual
    source: Words | None = None
    ours: bool = False


class BandShape(SaidShape):
    below: Number | None = None


class ConditionShape(Shape):
    of: Any
    at_least: Number | None = None
    at_most: Number | None = None
    is_: Any = Field(alias="is", default=None)
    because: Bilingual


class WayShape(Shape):
    factor: str
    only_if: list[ConditionShape] = Field(default_factory=list)
    number: Any = None
    between: list[Any] | None = None
    at_least: Any = None
    at_most: Any = None
    value: Any = None
    bands: list[BandShape] | None = None
    map: dict[str, SaidShape] | None = None
    basis: Basis
    source: Words | None = None
    as_of: YearOrText | None = None
    limits: Bilingual


class LeftShape(Shape):
    factors: Annotated[list[str], Field(min_length=1)]
    because: Bilingual


class TestShape(Shape):
    row: dict[str, Any]
    gives: dict[str, Any] | None = None
    rejected: str | None = None
    left_out: bool = False


class RecipeFile(Shape):
    id: Kebab
    title: Bilingual
    table: TableShape
    locality: PlaceShape
    columns: Annotated[dict[Filled, ColumnShape], Field(min_length=1)]
    factors: Annotated[list[WayShape], Field(min_length=1)]
    unknown: list[LeftShape] = Field(default_factory=list)
    tests: list[TestShape]
