"""Answers to requests that may be sent again: kept with what the request wrote, for a day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, insert, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from api.store.tables import AnsweredRequest, now
from api.store.writing import session

KEPT = timedelta(hours=24)
SWEPT = 10  # old ones that each new one takes along: more than come, so they cannot pile up


@dataclass(frozen=True)
class Name:
    """Which request: the same key of another asker names another one."""

    asker: str
    key: str


def find(engine: Engine, name: Name) -> AnsweredRequest | None:
    """What was answered within the last day."""
    with session(engine) as reading:
        found = reading.get(AnsweredRequest, (name.asker, name.key))
    return found if found is not None and found.recorded_at >= now() - KEPT else None


def claim(connection: Connection, name: Name, fingerprint: str) -> bool:
    """Make the request ours to answer; false when another has, whom this waits for."""
    old = col(AnsweredRequest.recorded_at) < now() - KEPT
    columns = col(AnsweredRequest.asker), col(AnsweredRequest.key)
    some = select(*columns).where(old).limit(SWEPT).with_for_update(skip_locked=True)
    connection.execute(delete(AnsweredRequest).where(tuple_(*columns).in_(some)))
    connection.execute(delete(AnsweredRequest).where(old, _named(name)))
    row = {"asker": name.asker, "key": name.key, "fingerprint": fingerprint, "recorded_at": now()}
    try:
        with connection.begin_nested():
            connection.execute(insert(AnsweredRequest).values(**row))
    except IntegrityError:
        return False
    return True


def answer(
    connection: Connection, name: Name, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """Keep what was answered to the request that was claimed."""
    values = {"status": status, "headers": json.dumps(dict(headers)), "body": body}
    connection.execute(update(AnsweredRequest).where(_named(name)).values(**values))


def _named(name: Name) -> ColumnElement[bool]:
    return and_(col(AnsweredRequest.asker) == name.asker, col(AnsweredRequest.key) == name.key)
