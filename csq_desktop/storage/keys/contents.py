"""What keys.json holds: frozen facts, the one text they are written as, and their two seals.

Everybody who can sign in seals the file as a whole, with a key of the master's. The register in it
(users, roles, the keys they sign with, what is sealed to whom) is signed with the owner key, which
only supervisors hold, and whose public half stands in every slot, locked with that user's own
passphrase. So staff change their own passphrase and the anchor, and nothing else unseen.
"""

import hmac
import json
from dataclasses import dataclass, field, replace

from csq_desktop.errors import Refused, StoreDamaged
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.boxes import SealedBox
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import FORMAT
from csq_desktop.storage.keys.signers import Signers
from csq_desktop.storage.keys.signing import is_signed
from csq_desktop.storage.keys.slots import UNSIGNED, Slot, Wrapped
from csq_desktop.texts import tr


@dataclass(frozen=True)
class Pending:
    """The keys of a re-key not yet verified, each locked with the key it is to replace."""

    master: SealedBox
    vault: SealedBox


@dataclass(frozen=True)
class Contents:
    """Everything in keys.json.

    `edition` counts every change but the anchor's (`sequence`, `head` of the audit trail);
    `register_edition` those of the register alone. `register_seal` is the owner's signature, in
    `format` 1 a MAC; `mac` is made with the master key.
    """

    store_id: str
    slots: tuple[Slot, ...]
    recovery: Wrapped
    intake_recipient: str
    backup_recipient: str
    edition: int = 1
    sequence: int = 0
    head: str = ""
    pending: Pending | None = None
    retired: SealedBox | None = None
    signers: Signers = field(default_factory=Signers)
    register_edition: int = 0
    register_seal: bytes = b""
    mac: bytes = b""
    format: int = FORMAT


def seal(contents: Contents, keyring: Keyring, before: Contents | None) -> Contents:
    """The contents with both seals; Refused when they differ in the register without its key."""
    if before is None or _register(contents) != _register(before):
        owner = keyring.owner
        if owner is None:
            raise Refused(tr("Only a supervisor can do this."))
        edition = 1 if before is None else before.register_edition + 1
        contents = replace(contents, register_edition=edition, format=FORMAT)
        contents = replace(contents, register_seal=owner.sign(_signed(contents)))
    return replace(contents, mac=boxes.authenticate(keyring.master_mac_key, _sealed(contents)))


def check_seals(contents: Contents, keyring: Keyring) -> None:
    """StoreDamaged when the contents are not as the holder of these keys last wrote them."""
    expected = boxes.authenticate(keyring.master_mac_key, _sealed(contents))
    if not hmac.compare_digest(expected, contents.mac):
        raise changed()
    if contents.format == UNSIGNED:
        _check_unsigned(contents, keyring)
    elif not is_signed(_owner(contents, keyring), _signed(contents), contents.register_seal):
        raise register_changed()


def _check_unsigned(contents: Contents, keyring: Keyring) -> None:
    if keyring.signer is not None:  # whoever has a key to sign with got it with a signed register
        raise register_changed()
    key = keyring.register_mac_key
    if key is None:
        return
    expected = boxes.authenticate(key, _register(contents))
    if not hmac.compare_digest(expected, contents.register_seal):
        raise register_changed()


def _owner(contents: Contents, keyring: Keyring) -> str:
    """The owner's public key as these keys vouch for it.

    A slot from before signatures knows none: its user takes over, once, what the file says.
    """
    return keyring.owner_public or contents.signers.owner


def is_consistent(contents: Contents) -> bool:
    """Whether the register is signed by the owner that it names itself: no proof, but a hint."""
    return is_signed(contents.signers.owner, _signed(contents), contents.register_seal)


def changed() -> StoreDamaged:
    """The error for a key file that some hand other than this program's changed."""
    return StoreDamaged(
        tr("The key file was changed from outside this program. Restore keys.json from a backup.")
    )


