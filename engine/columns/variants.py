"""One locality with some factors changed, many times: what it would be like otherwise."""

from collections.abc import Mapping, Sequence

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
    changed = {slug for variant in variants for slug in variant}
    factors = {}
    for slug in read_by(knowledge):
        now = facts.factors[slug]
        rows = [variant.get(slug, now) for variant in variants] if slug in changed else [now]
        factors[slug] = column(vocabulary.factors[slug].domain, rows, dictionary)
    entities = {
        kind: SharedEntities(
            len(rows), attribute_columns(vocabulary.entities[kind].attributes, rows, dictionary)
        )
        for kind, rows in facts.entities.items()
        if kind in vocabulary.entities
    }
    words = tuple(dictionary.places)
    return Localities(len(variants), factors, entities, words, None, (country,))
