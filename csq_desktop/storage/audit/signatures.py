"""The signatures of the audit trail: each commit's entries, signed by the user who wrote them.

Every role holds the key that chains the trail, so a chain that is whole proves nothing against a
colleague. A signature is made over the head of the chain, which stands for all that is before it.
So nobody writes in another's name, and nobody changes what stands before a colleague's signature;
what anybody can still do is cut off the own last entries, down to the last anchor.

A session's signatures are linked, each to the digest of the one before, which the program keeps in
its own memory: it never links to what it only finds in the store. So the last one of a session
vouches for all of them, and a check computes one Ed25519 for a session, not one for a commit.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.files import engine
from csq_desktop.storage.keys import boxes
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.signers import Signer, UserRegister
from csq_desktop.storage.keys.signing import OWNER, SigningKey, is_signed
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import seconds
from csq_desktop.texts import tr

REGISTER = "register"
LINK = "signature link"
NOBODY = -1  # stands for whoever wrote what no user of the store can have written
MOST_SIGNATURES = 1 << 48
MOST_TRIED = 100  # forged ones beside a signature that is looked for
MOST_LINKED = 1_000  # so many are gone through one by one where one of them is wrong
_COLUMNS = "first, last, user_id, at, edition, previous, signature"
_ADD = f"INSERT INTO audit_signature ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ALL = f"SELECT {_COLUMNS} FROM audit_signature ORDER BY id"
_LATEST = f"SELECT {_COLUMNS} FROM audit_signature WHERE user_id = ? ORDER BY id DESC LIMIT 1"
_LAST = f"SELECT {_COLUMNS} FROM audit_signature ORDER BY id DESC LIMIT 1"
_OVER = (
    f"SELECT {_COLUMNS} FROM audit_signature WHERE user_id = ? AND first <= ? AND last >= ? "
    "ORDER BY id LIMIT ?"
)
_FROM = f"SELECT {_COLUMNS} FROM audit_signature WHERE last >= ? ORDER BY id LIMIT ?"
# By the place in the trail and not by the id, which whoever adds a row may choose.
_BEFORE = (
    f"SELECT {_COLUMNS} FROM audit_signature WHERE user_id = ? AND last < ? "
    "ORDER BY id DESC LIMIT 1"
)
_LARGEST = "SELECT coalesce(max(id), 0) FROM audit_signature"
_SIGNERS = (  # from one user to the next in the index: DISTINCT would go through all of it
    "WITH RECURSIVE signer (id) AS (SELECT min(user_id) FROM audit_signature UNION ALL "
    "SELECT (SELECT min(user_id) FROM audit_signature WHERE user_id > signer.id) FROM signer "
    "WHERE signer.id IS NOT NULL) SELECT id FROM signer WHERE id IS NOT NULL"
)
_WRITER_AT = "SELECT user_id FROM audit_entry WHERE sequence = ?"
_HEAD_AT = "SELECT mac FROM audit_entry WHERE sequence = ?"
_OTHERS = (
    "SELECT EXISTS (SELECT 1 FROM audit_entry WHERE sequence BETWEEN ? AND ? AND user_id <> ?)"
)
_END = "SELECT coalesce(max(sequence), 0) FROM audit_entry"


class Signature(NamedTuple):
    """A commit's part of the trail, from `first` to `last`, and who signed it; `at` in seconds."""

    first: int
    last: int
    user_id: int
    at: int
    edition: int
    previous: bytes
    signature: bytes

    @classmethod
    def read(cls, row: Sequence[Any]) -> "Signature":
        """A row of the table; NO_SIGNATURE where it holds what nobody ever writes there."""
        signature = cls._make(row)
        return signature if [*map(type, signature)] == _TYPES else NO_SIGNATURE

    def digest(self, store_id: str, head: bytes) -> bytes:
        """What the next signature of the same session is linked to."""
        facts = boxes.canonical(_facts(store_id, self, head))
        return hashlib.sha256(facts + self.signature).digest()

    def signer(self, store_id: str, head: bytes, register: UserRegister) -> Signer | None:
        """Whose key made this signature over the head of its last entry; None when nobody's did."""
        facts = _facts(store_id, self, head)
        for each in register.signers.fitting(self.user_id, self.edition):
            if is_signed(each.public, facts, self.signature):
                return each
        return None


_TYPES: list[type] = [int, int, int, int, int, bytes, bytes]
NO_SIGNATURE = Signature(0, 0, NOBODY, 0, 0, b"", b"")


@dataclass
class SignatureLink:
    """The digest of the last signature that an open store made; what it adds hangs on that.

    `next` stands for the transaction under way: it counts once that is kept.
    """

    last: bytes = b""
    next: bytes = b""

    def keep(self) -> None:
        """The transaction is on the disk."""
        self.last = self.next or self.last


