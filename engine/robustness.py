"""How far a ranking stands, whatever the unknowns turn out to be and however criteria are weighed.

The unknowns are completed many times and the criteria weights drawn around the caller's; every
completion is ranked. What is counted are SMAA's measures (Lahdelma and Salminen 2001): how often an
option comes first (its rank acceptability), between which ranks it moves, how often it beats
another, and the weights under which it comes first (its central weights).

How far the first three hang on a question says what is worth asking first. It is judged in the two
ways that a search for answers may end: all other unknowns become known too (the completions), or
none does (the ranking as it stands, with each answer in turn).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.columns.answers import Answers, answer
from engine.columns.arrays import Array
from engine.columns.completions import Completions, complete
from engine.columns.firing import fire
from engine.columns.localities import stacked
from engine.columns.program import compiled
from engine.columns.ranking import Ranking, rank
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.phases import phase
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
STABLE = 0.5  # what holds in fewer completions than this does not hold for sure (ours)
SETTLED = 0.8  # a first place that one completion in five takes away is not settled (ours)


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
    options that are ever among the first.
    """

    count: int
    seed: int
    options: Mapping[str, Standing]
    beats: Mapping[str, Mapping[str, float]]
    decisive: tuple["Decisive", ...]


@dataclass(frozen=True, slots=True)
class Decisive:
    """An unknown factor, and how far it hangs on its answer which options come first, in bits.

    ``among``: if all other unknowns become known too; ``alone``: if none does. An analyst does not
    know beforehand how many answers are to be had, so both count alike (ours).
    """

    factor: str
    among: float
    alone: float

    @property
    def bits(self) -> float:
        return (self.among + self.alone) / 2


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


@phase("robustness")
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
    answers = answer(knowledge, facts, country)
    own = _weights(weights, count, seed)
    both = stacked(drawn.localities, answers.localities)
    every = rank(fire(compiled(knowledge), both), both, _followed(own, weights, answers))
    all_ranks = _ranks(every)
    ranking, ranks = every.first(count), all_ranks[:count]
    options = standings(ranking.slugs, ranking.verdicts, ranks, own)
    leading = [slug for slug, item in options.items() if item.top >= 0.05]
    return Robustness(
        count,
        seed,
        options,
        beats(ranking.slugs, ranks, leading),
        decisive(drawn, ranks, answers, all_ranks[count:]),
    )


def _ranks(ranking: Ranking) -> Array:
    """The place of each option, by locality."""
    order = ranking.order()
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1)[None, :], axis=1)
    return ranks


def _followed(
    drawn: Mapping[Criterion, Array], weights: Mapping[Criterion, int], answers: Answers
) -> dict[Criterion, Array]:
    """The drawn weights, and below them the caller's own, with which answers are tried."""
    below = answers.localities.size
    return {
        criterion: np.concatenate([parts, np.full(below, weights[criterion], dtype=parts.dtype)])
        for criterion, parts in drawn.items()
    }


def _weights(weights: Mapping[Criterion, int], count: int, seed: int) -> dict[Criterion, Array]:
    """Weights drawn around the caller's, as whole parts; one that is zero stays zero."""
    generator = np.random.Generator(np.random.PCG64([seed, 1]))
    given = np.array([weights[criterion] for criterion in CRITERIA]) / WHOLE
    drawn = np.zeros((count, len(CRITERIA)))
    counted = given > 0
    drawn[:, counted] = generator.dirichlet(CONCENTRATION * given[counted], count)
    parts = np.rint(drawn * WHOLE).astype(np.int64)
    return {criterion: parts[:, place] for place, criterion in enumerate(CRITERIA)}


def standings(
    slugs: Sequence[str], verdicts: Array, ranks: Array, weights: Mapping[Criterion, Array]
) -> dict[str, Standing]:
    """How each option fares: ``verdicts`` by option and completion, ``ranks`` the other way round.

    What is counted is that of SMAA-2 (Lahdelma and Salminen 2001): rank acceptabilities, and as
    central weights the mean of those under which an option comes first.
    """
    count, options = ranks.shape
    advised = (verdicts <= VERDICTS.index("conditional_for")).mean(axis=1)
    reached = np.cumsum(_acceptability(ranks), axis=1)  # completions in which it is that far up
    low, high = (np.argmax(reached >= _place(part, count), axis=1) + 1 for part in INTERVAL)
    first = ranks == 1
    drawn = np.stack([weights[criterion] for criterion in CRITERIA], axis=1)
    central = first.T.astype(np.float64) @ drawn / WHOLE
    return {
        slug: Standing(
            int(reached[place, 0]) / count,
            int(reached[place, min(TOP, options) - 1]) / count,
            float(advised[place]),
            int(low[place]),
            int(high[place]),
            _mean(central[place], int(reached[place, 0])),
        )
        for place, slug in enumerate(slugs)
    }


def _acceptability(ranks: Array) -> Array:
    """In how many completions each option (by row) has each rank (by column)."""
    options = ranks.shape[1]
    cells = np.arange(options) * options + ranks - 1
    return np.bincount(cells.ravel(), minlength=options**2).reshape(options, options)


