"""Keys and sessions; every row belongs to an organisation, those that were there to ``local``.

The documented cases are everyone's. The columns are added in place: profile versions and decisions
refuse every change of a row, and a rebuilt table would lose the triggers that say so.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_access"
down_revision = "0003_answered_requests"
branch_labels = None
depends_on = None

_OWNED = ("localities", "decisions", "batches")


def upgrade() -> None:
    for table in _OWNED:
        column = sa.Column("organisation", sa.String(63), nullable=False, server_default="local")
        op.add_column(table, column)
        op.create_index(f"ix_{table}_organisation", table, ["organisation"])
    op.execute("""UPDATE localities SET organisation = '*' WHERE "case" IS NOT NULL""")
    op.create_table(
        "api_keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("organisation", sa.String(63), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("hashed", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("used_at", sa.DateTime(), nullable=True),
    )
    op.create_table(
        "web_sessions",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("key_id", sa.String(), sa.ForeignKey("api_keys.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
    )


def downgrade() -> None:
    for table in ("web_sessions", "api_keys"):
        op.drop_table(table)
    for table in _OWNED:
        op.drop_index(f"ix_{table}_organisation", table)
        op.drop_column(table, "organisation")
