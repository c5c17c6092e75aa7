"""keys.json on disk: who may open the store, changed only in whole, sealed steps."""

from dataclasses import replace
from pathlib import Path

from csq_desktop.domain.users import Role
from csq_desktop.errors import NotAStore, Refused, StoreDamaged, WrongPassphrase
from csq_desktop.storage.files import atomic
from csq_desktop.storage.keys import contents as key_contents
from csq_desktop.storage.keys import reader, recovery, rekey, sealing, slots
from csq_desktop.storage.keys.contents import Contents, check_seals, seal, text_of
from csq_desktop.storage.keys.kdf import KdfCost
from csq_desktop.storage.keys.keyring import Keyring, fresh
from csq_desktop.storage.keys.sign_in_names import FORMAT, LARGEST_BYTES
from csq_desktop.storage.keys.signers import Signers, UserRegister
from csq_desktop.storage.keys.signing import OWNER, SigningKey
from csq_desktop.storage.keys.slots import UNSIGNED, NewSlot, Slot
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
        signer = SigningKey.new(first.user_id)
        ring, code = replace(fresh(store_id), signer=signer), recovery.new_code()
        contents = Contents(
            store_id,
            (slots.for_user(ring, first, cost, signer),),
            slots.for_recovery(ring, code),
            intake_recipient,
            sealing.recipient_of(ring.backup_identity or ""),
            signers=Signers().begin(_owner(ring), 1, 1).with_key(signer, 1),
        )
        file = cls(path, contents)
        file._replace(seal(contents, ring, None))
        return file, ring, code

    @classmethod
    def load(cls, path: Path) -> "KeyFile":
        """Read the key file; NotAStore, StoreDamaged or StoreTooNew when it cannot be used."""
        try:
            with path.open("rb") as file:
                text = file.read(LARGEST_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError) as fault:
            raise NotAStore(tr("This folder is not a database: it has no key file.")) from fault
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
    def register(self) -> UserRegister:
        """Who signs the audit trail, and the register's edition: 1 and up, 0 while unsigned."""
        contents = self._contents
        supervisors = {slot.user_id for slot in contents.slots if slot.role.sees_identities}
        return UserRegister(
            contents.signers, contents.register_edition, frozenset({OWNER, *supervisors})
        )

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
        try:
            ring = slots.open_user(self.store_id, own[0], passphrase)
        except WrongPassphrase as fault:
            if self._is_swapped(own[0]):
                raise key_contents.changed() from fault
            raise
        # An earlier slot knows no owner: whoever puts it back could bring a register of their own.
        if ring.owner_public == "" and self._contents.signers.is_confirmed_of(user_id):
            raise slots.changed()
        return self._checked(ring)

    def unlock_with_recovery(self, code: str) -> Keyring:
        """All keys of the store, from the printed recovery key."""
        return self._checked(slots.open_recovery(self.store_id, self._contents.recovery, code))

    def require_sealed(self, keyring: Keyring) -> None:
        """StoreDamaged unless the file is as the holders of these keys, and an owner, left it."""
        check_seals(self._contents, keyring)

    def refuse_older_than(self, edition: int, register_edition: int = 0) -> None:
        """StoreDamaged when the store has already seen a later edition of file or register."""
        if self.edition < edition or self.register.edition < register_edition:
            raise key_contents.older()

    def add_slot(self, keyring: Keyring, new: NewSlot, *, cost: KdfCost | None = None) -> Slot:
        """Give a new user a slot; the cost is the dearest in the file unless said otherwise."""
        if any(slot.user_id == new.user_id for slot in self._contents.slots):
            raise ValueError(new.user_id)
        return self._give(keyring, new, cost or self._cost())

    def replace_slot(self, keyring: Keyring, new: NewSlot, *, cost: KdfCost | None = None) -> Slot:
        """Give a known user another role, name and passphrase, or let a leaver in again."""
        self.slot(new.user_id)
        return self._give(keyring, new, cost or self._cost())

    def change_passphrase(self, keyring: Keyring, user_id: int, passphrase: str) -> Slot:
        """Give a user another passphrase and nothing else; staff may do this for themselves."""
        old = self.slot(user_id)
        if not old.active:
            raise Refused(tr("{name} can no longer sign in.", name=old.name))
        return self._give(keyring, NewSlot(user_id, old.name, old.role, passphrase), old.cost)

    def needs_signer(self, keyring: Keyring, user_id: int) -> bool:
        """Whether the user has no key to sign with, or one that this file does not know."""
        signers, edition = self._contents.signers, self._contents.register_edition
        if keyring.signer is None or not signers.begun:
            return True
        fitting = signers.fitting(user_id, edition)
        return keyring.signer.public not in [each.public for each in fitting]

    def give_signer(
        self, keyring: Keyring, user_id: int, passphrase: str | None, *, last_sequence: int
    ) -> Keyring:
        """Give a user of an older store, or of the recovery sheet, a key to sign with.

        A supervisor's serves at once and, where nobody signed before, begins the signing after
        the entry `last_sequence`; anybody else's waits to be confirmed. Without a passphrase the
        key is kept nowhere until the user's slot is written.
        """
        signer, signers = keyring.signer or SigningKey.new(user_id), self._contents.signers
        ring = replace(keyring, signer=signer, trusted_owner=keyring.owner_public or signers.owner)
        if ring.owner is not None:
            begun = signers.begin(ring.owner, last_sequence + 1, self._next_edition)
            signers = begun.with_key(signer, self._next_edition)
        elif signers.begun:
            signers = signers.with_request(signer, self._contents.register_edition)
        else:
            raise Refused(tr("Only a supervisor can do this."))
        after = replace(self._contents, signers=signers, format=FORMAT)
        if passphrase is not None:  # in one step: no slot is left behind that lacks the key
            old = self.slot(user_id)
            new = NewSlot(user_id, old.name, old.role, passphrase)
            after = self._with_slot(after, slots.for_user(ring, new, old.cost, signer))
        self._write(keyring, after)
        return ring

    def confirm_signer(self, keyring: Keyring, user_id: int) -> None:
        """Vouch, as a supervisor, for the key that a user signs with."""
        signers = self._contents.signers.with_confirmed(user_id, self._next_edition)
        self._write(keyring, replace(self._contents, signers=signers))

    def rename(self, keyring: Keyring, user_id: int, name: str) -> Slot:
        """Write a user's name differently."""
        slots.require_name(name)
        return self._put(keyring, replace(self.slot(user_id), name=name))

    def deactivate(self, keyring: Keyring, user_id: int) -> Slot:
        """Take a leaver's wrapped keys away; the name stays for the records."""
        slot = replace(self.slot(user_id), active=False, wrapped=None, signature=b"")
        signers = self._contents.signers.without(user_id, self._next_edition)
        return self._put(keyring, slot, signers)

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
                    "The end of the audit trail is missing or was changed. Restore the "
                    "database from a backup."
                )
            )
        self.anchor_anew(keyring, sequence, head)

    def anchor_anew(self, keyring: Keyring, sequence: int, head: str) -> None:
        """Anchor a trail that contradicts the last anchor, once the trail itself tells of that."""
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
        ring = replace(ring, signer=ring.signer or SigningKey.new(user_id))
        code = recovery.new_code()
        after = replace(
            self._contents,
            slots=self._emptied_but(ring, user_id, passphrase),
            recovery=slots.for_recovery(ring, code),
            backup_recipient=sealing.recipient_of(ring.backup_identity or ""),
            edition=self.edition + 1,
            pending=None,
            retired=rekey.lock_retired(ring),
            signers=self._signers_after_rekey(ring, last_sequence),
        )
        self._replace(seal(after, ring, self._contents))
        return ring, code

    def _emptied_but(self, ring: Keyring, user_id: int, passphrase: str) -> tuple[Slot, ...]:
        mine = self.slot(user_id)
        new = NewSlot(user_id, mine.name, mine.role, passphrase)
        others = [
            replace(slot, wrapped=None, signature=b"")
            for slot in self._contents.slots
            if slot != mine
        ]
        return _in_order([*others, slots.for_user(ring, new, mine.cost, ring.own_signer)])

    def _signers_after_rekey(self, ring: Keyring, last_sequence: int) -> Signers:
        """The next owner, this supervisor, and nobody else: the others get new keys."""
        edition = self._next_edition
        begun = self._contents.signers.begin(_owner(ring), last_sequence + 1, edition)
        left = begun.none_left(edition).with_key(_owner(ring), edition)
        return left.with_key(ring.own_signer, edition)

    @property
    def _next_edition(self) -> int:
        return self._contents.register_edition + 1

    def _is_swapped(self, slot: Slot) -> bool:
        """Whether what stands in a slot is not what its user wrapped, as far as one can see.

        A passphrase that opens nothing proves nothing. But who puts something else in a slot can
        sign neither it nor the register.
        """
        if self._contents.format == UNSIGNED or not slot.ready:
            return False
        contents = self._contents
        signers = contents.signers.fitting(slot.user_id, contents.register_edition)
        if not signers:  # a slot from before there were signatures
            return False
        own = any(slots.is_own(self.store_id, slot, signer) for signer in signers)
        return not (own and key_contents.is_consistent(contents))

    def _give(self, keyring: Keyring, new: NewSlot, cost: KdfCost) -> Slot:
        """Wrap the user's own key where these are the user's keys, or a new one."""
        own = keyring.signer
        if own is not None and own.user_id == new.user_id:
            return self._put(keyring, slots.for_user(keyring, new, cost, own))
        signer = SigningKey.new(new.user_id)
        slot = slots.for_user(keyring, new, cost, signer)
        signers = self._contents.signers.with_key(signer, self._next_edition)
        return self._put(keyring, slot, signers)

    def _checked(self, ring: Keyring) -> Keyring:
        check_seals(self._contents, ring)
        return rekey.complete(ring, self._contents)

    def _cost(self) -> KdfCost:
        costs = [slot.cost for slot in self._contents.slots]
        return max(costs, key=lambda cost: cost.memory_kib * cost.passes)

    def _put(self, keyring: Keyring, slot: Slot, signers: Signers | None = None) -> Slot:
        after = self._with_slot(self._contents, slot)
        if not any(each.ready and each.role is Role.SUPERVISOR for each in after.slots):
            raise Refused(tr("The database needs at least one supervisor who can sign in."))
        self._write(keyring, replace(after, signers=signers or after.signers))
        return slot

    def _with_slot(self, contents: Contents, slot: Slot) -> Contents:
        others = [old for old in contents.slots if old.user_id != slot.user_id]
        return replace(contents, slots=_in_order([*others, slot]))

    def _write(self, keyring: Keyring, after: Contents, step: int = 1) -> None:
        check_seals(self._contents, keyring)
        after = replace(after, edition=after.edition + step)
        self._replace(seal(after, keyring, self._contents))

    def _replace(self, contents: Contents) -> None:
        text = text_of(contents)
        reader.read(text)  # what could not be read back is never written
        atomic.write(self.path, text)
        self._contents = contents  # only now: a failed write leaves this object as the disk is


def _owner(ring: Keyring) -> SigningKey:
    owner = ring.owner
    assert owner is not None
    return owner


def _in_order(unordered: list[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(unordered, key=lambda slot: slot.user_id))
