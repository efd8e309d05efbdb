"""Localities as columns: for each factor, what is possible, one row per locality."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engine.columns import masks
from engine.columns.arrays import Array
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.possible import Interval, Levels, Possible, Several, Words
from engine.profile import Entity
from engine.vocabulary import Attribute, Domain, Vocabulary

UNKNOWN_WORD = -1


@dataclass(frozen=True, slots=True)
class Column:
    """What is possible of one factor or attribute, by row.

    Levels: ``first`` is a mask of possible levels. Numbers: ``first`` and ``second`` are the ends.
    Several values: those surely and those possibly present. Words: ``first`` is a place in the
    dictionary of words, -1 for unknown.
    """

    first: Array
    second: Array | None = None

    def rows(self, chosen: slice | Array) -> "Column":
        second = None if self.second is None else self.second[chosen]
        return Column(self.first[chosen], second)

    def is_one(self, other: "Column") -> bool:
        """Whether both are of one row, and the same: it holds for all localities of both."""
        pairs = zip(self._parts(), other._parts(), strict=True)
        return all(len(a) == len(b) == 1 and np.array_equal(a, b) for a, b in pairs)

    def above(self, other: "Column", sizes: tuple[int, int]) -> "Column":
        """This column over another, for so many localities; one row of either holds for all."""
        return Column(
            *(
                np.concatenate(
                    [
                        np.broadcast_to(rows, (size, *rows.shape[1:]))
                        for rows, size in zip(pair, sizes, strict=True)
                    ]
                )
                for pair in zip(self._parts(), other._parts(), strict=True)
            )
        )

    def _parts(self) -> tuple[Array, ...]:
        return (self.first,) if self.second is None else (self.first, self.second)


@dataclass(frozen=True, slots=True)
class EntityColumns:
    """One kind of entity: which localities gave their list, and the entities in order.

    Those of locality ``k`` are the rows from ``offsets[k]`` to ``offsets[k + 1]``.
    """

    given: Array
    offsets: Array
    attributes: Mapping[str, Column]

    def span(self, locality: Array) -> tuple[Array, Array, Array]:
        """For each of these localities: its first row, how many it has, whether it gave a list."""
        first = self.offsets[locality]
        return first, self.offsets[locality + 1] - first, self.given[locality]

    def rows(self, chosen: slice) -> "EntityColumns":
        start, stop = chosen.start, chosen.stop
        offsets = self.offsets[start : stop + 1]
        inside = slice(int(offsets[0]), int(offsets[-1]))
        return EntityColumns(
            self.given[chosen],
            offsets - offsets[0],
            {name: column.rows(inside) for name, column in self.attributes.items()},
        )


@dataclass(frozen=True, slots=True)
class SharedEntities:
    """Entities that every locality has alike: the catalogue of interventions."""

    count: int
    attributes: Mapping[str, Column]

    def span(self, locality: Array) -> tuple[Array, Array, Array]:
        count = len(locality)
        return np.zeros(count, dtype=np.int64), np.full(count, self.count), np.ones(count, bool)

    def rows(self, _: slice) -> "SharedEntities":
        return self


Entities = EntityColumns | SharedEntities


@dataclass(frozen=True)
class Localities:
    """Many localities. A factor without a column is unknown in all of them, as is a list.

    A column of one row, in a table of several, holds for all of them.

    ``words`` is the dictionary of texts, which begins with the names of all levels (those of the
    knowledge base, in its order) and goes on with free texts such as names of groups. ``country``
    is a place in ``countries``, of which None stands for a locality that does not say.
    """

    size: int
    factors: Mapping[str, Column] = field(default_factory=dict)
    entities: Mapping[str, Entities] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    country: Array | None = None
    countries: tuple[str | None, ...] = (None,)

    def rows(self, start: int, stop: int) -> "Localities":
        """The localities from ``start`` up to ``stop``."""
        chosen = slice(start, min(stop, self.size))
        return Localities(
            chosen.stop - chosen.start,
            {
                slug: column if len(column.first) == 1 else column.rows(chosen)
                for slug, column in self.factors.items()
            },
            {kind: entities.rows(chosen) for kind, entities in self.entities.items()},
            self.words,
            None if self.country is None else self.country[chosen],
            self.countries,
        )


def stacked(upper: Localities, lower: Localities) -> Localities:
    """Both tables as one; they are of one country, with the same lists and the same factors."""
    sizes = upper.size, lower.size
    factors = {
        slug: found
        if found.is_one(lower.factors[slug])
        else found.above(lower.factors[slug], sizes)
        for slug, found in upper.factors.items()
    }
    return replace(upper, size=sum(sizes), factors=factors)


class Dictionary:
    """Words by their place: those of the knowledge base, then others as they were met."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.places: dict[str, int] = dict(level_words(vocabulary))

    def place(self, word: str | None) -> int:
        return UNKNOWN_WORD if word is None else self.places.setdefault(word, len(self.places))


