"""Who asks for somebody's data, or for their correction."""

import sqlalchemy as sa
from alembic import op

revision = "v0009"
down_revision = "v0008"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing fills it: no request was recorded before."""
    op.create_table(
        "requester",
        sa.Column("request_id", WHOLE, nullable=False),
        sa.Column("requester_name", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_requester"),
    )


def downgrade() -> None:
    """Forget who asked."""
    op.drop_table("requester")
