"""How cases end: staff involved, remedies asked for, signatures, responses, contentment."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "s0031"
down_revision = "s0030"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    *("complaint_person", "remedy_request", "complaint_signature", "complaint_response"),
    "satisfaction_ask",
)
COLUMNS: dict[str, tuple[tuple[str, Any, bool], ...]] = {
    "complaint_person": (
        ("person_id", WHOLE, False),
        ("part", sa.String(), False),
        ("named_at", sa.BigInteger(), False),
        ("named_by", WHOLE, False),
        ("ended_at", sa.BigInteger(), True),
    ),
    "remedy_request": (
        ("requested_at", sa.BigInteger(), False),
        ("requested_by", WHOLE, False),
        ("finding", sa.String(), False),
        ("finding_note", sa.String(), False),
        ("cause", sa.String(), False),
        ("remedy_kind", sa.String(), False),
        ("remedy_cents", WHOLE, False),
        ("goodwill", sa.Boolean(), False),
        ("answer_note", sa.String(), False),
        ("limit_cents", WHOLE, False),
        ("limits_version", WHOLE, False),
        ("approved", sa.Boolean(), True),
        ("approval_at", sa.BigInteger(), True),
        ("approval_by", WHOLE, True),
        ("approval_note", sa.String(), False),
    ),
    "complaint_signature": (
        ("signed_at", sa.BigInteger(), False),
        ("signed_by", WHOLE, False),
        ("signer_name", sa.String(), False),
        ("meaning", sa.String(), False),
        ("last_event_id", WHOLE, False),
        ("content_sha256", sa.String(), False),
    ),
    "complaint_response": (
        ("case_round", WHOLE, False),
        ("communicated_at", sa.BigInteger(), True),
        ("communicated_how", sa.String(), True),
        ("communicated_by", WHOLE, True),
        ("communicated_note", sa.String(), False),
        ("response", sa.String(), True),
        ("responded_at", sa.BigInteger(), True),
        ("alternatives", sa.String(), False),
        ("response_note", sa.String(), False),
    ),
    "satisfaction_ask": (
        ("inquired_at", sa.BigInteger(), False),
        ("inquired_month", sa.Integer(), False),
        ("inquired_by", WHOLE, False),
        ("inquired_how", sa.String(), True),
        ("rated_at", sa.BigInteger(), True),
        ("rating", WHOLE, True),
        ("rating_words", sa.String(), False),
    ),
}
PERSON = ("person_id", "person", "fk_complaint_person_person_id_person")
ROUND = "uq_complaint_response_complaint_id_case_round"
PARTIAL = (
    (
        "ix_complaint_person_kept_away",
        "complaint_person",
        ["person_id", "complaint_id"],
        "part = 'complained_of' AND ended_at IS NULL",
    ),
    ("ix_remedy_request_waiting", "remedy_request", ["requested_at"], "approved IS NULL"),
    (
        "ix_satisfaction_ask_unrated",
        "satisfaction_ask",
        ["inquired_at"],
        "rated_at IS NULL AND inquired_how IS NOT NULL",
    ),
)


def upgrade() -> None:
    """Make the tables; nothing fills them, and no rule of closing is switched on."""
    for table in TABLES:
        columns = [sa.Column(name, kind, nullable=empty) for name, kind, empty in COLUMNS[table]]
        op.create_table(
            table,
            sa.Column("id", WHOLE, nullable=False),
            sa.Column("complaint_id", WHOLE, nullable=False),
            *columns,
            *_constraints(table),
            sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        )
        if table != "complaint_response":
            op.create_index(f"ix_{table}_complaint_id", table, ["complaint_id"])
    for name, table, indexed, where in PARTIAL:
        op.create_index(name, table, indexed, sqlite_where=sa.text(where))
    op.create_index("ix_satisfaction_ask_inquired_month", "satisfaction_ask", ["inquired_month"])


def downgrade() -> None:
    """Forget how cases ended; the cases stay."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _constraints(table: str) -> Iterator[sa.Constraint]:
    """In the order in which the tables have them: it is part of what they are compared by."""
    if table == "complaint_response":
        yield sa.UniqueConstraint("complaint_id", "case_round", name=ROUND)
    name = f"fk_{table}_complaint_id_complaint"
    yield sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=name)
    if table == "complaint_person":
        column, target, name = PERSON
        yield sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)
