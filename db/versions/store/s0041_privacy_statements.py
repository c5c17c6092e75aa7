"""Issued versions of the privacy policy statement."""

import sqlalchemy as sa
from alembic import op

revision = "s0041"
down_revision = "s0040"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRIGGERS = (
    "CREATE TRIGGER privacy_statement_unchanged BEFORE UPDATE ON privacy_statement "
    "BEGIN SELECT RAISE(ABORT, 'an issued statement is never changed'); END",
    "CREATE TRIGGER privacy_statement_kept BEFORE DELETE ON privacy_statement "
    "BEGIN SELECT RAISE(ABORT, 'an issued statement is never deleted'); END",
)


def upgrade() -> None:
    """Make the table, which only grows."""
    op.create_table(
        "privacy_statement",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_statement"),
        sa.UniqueConstraint("version", name="uq_privacy_statement_version"),
    )
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Forget the statements."""
    op.drop_table("privacy_statement")
