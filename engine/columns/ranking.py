"""Every option's place in every locality: the columnar form of :mod:`engine.ranking`.

Points and weights are whole numbers, so that a total is the same whole number as it is for one
locality by itself, and so are verdict and order.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.certainty import graded
from engine.columns import truths
from engine.columns.arrays import Array
from engine.columns.firing import Firing
from engine.columns.localities import Localities
from engine.columns.program import Program, Reach
from engine.columns.truths import FALSE, TRUE, Plane
from engine.conditions import is_specific
from engine.keeping import kept
from engine.knowledge.model import GRADES, Knowledge
from engine.ranking import CRITERIA, VERDICTS, Verdict, score
from engine.rule import Argue, Contraindicate, Criterion, HoldBack

# Criteria under which general evidence tells of an option's effects anywhere.
EFFECTS = ("problem", "desirable_effects", "undesirable_effects")
# Bits for a total in a key by which options are sorted, enough for FAR.
WIDTH = 51
# More log-odds than any option can have, in parts.
FAR = 10**15


@dataclass(frozen=True)
class Ranking:
    """Totals and verdicts (by place in :data:`VERDICTS`), one row per option, by locality."""

    slugs: tuple[str, ...]
    totals: Array
    verdicts: Array
    points: Array | None = None  # by option, criterion and locality, if they were asked for

    def order(self, most: int | None = None) -> Array:
        """The options of each locality (by row), best first: by verdict, then total, then slug.

        One row per locality; with ``most``, only so many of them.
        """
        by_slug = np.argsort(np.array(self.slugs))
        room = max(int(len(self.slugs) - 1).bit_length(), 1)
        keys = (self.verdicts[by_slug].astype(np.int64) << WIDTH) - self.totals[by_slug]
        # The place among the slugs stands in the last bits: sorting whole keys beats an argsort.
        packed = np.ascontiguousarray(keys.T) << room | np.arange(len(by_slug))
        packed.sort(axis=1)
        options: Array = by_slug[packed & (1 << room) - 1]
        return options if most is None else options[:, :most]

    def first(self, count: int) -> "Ranking":
        """That of the first so many localities only."""
        points = None if self.points is None else self.points[..., :count]
        return Ranking(self.slugs, self.totals[:, :count], self.verdicts[:, :count], points)


class Tally:
    """A sum of points by locality, where what is the same for all is added only once."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.base = 0
        self.rows: Array | None = None

    def add(self, points: int, fired: Plane) -> None:
        if isinstance(fired, int):
            self.base += points * fired
            return
        if self.rows is None:
            self.rows = np.zeros(self.size, dtype=np.int32)
        self.rows += np.multiply(fired, np.int32(points), dtype=np.int32)

    def total(self) -> Array | int:
        return self.base if self.rows is None else self.rows + np.int32(self.base)


@dataclass(frozen=True, slots=True)
class _Reason:
    reach: Reach
    points: int
    criterion: Criterion
    specific: bool


@dataclass(frozen=True, slots=True)
class _Gate:
    reach: Reach
    blocks: bool
    specific: bool


@dataclass(frozen=True)
class _Option:
    """What may ever bear on one option."""

    reasons: tuple[_Reason, ...]
    gates: tuple[_Gate, ...]
    contraindications: tuple[Reach, ...]
    time_points: int


@kept
def _options(program: Program) -> tuple[_Option, ...]:
    knowledge = program.knowledge
    options = []
    for place, item in enumerate(knowledge.interventions.values()):
        reaching = [reach for reach in program.reaches if place in reach.options]
        options.append(
            _Option(
                tuple(_reasons(knowledge, reaching)),
                tuple(
                    _Gate(reach, reach.rule.then.blocks, is_specific(reach.rule.when))
                    for reach in reaching
                    if isinstance(reach.rule.then, HoldBack)
                ),
                tuple(r for r in reaching if isinstance(r.rule.then, Contraindicate)),
                knowledge.scales.time_to_effect[item.time_band],
            )
        )
    return tuple(options)


