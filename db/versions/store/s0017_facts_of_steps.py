"""A line of a complaint's history keeps facts, which are put into words when it is read."""

import sqlalchemy as sa
from alembic import op

revision = "s0017"
down_revision = "s0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Lines there are keep the words they were written in."""
    op.add_column("complaint_event", sa.Column("facts", sa.Text(), nullable=True))


def downgrade() -> None:
    """Forget the facts: what a newer program wrote in them is gone."""
    op.drop_column("complaint_event", "facts")
