"""The answer, as it is sent: the names in JSON are a contract with everyone who reads it.

One language per answer. Every text stands beside the rule it comes from and the claims behind it;
every claim cited anywhere is listed once under ``claims``.
"""

from typing import Any, Literal

from pydantic import Field

from engine.answer.known import (
    CaveatOut,
    DiagnosisOut,
    InformantsOut,
    NeededOut,
    NoticeOut,
    ShiftOut,
    SuppliedOut,
    UndecidedOut,
)
from engine.answer.package import (
    BridgeOut,
    ConflictOut,
    GuardOut,
    LinkOut,
    MemberOut,
    MethodOut,
    OpposedOut,
    PackageOut,
    PhaseOut,
    StatedOut,
    WaitingOut,
    WaitOut,
    WatchedOut,
    WatchOut,
)
from engine.answer.parts import ConditionNode, FromRule, Matched, Part, Truth
from engine.answer.precedents import OriginOut, PrecedentOut, PrecedentsOut, SharedOut, TriedOut
from engine.answer.ranked import (
    CertaintyOut,
    ContraindicationOut,
    CriterionOut,
    EffectOut,
    PreconditionOut,
    RankedOut,
    ReasonOut,
    SafeguardOut,
    StepOut,
)
from engine.answer.sources import ClaimOut, RulesetOut, TensionOut
from engine.answer.steadiness import RobustnessOut, StabilityOut, TopVerdict
from engine.rule import Criterion
from engine.text import Language

__all__ = [
    "Answer",
    "BridgeOut",
    "CaveatOut",
    "CertaintyOut",
    "ClaimOut",
    "ConditionNode",
    "ConflictOut",
    "ContraindicationOut",
    "CriterionOut",
    "DiagnosisOut",
    "EffectOut",
    "FromRule",
    "GuardOut",
    "InformantsOut",
    "LinkOut",
    "Matched",
    "MemberOut",
    "MethodOut",
    "NeededOut",
    "NoticeOut",
    "OpposedOut",
    "OriginOut",
    "PackageOut",
    "Part",
    "PhaseOut",
    "PrecedentOut",
    "PrecedentsOut",
    "PreconditionOut",
    "RankedOut",
    "ReasonOut",
    "RobustnessOut",
    "RulesetOut",
    "SafeguardOut",
    "SharedOut",
    "ShiftOut",
    "StabilityOut",
    "StatedOut",
    "StepOut",
    "SuppliedOut",
    "TensionOut",
    "TopVerdict",
    "TriedOut",
    "Truth",
    "UndecidedOut",
    "WaitOut",
    "WaitingOut",
    "WatchOut",
    "WatchedOut",
]


class Answer(Part):
    """Ranked interventions for one locality, with everything that stands behind them."""

    decision_id: str
    ruleset: RulesetOut
    engine_version: str
    language: Language
    explain: Literal["summary", "rules", "conditions", "full"]
    profile: dict[str, Any] = Field(description="The profile as it was understood.")
    notices: list[NoticeOut] = Field([])
    weights: dict[Criterion, float]
    ranking: list[RankedOut]
    robustness: RobustnessOut | None = None
    informants: InformantsOut | None = Field(
        None, description="Only where a captured institution supplied a value."
    )
    precedents: PrecedentsOut | None = None
    package: PackageOut | None = None
    caveats: list[CaveatOut]
    needed: list[NeededOut]
    diagnoses: list[DiagnosisOut]
    undecided_rules: list[UndecidedOut]
    tensions: list[TensionOut]
    claims: dict[str, ClaimOut]
    silent_rules: list[UndecidedOut] = Field([], description="At explanation level full.")
