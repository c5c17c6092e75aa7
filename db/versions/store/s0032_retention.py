"""Legal holds, records left for now, the ledger of erasures, anonymised customers."""

import sqlalchemy as sa
from alembic import op

revision = "s0032"
down_revision = "s0031"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _body(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.add_column("customer", _moment("anonymised_at", nullable=True))
    op.create_table(
        "legal_hold",
        _whole("id"),
        _whole("customer_id"),
        _text("reason"),
        _moment("placed_at"),
        _whole("placed_by"),
        _moment("released_at", nullable=True),
        _whole("released_by", nullable=True),
        _text("release_reason"),
        sa.PrimaryKeyConstraint("id", name="pk_legal_hold"),
    )
    op.create_index("ix_legal_hold_customer_id", "legal_hold", ["customer_id"])
    op.create_table(
        "retention_left",
        _whole("id"),
        _text("kind"),
        _whole("record_id"),
        sa.Column("until", sa.Date(), nullable=False),
        _text("reason"),
        _moment("written_at"),
        _whole("written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_retention_left"),
    )
    op.create_index("ix_retention_left_kind_record_id", "retention_left", ["kind", "record_id"])
    op.create_table(
        "erasure",
        _whole("id"),
        _text("code"),
        _whole("number"),
        _moment("erased_at"),
        _text("approver"),
        _text("kind"),
        _whole("months"),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        _text("mode"),
        _body("records"),
        _body("cases"),
        _body("spared"),
        _body("named"),
        _body("counts"),
        sa.Column("replayed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasure"),
        sa.UniqueConstraint("code", name="uq_erasure_code"),
    )


def downgrade() -> None:
    """Forget what was held and erased; what is gone does not come back."""
    for table in ("erasure", "retention_left", "legal_hold"):
        op.drop_table(table)
    op.drop_column("customer", "anonymised_at")
