"""Queries of a pledge's months: what was written down, and the complaints behind its figure."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, case, select, text
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.pledges.months import MonthNote, PledgeCase
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.storage.records.deadlines import COLUMNS, LATE, left_out_of, no_wait_holds
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.pledges import PledgeMonthRow

C, R = ComplaintRow, ComplaintRoundRow


def note(session: Session, pledge_id: int, month: Month) -> MonthNote:
    """What was written down about a month; an empty note when nothing was."""
    row = _row(session, pledge_id, month)
    return _fact(row) if row else MonthNote()


def notes(session: Session, pledge_id: int, first: Month, last: Month) -> dict[Month, MonthNote]:
    """What was written down about some months, by month."""
    query = select(PledgeMonthRow).where(
        PledgeMonthRow.pledge_id == pledge_id, PledgeMonthRow.month.between(first, last)
    )
    return {row.month: _fact(row) for row in session.scalars(query)}


def write(session: Session, pledge_id: int, month: Month, noted: MonthNote) -> MonthNote:
    """Keep what is noted in place of the earlier note; returns that one."""
    row = _row(session, pledge_id, month)
    before = _fact(row) if row else MonthNote()
    if row is None:
        row = PledgeMonthRow(id=ids.reserve(session), pledge_id=pledge_id, month=month)
        session.add(row)
    row.cause, row.left_out = noted.cause, noted.left_out
    row.changed = to_body(noted.changed)
    row.remedied, row.remedied_cents = noted.remedied, noted.remedied_cents
    desk = desk_of(session)
    row.written_at, row.written_by = desk.now(), desk.user.id
    session.flush()
    return before


def note_id(session: Session, pledge_id: int, month: Month) -> int:
    """The id of a month's note, once one was written."""
    row = _row(session, pledge_id, month)
    assert row is not None
    return row.id


def broken_cases(
    session: Session, clock: ComplaintClock, month: Month, as_of: datetime
) -> tuple[PledgeCase, ...]:
    """The complaints that missed a month's deadline, open ones past theirs included.

    A clock that was stopped in time, waiting for the customer, has not run out.
    """
    due, done, counted_in = COLUMNS[clock]
    running = done.is_(None) & (due < as_of) & no_wait_holds(clock)
    wrong = and_(C.excluded_reason == "", (done > due) | running)
    earlier = and_(R.excluded_reason == "", R.resolved_at > R.resolve_due_at)
    now = (text(LATE[clock]), counted_in == month, wrong)
    return _cases(session, clock, now, (R.resolve_month == month, earlier))


def left_out_cases(session: Session, clock: ComplaintClock, month: Month) -> tuple[PledgeCase, ...]:
    """The complaints left out of a month's deadlines, each with the reason."""
    _, _, counted_in = COLUMNS[clock]
    now = (*left_out_of(clock), counted_in == month)
    return _cases(session, clock, now, (R.resolve_month == month, R.excluded_reason != ""))


def _cases(
    session: Session,
    clock: ComplaintClock,
    now: tuple[ColumnElement[bool] | TextClause, ...],
    earlier: tuple[ColumnElement[bool], ...],
) -> tuple[PledgeCase, ...]:
    """Cases as they stand now, and their earlier rounds, by deadline."""
    due, done, _ = COLUMNS[clock]
    query = select(C.id, C.ref, C.summary, due, done, C.excluded_reason, *_remedy(clock))
    rows = list(session.execute(query.where(*now, C.removed_at.is_(None))))
    if clock is ComplaintClock.RESOLVE:
        columns = (
            R.resolve_due_at,
            R.resolved_at,
            R.excluded_reason,
            R.remedy_kind,
            R.remedy_cents,
        )
        rounds = select(C.id, C.ref, C.summary, *columns).join(C, C.id == R.complaint_id)
        rows += session.execute(rounds.where(*earlier, R.removed_at.is_(None)))
    return tuple(
        sorted((PledgeCase(*row) for row in rows), key=lambda case: (case.due_at, case.ref))
    )


def _remedy(clock: ComplaintClock) -> tuple[Any, Any]:
    """Kind and amount of the remedy that followed a deadline; a first round's for its own."""
    if clock is ComplaintClock.RESOLVE:
        return C.remedy_kind, C.remedy_cents
    # The other clocks run in the first round alone; reopening a case takes nothing from them.
    first = [R.complaint_id == C.id, R.round == 1]
    kind, cents = (
        case((C.reopened_count > 0, select(earlier).where(*first).scalar_subquery()), else_=now)
        for now, earlier in ((C.remedy_kind, R.remedy_kind), (C.remedy_cents, R.remedy_cents))
    )
    return kind, cents


def _row(session: Session, pledge_id: int, month: Month) -> PledgeMonthRow | None:
    query = select(PledgeMonthRow).where(
        PledgeMonthRow.pledge_id == pledge_id, PledgeMonthRow.month == month
    )
    return session.scalar(query)


def _fact(row: PledgeMonthRow) -> MonthNote:
    return MonthNote(
        cause=row.cause,
        left_out=row.left_out,
        changed=from_body(ThreeTexts, row.changed),
        remedied=row.remedied,
        remedied_cents=row.remedied_cents,
    )
