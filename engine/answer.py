"""The answer, as it is sent: the names in JSON are a contract with everyone who reads it.

One language per answer. Every text stands beside the rule it comes from and the claims behind it;
every claim cited anywhere is listed once under ``claims``.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.ranking import Verdict
from engine.rule import Criterion, Kind
from engine.text import Language

Truth = Literal["true", "false", "unknown"]


class Part(BaseModel):
    """A frozen part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ConditionNode(Part):
    """A condition with its truth and the value found; the same shape as the rule's own tree."""

    text: str = Field(description="The condition in words.")
    truth: Truth
    value: str | None = Field(None, description="What the profile says, in words.")
    parts: list["ConditionNode"] = []


class Matched(Part):
    """A fact that made a rule fire."""

    factor: str | None = None
    entity: str | None = Field(None, description="Kind and position in its list: groups.0")
    attribute: str | None = None
    name: str = Field(description="What was tested, in words.")
    value: Any = None
    value_name: str | None = None
    source: str | None = None
    basis: str | None = None


class FromRule(Part):
    """What every statement carries: its rule, why, and who says so."""

    rule: str
    because: str
    claims: list[str]
    limited_by: list[str] = Field([], description="Claims that weaken or bound this rule.")
    limits: str = Field(description="Where the rule may mislead.")
    matched: list[Matched] = []
    condition: ConditionNode | None = Field(None, description="At explanation level conditions.")


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
    holds_back: bool = Field(description="Whether the option is blocked until it is met.")
    measure: str | None = Field(None, description="The intervention that would meet it.")
    asks: list[str] = []


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
    certainty_grade: str | None
    certainty: CertaintyOut | None
    criteria: dict[Criterion, CriterionOut]
    reasons_for: list[ReasonOut]
    reasons_against: list[ReasonOut]
    contraindications: list[ContraindicationOut]
    preconditions: list[PreconditionOut]
    safeguards: list[SafeguardOut]
    sequence: list[StepOut]
    indicators: list[str]
    time_to_effect: str
    level: list[str]


class CaveatOut(FromRule):
    text: str
    about: str | None
    about_name: str | None
    insufficient_alone: bool


class DiagnosisOut(FromRule):
    diagnosis: str
    name: str


class UndecidedOut(Part):
    rule: str
    kind: Kind
    title: str
    asks: list[str]
    condition: ConditionNode | None = None


class NeededOut(Part):
    """A question worth asking."""

    factor: str | None = None
    entity: str | None = Field(None, description="A list (groups) or an attribute (group.name).")
    question: str
    decides: int = Field(description="How many rules hang on it.")


class ClaimOut(Part):
    text: str
    report: str
    report_title: str
    section: str
    page: str | None
    evidence: str


class TensionOut(Part):
    """A disagreement between sources on which this answer leans."""

    id: str
    about: str
    a: list[str]
    b: list[str]
    reading: str


class RulesetOut(Part):
    version: str
    hash: str


class NoticeOut(Part):
    where: str
    what: str


class Answer(Part):
    """Ranked interventions for one locality, with everything that stands behind them."""

    decision_id: str
    ruleset: RulesetOut
    engine_version: str
    language: Language
    explain: Literal["summary", "rules", "conditions", "full"]
    profile: dict[str, Any] = Field(description="The profile as it was understood.")
    notices: list[NoticeOut] = []
    weights: dict[Criterion, float]
    ranking: list[RankedOut]
    caveats: list[CaveatOut]
    needed: list[NeededOut]
    diagnoses: list[DiagnosisOut]
    undecided_rules: list[UndecidedOut]
    tensions: list[TensionOut]
    claims: dict[str, ClaimOut]
    silent_rules: list[UndecidedOut] = Field([], description="At explanation level full.")
