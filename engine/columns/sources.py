"""What planes and matches read: columns of factors, of entities and of the catalogue."""

from collections.abc import Callable

import numpy as np

from engine.columns import masks, truths
from engine.columns.arrays import Array
from engine.columns.localities import (
    UNKNOWN_WORD,
    Column,
    Dictionary,
    Entities,
    Localities,
    SharedEntities,
    attribute_columns,
    level_words,
)
from engine.columns.truths import Plane
from engine.conditions import AttributeTest, Condition
from engine.facts import catalogue_entities
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.possible import Target, holds
from engine.vocabulary import Domain


class Sources:
    """The columns of one chunk of localities; ``plane_of`` finds what is already worked out."""

    def __init__(
        self,
        knowledge: Knowledge,
        localities: Localities,
        plane_of: Callable[[Condition], Plane | None],
    ) -> None:
        self.vocabulary = knowledge.vocabulary
        self.localities = localities
        self.plane_of = plane_of
        self._shared = {knowledge.vocabulary.catalogue.kind: catalogue_columns(knowledge)}
        self._places = level_words(knowledge.vocabulary)
        self._words: dict[tuple[str, str], Array] = {}
        self._truths: dict[tuple[str, AttributeTest], Array] = {}

    def factor(self, slug: str, target: Target) -> Plane:
        """How far a test of a factor holds; one truth for all where nothing is known of it."""
        found = self.localities.factors.get(slug)
        if found is None:
            return int(holds(self.vocabulary.factors[slug].domain.unknown, target))
        plane = truths.holds(found, target, self.localities.words)
        return int(plane[0]) if len(plane) == 1 else plane

    def entities(self, kind: str) -> Entities | None:
        """The entities of a kind; None where no locality lists any."""
        return self._shared.get(kind) or self.localities.entities.get(kind)

    def attribute(self, kind: str, test: AttributeTest) -> Array:
        """How far a test of an attribute holds, for every entity of the kind."""
        key = kind, test
        if key not in self._truths:
            assert test.target is not None
            found = self._column(kind, test.attribute)
            self._truths[key] = truths.holds(found, test.target, self.localities.words)
        return self._truths[key]

    def words(self, kind: str, attribute: str) -> Array:
        """The place of the one word that an attribute is known to be, for every entity."""
        key = kind, attribute
        if key not in self._words:
            found, domain = self._column(kind, attribute), self._domain(kind, attribute)
            if domain.type == "text":
                self._words[key] = found.first
            else:
                self._words[key] = self._level_words(found, domain)
        return self._words[key]

    def _level_words(self, found: Column, domain: Domain) -> Array:
        words = np.full(len(found.first), UNKNOWN_WORD, dtype=np.int64)
        for level, value in enumerate(domain.values):
            words[masks.equal(found.first, 1 << level)] = self._places[value]
        return words

    def is_several(self, kind: str, attribute: str) -> bool:
        return self._domain(kind, attribute).type == "several"

    def includes(self, kind: str, attribute: str, rows: Array, wanted: Array) -> Array:
        """How far an attribute of several values has the wanted word (by place) among them."""
        found, domain = self._column(kind, attribute), self._domain(kind, attribute)
        truth = np.zeros(len(rows), dtype=np.uint8)
        for level, value in enumerate(domain.values):
            asked = np.flatnonzero(wanted == self._places[value])
            assert found.second is not None
            surely = masks.touches(found.first[rows[asked]], 1 << level)
            possibly = masks.touches(found.second[rows[asked]], 1 << level)
            truth[asked] = truths.of(surely, possibly)
        return truth

    def _column(self, kind: str, attribute: str) -> Column:
        entities = self.entities(kind)
        assert entities is not None
        return entities.attributes[attribute]

    def _domain(self, kind: str, attribute: str) -> Domain:
        return self.vocabulary.kinds[kind].attributes[attribute].domain


@kept
def catalogue_columns(knowledge: Knowledge) -> SharedEntities:
    """The catalogue of interventions as columns."""
    entities = catalogue_entities(knowledge)
    attributes = knowledge.vocabulary.catalogue.attributes
    dictionary = Dictionary(knowledge.vocabulary)
    return SharedEntities(len(entities), attribute_columns(attributes, entities, dictionary))
