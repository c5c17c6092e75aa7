"""Reading keys.json: nothing in it is believed until it has the very shape this program writes."""

import json
import re
from typing import Any, TypeVar

from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged, StoreTooNew
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.boxes import SealedBox
from csq_desktop.storage.keys.contents import Contents, Pending, facts_of
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.sign_in_names import FORMAT, LARGEST_BYTES
from csq_desktop.storage.keys.signers import Signer, Signers
from csq_desktop.storage.keys.slots import (
    CHECK_BYTES,
    LARGEST_ID,
    SALT_BYTES,
    UNSIGNED,
    Slot,
    Wrapped,
)
from csq_desktop.texts import tr

MOST_EDITIONS = 1 << 48
_NONCE_BYTES = 12
_STORE_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
_PUBLIC_KEY = re.compile(r"[0-9a-f]{64}")
_HEAD = re.compile(r"(?:[0-9a-f]{64})?")
_Kind = TypeVar("_Kind")


def parse(text: bytes) -> Contents:
    """Read keys.json: StoreDamaged unless it is whole, StoreTooNew when a later program wrote it.

    Wholeness here is shape and checksum; who wrote it, only the seals tell once keys are known.
    """
    try:
        return read(text)
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise StoreDamaged(
            tr("The key file of this database is damaged. Restore keys.json from a backup.")
        ) from fault


def is_store_id(text: str) -> bool:
    """Whether a store may have this id: 1 to 64 Latin letters, digits and hyphens."""
    return _STORE_ID.fullmatch(text) is not None


def read(text: bytes) -> Contents:
    """Read keys.json, as parse does, for a text this program has just made: a fault is a bug."""
    if len(text) > LARGEST_BYTES:
        raise ValueError(len(text))
    facts = _of(json.loads(text.decode("utf-8")), dict)
    if _of(facts["format"], int) > FORMAT:
        raise StoreTooNew(
            tr("This database was made by a newer version of the program. Install that version.")
        )
    contents = _contents(facts)
    if boxes.canonical(facts_of(contents)) != boxes.canonical(facts):
        raise ValueError("not as written")  # wrong checksum, unknown names, digits in another form
    return contents


def _contents(facts: dict[str, Any]) -> Contents:
    pending, retired, version = facts["pending"], facts["retired"], _number(facts["format"])
    if version not in (UNSIGNED, FORMAT):
        raise ValueError(version)
    signed = version != UNSIGNED
    return Contents(
        store_id=_matching(_STORE_ID, facts["store_id"]),
        slots=_slots(facts["slots"], signed=signed),
        recovery=_wrapped(facts["recovery"]),
        intake_recipient=_matching(_RECIPIENT, facts["intake_recipient"]),
        backup_recipient=_matching(_RECIPIENT, facts["backup_recipient"]),
        edition=_edition(facts["edition"]),
        sequence=_number(facts["sequence"]),
        head=_matching(_HEAD, facts["head"]),
        pending=None if pending is None else Pending(*map(_box, _of(pending, list))),
        retired=None if retired is None else _box(retired),
        signers=_signers(facts) if signed else Signers(),
        register_edition=_edition(facts["register_edition"]) if signed else 0,
        register_seal=bytes.fromhex(facts["register_seal" if signed else "register_mac"]),
        mac=bytes.fromhex(facts["mac"]),
        format=version,
    )


def _signers(facts: dict[str, Any]) -> Signers:
    confirmed, requested = (
        tuple(_signer(_of(each, list)) for each in _of(facts[name], list))
        for name in ("signers", "requested")
    )
    return Signers(_number(facts["signing_begun"]), confirmed, requested)


def _signer(facts: list[Any]) -> Signer:
    user_id, public, since, until = facts
    last = None if until is None else _number(until)
    return Signer(_number(user_id), _matching(_PUBLIC_KEY, public), _number(since), last)


def _slots(facts: object, *, signed: bool) -> tuple[Slot, ...]:
    slots = tuple(_slot(_of(slot, dict), signed=signed) for slot in _of(facts, list))
    if len({slot.user_id for slot in slots}) != len(slots):
        raise ValueError("two slots of one user")
    return slots


def _slot(facts: dict[str, Any], *, signed: bool) -> Slot:
    wrapped = facts["wrapped"]
    return Slot(
        user_id=_number(facts["user_id"]),
        name=_of(facts["name"], str),
        role=Role(facts["role"]),
        active=_of(facts["active"], bool),
        cost=KdfCost(*map(_number, _of(facts["cost"], list))),
        wrapped=None if wrapped is None else _wrapped(wrapped),
        signature=bytes.fromhex(facts["signature"]) if signed else b"",
    )


def _wrapped(facts: object) -> Wrapped:
    salt, check, nonce, sealed = _of(facts, list)
    return Wrapped(_bytes(salt, SALT_BYTES), _bytes(check, CHECK_BYTES), _box([nonce, sealed]))


def _box(facts: object) -> SealedBox:
    nonce, sealed = _of(facts, list)
    return SealedBox(_bytes(nonce, _NONCE_BYTES), bytes.fromhex(sealed))


def _of(value: object, kind: type[_Kind]) -> _Kind:
    if type(value) is not kind:  # isinstance would take True for a number
        raise TypeError(kind.__name__)
    return value


def _number(value: object) -> int:
    number = _of(value, int)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError(number)
    return number


def _edition(value: object) -> int:
    """An edition; nobody gets so far as to leave no room for the next ones."""
    number = _number(value)
    if number >= MOST_EDITIONS:
        raise ValueError(number)
    return number


def _matching(form: re.Pattern[str], value: object) -> str:
    text = _of(value, str)
    if not form.fullmatch(text):
        raise ValueError(form.pattern)
    return text


def _bytes(value: object, length: int) -> bytes:
    decoded = bytes.fromhex(_of(value, str))
    if len(decoded) != length:
        raise ValueError(len(decoded))
    return decoded
