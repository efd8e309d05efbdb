"""What a person typed, read as the answer to a question, in the form that a profile gives it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import Fault, ProfileError, nearest
from engine.interview import Inquiry, identifier
from engine.tables.cells import AND, EITHER, NONE, RANGE, given
from engine.text import LANGUAGES, Text
from engine.vocabulary import LEVELLED, Domain

NOBODY = "0"  # none of these, or an empty list
PERHAPS = "?"  # after one of several values: it may be there
YES, NO = ("y", "yes", "s", "si", "sí"), ("n", "no")

CHOOSE = Text(
    "choose by number, from 1 to {count}, or by name",
    "elija por número, del 1 al {count}, o por nombre",
)
EVERYTHING = Text(
    "that leaves everything open; an empty line says that it is not known",
    "eso lo deja todo abierto; una línea vacía dice que no se sabe",
)
_PARTS = re.compile(r"[,;|+]")
_SPAN = re.compile(r"(\d+)\s*-\s*(\d+)\Z")
_NUMBERS = re.compile(r"[\d?]+(\s+[\d?]+)+\Z")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_BETWEEN = re.compile(r"(?<=\d)\s*[-–]\s*(?=\d)")


def reply(inquiry: Inquiry, typed: str) -> Any:
    """The answer.

    Raises:
        ProfileError: it is none, with what is allowed.
    """
    if inquiry.is_list:
        return _entries(inquiry, typed)
    domain = inquiry.domain
    if domain.type in LEVELLED:
        return _level(domain, typed)
    if domain.type == "several":
        return _several(domain, typed)
    if domain.type == "number":
        typed = _BETWEEN.sub(RANGE, _DECIMAL_COMMA.sub(".", typed))
    return given(domain, typed)


def sourced(answer: Any, provenance: Mapping[str, str]) -> Any:
    """The answer with where it comes from."""
    if not provenance:
        return answer
    known = answer if isinstance(answer, dict) else {"value": answer}
    return {**known, **provenance}


def _level(domain: Domain, typed: str) -> Any:
    """One level, or those that are still possible."""
    values = [value for part in _parts(domain, typed) for value in _span(domain, part)]
    if len(values) > 1 and set(values) == set(domain.values):
        raise ProfileError([Fault(typed, EVERYTHING)])
    return given(domain, EITHER.join(dict.fromkeys(values)))


def _several(domain: Domain, typed: str) -> Any:
    """The values that are there, and those (``3?``) that may be."""
    if typed in (NOBODY, NONE):
        return []
    parts = _parts(domain, typed)
    surely = [_value(domain, part) for part in parts if not part.endswith(PERHAPS)]
    maybe = [_value(domain, part[:-1]) for part in parts if part.endswith(PERHAPS)]
    present = given(domain, AND.join(surely)) if surely else []
    return {"value": present, "possible": maybe} if maybe else present


def _entries(inquiry: Inquiry, typed: str) -> list[dict[str, Any]]:
    """The entries of a list, each by what tells it from the others; all else is asked later."""
    assert inquiry.kind is not None
    if typed == NOBODY:
        return []
    domain = inquiry.domain
    if domain.type == "text":
        found = [part.strip() for part in typed.split(",") if part.strip()]
    else:
        found = [_value(domain, part) for part in _parts(domain, typed)]
    return [{identifier(inquiry.kind): value} for value in found]


def _parts(domain: Domain, typed: str) -> Sequence[str]:
    """What was typed, in parts; the name of one choice may have a comma or a blank in it."""
    if typed.casefold() in _names(domain):
        return [typed]
    found = typed.split() if _NUMBERS.match(typed) else _PARTS.split(typed)
    return [part.strip() for part in found if part.strip()]


def _span(domain: Domain, part: str) -> Sequence[str]:
    """The levels of one part, which in an ordered scale may go from one to another."""
    span = _SPAN.match(part)
    if span is None or domain.type != "ordinal":
        return [_value(domain, part)]
    low, high = (domain.values.index(_value(domain, end)) for end in span.groups())
    return domain.values[low : high + 1] or domain.values[high : low + 1]


def _value(domain: Domain, part: str) -> str:
    if part.isdecimal() and 1 <= int(part) <= len(domain.values):
        return domain.values[int(part) - 1]
    names = _names(domain)
    if part.casefold() in names:
        return names[part.casefold()]
    what = CHOOSE.filled(count=len(domain.values))
    raise ProfileError([Fault(part, what, (), nearest(part.casefold(), names))])


def _names(domain: Domain) -> dict[str, str]:
    """The values by all that they are called, in both languages."""
    found = {}
    for level in domain.levels:
        for word in (level.value, *(level.name.in_(language) for language in LANGUAGES)):
            found[word.casefold()] = level.value
    if domain.type == "boolean":
        found |= dict.fromkeys(YES, "true") | dict.fromkeys(NO, "false")
    return found
