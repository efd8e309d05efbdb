"""Localities and the versions of their profiles, as they are shown."""

import json
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from api.store.localities import Kept
from api.store.tables import ProfileVersion


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
