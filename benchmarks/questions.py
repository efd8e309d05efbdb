"""How many questions it takes until the first three options are settled, by the order of asking.

Run ``python -m benchmarks.questions``; with ``--drawn N``, also for N places of which everything
is known.

Of each documented case all factors are hidden (no case lists groups, prisons or other entities),
and an interviewer asks for them one by one: in the order of ``needed``, found anew after each
answer; in the vocabulary's order; in random orders. The answer is the case's own. What the case
does not know costs a question all the same, and stays unknown.

The first three are settled once they are, as a set, those of the whole case, and no later answer
changes that. As a set, because that is what ``needed`` and ``p_top_3`` speak of: the order within
the three often hangs on scores that differ by little.
"""

import argparse
import math
import random
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring import number, table
from engine.columns.completions import complete
from engine.columns.firing import fire
from engine.columns.program import compiled
from engine.columns.ranking import rank
from engine.columns.variants import vary
from engine.facts import Facts, gather
from engine.interview import FACTORS, Interview
from engine.knowledge.model import Case, Knowledge
from engine.library import open_library
from engine.possible import Interval, Levels, Possible, Several
from engine.profile import plain_value, read_profile
from engine.ranking import normalised
from engine.robustness import TOP, seed_of

SEEDS = range(50)  # random orders for each case
NEAR = 5  # a question is near the top of those needed if it is among so many


@dataclass(frozen=True)
class Count:
    """Questions until the first three are settled, by the order in which they are asked."""

    place: str
    known: int
    needed: int
    vocabulary: int
    random: float


@dataclass(frozen=True)
class Hidden:
    """A factor that matters, hidden: its place among the questions needed, from 1."""

    place: str
    factor: str
    rank: int


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
    whole = _facts(knowledge, {**case.profile, FACTORS: truth}).factors
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
    localities = vary(knowledge, _facts(knowledge, raw), country, variants)
    weights = normalised(None, knowledge.scales)
    found = rank(fire(compiled(knowledge), localities), localities, weights)
    return [frozenset(found.slugs[place] for place in row) for row in found.order(TOP)]


def hidden(knowledge: Knowledge) -> list[Hidden]:
    """Each known factor of each documented case that matters, hidden.

    It matters if another of its values would put other options among the first three.
    """
    found = []
    for case in knowledge.cases.values():
        for slug in case.profile[FACTORS]:
            domain = knowledge.vocabulary.factors[slug].domain
            now = _facts(knowledge, case.profile).factors[slug]
            others = [{slug: other} for other in _values(domain.unknown)]
            if (
                not others
                or len(set(first_three(knowledge, case.profile, [{slug: now}, *others]))) == 1
            ):
                continue
            rest = {name: given for name, given in case.profile[FACTORS].items() if name != slug}
            needed = Interview.begin(knowledge, {**case.profile, FACTORS: rest}).judgement.needed
            order = [item.question.subject for item in needed]
            place = order.index(slug) + 1 if slug in order else len(order) + 1
            found.append(Hidden(case.slug, slug, place))
    return found


def _values(possible: Possible) -> list[Possible]:
    match possible:
        case Levels(mask):
            return [Levels(1 << place) for place in range(mask.bit_length())]
        case Several(_, possibly):
            return [Several(mask, mask) for mask in (1 << k for k in range(possibly.bit_length()))]
    return []


def drawn(knowledge: Knowledge, case: Case) -> dict[str, Any]:
    """What a case knows, and the rest of its factors drawn: a place of which all is known."""
    profile = read_profile(case.profile, knowledge.vocabulary)
    facts = gather(profile, knowledge)
    seed = seed_of(knowledge, facts, normalised(None, knowledge.scales)) // 2
    draws = complete(knowledge, facts, profile.country, 1, seed).draws
    found = dict(case.profile[FACTORS])
    for slug, values in draws.items():
        domain, value = knowledge.vocabulary.factors[slug].domain, values.ravel()[0]
        possible: Possible = Levels(1 << int(value))
        if domain.type == "number":
            possible = Interval(float(value), float(value))
        elif domain.type == "several":
            possible = Several(int(value), int(value))
        found[slug] = plain_value(domain, possible)
    return found


def sign_test(pairs: Sequence[tuple[float, float]]) -> float:
    """How likely so many pairs have the first below the second if either were as likely.

    The one-sided sign test; ties say nothing and are left out.
    """
    fewer = sum(one < other for one, other in pairs)
    apart = sum(one != other for one, other in pairs)
    return sum(math.comb(apart, k) for k in range(fewer, apart + 1)) / 2**apart


def _facts(knowledge: Knowledge, raw: Mapping[str, Any]) -> Facts:
    return gather(read_profile(raw, knowledge.vocabulary), knowledge)


def summary(found: Sequence[Count]) -> str:
    """Means and medians, and how sure it is that one order is better than another."""
    orders = {
        name: [getattr(item, name) for item in found] for name in ("needed", "vocabulary", "random")
    }
    rows = [
        (
            name,
            number(statistics.mean(values)),
            number(statistics.median(values)),
            "" if name == "needed" else _beaten(orders["needed"], values),
        )
        for name, values in orders.items()
    ]
    return table(("order", "mean", "median", "needed asks fewer (sign test)"), rows)


def _beaten(needed: Sequence[float], values: Sequence[float]) -> str:
    pairs = list(zip(needed, values, strict=True))
    fewer, more = (sum(a < b for a, b in pairs), sum(a > b for a, b in pairs))
    return f"in {fewer}, more in {more} (p = {sign_test(pairs):.1g})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", 1)[0])
    parser.add_argument("--drawn", type=int, default=0, metavar="N")
    options = parser.parse_args()
    knowledge = open_library()
    found = counts(knowledge)
    rows = [
        (c.place, str(c.known), str(c.needed), str(c.vocabulary), number(c.random)) for c in found
    ]
    print(summary(found), end="\n\n")
    print(table(("case", "answers to be had", "needed", "vocabulary", "random"), rows), end="\n\n")
    matter = hidden(knowledge)
    near = sum(item.rank <= NEAR for item in matter)
    print(f"{near} of {len(matter)} factors that matter, hidden, are among the first {NEAR} needed")
    print(f"median place {statistics.median(item.rank for item in matter):g}")
    if options.drawn:
        cases = list(knowledge.cases.values())
        some = cases[:: max(len(cases) // options.drawn, 1)][: options.drawn]
        known = [count(knowledge, case, drawn(knowledge, case)) for case in some]
        print(f"\n{len(known)} places of which everything is known\n\n{summary(known)}")


if __name__ == "__main__":
    main()
