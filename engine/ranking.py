"""From standings to a ranking: an exact score, and a verdict that the score cannot buy.

The verdict separates eligibility from score. A contraindicated option stands below everything
else, whatever speaks for it; an option about which the profile says nothing is *insufficient
information*, not a low recommendation.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from engine.certainty import Certainty, certainty
from engine.errors import Fault, ProfileError, nearest
from engine.knowledge.model import GRADES, POINT, Grade, Intervention, Knowledge, Scales
from engine.phases import phase
from engine.reasons import Standing
from engine.rule import Criterion
from engine.text import Text

Verdict = Literal[
    "strong_for",
    "conditional_for",
    "held_back",
    "insufficient_information",
    "conditional_against",
    "strong_against",
]
# The order of the ranking; within a verdict the score decides.
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
RECOMMENDED: tuple[Verdict, ...] = ("strong_for", "conditional_for")
CRITERIA: tuple[Criterion, ...] = get_args(Criterion)


WHOLE = 1_000_000  # criteria weights are whole parts that sum to this


@dataclass(frozen=True, slots=True)
class Cell:
    """One option under one criterion.

    ``points`` is the sum of the points; ``value`` the logistic of their log-odds, from 0 to 1 with
    0.5 for nothing known; ``share`` the points times the criterion's weight. Shares are whole
    numbers and add up exactly.
    """

    points: int
    value: float
    share: int


@dataclass(frozen=True)
class Ranked:
    """One option's place; ``total`` is the sum of the shares, of which the score is a reading."""

    standing: Standing
    rank: int
    total: int
    score: float
    verdict: Verdict
    cells: Mapping[Criterion, Cell]
    certainty: Certainty | None

    @property
    def is_recommended(self) -> bool:
        return self.verdict in RECOMMENDED


def logistic(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))


def log_odds(share: int, spread: float) -> float:
    """What a share (or a sum of shares) adds to the log-odds of the score."""
    return share / (POINT * WHOLE) * spread


def normalised(weights: Mapping[str, object] | None, scales: Scales) -> dict[Criterion, int]:
    """The criteria weights, the caller's over the default ones, as parts of :data:`WHOLE`.

    Raises:
        ProfileError: an unknown criterion, a weight that is not a number from 0 to 1000, or
            nothing but zeros.
    """
    merged: dict[Criterion, float] = dict(scales.weights)
    faults: list[Fault] = []
    for name, weight in (weights or {}).items():
        where = f"weights.{name}"
        if name not in CRITERIA:
            what = Text(f"unknown criterion '{name}'", f"criterio desconocido: «{name}»")
            faults.append(Fault(where, what, CRITERIA, nearest(name, CRITERIA)))
        elif (
            isinstance(weight, bool)
            or not isinstance(weight, int | float)
            or not 0 <= weight <= 1000  # false for nan
        ):
            what = Text("a weight is a number from 0 to 1000", "un peso es un número de 0 a 1000")
            faults.append(Fault(where, what))
        else:
            merged[name] = float(weight)
    total = sum(merged.values())
    if not faults and total <= 0:
        what = Text("at least one weight must be above 0", "al menos un peso debe ser mayor que 0")
        faults.append(Fault("weights", what))
    if faults:
        raise ProfileError(faults)
    return _parts({criterion: merged[criterion] / total for criterion in CRITERIA})


def _parts(shares: Mapping[Criterion, float]) -> dict[Criterion, int]:
    """Whole parts that sum to :data:`WHOLE`, by the largest remainders (Hamilton's method)."""
    parts = {name: math.floor(share * WHOLE) for name, share in shares.items()}
    left = WHOLE - sum(parts.values())
    for name in sorted(shares, key=lambda name: parts[name] - shares[name] * WHOLE)[:left]:
        parts[name] += 1
    return parts


