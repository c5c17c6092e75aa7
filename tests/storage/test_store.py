"""A store: made, opened, worked with, closed."""

import os
import shutil
import time
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import Anchor, AnchorPlace
from csq_desktop.domain.users import Permission, Role
from csq_desktop.errors import (
    MustWait,
    NotAStore,
    Refused,
    StoreBusy,
    StoreDamaged,
    StoreTooNew,
    UserError,
    WrongPassphrase,
)
from csq_desktop.storage import creation, opening, repair, unlocking
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.backup import making
from csq_desktop.storage.creation import NewStore
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.storage.keys import recovery, sign_in_names
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.schema import upgrade
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import Store, store_of
from csq_desktop.storage.tables.customers.customers import VaultSecretRow
from csq_desktop.storage.tables.shop.shop import ClosureRow, VaultDraftRow
from csq_desktop.storage.tables.store import KeyFileCopyRow, UserRow
from tests.factory import (
    FOLDER,
    PASSPHRASES,
    START,
    FixedClock,
    copy_store,
    open_store,
    template,
    user,
)

NEW = NewStore("Chan Siu Ming", PASSPHRASES[Role.SUPERVISOR])


def closure(session: Session, reason: str = "Typhoon signal 8") -> ClosureRow:
    row = ClosureRow(
        id=ids.reserve(session), start=date(2026, 9, 1), end=date(2026, 9, 1), reason=reason
    )
    session.add(row)
    return row


def closures(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(ClosureRow.reason).order_by(ClosureRow.id)))


def actions(store: Store) -> list[str]:
    with store.reading() as session:
        query = text("SELECT action FROM audit_entry ORDER BY sequence")
        return list(session.scalars(query))


def test_a_new_store_opens_for_its_supervisor_and_gives_a_recovery_key(tmp_path: Path) -> None:
    folder = tmp_path / "new" / FOLDER
    store, code = opening.create_store(folder, NEW, KdfCost.FLOOR, source=FixedClock())
    with store.reading(identities=True) as session:
        found = session.scalars(select(UserRow)).one()
        secret = session.scalars(select(VaultSecretRow.name)).one()
    store.close()
    assert (found.id, found.name, found.role) == (store.user.id, NEW.supervisor, Role.SUPERVISOR)
    assert found.created_at == START
    assert secret == creation.INTAKE_SECRET
    assert recovery.parse(code)
    assert [path.name for path in folder.parent.iterdir()] == [FOLDER]
    again = opening.open_store(folder, store.user.id, NEW.passphrase, source=FixedClock())
    assert again.keyring == store.keyring
    again.close()


def test_a_store_is_not_made_over_something_else(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    with pytest.raises(UserError, match="already something"):
        opening.create_store(tmp_path / FOLDER, NEW, KdfCost.FLOOR, source=FixedClock())


def test_a_store_that_could_not_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "rename", lambda *_: (_ for _ in ()).throw(OSError(28, "")))
    with pytest.raises(UserError, match="disk is full"):
        opening.create_store(tmp_path / FOLDER, NEW, KdfCost.FLOOR, source=FixedClock())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_signs_in_with_its_passphrase(tmp_path: Path, role: Role) -> None:
    folder = copy_store(tmp_path)
    store = opening.open_store(folder, user(role).id, PASSPHRASES[role], source=FixedClock())
    assert store.user == user(role)
    assert store.sees_identities is (role is Role.SUPERVISOR)
    assert store.findings == ()
    store.close()


def test_wrong_passphrases_are_counted_and_told_in_the_trail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csq_desktop.clock.running_seconds", lambda: 1000.0)
    folder, staff = copy_store(tmp_path), user(Role.STAFF)
    for _ in range(4):
        with pytest.raises(WrongPassphrase):
            opening.open_store(folder, staff.id, "not the passphrase at all", source=FixedClock())
    with pytest.raises(MustWait):
        opening.open_store(folder, staff.id, PASSPHRASES[Role.STAFF], source=FixedClock())
    store = open_store(tmp_path)
    assert actions(store).count("sign_in_failed") == 4
    store.close()
    store = open_store(tmp_path)
    assert actions(store).count("sign_in_failed") == 4
    store.close()


