"""A re-key: both sets of keys are at hand until the new one is in use, and then only the new."""

import json

import pytest

from csq_desktop.errors import Refused, UserError, WrongPassphrase
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.keys.key_file import KeyFile
from tests.storage.keys.key_file_case import ANN, ANNS, BEN, BENS, NewKeyFile


def test_before_a_rekey_there_is_one_key_for_each_file(new_file: NewKeyFile) -> None:
    assert new_file.ann.store_keys() == [new_file.ann.store_key]
    assert new_file.ann.vault_keys() == [new_file.ann.vault_key]


def test_a_begun_rekey_offers_the_old_keys_first_and_the_next(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    ring = file.begin_rekey(new_file.ann)
    assert file.rekey_pending
    assert ring.pending is not None
    assert ring.store_keys() == [new_file.ann.store_key, ring.pending.store_key]
    assert ring.vault_keys() == [new_file.ann.vault_key, ring.pending.vault_key]
    assert len({*ring.store_keys(), *ring.vault_keys()}) == 4


def test_after_a_crash_everybody_finds_what_they_may_open(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    ring = file.begin_rekey(new_file.ann)
    again = KeyFile.load(file.path)
    assert again.unlock(ANN, ANNS) == ring
    assert again.unlock_with_recovery(new_file.code) == ring
    bens = again.unlock(BEN, BENS)
    assert bens.store_keys() == ring.store_keys()
    assert bens.vault_keys() == []
    assert bens.pending is not None
    assert bens.pending.backup_identity is None


def test_beginning_twice_keeps_the_first_beginning(new_file: NewKeyFile, file: KeyFile) -> None:
    ring = file.begin_rekey(new_file.ann)
    text = file.text()
    assert file.begin_rekey(new_file.ann) == ring == file.begin_rekey(ring)
    assert file.text() == text


def test_a_cancelled_rekey_leaves_the_old_keys(new_file: NewKeyFile, file: KeyFile) -> None:
    assert file.cancel_rekey(file.begin_rekey(new_file.ann)) == new_file.ann
    again = KeyFile.load(file.path)
    assert not again.rekey_pending
    assert again.unlock(ANN, ANNS) == new_file.ann


def test_a_finished_rekey_opens_with_the_next_keys_alone(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    begun = file.begin_rekey(new_file.ann)
    ring, code = file.finish_rekey(ANN, ANNS, last_sequence=41)
    assert [ring.store_key] == begun.store_keys()[1:]
    assert [ring.vault_key] == begun.vault_keys()[1:]
    again = KeyFile.load(file.path)
    assert not again.rekey_pending
    assert again.unlock(ANN, ANNS) == ring == again.unlock_with_recovery(code)
    assert sealing.recipient_of(ring.backup_identity or "") == again.backup_recipient
    assert ring.backup_identity != new_file.ann.backup_identity
    assert again.edition == 5


def test_after_a_rekey_the_old_sheet_and_old_slots_open_nothing(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    file.begin_rekey(new_file.ann)
    ring, _ = file.finish_rekey(ANN, ANNS, last_sequence=41)
    with pytest.raises(WrongPassphrase):
        file.unlock_with_recovery(new_file.code)
    assert file.slot(BEN).active
    assert not file.slot(BEN).ready
    with pytest.raises(Refused, match="A supervisor must give 陳大文 a new passphrase first"):
        file.unlock(BEN, BENS)
    file.change_passphrase(ring, BEN, "otter plum wagon hat")
    assert KeyFile.load(file.path).unlock(BEN, "otter plum wagon hat").store_key == ring.store_key
    with pytest.raises(UserError, match="changed from outside"):
        file.anchor(new_file.ann)


def test_old_keys_find_nothing_in_the_finished_file(new_file: NewKeyFile, file: KeyFile) -> None:
    file.begin_rekey(new_file.ann)
    ring, _ = file.finish_rekey(ANN, ANNS, last_sequence=41)
    facts = json.loads(file.text())
    assert facts["pending"] is None
    assert ring.master.hex() not in file.text().decode()
    assert new_file.ann.audit_key.hex() not in file.text().decode()


def test_audit_rows_keep_the_key_they_were_chained_with(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    file.begin_rekey(new_file.ann)
    second, _ = file.finish_rekey(ANN, ANNS, last_sequence=41)
    file.begin_rekey(second)
    third, _ = file.finish_rekey(ANN, ANNS, last_sequence=77)
    ring = KeyFile.load(file.path).unlock(ANN, ANNS)
    assert ring == third
    keys = [ring.audit_key_at(sequence) for sequence in (1, 41, 42, 77, 78)]
    first = new_file.ann.audit_key
    assert keys == [first, first, second.audit_key, second.audit_key, third.audit_key]
    file.change_passphrase(third, BEN, BENS)
    assert file.unlock(BEN, BENS).audit_key_at(41) == first


def test_a_slip_in_the_passphrase_finishes_nothing(new_file: NewKeyFile, file: KeyFile) -> None:
    ring = file.begin_rekey(new_file.ann)
    with pytest.raises(WrongPassphrase):
        file.finish_rekey(ANN, BENS, last_sequence=41)
    assert KeyFile.load(file.path).unlock(ANN, ANNS) == ring


def test_staff_finish_no_rekey(new_file: NewKeyFile, file: KeyFile) -> None:
    ring = file.begin_rekey(new_file.ann)
    with pytest.raises(Refused, match="Only a supervisor"):
        file.finish_rekey(BEN, BENS, last_sequence=41)
    with pytest.raises(Refused, match="Only a supervisor"):
        file.cancel_rekey(file.unlock(BEN, BENS))
    assert KeyFile.load(file.path).unlock(ANN, ANNS) == ring


def test_a_rekey_that_was_not_begun_is_a_mistake_of_the_program(file: KeyFile) -> None:
    with pytest.raises(ValueError, match="no re-key was begun"):
        file.finish_rekey(ANN, ANNS, last_sequence=0)


def test_while_a_rekey_waits_users_still_change_and_the_anchor_moves(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    ring = file.begin_rekey(new_file.ann)
    file.set_anchor(ring, 9, "ab" * 32)
    file.deactivate(ring, BEN)
    after, _ = file.finish_rekey(ANN, ANNS, last_sequence=9)
    assert file.anchor(after) == (9, "ab" * 32)
    assert not file.slot(BEN).active
