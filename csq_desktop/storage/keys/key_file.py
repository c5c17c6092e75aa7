"""keys.json on disk: who may open the store, changed only in whole, sealed steps."""

from dataclasses import replace
from pathlib import Path

from csq_desktop.domain.users import Role
from csq_desktop.errors import NotAStore, Refused, StoreDamaged
from csq_desktop.storage.files import atomic
from csq_desktop.storage.keys import reader, recovery, rekey, sealing, slots
from csq_desktop.storage.keys.contents import Contents, check_seals, seal, text_of
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.keyring import Keyring, fresh
from csq_desktop.storage.keys.slots import NewSlot, Slot
from csq_desktop.texts import tr


class KeyFile:
    """The key slots of one store; every change is on disk, or refused, when the call returns."""

    def __init__(self, path: Path, contents: Contents) -> None:
        self.path = path
        self._contents = contents

    @classmethod
    def create(
        cls, path: Path, store_id: str, *, first: NewSlot, intake_recipient: str, cost: KdfCost
    ) -> "tuple[KeyFile, Keyring, str]":
        """Write the key file of a new store; gives its keys and the recovery key to print."""
        if not reader.is_store_id(store_id) or not first.role.sees_identities:
            raise ValueError(store_id)
        ring, code = fresh(store_id), recovery.new_code()
        contents = Contents(
            store_id,
            (slots.for_user(ring, first, cost),),
            slots.for_recovery(ring, code),
            intake_recipient,
            sealing.recipient_of(ring.backup_identity or ""),
        )
        file = cls(path, contents)
        file._replace(seal(contents, ring, None))
        return file, ring, code

    @classmethod
    def load(cls, path: Path) -> "KeyFile":
        """Read the key file; NotAStore, StoreDamaged or StoreTooNew when it cannot be used."""
        try:
            with path.open("rb") as file:
                text = file.read(reader.LARGEST_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError) as fault:
            raise NotAStore(tr("This folder is not a store: it has no key file.")) from fault
        except OSError as fault:
            raise atomic.unread(path, fault) from fault
        return cls.parse(path, text)

    @classmethod
    def parse(cls, path: Path, text: bytes) -> "KeyFile":
        """A key file from its bytes, such as the copy that travels with a backup."""
        return cls(path, reader.parse(text))

    def save(self) -> None:
        """Write the file whole or not at all, readable by its owner alone."""
        atomic.write(self.path, self.text())

    def text(self) -> bytes:
        """The bytes of the file, for the copies inside store.db and beside a backup."""
        return text_of(self._contents)

    @property
    def store_id(self) -> str:
        """The id of the store the file belongs to."""
        return self._contents.store_id

    @property
    def edition(self) -> int:
        """Counts the changes to the file, 1 and up; moving the anchor does not count."""
        return self._contents.edition

    @property
    def intake_recipient(self) -> str:
        """The age public key that identities handed in at the counter are sealed to."""
        return self._contents.intake_recipient

    @property
    def backup_recipient(self) -> str:
        """The age public key that backups are sealed to."""
        return self._contents.backup_recipient

    @property
    def rekey_pending(self) -> bool:
        """Whether a re-key was begun and not finished; no backup may be made meanwhile."""
        return self._contents.pending is not None

    def slots(self) -> tuple[Slot, ...]:
        """Every user the store ever had, leavers too, in order of id."""
        return self._contents.slots

    def slot(self, user_id: int) -> Slot:
        """One user's slot; KeyError when there is none."""
        return {slot.user_id: slot for slot in self._contents.slots}[user_id]

    def unlock(self, user_id: int, passphrase: str) -> Keyring:
        """The keys the user's role may hold, after every seal was checked."""
        own = [slot for slot in self._contents.slots if slot.user_id == user_id]
        if not own:
            raise slots.wrong_passphrase()
        return self._checked(slots.open_user(self.store_id, own[0], passphrase))

    def unlock_with_recovery(self, code: str) -> Keyring:
        """All keys of the store, from the printed recovery key."""
        return self._checked(slots.open_recovery(self.store_id, self._contents.recovery, code))

    def refuse_older_than(self, edition: int) -> None:
        """StoreDamaged when the store has already seen a later edition of this file."""
        if self.edition < edition:
            raise StoreDamaged(
                tr(
                    "The key file is older than the store: somebody put an earlier copy back. "
                    "Put keys.json back from the latest backup."
                )
            )

    def add_slot(self, keyring: Keyring, new: NewSlot, *, cost: KdfCost | None = None) -> Slot:
        """Give a new user a slot; the cost is the dearest in the file unless said otherwise."""
        if any(slot.user_id == new.user_id for slot in self._contents.slots):
            raise ValueError(new.user_id)
        return self._put(keyring, slots.for_user(keyring, new, cost or self._cost()))

    def replace_slot(self, keyring: Keyring, new: NewSlot, *, cost: KdfCost | None = None) -> Slot:
        """Give a known user another role, name and passphrase, or let a leaver in again."""
        self.slot(new.user_id)
        return self._put(keyring, slots.for_user(keyring, new, cost or self._cost()))

    def change_passphrase(self, keyring: Keyring, user_id: int, passphrase: str) -> Slot:
        """Give a user another passphrase and nothing else; staff may do this for themselves."""
        old = self.slot(user_id)
        if not old.active:
            raise Refused(tr("{name} no longer works with this store.", name=old.name))
        new = NewSlot(user_id, old.name, old.role, passphrase)
        return self._put(keyring, slots.for_user(keyring, new, old.cost))

    def rename(self, keyring: Keyring, user_id: int, name: str) -> Slot:
        """Write a user's name differently."""
        slots.require_name(name)
        return self._put(keyring, replace(self.slot(user_id), name=name))

    def deactivate(self, keyring: Keyring, user_id: int) -> Slot:
        """Take a leaver's wrapped keys away; the name stays for the records."""
        return self._put(keyring, replace(self.slot(user_id), active=False, wrapped=None))

    def replace_recovery(self, keyring: Keyring) -> str:
        """Make a new recovery key to print; the earlier sheet no longer opens this file."""
        code = recovery.new_code()
        self._write(keyring, replace(self._contents, recovery=slots.for_recovery(keyring, code)))
        return code

    def replace_intake(self, keyring: Keyring, recipient: str) -> None:
        """Seal what is handed in at the counter to another public key from now on."""
        self._write(keyring, replace(self._contents, intake_recipient=recipient))

    def anchor(self, keyring: Keyring) -> tuple[int, str]:
        """The last known sequence and head of the audit trail: (0, "") before the first."""
        check_seals(self._contents, keyring)
        return self._contents.sequence, self._contents.head

    def set_anchor(self, keyring: Keyring, sequence: int, head: str) -> None:
        """Move the anchor on; StoreDamaged when the audit trail contradicts it.

        `head` is 64 lower-case hex digits.
        """
        last_sequence, last_head = self._contents.sequence, self._contents.head
        if sequence < last_sequence or (sequence == last_sequence and last_head not in ("", head)):
            raise StoreDamaged(
                tr(
                    "The end of the audit trail is missing or was changed since it was last "
                    "anchored. Restore the store from a backup."
                )
            )
        self._write(keyring, replace(self._contents, sequence=sequence, head=head), step=0)

    def begin_rekey(self, keyring: Keyring) -> Keyring:
        """Make the next keys and keep them beside the old ones; deactivate leavers before.

        From now on each database file may be under either key: see Keyring.store_keys().
        """
        if self.rekey_pending:
            return self._checked(replace(keyring, pending=None, retired=()))
        pending, ring = rekey.pend(keyring)
        self._write(keyring, replace(self._contents, pending=pending))
        return ring

    def cancel_rekey(self, keyring: Keyring) -> Keyring:
        """Forget the next keys, once both database files are verified to be under the old ones."""
        self._write(keyring, replace(self._contents, pending=None))
        return replace(keyring, pending=None)

    def finish_rekey(
        self, user_id: int, passphrase: str, *, last_sequence: int
    ) -> tuple[Keyring, str]:
        """Forget the old keys, once both database files are verified to be under the next ones.

        Only this supervisor's slot moves over; every other user needs a new passphrase, because
        nobody else can wrap keys under theirs, and the returned recovery key must be printed.
        Audit rows after last_sequence are chained with the new key.
        """
        ring = self.unlock(user_id, passphrase).after_rekey(last_sequence)
        mine, code = self.slot(user_id), recovery.new_code()
        owner = NewSlot(user_id, mine.name, mine.role, passphrase)
        emptied = [replace(slot, wrapped=None) for slot in self._contents.slots if slot != mine]
        after = replace(
            self._contents,
            slots=_in_order([*emptied, slots.for_user(ring, owner, mine.cost)]),
            recovery=slots.for_recovery(ring, code),
            backup_recipient=sealing.recipient_of(ring.backup_identity or ""),
            edition=self.edition + 1,
            pending=None,
            retired=rekey.lock_retired(ring),
        )
        self._replace(seal(after, ring, None))
        return ring, code

    def _checked(self, ring: Keyring) -> Keyring:
        check_seals(self._contents, ring)
        return rekey.complete(ring, self._contents)

    def _cost(self) -> KdfCost:
        costs = [slot.cost for slot in self._contents.slots]
        return max(costs, key=lambda cost: cost.memory_kib * cost.passes)

    def _put(self, keyring: Keyring, slot: Slot) -> Slot:
        others = [old for old in self._contents.slots if old.user_id != slot.user_id]
        after = _in_order([*others, slot])
        if not any(other.ready and other.role is Role.SUPERVISOR for other in after):
            raise Refused(tr("The store needs at least one supervisor who can sign in."))
        self._write(keyring, replace(self._contents, slots=after))
        return slot

    def _write(self, keyring: Keyring, after: Contents, step: int = 1) -> None:
        check_seals(self._contents, keyring)
        after = replace(after, edition=after.edition + step)
        self._replace(seal(after, keyring, self._contents))

    def _replace(self, contents: Contents) -> None:
        text = text_of(contents)
        reader.read(text)  # what could not be read back is never written
        atomic.write(self.path, text)
        self._contents = contents  # only now: a failed write leaves this object as the disk is


def _in_order(unordered: list[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(unordered, key=lambda slot: slot.user_id))