def register_changed() -> StoreDamaged:
    """The error for a register of users that no supervisor signed."""
    return StoreDamaged(
        tr(
            "The users in the key file were changed by somebody who is not a "
            "supervisor. Restore keys.json from a backup."
        )
    )


def older() -> StoreDamaged:
    """The error for a key file or register of which the store has seen a later edition."""
    return StoreDamaged(
        tr(
            "The key file is older than the database: somebody put an older copy back. "
            "Restore keys.json from the latest backup."
        )
    )


def older_than_copy() -> StoreDamaged:
    """The error for a key file that its own copy inside the store is newer than."""
    return StoreDamaged(
        tr(
            "The key file is older than its copy in the database: somebody put an "
            "older key file back, or changed that copy. Restore keys.json from the "
            "latest backup; if that does not help, restore the whole backup."
        )
    )


def text_of(contents: Contents) -> bytes:
    """The bytes of keys.json."""
    return (json.dumps(facts_of(contents), indent=1, sort_keys=True) + "\n").encode()


def facts_of(contents: Contents) -> dict[str, object]:
    """The JSON facts of keys.json, with both seals and a checksum against accidents."""
    facts = {**_sealed(contents), "mac": contents.mac.hex()}
    return {**facts, "checksum": boxes.digest(facts).hex()}


def _register(contents: Contents) -> dict[str, object]:
    """What only a supervisor may change: all but wrapped keys, edition and anchor."""
    facts = _facts(contents)
    for name in ("edition", "sequence", "head"):
        del facts[name]
    users = [[slot.user_id, slot.name, slot.role.value, slot.active] for slot in contents.slots]
    if contents.format == UNSIGNED:
        return {**facts, "slots": users}
    for name in ("requested", "register_edition"):  # the latter follows from the register
        del facts[name]
    return {**facts, "slots": users}


def _signed(contents: Contents) -> dict[str, object]:
    """What the owner signs: the register and its edition."""
    return {**_register(contents), "register_edition": contents.register_edition}


def _sealed(contents: Contents) -> dict[str, object]:
    name = "register_mac" if contents.format == UNSIGNED else "register_seal"
    return {**_facts(contents), name: contents.register_seal.hex()}


def _facts(contents: Contents) -> dict[str, object]:
    pending = contents.pending
    facts = {
        "format": contents.format,
        "store_id": contents.store_id,
        "edition": contents.edition,
        "sequence": contents.sequence,
        "head": contents.head,
        "intake_recipient": contents.intake_recipient,
        "backup_recipient": contents.backup_recipient,
        "slots": [_slot_facts(slot, contents.format) for slot in contents.slots],
        "recovery": _wrapped_facts(contents.recovery),
        "pending": pending and [_box_facts(pending.master), _box_facts(pending.vault)],
        "retired": contents.retired and _box_facts(contents.retired),
    }
    return facts if contents.format == UNSIGNED else {**facts, **_signer_facts(contents)}


def _signer_facts(contents: Contents) -> dict[str, object]:
    signers = contents.signers
    return {
        "register_edition": contents.register_edition,
        "signing_begun": signers.begun,
        "signers": [signer.facts() for signer in signers.confirmed],
        "requested": [signer.facts() for signer in signers.requested],
    }


def _slot_facts(slot: Slot, version: int) -> dict[str, object]:
    facts = {
        "user_id": slot.user_id,
        "name": slot.name,
        "role": slot.role.value,
        "active": slot.active,
        "cost": [slot.cost.memory_kib, slot.cost.passes, slot.cost.lanes],
        "wrapped": slot.wrapped and _wrapped_facts(slot.wrapped),
    }
    return facts if version == UNSIGNED else {**facts, "signature": slot.signature.hex()}


def _wrapped_facts(wrapped: Wrapped) -> list[str]:
    return [wrapped.salt.hex(), wrapped.check.hex(), *_box_facts(wrapped.box)]


def _box_facts(box: SealedBox) -> list[str]:
    return [box.nonce.hex(), box.sealed.hex()]
