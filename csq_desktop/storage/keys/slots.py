"""Key slots: how a user's passphrase, or the recovery key, wraps the keys of a store."""

import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from cryptography.exceptions import InvalidTag

from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, StoreDamaged, UserError, WrongPassphrase
from csq_desktop.storage.keys import boxes, kdf, recovery
from csq_desktop.storage.keys.boxes import SealedBox
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.keyring import KEY_BYTES, Keyring
from csq_desktop.storage.keys.sign_in_names import FORMAT
from csq_desktop.storage.keys.signers import Signer
from csq_desktop.storage.keys.signing import SigningKey, is_signed
from csq_desktop.texts import tr

UNSIGNED = 1
"""The format from before users had keys to sign with: key files and slots of older stores."""
SALT_BYTES = 16
CHECK_BYTES = 16
LONGEST_NAME = 200
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Wrapped:
    """Keys wrapped once: `check` tells a wrong passphrase from a changed slot."""

    salt: bytes
    check: bytes
    box: SealedBox


@dataclass(frozen=True)
class Slot:
    """One user in keys.json; `wrapped` is None for leavers and until a new passphrase is given.

    `signature` is the user's own over what is wrapped; empty in a slot from before signatures.
    """

    user_id: int
    name: str
    role: Role
    active: bool
    cost: KdfCost = KdfCost.FLOOR
    wrapped: Wrapped | None = field(default=None, repr=False)
    signature: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        if not 1 <= self.user_id <= LARGEST_ID or not is_name(self.name):
            raise ValueError(self.user_id)

    @property
    def ready(self) -> bool:
        """Whether the user can sign in."""
        return self.active and self.wrapped is not None


@dataclass(frozen=True)
class NewSlot:
    """A user to give a slot to, with the passphrase that will open it."""

    user_id: int
    name: str
    role: Role
    passphrase: str = field(repr=False)

    def __post_init__(self) -> None:
        require_name(self.name)


def is_name(name: str) -> bool:
    """Whether a user may be called this: 1 to 200 printable characters, no blanks around."""
    return name.isprintable() and name == name.strip() and 1 <= len(name) <= LONGEST_NAME


def require_name(name: str) -> None:
    """UserError unless a user may be called this."""
    if not is_name(name):
        raise UserError(tr("Enter the user’s name in 1 to {n} letters.", n=LONGEST_NAME))


def for_user(keyring: Keyring, new: NewSlot, cost: KdfCost, signer: SigningKey) -> Slot:
    """A slot holding what the user's role may hold, wrapped under the passphrase."""
    salt = secrets.token_bytes(SALT_BYTES)
    slot = Slot(new.user_id, new.name, new.role, True, cost)
    secret = kdf.stretch(new.passphrase, salt, cost)
    content = _user_content(keyring, signer, identities=new.role.sees_identities)
    wrapped = _wrap(secret, salt, content, _user_context(keyring.store_id, slot))
    signature = signer.sign(_signed(keyring.store_id, slot, wrapped))
    return Slot(new.user_id, new.name, new.role, True, cost, wrapped, signature)


def open_user(store_id: str, slot: Slot, passphrase: str) -> Keyring:
    """The keys in the slot: WrongPassphrase, or StoreDamaged when the slot was changed."""
    if not slot.active:
        raise wrong_passphrase()
    if slot.wrapped is None:
        raise Refused(tr("A supervisor must give {name} a new passphrase first.", name=slot.name))
    key = _opening_key(kdf.stretch(passphrase, slot.wrapped.salt, slot.cost), slot.wrapped)
    if key is None:
        raise wrong_passphrase()
    with suppress(InvalidTag):
        return _user_keyring(store_id, slot, _unboxed(key, slot, store_id, FORMAT))
    with _changed():
        return _keyring(store_id, _unboxed(key, slot, store_id, UNSIGNED))


def is_own(store_id: str, slot: Slot, signer: Signer) -> bool:
    """Whether the holder of this key wrapped what the slot holds."""
    if slot.wrapped is None:
        return False
    return is_signed(signer.public, _signed(store_id, slot, slot.wrapped), slot.signature)


def for_recovery(keyring: Keyring, code: str) -> Wrapped:
    """All keys wrapped under the recovery key."""
    salt = secrets.token_bytes(SALT_BYTES)
    content = _content(keyring, identities=True)
    return _wrap(recovery.parse(code), salt, content, _recovery_context(keyring.store_id))


