"""How far a ranking stands, whatever the unknowns turn out to be and however criteria are weighed.

The unknowns are completed many times and the criteria weights drawn around the caller's; every
completion is ranked. What is counted are SMAA's measures (Lahdelma and Salminen 2001): how often an
option comes first (its rank acceptability), between which ranks it moves, how often it beats
another, and the weights under which it comes first (its central weights). The share of completions
in which a factor's value would change the top says what is worth asking first.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.columns.arrays import Array
from engine.columns.completions import Completions, complete
from engine.columns.firing import fire
from engine.columns.program import compiled
from engine.columns.ranking import Ranking, rank
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.possible import Levels, Possible, Several
from engine.ranking import CRITERIA, VERDICTS, WHOLE
from engine.rule import Criterion
from engine.vocabulary import Domain

COMPLETIONS = 1_000
TOP = 3
INTERVAL = (5, 95)  # percentiles of the rank interval
# How closely drawn weights gather round the caller's: the sum of the Dirichlet's parameters. At 50,
# a weight of 0.20 is drawn between 0.12 and 0.30 nine times in ten (ours).
CONCENTRATION = 50
STABLE = 0.5  # an option that leads in fewer completions than this does not lead for sure (ours)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one option fares over all completions."""

    first: float  # share of completions in which it comes first
    top: float  # in which it is among the first three
    advised: float  # in which it is recommended
    lowest: int  # rank interval
    highest: int
    central_weights: Mapping[Criterion, float] | None  # None if it never comes first


@dataclass(frozen=True)
class Robustness:
    """What the completions say of a ranking.

    ``beats[a][b]`` is the share of completions in which option a stands above option b, for the
    options that are ever among the first. ``stable`` says whether the leader leads for sure.
    """

    count: int
    seed: int
    options: Mapping[str, Standing]
    beats: Mapping[str, Mapping[str, float]]
    stable: bool
    decisive: tuple["Decisive", ...]


@dataclass(frozen=True, slots=True)
class Decisive:
    """An unknown factor, and how far knowing it would settle which options come first, in bits."""

    factor: str
    bits: float


def seed_of(knowledge: Knowledge, facts: Facts, weights: Mapping[Criterion, int]) -> int:
    """A seed that follows from what is known, so that the same question draws the same.

    What is known, and not how it was put: names, sources and the order of lists do not matter. Nor
    do the rules, so that advice before and after a change of the rules is tried on the same draws.
    """
    vocabulary = knowledge.vocabulary
    entities = {
        kind: sorted(
            str(
                sorted((n, _named(found.attributes[n].domain, v)) for n, v in entity.values.items())
            )
            for entity in facts.entities[kind]
        )
        for kind, found in vocabulary.entities.items()
        if facts.is_closed(kind)
    }
    known = {
        slug: _named(factor.domain, facts.factors[slug])
        for slug, factor in vocabulary.factors.items()
    }
    text = json.dumps([known, entities, dict(weights)], sort_keys=True)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _named(domain: Domain, possible: Possible) -> str:
    """What is possible, by the names of levels and not by their places."""
    match possible:
        case Levels(mask):
            return str(sorted(level.value for level in domain.named(mask)))
        case Several(surely, possibly):
            return f"{_named(domain, Levels(surely))} {_named(domain, Levels(possibly))}"
        case _:
            return repr(possible)


def try_out(
    knowledge: Knowledge,
    facts: Facts,
    weights: Mapping[Criterion, int],
    *,
    country: str | None,
    seed: int,
    count: int = COMPLETIONS,
) -> Robustness:
    """Rank so many completions and count."""
    drawn = complete(knowledge, facts, country, count, seed)
    own = _weights(weights, count, seed)
    firing = fire(compiled(knowledge), drawn.localities)
    ranking = rank(firing, drawn.localities, own)
    order = ranking.order()
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1)[None, :], axis=1)
    options = _standings(ranking, ranks, own)
    leading = [slug for slug, item in options.items() if item.top >= 0.05]
    return Robustness(
        count,
        seed,
        options,
        _beats(ranking.slugs, ranks, leading),
        max(item.first for item in options.values()) >= STABLE,
        decisive(drawn, ranks),
    )


