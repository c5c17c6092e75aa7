"""Customers like somebody who is being typed in: all of them, masked, the surest first."""

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.facts import Identity, masked
from csq_desktop.domain.duplicates.facts import Duplicate
from csq_desktop.domain.duplicates.likeness import surest_first
from csq_desktop.domain.users import Permission
from csq_desktop.services.customers import customers
from csq_desktop.storage.records.customers import duplicates as records
from csq_desktop.storage.sessions.desk import desk_of, require


def matches(session: Session, identity: Identity) -> tuple[Duplicate, ...]:
    """Customers who may be the one being typed in, the surest first; masked."""
    require(session, Permission.READ_CUSTOMERS)
    desk_of(session).require_identities()
    alike = (
        Duplicate(each.id, each.ref, masked(each.identity), each.shared, each.archived)
        for each in records.alike(session, customers.tidy(identity, strict=False))
    )
    return tuple(sorted(alike, key=lambda each: (*surest_first(each.shared), each.id)))
