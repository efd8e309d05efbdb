"""Feedback and outcomes, as they are shown: always with what they are not used for."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from api.feedback import REACTION_NAMES, REACTIONS, REASONS, indicators
from api.store.feedback import FeedbackPage, OutcomesPage
from api.store.trace_tables import Feedback, Outcome
from engine.knowledge.model import Knowledge
from engine.text import Language, Text

NOTICE = Text(
    "Feedback is kept for people to read. Remanso never changes weights, rules or advice by itself"
    " because of it.",
    "Las opiniones se guardan para que las lean personas. Remanso nunca cambia por sí mismo pesos,"
    " reglas ni consejos a causa de ellas.",
)
OUTCOME_NOTICE = Text(
    "Outcomes are kept for people to read. Remanso never changes weights, rules or advice by itself"
    " because of them. What followed a decision need not have been caused by it.",
    "Los resultados se guardan para que los lean personas. Remanso nunca cambia por sí mismo pesos,"
    " reglas ni consejos a causa de ellos. Lo que siguió a una decisión no tiene por qué haber sido"
    " causado por ella.",
)


class FeedbackView(BaseModel):
    id: str
    decision: str
    intervention: str | None = Field(description="The option that it is about, if about one.")
    rule: str | None = Field(description="The rule that it is about, if about one.")
    response: str
    response_name: str
    reason: str | None
    reason_name: str | None
    comment: str | None
    given_by: str | None
    given_at: datetime
    rules: list[str] = Field(description="The rules that spoke in what it is about.")


class FeedbackList(BaseModel):
    """One page, the first first; counts are of all there is."""

    notice: str
    total: int
    limit: int
    offset: int
    responses: dict[str, int] = Field(description="How many accepted, adapted, overrode.")
    reasons: dict[str, int] = Field(description="How many for each reason given.")
    items: list[FeedbackView]


class FeedbackReceipt(FeedbackView):
    notice: str


class OutcomeView(BaseModel):
    id: str
    decision: str
    intervention: str | None
    indicator: str
    indicator_name: str | None = Field(description="None if today's rules do not know it.")
    value: float
    unit: str
    measured_on: date
    source: str
    comment: str | None
    recorded_by: str | None
    recorded_at: datetime
    rules: list[str] = Field(description="Those that spoke of that option in the answer.")


class OutcomesList(BaseModel):
    """One page, by the day that was measured."""

    notice: str
    total: int
    limit: int
    offset: int
    items: list[OutcomeView]


class OutcomeReceipt(OutcomeView):
    notice: str


def feedback_list(found: FeedbackPage, limit: int, offset: int, language: Language) -> FeedbackList:
    return FeedbackList(
        notice=NOTICE.in_(language),
        total=sum(found.responses.values()),
        limit=limit,
        offset=offset,
        responses={name: found.responses.get(name, 0) for name in REACTIONS},
        reasons=dict(sorted(found.reasons.items())),
        items=[feedback_view(item, found.rules[item.id], language) for item in found.items],
    )


def feedback_view(item: Feedback, rules: list[str], language: Language) -> FeedbackView:
    return FeedbackView(
        id=item.id,
        decision=item.decision_id,
        intervention=item.intervention,
        rule=item.rule,
        response=item.response,
        response_name=REACTION_NAMES[item.response].in_(language),
        reason=item.reason,
        reason_name=None if item.reason is None else REASONS[item.reason].in_(language),
        comment=item.comment,
        given_by=item.given_by,
        given_at=item.given_at,
        rules=rules,
    )


def feedback_receipt(item: Feedback, rules: list[str], language: Language) -> FeedbackReceipt:
    view = feedback_view(item, rules, language)
    return FeedbackReceipt(**dict(view), notice=NOTICE.in_(language))


def outcomes_list(
    page: OutcomesPage,
    knowledge: Knowledge,
    language: Language,
    *,
    limit: int,
    offset: int,
) -> OutcomesList:
    return OutcomesList(
        notice=OUTCOME_NOTICE.in_(language),
        total=page.total,
        limit=limit,
        offset=offset,
        items=[outcome_view(item, page.rules[item.id], knowledge, language) for item in page.items],
    )


def outcome_view(
    item: Outcome, rules: list[str], knowledge: Knowledge, language: Language
) -> OutcomeView:
    name = indicators(knowledge).get(item.indicator)
    return OutcomeView(
        id=item.id,
        decision=item.decision_id,
        intervention=item.intervention,
        indicator=item.indicator,
        indicator_name=None if name is None else name.in_(language),
        value=item.value,
        unit=item.unit,
        measured_on=item.measured_on,
        source=item.source,
        comment=item.comment,
        recorded_by=item.recorded_by,
        recorded_at=item.recorded_at,
        rules=rules,
    )


def outcome_receipt(
    item: Outcome, rules: list[str], knowledge: Knowledge, language: Language
) -> OutcomeReceipt:
    view = outcome_view(item, rules, knowledge, language)
    return OutcomeReceipt(**dict(view), notice=OUTCOME_NOTICE.in_(language))
