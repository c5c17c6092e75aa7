"""Data access and correction requests, notices of corrections, and the log book of refusals."""

import sqlalchemy as sa
from alembic import op

revision = "s0038"
down_revision = "s0037"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAME = " AND ".join(
    f"NEW.{name} IS OLD.{name}"
    for name in (
        *("id", "ref", "request_id", "request_kind", "entered_at", "entered_by", "notice_on"),
        "grounds",
    )
)
TRIGGERS = (
    "CREATE TRIGGER refusal_unchanged BEFORE UPDATE ON refusal "
    f"WHEN NOT ({SAME} AND NEW.particulars = '' AND NEW.blanked_at IS NOT NULL) "
    "BEGIN SELECT RAISE(ABORT, 'the log book of refusals is never changed'); END",
    "CREATE TRIGGER refusal_kept BEFORE DELETE ON refusal "
    "BEGIN SELECT RAISE(ABORT, 'the log book of refusals is never cut'); END",
)


def text(name: str) -> sa.Column[str]:
    """A text that may be empty."""
    return sa.Column(name, sa.String(), nullable=False)


def upgrade() -> None:
    """Make the tables."""
    make_requests()
    make_notices()
    make_refusals()


def make_requests() -> None:
    """The requests themselves."""
    op.create_table(
        "data_request",
        sa.Column("id", WHOLE, nullable=False),
        text("ref"),
        text("request_kind"),
        sa.Column("customer_id", WHOLE, nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        text("channel"),
        text("asked_language"),
        text("requester"),
        *(text(name) for name in ("asked", "wrong", "right")),
        sa.Column("logged_at", sa.BigInteger(), nullable=False),
        sa.Column("logged_by", WHOLE, nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=True),
        sa.Column("checked_by", WHOLE, nullable=True),
        sa.Column("check_method", sa.String(), nullable=True),
        text("check_note"),
        sa.Column("fee_cents", WHOLE, nullable=True),
        sa.Column("delay_on", sa.Date(), nullable=True),
        text("delay_reason"),
        sa.Column("copied_at", sa.BigInteger(), nullable=True),
        text("copy_sha256"),
        sa.Column("corrected_on", sa.Date(), nullable=True),
        text("correction"),
        sa.Column("request_outcome", sa.String(), nullable=True),
        sa.Column("complied_on", sa.Date(), nullable=True),
        sa.Column("complied_by", WHOLE, nullable=True),
        text("reasons"),
        sa.Column("blanked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_data_request"),
        sa.UniqueConstraint("ref", name="uq_data_request_ref"),
    )
    op.create_index("ix_data_request_customer_id", "data_request", ["customer_id"])
    op.create_index(
        "ix_data_request_waiting",
        "data_request",
        ["received_on"],
        sqlite_where=sa.text("request_outcome IS NULL"),
    )


def make_notices() -> None:
    """Who is to be told of a correction."""
    op.create_table(
        "correction_notice",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("request_id", WHOLE, nullable=False),
        sa.Column("disclosure_id", WHOLE, nullable=False),
        sa.Column("told_disclosure_id", WHOLE, nullable=True),
        sa.Column("notice_answer", sa.String(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["data_request.id"],
            name="fk_correction_notice_request_id_data_request",
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosure.id"],
            name="fk_correction_notice_disclosure_id_disclosure",
        ),
        sa.ForeignKeyConstraint(
            ["told_disclosure_id"],
            ["disclosure.id"],
            name="fk_correction_notice_told_disclosure_id_disclosure",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_correction_notice"),
    )
    op.create_index("ix_correction_notice_request_id", "correction_notice", ["request_id"])


def make_refusals() -> None:
    """The log book, which only grows."""
    op.create_table(
        "refusal",
        sa.Column("id", WHOLE, nullable=False),
        text("ref"),
        sa.Column("request_id", WHOLE, nullable=False),
        text("request_kind"),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", WHOLE, nullable=False),
        sa.Column("notice_on", sa.Date(), nullable=False),
        text("grounds"),
        text("particulars"),
        sa.Column("blanked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_refusal"),
        sa.UniqueConstraint("ref", name="uq_refusal_ref"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["data_request.id"], name="fk_refusal_request_id_data_request"
        ),
    )
    op.create_index("ix_refusal_request_id", "refusal", ["request_id"])
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Forget the requests; customers and the disclosure log stay."""
    for table in ("refusal", "correction_notice", "data_request"):
        op.drop_table(table)
