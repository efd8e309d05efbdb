"""The rules that spoke for what outcomes are about, also of those recorded before."""

import json
import zlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from api.store.append_only import make_append_only

revision = "0008_outcome_rules"
down_revision = "0007_allowances"
branch_labels = None
depends_on = None

_OUTCOMES = sa.table(
    "outcomes", sa.column("id"), sa.column("decision_id"), sa.column("intervention")
)
_DECISIONS = sa.table("decisions", sa.column("id"), sa.column("answer", sa.LargeBinary()))


def upgrade() -> None:
    made = op.create_table(
        "outcome_rules",
        sa.Column("outcome_id", sa.String(64), sa.ForeignKey("outcomes.id"), primary_key=True),
        sa.Column("rule", sa.String(), primary_key=True),
    )
    op.create_index("ix_outcome_rules_rule", "outcome_rules", ["rule"])
    for link in _links(op.get_bind()):
        op.execute(made.insert().values(**link))
    make_append_only("outcome_rules", ("outcome_id", "rule"))


def downgrade() -> None:
    op.drop_table("outcome_rules")


def _links(connection: sa.Connection) -> Iterator[dict[str, str]]:
    about = sa.select(_OUTCOMES.c.id, _OUTCOMES.c.intervention, _DECISIONS.c.answer).join_from(
        _OUTCOMES, _DECISIONS, _OUTCOMES.c.decision_id == _DECISIONS.c.id
    )
    for outcome, intervention, kept in connection.execute(about).all():
        answer = json.loads(zlib.decompress(kept))
        option = [item for item in answer["ranking"] if item["intervention"] == intervention]
        for rule in sorted(set(_rules_named(option))):
            yield {"outcome_id": outcome, "rule": rule}


def _rules_named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("rule"), str):
            yield part["rule"]
        for value in part.values():
            yield from _rules_named(value)
    elif isinstance(part, list):
        for value in part:
            yield from _rules_named(value)
