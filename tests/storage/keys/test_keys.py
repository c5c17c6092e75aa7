"""The key file opens for whom it should, and keeps who that is."""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.users import Role
from csq_desktop.errors import (
    NoSpace,
    NotAStore,
    Refused,
    StoreDamaged,
    StoreTooNew,
    UserError,
    WrongPassphrase,
)
from csq_desktop.storage.keys import recovery, sealing
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.slots import NewSlot, Slot
from tests.storage.keys.key_file_case import (
    ANN,
    ANNS,
    BEN,
    BENS,
    EVE,
    EVES,
    HEAD,
    INTAKE,
    NewKeyFile,
    parsed,
)

STORE_KEY = "4a3d7e5d57e1b8f5fb27ed290d5f27b35839e04dc234f03431388197c72c5620"
VAULT_KEY = "e1425d8c41f7d1dfccc384e0cfafbca67a1a00fa35b272ab51a211e6332419f8"
AUDIT_KEY = "41ed475aa01c5fc5e9e1ad8b1071de3a9ed3faa02a58017cf5e8e4d6b3057a4f"
SIGNING_SEED = "d801076bc44de80386919a02bc00e7d24ec520535085a49ff65dd21df86d9741"


# Who can open it, and what they get


def test_a_supervisor_gets_every_key(new_file: NewKeyFile, file: KeyFile) -> None:
    ring = file.unlock(ANN, ANNS)
    assert ring == new_file.ann
    assert ring.vault_key is not None
    assert ring.backup_identity is not None
    assert sealing.recipient_of(ring.backup_identity) == file.backup_recipient


@pytest.mark.parametrize(("user_id", "passphrase"), [(BEN, BENS), (EVE, EVES)])
def test_staff_and_auditors_get_the_store_key_alone(
    new_file: NewKeyFile, file: KeyFile, user_id: int, passphrase: str
) -> None:
    ring = file.unlock(user_id, passphrase)
    assert ring.store_key == new_file.ann.store_key
    assert (ring.vault, ring.vault_key, ring.backup_identity) == (None, None, None)
    assert ring.vault_keys() == []


