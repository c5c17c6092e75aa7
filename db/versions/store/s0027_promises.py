"""Promises made to customers on their cases."""

import sqlalchemy as sa
from alembic import op

revision = "s0027"
down_revision = "s0026"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = "done_at IS NULL AND moved_at IS NULL AND removed_at IS NULL"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "complaint_promise",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("promised", sa.String(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("due_month", sa.Integer(), nullable=False),
        sa.Column("owner_id", WHOLE, nullable=True),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", WHOLE, nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("moved_at", sa.BigInteger(), nullable=True),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_complaint_promise_complaint_id_complaint"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name="fk_complaint_promise_owner_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_promise"),
    )
    op.create_index("ix_complaint_promise_due_month", "complaint_promise", ["due_month"])
    op.create_index("ix_complaint_promise_complaint_id", "complaint_promise", ["complaint_id"])
    op.create_index(
        "ix_complaint_promise_waiting",
        "complaint_promise",
        ["due_at"],
        sqlite_where=sa.text(WAITING),
    )


def downgrade() -> None:
    """Forget the promises; the cases stay."""
    op.drop_table("complaint_promise")
