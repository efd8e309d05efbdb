"""The tables by which decisions are traced: rule bases, feedback, outcomes. Only ever added to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Text
from sqlmodel import Field, SQLModel

from api.store.tables import APPEND_ONLY, ID_LENGTH, Compressed, Id, Moment, now


class Ruleset(SQLModel, table=True):
    """A whole rule base by its hash, kept once when the first decision is made with it."""

    __tablename__ = "rulesets"
    __table_args__: Any = APPEND_ONLY

    hash: str = Field(sa_type=Id(ID_LENGTH), primary_key=True)
    version: str
    content: bytes = Field(sa_type=Compressed)
    kept_at: datetime = Field(default_factory=now, sa_type=Moment)


class Feedback(SQLModel, table=True):
    """What somebody did with a decision, or with one option or rule in it, and why."""

    __tablename__ = "feedback"
    __table_args__: Any = APPEND_ONLY

    id: str = Field(sa_type=Id(ID_LENGTH), primary_key=True)
    decision_id: str = Field(foreign_key="decisions.id", index=True, sa_type=Id(ID_LENGTH))
    intervention: str | None = Field(default=None, index=True, sa_type=Id)
    rule: str | None = None
    response: str
    reason: str | None = None
    comment: str | None = Field(default=None, sa_type=Text)
    given_by: str | None = None
    given_at: datetime = Field(default_factory=now, sa_type=Moment)


class FeedbackRule(SQLModel, table=True):
    """A rule that spoke in what feedback is about, as the answer that was read named it."""

    __tablename__ = "feedback_rules"
    __table_args__: Any = APPEND_ONLY

    feedback_id: str = Field(foreign_key="feedback.id", primary_key=True, sa_type=Id(ID_LENGTH))
    rule: str = Field(primary_key=True, index=True, sa_type=Id)


class OutcomeRule(SQLModel, table=True):
    """A rule that spoke for or against the option that an outcome is about."""

    __tablename__ = "outcome_rules"
    __table_args__: Any = APPEND_ONLY

    outcome_id: str = Field(foreign_key="outcomes.id", primary_key=True, sa_type=Id(ID_LENGTH))
    rule: str = Field(primary_key=True, index=True, sa_type=Id)


class Outcome(SQLModel, table=True):
    """What was measured after a decision; never what the decision caused, which nobody knows."""

    __tablename__ = "outcomes"
    __table_args__: Any = APPEND_ONLY

    id: str = Field(sa_type=Id(ID_LENGTH), primary_key=True)
    decision_id: str = Field(foreign_key="decisions.id", index=True, sa_type=Id(ID_LENGTH))
    intervention: str | None = Field(default=None, index=True, sa_type=Id)
    indicator: str
    value: float
    unit: str
    measured_on: date = Field(sa_type=Date)
    source: str = Field(sa_type=Text)
    comment: str | None = Field(default=None, sa_type=Text)
    recorded_by: str | None = None
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
