"""Sealed intake: whoever may not read identities can still hand a caller's in."""

import json
from dataclasses import asdict

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import CallerIdentity
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.storage.creation import INTAKE_SECRET
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.records import customers as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import store_of
from csq_desktop.texts import tr


def hand_in(session: Session, complaint_id: int, caller: CallerIdentity) -> None:
    """Seal a caller's identity to the vault's public key; nobody at the desk can read it back."""
    require(session, Permission.HAND_IN_IDENTITY)
    if not any(part.strip() for part in asdict(caller).values()):
        raise UserError(tr("Enter the caller's name, telephone or e-mail, or choose anonymous."))
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


def take_in(session: Session) -> int:
    """Open every sealed caller and make each a customer of the complaint; returns how many.

    A caller whose telephone or e-mail is known already is linked to that customer.
    """
    if not desk_of(session).sees_identities:
        return 0
    require(session, Permission.EDIT_CUSTOMERS)
    secret = records.intake_secret(session, INTAKE_SECRET)
    callers = records.sealed_waiting(session)
    for caller in callers:
        opened = json.loads(sealing.open_sealed(caller.sealed, secret))
        customer_id = customer_of(session, CallerIdentity(**opened), strict=False)
        records.mark_opened(session, caller.id, customer_id)
        complaint = complaint_records.get(session, caller.complaint_id)
        if complaint is not None and complaint.customer_id is None:
            complaint.customer_id = customer_id
    return len(callers)
