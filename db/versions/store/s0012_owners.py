"""Owners of complaints, actions and pledges are people of a list; old texts are kept and mapped."""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "s0012"
down_revision = "s0011"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERSON: tuple[SchemaItem, ...] = (
    sa.Column("id", WHOLE, nullable=False),
    sa.Column("name", sa.String(), nullable=False),
    sa.Column("user_id", WHOLE, nullable=True),
    sa.Column("since", sa.BigInteger(), nullable=False),
    sa.Column("left_at", sa.BigInteger(), nullable=True),
    sa.Column("batch_id", WHOLE, nullable=True),
    sa.PrimaryKeyConstraint("id", name="pk_person"),
    sa.UniqueConstraint("user_id", name="uq_person_user_id"),
    sa.ForeignKeyConstraint(
        ["user_id"], ["user_account.id"], name="fk_person_user_id_user_account"
    ),
)
# What has an owner, with the moment it was written.
OWNED = {"complaint": "entered_at", "action": "created_at", "pledge": "created_at"}
# The SQL of a table before and after; only a rebuilt table can refer to another one.
COLUMN = ("owner VARCHAR NOT NULL", "owner_id INTEGER, owner_text VARCHAR NOT NULL")
REFERENCE = ", CONSTRAINT fk_{table}_owner_id_person FOREIGN KEY(owner_id) REFERENCES person (id)"
INDEX = "CREATE INDEX ix_complaint_owner ON complaint (owner_id) WHERE owner_id IS NOT NULL"
TEXTS = " UNION ALL ".join(
    f"SELECT owner, {moment} AS at FROM {table}" for table, moment in OWNED.items()
)
USERS = (
    "SELECT id, name, active, created_at, (SELECT max(at) FROM audit_entry WHERE object_type = "
    "'user' AND object_id = user_account.id AND action = 'changed' AND "
    "json_extract(detail, '$.to.active') = 0) AS stopped_at FROM user_account "
    "ORDER BY active DESC, created_at, id"
)
ADD = (
    "INSERT INTO person (id, name, user_id, since, left_at) "
    "VALUES (:id, :name, :user_id, :since, :left_at)"
)
FORWARD = (
    {"owner_id": "m.person_id", "owner_text": "coalesce(m.written, o.owner)"},
    "LEFT JOIN temp.owner_map AS m ON m.text = o.owner",
)
BACK = (
    {"owner": "CASE WHEN o.owner_text <> '' THEN o.owner_text ELSE coalesce(p.name, '') END"},
    "LEFT JOIN person AS p ON p.id = o.owner_id",
)
NOTE = f"upgrade {revision}"
COUNTER_BITS = 31
Person = dict[str, Any]


def upgrade() -> None:
    """Make people of users and of all other owners; put their ids in place of the texts."""
    connection = op.get_bind()
    op.create_table("person", *PERSON)
    users = _users(connection)
    mapped, others = _mapped(connection, {_key(one["name"]): one for one in reversed(users)})
    for people in (users, others):
        if people:
            connection.execute(sa.text(ADD), people)
    run = connection.exec_driver_sql
    run("CREATE TEMP TABLE owner_map (text PRIMARY KEY, person_id, written) WITHOUT ROWID")
    for text, one in mapped.items():
        written = "" if text == one["name"] else text
        run("INSERT INTO owner_map VALUES (?, ?, ?)", (text, one["id"], written))
    for table in OWNED:
        _rebuild(connection, table, _with_reference, FORWARD)
    run("DROP TABLE temp.owner_map")
    run(INDEX)
    _tell(connection, users, others)


def downgrade() -> None:
    """Put the texts back: as they were written, or the people's names."""
    connection = op.get_bind()
    connection.exec_driver_sql("DROP INDEX ix_complaint_owner")
    for table in OWNED:
        _rebuild(connection, table, _without_reference, BACK)
    op.drop_table("person")
    connection.execute(sa.text("DELETE FROM store_setting WHERE name = :name"), {"name": NOTE})


def _users(connection: sa.Connection) -> list[Person]:
    """Every user as a person; of several of one name, the one whom the name means comes first."""
    return [
        {
            "id": row.id,
            "name": row.name,
            "user_id": row.id,
            "since": row.created_at,
            "left_at": None if row.active else row.stopped_at or row.created_at,
        }
        for row in connection.exec_driver_sql(USERS)
    ]


