"""Revision s0012: owners become people of a list, and what was written of them stays."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.names import name_key
from csq_desktop.services import people
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import views
from csq_desktop.storage.audit import reconcile
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.schema import upgrade
from csq_desktop.storage.tables.row import ROWS
from tests.factory import NAMES, FixedClock, copy_store, open_store, template
from tests.services.small_shop import logged, set_up
from tests.storage.schema.test_migrations import by_history, changing, contents, move, objects

KEY = "ab" * 32
USERS = [(1, "May Wong", 1, 100), (2, "Ka-ho", 1, 200), (3, "Gone", 0, 300), (4, "Gone", 0, 310)]
COMPLAINTS = {
    11: "May Wong", 12: " may  WONG ", 13: "Ｍａｙ Ｗｏｎｇ",
    14: "Siu-ling Chan", 15: "siu-ling chan", 16: "Siu-ling Chan", 17: "", 18: "  ",
    19: "gone", 20: "Landlord", 21: "Ka ho",
}  # fmt: skip
ACTIONS = {31: "Ka-ho", 32: "SIU-LING CHAN"}
PLEDGES = {41: "May Wong", 42: ""}
FIRST_NEW = 7 << 31 | 40
KA_HO, LANDLORD, CHAN = FIRST_NEW, FIRST_NEW + 1, FIRST_NEW + 2
MEANT = {
    11: (1, ""), 12: (1, " may  WONG "), 13: (1, "Ｍａｙ Ｗｏｎｇ"), 14: (CHAN, ""),
    15: (CHAN, "siu-ling chan"), 16: (CHAN, ""), 17: (None, ""), 18: (None, "  "),
    19: (3, "gone"), 20: (LANDLORD, ""), 21: (KA_HO, ""), 31: (2, ""),
    32: (CHAN, "SIU-LING CHAN"), 41: (1, ""), 42: (None, ""),
}  # fmt: skip
PEOPLE = [
    (1, "May Wong", 1, 100, None),
    (2, "Ka-ho", 2, 200, None),
    (3, "Gone", 3, 300, 900),
    (4, "Gone", 4, 310, 310),
    (KA_HO, "Ka ho", None, 1021, None),
    (LANDLORD, "Landlord", None, 1020, None),
    (CHAN, "Siu-ling Chan", None, 532, None),
]


def add(connection: Connection, table: str, **values: object) -> None:
    """A row with these values, all others as plain as their columns allow."""
    plain = {"VARCHAR": "x", "TEXT": "{}", "BLOB": b"x", "DATE": "2026-10-05"}
    columns = [
        (column[1], plain.get(column[2], 1), column[3])
        for column in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')
    ]
    row = {name: value if needed else None for name, value, needed in columns} | values
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values())
    )


def put(connection: Connection) -> None:
    """A store as the release before wrote it: users, one of whom left, and their records."""
    connection.exec_driver_sql("INSERT INTO sequence_counter VALUES ('id', 7, 40)")
    for number, name, active, since in USERS:
        connection.exec_driver_sql(
            "INSERT INTO user_account VALUES (?, ?, 'staff', ?, ?)", (number, name, active, since)
        )
    for sequence, at, detail in ((1, 800, {"name": "G"}), (2, 900, {"active": False})):
        add(connection, "audit_entry", sequence=sequence, at=at, action="changed",
            object_type="user", object_id=3, detail=json.dumps({"to": detail}))  # fmt: skip
    for number, owner in COMPLAINTS.items():
        add(connection, "complaint", id=number, ref=str(number), owner=owner,
            entered_at=1000 + number)  # fmt: skip
    add(connection, "complaint_event", id=1, complaint_id=12, text="From  may WONG to Chan.")
    for number, owner in ACTIONS.items():
        add(connection, "action", id=number, ref=str(number), owner=owner,
            created_at=500 + number)  # fmt: skip
    for number, owner in PLEDGES.items():
        add(connection, "pledge", id=number, code=str(number), owner=owner, created_at=2000)
    add(connection, "pledge_version", id=1, pledge_id=41)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = by_history(tmp_path, STORE_FILE)
    move(found, "s0011", down=True)
    with changing(found) as connection:
        put(connection)
    return found


def owners(connection: Connection) -> dict[int, tuple[int | None, str]]:
    read = " UNION ALL ".join(
        f"SELECT id, owner_id, owner_text FROM {table}"
        for table in ("complaint", "action", "pledge")
    )
    return {row.id: (row.owner_id, row.owner_text) for row in connection.exec_driver_sql(read)}


def test_a_text_means_the_user_of_that_name_or_a_person_who_is_added(file: Path) -> None:
    move(file, "s0012")
    with changing(file) as connection:
        read = connection.exec_driver_sql
        found = read("SELECT id, name, user_id, since, left_at FROM person ORDER BY id")
        assert [tuple(row) for row in found] == PEOPLE
        assert owners(connection) == MEANT
        assert read("SELECT following FROM sequence_counter").scalar() == 43
        assert read("SELECT text FROM complaint_event").scalar() == "From  may WONG to Chan."
        assert read("PRAGMA foreign_key_check").first() is None


def test_going_down_puts_every_text_back_and_going_up_maps_it_again(file: Path) -> None:
    with changing(file) as connection:
        before, shape = contents(connection), objects(connection)
    move(file, "s0012")
    with changing(file) as connection:
        connection.exec_driver_sql("UPDATE person SET name = 'Lai' WHERE name = 'Landlord'")
    move(file, "s0011", down=True)
    with changing(file) as connection:
        after = contents(connection)
        assert objects(connection) == shape
        assert connection.exec_driver_sql("SELECT count(*) FROM store_setting").scalar() == 0
    told = {row["id"]: row["owner"] for row in after["complaint"]}
    assert told == COMPLAINTS | {20: "Lai"}
    assert (after["action"], after["pledge"]) == (before["action"], before["pledge"])
    move(file, "s0012")
    with changing(file) as connection:
        names = connection.exec_driver_sql("SELECT name FROM person WHERE user_id IS NULL")
        assert sorted(names.scalars()) == ["Ka ho", "Lai", "Siu-ling Chan"]
        assert len(owners(connection)) == len(MEANT)


def test_tables_keep_their_triggers_and_indexes(file: Path) -> None:
    """On the way down from a later release, whose triggers spoke of columns that are gone."""
    own = "AFTER INSERT ON complaint BEGIN DELETE FROM complaint_sum WHERE month = 0; END"
    with changing(file) as connection:
        connection.exec_driver_sql(f"CREATE TRIGGER complaint_sum_added {own}")
        before = objects(connection)
    move(file, "s0012")
    with changing(file) as connection:
        after = objects(connection)
    kept = {name: sql for name, sql in before.items() if not name.startswith("table ")}
    assert {name: after.get(name) for name in kept} == kept
    assert any(name.startswith("trigger complaint_sum") for name in kept)
    assert "index ix_complaint_owner" in after.keys() - before.keys()


def test_the_program_matches_names_as_the_revision_did(file: Path) -> None:
    """An import is to find the people whom the revision made."""
    move(file, "s0012")
    by_id = {number: name for number, name, *_ in PEOPLE}
    for number, text in (COMPLAINTS | ACTIONS | PLEDGES).items():
        person_id, _ = MEANT[number]
        assert (person_id is None) == (not name_key(text))
        if person_id is not None:
            assert name_key(text) == name_key(by_id[person_id])


def test_a_store_without_other_owners_needs_no_new_ids(tmp_path: Path) -> None:
    found = by_history(tmp_path, STORE_FILE)
    move(found, "s0011", down=True)
    move(found, "s0012")
    with changing(found) as connection:
        assert contents(connection)["person"] == []
        assert connection.exec_driver_sql("SELECT count(*) FROM store_setting").scalar() == 0


def test_the_trail_is_told_and_the_check_of_records_agrees(
    tmp_path: Path, clock: FixedClock
) -> None:
    name, key = NAMES[Role.SUPERVISOR], template().users[Role.SUPERVISOR].keyring.store_key
    store = open_store(tmp_path, source=clock)
    set_up(store)
    with store.writing() as session:
        first, second = logged(session, clock), logged(session, clock)
        actions.promise(session, NewAction("Mend the till", name, date(2026, 12, 1)))
    store.close()
    file = copy_store(tmp_path) / STORE_FILE
    move(file, "s0011", key=key, down=True)
    with changing(file, key) as connection:
        change = "UPDATE complaint SET owner = ? WHERE id = ?"
        connection.exec_driver_sql(change, (f" {name.upper()}", first))
        connection.exec_driver_sql(change, ("Landlord", second))
    upgrade.to_head({file: key}, template().users[Role.SUPERVISOR].keyring)
    store = open_store(tmp_path, source=clock)
    with store.reading() as session:
        assert views.read(session, first).owner == f" {name.upper()}"
        assert views.read(session, first).owner_id == people.of_signed_in(session)
        assert views.read(session, second).owner == "Landlord"
        told = session.connection().exec_driver_sql(
            "SELECT object_type, detail FROM audit_entry WHERE detail LIKE '%upgrade s0012%' "
            "ORDER BY sequence"
        )
        counts = [(kind, json.loads(detail)["count"]) for kind, detail in told]
        assert counts == [
            ("person", len(NAMES)), ("person", 2), ("complaint", 2), ("action", 1), ("pledge", 3),
        ]  # fmt: skip
        assert untold(session) == []
    store.close()


def untold(session: Session) -> list[tuple[str, int | str, tuple[str, ...]]]:
    """What the check finds, but for what went with the way down: rows, and salts of digests."""
    gone = ("person", "action_version")
    found = [
        (each, tuple(name for name in each.fields if name not in _unsaid(each.object_type)))
        for each in reconcile.compare(session).differences
        if each.object_type not in gone
    ]
    return [
        (each.object_type, each.object_id, fields)
        for each, fields in found
        if fields or each.differs is not reconcile.Differs.CHANGED
    ]


def _unsaid(object_type: str) -> frozenset[str]:
    (row,) = [row for row in ROWS.values() if row.__audit__ == object_type]
    return row.__unsaid__


def test_what_else_was_changed_past_the_trail_is_found_as_before(
    tmp_path: Path, clock: FixedClock
) -> None:
    """The revision tells which fields it wrote: all others are compared still."""
    key = template().users[Role.SUPERVISOR].keyring.store_key
    store = open_store(tmp_path, source=clock)
    set_up(store)
    with store.writing() as session:
        case = logged(session, clock)
    store.close()
    file = copy_store(tmp_path) / STORE_FILE
    move(file, "s0011", key=key, down=True)
    with changing(file, key) as connection:
        connection.exec_driver_sql("UPDATE complaint SET severity = 'low'")
    upgrade.to_head({file: key}, template().users[Role.SUPERVISOR].keyring)
    store = open_store(tmp_path, source=clock)
    with store.reading() as session:
        assert untold(session) == [("complaint", case, ("severity",))]
    store.close()
