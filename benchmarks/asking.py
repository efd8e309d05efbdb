"""How many questions it takes until the first three options are settled, by the order of asking.

Of a place all factors are hidden (no documented case lists groups, prisons or other entities), and
an interviewer asks for them one by one: in the order of ``needed``, found anew after each answer;
in the vocabulary's order; in random orders. What the place does not know costs a question all the
same, and stays unknown.

The first three are settled once they are, as a set, those of the whole place, and no later answer
changes that. As a set, because that is what ``needed`` and ``p_top_3`` speak of: the order within
the three often hangs on scores that differ by little.
"""

import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.columns.completions import complete
from engine.columns.firing import fire
from engine.columns.program import compiled
from engine.columns.ranking import rank
from engine.columns.variants import vary
from engine.facts import Facts, gather
from engine.interview import FACTORS, Interview
from engine.knowledge.model import Case, Knowledge
from engine.possible import Interval, Levels, Possible, Several
from engine.profile import plain_value, read_profile
from engine.ranking import normalised
from engine.robustness import TOP, seed_of
from engine.vocabulary import Domain

SEEDS = range(50)  # random orders for each place


@dataclass(frozen=True)
class Count:
    """Questions until the first three are settled, by the order in which they are asked."""

    place: str
    known: int
    needed: int
    vocabulary: int
    random: float


def counts(knowledge: Knowledge) -> list[Count]:
    """One for each documented case."""
    return [count(knowledge, case, case.profile[FACTORS]) for case in knowledge.cases.values()]


def count(knowledge: Knowledge, case: Case, truth: Mapping[str, Any]) -> Count:
    """The questions that each order takes, where these are the answers to be had."""
    everything = list(knowledge.vocabulary.factors)
    shuffled = [random.Random(seed).sample(everything, len(everything)) for seed in SEEDS]
    asked = interviewed(knowledge, case, truth)
    first, second, *others = (
        settled(knowledge, case, truth, order) for order in (asked, everything, *shuffled)
    )
    return Count(case.slug, len(truth), first, second, statistics.mean(others))


def interviewed(knowledge: Knowledge, case: Case, truth: Mapping[str, Any]) -> list[str]:
    """What an interview asks about, in its order; then what it never asks for."""
    interview = Interview.begin(knowledge, {**case.profile, FACTORS: {}})
    asked: list[str] = []
    while (inquiry := interview.next) is not None:
        asked.append(inquiry.subject)
        if inquiry.subject in truth:
            interview = interview.answered(inquiry, truth[inquiry.subject])
        else:
            interview = interview.unanswered(inquiry)
    return asked + [slug for slug in knowledge.vocabulary.factors if slug not in asked]


def settled(
    knowledge: Knowledge, case: Case, truth: Mapping[str, Any], order: Sequence[str]
) -> int:
    """How many questions are asked, in this order, until the first three are settled."""
    whole = facts_of(knowledge, {**case.profile, FACTORS: truth}).factors
    told = [place for place, slug in enumerate(order, 1) if slug in truth]
    stages: list[dict[str, Possible]] = [{}]
    for place in told:
        slug = order[place - 1]
        stages.append({**stages[-1], slug: whole[slug]})
    tops = first_three(knowledge, {**case.profile, FACTORS: {}}, stages)
    same = len(tops) - 1
    while same and tops[same - 1] == tops[-1]:
        same -= 1
    return [0, *told][same]


def first_three(
    knowledge: Knowledge, raw: Mapping[str, Any], variants: Sequence[Mapping[str, Possible]]
) -> list[frozenset[str]]:
    """The options that come first, for one profile with these factors changed."""
    country = read_profile(raw, knowledge.vocabulary).country
    localities = vary(knowledge, facts_of(knowledge, raw), country, variants)
    weights = normalised(None, knowledge.scales)
    found = rank(fire(compiled(knowledge), localities), localities, weights)
    return [frozenset(found.slugs[place] for place in row) for row in found.order(TOP)]


def drawn(knowledge: Knowledge, case: Case) -> dict[str, Any]:
    """What a case knows, and the rest of its factors drawn: a place of which all is known."""
    profile = read_profile(case.profile, knowledge.vocabulary)
    facts = gather(profile, knowledge)
    seed = seed_of(knowledge, facts, normalised(None, knowledge.scales)) // 2
    draws = complete(knowledge, facts, profile.country, 1, seed).draws
    found = dict(case.profile[FACTORS])
    for slug, values in draws.items():
        domain = knowledge.vocabulary.factors[slug].domain
        found[slug] = plain_value(domain, _possible(domain, values.ravel()[0]))
    return found


def _possible(domain: Domain, value: Any) -> Possible:
    match domain.type:
        case "number":
            return Interval(float(value), float(value))
        case "several":
            return Several(int(value), int(value))
    return Levels(1 << int(value))


def facts_of(knowledge: Knowledge, raw: Mapping[str, Any]) -> Facts:
    return gather(read_profile(raw, knowledge.vocabulary), knowledge)