def _mapped(
    connection: sa.Connection, users: dict[str, Person]
) -> tuple[dict[str, Person], list[Person]]:
    """Whom each text means, and the people who are no users; a blank text means nobody."""
    read = f"SELECT owner, count(*) AS n, min(at) AS since FROM ({TEXTS}) GROUP BY owner"
    rows = [row for row in connection.exec_driver_sql(read) if _key(row.owner)]
    others: dict[str, Person] = {}
    uses: dict[str, Counter[str]] = {}
    for row in rows:
        key = _key(row.owner)
        if key not in users:
            uses.setdefault(key, Counter())[" ".join(row.owner.split())] += row.n
            one = others.setdefault(key, {"user_id": None, "since": row.since, "left_at": None})
            one["since"] = min(one["since"], row.since)
    first = _reserved(connection, len(others)) if others else 0
    for step, (key, one) in enumerate(sorted(others.items())):
        one |= {
            "id": first + step,
            "name": min(uses[key], key=lambda name: (-uses[key][name], name)),
        }
    people = others | users
    return {row.owner: people[_key(row.owner)] for row in rows}, list(others.values())


def _key(name: str) -> str:
    """A name without differences of blanks, case and width."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _with_reference(table: str, sql: str) -> str:
    told = sql.rstrip().removesuffix(")").replace(*COLUMN)
    return told + REFERENCE.format(table=table) + ")"


def _without_reference(table: str, sql: str) -> str:
    before, after = COLUMN
    return sql.replace(REFERENCE.format(table=table), "").replace(after, before)


def _rebuild(
    connection: sa.Connection,
    table: str,
    changed: Callable[[str, str], str],
    filled: tuple[dict[str, str], str],
) -> None:
    """Make a table anew and move its rows over, with its indexes and triggers as they were.

    SQLite adds no reference to a table that is there. What refers to the table keeps its name:
    references are not looked at meanwhile, and an old kind of renaming leaves them alone.
    """
    run = connection.exec_driver_sql
    found = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = 'table'"
    sql = " ".join(str(run(found, (table,)).scalar_one()).split())
    around = run(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type <> 'table' AND sql NOT NULL",
        (table,),
    )
    indexes_and_triggers = list(around.scalars())
    run(f"ALTER TABLE {table} RENAME TO {table}_before")
    run(changed(table, sql))
    from_elsewhere, joined = filled
    names = [row.name for row in run(f"PRAGMA table_info({table})")]
    values = (from_elsewhere.get(name, f'o."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    run(
        f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} "
        f"FROM {table}_before AS o {joined}"
    )
    run(f"DROP TABLE {table}_before")
    for text in indexes_and_triggers:
        run(text)


def _reserved(connection: sa.Connection, count: int) -> int:
    """The first of so many ids of the store's own counter."""
    taken = sa.text(
        "UPDATE sequence_counter SET following = following + :count WHERE name = 'id' "
        "RETURNING site, following"
    )
    site, following = connection.execute(taken, {"count": count}).one()
    return int(site << COUNTER_BITS | following - count)


def _tell(connection: sa.Connection, *people: list[Person]) -> None:
    """Leave word for the audit trail, which only an opened store can write."""
    entries = [
        _entry("created_many", "person", [one["id"] for one in some]) for some in people if some
    ]
    for table in OWNED:
        read = f"SELECT id FROM {table} WHERE owner_id NOT NULL ORDER BY id"
        ids = list(connection.exec_driver_sql(read).scalars())
        if ids:
            entries.append(_entry("changed_many", table, ids, fields=["owner_id", "owner_text"]))
    if entries:
        connection.execute(
            sa.text("INSERT INTO store_setting (name, value) VALUES (:name, :value)"),
            {"name": NOTE, "value": json.dumps(entries, separators=(",", ":"), sort_keys=True)},
        )


def _entry(action: str, object_type: str, ids: Sequence[int], **more: object) -> dict[str, object]:
    detail = {"count": len(ids), "first": min(ids), "last": max(ids), **more}
    return {"action": action, "object_type": object_type, "detail": detail}
