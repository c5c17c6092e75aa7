"""Letters to customers: templates by version, the course of each letter, receipts."""

import sqlalchemy as sa
from alembic import op

revision = "s0034"
down_revision = "s0033"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNSENT = "sent_at IS NULL AND discarded_at IS NULL"


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _whole(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, WHOLE, nullable=nullable)


def upgrade() -> None:
    """Make the tables; the words of letters are in the vault."""
    _make_templates()
    _make_letters()
    _make_receipts()


def _make_templates() -> None:
    op.create_table(
        "letter_template",
        _whole("id"),
        _text("kind"),
        _whole("version"),
        sa.Column("body", sa.Text(), nullable=False),
        _text("review"),
        _moment("written_at", nullable=False),
        _whole("written_by"),
        sa.PrimaryKeyConstraint("id", name="pk_letter_template"),
        sa.UniqueConstraint("kind", "version", name="uq_letter_template_kind_version"),
    )


def _make_letters() -> None:
    op.create_table(
        "letter",
        _whole("id"),
        sa.Column("ref", sa.String(), nullable=True),
        _whole("complaint_id"),
        _whole("customer_id", nullable=True),
        _text("letter_kind"),
        _text("letter_language"),
        _whole("template_version"),
        _moment("written_at", nullable=False),
        _whole("written_by"),
        _moment("submitted_at"),
        _whole("reviewed_by", nullable=True),
        _moment("approved_at"),
        _moment("issued_at"),
        _whole("issued_by", nullable=True),
        _text("sha256"),
        sa.Column("delivery", sa.String(), nullable=True),
        _moment("sent_at"),
        _whole("corrects_id", nullable=True),
        _moment("discarded_at"),
        sa.UniqueConstraint("ref", name="uq_letter_ref"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_letter_complaint_id_complaint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
    )
    op.create_index("ix_letter_complaint_id", "letter", ["complaint_id"])
    op.create_index("ix_letter_customer_id", "letter", ["customer_id"])
    op.create_index("ix_letter_unsent", "letter", ["written_at"], sqlite_where=sa.text(UNSENT))


def _make_receipts() -> None:
    op.create_table(
        "receipt",
        _whole("id"),
        _text("ref"),
        _whole("complaint_id"),
        _whole("letter_id"),
        _moment("received_at", nullable=False),
        _text("words_digest"),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        _moment("confirmed_at", nullable=False),
        _whole("confirmed_by"),
        sa.UniqueConstraint("ref", name="uq_receipt_ref"),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name="fk_receipt_complaint_id_complaint"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
    )
    op.create_index("ix_receipt_complaint_id", "receipt", ["complaint_id"])


def downgrade() -> None:
    """Forget the letters; the cases stay."""
    for table in ("receipt", "letter", "letter_template"):
        op.drop_table(table)
