"""One log for complaints, compliments, suggestions and enquiries; only complaints have months."""

import sqlalchemy as sa
from alembic import op

revision = "s0022"
down_revision = "s0021"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TRIGGERS = ("complaint_sum_added", "complaint_sum_changed", "complaint_sum_gone")


def upgrade() -> None:
    """All that was logged so far are complaints."""
    op.execute("ALTER TABLE complaint ALTER COLUMN received_month DROP NOT NULL")
    kind = sa.Column("kind", sa.String(), nullable=False, server_default="complaint")
    op.add_column("complaint", kind)
    op.add_column("complaint", sa.Column("feedback_month", sa.Integer(), nullable=True))
    op.add_column("complaint", sa.Column("became_id", WHOLE, nullable=True))
    op.create_index(
        "ix_complaint_other",
        "complaint",
        ["received_at", "id"],
        sqlite_where=sa.text("feedback_month IS NOT NULL"),
    )
    op.create_index(
        "ix_complaint_became",
        "complaint",
        ["became_id"],
        sqlite_where=sa.text("became_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Forget what is no complaint, and its history: an older program would count it as one."""
    for name in TRIGGERS:  # they speak of the columns; an older program makes its own
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
    others = "SELECT id FROM complaint WHERE kind IN ('compliment', 'suggestion', 'enquiry')"
    op.execute(f"DELETE FROM complaint_event WHERE complaint_id IN ({others})")
    op.execute(f"DELETE FROM complaint WHERE id IN ({others})")
    op.drop_index("ix_complaint_became", "complaint")
    op.drop_index("ix_complaint_other", "complaint")
    for name in ("became_id", "feedback_month", "kind"):
        op.drop_column("complaint", name)
    op.execute("ALTER TABLE complaint ALTER COLUMN received_month SET NOT NULL")