def add(session: Session, ring: Keyring, first: int, last: int, head: bytes) -> None:
    """Sign what the session's transaction added to the trail; not before signing has begun."""
    register: UserRegister = session.info[REGISTER]()
    if not register.signers.begun or last < first:
        return
    desk, link = desk_of(session), session.info.get(LINK) or SignatureLink()
    unsigned = Signature(
        first, last, desk.user.id, seconds(desk.now()), register.edition, link.last, b""
    )
    made = _key_of(ring, desk.user.id).sign(_facts(ring.store_id, unsigned, head))
    signature = unsigned._replace(signature=made)
    engine.driver_of(session.connection()).execute(_ADD, signature)  # nobody watches this table
    link.next = signature.digest(ring.store_id, head)


def seen_edition(connection: Connection, store_id: str, register: UserRegister) -> int:
    """The latest edition of the register that a supervisor has signed under; 0 before the first.

    Nobody else is believed: whoever names a later one than there is would lock everybody out.
    """
    latest = 0
    for user_id in register.supervisors:
        row = connection.exec_driver_sql(_LATEST, (user_id,)).fetchone()
        signature = Signature.read(row) if row else NO_SIGNATURE
        head = connection.exec_driver_sql(_HEAD_AT, (signature.last,)).scalar()
        if signature.edition > latest and isinstance(head, bytes):
            facts, keys = _facts(store_id, signature, head), register.signers.every(user_id)
            if any(is_signed(key, facts, signature.signature) for key in keys):
                latest = signature.edition
    return latest


def unfit_at_the_end(connection: Connection, store_id: str, register: UserRegister) -> int | None:
    """The user whose latest signature does not fit the trail, or the trail's end; None if all do.

    It proves less than walking through the trail, and takes a millisecond instead of a minute.
    """
    if not register.signers.begun:
        return None
    last = connection.exec_driver_sql(_LAST).fetchone()
    if connection.exec_driver_sql(_LARGEST).scalar_one() >= MOST_SIGNATURES:
        raise broken_off()  # the next one would stand anywhere
    end = connection.exec_driver_sql(_END).scalar_one()
    if end >= register.signers.begun and (last is None or Signature.read(last).last != end):
        return _number(connection.exec_driver_sql(_WRITER_AT, (end,)).scalar())
    for (user_id,) in connection.exec_driver_sql(_SIGNERS).all():
        row = connection.exec_driver_sql(_LATEST, (user_id,)).one()
        if not _fits(connection, Signature.read(row), store_id, register):
            return _number(user_id)
    return None


def _number(user_id: object) -> int:
    return user_id if isinstance(user_id, int) else NOBODY


def has_any(connection: Connection, user_id: int) -> bool:
    """Whether the trail has a signature in a user's name."""
    return connection.exec_driver_sql(_LATEST, (user_id,)).fetchone() is not None


def over(connection: Connection, sequence: int, user_id: int) -> list[Signature]:
    """The signatures that stand over an entry in the name of its writer: one, and any forged."""
    rows = connection.exec_driver_sql(_OVER, (user_id, sequence, sequence, MOST_TRIED))
    return [Signature.read(row) for row in rows]


def beginning(connection: Connection, begun: int) -> list[Signature]:
    """The first signatures, which stand for all entries from before there were any."""
    rows = connection.exec_driver_sql(_FROM, (begun, MOST_TRIED))
    return [Signature.read(row) for row in rows]


def is_made_in_time(
    connection: Connection, signature: Signature, store_id: str, register: UserRegister
) -> bool:
    """Whether a signature stands over the head that its last entry has, under an edition of then.

    A leaver's key signs under the editions it served for, and so before any later one.
    """
    if signature.edition > register.edition:
        return False
    return _is_genuine(connection, signature, store_id, register) and not any(
        signature.edition < before.edition <= register.edition
        and _is_genuine(connection, before, store_id, register)
        for before in _supervisors_before(connection, signature, register)
    )


def _supervisors_before(
    connection: Connection, signature: Signature, register: UserRegister
) -> Iterator[Signature]:
    for user_id in register.supervisors:
        row = connection.exec_driver_sql(_BEFORE, (user_id, signature.first)).fetchone()
        if row is not None:
            yield Signature.read(row)


def _is_genuine(
    connection: Connection, signature: Signature, store_id: str, register: UserRegister
) -> bool:
    head = connection.exec_driver_sql(_HEAD_AT, (signature.last,)).scalar()
    return isinstance(head, bytes) and signature.signer(store_id, head, register) is not None


def _fits(
    connection: Connection, signature: Signature, store_id: str, register: UserRegister
) -> bool:
    if not is_made_in_time(connection, signature, store_id, register):
        return False
    return not connection.exec_driver_sql(_OTHERS, signature[:3]).scalar()


