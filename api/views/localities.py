"""Localities, versions and decisions, as they are shown."""

import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.store.localities import Kept
from api.store.tables import Decision, ProfileVersion
from engine.answer import RulesetOut


class LocalityBrief(BaseModel):
    id: str
    name: str | None
    country: str | None
    case: str | None = Field(description="The documented case that it came with.")
    version: int = Field(description="The current version of its profile.")
    created_at: datetime


class LocalitiesView(BaseModel):
    """One page, oldest first."""

    total: int
    limit: int
    offset: int
    items: list[LocalityBrief]


class LocalityView(LocalityBrief):
    profile: dict[str, Any] = Field(description="The current profile, as it was given.")


class VersionBrief(BaseModel):
    version: int
    name: str | None
    country: str | None
    recorded_at: datetime
    recorded_by: str | None


class VersionView(VersionBrief):
    locality: str
    profile: dict[str, Any]


class VersionsView(BaseModel):
    """Every version, the first first."""

    locality: str
    total: int
    items: list[VersionBrief]


class DecisionBrief(BaseModel):
    """What a stored decision depended on; its answer is at ``/v1/decisions/{id}``."""

    id: str
    locality: str
    version: int
    ruleset: RulesetOut
    engine_version: str
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


class ReplayView(BaseModel):
    """Whether the stored question, asked again of what is loaded now, has the same answer."""

    decision: DecisionBrief
    same_bytes: bool
    same_ruleset: bool
    same_engine: bool
    ruleset: RulesetOut = Field(description="The one that is loaded now.")
    engine_version: str = Field(description="The one that runs now.")
    says: str


def locality_view(kept: Kept) -> LocalityView:
    return LocalityView(**_locality(kept), profile=kept.profile)


def localities_view(found: list[Kept], total: int, limit: int, offset: int) -> LocalitiesView:
    items = [LocalityBrief(**_locality(kept)) for kept in found]
    return LocalitiesView(total=total, limit=limit, offset=offset, items=items)


def version_view(version: ProfileVersion) -> VersionView:
    return VersionView(
        **_version(version), locality=version.locality_id, profile=json.loads(version.profile)
    )


def versions_view(locality: str, found: list[ProfileVersion]) -> VersionsView:
    items = [VersionBrief(**_version(version)) for version in found]
    return VersionsView(locality=locality, total=len(items), items=items)


def decision_brief(decision: Decision) -> DecisionBrief:
    return DecisionBrief(
        id=decision.id,
        locality=decision.locality_id,
        version=decision.version,
        ruleset=RulesetOut(version=decision.ruleset_version, hash=decision.ruleset_hash),
        engine_version=decision.engine_version,
        language=decision.language,
        explain=decision.explain,
        weights=None if decision.weights is None else json.loads(decision.weights),
        asked_by=decision.asked_by,
        decided_at=decision.decided_at,
    )


def decisions_view(found: list[Decision], total: int, limit: int, offset: int) -> DecisionsView:
    items = [decision_brief(decision) for decision in found]
    return DecisionsView(total=total, limit=limit, offset=offset, items=items)


def _locality(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.locality.id,
        "name": kept.version.name,
        "country": kept.version.country,
        "case": kept.locality.case,
        "version": kept.version.version,
        "created_at": kept.locality.created_at,
    }


def _version(version: ProfileVersion) -> dict[str, Any]:
    return {
        "version": version.version,
        "name": version.name,
        "country": version.country,
        "recorded_at": version.recorded_at,
        "recorded_by": version.recorded_by,
    }
