"""One commit over two files: a half that a crash left alone gets its other half."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.customers.facts import Consent, Identity
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreBusy
from csq_desktop.storage import redo
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.maintenance import rekeying
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import Clock, desk_of
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.redo import VaultMarkRow
from tests.factory import FOLDER, PASSPHRASES, FixedClock, open_store, template, user
from tests.storage.backup.backup_case import add_customers

Change = Callable[[Session], object]


def put(session: Session) -> None:
    now, who = desk_of(session).now(), desk_of(session).user.id
    row = CustomerRow(
        id=ids.reserve(session),
        ref="CU-99999",
        marketing=Consent.NOT_ASKED,
        created_at=now,
        created_by=who,
    )
    records.add(session, row, Identity(name="Mok Tsz Kit"))


def change(session: Session) -> None:
    for row in session.query(IdentityRow):
        row.name = "Mok Tsz Kit"


def change_twice(session: Session) -> None:
    change(session)
    session.flush()
    for row in session.query(IdentityRow):
        row.name = "Chan Tai Man"


def take_away(session: Session) -> None:
    for row in session.query(IdentityRow):
        session.delete(row)


def put_many(session: Session) -> None:
    first = ids.reserve(session, 3)
    rows = [(number, f"Mok {number}", *[""] * 7) for number in range(first, first + 3)]
    names = [column.name for column in IdentityRow.__table__.columns]
    bulk.insert(session, IdentityRow, names, rows, detail={})
    session.add_all(
        CustomerRow(
            id=number,
            ref=f"CU-{number}",
            marketing=Consent.NOT_ASKED,
            created_at=desk_of(session).now(),
            created_by=1,
        )
        for number in range(first, first + 3)
    )


def index(session: Session) -> None:
    for number in session.scalars(text("SELECT customer_id FROM vault.identity")).all():
        search.CUSTOMERS.index(session, number)


def put_bytes(session: Session) -> None:
    session.merge(VaultMarkRow(id=7, mark=b"\x00\xff", number=0))


CHANGES = [put, change, take_away, put_many, index, put_bytes]


def half_committed(store: Store, change: Change, place: Path) -> Path:
    """A copy of the store as a kill leaves it after store.db and before vault.db was committed."""
    store.checkpoint()
    vault = (store.folder / VAULT_FILE).read_bytes()
    with store.writing() as session:
        change(session)
    folder = shutil.copytree(store.folder, place / FOLDER)
    for left in folder.glob(f"{VAULT_FILE}*"):
        left.unlink()
    (folder / VAULT_FILE).write_bytes(vault)
    return folder


def identities(store: Store) -> list[tuple[object, ...]]:
    with store.reading(identities=True) as session:
        read = session.connection().exec_driver_sql
        found = [tuple(row) for row in read("SELECT * FROM vault.identity ORDER BY 1")]
        marks = read("SELECT id, mark FROM vault.vault_mark WHERE id > 1")
        return [*found, *(tuple(row) for row in marks)]


def findable(store: Store) -> list[list[int]]:
    with store.reading(identities=True) as session:
        return [search.CUSTOMERS.find(session, words) for words in ("mok", "yau")]


def redo_rows(store: Store) -> int:
    with store.reading() as session:
        return int(session.scalar(text("SELECT count(*) FROM vault_redo")) or 0)


@pytest.mark.parametrize("change", CHANGES)
def test_a_half_commit_is_made_whole_at_the_next_unlock(
    store: Store, tmp_path: Path, change: Change
) -> None:
    add_customers(store)
    half_committed(store, change, tmp_path / "crashed")
    again = open_store(tmp_path / "crashed")
    assert identities(again) == identities(store)
    assert again.findings == ()
    with again.reading(identities=True) as session:
        read = session.connection().exec_driver_sql
        told = read("SELECT count(*) FROM audit_entry WHERE action = ?", (AuditAction.REPAIRED,))
        assert told.scalar() == 1
        assert audit.verify(session, again.keyring).sound
    assert findable(again) == findable(store)
    assert redo_rows(again) == 0
    again.close()


def test_a_whole_commit_is_not_run_again(store: Store, tmp_path: Path) -> None:
    with store.writing() as session:
        put(session)
    shutil.copytree(store.folder, tmp_path / "crashed" / FOLDER)
    again = open_store(tmp_path / "crashed")
    assert identities(again) == identities(store)
    with again.reading() as session:
        told = session.scalar(text("SELECT count(*) FROM audit_entry WHERE action = 'repaired'"))
        assert told == 0
    again.close()


def test_what_is_kept_is_forgotten_by_the_next_transaction(store: Store) -> None:
    with store.writing() as session:
        put(session)
    assert redo_rows(store) > 1
    with store.writing():
        pass
    assert redo_rows(store) == 0


def test_a_transaction_without_identities_keeps_nothing(store: Store) -> None:
    with store.writing() as session:
        audit.note(session, AuditAction.PRINTED)
    assert redo_rows(store) == 0


def test_what_was_taken_back_is_not_run_again(store: Store, tmp_path: Path) -> None:
    add_customers(store)

    def half(session: Session) -> None:
        inner = session.begin_nested()
        take_away(session)
        session.flush()
        inner.rollback()
        put(session)

    half_committed(store, half, tmp_path / "crashed")
    again = open_store(tmp_path / "crashed")
    assert identities(again) == identities(store)
    assert len(identities(again)) == 4
    again.close()


def test_a_rolled_back_transaction_keeps_nothing(store: Store) -> None:
    with store.writing() as session:
        put(session)
        session.flush()
        assert session.scalar(text("SELECT count(*) FROM vault_redo"))
        session.rollback()
    assert redo_rows(store) == 0


def test_staff_leave_a_half_to_a_supervisor(store: Store, tmp_path: Path) -> None:
    half_committed(store, put, tmp_path / "crashed")
    staff = open_store(tmp_path / "crashed", Role.STAFF)
    with staff.writing() as session:
        audit.note(session, AuditAction.PRINTED)
    assert redo_rows(staff) > 1
    staff.close()
    again = open_store(tmp_path / "crashed")
    assert identities(again) == identities(store)
    again.close()


def test_staff_cannot_read_what_is_kept(store: Store, tmp_path: Path) -> None:
    with store.writing() as session:
        put(session)
    with store.reading() as session:
        sealed = session.scalars(text("SELECT sealed FROM vault_redo")).all()
    assert not [blob for blob in sealed if b"Mok" in blob or b"identity" in blob]


def test_nothing_is_kept_in_a_copy_of_the_store(store: Store) -> None:
    with store.writing() as session:
        put(session)
    with store.held():
        key = template().users[Role.STAFF].keyring.store_key
        driver = engine.connect(store.folder / STORE_FILE, key)
        assert driver.execute("SELECT count(*) FROM vault_redo").fetchone() == (0,)
        driver.close()


def test_keys_are_not_changed_before_a_half_is_settled(store: Store, tmp_path: Path) -> None:
    folder = half_committed(store, put, tmp_path / "crashed")
    mine = PASSPHRASES[Role.SUPERVISOR]
    with pytest.raises(StoreBusy, match="Open and close it once"):
        rekeying.rekey(folder, user(Role.SUPERVISOR).id, mine, clock=Clock(FixedClock()))
    open_store(tmp_path / "crashed", source=FixedClock()).close()
    rekeying.rekey(folder, user(Role.SUPERVISOR).id, mine, clock=Clock(FixedClock()))


def test_only_holders_of_the_vaults_key_keep_anything(store: Store) -> None:
    with pytest.raises(AssertionError):
        redo.watch(store._writer, template().users[Role.STAFF].keyring, lambda: 1)


def kept(driver: Any) -> list[tuple[int, bytes]]:
    return list(driver.execute("SELECT id, sealed FROM vault_redo ORDER BY id").fetchall())


def put_back(folder: Path, rows: list[tuple[int, bytes]]) -> None:
    """Have it look as if a crash had left these statements behind the vault's last commit."""
    key = template().users[Role.STAFF].keyring.store_key
    with closing(engine.connect(folder / STORE_FILE, key)) as driver:
        (mark,) = driver.execute("SELECT mark FROM vault_commit").fetchone()
        driver.execute("DELETE FROM vault_redo")
        driver.executemany("INSERT INTO vault_redo VALUES (?, ?)", rows)
        driver.execute(
            "UPDATE vault_commit SET number = number + 1, mark = x'07', previous = ?", (mark,)
        )


