"""What figures are judged by stands in histories of its own, as it was in force day by day."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "s0009"
down_revision = "s0008"
branch_labels = None
depends_on = None

USUAL = {"minimum_n": 10, "closed_bands": [3, 10], "checklist_target": 0.9}
NOTE = f"upgrade {revision}"
COUNTER_BITS = 31


def upgrade() -> None:
    """Take each criterion out of the shop's versions, with the days its values held from."""
    connection = op.get_bind()
    written = sa.text(
        "SELECT effective_from, body, created_at, created_by FROM shop_setting "
        "WHERE name = 'shop' ORDER BY version"
    )
    shops = [(json.loads(row.body), row) for row in connection.execute(written)]
    rows = [row for name in USUAL for row in _versions(name, shops)]
    if not rows:
        return
    first = _reserved(connection, len(rows))
    add = sa.text(
        "INSERT INTO shop_setting (id, name, version, effective_from, body, created_at, "
        "created_by) VALUES (:id, :name, :version, :effective_from, :body, :created_at, "
        ":created_by)"
    )
    connection.execute(add, [{"id": first + step, **row} for step, row in enumerate(rows)])
    _tell(connection, first, len(rows))


def downgrade() -> None:
    """Forget the histories: the shop's own versions still hold the values of their days."""
    connection = op.get_bind()
    for name in USUAL:
        connection.execute(sa.text("DELETE FROM shop_setting WHERE name = :name"), {"name": name})
    connection.execute(sa.text("DELETE FROM store_setting WHERE name = :name"), {"name": NOTE})


def _versions(name: str, shops: list[tuple[dict[str, Any], Any]]) -> Iterator[dict[str, Any]]:
    """A row for each version of the shop that set another value than the one before."""
    before, version = "", 0
    for body, row in shops:
        value = json.dumps(body.get(name, USUAL[name]), separators=(",", ":"))
        if value != before:
            before, version = value, version + 1
            yield {
                "name": name,
                "version": version,
                "effective_from": row.effective_from,
                "body": value,
                "created_at": row.created_at,
                "created_by": row.created_by,
            }


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
    told = {
        "action": "created_many",
        "object_type": "shop_setting",
        "detail": {"count": count, "first": first, "last": first + count - 1},
    }
    connection.execute(
        sa.text("INSERT INTO store_setting (name, value) VALUES (:name, :value)"),
        {"name": NOTE, "value": json.dumps([told], separators=(",", ":"), sort_keys=True)},
    )
