"""What was typed, read as a profile; what cannot be read is a fault at its item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.pages.describe.items import (
    AT_LEAST,
    AT_MOST,
    LISTED,
    NO,
    NONE,
    PARTLY,
    PLACE,
    POSSIBLE,
    YES,
    Entry,
    Fields,
    domains,
    entries,
    item_of,
    part,
    text,
)
from api.pages.describe.numbers import UnreadableError, read_number
from engine.errors import ProfileError
from engine.profile import PROVENANCE, read_profile
from engine.text import Text
from engine.vocabulary import Attribute, Domain, Vocabulary


@dataclass(frozen=True)
class Reading:
    """A profile, and what is wrong with it, by item."""

    profile: Mapping[str, Any]
    faults: Mapping[str, Text]


class _NotSaidError(Exception):
    """Nothing is said about an item: it is unknown."""


def read(fields: Fields, vocabulary: Vocabulary) -> Reading:
    """The profile that was meant, judged by the engine's own reader."""
    return _Reader(fields, vocabulary).read()


def sound(fields: Fields, vocabulary: Vocabulary) -> Mapping[str, Any]:
    """The profile without what is faulty: faulty values are unknown for the time being.

    A list with a faulty entry is unknown as a whole, since a list that is given is complete.
    """
    faults = read(fields, vocabulary).faults
    if not faults:
        return read(fields, vocabulary).profile
    lists = {item.split(".")[0] for item in faults} & set(vocabulary.lists)
    kept = {
        field: given
        for field, given in fields.items()
        if item_of(field) not in faults and field.split(".")[0] not in lists
    }
    return read(kept, vocabulary).profile


class _Reader:
    def __init__(self, fields: Fields, vocabulary: Vocabulary) -> None:
        self.fields = fields
        self.vocabulary = vocabulary
        self.faults: dict[str, Text] = {}
        self.listed: dict[str, list[Entry]] = {}

    def read(self) -> Reading:
        profile = self._profile()
        try:
            read_profile(profile, self.vocabulary)
        except ProfileError as error:
            for fault in error.faults:
                self.faults.setdefault(self._item(fault.where), fault.what)
        return Reading(profile, self.faults)

    def _profile(self) -> dict[str, Any]:
        profile: dict[str, Any] = {
            name: said for name in PLACE if (said := text(self.fields, name).strip())
        }
        factors = dict(self._values("factors.", self.vocabulary.factors))
        if factors:
            profile["factors"] = factors
        for list_name in self.vocabulary.lists:
            state = text(self.fields, list_name)
            if state == NONE:
                profile[list_name] = []
            elif state == LISTED:
                profile[list_name] = self._entries(list_name)
        return profile

    def _entries(self, list_name: str) -> list[dict[str, Any]]:
        found = [entry for entry in entries(self.fields, list_name) if not entry.removed]
        if not found:
            self.faults[list_name] = _EMPTY
        self.listed[list_name] = found
        attributes = self.vocabulary.lists[list_name].attributes
        for entry in found:
            for name in self._missing(entry, attributes):
                self.faults[f"{entry.item}.{name}"] = _REQUIRED.filled(label=attributes[name].label)
        return [dict(self._values(f"{entry.item}.", attributes)) for entry in found]

    def _missing(self, entry: Entry, attributes: Mapping[str, Attribute]) -> Iterator[str]:
        for name, attribute in attributes.items():
            if attribute.required and not text(self.fields, f"{entry.item}.{name}").strip():
                yield name

    def _values(self, prefix: str, among: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        for name, described in among.items():
            item = f"{prefix}{name}"
            try:
                yield name, self._value(item, described.domain)
            except _NotSaidError:
                continue
            except UnreadableError as error:
                self.faults[item] = error.what

    def _value(self, item: str, domain: Domain) -> Any:
        """A value in the form in which a profile gives it."""
        value = self._possible(item, domain)
        provenance = {
            name: said
            for name in PROVENANCE
            if (said := text(self.fields, part(item, name)).strip())
        }
        if not provenance:
            return value
        partial = isinstance(value, dict)
        return {**(value if partial else {"value": value}), **provenance}

    def _possible(self, item: str, domain: Domain) -> Any:
        match domain.type:
            case "number":
                return self._number(item)
            case "several":
                return self._several(item, domain)
            case _:
                return self._chosen(item, domain)

    def _chosen(self, item: str, domain: Domain) -> Any:
        """A level, a text, or the levels that are still possible."""
        chosen = text(self.fields, item).strip()
        if not chosen:
            raise _NotSaidError
        plain = _truths if domain.type == "boolean" else dict
        meant = plain()
        if chosen != PARTLY or domain.type == "text":
            return meant.get(chosen, chosen)
        ticked = [meant.get(one, one) for one in self.fields.get(part(item, POSSIBLE), ())]
        if not ticked:
            raise UnreadableError(_TICK)
        return {"possible": ticked} if len(ticked) > 1 else ticked[0]

    def _number(self, item: str) -> Any:
        exact = text(self.fields, item).strip()
        ends = {
            name: typed
            for name in (AT_LEAST, AT_MOST)
            if (typed := text(self.fields, part(item, name)).strip())
        }
        if exact and ends:
            raise UnreadableError(_ONE_OR_THE_OTHER)
        if ends:
            return {"possible": {name: read_number(typed) for name, typed in ends.items()}}
        if not exact:
            raise _NotSaidError
        return read_number(exact)

    def _several(self, item: str, domain: Domain) -> Any:
        said = {name: text(self.fields, part(item, name)) for name in domain.values}
        present = [name for name, answer in said.items() if answer == YES]
        open_still = [name for name, answer in said.items() if answer not in (YES, NO)]
        if len(open_still) == len(said):
            raise _NotSaidError
        return {"value": present, "possible": open_still} if open_still else present

    def _item(self, where: str) -> str:
        """The item that the engine's reader means by a place in the profile."""
        first, *rest = where.split(".")
        if first == "factors" and rest:
            return f"factors.{rest[0]}"
        if first in self.listed and len(rest) > 1:
            return f"{self.listed[first][int(rest[0])].item}.{rest[1]}"
        return first


def _truths() -> dict[str, Any]:
    return {"true": True, "false": False}


def told_of(fields: Fields, vocabulary: Vocabulary) -> frozenset[str]:
    """The items about which something was typed."""
    typed = {item_of(field) for field, given in fields.items() if any(given)}
    return frozenset(item for item, _ in domains(vocabulary, fields) if item in typed)


_EMPTY = Text(
    "nothing is listed; add what there is, or say that there is none",
    "no hay nada en la lista; agregue lo que haya o indique que no hay ninguno",
)
_REQUIRED = Text(
    "this is needed to tell the entry from others: {label}",
    "esto hace falta para distinguir la entrada de otras: {label}",
)
_TICK = Text(
    "tick each level that is still possible, or choose “Unknown”",
    "marque cada nivel que aún es posible o elija «Se desconoce»",
)
_ONE_OR_THE_OTHER = Text(
    "write the number, or between which numbers it lies, not both",
    "escriba el número, o entre qué números está, no ambas cosas",
)