def level_words(vocabulary: Vocabulary) -> dict[str, int]:
    """The place of every level's name of every attribute: the beginning of each dictionary."""
    words: dict[str, int] = {}
    for kind in vocabulary.kinds.values():
        for attribute in kind.attributes.values():
            for value in attribute.domain.values:
                words.setdefault(value, len(words))
    return words


def column(domain: Domain, possible: Sequence[Possible], dictionary: Dictionary) -> Column:
    """One column from what is possible in each row.

    Raises:
        TypeError: a row is not of the domain's form.
    """
    match domain.type:
        case "number":
            numbers = _all(possible, Interval)
            low = np.array([item.low for item in numbers], dtype=np.float64)
            return Column(low, np.array([item.high for item in numbers], dtype=np.float64))
        case "several":
            several = _all(possible, Several)
            surely = masks.column(domain, [item.surely for item in several])
            return Column(surely, masks.column(domain, [item.possibly for item in several]))
        case "text":
            places = [dictionary.place(item.text) for item in _all(possible, Words)]
            return Column(np.array(places, dtype=np.int64))
        case _:
            return Column(masks.column(domain, [item.mask for item in _all(possible, Levels)]))


def _all(possible: Sequence[Possible], form: type) -> Sequence[Any]:
    if not {*map(type, possible)} <= {form}:
        raise TypeError(f"not all are {form.__name__}")
    return possible


def from_facts(
    knowledge: Knowledge, facts: Sequence[Facts], countries: Sequence[str | None] = ()
) -> Localities:
    """Columns from localities that were read one by one."""
    vocabulary = knowledge.vocabulary
    dictionary = Dictionary(vocabulary)
    factors = {
        slug: column(factor.domain, [item.factors[slug] for item in facts], dictionary)
        for slug, factor in vocabulary.factors.items()
        if any(slug in item.known for item in facts)
    }
    entities = {
        kind: _entities(kind, found.attributes, facts, dictionary)
        for kind, found in vocabulary.entities.items()
        if any(item.is_closed(kind) for item in facts)
    }
    names = tuple(dict.fromkeys(countries)) or (None,)
    places = [names.index(name) for name in countries]
    return Localities(
        len(facts),
        factors,
        entities,
        tuple(dictionary.places),
        np.array(places, dtype=np.int16) if places else None,
        names,
    )


def _entities(
    kind: str,
    attributes: Mapping[str, Attribute],
    facts: Sequence[Facts],
    dictionary: Dictionary,
) -> EntityColumns:
    lists = [item.entities.get(kind, ()) for item in facts]
    rows = [entity for entities in lists for entity in entities]
    return EntityColumns(
        np.array([item.is_closed(kind) for item in facts], dtype=bool),
        offsets_of(len(entities) for entities in lists),
        attribute_columns(attributes, rows, dictionary),
    )


def attribute_columns(
    attributes: Mapping[str, Attribute], rows: Sequence[Entity], dictionary: Dictionary
) -> dict[str, Column]:
    """The attributes of entities as columns; one that an entity does not have is unknown."""
    return {
        name: column(
            attribute.domain,
            [entity.values.get(name, attribute.domain.unknown) for entity in rows],
            dictionary,
        )
        for name, attribute in attributes.items()
    }


def offsets_of(lengths: Iterable[int]) -> Array:
    return np.concatenate([[0], np.cumsum(np.fromiter(lengths, dtype=np.int64))]).astype(np.int64)
