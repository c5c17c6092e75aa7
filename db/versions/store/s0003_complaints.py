"""Complaints, their rounds and history, their sums by month, their search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "s0003"
down_revision = "s0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COMPLAINT: tuple[SchemaItem, ...] = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("ref", sa.String(), nullable=False),
    sa.Column("channel", sa.String(), nullable=False),
    sa.Column("received_at", sa.BigInteger(), nullable=False),
    sa.Column("received_month", sa.Integer(), nullable=False),
    sa.Column("entered_at", sa.BigInteger(), nullable=False),
    sa.Column("entered_by", WHOLE, nullable=False),
    sa.Column("category", sa.String(), nullable=False),
    sa.Column("severity", sa.String(), nullable=False),
    sa.Column("state", sa.String(), nullable=False),
    sa.Column("summary", sa.String(), nullable=False),
    sa.Column("words", sa.String(), nullable=False),
    sa.Column("remedy_sought", sa.String(), nullable=False),
    sa.Column("touch_point", sa.String(), nullable=False),
    sa.Column("product", sa.String(), nullable=False),
    sa.Column("immediate_action", sa.String(), nullable=False),
    sa.Column("their_reference", sa.String(), nullable=False),
    sa.Column("customer_id", WHOLE, nullable=True),
    sa.Column("owner", sa.String(), nullable=False),
    sa.Column("policy_version", WHOLE, nullable=False),
    sa.Column("ack_due_at", sa.BigInteger(), nullable=True),
    sa.Column("ack_month", sa.Integer(), nullable=True),
    sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
    sa.Column("resolve_due_at", sa.BigInteger(), nullable=True),
    sa.Column("resolve_month", sa.Integer(), nullable=True),
    sa.Column("resolved_at", sa.BigInteger(), nullable=True),
    sa.Column("next_due_at", sa.BigInteger(), nullable=True),
    sa.Column("next_clock", sa.String(), nullable=True),
    sa.Column("waiting_since", sa.BigInteger(), nullable=True),
    sa.Column("held_seconds", WHOLE, nullable=False),
    sa.Column("excluded_reason", sa.String(), nullable=False),
    sa.Column("closed_at", sa.BigInteger(), nullable=True),
    sa.Column("closed_month", sa.Integer(), nullable=True),
    sa.Column("closed_band", WHOLE, nullable=True),
    sa.Column("finding", sa.String(), nullable=True),
    sa.Column("finding_note", sa.String(), nullable=False),
    sa.Column("cause", sa.String(), nullable=False),
    sa.Column("remedy_kind", sa.String(), nullable=True),
    sa.Column("remedy_cents", WHOLE, nullable=False),
    sa.Column("goodwill", sa.Boolean(), nullable=False),
    sa.Column("reopened_count", WHOLE, nullable=False),
    sa.Column("removed_at", sa.BigInteger(), nullable=True),
    sa.Column("batch_id", WHOLE, nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_complaint"),
    sa.UniqueConstraint("ref", name="uq_complaint_ref"),
)
COMPLAINT_ROUND = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("complaint_id", WHOLE, nullable=False),
    sa.Column("round", WHOLE, nullable=False),
    sa.Column("resolve_due_at", sa.BigInteger(), nullable=True),
    sa.Column("resolve_month", sa.Integer(), nullable=True),
    sa.Column("resolved_at", sa.BigInteger(), nullable=True),
    sa.Column("closed_at", sa.BigInteger(), nullable=False),
    sa.Column("closed_month", sa.Integer(), nullable=False),
    sa.Column("closed_band", WHOLE, nullable=False),
    sa.Column("finding", sa.String(), nullable=True),
    sa.Column("remedy_kind", sa.String(), nullable=True),
    sa.Column("remedy_cents", WHOLE, nullable=False),
    sa.Column("held_seconds", WHOLE, nullable=False),
    sa.Column("excluded_reason", sa.String(), nullable=False),
    sa.Column("reopened_at", sa.BigInteger(), nullable=False),
    sa.Column("reopened_month", sa.Integer(), nullable=False),
    sa.Column("reason", sa.String(), nullable=False),
    sa.Column("removed_at", sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_complaint_round"),
    sa.UniqueConstraint("complaint_id", "round", name="uq_complaint_round_complaint_id_round"),
    sa.ForeignKeyConstraint(
        ["complaint_id"], ["complaint.id"], name="fk_complaint_round_complaint_id_complaint"
    ),
)
COMPLAINT_EVENT = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("complaint_id", WHOLE, nullable=False),
    sa.Column("at", sa.BigInteger(), nullable=False),
    sa.Column("user_id", WHOLE, nullable=False),
    sa.Column("kind", sa.String(), nullable=False),
    sa.Column("text", sa.String(), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_complaint_event"),
    sa.ForeignKeyConstraint(
        ["complaint_id"], ["complaint.id"], name="fk_complaint_event_complaint_id_complaint"
    ),
)
COMPLAINT_SUM = (
    sa.Column("month", sa.Integer(), nullable=False),
    sa.Column("measure", sa.String(), nullable=False),
    sa.Column("bucket", sa.String(), nullable=False),
    sa.Column("count", WHOLE, nullable=False),
    sa.Column("cents", WHOLE, nullable=False),
    sa.PrimaryKeyConstraint("month", "measure", "bucket", name="pk_complaint_sum"),
)
COMPLAINT_PARTS = (
    (
        "ix_complaint_ack_late",
        ["ack_month"],
        "acknowledged_at IS NULL OR acknowledged_at > ack_due_at",
    ),
    (
        "ix_complaint_acknowledging",
        ["ack_month", "ack_due_at"],
        "acknowledged_at IS NULL AND removed_at IS NULL AND excluded_reason = ''",
    ),
    ("ix_complaint_closed", ["closed_month"], "closed_month IS NOT NULL"),
    ("ix_complaint_customer", ["customer_id"], "customer_id IS NOT NULL"),
    ("ix_complaint_excluded", ["excluded_reason"], "excluded_reason <> ''"),
    ("ix_complaint_open", ["next_due_at"], "closed_at IS NULL AND removed_at IS NULL"),
    (
        "ix_complaint_resolve_late",
        ["resolve_month"],
        "resolved_at IS NULL OR resolved_at > resolve_due_at",
    ),
    (
        "ix_complaint_resolving",
        ["resolve_month", "resolve_due_at", "waiting_since"],
        "resolved_at IS NULL AND removed_at IS NULL AND excluded_reason = ''",
    ),
    ("ix_complaint_theirs", ["their_reference"], "their_reference <> ''"),
)
SEARCH = (
    (
        "CREATE VIRTUAL TABLE complaint_grams USING fts5(g, detail=none, content='', "
        "contentless_delete=1, tokenize='ascii')"
    ),
    (
        "CREATE TABLE complaint_grams_pending (first_id INTEGER PRIMARY KEY, last_id INTEGER NOT "
        "NULL)"
    ),
)


_CLOCK = (
    "CASE WHEN {r}.excluded_reason <> '' THEN 'excluded' WHEN {r}.{done} IS NULL THEN 'open' "
    "WHEN {r}.{done} <= {r}.{due} THEN 'met' ELSE 'missed' END"
)
_ACK = _CLOCK.replace("{done}", "acknowledged_at").replace("{due}", "ack_due_at")
_RESOLVE = _CLOCK.replace("{done}", "resolved_at").replace("{due}", "resolve_due_at")
_OUTCOME = (
    ("{r}.closed_month", "closed", "CAST({r}.closed_band AS TEXT)", "0", "TRUE"),
    ("{r}.closed_month", "finding", "{r}.finding", "0", "{r}.finding IS NOT NULL"),
    ("{r}.closed_month", "redress", "''", "{r}.remedy_cents", "{r}.remedy_cents > 0"),
    ("{r}.resolve_month", "resolve", _RESOLVE, "0", "TRUE"),
)
_COMPLAINT = (
    ("{r}.received_month", "received", "{r}.category", "0", "TRUE"),
    ("{r}.ack_month", "acknowledge", _ACK, "0", "TRUE"),
    *_OUTCOME,
)
_ROUND = (("{r}.reopened_month", "reopened", "''", "0", "TRUE"), *_OUTCOME)
_COMPLAINT_WATCHES = (
    "received_month, category, ack_month, ack_due_at, acknowledged_at, resolve_month, "
    "resolve_due_at, resolved_at, excluded_reason, closed_month, closed_band, finding, "
    "remedy_cents, removed_at"
)
_ROUND_WATCHES = "removed_at, excluded_reason, finding, remedy_cents"
_SUMMED = {
    "complaint": (_COMPLAINT, _COMPLAINT_WATCHES),
    "complaint_round": (_ROUND, _ROUND_WATCHES),
}


def _rows(contributions: tuple[tuple[str, ...], ...], row: str, source: str = "") -> str:
    """SELECTs of (month, measure, bucket, cents), one per contribution."""
    selects = []
    for month, measure, bucket, cents, condition in contributions:
        text = (
            f"SELECT {month} AS month, '{measure}' AS measure, {bucket} AS bucket, "
            f"{cents} AS cents {source} WHERE {month} IS NOT NULL AND {condition} "
            f"AND {{r}}.removed_at IS NULL"
        )
        selects.append(text.replace("{r}", row))
    return " UNION ALL ".join(selects)


def _upsert(rows: str, sign: str) -> str:
    return (
        "INSERT INTO complaint_sum (month, measure, bucket, count, cents) "
        f"SELECT month, measure, bucket, {sign} COUNT(*), {sign} SUM(cents) FROM ({rows}) "
        "WHERE TRUE GROUP BY month, measure, bucket ON CONFLICT (month, measure, bucket) "
        "DO UPDATE SET count = count + excluded.count, cents = cents + excluded.cents"
    )


def _complaint_triggers(table: str) -> dict[str, str]:
    contributions, watched = _SUMMED[table]
    add = _upsert(_rows(contributions, "NEW"), "+")
    take = _upsert(_rows(contributions, "OLD"), "-")
    events = {
        "added": f"AFTER INSERT ON {table} BEGIN {add}; END",
        "changed": f"AFTER UPDATE OF {watched} ON {table} BEGIN {take}; {add}; END",
        "gone": f"AFTER DELETE ON {table} BEGIN {take}; END",
    }
    return {
        f"{table}_sum_{name}": f"CREATE TRIGGER {table}_sum_{name} {text}"
        for name, text in events.items()
    }


def upgrade() -> None:
    """Make the tables."""
    op.create_table("complaint", *COMPLAINT)
    op.create_index("ix_complaint_received", "complaint", ["received_at", "id"])
    for name, columns, where in COMPLAINT_PARTS:
        some = sa.text(where)
        op.create_index(name, "complaint", columns, sqlite_where=some, postgresql_where=some)
    op.create_table("complaint_round", *COMPLAINT_ROUND)
    op.create_index("ix_complaint_round_complaint_id", "complaint_round", ["complaint_id"])
    op.create_index("ix_complaint_round_resolve_month", "complaint_round", ["resolve_month"])
    op.create_table("complaint_event", *COMPLAINT_EVENT)
    op.create_index("ix_complaint_event_complaint_id", "complaint_event", ["complaint_id"])
    for text in SEARCH:
        op.get_bind().exec_driver_sql(text)
    op.create_table("complaint_sum", *COMPLAINT_SUM)
    for table in _SUMMED:
        for text in _complaint_triggers(table).values():
            op.get_bind().exec_driver_sql(text)


def downgrade() -> None:
    """Take the tables away again, the last one first."""
    op.drop_table("complaint_sum")
    op.drop_table("complaint_grams_pending")
    op.drop_table("complaint_grams")
    op.drop_table("complaint_event")
    op.drop_table("complaint_round")
    op.drop_table("complaint")
