"""Accidents to a key file and changes by other hands: none goes unseen."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged, StoreTooNew, WrongPassphrase
from csq_desktop.storage.keys import kdf, sealing, slots
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.sign_in_names import LARGEST_BYTES
from csq_desktop.storage.keys.signing import SigningKey
from csq_desktop.storage.keys.slots import NewSlot
from tests.storage.keys.key_file_case import (
    ANN,
    ANNS,
    BEN,
    BENS,
    Facts,
    NewKeyFile,
    facts_of,
    parsed,
    sealed_by,
    written,
)
from tests.tally import Tally


def mutated(text: bytes, dice: random.Random) -> bytes:
    """The text with one accident: a flipped bit, a cut, a doubled or a moved piece, a new sign."""
    at, other = dice.randrange(len(text)), dice.randrange(len(text))
    flipped = bytes([text[at] ^ 1 << dice.randrange(8)])
    return dice.choice(
        [
            text[:at] + flipped + text[at + 1 :],
            text[:at],
            text[:at] + text[other : other + 40] + text[at:],
            text[:at] + text[at + dice.randrange(1, 40) :],
            text[:at] + dice.choice(b'0a"{}[],: \n\xff\x00').to_bytes(1, "big") + text[at:],
        ]
    )


@pytest.mark.fault("T9")
def test_every_accident_is_refused_or_without_meaning(
    new_file: NewKeyFile, rounds: Callable[[int, int], int], tally: Tally
) -> None:
    dice, refused, tries = random.Random(20261005), 0, rounds(400, 20_000)
    for _ in range(tries):
        text = mutated(new_file.text, dice)
        tally.rounds += 1
        try:
            found = parsed(text)
        except (StoreDamaged, StoreTooNew):
            refused += 1
            continue
        tally.undetected += found.text() != new_file.text
        assert found.unlock_with_recovery(new_file.code) == new_file.ann
    assert refused > tries * 0.8


GARBAGE = [
    b"",
    b"\0" * 5000,
    b"\xff\xfe{}",
    b"[]",
    b"7",
    b"null",
    b"{}",
    b'{"format": 1}',
    b'{"format": "1"}',
    b'{"format": true}',
    b'{"format": 1.0}',
    b'{"format": 1, "checksum": NaN, "x": NaN}',
    b'{"format": 1, "checksum": "", "edition": Infinity}',
    b"[" * 200_000,
    b'{"format": 1, "x": ' + b"9" * 5000 + b"}",
    b" " * (LARGEST_BYTES + 1),
    b'\xef\xbb\xbf{"format": 1}',
]


@pytest.mark.parametrize("text", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_refused_in_words(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "keys.json").write_bytes(text)
    with pytest.raises(StoreDamaged, match=r"damaged\. Restore keys\.json from a backup"):
        KeyFile.load(tmp_path / "keys.json")


def test_every_flipped_bit_of_a_slot_is_seen(new_file: NewKeyFile) -> None:
    for which in range(4):
        for place in range(0, 120, 7):
            facts = facts_of(new_file)
            pieces = facts["slots"][0]["wrapped"]
            digits = pieces[which]
            at = place % len(digits)
            flipped = f"{int(digits[at], 16) ^ 1 << place % 4:x}"
            pieces[which] = digits[:at] + flipped + digits[at + 1 :]
            with pytest.raises(StoreDamaged, match="is damaged"):
                parsed(json.dumps(facts).encode())
            with pytest.raises(StoreDamaged, match="changed from outside"):
                parsed(written(facts)).unlock_with_recovery(new_file.code)


SHAPES: list[tuple[str, Callable[[Facts], object]]] = [
    ("no slots", lambda facts: facts.pop("slots")),
    ("slots are no list", lambda facts: facts.update(slots={})),
    ("a slot is no object", lambda facts: facts["slots"].append(5)),
    ("a user twice", lambda facts: facts["slots"].append(facts["slots"][0])),
    ("a name is missing", lambda facts: facts["slots"][0].pop("name")),
    ("a name too much", lambda facts: facts.update(extra=1)),
    ("a name too much in a slot", lambda facts: facts["slots"][0].update(extra=1)),
    ("a role unknown", lambda facts: facts["slots"][0].update(role="owner")),
    ("a role is no text", lambda facts: facts["slots"][0].update(role=[])),
    ("active is a number", lambda facts: facts["slots"][0].update(active=1)),
    ("an id is a truth", lambda facts: facts["slots"][0].update(user_id=True)),
    ("an id is negative", lambda facts: facts["slots"][0].update(user_id=-1)),
    ("an id is a fraction", lambda facts: facts["slots"][0].update(user_id=1.0)),
    ("an id is huge", lambda facts: facts["slots"][0].update(user_id=2**63)),
    ("a name is unreadable", lambda facts: facts["slots"][0].update(name="\ud800")),
    ("a cost of two", lambda facts: facts["slots"][0].update(cost=[65536, 3])),
    ("a cost of four", lambda facts: facts["slots"][0].update(cost=[65536, 3, 4, 1])),
    ("a cost in text", lambda facts: facts["slots"][0].update(cost=["65536", 3, 4])),
    ("a cost below the floor", lambda facts: facts["slots"][0].update(cost=[65535, 3, 4])),
    ("a cost above the ceiling", lambda facts: facts["slots"][0].update(cost=[2**21, 3, 4])),
    ("too many passes", lambda facts: facts["slots"][0].update(cost=[65536, 21, 4])),
    ("a short salt", lambda facts: facts["slots"][0]["wrapped"].__setitem__(0, "00")),
    ("a salt in capitals", lambda facts: facts["slots"][0]["wrapped"].__setitem__(0, "AB" * 16)),
    ("a salt that is a number", lambda facts: facts["slots"][0]["wrapped"].__setitem__(0, 5)),
    ("wrapped in three", lambda facts: facts["slots"][0]["wrapped"].pop()),
    ("no hex digits", lambda facts: facts["slots"][0]["wrapped"].__setitem__(3, "xy")),
    ("a box that is a number", lambda facts: facts["slots"][0]["wrapped"].__setitem__(3, 5)),
    ("no recovery", lambda facts: facts.update(recovery=None)),
    ("a recipient unknown", lambda facts: facts.update(intake_recipient="age1")),
    ("a backup recipient unknown", lambda facts: facts.update(backup_recipient=None)),
    ("a store id too long", lambda facts: facts.update(store_id="s" * 65)),
    ("pending of one", lambda facts: facts.update(pending=[["00" * 12, "00"]])),
    ("pending is a text", lambda facts: facts.update(pending="soon")),
    ("retired is a number", lambda facts: facts.update(retired=5)),
    ("a mac that is null", lambda facts: facts.update(mac=None)),
    ("an edition in text", lambda facts: facts.update(edition="3")),
    ("an edition that leaves none after it", lambda facts: facts.update(edition=2**48)),
    ("a register's edition, too", lambda facts: facts.update(register_edition=2**48)),
    ("a head too short", lambda facts: facts.update(head="ab")),
    ("format 0", lambda facts: facts.update(format=0)),
]


@pytest.mark.parametrize(
    "change", [change for _, change in SHAPES], ids=[name for name, _ in SHAPES]
)
def test_another_shape_is_refused_though_its_checksum_fits(
    new_file: NewKeyFile, change: Callable[[Facts], object]
) -> None:
    facts = facts_of(new_file)
    change(facts)
    with pytest.raises(StoreDamaged, match=r"Restore keys\.json"):
        parsed(written(facts))


def swap_wraps(facts: Facts) -> None:
    first, second = facts["slots"][0], facts["slots"][1]
    first["wrapped"], second["wrapped"] = second["wrapped"], first["wrapped"]


FORGERIES: list[tuple[str, Callable[[Facts], object]]] = [
    ("renamed", lambda facts: facts["slots"][1].update(name="Somebody")),
    ("promoted", lambda facts: facts["slots"][1].update(role="supervisor")),
    ("demoted", lambda facts: facts["slots"][0].update(role="staff")),
    ("deactivated", lambda facts: facts["slots"][1].update(active=False)),
    ("dearer", lambda facts: facts["slots"][1].update(cost=[65536, 4, 4])),
    ("swapped", swap_wraps),
    ("renumbered", lambda facts: facts["slots"][1].update(user_id=8)),
    ("emptied", lambda facts: facts["slots"][1].update(wrapped=None)),
    ("removed", lambda facts: facts["slots"].pop()),
    ("reordered", lambda facts: facts["slots"].reverse()),
    ("added", lambda facts: facts["slots"].append({**facts["slots"][0], "user_id": 9})),
    ("intake", lambda facts: facts.update(intake_recipient=sealing.new_identity()[1])),
    ("backup", lambda facts: facts.update(backup_recipient=sealing.new_identity()[1])),
    ("edition", lambda facts: facts.update(edition=99)),
    ("sequence", lambda facts: facts.update(sequence=1)),
    ("head", lambda facts: facts.update(head="")),
    ("pending", lambda facts: facts.update(pending=[["00" * 12, "00" * 48]] * 2)),
    ("retired", lambda facts: facts.update(retired=["00" * 12, "00" * 48])),
    ("register seal", lambda facts: facts.update(register_seal="00" * 64)),
    ("begun", lambda facts: facts.update(signing_begun=3)),
    ("signer", lambda facts: facts["signers"][1].__setitem__(1, "00" * 32)),
    ("signer added", lambda facts: facts["signers"].append([1, "00" * 32, 1, None])),
    ("signer ended", lambda facts: facts["signers"][1].__setitem__(3, 2)),
    ("owner", lambda facts: facts["signers"][0].__setitem__(1, "00" * 32)),
    ("register edition", lambda facts: facts.update(register_edition=1)),
    ("requested", lambda facts: facts["requested"].append([1, "00" * 32, 1, None])),
    ("seal", lambda facts: facts.update(mac="00" * 32)),
    ("short seal", lambda facts: facts.update(mac="")),
]


@pytest.mark.parametrize(
    "change", [change for _, change in FORGERIES], ids=[name for name, _ in FORGERIES]
)
def test_a_change_by_somebody_without_keys_is_seen_at_the_next_unlock(
    new_file: NewKeyFile, change: Callable[[Facts], object]
) -> None:
    facts = facts_of(new_file)
    change(facts)
    with pytest.raises(StoreDamaged, match="changed from outside"):
        parsed(written(facts)).unlock_with_recovery(new_file.code)


def test_another_store_id_opens_nothing(new_file: NewKeyFile) -> None:
    forged = parsed(written({**facts_of(new_file), "store_id": "store-2"}))
    with pytest.raises(StoreDamaged, match="its entry in the key file"):
        forged.unlock_with_recovery(new_file.code)
    with pytest.raises(StoreDamaged, match="its entry in the key file"):
        forged.unlock(ANN, ANNS)


@pytest.mark.parametrize(
    ("change", "user_id", "passphrase"),
    [
        (lambda facts: facts["slots"][1].update(role="auditor"), BEN, BENS),
        (lambda facts: facts["slots"][1].update(role="supervisor"), BEN, BENS),
        (swap_wraps, BEN, ANNS),
        (lambda facts: facts["slots"][1].update(user_id=8), 8, BENS),
        (lambda facts: facts["slots"][1]["wrapped"].__setitem__(2, "00" * 12), BEN, BENS),
        (lambda facts: facts["slots"][1]["wrapped"].__setitem__(3, "00" * 48), BEN, BENS),
    ],
)
def test_a_right_passphrase_on_a_changed_slot_is_not_called_wrong(
    new_file: NewKeyFile, change: Callable[[Facts], object], user_id: int, passphrase: str
) -> None:
    facts = facts_of(new_file)
    change(facts)
    with pytest.raises(StoreDamaged, match="The passphrase is right, but"):
        parsed(written(facts)).unlock(user_id, passphrase)


def test_the_cost_is_bound_even_if_it_gave_the_same_key(
    new_file: NewKeyFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kdf, "stretch", lambda *_arguments: bytes(32))
    file = KeyFile.parse(tmp_path / "keys.json", new_file.text)
    file.change_passphrase(new_file.ann, BEN, BENS)
    facts = json.loads(file.text())
    facts["slots"][1]["cost"] = [65536, 3, 1]
    with pytest.raises(StoreDamaged, match="The passphrase is right, but"):
        parsed(written(facts)).unlock(BEN, BENS)


def test_another_cost_or_salt_is_not_called_a_wrong_passphrase(new_file: NewKeyFile) -> None:
    changes: tuple[Callable[[Facts], object], ...] = (
        lambda facts: facts["slots"][1].update(cost=[65536, 3, 1]),
        lambda facts: facts["slots"][1]["wrapped"].__setitem__(0, "00" * 16),
    )
    for change in changes:
        facts = facts_of(new_file)
        change(facts)
        with pytest.raises(StoreDamaged, match="changed from outside"):
            parsed(written(facts)).unlock(BEN, BENS)


def test_a_swapped_name_is_seen_once_somebody_has_signed_in(new_file: NewKeyFile) -> None:
    facts = facts_of(new_file)
    facts["slots"][0]["name"] = "Not Ann"
    with pytest.raises(StoreDamaged, match="changed from outside"):
        parsed(written(facts)).unlock(ANN, ANNS)


REGISTER = ["renamed", "promoted", "deactivated", "renumbered", "removed", "intake", "backup"]
REGISTER += ["added", "pending", "retired", "register seal", "begun", "signer", "signer added"]
REGISTER += ["signer ended", "register edition"]


@pytest.mark.parametrize("name", REGISTER)
def test_a_change_by_staff_who_know_the_master_key_is_seen_by_a_supervisor(
    new_file: NewKeyFile, name: str
) -> None:
    facts = facts_of(new_file)
    dict(FORGERIES)[name](facts)
    with pytest.raises(StoreDamaged, match="somebody who is not a supervisor"):
        parsed(sealed_by(new_file.ben, facts)).unlock_with_recovery(new_file.code)


@pytest.mark.parametrize("name", [*REGISTER, "owner"])
def test_a_change_by_staff_is_refused_by_a_colleague_too(new_file: NewKeyFile, name: str) -> None:
    facts = facts_of(new_file)
    dict(FORGERIES)[name](facts)
    with pytest.raises(StoreDamaged, match="somebody who is not a supervisor"):
        parsed(sealed_by(new_file.ben, facts)).require_sealed(new_file.ben)


def test_a_colleague_who_puts_another_passphrase_on_a_slot_is_not_called_a_wrong_passphrase(
    new_file: NewKeyFile,
) -> None:
    facts, own = facts_of(new_file), "walnut harbour seven tea"
    anns = KeyFile.parse(Path("keys.json"), new_file.text).slot(ANN)
    forged = slots.for_user(
        new_file.ben, NewSlot(ANN, anns.name, Role.STAFF, own), anns.cost, SigningKey.new(ANN)
    )
    wrapped = forged.wrapped
    assert wrapped is not None
    box = wrapped.box
    pieces = (wrapped.salt, wrapped.check, box.nonce, box.sealed)
    facts["slots"][0]["wrapped"] = [piece.hex() for piece in pieces]
    facts["slots"][0]["signature"] = forged.signature.hex()
    with pytest.raises(StoreDamaged, match="changed from outside"):
        parsed(sealed_by(new_file.ben, facts)).unlock(ANN, ANNS)


def test_a_wrong_passphrase_is_called_one(new_file: NewKeyFile) -> None:
    with pytest.raises(WrongPassphrase):
        parsed(new_file.text).unlock(ANN, BENS)


def test_staff_who_forge_waiting_keys_open_nothing_with_them(new_file: NewKeyFile) -> None:
    facts = facts_of(new_file)
    facts["pending"] = [["00" * 12, "00" * 48]] * 2
    with pytest.raises(StoreDamaged, match="somebody who is not a supervisor"):
        parsed(sealed_by(new_file.ben, facts)).unlock(BEN, BENS)


def test_the_forgers_tools_of_these_tests_work(new_file: NewKeyFile) -> None:
    facts = facts_of(new_file)
    assert parsed(written(facts)).unlock_with_recovery(new_file.code) == new_file.ann
    assert (
        parsed(sealed_by(new_file.ben, facts)).unlock_with_recovery(new_file.code) == new_file.ann
    )
