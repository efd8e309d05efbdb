"""A locality whose unknowns are filled in, many times: what it might turn out to be.

An unknown factor is drawn uniformly among the levels that are still possible; a number among those
that its prior in the vocabulary spans. What is known stays as it is. A list that was not given
stays unknown: nobody can draw the groups of a city.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.columns import masks
from engine.columns.arrays import Array
from engine.columns.localities import (
    Column,
    Dictionary,
    Localities,
    SharedEntities,
    attribute_columns,
    column,
)
from engine.conditions import factors_of
from engine.facts import Facts
from engine.keeping import kept
from engine.knowledge.model import Knowledge
from engine.possible import Interval, Levels, Possible, Several
from engine.vocabulary import Domain


@dataclass(frozen=True)
class Completions:
    """Many completions of one locality; ``draws`` holds what was drawn of each unknown factor.

    A level is its place, a number its value, several values a mask.
    """

    localities: Localities
    draws: Mapping[str, Array]


def complete(
    knowledge: Knowledge, facts: Facts, country: str | None, count: int, seed: int
) -> Completions:
    """So many completions; the same seed gives the same ones."""
    vocabulary = knowledge.vocabulary
    generator = np.random.Generator(np.random.PCG64(seed))
    dictionary = Dictionary(vocabulary)
    factors: dict[str, Column] = {}
    draws: dict[str, Array] = {}
    for slug in sorted(read_by(knowledge)):
        factor, possible = vocabulary.factors[slug], facts.factors[slug]
        if is_settled(possible):
            factors[slug] = column(factor.domain, [possible], dictionary)
        else:
            draws[slug] = _drawn(factor.domain, possible, count, generator)
            factors[slug] = _told(factor.domain, draws[slug])
    entities = {
        kind: SharedEntities(
            len(rows), attribute_columns(vocabulary.entities[kind].attributes, rows, dictionary)
        )
        for kind, rows in facts.entities.items()
        if kind in vocabulary.entities
    }
    words = tuple(dictionary.places)
    return Completions(Localities(count, factors, entities, words, None, (country,)), draws)


@kept
def read_by(knowledge: Knowledge) -> frozenset[str]:
    """The factors that some rule reads; what no rule reads need not be drawn."""
    return frozenset(
        slug
        for rule in knowledge.active
        for condition in rule.conditions()
        for slug in factors_of(condition)
    )


def is_settled(possible: Possible) -> bool:
    """Whether only one value is left."""
    match possible:
        case Levels(mask):
            return mask.bit_count() == 1
        case Interval(low, high):
            return low == high
        case Several(surely, possibly):
            return surely == possibly
    return True


def _drawn(domain: Domain, possible: Possible, count: int, generator: np.random.Generator) -> Array:
    match possible:
        case Levels(mask):
            levels = np.array([k for k in _by_name(domain) if mask >> k & 1])
            return levels[generator.integers(0, len(levels), count)]
        case Interval(low, high):
            low, high = domain.within_prior(low, high)
            return generator.uniform(low, high, count)
        case Several(surely, possibly):
            bits = [1 << k for k in _by_name(domain) if possibly & ~surely & 1 << k]
            there = generator.integers(0, 2, (count, len(bits)), dtype=np.uint8).view(bool)
            drawn = masks.full(domain, count, surely)
            for place, bit in enumerate(bits):
                drawn[there[:, place]] |= masks.column(domain, [bit])[0]
            return drawn
    raise TypeError(f"nothing to draw from {possible!r}")


def _by_name(domain: Domain) -> list[int]:
    """The levels in the order of their names, so that their places do not change the draws."""
    return sorted(range(len(domain.levels)), key=lambda place: domain.levels[place].value)


def _told(domain: Domain, drawn: Array) -> Column:
    """The column in which each row knows what was drawn for it."""
    match domain.type:
        case "number" | "several":
            return Column(drawn, drawn)
        case _:
            single = masks.column(domain, [1 << k for k in range(len(domain.levels))])
            return Column(single[drawn])
