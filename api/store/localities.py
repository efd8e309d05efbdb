"""Localities and the versions of their profiles: added, read, never changed.

An organisation reads its own and the documented ones, and adds to its own alone.
"""

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from api.store.organisations import EVERYONE, Organisation
from api.store.tables import Locality, ProfileVersion
from api.store.writing import Store, session
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


class Named(NamedTuple):
    """How many localities have a country and a name; either may not be given."""

    country: str | None
    name: str | None
    localities: int


def add(
    store: Store, organisation: Organisation, profile: Mapping[str, Any], recorded_by: str | None
) -> Kept:
    """Keep a new locality with the first version of its profile."""
    locality = Locality(id=uuid.uuid4().hex, organisation=organisation)
    version = _version(locality.id, 1, profile, recorded_by)
    with session(store) as writing:
        writing.add(locality)
        writing.flush()
        writing.add(version)
        writing.commit()
    return Kept(locality, version)


def add_version(
    store: Store,
    organisation: Organisation,
    locality_id: str,
    profile: Mapping[str, Any],
    recorded_by: str | None,
    *,
    upon: Callable[[ProfileVersion], None] = lambda _: None,
) -> ProfileVersion | None:
    """Keep a further version; None when the organisation has no such locality.

    ``upon`` sees the version that will be followed and may refuse to, by raising.

    Raises:
        BusyError: the next number was taken by others again and again.
    """
    for _ in range(ATTEMPTS):
        current = find(store, organisation, locality_id)
        if current is None or current.locality.organisation != organisation:
            return None
        upon(current.version)
        version = _version(locality_id, current.version.version + 1, profile, recorded_by)
        with session(store) as writing, suppress(IntegrityError):
            writing.add(version)
            writing.commit()
            return version
    raise BusyError


def find(
    store: Store, organisation: Organisation, locality_id: str, version: int | None = None
) -> Kept | None:
    """A locality with the version asked for, or its current one; None without either."""
    if version is not None and version > MAXIMUM_VERSION:
        return None
    wanted = (
        select(Locality, ProfileVersion)
        .where(ProfileVersion.locality_id == Locality.id)
        .where(Locality.id == locality_id)
        .where(_readable(organisation))
    )
    if version is not None:
        wanted = wanted.where(ProfileVersion.version == version)
    with session(store) as reading:
        row = reading.exec(wanted.order_by(col(ProfileVersion.version).desc())).first()
    return None if row is None else Kept(*row)


def page(
    engine: Engine, organisation: Organisation, limit: int, offset: int
) -> tuple[list[Kept], int]:
    """Localities with their current versions, oldest first, and how many there are."""
    oldest_first = (col(Locality.created_at), col(Locality.id))
    return _page(engine, _readable(organisation), oldest_first, limit, offset)


def own(
    engine: Engine, organisation: Organisation, limit: int, offset: int
) -> tuple[list[Kept], int]:
    """Localities that the organisation described, latest change first, and how many there are."""
    latest_first = (col(ProfileVersion.recorded_at).desc(), col(Locality.id))
    return _page(engine, _described(organisation), latest_first, limit, offset)


def own_by_name(engine: Engine, organisation: Organisation) -> list[Named]:
    """How many localities it described, by country and name."""
    ours = _current().where(_described(organisation)).subquery()
    named = (ours.c.country, ours.c.name)
    counted = select(*named, func.count()).group_by(*named).order_by(*named)
    with session(engine) as reading:
        return [Named(*row) for row in reading.exec(counted).all()]


def _page(
    engine: Engine, which: ColumnElement[bool], order: Sequence[Any], limit: int, offset: int
) -> tuple[list[Kept], int]:
    wanted = _current().where(which).order_by(*order).limit(limit).offset(offset)
    with session(engine) as reading:
        rows = reading.exec(wanted).all()
        total = reading.exec(select(func.count()).select_from(Locality).where(which)).one()
    return [Kept(*row) for row in rows], total


def _current() -> Any:
    """A query for every locality with the current version of its profile."""
    current = (
        select(ProfileVersion.locality_id, func.max(ProfileVersion.version).label("version"))
        .group_by(col(ProfileVersion.locality_id))
        .subquery()
    )
    return (
        select(Locality, ProfileVersion)
        .where(ProfileVersion.locality_id == Locality.id)
        .where(current.c.locality_id == Locality.id)
        .where(current.c.version == ProfileVersion.version)
    )


def versions(engine: Engine, organisation: Organisation, locality_id: str) -> list[ProfileVersion]:
    """All versions of a locality's profile, the first first; none without the locality."""
    wanted = (
        select(ProfileVersion)
        .join(Locality)
        .where(Locality.id == locality_id)
        .where(_readable(organisation))
    )
    with session(engine) as reading:
        return list(reading.exec(wanted.order_by(col(ProfileVersion.version))).all())


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
    with session(engine) as writing:
        known = set(writing.exec(select(Locality.id)).all())
        new = [case for case in cases if case.slug not in known]
        writing.add_all(
            Locality(id=case.slug, organisation=EVERYONE, case=case.slug) for case in new
        )
        writing.flush()
        writing.add_all(_version(case.slug, 1, case.profile, None) for case in new)
        writing.commit()
    return len(new)


def _described(organisation: Organisation) -> ColumnElement[bool]:
    return (col(Locality.organisation) == organisation) & col(Locality.case).is_(None)


def _readable(organisation: Organisation) -> ColumnElement[bool]:
    return col(Locality.organisation).in_((organisation, EVERYONE))


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
