"""A profile as it would have been typed: how a draft begins from a case or from a version."""

from collections.abc import Iterator, Mapping
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
    Fields,
    part,
)
from api.pages.describe.numbers import written
from engine.possible import Interval, Levels, Several, Words
from engine.profile import PROVENANCE, ProfileReader, Value
from engine.vocabulary import Domain, EntityKind, Vocabulary


def typed(profile: Mapping[str, Any], vocabulary: Vocabulary) -> Fields:
    """The fields of a draft that says what a sound profile says."""
    return dict(_typed(profile, vocabulary))


def _typed(profile: Mapping[str, Any], vocabulary: Vocabulary) -> Iterator[tuple[str, Any]]:
    for name in PLACE:
        if profile.get(name) is not None:
            yield name, (str(profile[name]),)
    reader = ProfileReader(vocabulary)
    for slug, given in (profile.get("factors") or {}).items():
        yield from _value(reader, f"factors.{slug}", vocabulary.factors[slug].domain, given)
    for list_name, kind in vocabulary.lists.items():
        if profile.get(list_name) is not None:
            yield from _list(reader, kind, profile[list_name])


def _list(reader: ProfileReader, kind: EntityKind, given: Any) -> Iterator[tuple[str, Any]]:
    yield kind.list_name, (LISTED if given else NONE,)
    aliases = {item.codebook: name for name, item in kind.attributes.items() if item.codebook}
    for number, entity in enumerate(given, start=1):
        entry = f"{kind.list_name}.{number}"
        yield entry, (LISTED,)
        for key, value in entity.items():
            name = key if key in kind.attributes else aliases[key]
            yield from _value(reader, f"{entry}.{name}", kind.attributes[name].domain, value)


def _value(
    reader: ProfileReader, item: str, domain: Domain, given: Any
) -> Iterator[tuple[str, Any]]:
    value = None if given is None else reader.value(domain, given, item)
    if value is None or value.possible == domain.unknown:
        return
    yield from _possible(item, domain, value)
    for name in PROVENANCE:
        said = getattr(value, name)
        if said:
            yield part(item, name), (said,)


def _possible(item: str, domain: Domain, value: Value) -> Iterator[tuple[str, Any]]:
    match value.possible:
        case Levels(mask):
            levels = tuple(level.value for level in domain.named(mask))
            if len(levels) == 1:
                yield item, levels
            else:
                yield item, (PARTLY,)
                yield part(item, POSSIBLE), levels
        case Interval(low, high) if low == high:
            yield item, (written(low),)
        case Interval(low, high):
            yield part(item, AT_LEAST), (written(low),)
            yield part(item, AT_MOST), (written(high),)
        case Several(surely, possibly):
            for bit, name in enumerate(domain.values):
                if surely >> bit & 1:
                    yield part(item, name), (YES,)
                elif not possibly >> bit & 1:
                    yield part(item, name), (NO,)
        case Words(text) if text:
            yield item, (text,)
