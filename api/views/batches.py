"""Batches, their rows and their rejects, as they are shown."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from api.problems import FaultOut, fault_out
from api.store.batches import faults_of
from api.store.tables import Batch
from engine.answer import RulesetOut
from engine.text import Language

Status = Literal["queued", "running", "finished", "failed", "cancelled"]


class QuestionView(BaseModel):
    """What is asked of each locality."""

    top: int
    intervention: str | None = Field(description="Localities are ranked for it, if there is one.")
    weights: dict[str, float] | None = Field(description="As the caller gave them.")
    with_rules: bool
    format: Literal["parquet", "csv", "geojson"]
    recipe: str | None = Field(None, description="By which the table's rows became profiles.")
    keep_rows: bool = Field(False, description="Whether what the rows said is kept.")
    language: Language | None


class TablesView(BaseModel):
    sent: bool = Field(description="Whether the tables were sent, or lie on the server.")
    profiles: str
    entities: dict[str, str] = Field(description="Tables by list: groups, institutions, ...")


class RowsView(BaseModel):
    total: int
    done: int
    rejected: int = Field(description="Set aside so far; the reasons are at `rejects`.")
    per_second: float | None = Field(description="How fast it goes, or went at last.")


class SummaryView(BaseModel):
    rows: int
    advised: int
    rejected: int
    left_out: int = Field(0, description="Rows about no locality, which the recipe leaves out.")
    verdicts: dict[str, dict[str, int]] = Field(
        description="In how many localities each intervention has each verdict."
    )
    blocking: dict[str, int] = Field(
        description="In how many localities a rule waits for a factor that is unknown, most first."
    )


class BatchBrief(BaseModel):
    id: str
    status: Status
    question: QuestionView
    tables: TablesView
    rows: RowsView
    ruleset: RulesetOut | None = Field(description="The rules that answer; none until it runs.")
    engine_version: str | None
    asked_by: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class BatchView(BatchBrief):
    """Advice on a whole table: how far it is, and what came of it."""

    faults: list[FaultOut] = Field(description="Why it failed.")
    summary: SummaryView | None = Field(description="What came of it, once it is finished.")


class BatchesView(BaseModel):
    """One page, oldest first."""

    total: int
    limit: int
    offset: int
    items: list[BatchBrief]


class ResultsView(BaseModel):
    """One page of the table, in its order; the columns are those of the file."""

    total: int
    limit: int
    offset: int
    items: list[dict[str, Any]]


class RejectView(BaseModel):
    table: str = Field(description="The entity table; empty for the profile table.")
    row: int = Field(description="Counts from 1, without the heading.")
    id: str
    column: str
    reason: str


class RejectsView(BaseModel):
    total: int
    limit: int
    offset: int
    items: list[RejectView]


def batch_view(batch: Batch, language: Language) -> BatchView:
    spoken = language_of(batch, language)
    return BatchView(
        **_brief(batch),
        faults=[fault_out(fault, None, spoken) for fault in faults_of(batch)],
        summary=None if batch.summary is None else SummaryView(**json.loads(batch.summary)),
    )


def batches_view(found: list[Batch], total: int, limit: int, offset: int) -> BatchesView:
    items = [BatchBrief(**_brief(batch)) for batch in found]
    return BatchesView(total=total, limit=limit, offset=offset, items=items)


def rejects_view(
    found: Sequence[Mapping[str, str]], total: int, limit: int, offset: int, language: Language
) -> RejectsView:
    reason = "reason" if language == "en" else "motivo"
    items = [
        RejectView(
            table=row["table"],
            row=int(row["row"]),
            id=row["id"],
            column=row["column"],
            reason=row[reason],
        )
        for row in found
    ]
    return RejectsView(total=total, limit=limit, offset=offset, items=items)


def language_of(batch: Batch, preferred: Language) -> Language:
    """The language of a batch's messages: the one it was asked for in, if any, wins."""
    chosen: Language | None = json.loads(batch.question)["language"]
    return chosen or preferred


def _brief(batch: Batch) -> dict[str, Any]:
    ruleset = None
    if batch.ruleset_version is not None:
        ruleset = RulesetOut(version=batch.ruleset_version, hash=str(batch.ruleset_hash))
    return {
        "id": batch.id,
        "status": batch.status,
        "question": QuestionView(**json.loads(batch.question)),
        "tables": TablesView(**json.loads(batch.tables)),
        "rows": RowsView(
            total=batch.rows_total,
            done=batch.rows_done,
            rejected=batch.rows_rejected,
            per_second=batch.rate,
        ),
        "ruleset": ruleset,
        "engine_version": batch.engine_version,
        "asked_by": batch.asked_by,
        "created_at": batch.created_at,
        "started_at": batch.started_at,
        "ended_at": batch.ended_at,
    }
