"""One locality with some factors changed, many times: what it would be like otherwise."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from engine.columns.arrays import Array
from engine.columns.completions import read_by
from engine.columns.localities import (
    Dictionary,
    Localities,
    SharedEntities,
    attribute_columns,
    column,
)
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.possible import Possible


def vary(
    knowledge: Knowledge,
    facts: Facts,
    country: str | None,
    variants: Sequence[Mapping[str, Possible]],
) -> Localities:
    """A locality per variant, in which these factors are as the variant says.

    A factor that no variant changes, and every list, is one for all.
    """
    vocabulary = knowledge.vocabulary
    dictionary = Dictionary(vocabulary)
    changes: defaultdict[str, dict[int, Possible]] = defaultdict(dict)
    for row, variant in enumerate(variants):
        for slug, value in variant.items():
            changes[slug][row] = value
    factors = {}
    for slug in read_by(knowledge):
        otherwise = changes.get(slug, {})
        values = [facts.factors[slug], *otherwise.values()]
        met = column(vocabulary.factors[slug].domain, values, dictionary)
        factors[slug] = met.rows(_places(len(variants), list(otherwise))) if otherwise else met
    entities = {
        kind: SharedEntities(
            len(rows), attribute_columns(vocabulary.entities[kind].attributes, rows, dictionary)
        )
        for kind, rows in facts.entities.items()
        if kind in vocabulary.entities
    }
    words = tuple(dictionary.places)
    return Localities(len(variants), factors, entities, words, None, (country,))


def _places(count: int, changed: Sequence[int]) -> Array:
    """For each row where its value stands: first is the one of all rows that do not change."""
    places = np.zeros(count, dtype=np.int64)
    places[changed] = np.arange(1, len(changed) + 1)
    return places
