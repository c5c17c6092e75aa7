"""Whatever somebody builds into the files is taken out before it works, and told."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged
from csq_desktop.services.stores import checks
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.backup import making
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE, FileKeys
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.maintenance import restore
from csq_desktop.storage.schema import guard
from csq_desktop.storage.sessions.desk import Clock
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, copy_store, open_store, opened, template
from tests.storage.older import OLD_CLOCK, old_store, restored
from tests.storage.schema.test_migrations import keys, older_store, revisions

SPY = "CREATE TRIGGER spy AFTER INSERT ON audit_entry BEGIN UPDATE user_account SET name = 'x'; END"
ODD = "CREATE VIEW odd AS SELECT * FROM complaint"
THIEF = "CREATE TRIGGER thief AFTER INSERT ON vault_draft BEGIN DELETE FROM identity; END"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_store(tmp_path)


def build_in(folder: Path, *statements: str, file: str = STORE_FILE) -> None:
    """What somebody with the file's key does in a program of their own."""
    with closing(engine.connect(folder / file, keys()[file])) as driver:
        for statement in statements:
            driver.execute(statement)


def schema_of(folder: Path, file: str) -> guard.Schema:
    with closing(engine.connect(folder / file, keys()[file])) as driver:
        return guard.stored(driver)


def told(store: Store) -> list[list[str]]:
    """What each entry about files put in order says was found."""
    with store.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT detail FROM audit_entry WHERE action = ? ORDER BY sequence",
            (AuditAction.PUT_IN_ORDER,),
        )
        return [json.loads(row.detail)["objects"] for row in rows]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.STAFF, Role.AUDITOR])
@pytest.mark.parametrize(
    ("statement", "name"),
    [
        (SPY, "trigger spy"),
        (ODD, "view odd"),
        ("CREATE UNIQUE INDEX once ON complaint (severity)", "index once"),
        ('CREATE TABLE "a ""b" (x)', 'table a "b'),
    ],
)
def test_what_is_foreign_is_taken_out_before_anybody_writes(
    folder: Path, clock: FixedClock, role: Role, statement: str, name: str
) -> None:
    build_in(folder, statement)
    with opened(folder, clock, role) as store:
        assert told(store) == [[name]]
        assert len(store.losses) == 1
        assert name in store.losses[0]
    assert schema_of(folder, STORE_FILE) == guard.declared()["main"]
    with opened(folder, clock, role) as store:
        assert (told(store), store.losses) == ([[name]], ())


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER audit_entry_kept", "trigger audit_entry_kept"),
        ("DROP INDEX ix_consent_customer_id", "index ix_consent_customer_id"),
    ],
)
def test_what_is_missing_is_made_anew(
    folder: Path, clock: FixedClock, statement: str, name: str
) -> None:
    build_in(folder, statement)
    with opened(folder, clock) as store:
        assert told(store) == [[name]]
    assert schema_of(folder, STORE_FILE) == guard.declared()["main"]


def test_a_trigger_that_was_changed_is_made_anew(folder: Path, clock: FixedClock) -> None:
    other = "CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry BEGIN SELECT 1; END"
    build_in(folder, "DROP TRIGGER audit_entry_kept", other)
    with opened(folder, clock) as store:
        assert told(store) == [["trigger audit_entry_kept"]]
    assert schema_of(folder, STORE_FILE) == guard.declared()["main"]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE complaint ADD COLUMN extra AS (severity)",
        "DROP TABLE draft",
        "ALTER TABLE person RENAME TO people",
    ],
)
def test_a_table_that_was_changed_keeps_everybody_out(
    folder: Path, clock: FixedClock, statement: str
) -> None:
    build_in(folder, statement)
    for role in (Role.STAFF, Role.SUPERVISOR):
        with pytest.raises(StoreDamaged, match="was changed from outside"):
            open_store(folder.parent, role, source=clock)


@pytest.mark.parametrize(
    "change",
    [
        "type = 'TRIGGER'",
        "name = x'00'",
        "name = CAST(x'ff' AS TEXT)",
    ],
)
def test_a_schema_of_no_form_keeps_everybody_out(
    folder: Path, clock: FixedClock, change: str
) -> None:
    update = f"UPDATE sqlite_master SET {change} WHERE name = 'spy'"
    build_in(folder, SPY, "PRAGMA writable_schema = ON", update)
    with pytest.raises(StoreDamaged):
        open_store(folder.parent, source=clock)


def test_the_vault_is_guarded_too(folder: Path, clock: FixedClock) -> None:
    build_in(folder, THIEF, file=VAULT_FILE)
    with opened(folder, clock) as store:
        assert told(store) == [["trigger thief"]]
    assert schema_of(folder, VAULT_FILE) == guard.declared()["vault"]


