"""The signatures of the audit trail: each commit's entries, signed by the user who wrote them.

Every role holds the key that chains the trail, so a chain that is whole proves nothing against a
colleague. A signature is made over the head of the chain, which stands for all that is before it.
So nobody writes in another's name, and nobody changes what stands before a colleague's signature;
what anybody can still do is cut off the own last entries, down to the last anchor.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.signers import Signer, UserRegister
from csq_desktop.storage.keys.signing import SigningKey, is_signed
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.row import seconds

REGISTER = "register"
_BATCH = 5_000
_COLUMNS = "first, last, user_id, at, edition, signature"
_ADD = f"INSERT INTO audit_signature ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
_ALL = f"SELECT {_COLUMNS} FROM audit_signature ORDER BY id"
_LATEST = f"SELECT {_COLUMNS} FROM audit_signature WHERE user_id = ? ORDER BY id DESC LIMIT 1"
_LAST = f"SELECT {_COLUMNS} FROM audit_signature ORDER BY id DESC LIMIT 1"
_SIGNERS = "SELECT DISTINCT user_id FROM audit_signature"
_HEAD_AT = "SELECT mac FROM audit_entry WHERE sequence = ?"
_OTHERS = (
    "SELECT EXISTS (SELECT 1 FROM audit_entry WHERE sequence BETWEEN ? AND ? AND user_id <> ?)"
)
_END = "SELECT coalesce(max(sequence), 0) FROM audit_entry"
Registered = Callable[[], UserRegister]


class Signature(NamedTuple):
    """A commit's part of the trail, from `first` to `last`, and who signed it; `at` in seconds."""

    first: int
    last: int
    user_id: int
    at: int
    edition: int
    signature: bytes

    def signer(self, store_id: str, head: bytes, register: UserRegister) -> Signer | None:
        """Whose key made this signature over the head of its last entry; None when nobody's did."""
        facts = _facts(store_id, self, head)
        for each in register.signers.fitting(self.user_id, self.edition):
            if is_signed(each.public, facts, self.signature):
                return each
        return None


def add(session: Session, ring: Keyring, first: int, last: int, head: bytes) -> None:
    """Sign what the session's transaction added to the trail; not before signing has begun."""
    register: UserRegister = session.info[REGISTER]()
    if not register.signers.begun or last < first:
        return
    desk = desk_of(session)
    unsigned = Signature(first, last, desk.user.id, seconds(desk.now()), register.edition, b"")
    made = _key_of(ring, desk.user.id).sign(_facts(ring.store_id, unsigned, head))
    session.connection().exec_driver_sql(_ADD, unsigned._replace(signature=made))


def last_edition(connection: Connection) -> int:
    """The edition of the register that the latest signature was made under; 0 before the first."""
    row = connection.exec_driver_sql(_LAST).fetchone()
    return Signature(*row).edition if row else 0


def unfit_at_the_end(connection: Connection, store_id: str, register: UserRegister) -> int | None:
    """The user whose latest signature does not fit the trail, or the trail's end; None if all do.

    It proves less than walking through the trail, and takes a millisecond instead of a minute.
    """
    if not register.signers.begun:
        return None
    last = connection.exec_driver_sql(_LAST).fetchone()
    end = connection.exec_driver_sql(_END).scalar_one()
    if end >= register.signers.begun and (last is None or Signature(*last).last != end):
        return _writer_at(connection, end)
    for (user_id,) in connection.exec_driver_sql(_SIGNERS).all():
        row = connection.exec_driver_sql(_LATEST, (user_id,)).one()
        if not _fits(connection, Signature(*row), store_id, register):
            return int(user_id)
    return None


def _writer_at(connection: Connection, sequence: int) -> int:
    query = "SELECT user_id FROM audit_entry WHERE sequence = ?"
    return int(connection.exec_driver_sql(query, (sequence,)).scalar_one())


def _fits(
    connection: Connection, signature: Signature, store_id: str, register: UserRegister
) -> bool:
    run = connection.exec_driver_sql
    head = run(_HEAD_AT, (signature.last,)).scalar()
    if head is None or signature.signer(store_id, head, register) is None:
        return False
    return not run(_OTHERS, signature[:3]).scalar()


class SignedTrail:
    """The signatures beside the entries they stand for, while both are gone through in order.

    `proved` is the last entry, with its head, up to which all is as its writers signed it.
    """

    def __init__(self, connection: Connection, store_id: str, register: UserRegister) -> None:
        self._store_id, self._register = store_id, register
        self._signatures = _streamed(connection)
        self._next = next(self._signatures, None)
        self._edition, self._signed = 0, False
        self.proved: tuple[int, bytes] = (0, b"")
        self.unsigned = 0
        self.unconfirmed: set[int] = set()

    def accepts(self, sequence: int, user_id: int, head: bytes) -> bool:
        """Take the next entry in; False when nobody, or not its writer, signed it."""
        covering = self._next
        if covering is None or sequence < covering.first:
            return self._takes_unsigned(sequence, head)
        if user_id != covering.user_id or covering.first != self.proved[0] + 1:
            return False
        return sequence < covering.last or self._takes_signed(covering, sequence, head)

    @property
    def is_ahead(self) -> bool:
        """Whether signatures are left over whose entries are gone."""
        return self._next is not None

    def _takes_signed(self, covering: Signature, sequence: int, head: bytes) -> bool:
        signer = covering.signer(self._store_id, head, self._register)
        if sequence != covering.last or signer is None or covering.edition < self._edition:
            return False
        if not self._register.signers.is_confirmed(signer):
            self.unconfirmed.add(covering.user_id)
        self._edition, self._signed, self.proved = covering.edition, True, (sequence, head)
        self._next = next(self._signatures, None)
        return True

    def _takes_unsigned(self, sequence: int, head: bytes) -> bool:
        begun = self._register.signers.begun
        if self._signed or (begun and sequence >= begun):
            return False
        self.unsigned, self.proved = self.unsigned + 1, (sequence, head)
        return True


def _streamed(connection: Connection) -> Iterator[Signature]:
    result = connection.exec_driver_sql(_ALL)
    while batch := result.cursor.fetchmany(_BATCH):
        yield from map(Signature._make, batch)
    result.close()


def _facts(store_id: str, signature: Signature, head: bytes) -> list[Any]:
    """What is signed: which entries of which store, all that is before them, who, when."""
    return ["csq trail 1", store_id, *signature[:-1], head.hex()]


def _key_of(ring: Keyring, user_id: int) -> SigningKey:
    """The user's own key; of user 0, who restores with the recovery sheet, the owner key."""
    for key in (ring.signer, ring.owner):
        if key is not None and key.user_id == user_id:
            return key
    raise RuntimeError(f"user {user_id} has no key to sign with")