@pytest.mark.parametrize(
    "chosen", [slice(None), slice(1, None), slice(0, 1), slice(0, 0), slice(0, -1)]
)
def test_statements_of_an_earlier_commit_never_run_again(
    tmp_path: Path, clock: FixedClock, chosen: slice
) -> None:
    """Staff can copy what is kept, put it back and number it; they cannot seal it."""
    store = open_store(tmp_path, source=clock)
    add_customers(store, 2)
    with store.writing() as session:
        change(session)
    key = template().users[Role.STAFF].keyring.store_key
    with closing(engine.connect(store.folder / STORE_FILE, key)) as driver:
        rows = kept(driver)
    assert len(rows) > 1
    with store.writing() as session:
        for row in session.query(IdentityRow):
            row.name = "Chan Tai Man"
    after = identities(store)
    store.close()
    put_back(store.folder, rows[chosen])
    again = open_store(tmp_path, source=clock)
    assert identities(again) == after
    assert "vault.db" in again.losses[0]
    again.close()


@pytest.mark.parametrize("left", [slice(0, 1), slice(1, None), slice(0, -1)])
def test_of_a_commit_cut_in_half_all_statements_run_or_none(
    tmp_path: Path, clock: FixedClock, left: slice
) -> None:
    store = open_store(tmp_path, source=clock)
    add_customers(store, 2)
    before = identities(store)
    folder = half_committed(store, change_twice, tmp_path / "half")
    store.close()
    key = template().users[Role.STAFF].keyring.store_key
    with closing(engine.connect(folder / STORE_FILE, key)) as driver:
        rows = kept(driver)
        driver.execute("DELETE FROM vault_redo")
        driver.executemany("INSERT INTO vault_redo VALUES (?, ?)", rows[left])
    again = open_store(folder.parent, source=clock)
    assert identities(again) == before
    assert "vault.db" in again.losses[0]
    again.close()
