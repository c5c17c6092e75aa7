"""Complaints logged anew after the days for reopening an earlier one."""

import sqlalchemy as sa
from alembic import op

revision = "s0037"
down_revision = "s0036"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "complaint_follow_up"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("follow_up_id", WHOLE, nullable=False),
        sa.Column("follows_id", WHOLE, nullable=False),
        sa.Column("followed_up_at", sa.BigInteger(), nullable=False),
        sa.Column("followed_up_by", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["complaint.id"], name=f"fk_{TABLE}_follow_up_id_complaint"
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["complaint.id"], name=f"fk_{TABLE}_follows_id_complaint"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{TABLE}"),
    )
    op.create_index(f"ix_{TABLE}_follow_up_id", TABLE, ["follow_up_id"])
    op.create_index(f"ix_{TABLE}_follows_id", TABLE, ["follows_id"])


def downgrade() -> None:
    """Forget what follows what; the complaints stay."""
    op.drop_table(TABLE)
