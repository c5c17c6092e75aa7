"""Keys that sign: their arithmetic, whose they are, and while which of them serve."""

import json
from dataclasses import replace

import pytest

from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, StoreDamaged
from csq_desktop.storage.keys import boxes, kdf, sealing, signing
from csq_desktop.storage.keys import contents as key_contents
from csq_desktop.storage.keys import slots as key_slots
from csq_desktop.storage.keys.contents import Contents
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.signers import Signers
from csq_desktop.storage.keys.signing import OWNER, SigningKey
from csq_desktop.storage.keys.slots import NewSlot, Slot
from tests.storage.keys.key_file_case import ANN, ANNS, BEN, BENS, EVE, EVES, NewKeyFile

# RFC 8032, section 7.1, test 1
SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_the_public_half_is_that_of_rfc_8032() -> None:
    assert SigningKey(ANN, bytes.fromhex(SEED)).public == PUBLIC


def test_a_signature_fits_its_facts_and_its_key_alone() -> None:
    key = SigningKey.new(ANN)
    signature = key.sign(["one", 2])
    assert signing.is_signed(key.public, ["one", 2], signature)
    assert not signing.is_signed(key.public, ["one", 3], signature)
    assert not signing.is_signed(SigningKey.new(ANN).public, ["one", 2], signature)
    assert not signing.is_signed(key.public, ["one", 2], signature[:-1])
    assert not signing.is_signed("00", ["one", 2], signature)


def test_a_fingerprint_is_short_enough_for_the_eye() -> None:
    assert signing.fingerprint(PUBLIC) == "21FE 31DF A154 A261"
    assert signing.fingerprint(SigningKey.new(ANN).public) != signing.fingerprint(PUBLIC)


def test_a_key_serves_between_two_editions() -> None:
    first, second = SigningKey.new(ANN), SigningKey.new(ANN)
    signers = Signers(1).with_key(first, 3).with_key(second, 7).without(ANN, 9)
    publics = [[each.public for each in signers.fitting(ANN, edition)] for edition in range(2, 10)]
    none: list[str] = []
    one, two = [first.public], [second.public]
    assert publics == [none, one, one, one, one, two, two, none]
    assert signers.fitting(BEN, 4) == ()


def test_a_requested_key_serves_only_who_never_had_another() -> None:
    mine, forged = SigningKey.new(BEN), SigningKey.new(BEN)
    asked = Signers(1).with_request(forged, 1).with_request(mine, 2)
    (signer,) = asked.fitting(BEN, 2)
    assert signer.public == mine.public
    assert not asked.is_confirmed(signer)
    (again,) = asked.with_confirmed(BEN, 5).fitting(BEN, 2)
    assert again == signer
    left = asked.with_confirmed(BEN, 5).without(BEN, 6)
    assert left.with_request(forged, 7).fitting(BEN, 7) == ()
    assert left.with_request(forged, 2).fitting(BEN, 5) == (replace(signer, until=6),)


def test_what_an_unconfirmed_key_signed_stays_signed_when_another_is_given() -> None:
    asked = Signers(1).with_request(SigningKey.new(BEN), 2)
    (signer,) = asked.fitting(BEN, 4)
    given = asked.with_key(SigningKey.new(BEN), 5)
    assert given.fitting(BEN, 4) == (replace(signer, until=5),)
    assert not given.is_confirmed(*given.fitting(BEN, 4))
    (confirmed,) = given.fitting(BEN, 5)
    assert given.is_confirmed(confirmed)
    assert asked.without(BEN, 5).fitting(BEN, 5) == ()


def test_everybody_of_a_new_file_signs_with_a_key_of_their_own(file: KeyFile) -> None:
    rings = {ANN: ANNS, BEN: BENS, EVE: EVES}
    seen = set()
    for user_id, passphrase in rings.items():
        ring = file.unlock(user_id, passphrase)
        assert ring.signer is not None
        (signer,) = file.register.signers.fitting(user_id, file.register.edition)
        assert (ring.signer.user_id, ring.signer.public) == (user_id, signer.public)
        assert ring.owner_public == file.register.signers.owner
        assert not file.needs_signer(ring, user_id)
        seen.add(signer.public)
    assert len(seen) == 3
    signers = file.register.signers
    assert signers.begun == 1
    assert {each.since for each in signers.confirmed if each.user_id == ANN} == {1}


