"""The tables. Profile versions and decisions are only ever added; triggers refuse anything else.

Batches and drafts do change, since they are work under way.
"""

import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
)
from sqlmodel import Field, SQLModel

from api.store.organisations import LENGTH

ID_LENGTH = 64
ASKED_BY_LENGTH = 200
APPEND_ONLY: Any = {"info": {"append_only": True}}  # the migration that makes it sees to it


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; databases without time zones keep it without one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Id(TypeDecorator[str]):
    """The name of a thing. A text that no database can hold names nothing, and is not found."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> str | None:
        return None if value is None else value.replace("\0", "\ufffd")


class Compressed(TypeDecorator[bytes]):
    """Bytes kept small: an answer of half a megabyte takes a tenth of that."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, _: Dialect) -> bytes | None:
        return None if value is None else zlib.compress(value)

    def process_result_value(self, value: bytes | None, _: Dialect) -> bytes | None:
        return None if value is None else zlib.decompress(value)


def now() -> datetime:
    return datetime.now(UTC)


class Locality(SQLModel, table=True):
    """A place of an organisation; ``case`` names a documented one, which is everyone's."""

    __tablename__ = "localities"

    id: str = Field(sa_type=Id(ID_LENGTH), primary_key=True)
    organisation: str = Field(sa_type=String(LENGTH), index=True)
    case: str | None = Field(default=None, unique=True)
    created_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)


class ProfileVersion(SQLModel, table=True):
    """One version of a locality's profile, as it was given."""

    __tablename__ = "profile_versions"
    __table_args__: Any = APPEND_ONLY

    locality_id: str = Field(foreign_key="localities.id", primary_key=True, sa_type=Id)
    version: int = Field(primary_key=True)
    profile: str = Field(sa_type=Text)
    name: str | None = None
    country: str | None = None
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
    recorded_by: str | None = None


class Decision(SQLModel, table=True):
    """An answer, byte for byte, with all that it depended on.

    ``weights`` and ``libraries`` are JSON; the seed has 64 bits, more than every database's
    integers hold. Decisions older than fingerprint, libraries and seed have none of them.
    """

    __tablename__ = "decisions"
    __table_args__: Any = (
        ForeignKeyConstraint(
            ["locality_id", "version"],
            ["profile_versions.locality_id", "profile_versions.version"],
        ),
        APPEND_ONLY,
    )

    id: str = Field(sa_type=Id(ID_LENGTH), primary_key=True)
    organisation: str = Field(sa_type=String(LENGTH), index=True)
    locality_id: str = Field(index=True, sa_type=Id)
    version: int
    ruleset_version: str
    ruleset_hash: str
    engine_version: str
    language: str
    explain: str
    weights: str | None = Field(default=None, sa_type=Text)
    engine_fingerprint: str | None = None
    libraries: str | None = Field(default=None, sa_type=Text)
    seed: str | None = None
    asked_by: str | None = None
    decided_at: datetime = Field(default_factory=now, sa_type=Moment)
    answer: bytes = Field(sa_type=Compressed)


class Batch(SQLModel, table=True):
    """Advice on a whole table, asked for, under way, or done with.

    ``change`` counts what was written about it, so that who follows it knows what is new.
    ``question``, ``tables``, ``summary`` and ``faults`` are JSON; faults are in both languages.
    """

    __tablename__ = "batches"

    id: str = Field(sa_type=Id(ID_LENGTH), primary_key=True)
    organisation: str = Field(sa_type=String(LENGTH), index=True)
    status: str = Field(index=True)
    change: int = 0
    question: str = Field(sa_type=Text)
    tables: str = Field(sa_type=Text)
    ruleset_version: str | None = None
    ruleset_hash: str | None = None
    engine_version: str | None = None
    asked_by: str | None = None
    rows_done: int = 0
    rows_total: int = 0
    rows_rejected: int = 0
    rate: float | None = None
    summary: str | None = Field(default=None, sa_type=Text)
    faults: str | None = Field(default=None, sa_type=Text)
    created_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class AnsweredRequest(SQLModel, table=True):
    """The answer to a request with an idempotency key, so that sending it again writes nothing.

    ``fingerprint`` is the hash of what was asked. ``status``, ``headers`` (JSON) and ``body`` are
    there as soon as anybody else can see the row.
    """

    __tablename__ = "answered_requests"

    asker: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    fingerprint: str
    status: int | None = None
    headers: str | None = Field(default=None, sa_type=Text)
    body: bytes | None = Field(default=None, sa_type=Compressed)
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)


class Draft(SQLModel, table=True):
    """A description under way, as it was typed: JSON of texts by field.

    ``revision`` counts its changes; ``saved_revision`` is the one that became a version of a
    locality, and ``base_version`` that version. ``case`` names the case that it began from.
    """

    __tablename__ = "drafts"

    id: str = Field(sa_type=String(ID_LENGTH), primary_key=True)
    organisation: str = Field(index=True)
    fields: str = Field(sa_type=Text)
    revision: int = 0
    saved_revision: int | None = None
    locality_id: str | None = Field(default=None, foreign_key="localities.id", index=True)
    base_version: int | None = None
    case: str | None = None
    written_by: str | None = None
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    changed_at: datetime = Field(default_factory=now, sa_type=Moment, index=True)
