"""Feedback and outcomes: added, read, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col, func, select

from api.store.trace_tables import Feedback, FeedbackRule, Outcome

Row = TypeVar("Row", Feedback, Outcome)


@dataclass(frozen=True)
class FeedbackPage:
    """One page, the first first, with counts of all there is."""

    items: list[Feedback]
    rules: Mapping[str, list[str]]
    responses: Mapping[str, int]
    reasons: Mapping[str, int]


def add(engine: Engine, feedback: Feedback, rules: Sequence[FeedbackRule]) -> Feedback:
    """Keep feedback with the rules that it is about, all or nothing."""
    with Session(engine, expire_on_commit=False) as session:
        session.add(feedback)
        session.flush()
        session.add_all(rules)
        session.commit()
    return feedback


def of_decision(engine: Engine, decision_id: str, limit: int, offset: int) -> FeedbackPage:
    return _page(engine, col(Feedback.decision_id) == decision_id, limit, offset)


def of_intervention(engine: Engine, slug: str, limit: int, offset: int) -> FeedbackPage:
    return _page(engine, col(Feedback.intervention) == slug, limit, offset)


def of_rule(engine: Engine, rule: str, limit: int, offset: int) -> FeedbackPage:
    """Feedback about a rule, or about an option that it spoke of."""
    spoke = select(FeedbackRule.feedback_id).where(col(FeedbackRule.rule) == rule)
    return _page(engine, col(Feedback.id).in_(spoke), limit, offset)


def _page(engine: Engine, ours: ColumnElement[bool], limit: int, offset: int) -> FeedbackPage:
    wanted = select(Feedback).where(ours).order_by(col(Feedback.given_at), col(Feedback.id))
    with Session(engine) as session:
        items = list(session.exec(wanted.limit(limit).offset(offset)).all())
        links = session.exec(
            select(FeedbackRule)
            .where(col(FeedbackRule.feedback_id).in_([item.id for item in items]))
            .order_by(col(FeedbackRule.rule))
        ).all()
        responses = dict(
            session.exec(
                select(Feedback.response, func.count()).where(ours).group_by(col(Feedback.response))
            ).all()
        )
        reasons = {
            reason: number
            for reason, number in session.exec(
                select(Feedback.reason, func.count()).where(ours).group_by(col(Feedback.reason))
            ).all()
            if reason is not None
        }
    rules: dict[str, list[str]] = {item.id: [] for item in items}
    for link in links:
        rules[link.feedback_id].append(link.rule)
    return FeedbackPage(items, rules, responses, reasons)


def add_outcome(engine: Engine, outcome: Outcome) -> Outcome:
    with Session(engine, expire_on_commit=False) as session:
        session.add(outcome)
        session.commit()
    return outcome


def outcomes(engine: Engine, limit: int, offset: int, **about: str) -> tuple[list[Outcome], int]:
    """Outcomes of a decision or an intervention, by the day measured, and how many there are."""
    ours: list[Any] = [col(getattr(Outcome, name)) == value for name, value in about.items()]
    wanted = select(Outcome).where(*ours)
    order = (col(Outcome.measured_on), col(Outcome.recorded_at), col(Outcome.id))
    with Session(engine) as session:
        items = session.exec(wanted.order_by(*order).limit(limit).offset(offset)).all()
        total = session.exec(select(func.count()).select_from(Outcome).where(*ours)).one()
    return list(items), total
