"""A closure may begin and end within a day."""

import sqlalchemy as sa
from alembic import op

revision = "s0023"
down_revision = "s0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All closures so far are of whole days."""
    op.add_column("closure", sa.Column("start_minute", sa.Integer(), nullable=True))
    op.add_column("closure", sa.Column("end_minute", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Forget the hours: an older program closes the whole days."""
    op.drop_column("closure", "end_minute")
    op.drop_column("closure", "start_minute")