def test_without_the_vault_key_no_session_sees_an_identity(staff_store: Store) -> None:
    with (
        pytest.raises(Refused, match="cannot see who the customer is"),
        staff_store.reading(identities=True),
    ):
        pytest.fail("it was opened")
    with staff_store.writing() as session:
        databases = session.execute(text("PRAGMA database_list")).all()
        assert not desk_of(session).sees_identities
        with pytest.raises(Refused):
            desk_of(session).require_identities()
    assert [row[1] for row in databases] == ["main"]


def test_a_look_without_identities_never_attached_the_vault(store: Store) -> None:
    with store.reading() as session:
        databases = session.execute(text("PRAGMA database_list")).all()
        assert not desk_of(session).sees_identities
    assert [row[1] for row in databases] == ["main"]
    with store.reading(identities=True) as session:
        assert session.scalars(select(VaultSecretRow.name)).all() == ["intake"]
        desk_of(session).require_identities()


def test_what_a_session_wrote_is_kept_and_its_topics_are_told(store: Store) -> None:
    with store.writing() as session:
        closure(session)
    assert closures(store) == ["Typhoon signal 8"]
    assert desk_of(session).topics == {"shop", "audit"}


def test_a_session_that_fails_keeps_nothing_and_gives_its_ids_back(store: Store) -> None:
    def fail() -> None:
        with store.writing() as session:
            taken.append(closure(session).id)
            session.flush()
            raise KeyError

    taken: list[int] = []
    before = actions(store)
    for _ in range(2):
        with pytest.raises(KeyError):
            fail()
    assert closures(store) == []
    assert actions(store) == before
    assert taken[0] == taken[1]


def test_identities_go_into_the_vault_and_nowhere_else(store: Store) -> None:
    with store.writing() as session:
        session.add(
            VaultDraftRow(id=1, user_id=1, name="customer", fields={"name": "Wong"}, saved_at=START)
        )
    with store.reading(identities=True) as session:
        assert session.scalars(select(VaultDraftRow.fields)).all() == [{"name": "Wong"}]
    with store.reading() as session, pytest.raises(Exception, match="no such table"):
        session.scalars(select(VaultDraftRow.fields)).all()


def test_a_permission_is_asked_of_the_role(staff_store: Store) -> None:
    with staff_store.reading() as session:
        require(session, Permission.LOG_COMPLAINTS)
        with pytest.raises(Refused, match="role"):
            require(session, Permission.ADMINISTER)
        assert store_of(session) is staff_store


def test_the_time_of_a_desk_is_utc_in_whole_seconds(store: Store, clock: FixedClock) -> None:
    clock.at = START + timedelta(microseconds=900_000, days=1)
    with store.reading() as session:
        desk = desk_of(session)
        assert desk.now() == START + timedelta(days=1)
        assert desk.now().tzinfo is UTC
        assert desk.zone.key == "Asia/Hong_Kong"


def test_a_rest_leaves_the_logs_empty(store: Store) -> None:
    with store.writing() as session:
        closure(session)
    assert (store.folder / "store.db-wal").stat().st_size > 0
    store.rest()
    assert (store.folder / "store.db-wal").stat().st_size == 0
    assert store.anchors()[AnchorPlace.KEY_FILE].sequence == len(actions(store))


def test_a_checkpoint_says_when_somebody_still_reads(store: Store) -> None:
    with store._driver() as driver:
        driver.execute("PRAGMA busy_timeout = 0")
    with store.reading() as session:
        session.execute(text("SELECT count(*) FROM closure")).all()
        with store.writing() as other:
            closure(other)
        assert not store.checkpoint()
        store.rest()
        assert (store.folder / "store.db-wal").stat().st_size > 0
        with pytest.raises(StoreBusy), store.held():
            pytest.fail("it was held")
    store.rest()  # nothing was written meanwhile, but the last one was not complete
    assert (store.folder / "store.db-wal").stat().st_size == 0
    assert store.checkpoint()


def test_compacting_leaves_no_deleted_text_in_either_file(store: Store, tmp_path: Path) -> None:
    with store.writing() as session:
        for number in range(200):
            fields = {"x": "y" * 3000}
            draft = VaultDraftRow(id=number, user_id=1, name=str(number), fields=fields)
            draft.saved_at = START
            session.add(draft)
    store.checkpoint()
    before = (store.folder / VAULT_FILE).stat().st_size
    with store.writing() as session:
        session.execute(text("DELETE FROM vault.vault_draft"))
    store.compact()
    assert (store.folder / VAULT_FILE).stat().st_size < before / 4


