"""Withdrawn complaints are found without reading all the others."""

import sqlalchemy as sa
from alembic import op

revision = "s0008"
down_revision = "s0007"
branch_labels = None
depends_on = None

WHERE = sa.text("removed_at IS NOT NULL")


def upgrade() -> None:
    """Make the index."""
    op.create_index(
        "ix_complaint_withdrawn",
        "complaint",
        ["received_at"],
        sqlite_where=WHERE,
        postgresql_where=WHERE,
    )


def downgrade() -> None:
    """Take the index away."""
    op.drop_index("ix_complaint_withdrawn", "complaint")