@phase("ranking")
def rank(
    standings: Mapping[str, Standing],
    knowledge: Knowledge,
    weights: Mapping[Criterion, int],
    country: str | None = None,
) -> tuple[Ranked, ...]:
    """All options, best first: by verdict, then score, then slug."""
    scales = knowledge.scales
    placed = []
    for slug, standing in standings.items():
        sure = certainty(standing, knowledge, country)
        here = certainty(standing, knowledge, country, here=True)
        grade = sure.grade if sure else None
        cells = criteria(standing, knowledge.interventions[slug], grade, scales, weights)
        total = sum(cell.share for cell in cells.values())
        word = verdict(standing, total, here.grade if here else None, scales)
        placed.append((word, total, slug, cells, sure))
    placed.sort(key=lambda item: (VERDICTS.index(item[0]), -item[1], item[2]))
    return tuple(
        Ranked(standings[slug], position, total, score(total, scales.spread), word, cells, sure)
        for position, (word, total, slug, cells, sure) in enumerate(placed, start=1)
    )


def score(total: int, spread: float) -> float:
    """The score, from 0 to 1: the logistic of the summed shares' log-odds."""
    return logistic(log_odds(total, spread))


def criteria(
    standing: Standing,
    intervention: Intervention,
    grade: Grade | None,
    scales: Scales,
    weights: Mapping[Criterion, int],
) -> dict[Criterion, Cell]:
    """Every criterion's cell: the reasons' points, the certainty's and the time's."""
    points: dict[Criterion, int] = dict.fromkeys(CRITERIA, 0)
    for reason in standing.reasons:
        points[reason.criterion] += reason.points
    if grade is not None:
        points["certainty"] += scales.certainty[grade]
    points["time_to_effect"] += scales.time_to_effect[intervention.time_band]
    return {
        criterion: Cell(found, logistic(found / POINT), found * weights[criterion])
        for criterion, found in points.items()
    }


def verdict(standing: Standing, total: int, grade: Grade | None, scales: Scales) -> Verdict:
    """Strength and direction, after GRADE, with the gate and the abstention.

    An option that a gate blocks waits, even where the locality's reasons against outweigh: they
    mostly name what the gate asks for. It does not wait where the evidence is against it anywhere,
    nor where nothing speaks for it. What speaks only of feasibility says nothing of worth.
    """
    if any(item.certainty == "certain" for item in standing.contraindications):
        return "strong_against"
    against = total < 0
    local = [reason for reason in standing.reasons if reason.specific]
    wanted = any(reason.points > 0 for reason in local)
    unwelcome = any(r.points < 0 and r.criterion != "feasibility" for r in local)
    harmful = _harms_anywhere(standing)
    if _waits(standing, wanted) and not (against and harmful):
        return "held_back"
    if against and (unwelcome or harmful):
        return "conditional_against"
    if against or not wanted:
        return "insufficient_information"
    return "strong_for" if _is_strong(standing, total, grade, scales) else "conditional_for"


def _waits(standing: Standing, wanted: bool) -> bool:
    """Whether a gate blocks: one that the locality's facts speak to, or any gate if wanted."""
    return any(reason.points > 0 for reason in standing.reasons) and any(
        item.fires and item.blocks and (item.specific or item.status == "unmet" or wanted)
        for item in standing.preconditions
    )


def _is_strong(standing: Standing, total: int, grade: Grade | None, scales: Scales) -> bool:
    """A strong recommendation needs a score, nothing left open, and certainty of what speaks here.

    Good evidence for a measure in general does not show that this locality has the problem.
    """
    return (
        score(total, scales.spread) >= scales.strong_for_score
        and grade is not None
        and GRADES.index(grade) >= GRADES.index(scales.strong_for_certainty)
        and all(item.status == "met" for item in standing.preconditions)
        and not standing.contraindications
    )


def _harms_anywhere(standing: Standing) -> bool:
    """Whether general evidence, needing no knowledge of the locality, is against its effects."""
    effects = ("problem", "desirable_effects", "undesirable_effects")
    general = [
        reason.points
        for reason in standing.reasons
        if not reason.specific and reason.criterion in effects
    ]
    return sum(general) < 0