def _place(percentile: int, count: int) -> int:
    """The place of a percentile among so many sorted values, counted from 1."""
    return round(percentile / 100 * (count - 1)) + 1


def _mean(sums: Array, count: int) -> dict[Criterion, float] | None:
    if not count:
        return None
    return {name: float(total) / count for name, total in zip(CRITERIA, sums, strict=True)}


def beats(
    slugs: Sequence[str], ranks: Array, leading: Sequence[str]
) -> dict[str, dict[str, float]]:
    """The share of completions in which each leading option stands above each other one."""
    place = {slug: slugs.index(slug) for slug in leading}
    return {
        one: {
            other: float((ranks[:, place[one]] < ranks[:, place[other]]).mean())
            for other in leading
            if other != one
        }
        for one in leading
    }


def decisive(
    drawn: Completions, ranks: Array, answers: Answers, answered: Array
) -> tuple[Decisive, ...]:
    """Unknown factors by how far the first three hang on their answers, most first.

    Each is what the answer and the first three tell of one another (their mutual information): the
    entropy of each option's being among the first three, summed over options, less what is
    expected to be left of it. Of a factor that takes several values it is that of the most telling
    one of them.
    """
    among, alone = _among(drawn, ranks), _alone(answers, answered)
    found = [Decisive(slug, among[slug], alone[slug]) for slug in drawn.draws]
    return tuple(sorted(found, key=lambda item: (-item.bits, item.factor)))


def _alone(answers: Answers, ranks: Array) -> dict[str, float]:
    """If nothing else becomes known: exact, for each answer leaves one ranking."""
    inside = ranks <= TOP
    return {
        slug: max((float(_entropy(inside[way].mean(axis=0)).sum()) for way in ways), default=0.0)
        for slug, ways in answers.ways.items()
    }


def _among(drawn: Completions, ranks: Array) -> dict[str, float]:
    """If everything else becomes known, as the completions draw it."""
    top = ranks <= TOP
    moving = top.any(axis=0) & ~top.all(axis=0)
    split = [
        (slug, groups) for slug, drawing in drawn.draws.items() for groups in _groupings(drawing)
    ]
    most = dict.fromkeys(drawn.draws, 0.0)
    if split:
        falls = _falls([groups for _, groups in split], top[:, moving])
        for (slug, _), fall in zip(split, falls, strict=True):
            most[slug] = max(most[slug], float(fall))
    return most


def _falls(split: Sequence[Array], top: Array) -> Array:
    """How far the entropy falls, on average, once it is known to which group a completion belongs.

    One fall for each way to split the completions into groups. What mere chance would bring is
    taken off (Miller and Madow 1955: an entropy estimated from n draws is too low by half a bit of
    nats over n for each question that is open).
    """
    count = len(top)
    sizes = [int(groups.max()) + 1 for groups in split]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    belongs = np.zeros((sum(sizes), count), dtype=bool)
    for start, groups in zip(starts, split, strict=True):
        belongs[start + groups, np.arange(count)] = True
    members = belongs.sum(axis=1)
    shares = _both(belongs, top.T) / np.maximum(members, 1)[:, None]
    overall = top.mean(axis=0)
    later = np.add.reduceat(members / count * _entropy(shares).sum(axis=1), starts)
    still_open = np.add.reduceat(_open(shares), starts)
    chance = (still_open - _open(overall)) / (2 * count * np.log(2))
    falls: Array = np.maximum(_entropy(overall).sum() - later - chance, 0.0)
    return falls


def _both(rows: Array, others: Array) -> Array:
    """In how many completions each of the rows and each of the others hold together."""
    packed, against = (np.packbits(found, axis=1) for found in (rows, others))
    counts: Array = np.bitwise_count(packed[:, None, :] & against[None, :, :]).sum(
        axis=2, dtype=np.int64
    )
    return counts


def _groupings(values: Array) -> Iterator[Array]:
    """What was drawn, in few groups: levels as they are, numbers by quarters, each of several."""
    match values.dtype.kind:
        case "f":
            yield np.digitize(values, np.quantile(values, (0.25, 0.5, 0.75)))
        case "i":
            yield values
        case _:
            words = values if values.ndim == 2 else values[:, None]
            for place in range(words.shape[1]):
                word = words[:, place]
                differing = int(np.bitwise_or.reduce(word) & ~np.bitwise_and.reduce(word))
                for bit in range(differing.bit_length()):
                    if differing >> bit & 1:
                        yield ((word >> word.dtype.type(bit)) & word.dtype.type(1)).astype(int)


def _open(shares: Array) -> Array:
    """How many questions of each row are open."""
    found: Array = ((shares > 0) & (shares < 1)).sum(axis=-1)
    return found


def _entropy(shares: Array) -> Array:
    """The entropy of yes-or-no questions, in bits."""
    inner = np.clip(shares, 1e-12, 1 - 1e-12)
    found: Array = -(inner * np.log2(inner) + (1 - inner) * np.log2(1 - inner))
    return found
