"""The orders a list of complaints can be asked for by its headings."""

from array import array
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import STEPS, ComplaintQueue, Severity, State
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.storage.records.parts import ids_of
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow

C = ComplaintRow
_STATES = {state: at for at, state in enumerate((*STEPS[:-1], State.REOPENED, STEPS[-1]))}
_SEVERITIES = {severity: at for at, severity in enumerate(Severity)}
Ranks = Mapping[str, int]
"""The place of each category among the shop's own, by its words."""


def ordered_ids(
    session: Session, query: Select[int], order: ListOrder, ranks: Ranks, limit: int | None
) -> "array[int]":
    """The ids of a query that has no order yet; of equals, the newest first."""
    if order.key == "due":
        return _by_deadline(session, query, order, limit)
    if order.key in _INDEXED:
        places = (_INDEXED[order.key], C.id)
        query = query.order_by(*(place.desc() if order.down else place for place in places))
        return ids_of(session, query, limit)
    by = _BY[order.key](session, ranks)
    query = query.order_by(by.is_(None), by.desc() if order.down else by, *_NEWEST)
    return ids_of(session, query, limit)


def newest_first(query: Select[int], view: ComplaintQueue) -> Select[int]:
    """The order of a list that nobody asked for another."""
    if view in _FEW:
        # Sorting the few open ones is quicker than looking for them in order of time: the + 0
        # keeps the database from walking its index of all complaints.
        return query.order_by(C.received_at.op("+")(0).desc(), C.id.desc())
    return query.order_by(*_NEWEST)


def _by_deadline(
    session: Session, query: Select[int], order: ListOrder, limit: int | None
) -> "array[int]":
    """First those with a clock running, from the index of the open ones, then all the others.

    One query would sort a million rows for the sake of a few hundred.
    """
    due = C.next_due_at.desc() if order.down else C.next_due_at
    running = query.where(C.closed_at.is_(None), C.next_due_at.is_not(None))
    first = ids_of(session, running.order_by(due, *_NEWEST), limit)
    if limit is not None and len(first) >= limit:
        return first
    others = query.where(C.closed_at.is_not(None) | C.next_due_at.is_(None))
    return first + ids_of(session, others.order_by(*_NEWEST), limit and limit - len(first))


def _owner(session: Session, _ranks: Ranks) -> ColumnElement[int | None]:
    named = sorted(people.names(session).items(), key=lambda pair: pair[1].casefold())
    places = {person_id: place for place, (person_id, _name) in enumerate(named)}
    return case(places, value=C.owner_id)  # whoever signs in is in the list of people


_NEWEST = (C.received_at.desc(), C.id.desc())
_FEW = frozenset(
    (ComplaintQueue.OPEN, ComplaintQueue.DUE_TODAY, ComplaintQueue.OVERDUE, ComplaintQueue.WAITING)
)
_INDEXED = {"number": C.id, "received": C.received_at}  # a number is given out with its id
_BY: dict[str, Callable[[Session, Ranks], ColumnElement[Any]]] = {
    "what": lambda _session, _ranks: func.lower(C.summary),
    "category": lambda _session, ranks: case(ranks, value=C.category, else_=len(ranks)),
    "severity": lambda _session, _ranks: case(_SEVERITIES, value=C.severity),
    "state": lambda _session, _ranks: case(_STATES, value=C.state),
    "owner": _owner,
}
