"""Rule bases by their hash, feedback, outcomes, and what decisions say of the program."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW_COLUMNS = {"engine_fingerprint": sa.String(), "libraries": sa.Text(), "seed": sa.String()}
_KEYS = {
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
    for table, key in _KEYS.items():
        _make_append_only(table, key)


def _make_append_only(table: str, key: tuple[str, ...]) -> None:
    """Refuse every change of a row, also one made behind the program's back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" RAISE EXCEPTION '{table} are never changed'"
            " USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
        )
        return
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    refusal = f"SELECT RAISE(ABORT, '{table} are never changed')"
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}"
            f" BEGIN {refusal}; END"
        )
    op.execute(  # INSERT OR REPLACE deletes without a delete trigger
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        f" BEGIN {refusal}; END"
    )


def downgrade() -> None:
    for table in ("outcomes", "feedback_rules", "feedback", "rulesets"):
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {table}_refuse()")
    for name in _NEW_COLUMNS:
        op.drop_column("decisions", name)
