"""Holes 3 and 16 of the first attack: staff who write keys.json anew with the keys they hold."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.complaints.facts import CallerIdentity
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged
from csq_desktop.services.customers import intake
from csq_desktop.storage import opening, unlocking
from csq_desktop.storage.files import engine
from csq_desktop.storage.files.engine import STORE_FILE
from csq_desktop.storage.keys import sealing, slots
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import KEY_FILE
from csq_desktop.storage.keys.signing import SigningKey
from csq_desktop.storage.keys.slots import NewSlot
from csq_desktop.storage.sessions.desk import Clock
from tests.factory import PASSPHRASES, FixedClock, copy_store, open_store, opened, template, user
from tests.services.small_shop import logged, set_up
from tests.storage.keys.key_file_case import Facts, sealed_by

OWN = "walnut harbour seven tea"
STAFF = template().users[Role.STAFF].keyring


def slot_of(facts: Facts, role: Role) -> Facts:
    (slot,) = (each for each in facts["slots"] if each["user_id"] == user(role).id)
    assert isinstance(slot, dict)
    return slot


def another_intake(facts: Facts) -> None:
    facts["intake_recipient"] = sealing.new_identity()[1]


def another_backup(facts: Facts) -> None:
    facts["backup_recipient"] = sealing.new_identity()[1]


def another_role(facts: Facts) -> None:
    slot_of(facts, Role.AUDITOR)["role"] = Role.SUPERVISOR.value


def another_name(facts: Facts) -> None:
    slot_of(facts, Role.AUDITOR)["name"] = "Somebody else"


def another_owner(facts: Facts) -> None:
    (owner,) = (each for each in facts["signers"] if each[0] == 0)
    owner[1] = SigningKey.new(0).public


def another_key_of_a_colleague(facts: Facts) -> None:
    (signer,) = (each for each in facts["signers"] if each[0] == user(Role.SUPERVISOR).id)
    signer[1] = SigningKey.new(1).public


REGISTER = [
    another_intake,
    another_backup,
    another_role,
    another_name,
    another_owner,
    another_key_of_a_colleague,
]


def rewritten(folder: Path, change: Callable[[Facts], object]) -> None:
    """Change keys.json and seal it with what every member of staff holds."""
    facts: Facts = json.loads((folder / KEY_FILE).read_bytes())
    change(facts)
    (folder / KEY_FILE).write_bytes(sealed_by(STAFF, facts))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("change", REGISTER, ids=lambda change: change.__name__)
def test_a_register_that_no_supervisor_signed_lets_nobody_in(
    tmp_path: Path, change: Callable[[Facts], object], role: Role
) -> None:
    folder = copy_store(tmp_path)
    rewritten(folder, change)
    with pytest.raises(StoreDamaged, match="changed"):
        opening.open_store(folder, user(role).id, PASSPHRASES[role], source=FixedClock())


def test_a_slot_that_staff_swapped_is_called_changed(tmp_path: Path) -> None:
    folder, boss = copy_store(tmp_path), user(Role.SUPERVISOR)
    cost = KeyFile.load(folder / KEY_FILE).slot(boss.id).cost
    new = NewSlot(boss.id, boss.name, Role.STAFF, OWN)
    forged = slots.for_user(STAFF, new, cost, SigningKey.new(boss.id))

    def swap(facts: Facts) -> None:
        wrapped = forged.wrapped
        assert wrapped is not None
        pieces = (wrapped.salt, wrapped.check, wrapped.box.nonce, wrapped.box.sealed)
        mine = slot_of(facts, Role.SUPERVISOR)
        mine["wrapped"] = [piece.hex() for piece in pieces]
        mine["signature"] = forged.signature.hex()

    rewritten(folder, swap)
    for passphrase in (PASSPHRASES[Role.SUPERVISOR], OWN):
        with pytest.raises(StoreDamaged, match="changed from outside"):
            opening.open_store(folder, boss.id, passphrase, source=FixedClock())


def test_a_recipient_swapped_while_somebody_works_gets_no_caller(
    tmp_path: Path, clock: FixedClock
) -> None:
    set_up_store = open_store(tmp_path, source=clock)
    set_up(set_up_store)
    set_up_store.close()
    with opened(set_up_store.folder, clock, Role.STAFF) as store:
        with store.writing() as session:
            case = logged(session, clock)
        whole = (store.folder / KEY_FILE).read_bytes()
        rewritten(store.folder, another_intake)
        with (
            pytest.raises(StoreDamaged, match="not a supervisor"),
            store.writing() as session,
        ):
            intake.hand_in(session, case, CallerIdentity(name="Mok Tsz Kit"))
        (store.folder / KEY_FILE).write_bytes(whole)
        with store.writing() as session:
            intake.hand_in(session, case, CallerIdentity(name="Mok Tsz Kit"))


def test_an_earlier_register_put_back_is_refused(tmp_path: Path, clock: FixedClock) -> None:
    """Signed by a supervisor, but not the last one: the trail and the vault have seen a later."""
    store = open_store(tmp_path, source=clock)
    earlier = (store.folder / KEY_FILE).read_bytes()
    with store.key_file() as key_file:
        key_file.replace_intake(store.keyring, sealing.new_identity()[1])
    store.close()
    (store.folder / KEY_FILE).write_bytes(earlier)
    forget = "UPDATE key_file_copy SET edition = 0"
    with store_driver(store.folder) as driver:
        driver.execute(forget)
    for role in Role:
        with pytest.raises(StoreDamaged, match="older than the database"):
            open_store(tmp_path, role, source=clock)
    code, boss = template().users[Role.SUPERVISOR].recovery_code, user(Role.SUPERVISOR)
    with pytest.raises(StoreDamaged, match="older than the database"):
        unlocking.unlock_with_recovery(store.folder, code, boss.id, clock=Clock(clock))
    assert (store.folder / KEY_FILE).read_bytes() == earlier  # nothing is written over it


def store_driver(folder: Path) -> closing[Any]:
    """What somebody with the store's key opens in a program of their own."""
    return closing(engine.connect(folder / STORE_FILE, STAFF.store_key))