def test_only_supervisors_hold_the_owner_key(new_file: NewKeyFile, file: KeyFile) -> None:
    assert new_file.ben.owner is None
    owner = new_file.ann.owner
    assert owner is not None
    assert (owner.user_id, owner.public) == (OWNER, file.register.signers.owner)
    assert file.unlock_with_recovery(new_file.code).owner_public == owner.public


def test_an_own_new_passphrase_keeps_the_own_key(new_file: NewKeyFile, file: KeyFile) -> None:
    before = file.register
    file.change_passphrase(new_file.ben, BEN, "walnut harbour seven tea")
    again = KeyFile.load(file.path)
    assert again.register == before
    ring = again.unlock(BEN, "walnut harbour seven tea")
    assert ring.signer == new_file.ben.signer


def test_a_passphrase_that_a_supervisor_gives_comes_with_a_new_key(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    before = file.register
    file.change_passphrase(new_file.ann, BEN, "walnut harbour seven tea")
    after = file.register
    assert after.edition == before.edition + 1
    (old,), (new,) = (each.signers.fitting(BEN, each.edition) for each in (before, after))
    assert old.public != new.public
    assert after.signers.fitting(BEN, before.edition) == (replace(old, until=after.edition),)


def test_a_leavers_key_signs_nothing_more(new_file: NewKeyFile, file: KeyFile) -> None:
    before = file.register.edition
    file.deactivate(new_file.ann, BEN)
    signers = file.register.signers
    assert signers.fitting(BEN, file.register.edition) == ()
    assert len(signers.fitting(BEN, before)) == 1


def test_the_register_counts_its_own_changes_alone(new_file: NewKeyFile, file: KeyFile) -> None:
    edition = file.register.edition
    file.set_anchor(new_file.ann, 9, "cd" * 32)
    file.change_passphrase(new_file.ann, ANN, ANNS)
    assert file.register.edition == edition
    file.rename(new_file.ann, BEN, "Ben")
    file.replace_intake(new_file.ann, sealing.new_identity()[1])
    assert file.register.edition == edition + 2
    with pytest.raises(StoreDamaged, match="older than the database"):
        file.refuse_older_than(0, edition + 3)
    file.refuse_older_than(file.edition, edition + 2)


def test_after_all_keys_were_changed_only_who_changed_them_signs(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    file.begin_rekey(new_file.ann)
    ring, _ = file.finish_rekey(ANN, ANNS, last_sequence=41)
    again = KeyFile.load(file.path)
    again.require_sealed(ring)
    signers, edition = again.register.signers, again.register.edition
    assert signers.begun == 1
    assert signers.owner == ring.owner_public != new_file.ann.owner_public
    assert [len(signers.fitting(user, edition)) for user in (OWNER, ANN, BEN, EVE)] == [1, 1, 0, 0]
    assert not again.needs_signer(again.unlock(ANN, ANNS), ANN)


# An older store


def unsigned(file: KeyFile, ann: Keyring) -> KeyFile:
    """The file as the program before this one left it."""
    contents: Contents = file._contents
    facts = json.loads(file.text())
    for name in ("signers", "requested", "register_edition", "signing_begun", "register_seal"):
        del facts[name]
    assert facts["format"] == 2
    slots = [
        _unsigned_slot(slot, passphrase, ann)
        for slot, passphrase in zip(contents.slots, (ANNS, BENS, EVES), strict=True)
    ]
    before = replace(contents, slots=tuple(slots), signers=Signers(), register_edition=0, format=1)
    key = ann.register_mac_key
    assert key is not None
    before = replace(before, register_seal=boxes.authenticate(key, key_contents._register(before)))
    mac = boxes.authenticate(ann.master_mac_key, key_contents._sealed(before))
    KeyFile(file.path, replace(before, mac=mac)).save()
    return KeyFile.load(file.path)


def _unsigned_slot(slot: Slot, passphrase: str, ann: Keyring) -> Slot:
    wrapped = slot.wrapped
    assert wrapped is not None
    secret = kdf.stretch(passphrase, wrapped.salt, slot.cost)
    content = key_slots._content(ann, identities=slot.role.sees_identities)
    context = key_slots._user_context("store-1", slot, 1)
    old = key_slots._wrap(secret, wrapped.salt, content, context)
    return replace(slot, wrapped=old, signature=b"")


@pytest.fixture
def old(new_file: NewKeyFile, file: KeyFile) -> KeyFile:
    return unsigned(file, new_file.ann)


def test_a_file_of_an_older_store_opens_and_knows_no_signers(
    new_file: NewKeyFile, old: KeyFile
) -> None:
    assert json.loads(old.text())["format"] == 1
    assert old.register.signers == Signers()
    ring = old.unlock(ANN, ANNS)
    assert ring == new_file.ann
    assert ring.signer is None
    assert old.needs_signer(ring, ANN)
    assert old.unlock(BEN, BENS).owner_public == ""
    with pytest.raises(StoreDamaged, match="not a supervisor"):
        old.require_sealed(new_file.ann)  # who has a key to sign with was given a signed register


def test_staff_begin_no_signing(old: KeyFile) -> None:
    with pytest.raises(Refused, match="Only a supervisor"):
        old.give_signer(old.unlock(BEN, BENS), BEN, BENS, last_sequence=40)


def test_the_first_supervisor_begins_the_signing(old: KeyFile) -> None:
    ring = old.give_signer(old.unlock(ANN, ANNS), ANN, ANNS, last_sequence=40)
    again = KeyFile.load(old.path)
    signers = again.register.signers
    assert signers.begun == 41
    unlocked = again.unlock(ANN, ANNS)
    assert unlocked.signer == ring.signer
    assert not again.needs_signer(unlocked, ANN)
    assert [each.user_id for each in signers.confirmed] == [OWNER, ANN]


def test_staff_of_an_older_store_ask_and_a_supervisor_confirms(old: KeyFile) -> None:
    ann = old.give_signer(old.unlock(ANN, ANNS), ANN, ANNS, last_sequence=40)
    ben = old.unlock(BEN, BENS)
    assert old.needs_signer(ben, BEN)
    ben = old.give_signer(ben, BEN, BENS, last_sequence=50)
    again = KeyFile.load(old.path)
    unlocked = again.unlock(BEN, BENS)
    assert unlocked.signer == ben.signer
    assert unlocked.owner_public == ann.owner_public
    assert not again.needs_signer(unlocked, BEN)
    signers = again.register.signers
    assert signers.begun == 41
    (signer,) = signers.fitting(BEN, again.register.edition)
    assert not signers.is_confirmed(signer)
    with pytest.raises(Refused, match="Only a supervisor"):
        again.confirm_signer(unlocked, BEN)
    again.confirm_signer(ann, BEN)
    (signer,) = again.register.signers.fitting(BEN, again.register.edition)
    assert again.register.signers.is_confirmed(signer)


def test_the_recovery_sheet_gives_its_supervisor_a_new_key(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    ring = file.unlock_with_recovery(new_file.code)
    assert file.needs_signer(ring, ANN)
    with pytest.raises(ValueError, match="no key to sign with"):
        _ = ring.own_signer
    ring = file.give_signer(ring, ANN, None, last_sequence=50)
    file.change_passphrase(ring, ANN, "walnut harbour seven tea")
    again = KeyFile.load(file.path)
    unlocked = again.unlock(ANN, "walnut harbour seven tea")
    assert unlocked.signer == ring.signer
    assert not again.needs_signer(unlocked, ANN)


def test_an_older_slot_beside_a_signed_register_takes_its_owner_once(old: KeyFile) -> None:
    ann = old.give_signer(old.unlock(ANN, ANNS), ANN, ANNS, last_sequence=40)
    ben = old.give_signer(old.unlock(BEN, BENS), BEN, BENS, last_sequence=50)
    old.add_slot(ann, NewSlot(9, "Flo", Role.STAFF, BENS))
    old.require_sealed(ben)
    stranger = replace(ben, trusted_owner="00" * 32)
    with pytest.raises(StoreDamaged, match="not a supervisor"):
        old.require_sealed(stranger)


def test_no_older_slot_is_put_back_in_the_place_of_a_signed_one(
    new_file: NewKeyFile, file: KeyFile
) -> None:
    """A staff member's, by a colleague who knows the master key; it would believe any register."""
    ann, ben, eve = file.slots()
    older = _unsigned_slot(ben, BENS, new_file.ann)
    before = file._contents
    forged = replace(before, slots=(ann, older, eve))
    KeyFile(file.path, key_contents.seal(forged, new_file.ben, before)).save()
    with pytest.raises(StoreDamaged, match="its entry in the key file was changed"):
        KeyFile.load(file.path).unlock(BEN, BENS)
