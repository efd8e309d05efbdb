"""What is allowed to one key in place of what the server allows."""

import sqlalchemy as sa
from alembic import op

revision = "0007_allowances"
down_revision = "0006_drafts"
branch_labels = None
depends_on = None

_COLUMNS = {"rate": sa.Integer(), "body_limit": sa.BigInteger(), "table_limit": sa.BigInteger()}


def upgrade() -> None:
    for name, kind in _COLUMNS.items():
        op.add_column("api_keys", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in reversed(_COLUMNS):
        op.drop_column("api_keys", name)
