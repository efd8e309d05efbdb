"""Decisions: stored once, read byte for byte, never changed."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import defer
from sqlmodel import Session, col, func, select

from api.store.tables import Decision
from engine.answer import Answer
from engine.source import program


def store(
    engine: Engine,
    answer: Answer,
    body: bytes,
    *,
    locality_id: str,
    version: int,
    weights: Mapping[str, Any] | None,
    asked_by: str | None,
) -> None:
    """Store an answer as it was sent, with all that it depended on."""
    decision = Decision(
        id=answer.decision_id,
        locality_id=locality_id,
        version=version,
        ruleset_version=answer.ruleset.version,
        ruleset_hash=answer.ruleset.hash,
        engine_version=answer.engine_version,
        language=answer.language,
        explain=answer.explain,
        weights=None if weights is None else json.dumps(weights),
        engine_fingerprint=program().fingerprint,
        libraries=json.dumps(dict(program().libraries)),
        seed=None if answer.robustness is None else str(answer.robustness.seed),
        asked_by=asked_by,
        answer=body,
    )
    with Session(engine) as session:
        session.add(decision)
        session.commit()


def find(engine: Engine, decision_id: str) -> Decision | None:
    with Session(engine) as session:
        return session.get(Decision, decision_id)


def page(engine: Engine, locality_id: str, limit: int, offset: int) -> tuple[list[Decision], int]:
    """A locality's decisions without their answers, the first first, and how many there are."""
    ours = col(Decision.locality_id) == locality_id
    wanted = select(Decision).where(ours).options(defer(col(Decision.answer)))  # type: ignore[arg-type]
    with Session(engine) as session:
        rows = session.exec(
            wanted.order_by(col(Decision.decided_at), col(Decision.id)).limit(limit).offset(offset)
        ).all()
        total = session.exec(select(func.count()).select_from(Decision).where(ours)).one()
    return list(rows), total
