"""Completions of one profile: what is unknown drawn at random, what is known kept."""

import numpy as np

from benchmarks.workload import column, values
from engine.columns.localities import Array, Column, EntityColumns, Localities, from_facts
from engine.facts import gather
from engine.knowledge.model import Knowledge
from engine.profile import read_profile


def completions(knowledge: Knowledge, case: str, count: int, seed: int = 0) -> Localities:
    """So many localities that agree with a documented one in all that is known of it."""
    profile = read_profile(knowledge.cases[case].profile, knowledge.vocabulary)
    facts = gather(profile, knowledge)
    one = from_facts(knowledge, [facts], [profile.country])
    rng = np.random.default_rng(seed)
    shown = np.zeros(count, dtype=bool)
    factors: dict[str, Column] = {}
    for slug, factor in knowledge.vocabulary.factors.items():
        if slug in facts.known:
            factors[slug] = _repeated(one.factors[slug], count)
        else:
            factors[slug] = column(factor.domain, values(factor.domain, count, rng), shown)
    entities = {
        kind: _lists_repeated(lists, count) if isinstance(lists, EntityColumns) else lists
        for kind, lists in one.entities.items()
    }
    country = None if one.country is None else np.repeat(one.country, count)
    return Localities(count, factors, entities, one.words, country, one.countries)


def _lists_repeated(one: EntityColumns, count: int) -> EntityColumns:
    each = int(one.offsets[-1])
    return EntityColumns(
        np.repeat(one.given, count),
        np.arange(count + 1, dtype=np.int64) * each,
        {name: _repeated(found, count) for name, found in one.attributes.items()},
    )


def _repeated(one: Column, count: int) -> Column:
    return Column(
        _tiled(one.first, count), None if one.second is None else _tiled(one.second, count)
    )


def _tiled(rows: Array, count: int) -> Array:
    return np.tile(rows, count)
