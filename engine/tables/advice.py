"""Advice on many localities as a table: one row for each locality and option, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from engine.columns import masks
from engine.columns.arrays import Array
from engine.columns.firing import fire
from engine.columns.localities import Localities
from engine.columns.program import Program, compiled
from engine.columns.ranking import Ranking, rank
from engine.columns.truths import UNKNOWN, Plane
from engine.conditions import Condition, diagnoses_of, factors_of
from engine.keeping import kept
from engine.knowledge.model import POINT, Knowledge
from engine.oracle import whole
from engine.ranking import CRITERIA, VERDICTS, WHOLE
from engine.rule import Criterion
from engine.tables.encoding import Encoded

ROW = "row"  # where the locality stood in the table that was given, from 1


@dataclass(frozen=True)
class Wanted:
    """What to write of each locality.

    ``top`` is how many options; ``option`` asks for that one instead. ``with_rules`` adds, to the
    table of localities, which rules fire and which are undecided.
    """

    weights: Mapping[Criterion, int]
    top: int = 10
    option: str | None = None
    with_rules: bool = False


@dataclass(frozen=True)
class Advised:
    """One chunk's advice, its localities, and what a summary counts.

    ``verdicts`` counts localities by option and verdict; ``blocking`` those in which a factor is
    unknown and some rule that names it is undecided for it.
    """

    advice: pa.Table
    localities: pa.Table
    verdicts: Mapping[str, Mapping[str, int]]
    blocking: Mapping[str, int]


def advise(knowledge: Knowledge, encoded: Encoded, wanted: Wanted) -> Advised:
    """Advice on the good rows of one chunk."""
    program = compiled(knowledge)
    localities = encoded.localities
    firing = fire(program, localities)
    ranking = rank(firing, localities, wanted.weights, with_points=True)
    states = firing.rules()
    return Advised(
        _advice(knowledge, encoded, ranking, wanted),
        _localities(encoded, states if wanted.with_rules else {}),
        _counted(ranking),
        _blocking(program, localities, states),
    )


def _advice(knowledge: Knowledge, encoded: Encoded, ranking: Ranking, wanted: Wanted) -> pa.Table:
    """The table of options: who and where, rank, option, verdict, score, criteria."""
    order = ranking.order()
    size = len(order)
    if wanted.option is None:
        places = order[:, : wanted.top]
        ranks = np.broadcast_to(np.arange(1, places.shape[1] + 1), places.shape)
    else:
        option = ranking.slugs.index(wanted.option)
        places = np.full((size, 1), option)
        ranks = np.argmax(order == option, axis=1)[:, None] + 1
    locality = np.repeat(np.arange(size), places.shape[1])
    option_of = places.reshape(-1)
    totals = ranking.totals[option_of, locality]
    assert ranking.points is not None
    points = ranking.points[option_of, :, locality]
    columns = {
        ROW: pa.array(encoded.rows[locality], pa.int64()),
        **{name: encoded.about.column(name).take(locality) for name in encoded.about.column_names},
        "known_factors": pa.array(encoded.known[locality]),
        "rank": pa.array(ranks.reshape(-1).astype(np.int16)),
        "intervention": _named(option_of, ranking.slugs),
        "verdict": _named(ranking.verdicts[option_of, locality], VERDICTS),
        "score": _scores(totals, knowledge.scales.spread),
    }
    for place, criterion in enumerate(CRITERIA):
        columns[criterion] = pa.array(_logistic(points[:, place] / POINT), pa.float32())
    return pa.table(columns)


def _named(places: Array, names: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(
        pa.array(places.astype(np.int8)), pa.array(list(names))
    ).cast(pa.string())


def _scores(totals: Array, spread: float) -> pa.Array:
    """The score to six decimals: totals are exact, the logistic's last digit is not everywhere."""
    return pa.array(np.round(_logistic(totals / (POINT * WHOLE) * spread), 6))


def _logistic(log_odds: Array) -> Array:
    found: Array = 1.0 / (1.0 + np.exp(-log_odds))
    return found


def _localities(encoded: Encoded, states: Mapping[str, Plane]) -> pa.Table:
    """The table of localities: who and where, how much is known, and which rules speak."""
    columns = {
        ROW: pa.array(encoded.rows, pa.int64()),
        **{name: encoded.about.column(name) for name in encoded.about.column_names},
        "known_factors": pa.array(encoded.known),
    }
    if states:
        size = len(encoded.rows)
        table = np.stack([np.broadcast_to(np.uint8(p), size) for p in states.values()], axis=1)
        for name, state in (("fired", 2), ("undecided", UNKNOWN)):
            columns[name] = _lists(table == state, list(states))
    return pa.table(columns)


def _lists(marked: Array, names: Sequence[str]) -> pa.Array:
    """For each row the names that are marked."""
    offsets = np.concatenate([[0], np.cumsum(marked.sum(axis=1))]).astype(np.int32)
    found = np.nonzero(marked)[1].astype(np.int16)
    values = pa.DictionaryArray.from_arrays(pa.array(found), pa.array(list(names)))
    return pa.ListArray.from_arrays(pa.array(offsets), values.cast(pa.string()))


def _counted(ranking: Ranking) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for slug, verdicts in zip(ranking.slugs, ranking.verdicts, strict=True):
        found = np.bincount(verdicts, minlength=len(VERDICTS))
        counts[slug] = {name: int(n) for name, n in zip(VERDICTS, found, strict=True) if n}
    return counts


def _blocking(
    program: Program, localities: Localities, states: Mapping[str, Plane]
) -> dict[str, int]:
    """In how many localities an unknown factor leaves some rule open."""
    waiting: dict[str, Array] = {}
    for name, slugs in _hanging(program.knowledge).items():
        undecided = np.broadcast_to(np.equal(states[name], UNKNOWN), localities.size)
        if undecided.any():
            for slug in slugs:
                before = waiting.get(slug)
                waiting[slug] = undecided if before is None else before | undecided
    return {
        slug: int((found & _silent(program.knowledge, localities, slug)).sum())
        for slug, found in waiting.items()
    }


@kept
def _hanging(knowledge: Knowledge) -> Mapping[str, frozenset[str]]:
    """The factors that each rule hangs on."""
    return {
        rule.id: frozenset().union(
            *(factors_behind(knowledge, condition) for condition in rule.conditions())
        )
        for rule in knowledge.active
    }


def _silent(knowledge: Knowledge, localities: Localities, slug: str) -> Array:
    """Where nothing is known of a factor."""
    column = localities.factors.get(slug)
    if column is None:
        return np.ones(localities.size, dtype=bool)
    domain = knowledge.vocabulary.factors[slug].domain
    match domain.type:
        case "number":
            ends = column.first == domain.minimum, column.second == domain.maximum
            return np.asarray(np.logical_and(*ends))
        case "several":
            assert column.second is not None
            everything = masks.equal(column.second, domain.everything)
            return np.asarray(masks.equal(column.first, 0) & everything)
        case _:
            return masks.equal(column.first, domain.everything)


def factors_behind(knowledge: Knowledge, condition: Condition) -> frozenset[str]:
    """The factors that a condition names, by itself or through diagnoses."""
    behind = set(factors_of(condition))
    for name in diagnoses_of(condition):
        behind |= factors_behind(knowledge, whole(knowledge.rules[name]))
    return frozenset(behind)
