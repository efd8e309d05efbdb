"""Drafts: descriptions under way, kept at every change."""

import sqlalchemy as sa
from alembic import op

revision = "0006_drafts"
down_revision = "0005_traces"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_revision", sa.Integer(), nullable=True),
        sa.Column("locality_id", sa.String(), sa.ForeignKey("localities.id"), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.Column("case", sa.String(), nullable=True),
        sa.Column("written_by", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
    )
    for column in ("organisation", "locality_id", "changed_at"):
        op.create_index(f"ix_drafts_{column}", "drafts", [column])


def downgrade() -> None:
    op.drop_table("drafts")
