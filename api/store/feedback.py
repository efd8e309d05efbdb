"""Feedback and outcomes: added, read, never changed.

They are read within an organisation: what is told of another's decisions is not seen. ``None`` in
its place is for who holds the database itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, true
from sqlmodel import col, func, select

from api.store.organisations import Organisation
from api.store.tables import Decision
from api.store.trace_tables import Feedback, FeedbackRule, Outcome, OutcomeRule
from api.store.writing import Store, session


@dataclass(frozen=True)
class FeedbackPage:
    """One page, the first first, with counts of all there is."""

    items: list[Feedback]
    rules: Mapping[str, list[str]]
    responses: Mapping[str, int]
    reasons: Mapping[str, int]


@dataclass(frozen=True)
class OutcomesPage:
    """One page, by the day measured, the rules that spoke of each, and how many there are."""

    items: list[Outcome]
    rules: Mapping[str, list[str]]
    total: int


def add(store: Store, feedback: Feedback, rules: Sequence[FeedbackRule]) -> Feedback:
    """Keep feedback with the rules that it is about, all or nothing."""
    with session(store) as writing:
        writing.add(feedback)
        writing.flush()
        writing.add_all(rules)
        writing.commit()
    return feedback


def of_decision(
    engine: Engine, within: Organisation | None, decision_id: str, limit: int, offset: int
) -> FeedbackPage:
    about = col(Feedback.decision_id) == decision_id
    return _page(engine, about & _within(Feedback, within), limit, offset)


def of_intervention(
    engine: Engine, within: Organisation | None, slug: str, limit: int, offset: int
) -> FeedbackPage:
    about = col(Feedback.intervention) == slug
    return _page(engine, about & _within(Feedback, within), limit, offset)


def of_rule(
    engine: Engine, within: Organisation | None, rule: str, limit: int, offset: int
) -> FeedbackPage:
    """Feedback about a rule, or about an option that it spoke of."""
    spoke = select(FeedbackRule.feedback_id).where(col(FeedbackRule.rule) == rule)
    about = col(Feedback.id).in_(spoke)
    return _page(engine, about & _within(Feedback, within), limit, offset)


def _within(
    table: type[Feedback | Outcome], organisation: Organisation | None
) -> ColumnElement[bool]:
    """What is told of an organisation's own decisions."""
    if organisation is None:
        return true()
    theirs = select(Decision.id).where(col(Decision.organisation) == organisation)
    return col(table.decision_id).in_(theirs)


def _page(engine: Engine, ours: ColumnElement[bool], limit: int, offset: int) -> FeedbackPage:
    wanted = select(Feedback).where(ours).order_by(col(Feedback.given_at), col(Feedback.id))
    with session(engine) as reading:
        items = list(reading.exec(wanted.limit(limit).offset(offset)).all())
        links = reading.exec(
            select(FeedbackRule)
            .where(col(FeedbackRule.feedback_id).in_([item.id for item in items]))
            .order_by(col(FeedbackRule.rule))
        ).all()
        responses = dict(
            reading.exec(
                select(Feedback.response, func.count()).where(ours).group_by(col(Feedback.response))
            ).all()
        )
        reasons = {
            reason: number
            for reason, number in reading.exec(
                select(Feedback.reason, func.count()).where(ours).group_by(col(Feedback.reason))
            ).all()
            if reason is not None
        }
    named = _by_item(items, ((link.feedback_id, link.rule) for link in links))
    return FeedbackPage(items, named, responses, reasons)


def add_outcome(store: Store, outcome: Outcome, rules: Sequence[OutcomeRule]) -> Outcome:
    """Keep an outcome with the rules that spoke of its option, all or nothing."""
    with session(store) as writing:
        writing.add(outcome)
        writing.flush()
        writing.add_all(rules)
        writing.commit()
    return outcome


def outcomes_of_decision(
    engine: Engine, within: Organisation | None, decision_id: str, limit: int, offset: int
) -> OutcomesPage:
    about = col(Outcome.decision_id) == decision_id
    return _outcomes(engine, about & _within(Outcome, within), limit, offset)


def outcomes_of_intervention(
    engine: Engine, within: Organisation | None, slug: str, limit: int, offset: int
) -> OutcomesPage:
    about = col(Outcome.intervention) == slug
    return _outcomes(engine, about & _within(Outcome, within), limit, offset)


def outcomes_of_rule(
    engine: Engine, within: Organisation | None, rule: str, limit: int, offset: int
) -> OutcomesPage:
    """Outcomes for options that a rule spoke of; not what the rule brought about."""
    spoke = select(OutcomeRule.outcome_id).where(col(OutcomeRule.rule) == rule)
    about = col(Outcome.id).in_(spoke)
    return _outcomes(engine, about & _within(Outcome, within), limit, offset)


def _outcomes(engine: Engine, ours: ColumnElement[bool], limit: int, offset: int) -> OutcomesPage:
    wanted = select(Outcome).where(ours)
    order = (col(Outcome.measured_on), col(Outcome.recorded_at), col(Outcome.id))
    with session(engine) as reading:
        items = list(reading.exec(wanted.order_by(*order).limit(limit).offset(offset)).all())
        links = reading.exec(
            select(OutcomeRule)
            .where(col(OutcomeRule.outcome_id).in_([item.id for item in items]))
            .order_by(col(OutcomeRule.rule))
        ).all()
        total = reading.exec(select(func.count()).select_from(Outcome).where(ours)).one()
    named = _by_item(items, ((link.outcome_id, link.rule) for link in links))
    return OutcomesPage(items, named, total)


def _by_item(
    items: Iterable[Feedback | Outcome], links: Iterable[tuple[str, str]]
) -> dict[str, list[str]]:
    """Each item's rules, also of those that have none."""
    rules: dict[str, list[str]] = {item.id: [] for item in items}
    for item, rule in links:
        rules[item].append(rule)
    return rules
