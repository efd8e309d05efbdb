"""One locality with one question answered, in each way that it may be, and nothing else known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.columns.completions import is_settled, read_by
from engine.columns.localities import Localities
from engine.columns.variants import vary
from engine.facts import Facts
from engine.knowledge.model import Knowledge
from engine.possible import Interval, Levels, Possible, Several
from engine.vocabulary import Domain

PARTS = 4  # a number is tried in the middle of so many parts of its range, as draws are told apart


@dataclass(frozen=True)
class Answers:
    """A row for each answer; ``ways`` says, by factor, which rows one question chooses among.

    A factor that takes several values is one yes-or-no question for each of them.
    """

    localities: Localities
    ways: Mapping[str, tuple[range, ...]]


def answer(knowledge: Knowledge, facts: Facts, country: str | None) -> Answers:
    """Every answer to every question about a factor that is open and that some rule reads."""
    variants: list[Mapping[str, Possible]] = []
    ways: dict[str, tuple[range, ...]] = {}
    for slug in sorted(read_by(knowledge)):
        possible = facts.factors[slug]
        if is_settled(possible):
            continue
        asked = []
        for answers in _questions(knowledge.vocabulary.factors[slug].domain, possible):
            asked.append(range(len(variants), len(variants) + len(answers)))
            variants += [{slug: item} for item in answers]
        ways[slug] = tuple(asked)
    return Answers(vary(knowledge, facts, country, variants), ways)


def _questions(domain: Domain, possible: Possible) -> Iterator[Sequence[Possible]]:
    """The answers to a question; for several values, those to each value's."""
    match possible:
        case Levels():
            yield [Levels(1 << domain.index[level.value]) for level in domain.named(possible.mask)]
        case Interval(low, high):
            low, high = domain.within_prior(low, high)
            middles = [low + (high - low) * (part + 0.5) / PARTS for part in range(PARTS)]
            yield [Interval(middle, middle) for middle in middles]
        case Several(surely, possibly):
            for place in range(len(domain.levels)):
                bit = 1 << place
                if possibly & ~surely & bit:
                    yield [Several(surely | bit, possibly), Several(surely, possibly & ~bit)]
