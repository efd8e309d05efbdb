"""Two windows on one draft: what each changed is kept, and where both changed one item, both know.

A form says what it had seen when it was shown. An item that differs from it was changed here; one
in which the draft differs from it was changed elsewhere. Only an item that was changed on both
sides, to different things, is a clash, and a clash changes nothing until somebody chooses.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from api.pages.describe.items import Fields, item_of

Items = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Merged:
    """The draft as it is now, and the items that wait for a choice."""

    fields: Fields
    clashes: frozenset[str]


def merged(draft: Fields, seen: Fields, here: Fields) -> Merged:
    """A draft after a form was sent that had ``seen`` something and now says what is ``here``."""
    kept, before, now = by_item(draft), by_item(seen), by_item(here)
    clashes = set()
    for item in {**before, **now}:
        said, had = now.get(item, {}), before.get(item, {})
        stands = kept.get(item, {})
        if said in (had, stands):
            continue
        if stands == had:
            kept[item] = said
        else:
            clashes.add(item)
    return Merged(together(kept), frozenset(clashes))


def stale(draft: Fields, here: Fields, seen: Fields) -> frozenset[str]:
    """The items in which a form that goes on standing differs from the draft.

    They were changed elsewhere: to the form they are still what it had seen before, and not what
    the draft says now, or its next sending would look like a change back.
    """
    kept, now = by_item(draft), by_item(here)
    return frozenset(
        item for item in {**kept, **now, **by_item(seen)} if now.get(item, {}) != kept.get(item, {})
    )


def by_item(fields: Fields) -> Items:
    """Fields by their items, in their order; empty ones say nothing and are left out."""
    found: Items = {}
    for field, given in fields.items():
        if any(given):
            found.setdefault(item_of(field), {})[field] = given
    return found


def together(items: Items) -> Fields:
    return {field: given for fields in items.values() for field, given in fields.items()}


def only(fields: Fields, items: Iterable[str]) -> Fields:
    """The fields of some items."""
    wanted = set(items)
    return {field: given for field, given in fields.items() if item_of(field) in wanted}
