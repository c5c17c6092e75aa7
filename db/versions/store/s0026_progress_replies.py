"""Complaints have a third deadline: the next reply that says how they stand."""

import sqlalchemy as sa
from alembic import op

revision = "s0026"
down_revision = "s0025"
branch_labels = None
depends_on = None

COLUMNS = {
    "progress_since": sa.BigInteger(),
    "progress_due_at": sa.BigInteger(),
    "progress_month": sa.Integer(),
    "progress_at": sa.BigInteger(),
    "progress_policy_version": sa.Integer(),
}
TRIGGERS = ("complaint_sum_added", "complaint_sum_changed", "complaint_sum_gone")
LATE = "progress_due_at IS NOT NULL AND (progress_at IS NULL OR progress_at > progress_due_at)"
RUNNING = (
    "progress_due_at IS NOT NULL AND progress_at IS NULL AND removed_at IS NULL "
    "AND excluded_reason = ''"
)


def upgrade() -> None:
    """No policy so far promises progress replies: no complaint has such a deadline."""
    for name, kind in COLUMNS.items():
        op.add_column("complaint", sa.Column(name, kind, nullable=True))
    op.create_index(
        "ix_complaint_progress_late",
        "complaint",
        ["progress_month"],
        sqlite_where=sa.text(LATE),
    )
    op.create_index(
        "ix_complaint_progressing",
        "complaint",
        ["progress_month", "progress_due_at", "waiting_since"],
        sqlite_where=sa.text(RUNNING),
    )


def downgrade() -> None:
    """Forget the deadlines of progress replies."""
    for name in TRIGGERS:  # they speak of the columns; an older program makes its own
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
    op.drop_index("ix_complaint_progressing", "complaint")
    op.drop_index("ix_complaint_progress_late", "complaint")
    for name in COLUMNS:
        op.drop_column("complaint", name)
