"""Localities, the versions of their profiles, and decisions; the last two can only be added to."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = ("profile_versions", "decisions")


def upgrade() -> None:
    op.create_table(
        "localities",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("case", sa.String(), nullable=True, unique=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_index("ix_localities_created_at", "localities", ["created_at"])
    op.create_table(
        "profile_versions",
        sa.Column("locality_id", sa.String(), sa.ForeignKey("localities.id"), primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=True),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("locality_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ruleset_version", sa.String(), nullable=False),
        sa.Column("ruleset_hash", sa.String(), nullable=False),
        sa.Column("engine_version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("explain", sa.String(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["locality_id", "version"],
            ["profile_versions.locality_id", "profile_versions.version"],
        ),
    )
    op.create_index("ix_decisions_locality_id", "decisions", ["locality_id"])
    for table in _APPEND_ONLY:
        _make_append_only(table)


def _make_append_only(table: str) -> None:
    """Refuse every change of a row, also one made behind the program's back.

    The third trigger stops ``INSERT OR REPLACE``, which deletes without a delete trigger.
    """
    key = {"profile_versions": ("locality_id", "version"), "decisions": ("id",)}[table]
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    refusal = f"SELECT RAISE(ABORT, '{table} are never changed')"
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}"
            f" BEGIN {refusal}; END"
        )
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        f" BEGIN {refusal}; END"
    )


def downgrade() -> None:
    for table in ("decisions", "profile_versions", "localities"):
        op.drop_table(table)
