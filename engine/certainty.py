"""GRADE certainty of what speaks for an option: from the kinds of evidence, lowered when indirect.

GRADE starts from the design of the evidence and lowers the grade for named reasons. One of them
can be read off a profile: *indirectness*, when the locality's country is none of those that the
evidence comes from.
"""

from dataclasses import dataclass
from typing import Literal

from engine.knowledge.model import GRADES, Claim, Grade, Knowledge
from engine.reasons import Standing

Lowering = Literal["indirectness"]


@dataclass(frozen=True, slots=True)
class Certainty:
    """The grade, the claim whose evidence carries it, and why it was lowered."""

    grade: Grade
    claim: str
    evidence: str
    lowered_for: tuple[Lowering, ...]


def certainty(
    standing: Standing,
    knowledge: Knowledge,
    country: str | None = None,
    *,
    here: bool = False,
) -> Certainty | None:
    """The certainty that an option rests on: its best evidence after lowering.

    With ``here``, only of the reasons that speak of the locality. None when nothing speaks for it.
    The best and not the mean, so that a further agreeing reason never lowers a rank.
    """
    cited = dict.fromkeys(
        claim
        for reason in standing.reasons
        if reason.points > 0 and (reason.specific or not here)
        for claim in reason.rule.supports
    )
    found = [graded(knowledge, knowledge.claims[name], country) for name in cited]
    # The first of the best in the order of the claims' ids: the order of rules never matters.
    best = sorted(
        found, key=lambda item: (-GRADES.index(item.grade), bool(item.lowered_for), item.claim)
    )
    return best[0] if best else None


def graded(knowledge: Knowledge, claim: Claim, country: str | None) -> Certainty:
    """What one claim's evidence can carry in a country."""
    level = GRADES.index(knowledge.scales.evidence[claim.evidence].grade)
    indirect = is_indirect(knowledge, claim, country)
    grade = GRADES[max(level - indirect, 0)]
    return Certainty(grade, claim.id, claim.evidence, ("indirectness",) if indirect else ())


def is_indirect(knowledge: Knowledge, claim: Claim, country: str | None) -> bool:
    """Whether the evidence is known to come from elsewhere; unknown origin does not count."""
    if country is None or not claim.places:
        return False
    covered = frozenset[str]().union(
        *(knowledge.places.get(place, frozenset()) for place in claim.places)
    )
    return bool(covered) and not covered & {country, "*"}
