"""What held of an action is kept with its date, so that no past month changes with it."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "s0013"
down_revision = "s0012"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# What an action is now is all that older programs kept: open with today's due day since it was
# promised, and over since it ended.
PRESENT = (
    "SELECT id AS action_id, created_at AS effective_from, 'open' AS state, due_on, 0 AS step "
    "FROM action UNION ALL SELECT id, done_at, state, due_on, 1 FROM action "
    "WHERE state <> 'open' AND done_at NOT NULL ORDER BY action_id, step"
)
ADD = (
    "INSERT INTO action_version (id, action_id, effective_from, state, due_on) "
    "VALUES (:id, :action_id, :effective_from, :state, :due_on)"
)
NOTE = f"upgrade {revision}"
COUNTER_BITS = 31


def upgrade() -> None:
    """Begin the history of every action with what is kept of it."""
    op.create_table(
        "action_version",
        sa.Column("id", WHOLE, nullable=False),
        sa.Column("action_id", WHOLE, nullable=False),
        sa.Column("effective_from", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_action_version"),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action.id"], name="fk_action_version_action_id_action"
        ),
    )
    op.create_index(
        "ix_action_version_action_id_effective_from",
        "action_version",
        ["action_id", "effective_from"],
    )
    connection = op.get_bind()
    rows: list[dict[str, Any]] = [row._asdict() for row in connection.exec_driver_sql(PRESENT)]
    if not rows:
        return
    first = _reserved(connection, len(rows))
    connection.execute(sa.text(ADD), [{"id": first + at, **row} for at, row in enumerate(rows)])
    _tell(connection, first, len(rows))


def downgrade() -> None:
    """Forget the history: the actions still hold what is so now."""
    op.drop_table("action_version")
    forget = sa.text("DELETE FROM store_setting WHERE name = :name")
    op.get_bind().execute(forget, {"name": NOTE})


def _reserved(connection: sa.Connection, count: int) -> int:
    """The first of so many ids of the store's own counter."""
    taken = sa.text(
        "UPDATE sequence_counter SET following = following + :count WHERE name = 'id' "
        "RETURNING site, following"
    )
    site, following = connection.execute(taken, {"count": count}).one()
    return int(site << COUNTER_BITS | following - count)


def _tell(connection: sa.Connection, first: int, count: int) -> None:
    """Leave word for the audit trail, which only an opened store can write."""
    entry = {
        "action": "created_many",
        "object_type": "action_version",
        "detail": {"count": count, "first": first, "last": first + count - 1},
    }
    connection.execute(
        sa.text("INSERT INTO store_setting (name, value) VALUES (:name, :value)"),
        {"name": NOTE, "value": json.dumps([entry], separators=(",", ":"), sort_keys=True)},
    )
