"""What an upgrade has to tell is believed of the upgrade alone, and once."""

import json
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused
from csq_desktop.services.stores import checks
from csq_desktop.storage.schema import upgrade
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, copy_store, open_store, opened
from tests.old_files.make import HERE
from tests.storage.older import OldStore, old_store, restored
from tests.storage.schema.test_guard import build_in, told

FORGED = json.dumps(
    [
        {
            "action": "changed_many",
            "object_type": "complaint",
            "detail": {"count": 99, "first": 1, "last": 1 << 62, "fields": ["severity"]},
        },
        {"action": "exported", "object_type": None, "detail": {"kind": "customers"}},
    ]
)


def put_in(name: str) -> str:
    return f"INSERT INTO store_setting VALUES ('{name}', '{FORGED}')"


def entries(store: Store) -> list[Any]:
    with store.reading() as session:
        query = "SELECT action, object_type, detail FROM audit_entry ORDER BY sequence"
        return list(session.connection().exec_driver_sql(query).all())


def settings(store: Store) -> int:
    with store.reading() as session:
        count = "SELECT count(*) FROM store_setting WHERE name LIKE 'upgrade%'"
        return int(session.connection().exec_driver_sql(count).scalar_one())


@pytest.mark.parametrize("name", ["upgrade s0016", "upgrade s0099", "upgrade"])
def test_a_note_that_no_upgrade_left_is_told_and_not_believed(
    tmp_path: Path, clock: FixedClock, name: str
) -> None:
    folder = copy_store(tmp_path)
    build_in(folder, put_in(name))
    with pytest.raises(Refused, match="supervisor must sign in"):
        open_store(tmp_path, Role.STAFF, source=clock)
    with opened(folder, clock) as store:
        assert told(store) == [[f"store_setting {name}"]]
        assert f"store_setting {name}" in store.losses[0]
        written = {(action, kind) for action, kind, _ in entries(store)}
        assert written.isdisjoint({("changed_many", "complaint"), ("exported", None)})
        assert settings(store) == 0
        assert [line.name for line in checks.check(store).lines if not line.sound] == ["opening"]
    with opened(folder, clock, Role.STAFF) as store:
        assert store.losses == ()


def test_notes_whose_names_are_no_texts_keep_nobody_out(tmp_path: Path, clock: FixedClock) -> None:
    names = ("CAST('upgrade a' AS BLOB)", "'upgrade b'", "'upgrade ' || CAST(x'EDB080' AS TEXT)")
    folder = copy_store(tmp_path)
    for name in names:
        build_in(folder, f"INSERT INTO store_setting VALUES ({name}, x'FF')")
    with opened(folder, clock) as store:
        (objects,) = told(store)
        assert len(objects) == 3
    with opened(folder, clock, Role.STAFF) as store:
        assert store.losses == ()


def upgraded(old: OldStore) -> None:
    """As a kill between the upgrade and the opening behind it leaves the store."""
    files = {
        old.folder / "store.db": old.ring.store_key,
        old.folder / "vault.db": old.ring.vault_key or "",
    }
    upgrade.to_head(files, old.ring)


def sealed(old: OldStore) -> str:
    with old.driver() as driver:
        read = "SELECT value FROM store_setting WHERE name = 'upgrade'"
        return str(driver.execute(read).fetchone()[0])


def test_an_upgrade_that_was_killed_before_its_opening_is_told_by_the_next_one(
    tmp_path: Path,
) -> None:
    old = old_store(tmp_path)
    upgraded(old)
    store = old.open()
    assert store.losses == ()
    assert any(action == AuditAction.COVERED for action, _, _ in entries(store))
    assert settings(store) == 0
    assert checks.check(store).sound
    store.close()


def test_a_sealed_note_is_believed_once(tmp_path: Path) -> None:
    old = old_store(tmp_path)
    upgraded(old)
    note = sealed(old)
    old.open().close()
    old.run(f"INSERT INTO store_setting VALUES ('upgrade', '{note}')")
    store = old.open()
    assert told(store) == [["store_setting upgrade"]]
    store.close()


@pytest.mark.parametrize("change", ["closed", "[]", "{", '{"notes": 5, "seal": "ab"}'])
def test_a_sealed_note_that_was_changed_is_not_believed(tmp_path: Path, change: str) -> None:
    old = old_store(tmp_path)
    upgraded(old)
    note = sealed(old)
    if change == "closed":
        facts = json.loads(note)
        change = json.dumps({**facts, "notes": [["x", "exported", None, {}], *facts["notes"]]})
    old.run(f"UPDATE store_setting SET value = '{change}' WHERE name = 'upgrade'")
    store = old.open()
    assert told(store) == [["store_setting upgrade"]]
    assert AuditAction.EXPORTED not in [action for action, _, _ in entries(store)[-20:]]
    store.close()


def test_a_note_put_in_before_an_upgrade_is_taken_out_by_it(tmp_path: Path) -> None:
    old = old_store(tmp_path)
    old.run(put_in("upgrade s0016"))
    store = old.open()
    assert told(store) == [["store_setting upgrade s0016"]]
    assert [line.name for line in checks.check(store).lines if not line.sound] == ["opening"]
    store.close()


def test_rows_that_a_revision_changed_get_digests(tmp_path: Path) -> None:
    """s0013 made a version for each action, s0012 the people: both from the file of s0008."""
    old = restored(HERE / "s0008-v0002.csqbackup", tmp_path / "Older.csq")
    store = old.open()
    details = [json.loads(detail) for _, _, detail in entries(store) if "because" in detail]
    assert {each["because"] for each in details} >= {"upgrade s0012", "upgrade s0013"}
    assert all("root" in each for each in details)
    assert checks.check(store).sound
    store.close()


def test_a_row_changed_between_an_upgrade_and_its_opening_is_found(tmp_path: Path) -> None:
    old = restored(HERE / "s0008-v0002.csqbackup", tmp_path / "Older.csq")
    upgraded(old)
    first = "SELECT min(id) FROM action_version"
    old.run(f"UPDATE action_version SET due_on = '2031-01-01' WHERE id = ({first})")
    store = old.open()
    (line,) = [line for line in checks.check(store).lines if not line.sound]
    assert line.name == "records_and_trail"
    assert "Status of an action" in line.details[0]
    store.close()
