"""Stores: made whole, opened by those who may, and a sentence for everything that can be wrong."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.complaints.facts import CallerIdentity
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role, User
from csq_desktop.errors import (
    MustWait,
    NoSpace,
    NotAStore,
    Refused,
    StoreBusy,
    StoreDamaged,
    StoreTooNew,
    UserError,
    WrongPassphrase,
)
from csq_desktop.services import audit_trail
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.customers import intake
from csq_desktop.services.settings import shop
from csq_desktop.services.stores import backups, recovery_sheets, stores
from csq_desktop.storage.files.engine import connect
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.past import audit_trail as entries
from csq_desktop.storage.schema import revisions as schema
from csq_desktop.storage.store import Store
from tests.factory import NAMES, PASSPHRASES, FixedClock, copy_store, open_store, template, user

SHOP = NewShop("Ming Kee Electrical", "SSP01", "Chan Siu Ming")
PASSPHRASE = "seven lanterns over the harbour"
OTHER = "nine kettles sing in the rain"


@pytest.fixture
def new_store(tmp_path: Path, clock: FixedClock) -> tuple[Path, str]:
    folder = stores.place_for(SHOP, tmp_path)
    store, code = stores.create(folder, SHOP, PASSPHRASE, cost=KdfCost.FLOOR, source=clock)
    store.close()
    return folder, code


def opened(folder: Path, role: Role, clock: FixedClock, passphrase: str = "") -> Store:
    return stores.open(folder, user(role).id, passphrase or PASSPHRASES[role], source=clock)


def actions(store: Store) -> list[str]:
    with store.reading() as session:
        found = entries.entries(session, TrailFilter(), before=None, count=50)
    return [entry.action for entry in found]


def test_a_new_store_is_founded_whole(new_store: tuple[Path, str], clock: FixedClock) -> None:
    folder, _ = new_store
    (first,) = stores.people(folder)
    assert (first.name, first.role) == ("Chan Siu Ming", Role.SUPERVISOR)
    store = stores.open(folder, first.id, PASSPHRASE, source=clock)
    with store.reading() as session:
        assert shop.shop(session).name == "Ming Kee Electrical"
        assert shop.shop(session).branch_code == "SSP01"
        assert shop.hours(session).weekly[0]
        assert len(checklist_templates.templates(session)) == len(checklist_templates.shipped())
        assert recovery_sheets.state(session).stored is False
        assert "recovery sheet" in recovery_sheets.reminder(session)
    store.close()


def test_without_a_cost_this_computer_is_timed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timed = KdfCost(KdfCost.FLOOR.memory_kib, 4, 4)
    monkeypatch.setattr("csq_desktop.storage.keys.kdf.calibrate", lambda: timed)
    store, _ = stores.create(tmp_path / "New.csq", SHOP, PASSPHRASE, source=FixedClock())
    with store.key_file() as key_file:
        assert key_file.slots()[0].cost == timed
    store.close()


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (NewShop(" ", "SSP01", "May"), "shop’s name"),
        (NewShop("x" * 121, "SSP01", "May"), "shop’s name"),
        (NewShop("Ming Kee", "", "May"), "branch code"),
        (NewShop("Ming Kee", "SSP01-and-more", "May"), "branch code"),
        (NewShop("Ming Kee", "SSP01", "\t"), "your name"),
    ],
)
def test_what_a_new_store_lacks_is_told(tmp_path: Path, new: NewShop, message: str) -> None:
    with pytest.raises(UserError, match=message):
        stores.create(
            tmp_path / "New.csq", new, PASSPHRASE, cost=KdfCost.FLOOR, source=FixedClock()
        )
    assert list(tmp_path.glob("*.csq")) == []


def test_where_backups_go_is_chosen_with_a_new_store_and_not_inside_it(tmp_path: Path) -> None:
    place, stick = tmp_path / "New.csq", tmp_path / "stick"
    stick.mkdir()
    new = replace(SHOP, backups_in=stick)
    store, _ = stores.create(place, new, PASSPHRASE, cost=KdfCost.FLOOR, source=FixedClock())
    with store.reading() as session:
        assert backups.folder(session) == stick
        assert backups.state(session).place_chosen
    store.close()
    gone = replace(SHOP, backups_in=tmp_path / "gone")
    with pytest.raises(UserError, match="is not there"):
        stores.create(
            tmp_path / "Other.csq", gone, PASSPHRASE, cost=KdfCost.FLOOR, source=FixedClock()
        )
    assert not (tmp_path / "Other.csq").exists()


@pytest.mark.parametrize("weak", ["short", "Ming Kee Electrical SSP01", "a" * 129])
def test_a_weak_passphrase_makes_no_store(tmp_path: Path, weak: str) -> None:
    with pytest.raises(UserError):
        stores.create(tmp_path / "New.csq", SHOP, weak, cost=KdfCost.FLOOR, source=FixedClock())
    assert not (tmp_path / "New.csq").exists()


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("Ming Kee", "SSP01", "Ming Kee SSP01.csq"),
        ("a/b:c", "<1>", "a b c 1.csq"),
        ("明記電器", "01", "明記電器 01.csq"),
        ("..", "..", "Shop.csq"),
        ("con.", "", "con_.csq"),
        ("x" * 100, "1", f"{'x' * 80}.csq"),
    ],
)
def test_a_store_is_named_after_its_shop(
    tmp_path: Path, name: str, code: str, expected: str
) -> None:
    assert stores.place_for(NewShop(name, code, "May"), tmp_path).name == expected


def test_a_second_store_of_a_shop_gets_a_number(tmp_path: Path) -> None:
    first = stores.place_for(SHOP, tmp_path)
    first.mkdir()
    assert stores.place_for(SHOP, tmp_path).name == "Ming Kee Electrical SSP01 2.csq"


def test_the_sign_in_lines_are_read_without_a_key(tmp_path: Path) -> None:
    found = stores.people(copy_store(tmp_path))
    assert [(one.name, one.role) for one in found] == [
        (NAMES[role], role) for role in (Role.SUPERVISOR, Role.STAFF, Role.AUDITOR)
    ]


def test_a_leaver_is_not_offered_for_signing_in(tmp_path: Path) -> None:
    folder = copy_store(tmp_path)
    new_store = template().users[Role.SUPERVISOR]
    KeyFile.load(folder / "keys.json").deactivate(new_store.keyring, user(Role.STAFF).id)
    assert user(Role.STAFF) not in stores.people(folder)


def test_a_user_signs_in_with_the_passphrase(tmp_path: Path, clock: FixedClock) -> None:
    store = opened(copy_store(tmp_path), Role.STAFF, clock)
    assert (store.user, store.sees_identities) == (user(Role.STAFF), False)
    assert actions(store)[0] == AuditAction.SIGNED_IN
    store.close()


def _gone(folder: Path) -> None:
    os.rename(folder, folder.with_name("Elsewhere.csq"))


def _empty(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink()


def _without(*names: str) -> Callable[[Path], None]:
    def remove(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return remove


def _spoilt(text: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / "keys.json").write_text(text)

    return spoil


@pytest.mark.parametrize(
    ("spoil", "error", "message"),
    [
        (_gone, NotAStore, "was not found"),
        (_empty, NotAStore, "is not a database"),
        (_without("keys.json"), NotAStore, "key file keys.json"),
        (_without("vault.db"), NotAStore, "vault.db of"),
        (_without("store.db"), NotAStore, "store.db of"),
        (_spoilt("{"), StoreDamaged, "key file of this database is damaged"),
        (_spoilt('{"format": 1}'), StoreDamaged, "key file of this database is damaged"),
        (
            _spoilt('{"format": 1, "slots": []}'),
            StoreDamaged,
            "key file of this database is damaged",
        ),
        (_spoilt('{"format": 3}'), StoreTooNew, "newer version"),
    ],
)
def test_what_is_wrong_with_a_folder_is_told_before_anybody_signs_in(
    tmp_path: Path, spoil: Callable[[Path], None], error: type[UserError], message: str
) -> None:
    folder = copy_store(tmp_path)
    spoil(folder)
    with pytest.raises(error, match=message):
        stores.people(folder)


def test_a_key_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_store(tmp_path)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(UserError, match="could not be read: access is not allowed"):
        stores.people(folder)


@pytest.mark.parametrize("name", ["store.db", "vault.db"])
def test_a_missing_file_keeps_everybody_out(tmp_path: Path, clock: FixedClock, name: str) -> None:
    folder = copy_store(tmp_path)
    (folder / name).unlink()
    with pytest.raises(NotAStore, match=name):
        opened(folder, Role.STAFF, clock)


@pytest.mark.parametrize("name", ["store.db", "vault.db"])
def test_a_damaged_file_is_told_on_signing_in(tmp_path: Path, clock: FixedClock, name: str) -> None:
    folder = copy_store(tmp_path)
    (folder / name).write_bytes(os.urandom(8192))
    with pytest.raises(StoreDamaged):
        opened(folder, Role.SUPERVISOR, clock)


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path, clock: FixedClock) -> None:
    folder = copy_store(tmp_path)
    key = template().users[Role.SUPERVISOR].keyring.store_key
    connection = connect(folder / "store.db", key)
    later = f"{schema.HEAD_STORE[0]}{schema.number(schema.HEAD_STORE) + 1:04}"
    connection.execute("UPDATE alembic_version SET version_num = ?", (later,))
    connection.close()
    with pytest.raises(StoreTooNew, match="newer version"):
        opened(folder, Role.SUPERVISOR, clock)


def test_a_second_program_is_told_within_a_second(tmp_path: Path, clock: FixedClock) -> None:
    folder = copy_store(tmp_path)
    store = opened(folder, Role.SUPERVISOR, clock)
    begun = time.monotonic()
    with pytest.raises(StoreBusy, match="open in another window"):
        opened(folder, Role.STAFF, clock)
    assert time.monotonic() - begun < 1
    store.close()


def test_wrong_passphrases_have_to_wait_and_are_told_in_the_trail(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csq_desktop.clock.running_seconds", lambda: 1000.0)
    folder, staff = copy_store(tmp_path), user(Role.STAFF)
    for _ in range(4):
        assert stores.seconds_to_wait(folder, staff.id) == 0
        with pytest.raises(WrongPassphrase):
            opened(folder, Role.STAFF, clock, OTHER)
    assert stores.seconds_to_wait(folder, staff.id) == 1
    with pytest.raises(MustWait) as waiting:
        opened(folder, Role.STAFF, clock)
    assert waiting.value.seconds == 1
    store = opened(folder, Role.SUPERVISOR, clock)
    assert actions(store).count(AuditAction.SIGN_IN_FAILED) == 4
    store.close()


def test_callers_handed_in_sealed_move_into_the_vault_when_a_supervisor_comes(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = copy_store(tmp_path)
    store = opened(folder, Role.STAFF, clock)
    with store.writing() as session:
        intake.hand_in(session, 1, CallerIdentity(name="Wong", phone="91234567"))
    store.close()
    store = opened(folder, Role.AUDITOR, clock)
    with store.reading() as session:
        assert intake.waiting(session) == 1
    store.close()
    store = opened(folder, Role.SUPERVISOR, clock)
    with store.reading() as session:
        assert intake.waiting(session) == 0
    assert store.findings == ()
    store.close()


def test_a_caller_that_cannot_be_opened_does_not_keep_the_supervisor_out(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = copy_store(tmp_path)
    store = opened(folder, Role.STAFF, clock)
    _, stranger = sealing.new_identity()
    with store.writing() as session:
        customer_records.add_sealed(session, 1, sealing.seal(b"{}", stranger))
    store.close()
    store = opened(folder, Role.SUPERVISOR, clock)
    assert [finding for finding in store.findings if "cannot be read" in finding]
    store.close()


def test_a_disk_that_fails_behind_the_sign_in_does_not_keep_the_supervisor_out(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise NoSpace("The disk is full.")

    monkeypatch.setattr(intake, "take_in", fail)
    store = opened(copy_store(tmp_path), Role.SUPERVISOR, clock)
    assert "The disk is full." in store.findings
    store.close()


@pytest.mark.no_cover
def test_the_recovery_key_gives_the_supervisor_a_new_passphrase(
    new_store: tuple[Path, str], clock: FixedClock
) -> None:
    folder, code = new_store
    store = stores.open_with_recovery(folder, code.lower(), OTHER, source=clock)
    assert store.user.name == "Chan Siu Ming"
    assert store.sees_identities
    assert {AuditAction.RECOVERY_USED, AuditAction.PASSPHRASE_CHANGED} <= set(actions(store))
    store.close()
    with pytest.raises(WrongPassphrase):
        stores.open(folder, store.user.id, PASSPHRASE, source=clock)
    stores.open(folder, store.user.id, OTHER, source=clock).close()


def test_another_stores_recovery_key_opens_nothing_and_has_to_wait(
    tmp_path: Path, new_store: tuple[Path, str], clock: FixedClock
) -> None:
    _, strange = new_store
    folder = copy_store(tmp_path)
    for _ in range(4):
        with pytest.raises(WrongPassphrase, match="is not for this database"):
            stores.open_with_recovery(folder, strange, OTHER, source=clock)
    with pytest.raises(MustWait):
        stores.open_with_recovery(folder, strange, OTHER, source=clock)
    store = opened(folder, Role.SUPERVISOR, clock)
    with store.reading() as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    told = [line for line in lines if line.what == "Wrong passphrase"]
    assert [line.about for line in told] == ["Recovery key"] * 4
    store.close()


def test_a_mistyped_recovery_key_names_the_group(
    new_store: tuple[Path, str], clock: FixedClock
) -> None:
    folder, code = new_store
    wrong = code[:3] + ("2" if code[3] != "2" else "3") + code[4:]
    with pytest.raises(UserError, match="Group 1 of the recovery key"):
        stores.open_with_recovery(folder, wrong, OTHER, source=clock)
    stores.open_with_recovery(folder, code, OTHER, source=clock).close()


def test_only_a_supervisor_gets_a_passphrase_from_the_recovery_key(
    tmp_path: Path, clock: FixedClock
) -> None:
    folder = copy_store(tmp_path)
    code = template().users[Role.SUPERVISOR].recovery_code
    with pytest.raises(Refused, match="a supervisor then gives you one"):
        stores.open_with_recovery(folder, code, OTHER, user_id=user(Role.STAFF).id, source=clock)
    chosen = user(Role.SUPERVISOR)
    store = stores.open_with_recovery(folder, code, OTHER, user_id=chosen.id, source=clock)
    assert store.user == chosen
    store.close()


def test_the_key_file_is_asked_again_whose_place_is_recovered(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, staff = copy_store(tmp_path), user(Role.STAFF)
    claimed = (User(staff.id, staff.name, Role.SUPERVISOR),)
    monkeypatch.setattr(stores, "people", lambda _folder: claimed)
    code = template().users[Role.SUPERVISOR].recovery_code
    with pytest.raises(Refused, match="Only a supervisor"):
        stores.open_with_recovery(folder, code, OTHER, source=clock)


def test_a_recovery_that_fails_lets_the_store_go(
    new_store: tuple[Path, str], clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, code = new_store

    def full(*_: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(KeyFile, "change_passphrase", full)
    with pytest.raises(UserError, match="disk is full"):
        stores.open_with_recovery(folder, code, OTHER, source=clock)
    monkeypatch.undo()
    (first,) = stores.people(folder)
    store = stores.open(folder, first.id, PASSPHRASE, source=clock)
    assert AuditAction.RECOVERY_USED in actions(store)
    store.close()


def test_a_weak_new_passphrase_leaves_the_old_one(
    new_store: tuple[Path, str], clock: FixedClock
) -> None:
    folder, code = new_store
    with pytest.raises(UserError, match="at least 15"):
        stores.open_with_recovery(folder, code, "short", source=clock)
    (first,) = stores.people(folder)
    stores.open(folder, first.id, PASSPHRASE, source=clock).close()


def test_warming_up_loads_what_signing_in_needs(tmp_path: Path) -> None:
    stores.warm_up()
    assert json.loads((copy_store(tmp_path) / "keys.json").read_text("utf-8"))["format"] == 2
    open_store(tmp_path, Role.STAFF).close()


def test_what_is_typed_of_a_recovery_key_is_judged_before_it_is_whole(
    new_store: tuple[Path, str],
) -> None:
    _, code = new_store
    assert stores.recovery_key_problem(code[:9]) == ""
    assert not stores.recovery_key_finished(code[:9])
    assert stores.recovery_key_finished(code)
    assert "Group 1" in stores.recovery_key_problem("AAAAA")


def test_a_wait_is_told_in_seconds_and_minutes() -> None:
    assert stores.wait_text(2) == "Too many wrong passphrases. Try again in 2 seconds."
    assert stores.wait_text(900) == "Too many wrong passphrases. Try again in 15 minutes."
