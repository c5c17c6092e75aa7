"""Each deadline keeps the policy that set it, and a resolve deadline what it was before waits."""

import sqlalchemy as sa
from alembic import op

revision = "s0010"
down_revision = "s0009"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns; what older programs wrote does not tell them apart, so they stay empty."""
    op.add_column("complaint", sa.Column("ack_policy_version", WHOLE, nullable=True))
    op.add_column("complaint", sa.Column("resolve_promised_at", sa.BigInteger(), nullable=True))
    op.add_column("complaint_round", sa.Column("policy_version", WHOLE, nullable=True))


def downgrade() -> None:
    """Take the columns away."""
    op.drop_column("complaint_round", "policy_version")
    op.drop_column("complaint", "resolve_promised_at")
    op.drop_column("complaint", "ack_policy_version")