def test_the_recovery_key_gives_every_key_however_it_is_typed(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    assert file.unlock_with_recovery(new_file.code) == new_file.ann
    assert file.unlock_with_recovery(new_file.code.lower().replace("-", " ")) == new_file.ann


@pytest.mark.parametrize(
    ("user_id", "passphrase"), [(ANN, BENS), (BEN, ANNS), (ANN, ANNS + " "), (ANN, ""), (9, ANNS)]
)
def test_every_wrong_passphrase_gets_one_sentence(
    file: KeyFile, user_id: int, passphrase: str
) -> None:
    with pytest.raises(WrongPassphrase, match=r"^Wrong name or passphrase"):
        file.unlock(user_id, passphrase)


def test_a_mistyped_recovery_key_and_a_foreign_one_are_told_apart(file: KeyFile) -> None:
    with pytest.raises(UserError, match="Group 1"):
        file.unlock_with_recovery("-".join(["00001"] * 8))
    with pytest.raises(WrongPassphrase, match="is not for this database"):
        file.unlock_with_recovery(recovery.new_code())


def test_a_passphrase_opens_however_its_letters_are_composed(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    file.change_passphrase(new_file.ann, BEN, "cafe\u0301 kettle fig zebra")
    assert file.unlock(BEN, "caf\u00e9 kettle fig zebra") == new_file.ben


def test_the_keys_of_one_store_are_all_different(new_file: NewKeyFile) -> None:
    ring = new_file.ann
    keys = [ring.store_key, ring.vault_key, ring.audit_key.hex(), ring.signing_seed.hex()]
    keys += [ring.master.hex(), ring.master_mac_key.hex(), str(ring.vault and ring.vault.hex())]
    assert len(set(keys)) == len(keys)
    assert all(len(str(key)) == 64 for key in keys)
    other = replace(ring, store_id="store-2")
    assert other.store_key != ring.store_key
    assert other.vault_key != ring.vault_key


def test_a_stores_keys_never_change_from_release_to_release() -> None:
    ring = Keyring("store-1", bytes(32), bytes(32))
    assert ring.store_key == STORE_KEY
    assert ring.vault_key == VAULT_KEY
    assert ring.audit_key.hex() == AUDIT_KEY
    assert ring.signing_seed.hex() == SIGNING_SEED


def test_no_key_shows_when_it_is_printed(new_file: NewKeyFile, file: KeyFile) -> None:
    shown = repr((new_file.ann, file.slots(), NewSlot(5, "Flo", Role.STAFF, "secret words")))
    assert shown.startswith("(Keyring(store_id='store-1'), (Slot(user_id=1")
    assert "secret words" not in shown
    assert new_file.ann.master.hex() not in shown


# Users come, change and go


def test_the_file_lists_its_users(file: KeyFile) -> None:
    listed = [(slot.user_id, slot.name, slot.role, slot.ready) for slot in file.slots()]
    assert listed == [
        (ANN, "Ann Lee", Role.SUPERVISOR, True),
        (BEN, "陳大文", Role.STAFF, True),
        (EVE, "Eve", Role.AUDITOR, True),
    ]
    assert (file.store_id, file.intake_recipient, file.edition) == ("store-1", INTAKE, 3)


def test_a_new_users_cost_is_the_dearest_in_the_file(new_file: NewKeyFile, file: KeyFile) -> None:
    file.add_slot(new_file.ann, NewSlot(4, "Flo", Role.STAFF, "x"), cost=KdfCost(65536, 4, 4))
    assert file.add_slot(new_file.ann, NewSlot(5, "Gus", Role.STAFF, "x")).cost.passes == 4


def test_a_second_slot_for_one_user_is_a_mistake_of_the_program(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    with pytest.raises(ValueError, match="2"):
        file.add_slot(new_file.ann, NewSlot(BEN, "Ben", Role.STAFF, BENS))


def test_staff_change_their_own_passphrase_and_nothing_else(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    file.change_passphrase(new_file.ben, BEN, "wagon plum otter hat")
    again = KeyFile.load(file.path)
    assert again.unlock(BEN, "wagon plum otter hat") == new_file.ben
    with pytest.raises(WrongPassphrase):
        again.unlock(BEN, BENS)
    assert again.unlock(ANN, ANNS) == new_file.ann


@pytest.mark.parametrize(
    "attempt",
    [
        lambda file, ben: file.add_slot(ben, NewSlot(4, "Flo", Role.STAFF, "x")),
        lambda file, ben: file.add_slot(ben, NewSlot(4, "Flo", Role.SUPERVISOR, "x")),
        lambda file, ben: file.replace_slot(ben, NewSlot(BEN, "Ben", Role.STAFF, "x")),
        lambda file, ben: file.replace_slot(ben, NewSlot(BEN, "陳大文", Role.SUPERVISOR, "x")),
        lambda file, ben: file.replace_slot(ben, NewSlot(BEN, "陳大文", Role.AUDITOR, "x")),
        lambda file, ben: file.change_passphrase(ben, ANN, "x"),
        lambda file, ben: file.rename(ben, BEN, "Ben"),
        lambda file, ben: file.deactivate(ben, EVE),
        lambda file, ben: file.replace_recovery(ben),
        lambda file, ben: file.replace_intake(ben, sealing.new_identity()[1]),
        lambda file, ben: file.begin_rekey(ben),
    ],
)
def test_without_the_vault_key_nobody_changes_who_may_do_what(
    new_file: NewKeyFile, file: KeyFile, attempt: Callable[[KeyFile, Keyring], object]
) -> None:
    with pytest.raises(Refused, match="Only a supervisor"):
        attempt(file, new_file.ben)
    assert file.path.read_bytes() == new_file.text == file.text()


def test_a_user_gets_another_role_and_with_it_other_keys(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    slot = file.replace_slot(new_file.ann, NewSlot(BEN, "Ben", Role.SUPERVISOR, BENS))
    assert (slot.name, slot.role) == ("Ben", Role.SUPERVISOR)
    assert KeyFile.load(file.path).unlock(BEN, BENS) == new_file.ann
    file.replace_slot(new_file.ann, NewSlot(BEN, "Ben", Role.STAFF, BENS))
    assert KeyFile.load(file.path).unlock(BEN, BENS).vault is None


def test_nobody_unknown_is_replaced(new_file: NewKeyFile, file: KeyFile) -> None:
    with pytest.raises(KeyError):
        file.replace_slot(new_file.ann, NewSlot(9, "Ben", Role.STAFF, BENS))


def test_a_leavers_keys_are_gone_and_the_name_stays(new_file: NewKeyFile, file: KeyFile) -> None:
    assert not file.deactivate(new_file.ann, BEN).ready
    again = KeyFile.load(file.path)
    assert (again.slot(BEN).name, again.slot(BEN).wrapped) == ("陳大文", None)
    with pytest.raises(WrongPassphrase):
        again.unlock(BEN, BENS)
    with pytest.raises(Refused, match="陳大文 can no longer sign in"):
        again.change_passphrase(new_file.ann, BEN, BENS)
    again.replace_slot(new_file.ann, NewSlot(BEN, "陳大文", Role.STAFF, BENS))
    assert again.unlock(BEN, BENS) == new_file.ben


def test_a_user_is_renamed_and_signs_in_as_before(new_file: NewKeyFile, file: KeyFile) -> None:
    assert file.rename(new_file.ann, EVE, "Eve Wong").name == "Eve Wong"
    assert KeyFile.load(file.path).unlock(EVE, EVES) == new_file.ben


@pytest.mark.parametrize(
    "name", ["", " ", " Eve", "Eve\n", "E\0e", "x" * 201, "\ud800", "a\u202eb"]
)
def test_a_name_nobody_could_read_is_refused(
    new_file: NewKeyFile, file: KeyFile, name: str
) -> None:
    with pytest.raises(UserError, match="Enter the user’s name"):
        file.rename(new_file.ann, EVE, name)
    with pytest.raises(UserError, match="Enter the user’s name"):
        NewSlot(5, name, Role.STAFF, "x")
    with pytest.raises(ValueError, match="5"):
        Slot(5, name, Role.STAFF, True)


@pytest.mark.parametrize("user_id", [0, -1, 2**63])
def test_a_users_id_is_a_positive_number_that_tables_can_hold(user_id: int) -> None:
    with pytest.raises(ValueError, match=str(user_id)):
        Slot(user_id, "Flo", Role.STAFF, True)


def test_the_last_supervisor_stays(new_file: NewKeyFile, file: KeyFile) -> None:
    with pytest.raises(Refused, match="at least one supervisor"):
        file.deactivate(new_file.ann, ANN)
    with pytest.raises(Refused, match="at least one supervisor"):
        file.replace_slot(new_file.ann, NewSlot(ANN, "Ann Lee", Role.STAFF, ANNS))
    assert file.text() == new_file.text


def test_a_new_recovery_key_puts_the_old_sheet_out_of_use(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    code = file.replace_recovery(new_file.ann)
    again = KeyFile.load(file.path)
    assert again.unlock_with_recovery(code) == new_file.ann
    with pytest.raises(WrongPassphrase):
        again.unlock_with_recovery(new_file.code)


def test_the_intake_goes_to_another_key(new_file: NewKeyFile, file: KeyFile) -> None:
    _, recipient = sealing.new_identity()
    file.replace_intake(new_file.ann, recipient)
    assert KeyFile.load(file.path).intake_recipient == recipient
    with pytest.raises(ValueError, match="age1"):
        file.replace_intake(new_file.ann, "age1nobody")


def test_a_store_begins_with_a_supervisor_and_a_plain_id(tmp_path: Path) -> None:
    for store_id, role in [("store 1", Role.SUPERVISOR), ("", Role.SUPERVISOR), ("s", Role.STAFF)]:
        with pytest.raises(ValueError, match=f"^{store_id}$"):
            KeyFile.create(
                tmp_path / "keys.json",
                store_id,
                first=NewSlot(ANN, "Ann", role, ANNS),
                intake_recipient=INTAKE,
                cost=KdfCost.FLOOR,
            )
    assert list(tmp_path.glob("keys*")) == []


# The anchor and the edition


def test_the_anchor_moves_on_for_anybody_signed_in(new_file: NewKeyFile, file: KeyFile) -> None:
    assert file.anchor(new_file.ann) == (7, HEAD)
    file.set_anchor(new_file.ben, 8, "cd" * 32)
    again = KeyFile.load(file.path)
    assert again.anchor(new_file.ann) == (8, "cd" * 32)
    assert again.edition == 3
    again.set_anchor(new_file.ann, 8, "cd" * 32)


@pytest.mark.parametrize(("sequence", "head"), [(6, HEAD), (7, "cd" * 32), (0, "")])
def test_the_anchor_never_goes_back_nor_changes_its_mind(
    new_file: NewKeyFile, file: KeyFile, sequence: int, head: str
) -> None:
    with pytest.raises(StoreDamaged, match="end of the audit trail"):
        file.set_anchor(new_file.ann, sequence, head)
    assert file.anchor(new_file.ann) == (7, HEAD)


def test_a_head_that_could_not_be_read_back_is_never_written(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    with pytest.raises(ValueError, match="0-9a-f"):
        file.set_anchor(new_file.ann, 8, "AB" * 32)
    assert file.text() == new_file.text == file.path.read_bytes()


def test_another_stores_keys_move_no_anchor(new_file: NewKeyFile, file: KeyFile) -> None:
    stranger = replace(new_file.ann, master=bytes(32))
    with pytest.raises(StoreDamaged, match="changed from outside"):
        file.anchor(stranger)
    with pytest.raises(StoreDamaged, match="changed from outside"):
        file.set_anchor(stranger, 8, HEAD)


def test_an_earlier_file_put_back_is_known_by_its_edition(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    file.deactivate(new_file.ann, BEN)
    seen = file.edition
    file.refuse_older_than(seen)
    with pytest.raises(StoreDamaged, match="older than the database"):
        parsed(new_file.text).refuse_older_than(seen)


# On disk


def test_only_the_owner_reads_the_file(new_file: NewKeyFile, file: KeyFile) -> None:
    file.save()
    assert file.path.read_bytes() == new_file.text
    assert stat.S_IMODE(file.path.stat().st_mode) == (0o666 if os.name == "nt" else 0o600)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_write_that_fails_keeps_the_file_and_the_object_as_they_were(
    new_file: NewKeyFile, file: KeyFile, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as broken:
        broken.setattr(os, call, full)
        with pytest.raises(NoSpace):
            file.change_passphrase(new_file.ann, BEN, "wagon plum otter hat")
    assert file.path.read_bytes() == new_file.text == file.text()
    assert KeyFile.load(file.path).unlock(BEN, BENS) == new_file.ben


def test_a_folder_without_key_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path / "keys.json", tmp_path / "file" / "keys.json"):
        with pytest.raises(NotAStore, match="no key file"):
            KeyFile.load(path)


def test_a_key_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir()
    with pytest.raises(UserError, match="could not be read"):
        KeyFile.load(tmp_path / "keys.json")


def test_a_later_programs_file_is_left_alone() -> None:
    with pytest.raises(StoreTooNew, match="newer version"):
        parsed(b'{"format": 3, "anything": "else"}')
