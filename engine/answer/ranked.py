"""One option in its place, with what stands for and against it and on what terms."""

from typing import Literal

from pydantic import Field

from engine.answer.parts import FromRule, Part
from engine.answer.steadiness import StabilityOut
from engine.knowledge.model import OutcomeVerdict
from engine.ranking import Verdict
from engine.rule import Criterion


class ReasonOut(FromRule):
    title: str
    criterion: Criterion
    strength: str
    points: float = Field(description="Log-odds added to the criterion.")
    share: float = Field(description="Log-odds added to the score; shares add up exactly.")


class ContraindicationOut(FromRule):
    title: str
    certainty: Literal["certain", "possible"]
    asks: list[str] = Field([], description="What would settle it.")


class PreconditionOut(FromRule):
    text: str
    status: Literal["met", "unmet", "unknown"]
    applies: Literal["certain", "possible"] = Field(
        description="Whether the option is known to need it here; if not, asks would settle it."
    )
    holds_back: bool = Field(description="Whether the option is blocked until it is met.")
    measure: str | None = Field(None, description="The intervention that would meet it.")
    asks: list[str] = Field([])


class SafeguardOut(FromRule):
    text: str
    measure: str | None = None


class StepOut(FromRule):
    first: str
    first_intervention: str | None = None
    then: str


class CriterionOut(Part):
    value: float = Field(description="0 to 1; 0.5 when nothing bears on it.")
    share: float = Field(description="Log-odds added to the score.")


class CertaintyOut(Part):
    """GRADE certainty of the best evidence behind what speaks for an option."""

    grade: Literal["very_low", "low", "moderate", "high"]
    meaning: str = Field(description="What the grade means, in GRADE's words.")
    claim: str = Field(description="The claim whose evidence carries the grade.")
    evidence: str
    lowered_for: list[str] = Field(description="The named reasons for lowering.")


class EffectOut(Part):
    """What the sources found the option to do to one outcome, wherever it was studied."""

    outcome: str
    outcome_name: str
    verdict: OutcomeVerdict
    verdict_name: str
    claims: list[str]
    indirect: bool = Field(description="Whether all of it comes from other countries.")


class RankedOut(Part):
    intervention: str
    name: str
    family: str
    core: bool
    variant_of: str | None
    failure_mode_of: str | None
    stance: str
    rank: int
    score: float
    verdict: Verdict
    verdict_name: str
    robustness: StabilityOut | None = None
    certainty_grade: str | None
    certainty: CertaintyOut | None
    criteria: dict[Criterion, CriterionOut]
    effects: list[EffectOut] = Field(
        [], description="The sources' verdict per outcome; not part of the score."
    )
    reasons_for: list[ReasonOut]
    reasons_against: list[ReasonOut]
    contraindications: list[ContraindicationOut]
    preconditions: list[PreconditionOut]
    safeguards: list[SafeguardOut]
    sequence: list[StepOut]
    indicators: list[str]
    time_to_effect: str
    level: list[str]