class SignedTrail:
    """The signatures beside the entries they stand for, while both are gone through in order.

    `proved` is the last entry, with its head, up to which all is as its writers signed it;
    `blamed` whose signature does not fit what comes after it.
    """

    def __init__(self, connection: Connection, store_id: str, register: UserRegister) -> None:
        self._store_id, self._register = store_id, register
        self._signatures = map(Signature.read, engine.streamed(connection, _ALL))
        self._next = next(self._signatures, None)
        self._linked: list[tuple[Signature, bytes]] = []  # taken in, and vouched for by the last
        self._digest, self._edition, self._end = b"", 0, 0
        self.proved: tuple[int, bytes] = (0, b"")
        self.blamed = OWNER
        self.unsigned = 0
        self.unconfirmed: set[int] = set()

    def accepts(self, sequence: int, user_id: int, head: bytes) -> bool:
        """Take the next entry in; False when nobody, or not its writer, signed it."""
        covering = self._next
        if covering is None or sequence < covering.first:
            return self._takes_unsigned(sequence, user_id, head)
        if user_id != covering.user_id or covering.first != self._end + 1:
            return self._refuses(user_id)
        return sequence < covering.last or self._takes_signed(covering, sequence, head)

    def settles(self) -> bool:
        """Whether those taken in and not yet vouched for are as they were signed."""
        linked, self._linked = self._linked, []
        if linked and not self._vouched(linked):
            return all(self._proves(*each) for each in linked)
        return True

    @property
    def is_ahead(self) -> bool:
        """Whether signatures are left over whose entries are gone."""
        return self._next is not None

    def _takes_signed(self, covering: Signature, sequence: int, head: bytes) -> bool:
        is_of_now = self._edition <= covering.edition <= self._register.edition
        if sequence != covering.last or not is_of_now:
            return self._refuses(covering.user_id)
        if not self._is_linked(covering) and not self.settles():
            return False
        self._linked.append((covering, head))
        self._digest = covering.digest(self._store_id, head)
        self._edition, self._end = covering.edition, sequence
        self._next = next(self._signatures, None)
        return True

    def _is_linked(self, covering: Signature) -> bool:
        """Whether a signature vouches for the one before: only one of the same user can."""
        if not self._linked or len(self._linked) >= MOST_LINKED:
            return False
        before, _ = self._linked[-1]
        return covering.previous == self._digest and covering.user_id == before.user_id

    def _vouched(self, linked: list[tuple[Signature, bytes]]) -> bool:
        """Whether the last one is right, and made with a key that served for all of them."""
        last, head = linked[-1]
        signer = last.signer(self._store_id, head, self._register)
        if signer is None:
            return False
        for edition in {each.edition for each, _ in linked}:
            fitting = self._register.signers.fitting(last.user_id, edition)
            if signer.public not in [each.public for each in fitting]:
                return False
        self._note(signer, last, head)
        return True

    def _proves(self, signature: Signature, head: bytes) -> bool:
        """Whether one signature is right for itself."""
        signer = signature.signer(self._store_id, head, self._register)
        if signer is None:
            self.blamed = signature.user_id
            return False
        self._note(signer, signature, head)
        return True

    def _note(self, signer: Signer, signature: Signature, head: bytes) -> None:
        if not self._register.signers.is_confirmed(signer):
            self.unconfirmed.add(signature.user_id)
        self.proved = (signature.last, head)

    def _takes_unsigned(self, sequence: int, user_id: int, head: bytes) -> bool:
        begun = self._register.signers.begun
        if self._end > self.unsigned or (begun and sequence >= begun):
            return self._refuses(user_id)
        self.unsigned += 1
        self._end, self.proved = sequence, (sequence, head)
        return True

    def _refuses(self, user_id: int) -> bool:
        """An entry that is nobody's, unless what was taken in before it is at fault already."""
        if self.settles():
            self.blamed = user_id
        return False


def broken_off() -> StoreDamaged:
    """The error for a trail that nobody can go on writing."""
    return StoreDamaged(
        tr(
            "The end of the audit trail was changed from outside this program, so that nothing "
            "can be written after it. Restore the last backup."
        )
    )


def _facts(store_id: str, signature: Signature, head: bytes) -> list[Any]:
    """What is signed: which entries of which store, all that is before them, who, when."""
    first, last, user_id, at, edition, previous, _ = signature
    return ["csq trail 1", store_id, first, last, user_id, at, edition, previous.hex(), head.hex()]


def _key_of(ring: Keyring, user_id: int) -> SigningKey:
    """The user's own key; of user 0, who restores with the recovery sheet, the owner key."""
    for key in (ring.signer, ring.owner):
        if key is not None and key.user_id == user_id:
            return key
    raise RuntimeError(f"user {user_id} has no key to sign with")
