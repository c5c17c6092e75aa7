"""Sealed intake: whoever may not read identities can still hand a caller's in."""

import json
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import CallerIdentity
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import is_whole_text
from csq_desktop.errors import UserError
from csq_desktop.storage.creation import INTAKE_SECRET
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import store_of
from csq_desktop.texts import tr


def hand_in(session: Session, complaint_id: int, caller: CallerIdentity) -> None:
    """Seal a caller's identity to the vault's public key; nobody at the desk can read it back."""
    require(session, Permission.HAND_IN_IDENTITY)
    if not any(part.strip() for part in asdict(caller).values()):
        raise UserError(
            tr("Enter the complainant’s name, telephone or e-mail, or choose anonymous.")
        )
    with store_of(session).key_file() as key_file:
        recipient = key_file.intake_recipient
    sealed = sealing.seal(json.dumps(asdict(caller)).encode(), recipient)
    records.add_sealed(session, complaint_id, sealed)


def customer_of(session: Session, caller: CallerIdentity, *, strict: bool = True) -> int:
    """The customer a caller is by telephone or e-mail, or a new one; for those with the vault.

    `strict` refuses a telephone or e-mail that is none.
    """
    from csq_desktop.services.customers import customers

    identity = customers.tidy(Identity(**asdict(caller)), strict=strict)
    existing = customers.certain_duplicate(session, identity)
    return existing or customers.add(session, NewCustomer(identity), strict=strict)


def waiting(session: Session) -> int:
    """How many callers handed in sealed wait for a supervisor."""
    return records.count_sealed(session)


@dataclass(frozen=True)
class TakenIn:
    """How many sealed callers became customers, and the complaints whose caller nobody can read."""

    count: int = 0
    unread: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What a supervisor is told of those nobody can read; empty when there are none."""
        if not self.unread:
            return ""
        return tr(
            "The sealed contact details of {refs} cannot be read. They are damaged or "
            "were not put in by this program. Ask those customers for their contact "
            "details again.",
            refs=tr(", ").join(self.unread),
        )


def take_in(session: Session) -> TakenIn:
    """Open every sealed caller and make each a customer of the complaint.

    A caller whose telephone or e-mail is known already is linked to that customer. What opens and
    is no caller is set aside; what does not open waits on, for its key may come back.
    """
    if not desk_of(session).sees_identities:
        return TakenIn()
    require(session, Permission.EDIT_CUSTOMERS)
    secret, count, unread = records.intake_secret(session, INTAKE_SECRET), 0, []
    for sealed in records.sealed_waiting(session):
        complaint = complaint_records.get(session, sealed.complaint_id)
        customer_id = _opened(session, sealed, secret)
        if customer_id is None:
            unread.append(complaint.ref if complaint else str(sealed.complaint_id))
            continue
        count += 1
        if complaint is not None and complaint.customer_id is None:
            complaint.customer_id = customer_id
    return TakenIn(count, tuple(unread))


def _opened(session: Session, sealed: records.Sealed, secret: str) -> int | None:
    """The customer that a sealed caller became; None where there is none to read."""
    try:
        content = sealing.open_sealed(sealed.sealed, secret)
    except UserError:
        return None
    try:
        caller = _caller(content)
        customer_id = None if caller is None else customer_of(session, caller, strict=False)
    except UserError:
        customer_id = None
    records.mark_opened(session, sealed.id, customer_id)
    return customer_id


def _caller(content: bytes) -> CallerIdentity | None:
    """The caller that was sealed; None for what this program does not seal."""
    try:
        caller = CallerIdentity(**json.loads(content))
    except (ValueError, TypeError, RecursionError):
        return None
    return caller if all(map(is_whole_text, asdict(caller).values())) else None
