"""Where a factor that matters comes back among the questions needed, once it is hidden.

It matters if another of its values would put other options among the first three. Of a documented
case, about which little is known, many unknown factors matter alike, and only one can come first;
so it is also hidden, with others, of places of which everything is known.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.asking import drawn, facts_of, first_three
from engine.interview import FACTORS, Interview
from engine.knowledge.model import Knowledge
from engine.possible import Levels, Possible, Several

NEAR = 5  # a question is near the top of those needed if it is among so many
WITH_OTHERS = 20  # factors hidden of a place of which everything else is known
EACH = 4  # factors tried in each such place
SOMETHING = 1e-6  # bits: less is the dust of floating-point numbers


@dataclass(frozen=True)
class Hidden:
    """A factor that matters, hidden: its place among the questions needed, from 1.

    ``alike`` counts the open factors of which an answer alone would change the first three too.
    """

    place: str
    factor: str
    rank: int
    alike: int


def in_documented(knowledge: Knowledge) -> Iterator[Hidden]:
    """Each factor that matters in a documented case, hidden by itself."""
    for case in knowledge.cases.values():
        for slug in case.profile[FACTORS]:
            if matters(knowledge, case.profile, slug):
                yield _hidden(knowledge, case.slug, case.profile, slug, {slug})


def in_well_known(knowledge: Knowledge) -> Iterator[Hidden]:
    """Some factors that matter in places of which all is known, each hidden with others."""
    for case in knowledge.cases.values():
        profile = {**case.profile, FACTORS: drawn(knowledge, case)}
        generator = random.Random(case.slug)
        slugs = generator.sample(list(profile[FACTORS]), len(profile[FACTORS]))
        found = [slug for slug in slugs if matters(knowledge, profile, slug)][:EACH]
        for slug in found:
            others = generator.sample([name for name in slugs if name != slug], WITH_OTHERS - 1)
            yield _hidden(knowledge, case.slug, profile, slug, {slug, *others})


def matters(knowledge: Knowledge, profile: Mapping[str, Any], slug: str) -> bool:
    """Whether another value of a factor would put other options among the first three."""
    now = facts_of(knowledge, profile).factors[slug]
    others = _values(knowledge.vocabulary.factors[slug].domain.unknown)
    variants = [{slug: possible} for possible in (now, *others)]
    return len(set(first_three(knowledge, profile, variants))) > 1


def _hidden(
    knowledge: Knowledge, place: str, profile: Mapping[str, Any], slug: str, hide: set[str]
) -> Hidden:
    rest = {name: given for name, given in profile[FACTORS].items() if name not in hide}
    interview = Interview.begin(knowledge, {**profile, FACTORS: rest})
    order = [item.question.subject for item in interview.judgement.needed]
    alike = sum(item.alone > SOMETHING for item in interview.robustness.decisive)
    return Hidden(place, slug, (order.index(slug) if slug in order else len(order)) + 1, alike)


def _values(possible: Possible) -> list[Possible]:
    match possible:
        case Levels(mask):
            return [Levels(1 << place) for place in range(mask.bit_length())]
        case Several(_, possibly):
            masks = [0, *(1 << place for place in range(possibly.bit_length()))]
            return [Several(mask, mask) for mask in masks]
    return []
