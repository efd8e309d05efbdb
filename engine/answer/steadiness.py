"""How far the ranking stands when the unknowns are filled in many times."""

from typing import Literal

from pydantic import Field

from engine.answer.parts import Part
from engine.rule import Criterion

TopVerdict = Literal["settled", "leaning", "insufficient_information"]


class StabilityOut(Part):
    """How an option fares when the unknowns are filled in many times and weights are varied."""

    p_rank_1: float = Field(description="Share of completions in which it comes first.")
    p_top_3: float
    p_recommended: float = Field(description="Share in which its verdict is a recommendation.")
    rank_interval: tuple[int, int] = Field(description="Ranks from the 5th to the 95th percentile.")
    outside: str | None = Field(
        None, description="Only where its rank on what is known lies outside that interval: why."
    )
    central_weights: dict[Criterion, float] | None = Field(
        None, description="The mean weights under which it comes first; none if it never does."
    )


class RobustnessOut(Part):
    """What the completions say of the ranking as a whole."""

    completions: int
    seed: int
    stable: bool = Field(description="Whether what stands first stays first in most completions.")
    verdict: TopVerdict = Field(
        description="Whether it may be said what comes first: not where what stands first is not "
        "even among the first three in most completions, or is no recommendation."
    )
    verdict_name: str
    says: str
    beats: dict[str, dict[str, float]] = Field(
        description="Share of completions in which one leading option stands above another."
    )
