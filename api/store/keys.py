"""Keys and sessions: made, found, revoked; never removed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Engine, inspect, or_, update
from sqlmodel import Session, col, select

from api.store.database import using
from api.store.key_tables import ApiKey, WebSession
from api.store.organisations import Organisation
from api.store.tables import now


def add(
    engine: Engine,
    organisation: Organisation,
    *,
    key_id: str,
    hashed: str,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None,
    limits: Mapping[str, int | None] | None = None,
) -> ApiKey:
    """Keep a new key; ``limits`` are those of its own, as :func:`limit` takes them."""
    own = limits or {}
    key = ApiKey(
        id=key_id,
        organisation=organisation,
        name=name,
        scopes=" ".join(scopes),
        hashed=hashed,
        expires_at=expires_at,
        rate=own.get("rate"),
        body_limit=own.get("body_limit"),
        table_limit=own.get("table_limit"),
    )
    with _session(engine) as session:
        session.add(key)
        session.commit()
    return key


def find(engine: Engine, key_id: str) -> ApiKey | None:
    with _session(engine) as session:
        return session.get(ApiKey, key_id)


def listed(engine: Engine) -> list[ApiKey]:
    """All keys, also those that open nothing any more, by organisation and then by age."""
    wanted = select(ApiKey).order_by(
        col(ApiKey.organisation), col(ApiKey.created_at), col(ApiKey.id)
    )
    with _session(engine) as session:
        return list(session.exec(wanted).all())


def were_made(engine: Engine) -> bool:
    """Whether there was ever a key, in a database that may still have no tables.

    Raises:
        DatabaseError: the database cannot be used.
    """
    with using(engine) as connection:
        if not inspect(connection).has_table(ApiKey.__tablename__):
            return False
    return any_key(engine)


def any_key(engine: Engine) -> bool:
    """Whether there was ever a key; one that was revoked keeps the door shut too."""
    with _session(engine) as session:
        return session.exec(select(ApiKey.id).limit(1)).first() is not None


def revoke(engine: Engine, key_id: str) -> bool:
    """Let a key open nothing any more; false when that was so before."""
    ours = (col(ApiKey.id) == key_id) & col(ApiKey.revoked_at).is_(None)
    with engine.begin() as connection:
        change = update(ApiKey).where(ours).values(revoked_at=now())
        return bool(connection.execute(change).rowcount)


def limit(engine: Engine, key_id: str, limits: Mapping[str, int | None]) -> None:
    """Set limits of a key's own, by the names of their columns; None where the server's hold."""
    with engine.begin() as connection:
        connection.execute(update(ApiKey).where(col(ApiKey.id) == key_id).values(**limits))


def note_uses(engine: Engine, uses: Mapping[str, datetime]) -> None:
    """Note when keys were last used, unless another process noted a later use."""
    with engine.begin() as connection:
        for key_id, moment in uses.items():
            earlier = or_(col(ApiKey.used_at).is_(None), col(ApiKey.used_at) < moment)
            change = update(ApiKey).where(col(ApiKey.id) == key_id, earlier)
            connection.execute(change.values(used_at=moment))


def open_session(engine: Engine, key_id: str, digest: str, expires_at: datetime) -> None:
    with _session(engine) as session:
        session.add(WebSession(digest=digest, key_id=key_id, expires_at=expires_at))
        session.commit()


def of_session(engine: Engine, digest: str) -> ApiKey | None:
    """The key that a session was opened with, if the session has not ended."""
    wanted = (
        select(ApiKey)
        .join(WebSession)
        .where(WebSession.digest == digest)
        .where(col(WebSession.ended_at).is_(None))
        .where(WebSession.expires_at > now())
    )
    with _session(engine) as session:
        return session.exec(wanted).first()


def end_session(engine: Engine, digest: str) -> None:
    ours = (col(WebSession.digest) == digest) & col(WebSession.ended_at).is_(None)
    with engine.begin() as connection:
        connection.execute(update(WebSession).where(ours).values(ended_at=now()))


def _session(engine: Engine) -> Session:
    return Session(engine, expire_on_commit=False)