def _reasons(knowledge: Knowledge, reaching: Iterable[Reach]) -> Iterable[_Reason]:
    for reach in reaching:
        rule = reach.rule
        if isinstance(rule.then, Argue):
            points = rule.then.direction * knowledge.scales.strengths[rule.strength or ""]
            yield _Reason(reach, points, rule.then.criterion, is_specific(rule.when))


def rank(
    firing: Firing,
    localities: Localities,
    weights: Mapping[Criterion, int] | Mapping[Criterion, Array],
    *,
    with_points: bool = False,
) -> Ranking:
    """Totals and verdicts of all options, in the order of the catalogue's slugs.

    A weight is a whole number of parts, or a column of them: one for each locality.
    """
    program, size = firing.program, firing.size
    options = _options(program)
    grades = _Grades(program.knowledge, localities)
    fired = {reach.state: fires(firing.state(reach)) for reach in program.reaches}
    shape = len(options), size
    totals, verdicts = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.uint8)
    kept = (len(options), len(CRITERIA), size)
    points = np.zeros(kept, dtype=np.int32) if with_points else None
    for row, option in enumerate(options):
        judged = _Judged(firing, fired, grades, option)
        for place, (criterion, found) in enumerate(judged.points().items()):
            if points is not None:
                points[row, place] = found
            if not isinstance(found, int) or found:
                totals[row] += np.multiply(found, weights[criterion], dtype=np.int64)
        verdicts[row] = judged.verdict(totals[row])
    return Ranking(tuple(program.knowledge.interventions), totals, verdicts, points)


def fires(state: Plane) -> Plane:
    """1 where a rule fires, else 0."""
    return state >> 1


class _Judged:
    """One option, for all localities of a chunk."""

    def __init__(
        self, firing: Firing, fired: Mapping[int, Plane], grades: "_Grades", option: _Option
    ) -> None:
        self.firing = firing
        self.fired = fired
        self.grades = grades
        self.option = option
        self.scales = firing.program.knowledge.scales

    def points(self) -> dict[Criterion, Array | int]:
        """Every criterion's points: the reasons', the certainty's and the time's."""
        tallies = {criterion: Tally(self.firing.size) for criterion in CRITERIA}
        for item in self.option.reasons:
            tallies[item.criterion].add(item.points, self.fired[item.reach.state])
        tallies["time_to_effect"].base += self.option.time_points
        found: dict[Criterion, Array | int] = {
            criterion: tally.total() for criterion, tally in tallies.items()
        }
        table = np.array([0, *self.scales.certainty.values()], dtype=np.int32)
        best = self._best_grade(here=False)
        found["certainty"] = int(table[best]) if isinstance(best, int) else table[best]
        return found

    def _best_grade(self, *, here: bool) -> Plane:
        """One more than the best grade's place among the reasons for; 0 where there is none."""
        speaking = (r for r in self.option.reasons if r.points > 0 and (r.specific or not here))
        found: list[Plane] = []
        for item in speaking:
            grade, fired = self.grades.of(item.reach), self.fired[item.reach.state]
            if isinstance(grade, int) and isinstance(fired, int):
                found.append(grade * fired)
            else:
                found.append(np.multiply(grade, fired, dtype=np.uint8))
        return truths.greatest(found)

    def _any(self, reasons: Iterable[_Reason]) -> Plane:
        return truths.greatest([self.fired[item.reach.state] for item in reasons])

    def verdict(self, total: Array) -> Array:
        """Strength and direction; see :func:`engine.ranking.verdict`."""
        harm = truths.most([self.firing.state(item) for item in self.option.contraindications])
        against = total < 0
        local = [item for item in self.option.reasons if item.specific]
        wanted = self._any(item for item in local if item.points > 0)
        unwelcome = self._any(
            item for item in local if item.points < 0 and item.criterion != "feasibility"
        )
        harmful = self._harmful()
        waits = self._waits(wanted)
        found = np.where(self._strong(total, harm), _place("strong_for"), _place("conditional_for"))
        unsure = against | ~_true(wanted)
        found = np.where(unsure, _place("insufficient_information"), found)
        refused = against & (_true(unwelcome) | harmful)
        found = np.where(refused, _place("conditional_against"), found)
        found = np.where(waits & ~(against & harmful), _place("held_back"), found)
        certain = np.equal(harm, TRUE)
        return np.where(certain, _place("strong_against"), found).astype(np.uint8)

    def _harmful(self) -> Array:
        """Whether general evidence is against the option's effects anywhere."""
        tally = Tally(self.firing.size)
        for item in self.option.reasons:
            if not item.specific and item.criterion in EFFECTS:
                tally.add(item.points, self.fired[item.reach.state])
        return np.less(tally.total(), 0)

    def _waits(self, wanted: Plane) -> Array:
        hard: list[Plane] = []
        soft: list[Plane] = []
        for gate in self.option.gates:
            if gate.blocks:
                fired = self.fired[gate.reach.state]
                soft.append(fired)
                hard.append(fired if gate.specific else self._unmet(gate.reach, fired))
        spoken_for = self._any(item for item in self.option.reasons if item.points > 0)
        blocked = _true(truths.greatest(hard)) | (_true(truths.greatest(soft)) & _true(wanted))
        return blocked & _true(spoken_for)

    def _unmet(self, reach: Reach, fired: Plane) -> Plane:
        """1 where a gate fires and what it waits for is known not to hold."""
        if reach.exception is None:
            return fired
        failed = np.equal(self.firing.planes[reach.exception], FALSE)
        return np.multiply(fired, failed, dtype=np.uint8)

    def _strong(self, total: Array, harm: Plane) -> Array:
        grade = GRADES.index(self.scales.strong_for_certainty) + 1
        sure = np.greater_equal(self._best_grade(here=True), grade)
        pending: list[Plane] = []
        for gate in self.option.gates:
            state = self.firing.state(gate.reach)
            pending.append(state if gate.blocks else fires(state))
        still = np.not_equal(truths.greatest(pending), 0) | np.not_equal(harm, FALSE)
        enough = total >= least_total(self.scales.spread, self.scales.strong_for_score)
        strong: Array = enough & sure & ~still
        return strong


