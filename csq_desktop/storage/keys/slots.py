"""Key slots: how a user's passphrase, or the recovery key, wraps the keys of a store."""

import hmac
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag

from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, StoreDamaged, UserError, WrongPassphrase
from csq_desktop.storage.keys import boxes, kdf, recovery
from csq_desktop.storage.keys.boxes import SealedBox
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.keyring import KEY_BYTES, Keyring
from csq_desktop.texts import tr

FORMAT = 1
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
    """One user in keys.json; `wrapped` is None for leavers and until a new passphrase is given."""

    user_id: int
    name: str
    role: Role
    active: bool
    cost: KdfCost = KdfCost.FLOOR
    wrapped: Wrapped | None = field(default=None, repr=False)

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
        raise UserError(tr("Write the user's name in 1 to {n} letters.", n=LONGEST_NAME))


def for_user(keyring: Keyring, new: NewSlot, cost: KdfCost) -> Slot:
    """A slot holding what the user's role may hold, wrapped under the passphrase."""
    salt = secrets.token_bytes(SALT_BYTES)
    slot = Slot(new.user_id, new.name, new.role, True, cost)
    secret = kdf.stretch(new.passphrase, salt, cost)
    content = _content(keyring, identities=new.role.sees_identities)
    wrapped = _wrap(secret, salt, content, _user_context(keyring.store_id, slot))
    return Slot(new.user_id, new.name, new.role, True, cost, wrapped)


def open_user(store_id: str, slot: Slot, passphrase: str) -> Keyring:
    """The keys in the slot: WrongPassphrase, or StoreDamaged when the slot was changed."""
    if not slot.active:
        raise wrong_passphrase()
    if slot.wrapped is None:
        raise Refused(tr("A supervisor has to give {name} a new passphrase first.", name=slot.name))
    secret = kdf.stretch(passphrase, slot.wrapped.salt, slot.cost)
    content = _unwrap(secret, slot.wrapped, _user_context(store_id, slot))
    if content is None:
        raise wrong_passphrase()
    return _keyring(store_id, content)


def for_recovery(keyring: Keyring, code: str) -> Wrapped:
    """All keys wrapped under the recovery key."""
    salt = secrets.token_bytes(SALT_BYTES)
    content = _content(keyring, identities=True)
    return _wrap(recovery.parse(code), salt, content, _recovery_context(keyring.store_id))


def open_recovery(store_id: str, wrapped: Wrapped, code: str) -> Keyring:
    """The keys in the recovery slot; UserError on a mistyped or another store's recovery key."""
    content = _unwrap(recovery.parse(code), wrapped, _recovery_context(store_id))
    if content is None:
        raise WrongPassphrase(tr("This recovery key does not belong to this store."))
    return _keyring(store_id, content)


def wrong_passphrase() -> WrongPassphrase:
    """The one sentence for a passphrase that opens nothing, whoever it was typed for."""
    return WrongPassphrase(tr("The name and the passphrase do not belong together."))


def _user_context(store_id: str, slot: Slot) -> bytes:
    cost = [slot.cost.memory_kib, slot.cost.passes, slot.cost.lanes]
    return boxes.canonical([FORMAT, store_id, "user", slot.user_id, slot.role.value, cost])


def _recovery_context(store_id: str) -> bytes:
    return boxes.canonical([FORMAT, store_id, "recovery"])


def _content(keyring: Keyring, *, identities: bool) -> bytes:
    if not identities:
        return keyring.master
    if keyring.vault is None or keyring.backup_identity is None:
        raise Refused(tr("Only a supervisor can do this."))
    return keyring.master + keyring.vault + keyring.backup_identity.encode()


def _keyring(store_id: str, content: bytes) -> Keyring:
    master, rest = content[:KEY_BYTES], content[KEY_BYTES:]
    if not rest:
        return Keyring(store_id, master)
    return Keyring(store_id, master, rest[:KEY_BYTES], rest[KEY_BYTES:].decode())


def _wrap(secret: bytes, salt: bytes, content: bytes, context: bytes) -> Wrapped:
    key, check = _key_and_check(secret, salt)
    return Wrapped(salt, check, boxes.lock(key, content, context))


def _unwrap(secret: bytes, wrapped: Wrapped, context: bytes) -> bytes | None:
    key, check = _key_and_check(secret, wrapped.salt)
    if not hmac.compare_digest(check, wrapped.check):
        return None
    try:
        return boxes.unlock(key, wrapped.box, context)
    except InvalidTag as fault:
        raise StoreDamaged(
            tr(
                "The passphrase is right, but its place in the key file was changed from outside. "
                "Put keys.json back from a backup."
            )
        ) from fault


def _key_and_check(secret: bytes, salt: bytes) -> tuple[bytes, bytes]:
    both = boxes.derive(secret, "slot key and check 1", salt.hex(), KEY_BYTES + CHECK_BYTES)
    return both[:KEY_BYTES], both[KEY_BYTES:]
