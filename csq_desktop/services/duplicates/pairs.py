"""Pairs of customers who are likely the same person, and those somebody knows to be two."""

from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.domain.duplicates.facts import CustomerPair
from csq_desktop.domain.duplicates.likeness import likely_pairs
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.records.customers import duplicates as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr

MOST_PAIRS = 500


def likely(
    session: Session, progress: Callable[..., None] = lambda _done: None
) -> tuple[CustomerPair, ...]:
    """Customers who are likely the same, the surest first, five hundred pairs at most."""
    require(session, Permission.REVEAL_IDENTITIES)
    desk_of(session).require_identities()
    everybody = records.everybody(session, partial(progress, 0.0))
    pairs = likely_pairs(everybody, records.different(session))[:MOST_PAIRS]
    ids = sorted({row_id for pair in pairs for row_id in (pair.first_id, pair.second_id)})
    lines = {line.id: line for line in customers.lines(session, ids)}
    return tuple(
        CustomerPair(lines[pair.first_id], lines[pair.second_id], pair.shared) for pair in pairs
    )


def not_the_same(session: Session, first_id: int, second_id: int) -> int | None:
    """Remember that two customers are two persons; gives what it can be taken back by, if any."""
    require(session, Permission.REVEAL_IDENTITIES)
    if first_id == second_id:
        raise UserError(tr("Choose another customer."))
    return records.add_different(session, first_id, second_id)


def perhaps_the_same(session: Session, row_id: int | None) -> None:
    """Take back that two customers are two persons."""
    require(session, Permission.REVEAL_IDENTITIES)
    if row_id is not None:
        records.take_back_different(session, row_id)
