"""The number that a record had in the store it came from."""

import sqlalchemy as sa
from alembic import op

revision = "s0036"
down_revision = "s0035"
branch_labels = None
depends_on = None

TABLES = ("complaint", "customer")
HAS_ORIGIN = sa.text("origin <> ''")


def upgrade() -> None:
    """Nothing is known of what came from elsewhere so far."""
    for table in TABLES:
        op.add_column(table, sa.Column("origin", sa.String(), server_default="", nullable=False))
        op.create_index(f"ix_{table}_origin", table, ["origin"], sqlite_where=HAS_ORIGIN)


def downgrade() -> None:
    """Forget the numbers."""
    for table in TABLES:
        op.drop_index(f"ix_{table}_origin", table)
        op.drop_column(table, "origin")
