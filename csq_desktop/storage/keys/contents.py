"""What keys.json holds: frozen facts, the one text they are written as, and their two seals."""

import hmac
import json
from dataclasses import dataclass, replace

from csq_desktop.errors import Refused, StoreDamaged
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.boxes import SealedBox
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.slots import FORMAT, Slot, Wrapped
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
    `register_mac` is made with the vault key, `mac` with the master key.
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
    register_mac: bytes = b""
    mac: bytes = b""


def seal(contents: Contents, keyring: Keyring, before: Contents | None) -> Contents:
    """The contents with both seals; Refused when they differ in the register without its key."""
    key = keyring.register_mac_key
    if key is not None:
        contents = replace(contents, register_mac=boxes.authenticate(key, _register(contents)))
    elif before is None or _register(contents) != _register(before):
        raise Refused(tr("Only a supervisor can do this."))
    return replace(contents, mac=boxes.authenticate(keyring.master_mac_key, _sealed(contents)))


def check_seals(contents: Contents, keyring: Keyring) -> None:
    """StoreDamaged when the contents are not as the holder of these keys last wrote them."""
    expected = boxes.authenticate(keyring.master_mac_key, _sealed(contents))
    if not hmac.compare_digest(expected, contents.mac):
        raise changed()
    key = keyring.register_mac_key
    if key is None:
        return
    if not hmac.compare_digest(boxes.authenticate(key, _register(contents)), contents.register_mac):
        raise StoreDamaged(
            tr(
                "The users in the key file were changed by somebody who is not a supervisor. "
                "Put keys.json back from a backup."
            )
        )


def changed() -> StoreDamaged:
    """The error for a key file that some hand other than this program's changed."""
    return StoreDamaged(
        tr("The key file was changed from outside this program. Put keys.json back from a backup.")
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
    return {**facts, "slots": users}


def _sealed(contents: Contents) -> dict[str, object]:
    return {**_facts(contents), "register_mac": contents.register_mac.hex()}


def _facts(contents: Contents) -> dict[str, object]:
    pending = contents.pending
    return {
        "format": FORMAT,
        "store_id": contents.store_id,
        "edition": contents.edition,
        "sequence": contents.sequence,
        "head": contents.head,
        "intake_recipient": contents.intake_recipient,
        "backup_recipient": contents.backup_recipient,
        "slots": [_slot_facts(slot) for slot in contents.slots],
        "recovery": _wrapped_facts(contents.recovery),
        "pending": pending and [_box_facts(pending.master), _box_facts(pending.vault)],
        "retired": contents.retired and _box_facts(contents.retired),
    }


def _slot_facts(slot: Slot) -> dict[str, object]:
    return {
        "user_id": slot.user_id,
        "name": slot.name,
        "role": slot.role.value,
        "active": slot.active,
        "cost": [slot.cost.memory_kib, slot.cost.passes, slot.cost.lanes],
        "wrapped": slot.wrapped and _wrapped_facts(slot.wrapped),
    }


def _wrapped_facts(wrapped: Wrapped) -> list[str]:
    return [wrapped.salt.hex(), wrapped.check.hex(), *_box_facts(wrapped.box)]


def _box_facts(box: SealedBox) -> list[str]:
    return [box.nonce.hex(), box.sealed.hex()]
