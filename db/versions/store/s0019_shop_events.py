"""What happened in the shop is written down, so that charts can show it."""

import sqlalchemy as sa
from alembic import op

revision = "s0019"
down_revision = "s0018"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Begin an empty book: nobody wrote events down before."""
    op.create_table(
        "shop_event",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("written_at", sa.BigInteger(), nullable=False),
        sa.Column("written_by", WHOLE, nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_shop_event"),
    )
    op.create_index("ix_shop_event_start", "shop_event", ["start"])


def downgrade() -> None:
    """Forget the book."""
    op.drop_table("shop_event")
