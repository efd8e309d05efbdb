"""Factors that follow from entity lists: the columnar form of :func:`engine.facts.derive`."""

from collections.abc import Mapping

import numpy as np

from engine.columns import masks
from engine.columns.arrays import Array
from engine.columns.localities import Column, EntityColumns
from engine.vocabulary import Derivation, Domain, Vocabulary


def derived(
    vocabulary: Vocabulary,
    factors: Mapping[str, Column],
    given: Mapping[str, Array],
    entities: Mapping[str, EntityColumns],
) -> dict[str, Column]:
    """The factors, with those that a locality does not give but its lists tell.

    ``given`` says where a factor was given, whatever was said of it.
    """
    found = dict(factors)
    for slug, factor in vocabulary.factors.items():
        derivation = factor.derivation
        if derivation is None or derivation.kind not in entities:
            continue
        follows, where = _follows(vocabulary, derivation, factor.domain, entities[derivation.kind])
        if slug in given:
            where = where & ~given[slug]
        own = found.get(slug) or unknown_column(factor.domain, len(where))
        second = own.second
        if second is not None and follows.second is not None:
            second = masks.chosen(where, follows.second, second)
        found[slug] = Column(masks.chosen(where, follows.first, own.first), second)
    return found


def unknown_column(domain: Domain, size: int) -> Column:
    """A column of which nothing is known."""
    match domain.type:
        case "number":
            return Column(np.full(size, domain.minimum), np.full(size, domain.maximum))
        case "several":
            nothing = masks.full(domain, size, 0)
            return Column(nothing, masks.full(domain, size, domain.everything))
        case "text":
            return Column(np.full(size, -1, dtype=np.int64))
        case _:
            return Column(masks.full(domain, size, domain.everything))


def _follows(
    vocabulary: Vocabulary, derivation: Derivation, domain: Domain, told: EntityColumns
) -> tuple[Column, Array]:
    """What a derivation gives, and the localities for which it gives anything."""
    if derivation.how == "count":
        count = np.diff(told.offsets).astype(np.float64)
        return Column(count, count), told.given
    attributes = vocabulary.entities[derivation.kind].attributes
    attribute = attributes[derivation.attribute or ""]
    owner = np.repeat(np.arange(len(told.given)), np.diff(told.offsets))
    column = told.attributes[attribute.name]
    if derivation.of:
        wanted = attributes["kind"].domain.mask(derivation.of)
        chosen = masks.touches(told.attributes["kind"].first, wanted)
        owner = owner[chosen]
        second = None if column.second is None else column.second[chosen]
        column = Column(column.first[chosen], second)
    if derivation.how == "union":
        return _union(column, owner, domain, len(told.given)), told.given
    size = len(told.given)
    some = np.zeros(size, dtype=bool)
    some[owner] = True
    return Column(_extreme(column.first, owner, domain, size, derivation.how)), some


def _extreme(levels_of: Array, owner: Array, domain: Domain, size: int, how: str) -> Array:
    """The levels that the highest (or lowest) of several partly known levels may have."""
    together = np.zeros(size, dtype=levels_of.dtype)
    np.bitwise_or.at(together, owner, levels_of)
    count = len(domain.levels)
    levels = np.arange(count)
    bits = ((levels_of[:, None] >> levels.astype(levels_of.dtype)) & levels_of.dtype.type(1)) != 0
    if how == "worst":
        floor = np.zeros(size, dtype=np.int64)
        np.maximum.at(floor, owner, np.argmax(bits, axis=1))
        allowed = np.array([domain.everything & ~((1 << k) - 1) for k in range(count)])
        left: Array = together & allowed.astype(levels_of.dtype)[floor]
        return left
    ceiling = np.full(size, count - 1)
    np.minimum.at(ceiling, owner, count - 1 - np.argmax(bits[:, ::-1], axis=1))
    allowed = np.array([(2 << k) - 1 for k in range(count)])
    right: Array = together & allowed.astype(levels_of.dtype)[ceiling]
    return right


def _union(column: Column, owner: Array, domain: Domain, size: int) -> Column:
    """The values that occur in at least one entity."""
    surely, possibly = masks.full(domain, size, 0), masks.full(domain, size, 0)
    first = column.first.astype(surely.dtype)
    if column.second is None:
        known = masks.single(first)
        np.bitwise_or.at(surely, owner[known], first[known])
        np.bitwise_or.at(possibly, owner, first)
    else:
        np.bitwise_or.at(surely, owner, first)
        np.bitwise_or.at(possibly, owner, column.second.astype(surely.dtype))
    return Column(surely, possibly)
