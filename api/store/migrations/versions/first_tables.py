"""Localities, the versions of their profiles, and decisions; the last two can only be added to."""

import sqlalchemy as sa
from alembic import op

from api.store.append_only import make_append_only

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = {"profile_versions": ("locality_id", "version"), "decisions": ("id",)}


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
    for table, key in _APPEND_ONLY.items():
        make_append_only(table, key)


def downgrade() -> None:
    for table in ("decisions", "profile_versions", "localities"):
        op.drop_table(table)
