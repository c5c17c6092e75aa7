"""Commits that write to both files are numbered, and the vault holds an anchor of the trail."""

import sqlalchemy as sa
from alembic import op

revision = "v0003"
down_revision = "v0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Begin to count with 1."""
    number = sa.Column("number", WHOLE, nullable=False, server_default="1")
    op.add_column("vault_mark", number)
    op.create_table(
        "trail_anchor",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("sequence", WHOLE, nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trail_anchor"),
    )


def downgrade() -> None:
    """Forget the numbers and the anchor."""
    op.drop_table("trail_anchor")
    op.drop_column("vault_mark", "number")
