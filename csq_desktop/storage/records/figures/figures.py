"""Queries behind the figures: the kept sums, and the few rows a sum cannot tell."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    func,
    literal,
    select,
    text,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.clocks import UNDATED_BAND
from csq_desktop.domain.complaints.facts import ComplaintClock, RemedyKind
from csq_desktop.domain.complaints.maximum import LateCase
from csq_desktop.domain.indicators.measures import MeasureId
from csq_desktop.domain.indicators.sums import PledgeSum, Sum, Sums
from csq_desktop.storage.audit.recorder import RecordedSession
from csq_desktop.storage.files.faults import unreadable
from csq_desktop.storage.records.deadlines import (
    COLUMNS,
    LATE,
    RUNNING,
    left_out_of,
    no_wait_holds,
)
from csq_desktop.storage.tables.checklists import ChecklistRunRow
from csq_desktop.storage.tables.complaints.complaints import (
    ComplaintRoundRow,
    ComplaintRow,
    ComplaintSumRow,
)
from csq_desktop.storage.tables.pledges import PledgeSumRow
from csq_desktop.storage.tables.row import table_of
from csq_desktop.storage.tables.shop.shop import MonthInputRow

Value = TypeVar("Value")
C, R, S = ComplaintRow, ComplaintRoundRow, ComplaintSumRow
_MEMORY, _MOST_REMEMBERED = "figures", 24
# Read for every page with figures: texts, for putting a query together costs more than it does.
_SUMS = text(
    f"SELECT month, measure, CASE WHEN measure = '{MeasureId.RECEIVED}' THEN '' ELSE bucket END, "
    "SUM(count), SUM(cents) FROM complaint_sum WHERE month BETWEEN :first AND :last "
    "GROUP BY 1, 2, 3"
)
_BEFORE = text(
    f"SELECT SUM(CASE WHEN measure = '{MeasureId.CLOSED}' THEN -count ELSE count END) "
    "FROM complaint_sum WHERE month < :month AND measure IN "
    f"('{MeasureId.RECEIVED}', '{MeasureId.REOPENED}', '{MeasureId.CLOSED}')"
)


@dataclass
class _Memory:
    """What one connection remembers of one edition of the store."""

    edition: int
    values: dict[Hashable, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TemplateSums:
    """A month's finished runs of one checklist; `mean_score` None when none could be scored."""

    template_key: str
    finished: int
    scored: int
    mean_score: float | None
    failed_items: int
    critical: int


def remembered(session: Session, key: Hashable, make: Callable[[], Value]) -> Value:
    """The value made last under a key while nobody has written since; otherwise made anew.

    A reading connection keeps it until SQLite's data_version says that another connection has
    committed. A session that may write keeps nothing.
    """
    if isinstance(session, RecordedSession):
        return make()
    connection = session.connection()
    edition = int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())
    memory = connection.info.get(_MEMORY)
    if memory is None or memory.edition != edition or len(memory.values) > _MOST_REMEMBERED:
        memory = connection.info[_MEMORY] = _Memory(edition)
    if key not in memory.values:
        memory.values[key] = make()
    value: Value = memory.values[key]
    return value


def complaint_sums(session: Session, months: Sequence[Month]) -> Sums:
    """The sums of complaints of consecutive months, by month, measure and bucket.

    What was received is summed over its categories, under an empty bucket.
    """
    by_code = {month.code: month for month in months}
    span = {"first": months[0].code, "last": months[-1].code}
    sums: Sums = {month: defaultdict(dict) for month in months}
    for number, measure, where, count, cents in session.execute(_SUMS, span):
        sums[by_code[number]][measure][where] = Sum(int(count), int(cents))
    return sums


def received_by_category(session: Session, first: Month, last: Month) -> list[tuple[str, int]]:
    """How many complaints each category received over some months, most first."""
    total = func.sum(S.count)
    query = select(S.bucket, total).where(
        S.measure == MeasureId.RECEIVED, S.month.between(first, last)
    )
    query = query.group_by(S.bucket).having(total > 0).order_by(total.desc(), S.bucket)
    return [(category, int(count)) for category, count in session.execute(query)]


def outstanding_before(session: Session, month: Month) -> int:
    """Complaints open when the month began: received + reopened − closed of all months before."""
    return int(session.scalar(_BEFORE, {"month": month.code}) or 0)


def first_month(session: Session) -> Month | None:
    """The first month anything was received in, or None in an empty store."""
    query = select(func.min(S.month)).where(S.measure == MeasureId.RECEIVED, S.count > 0)
    return session.scalar(query)


def first_counted(session: Session) -> Month | None:
    """The first month figures were made of anything in; None in an empty store."""
    run, counted = ChecklistRunRow, PledgeSumRow
    sums = counted.met + counted.missed + counted.excluded
    queries = (
        select(func.min(run.month)).where(run.removed_at.is_(None)),
        select(func.min(counted.month)).where(sums > 0),
    )
    months = (first_month(session), *map(session.scalar, queries))
    return min((month for month in months if month is not None), default=None)


def running_late(
    session: Session, clock: ComplaintClock, months: Sequence[Month], as_of: datetime
) -> dict[Month, int]:
    """Cases whose clock still runs although its deadline has passed, by month of the deadline.

    A clock that was stopped in time, waiting for the customer, has not run out.
    """
    due, _, month = COLUMNS[clock]
    query = select(month, func.count()).where(text(RUNNING[clock]), month.in_(months), due < as_of)
    query = query.where(no_wait_holds(clock))
    return {when: int(count) for when, count in session.execute(query.group_by(month))}


