"""Review packs as they were issued."""

import sqlalchemy as sa
from alembic import op

revision = "s0006"
down_revision = "s0005"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PACK = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("month", sa.Integer(), nullable=False),
    sa.Column("version", WHOLE, nullable=False),
    sa.Column("languages", sa.Text(), nullable=False),
    sa.Column("message", sa.String(), nullable=False),
    sa.Column("asked", sa.String(), nullable=False),
    sa.Column("issued_at", sa.BigInteger(), nullable=False),
    sa.Column("issued_by", WHOLE, nullable=False),
    sa.Column("pages", WHOLE, nullable=False),
    sa.Column("sha256", sa.String(), nullable=False),
    sa.Column("chain_sequence", WHOLE, nullable=False),
    sa.Column("chain_head", sa.String(), nullable=False),
    sa.Column("figures", sa.Text(), nullable=False),
    sa.Column("pdf", sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_pack"),
    sa.UniqueConstraint("month", "version", name="uq_pack_month_version"),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("pack", *PACK)


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("pack")
