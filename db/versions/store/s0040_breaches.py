"""Data breaches, the decisions on notifying, the customers concerned, and printed notices."""

import sqlalchemy as sa
from alembic import op

revision = "s0040"
down_revision = "s0039"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DECIDED = " AND ".join(
    f"NEW.{name} IS OLD.{name}"
    for name in (*("id", "breach_id", "party", "notify", "notify_decided_at", "notify_decided_by"),)
)
TRIGGERS = (
    "CREATE TRIGGER data_breach_kept BEFORE DELETE ON data_breach "
    "BEGIN SELECT RAISE(ABORT, 'the register of breaches is never cut'); END",
    "CREATE TRIGGER breach_decision_unchanged BEFORE UPDATE ON breach_decision "
    f"WHEN NOT ({DECIDED}) "
    "BEGIN SELECT RAISE(ABORT, 'a decision is never changed: another one takes its place'); END",
    "CREATE TRIGGER breach_decision_kept BEFORE DELETE ON breach_decision "
    "BEGIN SELECT RAISE(ABORT, 'the decisions on a breach are never cut'); END",
)


def text(name: str, *, optional: bool = False) -> sa.Column[str]:
    """A text or a code; one that is optional may be missing."""
    return sa.Column(name, sa.String(), nullable=optional)


def moment(name: str, *, optional: bool = True) -> sa.Column[int]:
    """A moment, as seconds."""
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def number(name: str, *, optional: bool = False) -> sa.Column[int]:
    """A whole number, or the number of another record."""
    return sa.Column(name, WHOLE, nullable=optional)


def upgrade() -> None:
    """Make the tables."""
    make_breaches()
    make_decisions()
    make_people_and_notices()
    for trigger in TRIGGERS:
        op.execute(trigger)


def make_breaches() -> None:
    """The register, without anybody's words."""
    factors = (
        *("sensitivity", "protection", "exposure", "obtained", "recovery"),
        *("identity_theft", "physical_harm", "financial_harm", "distress", "harm_level"),
    )
    op.create_table(
        "data_breach",
        number("id"),
        text("ref"),
        text("breach_kind"),
        moment("happened_from"),
        moment("happened_to"),
        moment("found_at", optional=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        text("found_through"),
        text("people_kinds"),
        number("people_count", optional=True),
        text("count_basis"),
        text("detail_kinds"),
        moment("contained_at"),
        *(text(name, optional=True) for name in factors),
        moment("harm_at"),
        number("harm_by", optional=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        moment("breach_ended_at"),
        number("breach_ended_by", optional=True),
        number("action_id", optional=True),
        moment("logged_at", optional=False),
        number("logged_by"),
        moment("blanked_at"),
        sa.PrimaryKeyConstraint("id", name="pk_data_breach"),
        sa.UniqueConstraint("ref", name="uq_data_breach_ref"),
    )
    op.create_index(
        "ix_data_breach_open",
        "data_breach",
        ["found_on"],
        sqlite_where=sa.text("breach_ended_at IS NULL"),
    )


def make_decisions() -> None:
    """The decisions, which only grow."""
    op.create_table(
        "breach_decision",
        number("id"),
        number("breach_id"),
        text("party"),
        sa.Column("notify", sa.Boolean(), nullable=False),
        moment("notify_decided_at", optional=False),
        number("notify_decided_by"),
        moment("notified_at"),
        text("notify_method", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_breach_decision"),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["data_breach.id"], name="fk_breach_decision_breach_id_data_breach"
        ),
    )
    op.create_index("ix_breach_decision_breach_id", "breach_decision", ["breach_id"])


def make_people_and_notices() -> None:
    """Who is concerned, and what was printed."""
    op.create_table(
        "breach_customer",
        number("id"),
        number("breach_id"),
        number("customer_id"),
        moment("concerned_at", optional=False),
        sa.PrimaryKeyConstraint("id", name="pk_breach_customer"),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["data_breach.id"], name="fk_breach_customer_breach_id_data_breach"
        ),
    )
    op.create_index("ix_breach_customer_breach_id", "breach_customer", ["breach_id"])
    op.create_index("ix_breach_customer_customer_id", "breach_customer", ["customer_id"])
    op.create_table(
        "breach_notice",
        number("id"),
        number("breach_id"),
        text("audience"),
        text("notice_language"),
        number("customer_id", optional=True),
        number("disclosure_id", optional=True),
        moment("printed_at", optional=False),
        number("printed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_breach_notice"),
        sa.ForeignKeyConstraint(
            ["breach_id"], ["data_breach.id"], name="fk_breach_notice_breach_id_data_breach"
        ),
    )
    op.create_index("ix_breach_notice_breach_id", "breach_notice", ["breach_id"])
    op.create_index("ix_breach_notice_customer_id", "breach_notice", ["customer_id"])


def downgrade() -> None:
    """Forget the register; customers and the disclosure log stay."""
    for table in ("breach_notice", "breach_customer", "breach_decision", "data_breach"):
        op.drop_table(table)