def test_staff_can_compact_what_they_hold(staff_store: Store) -> None:
    staff_store.compact()
    assert staff_store.quick_check() == ()


def test_a_closed_store_lets_go_and_works_no_more(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert store.quick_check() == ()
    store.close()
    store.close()
    for opened in (store.writing, store.reading):
        with pytest.raises(RuntimeError, match="closed"), opened():
            pytest.fail("it was open")
    assert sorted(path.name for path in store.folder.iterdir()) == [
        ".lock", KEY_FILE, STORE_FILE, VAULT_FILE,
    ]  # fmt: skip
    again = open_store(tmp_path)
    assert actions(again)[-2:] == ["signed_out", "signed_in"]
    again.close()


@pytest.mark.parametrize("what", ["folder", STORE_FILE, VAULT_FILE])
def test_nothing_is_written_to_files_that_were_taken_away_while_they_were_open(
    store: Store, what: str
) -> None:
    place = store.folder if what == "folder" else store.folder / what
    away = place.with_name("away")
    place.rename(away)
    for comes_back in (False, True):
        for act in (store.writing, store.key_file, store.held):
            with pytest.raises(UserError, match="“Shop” was moved, deleted or replaced"), act():
                pytest.fail("it was still there")
        if not comes_back:
            (shutil.copytree if away.is_dir() else shutil.copyfile)(away, place)
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    away.rename(place)
    with store.writing() as session:
        closure(session)


def test_closing_lets_go_even_when_the_last_write_fails(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    (store.folder / KEY_FILE).rename(tmp_path / "hidden")
    store.close()
    (tmp_path / "hidden").rename(store.folder / KEY_FILE)
    open_store(tmp_path).close()


def test_a_folder_that_is_no_store_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotAStore):
        opening.open_store(tmp_path / "nowhere", 1, "x", source=FixedClock())
    with pytest.raises(NotAStore):
        opening.open_store(tmp_path, 1, "x", source=FixedClock())


@pytest.mark.parametrize("name", [STORE_FILE, VAULT_FILE])
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.STAFF])
def test_a_store_without_one_of_its_files_is_not_opened(
    tmp_path: Path, name: str, role: Role
) -> None:
    (copy_store(tmp_path) / name).unlink()
    with pytest.raises(NotAStore, match=name):
        open_store(tmp_path, role)


def _set_revision(folder: Path, schema_name: str, revision: str) -> None:
    keys = engine.FileKeys(template().users[Role.SUPERVISOR].keyring.store_key)
    vault = template().users[Role.SUPERVISOR].keyring.vault_key
    driver = engine.connect(folder / STORE_FILE, keys.store)
    engine.attach(driver, folder / VAULT_FILE, vault or "")
    driver.execute(f"UPDATE {schema_name}.alembic_version SET version_num = ?", (revision,))
    driver.close()


@pytest.mark.parametrize(("schema_name", "revision"), [("main", "s9999"), ("vault", "v9999")])
def test_a_store_from_a_newer_program_is_refused(
    tmp_path: Path, schema_name: str, revision: str
) -> None:
    _set_revision(copy_store(tmp_path), schema_name, revision)
    with pytest.raises(StoreTooNew):
        open_store(tmp_path)


def test_an_older_file_is_backed_up_and_brought_up_to_date_before_anybody_works_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    _set_revision(copy_store(tmp_path), "vault", "v0000")
    monkeypatch.setattr(making, "before_upgrade", lambda *_: done.append("backup"))
    monkeypatch.setattr(
        upgrade, "to_head", lambda files, _: done.extend(file.name for file in files)
    )
    open_store(tmp_path).close()
    assert done == ["backup", STORE_FILE, VAULT_FILE]


def test_an_older_store_waits_for_a_supervisor(tmp_path: Path) -> None:
    _set_revision(copy_store(tmp_path), "main", "s0000")
    with pytest.raises(Refused, match="supervisor must sign in"):
        open_store(tmp_path, Role.STAFF)


def test_a_file_without_a_revision_is_told_as_damage(tmp_path: Path) -> None:
    folder = copy_store(tmp_path)
    driver = engine.connect(folder / STORE_FILE, template().users[Role.STAFF].keyring.store_key)
    driver.execute("DELETE FROM alembic_version")
    with pytest.raises(StoreDamaged, match="incomplete"):
        schema.revision(driver)
    driver.execute("DROP TABLE alembic_version")
    with pytest.raises(StoreDamaged, match="incomplete"):
        schema.revision(driver)
    driver.close()


