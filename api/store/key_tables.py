"""The tables of keys and of the sessions that were opened with them.

Rows are never removed, so that what a key did can always be traced to it; a key that was ever made
also keeps the server from taking everyone for a friend.
"""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlmodel import Field, SQLModel

from api.store.organisations import LENGTH
from api.store.tables import Moment, now

KEY_ID_LENGTH = 16


class ApiKey(SQLModel, table=True):
    """A key as it is kept: what it opens, for whom and until when, and never its secret.

    ``hashed`` is Argon2's own encoding, parameters and salt included; ``scopes`` are words with a
    space between. ``rate``, in points a minute, and the limits, in bytes, stand in place of the
    server's where they are given.
    """

    __tablename__ = "api_keys"

    id: str = Field(sa_type=String(KEY_ID_LENGTH), primary_key=True)
    organisation: str = Field(sa_type=String(LENGTH))
    name: str
    scopes: str
    hashed: str
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    rate: int | None = None
    body_limit: int | None = Field(default=None, sa_type=BigInteger)
    table_limit: int | None = Field(default=None, sa_type=BigInteger)


class WebSession(SQLModel, table=True):
    """A browser that signed in with a key; ``digest`` is SHA-256 of what its cookie says."""

    __tablename__ = "web_sessions"

    digest: str = Field(sa_type=String(64), primary_key=True)
    key_id: str = Field(foreign_key="api_keys.id")
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
