"""Decisions and their replay, as they are shown."""

import json
from datetime import datetime

from pydantic import BaseModel, Field

from api.problems import FaultOut
from api.store.tables import Decision
from engine.answer import RulesetOut
from engine.followup import RevisionOut


class DecisionBrief(BaseModel):
    """What a stored decision depended on; its answer is at ``/v1/decisions/{id}``."""

    id: str
    locality: str
    version: int
    ruleset: RulesetOut
    engine_version: str
    engine_fingerprint: str | None = Field(description="SHA-256 of the engine's source.")
    libraries: dict[str, str] | None = Field(description="Python and what the engine leans on.")
    seed: int | None = Field(description="Of the draws that tried the ranking.")
    language: str
    explain: str
    weights: dict[str, float] | None = Field(description="As the caller gave them.")
    asked_by: str | None
    decided_at: datetime


class DecisionsView(BaseModel):
    """One page, oldest first."""

    total: int
    limit: int
    offset: int
    items: list[DecisionBrief]


class TodayView(BaseModel):
    """What today's rules would say of the same profile."""

    says: str
    difference: RevisionOut | None = Field(
        None, description="None when the rules are the same, or cannot be compared."
    )
    faults: list[FaultOut] = Field([], description="Why today's rules refuse the profile.")


class ReplayView(BaseModel):
    """Whether the stored question, asked again of the stored rules, has the same answer."""

    decision: DecisionBrief
    same_bytes: bool
    same_ruleset: bool = Field(description="Whether today's rules are those of the decision.")
    same_engine: bool = Field(description="Whether the program's source is the same.")
    same_libraries: bool = Field(description="Whether Python and the libraries are the same.")
    ruleset: RulesetOut = Field(description="The one that is loaded now.")
    engine_version: str = Field(description="The one that runs now.")
    engine_fingerprint: str = Field(description="Of the source that runs now.")
    says: str
    today: TodayView


def decision_brief(decision: Decision) -> DecisionBrief:
    return DecisionBrief(
        id=decision.id,
        locality=decision.locality_id,
        version=decision.version,
        ruleset=RulesetOut(version=decision.ruleset_version, hash=decision.ruleset_hash),
        engine_version=decision.engine_version,
        engine_fingerprint=decision.engine_fingerprint,
        libraries=None if decision.libraries is None else json.loads(decision.libraries),
        seed=None if decision.seed is None else int(decision.seed),
        language=decision.language,
        explain=decision.explain,
        weights=None if decision.weights is None else json.loads(decision.weights),
        asked_by=decision.asked_by,
        decided_at=decision.decided_at,
    )


def decisions_view(found: list[Decision], total: int, limit: int, offset: int) -> DecisionsView:
    items = [decision_brief(decision) for decision in found]
    return DecisionsView(total=total, limit=limit, offset=offset, items=items)
