"""The disclosure log: what left about customers, and about whom."""

import sqlalchemy as sa
from alembic import op

revision = "s0029"
down_revision = "s0028"
branch_labels = None
depends_on = None

SAME = " AND ".join(
    f"NEW.{name} IS OLD.{name}"
    for name in (
        *("id", "ref", "day", "at", "user_id", "recipient_kind", "fields", "authority", "form"),
        *("customers", "by_hand"),
    )
)
TRIGGERS = (
    "CREATE TRIGGER disclosure_unchanged BEFORE UPDATE ON disclosure "
    f"WHEN NOT ({SAME} AND NEW.recipient = '' AND NEW.purpose = '' "
    "AND NEW.blanked_at IS NOT NULL) "
    "BEGIN SELECT RAISE(ABORT, 'the disclosure log is never changed'); END",
    "CREATE TRIGGER disclosure_kept BEFORE DELETE ON disclosure "
    "BEGIN SELECT RAISE(ABORT, 'the disclosure log is never cut'); END",
    "CREATE TRIGGER disclosed_customer_unchanged BEFORE UPDATE ON disclosed_customer "
    "BEGIN SELECT RAISE(ABORT, 'the disclosure log is never changed'); END",
    "CREATE TRIGGER disclosed_customer_kept BEFORE DELETE ON disclosed_customer "
    "BEGIN SELECT RAISE(ABORT, 'the disclosure log is never cut'); END",
)
WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "disclosure",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("user_id", WHOLE, nullable=False),
        sa.Column("recipient_kind", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("fields", sa.String(), nullable=False),
        sa.Column("authority", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("customers", WHOLE, nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("blanked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_disclosure"),
        sa.UniqueConstraint("ref", name="uq_disclosure_ref"),
    )
    op.create_index("ix_disclosure_day", "disclosure", ["day"])
    op.create_table(
        "disclosed_customer",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("disclosure_id", WHOLE, nullable=False),
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name="fk_disclosed_customer_disclosure_id_disclosure",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_disclosed_customer"),
    )
    op.create_index(
        "ix_disclosed_customer_customer_id_disclosure_id",
        "disclosed_customer",
        ["customer_id", "disclosure_id"],
    )
    op.create_index("ix_disclosed_customer_disclosure_id", "disclosed_customer", ["disclosure_id"])
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Forget what was disclosed."""
    op.drop_table("disclosed_customer")
    op.drop_table("disclosure")