def _weights(weights: Mapping[Criterion, int], count: int, seed: int) -> dict[Criterion, Array]:
    """Weights drawn around the caller's, as whole parts; one that is zero stays zero."""
    generator = np.random.Generator(np.random.PCG64([seed, 1]))
    given = np.array([weights[criterion] for criterion in CRITERIA]) / WHOLE
    drawn = np.zeros((count, len(CRITERIA)))
    counted = given > 0
    drawn[:, counted] = generator.dirichlet(CONCENTRATION * given[counted], count)
    parts = np.rint(drawn * WHOLE).astype(np.int64)
    return {criterion: parts[:, place] for place, criterion in enumerate(CRITERIA)}


def _standings(
    ranking: Ranking, ranks: Array, weights: Mapping[Criterion, Array]
) -> dict[str, Standing]:
    advised = ranking.verdicts <= VERDICTS.index("conditional_for")
    low, high = np.percentile(ranks, INTERVAL, axis=0, method="nearest")
    found = {}
    for place, slug in enumerate(ranking.slugs):
        first = ranks[:, place] == 1
        found[slug] = Standing(
            float(first.mean()),
            float((ranks[:, place] <= TOP).mean()),
            float(advised[place].mean()),
            int(low[place]),
            int(high[place]),
            {name: float(parts[first].mean()) / WHOLE for name, parts in weights.items()}
            if first.any()
            else None,
        )
    return found


def _beats(
    slugs: Sequence[str], ranks: Array, leading: Sequence[str]
) -> dict[str, dict[str, float]]:
    place = {slug: slugs.index(slug) for slug in leading}
    return {
        one: {
            other: float((ranks[:, place[one]] < ranks[:, place[other]]).mean())
            for other in leading
            if other != one
        }
        for one in leading
    }


def decisive(drawn: Completions, ranks: Array) -> tuple[Decisive, ...]:
    """Unknown factors by the expected fall in the entropy of the first three, most first.

    The entropy is that of each option's being among the first three, summed over options. Of a
    factor that takes several values it is the fall that the most telling one of them brings.
    """
    top = ranks <= TOP
    moving = top.any(axis=0) & ~top.all(axis=0)
    inside = top[:, moving].astype(np.float64)
    found = [
        Decisive(slug, max((_fall(groups, inside) for groups in _groupings(values)), default=0.0))
        for slug, values in drawn.draws.items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.bits, item.factor)))


def _fall(groups: Array, top: Array) -> float:
    """How far the entropy falls, on average, once it is known to which group a completion belongs.

    What mere chance would bring is taken off (Miller and Madow 1955: an entropy estimated from n
    draws is too low by half a bit of nats over n for each question that is open).
    """
    belongs = groups[None, :] == np.arange(int(groups.max()) + 1)[:, None]
    sizes = belongs.sum(axis=1)
    shares = belongs.astype(np.float64) @ top / sizes[:, None]
    later = (sizes[:, None] / len(groups) * _entropy(shares)).sum()
    overall = top.mean(axis=0)
    chance = (_open(shares) - _open(overall)) / (2 * len(groups) * np.log(2))
    return max(float(_entropy(overall).sum() - later - chance), 0.0)


def _groupings(values: Array) -> Iterator[Array]:
    """What was drawn, in few groups: levels as they are, numbers by quarters, each of several."""
    match values.dtype.kind:
        case "f":
            yield np.digitize(values, np.quantile(values, (0.25, 0.5, 0.75)))
        case "i":
            yield np.unique(values, return_inverse=True)[1]
        case _:
            words = values if values.ndim == 2 else values[:, None]
            for place in range(words.shape[1]):
                word = words[:, place]
                differing = int(np.bitwise_or.reduce(word) & ~np.bitwise_and.reduce(word))
                for bit in range(differing.bit_length()):
                    if differing >> bit & 1:
                        yield ((word >> word.dtype.type(bit)) & word.dtype.type(1)).astype(int)


def _open(shares: Array) -> int:
    return int(((shares > 0) & (shares < 1)).sum())


def _entropy(shares: Array) -> Array:
    """The entropy of yes-or-no questions, in bits."""
    inner = np.clip(shares, 1e-12, 1 - 1e-12)
    found: Array = -(inner * np.log2(inner) + (1 - inner) * np.log2(1 - inner))
    return found
