"""Rule bases by their hash, feedback, outcomes, and what decisions say of the program."""

import sqlalchemy as sa
from alembic import op

from api.store.append_only import make_append_only

revision = "0005_traces"
down_revision = "0004_access"
branch_labels = None
depends_on = None

_NEW_COLUMNS = {"engine_fingerprint": sa.String(), "libraries": sa.Text(), "seed": sa.String()}
_APPEND_ONLY = {
    "rulesets": ("hash",),
    "feedback": ("id",),
    "feedback_rules": ("feedback_id", "rule"),
    "outcomes": ("id",),
}


def upgrade() -> None:
    for name, kind in _NEW_COLUMNS.items():
        op.add_column("decisions", sa.Column(name, kind, nullable=True))
    op.create_table(
        "rulesets",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("decision_id", sa.String(64), sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("intervention", sa.String(), nullable=True),
        sa.Column("rule", sa.String(), nullable=True),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("given_by", sa.String(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "feedback_rules",
        sa.Column("feedback_id", sa.String(64), sa.ForeignKey("feedback.id"), primary_key=True),
        sa.Column("rule", sa.String(), primary_key=True),
    )
    op.create_table(
        "outcomes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("decision_id", sa.String(64), sa.ForeignKey("decisions.id"), nullable=False),
        sa.Column("intervention", sa.String(), nullable=True),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
    )
    for table in ("feedback", "outcomes"):
        for column in ("decision_id", "intervention"):
            op.create_index(f"ix_{table}_{column}", table, [column])
    op.create_index("ix_feedback_rules_rule", "feedback_rules", ["rule"])
    for table, key in _APPEND_ONLY.items():
        make_append_only(table, key)


def downgrade() -> None:
    for table in ("outcomes", "feedback_rules", "feedback", "rulesets"):
        op.drop_table(table)
    for name in _NEW_COLUMNS:
        op.drop_column("decisions", name)
