"""Reading the ledger: the sums of consecutive months, with what no sum is kept of."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.analytics.balance import rolled
from csq_desktop.analytics.indicators.ledger import (
    MEASURE_OF,
    FigureLedger,
    end_of,
    last_moment_of,
    whole,
)
from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Balance
from csq_desktop.domain.indicators.measures import DeadlineBucket, HandlingBucket, MeasureId
from csq_desktop.domain.indicators.sums import Sum, Sums
from csq_desktop.domain.indicators.verdicts import HISTORY_MONTHS
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.cases import actions as action_records
from csq_desktop.storage.records.cases import closing as closing_records
from csq_desktop.storage.records.cases.closing import ContentSums
from csq_desktop.storage.records.checklists import templates as checklist_records
from csq_desktop.storage.records.complaints import promises as promise_records
from csq_desktop.storage.records.complaints.promises import PromiseSums
from csq_desktop.storage.records.figures import figures as records
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.storage.sessions.desk import desk_of

_FLOWS = (MeasureId.RECEIVED, MeasureId.REOPENED, MeasureId.CLOSED)


def open_ledger(session: Session, last: Month, months: int) -> FigureLedger:
    """The ledger of so many months ending with one: a handful of queries, whatever the store.

    The whole history is read at once, so that a month, its history and its verdicts share it.
    """
    span = max(months, HISTORY_MONTHS + 1)
    key = ("ledger", last, span, moment(session))
    ledger = records.remembered(session, key, lambda: _opened(session, tuple(last.back(span))))
    return ledger.of_last(months)


def moment(session: Session) -> datetime:
    """The current minute; cached figures are valid within it, as deadlines change by the minute."""
    return desk_of(session).now().replace(second=0)


def _opened(session: Session, months: tuple[Month, ...]) -> FigureLedger:
    now, calendar = desk_of(session).now(), shop.calendar(session)
    sums = records.complaint_sums(session, months)
    _split_overdue(session, sums, now)  # first: pledges count an overdue case as missed
    ledger = FigureLedger(
        months=months,
        criteria=shop.criteria(session),
        now=now,
        calendar=calendar,
        pledges=pledge_records.everything(session),
        sums=sums,
        counts=records.pledge_sums(session, months),
        runs=checklist_records.run_sums(session, months[0], months[-1]),
        balances=_balances(session, months, sums),
        first_counted=records.first_counted(session),
    )
    sales = records.inputs(session, shop.TRANSACTIONS, months)
    actions = _actions(session, months, calendar, now)
    promised = promise_records.sums(session, months, now)
    handled = closing_records.content_sums(session, months, calendar)
    for month in months:
        sums[month][MeasureId.CUSTOMER_PROMISES] = _promised(promised.get(month, PromiseSums()))
        sums[month][MeasureId.HANDLING] = _handling(handled.get(month, ContentSums()))
        for measure, count in _gathered(ledger, month):
            sums[month] |= whole(measure, count)
        sums[month][MeasureId.PROMISES] = _promises(ledger, month)
        open_ones, overdue = actions[month]
        sums[month] |= whole(MeasureId.ACTIONS_OPEN, open_ones)
        sums[month] |= whole(MeasureId.ACTIONS_OVERDUE, overdue)
        if month in sales:
            sums[month] |= whole(MeasureId.SALES, sales[month])
    return ledger


def _split_overdue(session: Session, sums: Sums, now: datetime) -> None:
    """Take the open cases past their deadline out of the open ones; each lies in its own month."""
    for clock, measure in MEASURE_OF.items():
        open_in = [month for month in sums if DeadlineBucket.OPEN in sums[month][measure]]
        late = records.running_late(session, clock, tuple(sums), now) if open_in else {}
        for month, count in late.items():
            buckets = sums[month][measure]
            still = buckets.get(DeadlineBucket.OPEN, Sum()).count
            buckets[DeadlineBucket.OPEN] = Sum(still - count)
            buckets[DeadlineBucket.OVERDUE] = Sum(count)


def _gathered(ledger: FigureLedger, month: Month) -> Iterator[tuple[MeasureId, int]]:
    """What is read off the balance and the finished checklists of a month."""
    balance, runs = ledger.balances[month], ledger.runs_of(month)
    yield MeasureId.OUTSTANDING_START, balance.start
    yield MeasureId.OUTSTANDING_END, balance.end
    yield MeasureId.CHECKLISTS_FINISHED, runs.finished
    yield MeasureId.CHECKLIST_ITEMS_FAILED, runs.failed_items
    yield MeasureId.CRITICAL_ITEMS_FAILED, runs.critical


def _promised(sums: PromiseSums) -> dict[str, Sum]:
    """What became of promises to customers; no policy and no pledge is counted from them."""
    return {DeadlineBucket.MET: Sum(sums.met), DeadlineBucket.MISSED: Sum(sums.missed)}


def _handling(sums: ContentSums) -> dict[str, Sum]:
    """Customers who were asked in a month, and those who answered in it."""
    return {
        HandlingBucket.ASKED: Sum(sums.asked),
        HandlingBucket.CONTENT: Sum(sums.content),
        HandlingBucket.DISCONTENT: Sum(sums.answered - sums.content),
    }


def _promises(ledger: FigureLedger, month: Month) -> dict[str, Sum]:
    """All promises of the pledges in force together."""
    counted = [ledger.pledge(month, pledge) for pledge in ledger.in_force(month)]
    return {
        DeadlineBucket.MET: Sum(sum(sums.met for sums in counted)),
        DeadlineBucket.MISSED: Sum(sum(sums.missed for sums in counted)),
        DeadlineBucket.EXCLUDED: Sum(sum(sums.excluded for sums in counted)),
    }


def _actions(
    session: Session, months: Sequence[Month], calendar: ShopCalendar, now: datetime
) -> dict[Month, tuple[int, int]]:
    """How many actions were open when each month ended, and how many of them overdue."""
    spans = action_records.open_spans(session, end_of(calendar, now, months[0]))
    counts = {}
    for month in months:
        day = calendar.day_of(end_of(calendar, now, month))
        last = last_moment_of(calendar, now, month)
        there = [span.due_on < day for span in spans if span.holds_at(last)]
        counts[month] = (len(there), sum(there))
    return counts


def _balances(session: Session, months: Sequence[Month], sums: Sums) -> dict[Month, Balance]:
    start = records.outstanding_before(session, months[0])
    flows = [
        tuple(sum(part.count for part in sums[month][name].values()) for name in _FLOWS)
        for month in months
    ]
    balances = rolled(months[0], start, [(flow[0], flow[1], flow[2]) for flow in flows])
    return dict(zip(months, balances, strict=True))
