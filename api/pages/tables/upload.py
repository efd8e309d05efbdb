"""What was sent with the form for a table, and what is wrong with it, told at its field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from api.pages.tables.words import TablesWords
from api.problems import RequestError
from api.settings import MEGABYTE
from engine.errors import Fault, FaultsError
from engine.tables.sources import FORMATS
from engine.text import Language

Field = Literal["profiles", "recipe", "format"]
MOST = 8  # faults that are told one by one
_LONGEST = 160  # what is longer than this is no help on a page


@dataclass(frozen=True)
class FieldFault:
    """One thing that is wrong with what a field was given, and what to do about it."""

    field: Field
    what: str


@dataclass(frozen=True)
class Upload:
    """A form as it was sent; the one that is shown first has nothing wrong."""

    recipe: str = ""
    keep_rows: bool = True
    as_map: bool = False
    faults: tuple[FieldFault, ...] = ()

    def at(self, field: Field) -> tuple[FieldFault, ...]:
        return tuple(fault for fault in self.faults if fault.field == field)


def told(error: FaultsError, recipe: str, limit: int, language: Language) -> tuple[FieldFault, ...]:
    """Why a table is refused, at the fields that can mend it; ``limit`` is in bytes."""
    words = TablesWords(language)
    status = error.status if isinstance(error, RequestError) else None
    first = error.faults[0]
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return (FieldFault("profiles", words.too_large.format(limit=limit // MEGABYTE)),)
    if status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        kinds = ", ".join(kind.removeprefix(".") for kind in FORMATS)
        return (FieldFault("profiles", words.wrong_kind.format(kinds=kinds)),)
    if status == HTTPStatus.UNPROCESSABLE_ENTITY and first.where == "profiles":
        return (FieldFault("profiles", words.no_file),)
    found = [FieldFault(_field(fault, recipe), _said(fault, words)) for fault in error.faults]
    return tuple(_few(found, words))


def _field(fault: Fault, recipe: str) -> Field:
    if fault.where == "recipe" or (recipe and fault.where == recipe):
        return "recipe"
    return "format" if fault.where.startswith("advice.") else "profiles"


def _said(fault: Fault, words: TablesWords) -> str:
    said = fault.what.in_(words.language)
    listed = ", ".join(fault.allowed)
    if fault.nearest:
        return f"{said}. {words.nearest.format(value=fault.nearest)}"
    return f"{said}: {listed}" if 0 < len(listed) <= _LONGEST else f"{said}."


def _few(found: Iterable[FieldFault], words: TablesWords) -> Iterator[FieldFault]:
    """The first of many, how many more there are, and what is behind so many."""
    faults = list(found)
    yield from faults[:MOST]
    if len(faults) > MOST:
        yield FieldFault(faults[-1].field, words.more_faults(len(faults) - MOST))
    if any(fault.field == "recipe" for fault in faults):
        yield FieldFault("recipe", words.wrong_recipe)
    elif len(faults) > 1:
        yield FieldFault("recipe", words.public_table)
