"""Localities and the versions of their profiles: added, read, never changed."""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from api.store.tables import Locality, ProfileVersion
from engine.knowledge.model import Case

MAXIMUM_VERSION = 10**9  # what every database can hold in an integer
ATTEMPTS = 20  # to get the next version number while others write too


class BusyError(Exception):
    """Others wrote at the same time, more often than is worth waiting for."""


@dataclass(frozen=True)
class Kept:
    """A locality with one version of its profile."""

    locality: Locality
    version: ProfileVersion

    @property
    def profile(self) -> Any:
        return json.loads(self.version.profile)


def add(engine: Engine, profile: Mapping[str, Any], recorded_by: str | None) -> Kept:
    """Keep a new locality with the first version of its profile."""
    locality = Locality(id=uuid.uuid4().hex)
    version = _version(locality.id, 1, profile, recorded_by)
    with _session(engine) as session:
        session.add(locality)
        session.flush()
        session.add(version)
        session.commit()
    return Kept(locality, version)


def add_version(
    engine: Engine, locality_id: str, profile: Mapping[str, Any], recorded_by: str | None
) -> ProfileVersion | None:
    """Keep a further version; None when there is no such locality.

    Raises:
        BusyError: the next number was taken by others again and again.
    """
    for _ in range(ATTEMPTS):
        with _session(engine) as session:
            last = session.exec(
                select(func.max(ProfileVersion.version)).where(
                    ProfileVersion.locality_id == locality_id
                )
            ).one()
            if last is None:
                return None
            version = _version(locality_id, last + 1, profile, recorded_by)
            session.add(version)
            try:
                session.commit()
            except IntegrityError:
                continue
            return version
    raise BusyError


def find(engine: Engine, locality_id: str, version: int | None = None) -> Kept | None:
    """A locality with the version asked for, or its current one; None without either."""
    if version is not None and version > MAXIMUM_VERSION:
        return None
    wanted = (
        select(Locality, ProfileVersion)
        .where(ProfileVersion.locality_id == Locality.id)
        .where(Locality.id == locality_id)
    )
    if version is not None:
        wanted = wanted.where(ProfileVersion.version == version)
    with _session(engine) as session:
        row = session.exec(wanted.order_by(col(ProfileVersion.version).desc())).first()
    return None if row is None else Kept(*row)


def page(engine: Engine, limit: int, offset: int) -> tuple[list[Kept], int]:
    """Localities with their current versions, oldest first, and how many there are."""
    current = (
        select(ProfileVersion.locality_id, func.max(ProfileVersion.version).label("version"))
        .group_by(col(ProfileVersion.locality_id))
        .subquery()
    )
    wanted = (
        select(Locality, ProfileVersion)
        .where(ProfileVersion.locality_id == Locality.id)
        .where(current.c.locality_id == Locality.id)
        .where(current.c.version == ProfileVersion.version)
        .order_by(col(Locality.created_at), col(Locality.id))
    )
    with _session(engine) as session:
        rows = session.exec(wanted.limit(limit).offset(offset)).all()
        total = session.exec(select(func.count()).select_from(Locality)).one()
    return [Kept(*row) for row in rows], total


def versions(engine: Engine, locality_id: str) -> list[ProfileVersion]:
    """All versions of a locality's profile, the first first; none without the locality."""
    wanted = select(ProfileVersion).where(ProfileVersion.locality_id == locality_id)
    with _session(engine) as session:
        return list(session.exec(wanted.order_by(col(ProfileVersion.version))).all())


def add_cases(engine: Engine, cases: Iterable[Case]) -> int:
    """Keep the documented cases that are not kept yet, under their own names; how many.

    Raises:
        BusyError: other servers added some at the same time, again and again.
    """
    wanted = list(cases)
    for _ in range(ATTEMPTS):
        with suppress(IntegrityError):
            return _add_cases(engine, wanted)
    raise BusyError


def _add_cases(engine: Engine, cases: Sequence[Case]) -> int:
    with _session(engine) as session:
        known = set(session.exec(select(Locality.id)).all())
        new = [case for case in cases if case.slug not in known]
        session.add_all(Locality(id=case.slug, case=case.slug) for case in new)
        session.flush()
        session.add_all(_version(case.slug, 1, case.profile, None) for case in new)
        session.commit()
    return len(new)


def _version(
    locality_id: str, number: int, profile: Mapping[str, Any], recorded_by: str | None
) -> ProfileVersion:
    name = profile.get("name")
    return ProfileVersion(
        locality_id=locality_id,
        version=number,
        profile=json.dumps(profile, ensure_ascii=False),
        name=None if name is None else str(name),
        country=profile.get("country"),
        recorded_by=recorded_by,
    )


def _session(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False)
