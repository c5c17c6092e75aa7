"""Revision s0009: what months are judged by, taken out of the shop's versions with its days."""

import json
from pathlib import Path

from csq_desktop.domain.users import Role
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import reconcile
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.schema import upgrade
from tests.factory import FixedClock, copy_store, open_store, template
from tests.storage.schema.test_migrations import by_history, changing, move

SHOPS = [
    ("2026-01-05", {"name": "A", "minimum_n": 10, "closed_bands": [3, 10]}),
    ("2026-04-07", {"name": "B", "minimum_n": 10, "closed_bands": [5, 20]}),
    ("2026-06-30", {"name": "B", "minimum_n": 15, "closed_bands": [3, 10]}),
]
TAKEN = [
    ("checklist_target", 1, "2026-01-05", "0.9"),
    ("closed_bands", 1, "2026-01-05", "[3,10]"),
    ("closed_bands", 2, "2026-04-07", "[5,20]"),
    ("closed_bands", 3, "2026-06-30", "[3,10]"),
    ("minimum_n", 1, "2026-01-05", "10"),
    ("minimum_n", 2, "2026-06-30", "15"),
]
READ = (
    "SELECT name, version, effective_from, body FROM shop_setting WHERE name <> 'shop' "
    "ORDER BY name, version"
)


def put(file: Path, key: str) -> None:
    """Three versions of a shop, as earlier releases wrote them."""
    with changing(file, key) as connection:
        for version, (since, body) in enumerate(SHOPS, 1):
            connection.exec_driver_sql(
                "INSERT INTO shop_setting VALUES (?, 'shop', ?, ?, ?, 1, 1)",
                (version, version, since, json.dumps(body)),
            )


def test_each_criterion_keeps_its_values_and_their_days(tmp_path: Path) -> None:
    file = by_history(tmp_path, STORE_FILE)
    key = "ab" * 32
    move(file, "s0008", down=True)
    put(file, key)
    with changing(file) as connection:
        connection.exec_driver_sql("INSERT INTO sequence_counter VALUES ('id', 7, 40)")
    move(file, "s0009")
    with changing(file) as connection:
        read = connection.exec_driver_sql
        assert [tuple(row) for row in read(READ)] == TAKEN
        ids = read("SELECT id FROM shop_setting WHERE name <> 'shop' ORDER BY id").scalars()
        assert list(ids) == [7 << 31 | number for number in range(40, 46)]
        assert read("SELECT following FROM sequence_counter").scalar() == 46
    move(file, "s0008", down=True)
    with changing(file) as connection:
        assert [tuple(row) for row in connection.exec_driver_sql(READ)] == []
        assert connection.exec_driver_sql("SELECT count(*) FROM store_setting").scalar() == 0


def test_the_trail_is_told_when_the_store_is_opened(tmp_path: Path, clock: FixedClock) -> None:
    file = copy_store(tmp_path) / STORE_FILE
    key = template().users[Role.SUPERVISOR].keyring.store_key
    move(file, "s0008", key=key, down=True)
    put(file, key)
    upgrade.to_head({file: key}, template().users[Role.SUPERVISOR].keyring)
    store = open_store(tmp_path, source=clock)
    with store.reading() as session:
        (told,) = session.connection().exec_driver_sql(
            "SELECT object_type, detail FROM audit_entry WHERE action = 'created_many' "
            "AND object_type = 'shop_setting'"
        )
        assert json.loads(told.detail)["count"] == len(TAKEN)
        assert json.loads(told.detail)["because"] == "upgrade s0009"
        found = reconcile.compare(session).differences
        assert [one.object_id for one in found if int(one.object_id) > len(SHOPS)] == []
        assert shop.criteria(session).newest.minimum_n == 15
    store.close()
    again = open_store(tmp_path, source=clock)
    with again.reading() as session:
        left = session.connection().exec_driver_sql(
            "SELECT count(*) FROM store_setting WHERE name LIKE 'upgrade %'"
        )
        assert left.scalar() == 0
    again.close()