def late_cases(
    session: Session, clock: ComplaintClock, first: Month, last: Month
) -> list[LateCase]:
    """Every case that missed a deadline of some months or may be missing it, earlier rounds too."""
    due, done, month = COLUMNS[clock]
    held: Any = C.held_seconds if clock is ComplaintClock.RESOLVE else literal(0)
    waits = clock is not ComplaintClock.ACKNOWLEDGE
    waiting = C.waiting_since if waits else literal(None, C.waiting_since.type)
    starts: dict[ComplaintClock, Any] = {
        ComplaintClock.ACKNOWLEDGE: C.received_at,
        ComplaintClock.PROGRESS: C.progress_since,  # moved by what was held
        ComplaintClock.RESOLVE: _began(C.id, C.reopened_count + 1),
    }
    began = starts[clock]
    query = select(func.coalesce(began, C.received_at), due, done, held, waiting).where(
        text(LATE[clock]), month.between(first, last), C.removed_at.is_(None)
    )
    queries = [query.where(C.excluded_reason == "")]
    if clock is ComplaintClock.RESOLVE:
        queries.append(_late_rounds(first, last))
    cases = [LateCase(*row) for part in queries for row in session.execute(part)]
    if any(case.due_at is None for case in cases):
        raise unreadable()  # what runs late has a deadline
    return cases


def _late_rounds(first: Month, last: Month) -> Select[Any]:
    began: Any = func.coalesce(_began(C.id, R.round), C.received_at)
    never: Any = literal(None, C.waiting_since.type)
    columns: tuple[Any, ...] = (began, R.resolve_due_at, R.resolved_at, R.held_seconds, never)
    query = select(*columns).join(C, C.id == R.complaint_id)
    return query.where(
        R.resolve_month.between(first, last),
        R.resolved_at > R.resolve_due_at,
        R.removed_at.is_(None),
        R.excluded_reason == "",
    )


def _began(complaint_id: Any, number: Any) -> ColumnElement[Any]:
    """When a round began: when the round before it was reopened."""
    earlier = aliased(R)
    query = select(func.max(earlier.reopened_at)).where(
        earlier.complaint_id == complaint_id, earlier.round < number
    )
    return type_coerce(query.scalar_subquery(), R.reopened_at.type)


def closing_times(session: Session, month: Month) -> list[tuple[datetime, datetime]]:
    """Receipt and closing of each case closed in a month, closings before a reopening too.

    Closings on an unknown date are left out.
    """
    query = select(C.received_at, C.closed_at).where(
        C.closed_month == month,
        C.removed_at.is_(None),
        C.closed_band.is_distinct_from(UNDATED_BAND),
    )
    earlier = (
        select(C.received_at, R.closed_at)
        .join(R, R.complaint_id == C.id)
        .where(
            R.closed_month == month,
            R.removed_at.is_(None),
            R.closed_band.is_distinct_from(UNDATED_BAND),
        )
    )
    rows = [*session.execute(query), *session.execute(earlier)]
    if any(closed is None for _, closed in rows):
        raise unreadable()  # what has a month of closing was closed
    return [(received, closed) for received, closed in rows]


def remedies(session: Session, month: Month) -> dict[RemedyKind, Sum]:
    """How often each remedy was given in the cases closed in a month, and what it cost."""
    sums: dict[RemedyKind, Sum] = {}
    for row in (C, R):
        query = select(row.remedy_kind, func.count(), func.sum(row.remedy_cents)).where(
            row.closed_month == month, row.removed_at.is_(None)
        )
        for kind, count, cents in session.execute(query.group_by(row.remedy_kind)):
            if kind is not None:
                before = sums.get(kind, Sum())
                sums[kind] = Sum(before.count + count, before.cents + int(cents))
    return sums


def exclusions(session: Session, month: Month) -> list[tuple[str, ComplaintClock, str]]:
    """Reference, clock and reason of each complaint left out of a month's deadlines."""
    excluded = []
    for clock in ComplaintClock:
        _, _, counted_in = COLUMNS[clock]
        query = select(C.ref, C.excluded_reason).where(
            *left_out_of(clock), counted_in == month, C.removed_at.is_(None)
        )
        excluded += [(ref, clock, reason) for ref, reason in session.execute(query)]
    query = select(C.ref, R.excluded_reason).join(C, C.id == R.complaint_id)
    query = query.where(R.resolve_month == month, R.excluded_reason != "", R.removed_at.is_(None))
    excluded += [(ref, ComplaintClock.RESOLVE, reason) for ref, reason in session.execute(query)]
    return sorted(excluded)


def pledge_sums(session: Session, months: Sequence[Month]) -> dict[tuple[Month, int], PledgeSum]:
    """The sums of each pledge counted by hand, by month and pledge."""
    p = table_of(PledgeSumRow).c
    query = select(p.month, p.pledge_id, p.met, p.missed, p.over_maximum, p.excluded)
    query = query.where(p.month.between(months[0], months[-1]))
    return {(month, key): PledgeSum(*rest) for month, key, *rest in session.execute(query)}


def inputs(session: Session, name: str, months: Sequence[Month]) -> dict[Month, int]:
    """A number entered by month, such as the sales, where it was entered."""
    i = table_of(MonthInputRow).c
    query = select(i.month, i.value).where(i.name == name, i.month.between(months[0], months[-1]))
    return {month: int(value) for month, value in session.execute(query)}


def template_sums(session: Session, month: Month) -> list[TemplateSums]:
    """The sums of a month's finished runs, by checklist."""
    r = ChecklistRunRow
    query = (
        select(
            r.template_key,
            func.count(),
            func.count(r.score),
            func.avg(r.score),
            func.sum(r.failed_items),
            func.sum(r.critical_failed),
        )
        .where(r.month == month, r.removed_at.is_(None))
        .group_by(r.template_key)
        .order_by(r.template_key)
    )
    return [TemplateSums(*row) for row in session.execute(query)]
