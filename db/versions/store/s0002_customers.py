"""Customers as numbers: consents, and callers handed in sealed."""

import sqlalchemy as sa
from alembic import op

revision = "s0002"
down_revision = "s0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CUSTOMER = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("ref", sa.String(), nullable=False),
    sa.Column("segment", sa.String(), nullable=False),
    sa.Column("preferred_language", sa.String(), nullable=False),
    sa.Column("district", sa.String(), nullable=False),
    sa.Column("statement_version", sa.String(), nullable=False),
    sa.Column("statement_at", sa.BigInteger(), nullable=True),
    sa.Column("statement_by", WHOLE, nullable=True),
    sa.Column("marketing", sa.String(), nullable=False),
    sa.Column("created_at", sa.BigInteger(), nullable=False),
    sa.Column("created_by", WHOLE, nullable=False),
    sa.Column("archived_at", sa.BigInteger(), nullable=True),
    sa.Column("batch_id", WHOLE, nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_customer"),
    sa.UniqueConstraint("ref", name="uq_customer_ref"),
)
CONSENT = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("customer_id", WHOLE, nullable=False),
    sa.Column("at", sa.BigInteger(), nullable=False),
    sa.Column("marketing", sa.String(), nullable=False),
    sa.Column("channel", sa.String(), nullable=False),
    sa.Column("user_id", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_consent"),
)
SEALED_INTAKE = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("complaint_id", WHOLE, nullable=False),
    sa.Column("sealed", sa.LargeBinary(), nullable=False),
    sa.Column("at", sa.BigInteger(), nullable=False),
    sa.Column("user_id", WHOLE, nullable=False),
    sa.Column("opened_at", sa.BigInteger(), nullable=True),
    sa.Column("customer_id", WHOLE, nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_sealed_intake"),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table("customer", *CUSTOMER)
    op.create_index("ix_customer_archived_at_id", "customer", ["archived_at", "id"])
    op.create_table("consent", *CONSENT)
    op.create_index("ix_consent_customer_id", "consent", ["customer_id"])
    op.create_table("sealed_intake", *SEALED_INTAKE)
    op.create_index("ix_sealed_intake_complaint_id", "sealed_intake", ["complaint_id"])


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("sealed_intake")
    op.drop_table("consent")
    op.drop_table("customer")
