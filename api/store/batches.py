"""Batches: kept from the moment they are asked for; what has ended never changes again.

Whoever answers for an organisation names it; the work itself is done for all of them.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, literal, update
from sqlmodel import col, func, select

from api.store.organisations import Organisation
from api.store.tables import Batch, Moment, now
from api.store.writing import Store, session
from engine.errors import Fault
from engine.text import Text

QUEUED, RUNNING, FINISHED, FAILED, CANCELLED = (
    "queued",
    "running",
    "finished",
    "failed",
    "cancelled",
)
OPEN = (QUEUED, RUNNING)


def add(store: Store, batch: Batch) -> Batch:
    with session(store) as writing:
        writing.add(batch)
        writing.commit()
    return batch


def find(engine: Engine, organisation: Organisation, batch_id: str) -> Batch | None:
    wanted = select(Batch).where(Batch.id == batch_id)
    with session(engine) as reading:
        return reading.exec(wanted.where(Batch.organisation == organisation)).first()


def page(
    engine: Engine, organisation: Organisation, limit: int, offset: int, *, newest: bool = False
) -> tuple[list[Batch], int]:
    """An organisation's batches, the first first or the last, and how many there are."""
    ours = col(Batch.organisation) == organisation
    order = (col(Batch.created_at), col(Batch.id))
    wanted = select(Batch).where(ours)
    wanted = wanted.order_by(*((one.desc() for one in order) if newest else order))
    with session(engine) as reading:
        rows = reading.exec(wanted.limit(limit).offset(offset)).all()
        total = reading.exec(select(func.count()).select_from(Batch).where(ours)).one()
    return list(rows), total


def status_of(engine: Engine, batch_id: str) -> str | None:
    """How any organisation's batch stands, for who does the work."""
    with session(engine) as reading:
        return reading.exec(select(Batch.status).where(Batch.id == batch_id)).first()


def standing(engine: Engine) -> tuple[dict[str, int], int, int]:
    """How many batches there are by status; rows done, and all rows, of those that run."""
    by_status = select(Batch.status, func.count()).group_by(col(Batch.status))
    done, rows = func.sum(col(Batch.rows_done)), func.sum(col(Batch.rows_total))
    running = select(func.coalesce(done, 0), func.coalesce(rows, 0))
    with session(engine) as reading:
        counted = {status: int(count) for status, count in reading.exec(by_status)}
        far = reading.exec(running.where(col(Batch.status) == RUNNING)).one()
    return counted, int(far[0]), int(far[1])


def waiting(engine: Engine, limit: int) -> list[Batch]:
    """The batches that come next."""
    wanted = select(Batch).where(col(Batch.status) == QUEUED)
    with session(engine) as reading:
        ordered = wanted.order_by(col(Batch.created_at), col(Batch.id)).limit(limit)
        return list(reading.exec(ordered).all())


def still_running(engine: Engine, ids: Sequence[str]) -> set[str]:
    """Those of the batches that nobody has ended."""
    wanted = select(Batch.id).where(col(Batch.id).in_(ids), col(Batch.status) == RUNNING)
    with session(engine) as reading:
        return set(reading.exec(wanted).all())


def interrupted(engine: Engine) -> None:
    """Let what ran when the last server ended wait again."""
    _change(engine, col(Batch.status) == RUNNING, status=QUEUED)


def started(engine: Engine, batch_id: str, **about: Any) -> bool:
    """Say that a waiting batch runs; false when it does not wait any more."""
    ours = (col(Batch.id) == batch_id) & (col(Batch.status) == QUEUED)
    first = func.coalesce(col(Batch.started_at), literal(now(), Moment))
    return _change(engine, ours, status=RUNNING, started_at=first, **about)


def advanced(engine: Engine, batch_id: str, **progress: Any) -> bool:
    ours = (col(Batch.id) == batch_id) & (col(Batch.status) == RUNNING)
    return _change(engine, ours, **progress)


def ended(
    engine: Engine, batch_id: str, status: str, faults: Sequence[Fault] = (), **about: Any
) -> bool:
    """Say how a batch ended; false when it had ended before, and that stands."""
    ours = (col(Batch.id) == batch_id) & col(Batch.status).in_(OPEN)
    told = (
        json.dumps([kept_fault(fault) for fault in faults], ensure_ascii=False) if faults else None
    )
    return _change(engine, ours, status=status, faults=told, ended_at=now(), **about)


def faults_of(batch: Batch) -> list[Fault]:
    return [read_fault(raw) for raw in json.loads(batch.faults or "[]")]


def read_fault(raw: Any) -> Fault:
    return Fault(raw["where"], Text(*raw["what"]), tuple(raw["allowed"]), raw["nearest"])


def kept_fault(fault: Fault) -> dict[str, Any]:
    what = (fault.what.en, fault.what.es)
    return {"where": fault.where, "what": what, "allowed": fault.allowed, "nearest": fault.nearest}


def _change(engine: Engine, which: Any, **values: Any) -> bool:
    change = update(Batch).where(which).values(change=col(Batch.change) + 1, **values)
    with engine.begin() as connection:
        return bool(connection.execute(change).rowcount)
