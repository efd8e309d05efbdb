"""Decisions: stored once, read byte for byte, never changed."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import defer
from sqlmodel import col, func, select

from api.store.organisations import Organisation
from api.store.tables import Decision
from api.store.writing import Store, session
from api.written import Written
from engine.source import program


def store(
    into: Store,
    organisation: Organisation,
    answer: Written,
    *,
    locality_id: str,
    version: int,
    weights: Mapping[str, Any] | None,
    asked_by: str | None,
) -> None:
    """Store an answer as it was sent, with all that it depended on."""
    decision = Decision(
        id=answer.decision_id,
        organisation=organisation,
        locality_id=locality_id,
        version=version,
        ruleset_version=answer.ruleset_version,
        ruleset_hash=answer.ruleset_hash,
        engine_version=answer.engine_version,
        language=answer.language,
        explain=answer.explain,
        weights=None if weights is None else json.dumps(weights),
        engine_fingerprint=program().fingerprint,
        libraries=json.dumps(dict(program().libraries)),
        seed=None if answer.seed is None else str(answer.seed),
        asked_by=asked_by,
        answer=answer.body,
    )
    with session(into) as writing:
        writing.add(decision)
        writing.commit()


def find(engine: Engine, organisation: Organisation, decision_id: str) -> Decision | None:
    wanted = select(Decision).where(Decision.id == decision_id)
    with session(engine) as reading:
        return reading.exec(wanted.where(Decision.organisation == organisation)).first()


def of_anyone(engine: Engine, decision_id: str) -> Decision | None:
    """A decision of whichever organisation, for who holds the database itself."""
    with session(engine) as reading:
        return reading.get(Decision, decision_id)


def page(
    engine: Engine, organisation: Organisation, locality_id: str, limit: int, offset: int
) -> tuple[list[Decision], int]:
    """An organisation's decisions on a locality, without their answers, the first first; how many.

    On a documented locality every organisation decides for itself.
    """
    ours, wanted = _without_answers(organisation, locality_id)
    with session(engine) as reading:
        rows = reading.exec(
            wanted.order_by(col(Decision.decided_at), col(Decision.id)).limit(limit).offset(offset)
        ).all()
        total = reading.exec(select(func.count()).select_from(Decision).where(ours)).one()
    return list(rows), total


def latest(
    engine: Engine, organisation: Organisation, locality_id: str, limit: int
) -> list[Decision]:
    """An organisation's decisions on a locality, without their answers, the last first."""
    _, wanted = _without_answers(organisation, locality_id)
    last_first = wanted.order_by(col(Decision.decided_at).desc(), col(Decision.id))
    with session(engine) as reading:
        return list(reading.exec(last_first.limit(limit)).all())


def _without_answers(organisation: Organisation, locality_id: str) -> tuple[Any, Any]:
    """Which decisions are theirs, and how they are read without what is heavy in them."""
    ours = (col(Decision.locality_id) == locality_id) & (Decision.organisation == organisation)
    light = defer(col(Decision.answer))  # type: ignore[arg-type]  # what it is, col() does not say
    return ours, select(Decision).where(ours).options(light)
