"""Which customer a number leads to, once customers were merged."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.tables.customers.customers import CustomerRow as C

LISTED = (C.archived_at.is_(None), C.merged_into.is_(None))
"""Who is in the lists: neither archived nor merged into somebody else."""


def survivors(session: Session, customer_ids: Iterable[int]) -> dict[int, int]:
    """By the ids of customers who were merged into others, those others; nobody else is in it."""
    return {
        customer_id: survivor_id
        for some in in_parts(customer_ids)
        for customer_id, survivor_id in session.execute(
            select(C.id, C.merged_into).where(C.id.in_(some), C.merged_into.is_not(None))
        )
        if survivor_id is not None
    }


def survivor_of(session: Session, customer_id: int) -> int:
    """The customer that an id leads to: itself, or whom it was merged into."""
    return survivors(session, [customer_id]).get(customer_id, customer_id)


def merged_numbers(session: Session, customer_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The numbers of those merged into some customers, in the order they were given."""
    query = select(C.merged_into, C.ref).where(C.merged_into.in_(customer_ids)).order_by(C.id)
    numbers: dict[int, tuple[str, ...]] = {}
    for survivor_id, ref in session.execute(query):
        if survivor_id is not None:
            numbers[survivor_id] = (*numbers.get(survivor_id, ()), ref)
    return numbers


def whole_groups(session: Session, customer_ids: Collection[int]) -> frozenset[int]:
    """Some customers and everybody who was merged into them."""
    merged = (
        session.scalars(select(C.id).where(C.merged_into.in_(some)))
        for some in in_parts(customer_ids)
    )
    return frozenset(customer_ids).union(*merged)
