"""What people did with a decision and what was measured afterwards: read, held to the decision.

Three responses and a coded reason, after the feedback of CDS Hooks 2.0 (HL7): *accepted* and
*overridden* are its words; *adapted* stands for what it calls an accepted suggestion that was
edited. Nothing here ever changes a weight, a rule or an answer: people read it, and people decide.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import Field

from api.requests import RefusedError, Request
from api.store.tables import Decision
from api.store.trace_tables import Feedback, FeedbackRule, Outcome, OutcomeRule
from engine.errors import Fault, nearest
from engine.knowledge.model import Knowledge
from engine.text import Text

Reaction = Literal["accepted", "adapted", "overridden"]
REACTIONS: tuple[Reaction, ...] = get_args(Reaction)
Reason = Literal[
    "already_done",
    "not_feasible",
    "not_acceptable",
    "not_our_power",
    "not_legal",
    "may_harm",
    "profile_wrong",
    "local_knowledge",
    "rule_disputed",
    "source_disputed",
    "other",
]
REACTION_NAMES: Mapping[str, Text] = {
    "accepted": Text("accepted", "aceptado"),
    "adapted": Text("adapted", "adaptado"),
    "overridden": Text("overridden", "descartado"),
}
REASONS: Mapping[str, Text] = {
    "already_done": Text("it is done already", "ya se hace"),
    "not_feasible": Text("it cannot be done here now", "aquí no se puede hacer ahora"),
    "not_acceptable": Text("those concerned would not accept it", "los afectados no lo aceptarían"),
    "not_our_power": Text("it is not in our power", "no está en nuestras manos"),
    "not_legal": Text("the law does not allow it", "la ley no lo permite"),
    "may_harm": Text(
        "it may do harm that the answer does not show",
        "puede causar un daño que la respuesta no muestra",
    ),
    "profile_wrong": Text(
        "the profile is wrong or out of date", "el perfil está errado o desactualizado"
    ),
    "local_knowledge": Text(
        "something is known here that the profile does not say",
        "aquí se sabe algo que el perfil no dice",
    ),
    "rule_disputed": Text("a rule does not hold here", "una regla no vale aquí"),
    "source_disputed": Text("a source is not believed", "no se cree en una fuente"),
    "other": Text("something else, as the comment says", "otra cosa, como dice el comentario"),
}
OTHER = "other"
MAXIMUM_NAME = 200
MAXIMUM_TEXT = 5_000
EARLIEST = date(1900, 1, 1)
FURTHEST_EAST = timedelta(hours=14)  # there it is tomorrow already

_ShortText = Annotated[str, Field(min_length=1, max_length=MAXIMUM_NAME)]
_LongText = Annotated[str, Field(min_length=1, max_length=MAXIMUM_TEXT)]


class FeedbackRequest(Request):
    """What somebody did with a decision, or with one option or one rule in it."""

    response: Reaction
    intervention: _ShortText | None = Field(
        None, description="The option that it is about; else the whole decision."
    )
    rule: _ShortText | None = Field(
        None, description="The rule that it is about, if it is about one that the answer names."
    )
    reason: Reason | None = Field(
        None, description="Why; needed unless the advice was accepted. `other` needs a comment."
    )
    comment: _LongText | None = Field(
        None, description="In free text; name nobody: feedback is read by others."
    )


class OutcomeRequest(Request):
    """Something that was measured after a decision."""

    indicator: _ShortText = Field(
        description="What to watch, as packages name it (`extortion`, `disappearances`), a factor"
        " that is a number (`homicide_rate`), or `other`, which needs a comment."
    )
    value: float = Field(allow_inf_nan=False)
    unit: _ShortText = Field(description="What the value counts: per 100,000 a year; per cent.")
    measured_on: Annotated[str, Field(json_schema_extra={"format": "date"})] = Field(
        description="The day, or the last day of the period: 2026-03-31."
    )
    source: _LongText = Field(description="Who says so, and where.")
    intervention: _ShortText | None = Field(
        None, description="The option that it is watched for, if for one."
    )
    comment: _LongText | None = None


def feedback_of(
    asked: FeedbackRequest, decision: Decision, who: str | None
) -> tuple[Feedback, list[FeedbackRule]]:
    """What is to be kept: the feedback, and each rule that spoke in what it is about.

    Raises:
        RefusedError: it is about what the answer does not name, or lacks its reason.
    """
    answer = json.loads(decision.answer)
    faults = [*_unnamed(asked.intervention, answer), *_unexplained(asked), *_blank(asked)]
    spoke = set(_rules_named(_part(answer, asked.intervention)))
    if asked.rule is not None and asked.rule not in spoke and not faults:
        near = nearest(asked.rule, spoke)
        faults.append(Fault("rule", _OTHER_RULE, tuple(sorted(spoke)), near))
    if faults:
        raise RefusedError(faults)
    kept = Feedback(
        id=uuid.uuid4().hex,
        decision_id=decision.id,
        intervention=asked.intervention,
        rule=asked.rule,
        response=asked.response,
        reason=asked.reason,
        comment=asked.comment,
        given_by=who,
    )
    about = {asked.rule} if asked.rule is not None else spoke if asked.intervention else set()
    return kept, [FeedbackRule(feedback_id=kept.id, rule=rule) for rule in sorted(about)]


def outcome_of(
    asked: OutcomeRequest, decision: Decision, knowledge: Knowledge, who: str | None
) -> tuple[Outcome, list[OutcomeRule]]:
    """What is to be kept: the outcome, and each rule that spoke of the option it is about.

    Raises:
        RefusedError: there is no such indicator, day, or option in the answer.
    """
    answer = json.loads(decision.answer)
    known = indicators(knowledge)
    faults = [*_unnamed(asked.intervention, answer), *_blank(asked)]
    if asked.indicator not in known:
        near = nearest(asked.indicator, known)
        faults.append(Fault("indicator", _NO_INDICATOR, tuple(known), near))
    if asked.indicator == OTHER and asked.comment is None:
        faults.append(Fault("comment", _SAY_WHAT))
    day = _day(asked.measured_on)
    if day is None:
        faults.append(Fault("measured_on", _NO_DAY))
    elif not EARLIEST <= day <= (datetime.now(UTC) + FURTHEST_EAST).date():
        faults.append(Fault("measured_on", _NOT_YET))
    if faults or day is None:
        raise RefusedError(faults)
    kept = Outcome(
        id=uuid.uuid4().hex,
        decision_id=decision.id,
        intervention=asked.intervention,
        indicator=asked.indicator,
        value=asked.value,
        unit=asked.unit,
        measured_on=day,
        source=asked.source,
        comment=asked.comment,
        recorded_by=who,
    )
    about = set(_rules_named(_part(answer, asked.intervention))) if asked.intervention else set()
    return kept, [OutcomeRule(outcome_id=kept.id, rule=rule) for rule in sorted(about)]


def indicators(knowledge: Knowledge) -> dict[str, Text]:
    """What may be watched: what packages say to watch, and every factor that is a number."""
    watched = {watch.id: watch.subject for watch in knowledge.together.watch}
    numbers = {
        slug: factor.name
        for slug, factor in knowledge.vocabulary.factors.items()
        if factor.domain.type == "number"
    }
    return {**watched, **numbers, OTHER: _OTHER_INDICATOR}


def _part(answer: Any, intervention: str | None) -> Any:
    """What of an answer feedback is about."""
    if intervention is None:
        return answer
    return [item for item in answer["ranking"] if item["intervention"] == intervention]


def _rules_named(part: Any) -> Iterator[str]:
    """Every rule that a part of an answer names."""
    if isinstance(part, dict):
        if isinstance(part.get("rule"), str):
            yield part["rule"]
        for value in part.values():
            yield from _rules_named(value)
    elif isinstance(part, list):
        for value in part:
            yield from _rules_named(value)


def _unnamed(intervention: str | None, answer: Any) -> Iterable[Fault]:
    named = tuple(item["intervention"] for item in answer["ranking"])
    if intervention is not None and intervention not in named:
        yield Fault("intervention", _OTHER_OPTION, named, nearest(intervention, named))


def _unexplained(asked: FeedbackRequest) -> Iterable[Fault]:
    if asked.response != "accepted" and asked.reason is None:
        yield Fault("reason", _SAY_WHY, tuple(REASONS))
    if asked.reason == OTHER and asked.comment is None:
        yield Fault("comment", _SAY_WHAT)


def _blank(asked: Request) -> Iterable[Fault]:
    for name, value in asked:
        if isinstance(value, str) and not value.strip():
            yield Fault(name, _BLANK)


def _day(text: str) -> date | None:
    """The day of an ISO 8601 date in its extended form only; None when it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


_OTHER_OPTION = Text(
    "the answer of this decision does not rank it", "la respuesta de esta decisión no la clasifica"
)
_OTHER_RULE = Text(
    "the answer does not name this rule in what the feedback is about",
    "la respuesta no nombra esta regla en aquello sobre lo que se opina",
)
_SAY_WHY = Text(
    "say why, when advice is adapted or overridden",
    "diga por qué, cuando un consejo se adapta o se descarta",
)
_SAY_WHAT = Text("say in a comment what it is", "diga en un comentario de qué se trata")
_BLANK = Text("the text is blank", "el texto está en blanco")
_NO_INDICATOR = Text("there is no such indicator", "no hay tal indicador")
_OTHER_INDICATOR = Text("something else, as the comment says", "otra cosa, como dice el comentario")
_NO_DAY = Text(
    "not a day of the calendar in the form 2026-03-31",
    "no es un día del calendario en la forma 2026-03-31",
)
_NOT_YET = Text(
    "a day that was not yet, or one before 1900",
    "un día que aún no ha sido, o anterior a 1900",
)
