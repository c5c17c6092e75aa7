"""Hand-overs that are accepted, absences with substitutes, and for whom somebody acted."""

import sqlalchemy as sa
from alembic import op

revision = "s0039"
down_revision = "s0038"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(name: str) -> sa.Column[str]:
    """A text that may be empty."""
    return sa.Column(name, sa.String(), nullable=False)


def person(table: str, name: str) -> sa.ForeignKeyConstraint:
    """A column that names somebody of the list of people."""
    return sa.ForeignKeyConstraint([name], ["person.id"], name=f"fk_{table}_{name}_person")


def upgrade() -> None:
    """Make the tables, and a place in the history for whom somebody acted."""
    make_handovers()
    make_absences()
    op.add_column("complaint_event", sa.Column("for_id", WHOLE, nullable=True))


def make_handovers() -> None:
    """Hand-overs of cases."""
    op.create_table(
        "complaint_handover",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("complaint_id", WHOLE, nullable=False),
        sa.Column("before_id", WHOLE, nullable=True),
        text("before_text"),
        sa.Column("giver_id", WHOLE, nullable=True),
        sa.Column("taker_id", WHOLE, nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", WHOLE, nullable=False),
        text("handover_reason"),
        sa.Column("handover_answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", WHOLE, nullable=True),
        text("answer_reason"),
        sa.Column("noted_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name="fk_complaint_handover_complaint_id_complaint",
        ),
        *(person("complaint_handover", name) for name in ("before_id", "giver_id", "taker_id")),
        sa.PrimaryKeyConstraint("id", name="pk_complaint_handover"),
    )
    op.create_index("ix_complaint_handover_complaint_id", "complaint_handover", ["complaint_id"])
    op.create_index(
        "ix_complaint_handover_waiting",
        "complaint_handover",
        ["complaint_id"],
        sqlite_where=sa.text("handover_answer IS NULL"),
    )


def make_absences() -> None:
    """Who is away, and who stands in."""
    op.create_table(
        "absence",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("away_from", sa.Date(), nullable=False),
        sa.Column("away_to", sa.Date(), nullable=False),
        sa.Column("substitute_id", WHOLE, nullable=False),
        sa.Column("second_id", WHOLE, nullable=True),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", WHOLE, nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        *(person("absence", name) for name in ("person_id", "substitute_id", "second_id")),
        sa.PrimaryKeyConstraint("id", name="pk_absence"),
    )
    op.create_index("ix_absence_person_id", "absence", ["person_id"])


def downgrade() -> None:
    """Forget all of it; whose a case is stays."""
    op.drop_column("complaint_event", "for_id")
    op.drop_table("absence")
    op.drop_table("complaint_handover")
