"""What is sent when several stakeholders look at one locality: where they agree, where they part.

One language, as in every answer. Which rules and claims a rank rests on stands in the advice for
the same profile; here only the weights differ.
"""

from typing import Any

from pydantic import Field

from engine.answer import Part, RulesetOut
from engine.ranking import Verdict
from engine.rule import Criterion
from engine.text import Language


class StakeholderOut(Part):
    """One stakeholder: the weights, and what comes first under them."""

    stakeholder: str
    name: str
    ours: bool = Field(description="Whether the weights are ours and not the caller's.")
    because: str | None = Field(None, description="Why these weights; none for the caller's.")
    weights: dict[Criterion, float]
    first: list["FirstOut"] = Field(description="The first five options, best first.")


class FirstOut(Part):
    """One of a stakeholder's first options."""

    intervention: str
    name: str
    verdict: Verdict
    verdict_name: str


class StandOut(Part):
    """Where one option stands for one stakeholder."""

    rank: int
    score: float
    verdict: Verdict
    verdict_name: str


class ViewedOut(Part):
    """One option through everyone's eyes."""

    intervention: str
    name: str
    stands: dict[str, StandOut] = Field(description="By stakeholder.")


class PartingOut(ViewedOut):
    """An option on which stakeholders part, and on what."""

    spread: int = Field(description="Places between the best rank and the worst.")
    higher_for: str
    lower_for: str
    criterion: Criterion | None = Field(
        description="The criterion that parts them most; none where only the verdict does."
    )
    criterion_name: str | None
    shares: dict[Criterion, float] = Field(
        description="By criterion: log-odds by which the one who ranks it higher prefers it to the"
        " options that overtake it for the other; they sum to the difference."
    )
    difference: float
    says: str


class AbilityOut(Part):
    """One option, and who must act for it."""

    intervention: str
    name: str
    rank: int
    verdict: Verdict
    verdict_name: str
    of: list[str] = Field(description="The institutions that others direct and that must act.")
    of_names: list[str]


class ActorOut(Part):
    """What one actor can do itself, what it shares, and what it must ask of others."""

    actor: str
    name: str
    institutions: list[str]
    because: str
    itself: list[AbilityOut]
    shared: list[AbilityOut]
    asks: list[AbilityOut]


class StakeholdersAnswer(Part):
    """One locality through several stakeholders' eyes, and by who can act."""

    ruleset: RulesetOut
    engine_version: str
    language: Language
    profile: dict[str, Any] = Field(description="The profile as it was understood.")
    says: str
    how_sure: str = Field(description="How far the ranking under the default weights stands.")
    stakeholders: list[StakeholderOut]
    agree: list[ViewedOut] = Field(description="Options in everyone's first five.")
    part: list[PartingOut] = Field(description="The largest differences of rank, largest first.")
    actors: list[ActorOut] = Field(
        description="Options that are recommended or held back, by who can do them; ranks are"
        " those under the default weights."
    )
