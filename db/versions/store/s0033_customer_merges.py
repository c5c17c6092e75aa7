"""Customers merged into others, and pairs of customers known to be two persons."""

import sqlalchemy as sa
from alembic import op

revision = "s0033"
down_revision = "s0032"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OUTSTANDING = "statement_version = '' AND archived_at IS NULL"
STILL_THERE = f"{OUTSTANDING} AND merged_into IS NULL"


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=nullable)


def upgrade() -> None:
    """Nobody is merged yet."""
    op.add_column("customer", _whole("merged_into", nullable=True))
    op.drop_index("ix_customer_outstanding", "customer")
    op.create_index(
        "ix_customer_outstanding", "customer", ["id"], sqlite_where=sa.text(STILL_THERE)
    )
    merged = sa.text("merged_into IS NOT NULL")
    op.create_index("ix_customer_merged", "customer", ["merged_into"], sqlite_where=merged)
    _tables()


def _tables() -> None:
    op.create_table(
        "customer_merge",
        _whole("id"),
        _whole("survivor_customer_id"),
        _whole("merged_customer_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _whole("user_id"),
        sa.Column("unmerged_at", sa.BigInteger(), nullable=True),
        _whole("unmerged_by", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_customer_merge"),
    )
    op.create_index(
        "ix_customer_merge_survivor_customer_id", "customer_merge", ["survivor_customer_id"]
    )
    op.create_index(
        "ix_customer_merge_merged_customer_id", "customer_merge", ["merged_customer_id"]
    )
    op.create_table(
        "customer_merge_change",
        _whole("id"),
        _whole("merge_id"),
        sa.Column("record", sa.String(), nullable=False),
        _whole("object_id"),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        _whole("words_id", nullable=True),
        sa.ForeignKeyConstraint(
            ["merge_id"],
            ["customer_merge.id"],
            name="fk_customer_merge_change_merge_id_customer_merge",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_customer_merge_change"),
    )
    op.create_index("ix_customer_merge_change_merge_id", "customer_merge_change", ["merge_id"])
    op.create_table(
        "different_customers",
        _whole("id"),
        _whole("earlier_id"),
        _whole("later_id"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _whole("user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_different_customers"),
        sa.UniqueConstraint(
            "earlier_id", "later_id", name="uq_different_customers_earlier_id_later_id"
        ),
    )
    op.create_index("ix_different_customers_later_id", "different_customers", ["later_id"])


def downgrade() -> None:
    """What moved stays with whom it moved to; older programs know the others again."""
    for table in ("different_customers", "customer_merge_change", "customer_merge"):
        op.drop_table(table)
    op.drop_index("ix_customer_merged", "customer")
    op.drop_index("ix_customer_outstanding", "customer")
    op.create_index(
        "ix_customer_outstanding", "customer", ["id"], sqlite_where=sa.text(OUTSTANDING)
    )
    op.drop_column("customer", "merged_into")