def open_recovery(store_id: str, wrapped: Wrapped, code: str) -> Keyring:
    """The keys in the recovery slot; UserError on a mistyped or another store's recovery key."""
    key = _opening_key(recovery.parse(code), wrapped)
    if key is None:
        raise WrongPassphrase(tr("This recovery key is not for this database."))
    with _changed():
        return _keyring(store_id, boxes.unlock(key, wrapped.box, _recovery_context(store_id)))


def wrong_passphrase() -> WrongPassphrase:
    """The one sentence for a passphrase that opens nothing, whoever it was typed for."""
    return WrongPassphrase(tr("Wrong name or passphrase."))


def changed() -> StoreDamaged:
    """The error for a slot that holds something else than its user's own, or an older one."""
    return StoreDamaged(
        tr(
            "The passphrase is right, but its entry in the key file was changed from "
            "outside this program. Restore keys.json from a backup."
        )
    )


def _user_context(store_id: str, slot: Slot, version: int = FORMAT) -> bytes:
    cost = [slot.cost.memory_kib, slot.cost.passes, slot.cost.lanes]
    return boxes.canonical([version, store_id, "user", slot.user_id, slot.role.value, cost])


def _recovery_context(store_id: str) -> bytes:
    return boxes.canonical([UNSIGNED, store_id, "recovery"])  # its content is what it always was


def _signed(store_id: str, slot: Slot, wrapped: Wrapped) -> object:
    """What a user signs of the own slot: all but what the register vouches for."""
    box = [wrapped.box.nonce.hex(), wrapped.box.sealed.hex()]
    place = _user_context(store_id, slot).decode()
    return ["csq slot", place, wrapped.salt.hex(), wrapped.check.hex(), box]


def _content(keyring: Keyring, *, identities: bool) -> bytes:
    if not identities:
        return keyring.master
    if keyring.vault is None or keyring.backup_identity is None:
        raise Refused(tr("Only a supervisor can do this."))
    return keyring.master + keyring.vault + keyring.backup_identity.encode()


def _user_content(keyring: Keyring, signer: SigningKey, *, identities: bool) -> bytes:
    keys = _content(keyring, identities=identities).hex()
    facts = {"keys": keys, "owner": keyring.owner_public, "signer": signer.seed.hex()}
    return boxes.canonical(facts)


def _user_keyring(store_id: str, slot: Slot, content: bytes) -> Keyring:
    facts = json.loads(content)
    ring = _keyring(store_id, bytes.fromhex(facts["keys"]))
    signer = SigningKey(slot.user_id, bytes.fromhex(facts["signer"]))
    return replace(ring, signer=signer, trusted_owner=facts["owner"])


def _keyring(store_id: str, content: bytes) -> Keyring:
    master, rest = content[:KEY_BYTES], content[KEY_BYTES:]
    if not rest:
        return Keyring(store_id, master)
    return Keyring(store_id, master, rest[:KEY_BYTES], rest[KEY_BYTES:].decode())


def _wrap(secret: bytes, salt: bytes, content: bytes, context: bytes) -> Wrapped:
    key, check = _key_and_check(secret, salt)
    return Wrapped(salt, check, boxes.lock(key, content, context))


def _opening_key(secret: bytes, wrapped: Wrapped) -> bytes | None:
    """The key of what is wrapped; None when the secret is not the one it was wrapped under."""
    key, check = _key_and_check(secret, wrapped.salt)
    return key if hmac.compare_digest(check, wrapped.check) else None


def _unboxed(key: bytes, slot: Slot, store_id: str, version: int) -> bytes:
    assert slot.wrapped is not None
    return boxes.unlock(key, slot.wrapped.box, _user_context(store_id, slot, version))


@contextmanager
def _changed() -> Iterator[None]:
    try:
        yield
    except InvalidTag as fault:
        raise changed() from fault


def _key_and_check(secret: bytes, salt: bytes) -> tuple[bytes, bytes]:
    both = boxes.derive(secret, "slot key and check 1", salt.hex(), KEY_BYTES + CHECK_BYTES)
    return both[:KEY_BYTES], both[KEY_BYTES:]
