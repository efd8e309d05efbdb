"""What a form asks for beside keeping what was typed: entries in and out, a clash settled."""

from dataclasses import dataclass
from typing import Literal, Self, get_args

from api.pages.describe.items import (
    LISTED,
    NO,
    REMOVED,
    Fields,
    domains,
    entries,
    part,
    text,
)
from api.pages.describe.merging import by_item, together
from engine.vocabulary import Vocabulary

Verb = Literal[
    "keep", "next", "advice", "add", "open", "remove", "restore", "rest", "here", "there"
]
_VERBS: tuple[Verb, ...] = get_args(Verb)


@dataclass(frozen=True)
class Wish:
    """A button that was pressed, and what it is about: ``remove:3``, ``rest:factors.x``."""

    verb: Verb = "keep"
    about: str = ""

    @classmethod
    def read(cls, pressed: str) -> Self:
        """The wish behind a button; what is no button's is only to keep what was typed."""
        name, _, about = pressed.partition(":")
        verb = next((verb for verb in _VERBS if verb == name), _VERBS[0])
        return cls(verb, about)


def done(wish: Wish, fields: Fields, list_name: str, vocabulary: Vocabulary) -> Fields:
    """The draft after what a button asks for; ``list_name`` is the list of its page."""
    match wish.verb:
        case "add" if list_name in vocabulary.lists:
            return {
                **_without(fields, list_name),
                list_name: (LISTED,),
                f"{list_name}.{_next_id(fields, list_name)}": (LISTED,),
            }
        case "remove" | "restore":
            entry = f"{list_name}.{wish.about}"
            state = REMOVED if wish.verb == "remove" else LISTED
            return {**fields, entry: (state,)} if text(fields, entry) else fields
        case "rest":
            return _rest_is_no(fields, wish.about, vocabulary)
    return fields


def opened(wish: Wish, fields: Fields, list_name: str, now_open: str | None) -> str | None:
    """The entry that stands open afterwards."""
    match wish.verb:
        case "add":
            return max((e.id for e in entries(fields, list_name)), key=int, default=None)
        case "open":
            return wish.about or None
        case "remove" if wish.about == now_open:
            return None
    return now_open


def attended(wish: Wish, was_open: str | None, now_open: str | None) -> str | None:
    """The entry at which who pressed a button goes on: the one that the button was about."""
    match wish.verb:
        case "add":
            return now_open
        case "open":
            return wish.about or was_open
        case "remove" | "restore":
            return wish.about
    return None


def _next_id(fields: Fields, list_name: str) -> int:
    return max((int(entry.id) for entry in entries(fields, list_name)), default=0) + 1


def _without(fields: Fields, item: str) -> Fields:
    return together({name: said for name, said in by_item(fields).items() if name != item})


def _rest_is_no(fields: Fields, item: str, vocabulary: Vocabulary) -> Fields:
    """No to each of several values about which nothing is said."""
    domain = dict(domains(vocabulary, fields)).get(item)
    if domain is None or domain.type != "several":
        return fields
    open_still = (part(item, name) for name in domain.values)
    return {**fields, **{field: (NO,) for field in open_still if not text(fields, field)}}
