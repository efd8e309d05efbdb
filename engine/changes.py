"""What would change the advice: the smallest changes of a profile that reach a goal.

All single moves are tried at once, by columns; where none is enough, all pairs of moves that
bear on the goal. Every change that is proposed is then judged by itself, like any profile, and
must do what it is proposed for. That there is none is an answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

import numpy as np

from engine.advice import judge
from engine.columns.firing import fire
from engine.columns.program import compiled
from engine.columns.variants import vary
from engine.composition import Judgement
from engine.errors import EvaluationError, Fault, ProfileError, nearest
from engine.goals import Above, First, Free, Goal, Outlook
from engine.knowledge.model import Knowledge
from engine.levers import Change, after, telling
from engine.profile import as_understood, plain_value
from engine.ranking import Ranked
from engine.text import Text

AT_ONCE = 4_096  # variants evaluated at once: bounded memory
SHOWN = 6  # changes proposed for a goal; each is judged by itself (ours)


@dataclass(frozen=True)
class Proposal:
    """A change, the profile that it makes, and what is then judged of it."""

    change: Change
    profile: Mapping[str, Any]
    judgement: Judgement


@dataclass(frozen=True)
class Prospect:
    """What was found for one goal: ``found`` counts all smallest changes, proposed or not."""

    goal: Goal
    already: bool
    proposals: tuple[Proposal, ...] = ()
    found: int = 0


def prospects(judgement: Judgement, goals: Sequence[Goal]) -> tuple[Prospect, ...]:
    """The smallest changes that reach each goal.

    Raises:
        EvaluationError: a change does not do by itself what the columns say (a bug).
    """
    open_goals = [goal for goal in goals if not goal.holds(judgement)]
    smallest = dict(zip(open_goals, searched(judgement, open_goals), strict=True))
    return tuple(
        _prospect(judgement, goal, smallest[goal])
        if goal in smallest
        else Prospect(goal, already=True)
        for goal in goals
    )


def goals_for(judgement: Judgement, option: str | None, other: str | None) -> tuple[Goal, ...]:
    """What one wants to know: of an option, or what would put another first.

    Of an option: what releases each gate that blocks it, what lifts each contraindication, and
    what brings it above another option, or to the top.
    """
    leader = judgement.ranking[0].standing.intervention
    if option is None:
        return (First(leader, another=True),)
    standing = ranked(judgement, option).standing
    wanted: list[Goal] = [
        Free(option, item.rule.id)
        for item in standing.preconditions
        if item.blocks and (item.fires or item.status == "unknown")
    ]
    wanted += [Free(option, item.rule.id) for item in standing.contraindications]
    if other is not None:
        wanted.append(Above(option, other))
    else:
        wanted.append(First(option, another=option == leader))
    return tuple(wanted)


def ranked(judgement: Judgement, option: str) -> Ranked:
    """An option's place."""
    return next(r for r in judgement.ranking if r.standing.intervention == option)


def check_option(knowledge: Knowledge, where: str, option: str | None) -> None:
    """Refuse an option that the catalogue does not have.

    Raises:
        ProfileError: naming the nearest.
    """
    known = tuple(knowledge.interventions)
    if option is not None and option not in known:
        what = Text(f"unknown option '{option}'", f"opción desconocida: «{option}»")
        raise ProfileError([Fault(where, what, known, nearest(option, known))])


def check_two(where: str, option: str, other: str | None) -> None:
    """Refuse to compare an option with itself.

    Raises:
        ProfileError: they are the same.
    """
    if option == other:
        what = Text("an option is compared with another", "una opción se compara con otra")
        raise ProfileError([Fault(where, what)])


def searched(judgement: Judgement, goals: Sequence[Goal]) -> list[tuple[Change, ...]]:
    """All smallest changes for each goal, the fewest factors and steps first."""
    facts, knowledge = judgement.oracle.facts, judgement.knowledge
    wanted = frozenset(slug for goal in goals for slug in goal.factors(knowledge))
    singles = [(move,) for move in telling(knowledge, facts, wanted)]
    found = []
    for goal, hits in zip(goals, reaching(judgement, goals, iter(singles)), strict=True):
        relevant = () if hits else telling(knowledge, facts, goal.factors(knowledge))
        pairs = ((a, b) for a, b in combinations(relevant, 2) if a.what != b.what)
        found.append(tuple(_smallest(hits or reaching(judgement, [goal], pairs)[0])))
    return found


def reaching(
    judgement: Judgement, goals: Sequence[Goal], changes: Iterator[Change]
) -> list[list[Change]]:
    """Those of many changes that reach each goal, by columns."""
    facts, knowledge = judgement.oracle.facts, judgement.knowledge
    found: list[list[Change]] = [[] for _ in goals]
    while chunk := list(islice(changes, AT_ONCE)):
        variants = [after(facts.factors, change) for change in chunk]
        localities = vary(knowledge, facts, judgement.profile.country, variants)
        firing = fire(compiled(knowledge), localities)
        outlook = Outlook(firing, localities, dict(judgement.weights))
        for place, goal in enumerate(goals):
            found[place] += [chunk[row] for row in np.flatnonzero(goal.among(outlook))]
    return found


def _smallest(hits: Sequence[Change]) -> list[Change]:
    """Of the changes of the same things, those that none with fewer steps makes needless."""
    groups: dict[object, list[Change]] = {}
    for change in sorted(hits, key=_steps):  # stable: the vocabulary's order within
        kept = groups.setdefault(tuple(move.what for move in change), [])
        if not any(_within(smaller, change) for smaller in kept):
            kept.append(change)
    return sorted((change for kept in groups.values() for change in kept), key=_steps)


def _steps(change: Change) -> int:
    return sum(move.steps for move in change)


def _within(smaller: Change, change: Change) -> bool:
    return all(one.steps <= other.steps for one, other in zip(smaller, change, strict=True))


def _prospect(judgement: Judgement, goal: Goal, found: Sequence[Change]) -> Prospect:
    proposals = tuple(_proposal(judgement, goal, change) for change in found[:SHOWN])
    return Prospect(goal, False, proposals, len(found))


def _proposal(judgement: Judgement, goal: Goal, change: Change) -> Proposal:
    """The change made, and judged by itself."""
    profile = changed(judgement, change)
    then = judge(judgement.knowledge, profile, given_weights(judgement))
    if not goal.holds(then):
        raise EvaluationError(f"{change} was found to reach {goal}, and does not")
    return Proposal(change, profile, then)


def changed(judgement: Judgement, change: Change) -> dict[str, Any]:
    """The profile with the change made."""
    vocabulary = judgement.knowledge.vocabulary
    profile = as_understood(judgement.profile, vocabulary)
    facts = judgement.oracle.facts.factors
    for slug, possible in after(facts, change).items():
        profile["factors"][slug] = plain_value(vocabulary.factors[slug].domain, possible)
    return profile


def given_weights(judgement: Judgement) -> dict[str, object]:
    """The weights in the form in which a caller gives them: whole parts divide exactly."""
    return {name: part / 1_000 for name, part in judgement.weights.items()}
