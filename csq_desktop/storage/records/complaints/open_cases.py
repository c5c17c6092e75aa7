"""The complaints that were open when a month ended, with the deadlines they had then."""

from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.open_cases import OpenCase
from csq_desktop.storage.records.deadlines import IS_OPEN
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow

C, R = ComplaintRow, ComplaintRoundRow


def open_cases(session: Session, month: Month) -> list[OpenCase]:
    """Each complaint open at the end of a month, the oldest first.

    A case that has been closed and reopened since has the resolve clock of the round it was in.
    """
    rounds = _rounds_closed_after(session, month)
    between = exists().where(
        R.complaint_id == C.id, R.closed_month <= month, R.reopened_month > month
    )
    there = (C.received_month <= month, C.removed_at.is_(None), ~between)
    columns = (
        C.id, C.ref, C.received_at, C.ack_due_at, C.acknowledged_at, C.resolve_due_at,
        C.resolved_at, C.waiting_since, C.excluded_reason, C.owner_id, C.owner_text,
        C.progress_due_at, C.progress_at,
    )  # fmt: skip
    cases, names = [], people.names(session)
    # Two queries, for each of them has an index; one with OR would read every complaint.
    for query in (
        select(*columns).where(*IS_OPEN, *there),
        select(*columns).where(C.closed_month > month, *there),
    ):
        cases += [
            _case(row, rounds.get(row.id), people.shown(row, names))
            for row in session.execute(query)
        ]
    return sorted(cases, key=lambda case: (case.received_at, case.ref))


def _rounds_closed_after(session: Session, month: Month) -> dict[int, Any]:
    """The first round of each complaint that was closed after a month."""
    query = (
        select(R.complaint_id, R.resolve_due_at, R.resolved_at, R.excluded_reason)
        .where(R.closed_month > month, R.removed_at.is_(None))
        .order_by(R.complaint_id, R.round.desc())
    )
    return {row.complaint_id: row for row in session.execute(query)}


def _case(row: Any, finished: Any, owner: str) -> OpenCase:
    resolve = finished or row
    left_out = bool(resolve.excluded_reason)
    return OpenCase(
        ref=row.ref,
        owner=owner,
        received_at=row.received_at,
        ack_due_at=None if row.excluded_reason else row.ack_due_at,
        acknowledged_at=row.acknowledged_at,
        progress_due_at=None if row.excluded_reason else row.progress_due_at,
        progress_at=row.progress_at,
        resolve_due_at=None if left_out else resolve.resolve_due_at,
        resolved_at=resolve.resolved_at,
        waiting_since=None if finished else row.waiting_since,
    )