def test_an_earlier_key_file_put_back_is_refused(tmp_path: Path) -> None:
    folder = copy_store(tmp_path)
    earlier = (folder / KEY_FILE).read_bytes()
    store = open_store(tmp_path)
    with store.key_file() as key_file:
        key_file.rename(store.keyring, user(Role.STAFF).id, "Lee Ka Yan Karen")
    with store.reading() as session:
        copy = session.scalars(select(KeyFileCopyRow.text)).one().encode()
    assert KeyFile.parse(folder, copy).slots() == KeyFile.parse(folder, earlier).slots()
    store.close()
    (folder / KEY_FILE).write_bytes(earlier)
    with pytest.raises(StoreDamaged, match="older copy"):
        open_store(tmp_path)
    assert KeyFile.load(folder / KEY_FILE)


def test_the_anchor_moves_on_by_itself_once_a_minute(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.anchors()[AnchorPlace.KEY_FILE]
    with store.writing() as session:
        closure(session)
    assert store.anchors()[AnchorPlace.KEY_FILE] == before
    monkeypatch.setattr(store, "_anchored_at", time.monotonic() - 61)
    with store.writing() as session:
        closure(session)
    assert store.anchors()[AnchorPlace.KEY_FILE] == Anchor(len(actions(store)), _head(store))


def test_a_commit_stands_although_its_anchor_could_not_be_written(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(store, "_anchored_at", time.monotonic() - 61)
    (store.folder / KEY_FILE).rename(tmp_path / "hidden")
    with store.writing() as session:
        closure(session)
    (tmp_path / "hidden").rename(store.folder / KEY_FILE)
    assert closures(store) == ["Typhoon signal 8"]


def _head(store: Store) -> str:
    with store.reading() as session:
        return audit.head(session.connection(), store.keyring).head


def test_what_features_registered_is_mended_at_the_next_unlock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repair, "_repairs", {})
    repair.at_unlock("halves")(lambda session: 3)
    repair.at_unlock("nothing to do")(lambda session: 0)
    repair.at_unlock("identities alone", identities=True)(lambda session: 1)
    for role, mended in ((Role.STAFF, 1), (Role.SUPERVISOR, 3)):
        store = open_store(tmp_path, role)
        assert actions(store).count("repaired") == mended
        store.close()


def test_a_store_made_behind_our_back_keeps_nothing_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **_named: object) -> None:
        raise StoreDamaged("No.")

    copy_store(tmp_path)
    for module, step in ((unlocking, "_fitted"), (opening, "_look_over")):
        with monkeypatch.context() as broken:
            broken.setattr(module, step, fail)
            with pytest.raises(StoreDamaged):
                open_store(tmp_path)
    open_store(tmp_path).close()


def test_nothing_about_the_files_is_told_with_the_keys() -> None:
    made = template().users[Role.SUPERVISOR]
    told = repr([made, NEW, engine.FileKeys(made.keyring.store_key, made.keyring.vault_key)])
    assert made.keyring.store_key not in told
    assert made.recovery_code not in told
    assert NEW.passphrase not in told


def test_files_that_others_could_read_are_taken_back_from_them(tmp_path: Path) -> None:
    folder = copy_store(tmp_path)
    for name in (STORE_FILE, VAULT_FILE):
        (folder / name).chmod(0o644)
    store = open_store(tmp_path)
    with store.writing() as session:
        closure(session)
    modes = {path.name: path.stat().st_mode & 0o077 for path in folder.glob("*.db*")}
    assert len(modes) > 2
    assert set(modes.values()) == {0}
    store.close()


def test_a_number_beyond_all_bounds_in_the_key_file_is_damage(tmp_path: Path) -> None:
    """Hole 14 of the first attack."""
    key_file = copy_store(tmp_path) / KEY_FILE
    text_of_it = key_file.read_text("utf-8")
    number = str(user(Role.STAFF).id)
    key_file.write_text(text_of_it.replace(number, "1e400"), "utf-8")
    with pytest.raises(StoreDamaged, match="key file of this database is damaged"):
        sign_in_names.read(key_file.parent)
