"""Whether single entries are their writers' own, without going through the whole trail.

What acts on a record, as undoing an import does, must not wait for the next check to learn who
wrote it. One commit is tied anew and its signature computed: milliseconds.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.storage.audit import authors, chain, signatures
from csq_desktop.storage.audit.signatures import REGISTER, Signature
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.signers import UserRegister
from csq_desktop.storage.sessions.desk import desk_of


class ProvedSpan(NamedTuple):
    """Entries that one signature stands for; of nobody named where they are from before any."""

    first: int
    last: int
    user_id: int | None


class Proof:
    """Which entries are as the users they name wrote them; it keeps what it has proved."""

    def __init__(self, session: Session) -> None:
        self._session, self._connection = session, session.connection()
        self._keyring: Keyring = session.info[chain.KEYRING]
        self._register: UserRegister = session.info[REGISTER]()
        self._proved: list[ProvedSpan] = []

    def holds(self, sequence: int, user_id: int) -> bool:
        """Whether an entry is its writer's; of those before anybody signed, whether it is whole."""
        if chain.is_unsigned_own(self._session, sequence):
            return user_id == desk_of(self._session).user.id
        if not self._is_proved(sequence, user_id):
            self._prove(sequence, user_id)
        return self._is_proved(sequence, user_id)

    def _is_proved(self, sequence: int, user_id: int) -> bool:
        return any(
            span.first <= sequence <= span.last and span.user_id in (None, user_id)
            for span in self._proved
        )

    def _prove(self, sequence: int, user_id: int) -> None:
        begun = self._register.signers.begun
        if sequence < begun:
            for signature in signatures.beginning(self._connection, begun):
                if self._is_right(signature, sequence):
                    self._proved.append(ProvedSpan(sequence, begun - 1, None))
                    return
        for signature in signatures.over(self._connection, sequence, user_id):
            if self._is_right(signature, signature.first):
                self._proved.append(ProvedSpan(signature.first, signature.last, user_id))
                return

    def _is_right(self, signature: Signature, first: int) -> bool:
        """Whether a signature was made over the head that the entries from `first` on give."""
        store_id, last = self._keyring.store_id, signature.last
        return signatures.is_made_in_time(
            self._connection, signature, store_id, self._register
        ) and bool(chain.head_after(self._connection, self._keyring, first, last))


class SupervisorsWork:
    """Whether what stands in the store is supervisors' own work, current ones' or former ones'."""

    def __init__(self, session: Session) -> None:
        self._proof = Proof(session)
        self._ever = {*session.info[REGISTER]().supervisors}
        for each in authors.promotions(session):
            if self._proof.holds(each.sequence, each.writer):
                self._ever.add(each.user_id)

    def includes(self, entries: Iterable[tuple[int, int]]) -> bool:
        """Whether entries, each a number and its writer, are genuine and all of supervisors."""
        return all(
            user_id in self._ever and self._proof.holds(sequence, user_id)
            for sequence, user_id in sorted(entries)
        )
