"""The names of what can be typed: fields of a form, and the items that they belong to.

A draft is what was typed, field by field: ``factors.prison_control`` is ``?`` (partly known) and
``factors.prison_control:possible`` the levels that were ticked. What stands before the colon is the
*item*: the unit in which a draft is judged, and in which two windows agree or clash.

==============================  ==================================================
``name``, ``country``, ``as_of``  about the place
``factors.SLUG``                what is known of a factor
``LIST``                        whether the list is unknown, empty, or as listed
``LIST.ENTRY``                  an entry: listed, or taken out (and kept to be put back)
``LIST.ENTRY.ATTRIBUTE``        what is known of an attribute of it
==============================  ==================================================
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.profile import PROVENANCE
from engine.vocabulary import Domain, EntityKind, Vocabulary

Fields = Mapping[str, tuple[str, ...]]

PLACE = ("name", "country", "as_of")
PARTLY = "?"  # the choice of several levels that are still possible
POSSIBLE, AT_LEAST, AT_MOST = "possible", "at_least", "at_most"
YES, NO = "yes", "no"
NONE, LISTED, REMOVED = "none", "listed", "removed"


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list, in or out of it."""

    list_name: str
    id: str
    removed: bool

    @property
    def item(self) -> str:
        return f"{self.list_name}.{self.id}"


def part(item: str, name: str) -> str:
    """The field that holds one part of an item."""
    return f"{item}:{name}"


def item_of(field: str) -> str:
    return field.partition(":")[0]


def text(fields: Fields, field: str) -> str:
    """What was typed into a field; empty when nothing was."""
    given = fields.get(field, ())
    return given[0] if given else ""


def entries(fields: Fields, list_name: str) -> Iterator[Entry]:
    """The entries of a list in their order, those that were taken out too."""
    for field, given in fields.items():
        place = field.split(".")
        if len(place) == 2 and place[0] == list_name and given and ":" not in field:
            yield Entry(list_name, place[1], given[0] == REMOVED)


def domains(vocabulary: Vocabulary, fields: Fields) -> Iterator[tuple[str, Domain]]:
    """Every item that takes a value of the vocabulary, with its domain."""
    for slug, factor in vocabulary.factors.items():
        yield f"factors.{slug}", factor.domain
    for list_name, kind in vocabulary.lists.items():
        for entry in entries(fields, list_name):
            yield from of_entry(kind, entry)


def of_entry(kind: EntityKind, entry: Entry) -> Iterator[tuple[str, Domain]]:
    for attribute in kind.attributes.values():
        yield f"{entry.item}.{attribute.name}", attribute.domain


def parts_of(domain: Domain) -> tuple[str, ...]:
    """The parts that an item of a domain has beside the item itself."""
    match domain.type:
        case "number":
            own: tuple[str, ...] = (AT_LEAST, AT_MOST)
        case "several":
            own = domain.values
        case "text":
            own = ()
        case _:
            own = (POSSIBLE,)
    return (*own, *PROVENANCE)


def known_fields(vocabulary: Vocabulary, fields: Fields) -> frozenset[str]:
    """Every field that a form may send about a draft; whatever else is sent is passed over.

    Entries themselves are none: they come and go by buttons.
    """
    known = {*PLACE, *vocabulary.lists}
    for item, domain in domains(vocabulary, fields):
        known.add(item)
        known.update(part(item, name) for name in parts_of(domain))
    return frozenset(known)