def _true(plane: Plane) -> Array:
    return np.not_equal(plane, 0)


def _place(verdict: Verdict) -> np.uint8:
    return np.uint8(VERDICTS.index(verdict))


@lru_cache(maxsize=8)
def least_total(spread: float, wanted: float) -> int:
    """The smallest total whose score is the one wanted for a strong recommendation."""
    low, high = -FAR, FAR
    while low < high:
        middle = (low + high) // 2
        if score(middle, spread) >= wanted:
            high = middle
        else:
            low = middle + 1
    return low


class _Grades:
    """The certainty that each reason's evidence carries in each locality's country."""

    def __init__(self, knowledge: Knowledge, localities: Localities) -> None:
        self.knowledge = knowledge
        self.country = localities.country
        self.countries = localities.countries
        self.known: dict[str, Plane] = {}

    def of(self, reach: Reach) -> Plane:
        """One more than the place of the best grade among the claims that support a rule."""
        rule = reach.rule
        if rule.id not in self.known:
            grade = best_grade(self.knowledge)
            table = [grade(rule.supports, c) for c in self.countries]
            if self.country is None or len(set(table)) == 1:
                self.known[rule.id] = table[0]
            else:
                self.known[rule.id] = np.array(table, dtype=np.uint8)[self.country]
        return self.known[rule.id]


@kept
def best_grade(knowledge: Knowledge) -> Callable[[tuple[str, ...], str | None], int]:
    """One more than the place of the best grade among some claims, in a country."""

    @lru_cache(maxsize=100_000)
    def best(claims: tuple[str, ...], country: str | None) -> int:
        found = (graded(knowledge, knowledge.claims[name], country).grade for name in claims)
        return 1 + max((GRADES.index(grade) for grade in found), default=-1)

    return best