@pytest.fixture
def store(folder: Path, clock: FixedClock) -> Iterator[Store]:
    with opened(folder, clock) as opened_store:
        yield opened_store


def write(store: Store) -> None:
    with store.writing() as session:
        audit.note(session, AuditAction.EXPORTED)


def renamed(store: Store) -> int:
    """How many users the spy has renamed."""
    with store.reading() as session:
        count = "SELECT count(*) FROM user_account WHERE name = 'x'"
        return int(session.connection().exec_driver_sql(count).scalar_one())


def test_what_is_built_in_while_somebody_works_never_works(store: Store) -> None:
    build_in(store.folder, SPY)
    write(store)
    assert told(store) == [["trigger spy"]]
    assert "trigger spy" in store.losses[-1]
    assert renamed(store) == 0


def test_a_counter_of_changes_that_was_set_back_lets_no_trigger_work(store: Store) -> None:
    with closing(engine.connect(store.folder / STORE_FILE, keys()[STORE_FILE])) as driver:
        (before,) = driver.execute("PRAGMA schema_version").fetchone()
        driver.execute(SPY)
        driver.execute(f"PRAGMA schema_version = {before}")
    write(store)
    assert renamed(store) == 0


def test_what_is_taken_out_stays_out_only_when_that_is_kept(store: Store) -> None:
    build_in(store.folder, SPY)
    with pytest.raises(RuntimeError), store.writing():
        raise RuntimeError("something else went wrong")
    write(store)
    assert told(store) == [["trigger spy"]]
    assert renamed(store) == 0


def test_a_trigger_that_writes_into_the_trail_gets_no_signature(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the guard looked away, a session signs what it appended itself and no more."""
    build_in(
        store.folder,
        "CREATE TRIGGER spy AFTER INSERT ON audit_entry WHEN NEW.action = 'exported' BEGIN "
        "INSERT INTO audit_entry SELECT NEW.sequence + 1, NEW.at, NEW.user_id, 'revealed', "
        "NULL, NULL, '{}', NEW.mac; END",
    )
    monkeypatch.setattr(guard, "put_in_order", lambda *_: [])
    with pytest.raises(StoreDamaged, match="end of the audit trail"):
        write(store)


def test_no_trigger_works_while_an_older_store_is_upgraded(tmp_path: Path) -> None:
    old = old_store(tmp_path)
    old.run(SPY, SPY.replace("spy", "spy2").replace("audit_entry", "store_setting"), ODD)
    store = old.open()
    assert told(store) == [["trigger spy", "trigger spy2", "view odd"]]
    assert "trigger spy2" in store.losses[0]
    assert renamed(store) == 0
    wrong = [line.name for line in checks.check(store).lines if not line.sound]
    assert wrong == ["opening"]
    store.close()


def test_an_older_store_that_does_not_fit_its_history_is_damaged(tmp_path: Path) -> None:
    history = revisions(STORE_FILE)
    folder = older_store(tmp_path, steps=len(history) - history.index("s0021"))
    build_in(folder, "CREATE TABLE pack_definition (id)")  # what s0021 adds
    before = schema_of(folder, STORE_FILE)
    with pytest.raises(StoreDamaged, match="damaged"):
        open_store(tmp_path)
    assert schema_of(folder, STORE_FILE) == before


def test_no_trigger_of_a_backup_works_when_it_is_restored(folder: Path, clock: FixedClock) -> None:
    build_in(folder, SPY)
    ring = template().users[Role.SUPERVISOR].keyring
    backup = making.before_upgrade(folder, ring, files_of(ring), clock())
    back = folder.parent / "back" / folder.name
    code = template().users[Role.SUPERVISOR].recovery_code
    restore.restore(backup.file, back, restore.by_recovery(code), Clock(clock))
    with opened(back, FixedClock()) as store:
        assert told(store) == [["trigger spy"]]
        assert renamed(store) == 0


def test_no_trigger_of_an_older_backup_works_when_it_is_restored(tmp_path: Path) -> None:
    old = old_store(tmp_path)
    old.run(SPY, ODD)
    backup = making.before_upgrade(old.folder, old.ring, files_of(old.ring), OLD_CLOCK())
    back = restored(backup.file, tmp_path / "Back.csq")
    store = back.open()
    assert told(store) == [["trigger spy", "view odd"]]
    assert renamed(store) == 0
    store.close()


def files_of(ring: Keyring) -> FileKeys:
    return FileKeys(ring.store_key, ring.vault_key)


def test_the_declared_schema_is_the_one_a_new_store_has(folder: Path) -> None:
    assert schema_of(folder, STORE_FILE) == guard.declared()["main"]
    assert schema_of(folder, VAULT_FILE) == guard.declared()["vault"]
