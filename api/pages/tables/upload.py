"""What was sent with the form for a table, and what is wrong with it, told at its field."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from api.batches.intake import PROFILES
from api.pages.tables.words import TablesWords
from api.problems import RequestError
from api.requests import BatchOptions
from api.settings import MEGABYTE
from engine.errors import Fault, FaultsError
from engine.tables.sources import FORMATS
from engine.text import Language
from engine.vocabulary import EntityKind

Field = Literal["profiles", "beside", "recipe", "format", "other"]
MOST = 8  # faults that are told one by one
_LONGEST = 160  # what is longer than this is no help on a page
_OPTIONS = frozenset(BatchOptions.model_fields)


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


@dataclass(frozen=True)
class Refused:
    """What was refused: by which recipe, which tables came beside it, and the limit in bytes.

    ``lists`` are all that a table may be sent of.
    """

    recipe: str
    beside: Collection[str]
    limit: int
    lists: Mapping[str, EntityKind]


def told(error: FaultsError, sent: Refused, language: Language) -> tuple[FieldFault, ...]:
    """Why a table is refused, at the fields that can mend it."""
    words = TablesWords(language)
    status = error.status if isinstance(error, RequestError) else None
    first = error.faults[0]
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return (FieldFault("profiles", words.too_large.format(limit=sent.limit // MEGABYTE)),)
    if status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
        kinds = ", ".join(kind.removeprefix(".") for kind in FORMATS)
        why = words.wrong_kind.format(kinds=kinds)
        if first.where in sent.lists:
            return (FieldFault("beside", _of_list(sent.lists[first.where], why, words)),)
        return (FieldFault("profiles", why),)
    if status == HTTPStatus.UNPROCESSABLE_ENTITY and first.where == PROFILES:
        return (FieldFault("profiles", words.no_file),)
    return tuple(_few([_at_field(fault, sent, words) for fault in error.faults], words))


def _at_field(fault: Fault, sent: Refused, words: TablesWords) -> FieldFault:
    field, said = _field(fault, sent), _said(fault, words)
    kind = sent.lists.get(_first(fault))
    if field == "beside" and kind is not None:
        return FieldFault(field, _of_list(kind, said, words))
    return FieldFault(field, f"{fault.where}: {said}" if field == "other" else said)


def _of_list(kind: EntityKind, why: str, words: TablesWords) -> str:
    """What is wrong with a table beside the first, by the name of what it lists."""
    return f"{kind.name.in_(words.language)}: {why}"


def _first(fault: Fault) -> str:
    """The table or the option that a fault is about, without the column or the file's suffix."""
    return fault.where.partition(".")[0]


def _field(fault: Fault, sent: Refused) -> Field:
    name = _first(fault)
    if name == "recipe" or (sent.recipe and fault.where == sent.recipe):
        return "recipe"
    if sent.beside and (name in sent.beside or name == "entities"):
        return "beside"
    if name in ("advice", "format"):
        return "format"
    return "other" if name in _OPTIONS else "profiles"


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
    elif sum(fault.field == "profiles" for fault in faults) > 1:
        yield FieldFault("recipe", words.public_table)
