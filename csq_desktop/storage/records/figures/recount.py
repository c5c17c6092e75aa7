"""Queries of the single rows behind a month's figures, for recounting them outside the program."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import MEASURE_OF
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.clocks import UNDATED_BAND
from csq_desktop.domain.indicators.measures import (
    CASE_MEASURES,
    CaseMeasure,
    CaseRecord,
    DeadlineBucket,
    MeasureId,
)
from csq_desktop.storage.records.deadlines import COLUMNS, RUNNING, no_wait_holds
from csq_desktop.storage.rollups import contributions
from csq_desktop.storage.tables.checklists import ChecklistRunRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.pledges import PledgeCountRow

C, R, N = ComplaintRow, ComplaintRoundRow, ChecklistRunRow
_AT_ONCE = 2_000
_DAY = 86_400
_FLOWS = (MeasureId.RECEIVED, MeasureId.REOPENED, MeasureId.CLOSED)
_FROM = {
    CaseRecord.CASE: ("FROM complaint AS c", "c"),
    CaseRecord.ROUND: (
        "FROM complaint_round AS c JOIN complaint AS p ON p.id = c.complaint_id",
        "p",
    ),
}


class CaseRow(NamedTuple):
    """What one complaint adds to one measure of a month; `days` from receipt to a dated closing."""

    month: int
    measure: str
    bucket: str
    cents: int
    ref: str
    days: float | None


class CheckRow(NamedTuple):
    """A finished check of a month."""

    month: Month
    template_key: str
    ref: str
    score: float | None
    failed_items: int
    critical_failed: int


class CountRow(NamedTuple):
    """What was counted of a pledge on a day."""

    pledge_id: int
    month: Month
    day: str
    met: int
    missed: int
    over_maximum: int
    excluded: int


def case_rows(
    session: Session, months: Sequence[Month], overdue: set[tuple[str, int]]
) -> Iterator[CaseRow]:
    """All that complaints add to the measures of some months; `overdue` are open deadlines past."""
    query = text(f"SELECT * FROM ({_all(CASE_MEASURES)}) WHERE month BETWEEN :first AND :last")
    span = {"first": months[0].code, "last": months[-1].code}
    streamed = session.execute(query, span, execution_options={"yield_per": _AT_ONCE})
    for month, measure, bucket, cents, ref, case_id, began, closed in streamed:
        if bucket == DeadlineBucket.OPEN and (measure, case_id) in overdue:
            bucket = DeadlineBucket.OVERDUE.value
        is_dated = measure == MeasureId.CLOSED and bucket != str(UNDATED_BAND)
        days = (closed - began) / _DAY if is_dated else None
        yield CaseRow(month, measure, str(bucket), cents, ref, days)


def brought_forward(session: Session, month: Month) -> Iterator[tuple[str, int]]:
    """The complaints open when a month began; so often as they count."""
    flows = _all([measure for measure in CASE_MEASURES if measure.id in _FLOWS])
    query = text(
        f"SELECT ref, SUM(CASE measure WHEN '{MeasureId.CLOSED}' THEN -1 ELSE 1 END) AS number "
        f"FROM ({flows}) WHERE month < :month GROUP BY ref HAVING number <> 0 ORDER BY ref"
    )
    for ref, number in session.execute(query, {"month": month.code}):
        yield ref, int(number)


def overdue_deadlines(
    session: Session, months: Sequence[Month], as_of: datetime
) -> set[tuple[str, int]]:
    """Measure and complaint of each deadline that has passed while its clock still runs."""
    return {
        (MEASURE_OF[clock].value, case_id)
        for clock, (due, _, month) in COLUMNS.items()
        for case_id in session.scalars(
            select(C.id).where(
                text(RUNNING[clock]), month.in_(months), due < as_of, no_wait_holds(clock)
            )
        )
    }


def remedies(session: Session, month: Month) -> Iterator[tuple[str, str, int]]:
    """Reference, remedy and cents of each closing of a month that had a remedy."""
    case = select(C.ref, C.remedy_kind, C.remedy_cents).where(
        C.closed_month == month, C.removed_at.is_(None)
    )
    rounds = select(C.ref, R.remedy_kind, R.remedy_cents).join(C, C.id == R.complaint_id)
    rounds = rounds.where(R.closed_month == month, R.removed_at.is_(None))
    for query in (case, rounds):
        for ref, kind, cents in session.execute(query):
            if kind is not None:
                yield ref, kind.value, cents


def checks(session: Session, months: Sequence[Month]) -> Iterator[CheckRow]:
    """The finished checks of some months."""
    query = select(
        N.month, N.template_key, N.ref, N.score, N.failed_items, N.critical_failed
    ).where(N.month.between(months[0], months[-1]), N.removed_at.is_(None))
    for month, key, ref, score, failed, critical in session.execute(query.order_by(N.id)):
        if month is not None:
            yield CheckRow(month, key, ref, score, failed, critical)


def counts(session: Session, months: Sequence[Month]) -> Iterator[CountRow]:
    """What was counted by hand on the days of some months."""
    k = PledgeCountRow
    query = select(k.pledge_id, k.month, k.day, k.met, k.missed, k.over_maximum, k.excluded)
    query = query.where(k.month.between(months[0], months[-1])).order_by(k.day, k.id)
    for pledge_id, month, day, *rest in session.execute(query):
        yield CountRow(pledge_id, month, day.isoformat(), *rest)


def _all(measures: Sequence[CaseMeasure]) -> str:
    """What each complaint, and each earlier round of it, adds to some measures, with its number."""
    return " UNION ALL ".join(
        _of(measure, record) for measure in measures for record in measure.records
    )


def _of(measure: CaseMeasure, record: CaseRecord) -> str:
    source, case = _FROM[record]
    more = (
        f", {case}.ref AS ref, {case}.id AS id, {case}.received_at AS began, c.closed_at AS closed"
    )
    return contributions.of_measure(measure, "c", source, more)
