"""The ledger: the kept sums of consecutive months, which every figure is made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from csq_desktop.analytics.balance import rolled
from csq_desktop.domain.calendar import ShopCalendar
from csq_desktop.domain.complaints.facts import Clock
from csq_desktop.domain.criteria import Criteria, CriteriaHistory
from csq_desktop.domain.indicators.figures import Balance
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges.facts import Pledge, Source
from csq_desktop.services.settings import shop
from csq_desktop.storage.records import figures as records
from csq_desktop.storage.records.checklists import templates as checklist_records
from csq_desktop.storage.records.checklists.templates import RunSums
from csq_desktop.storage.records.figures import PledgeSum, Sums
from csq_desktop.storage.records.pledges import pledges as pledge_records
from csq_desktop.storage.sessions.desk import desk_of

CLOCK_OF = {Source.ACKNOWLEDGE: Clock.ACKNOWLEDGE, Source.RESOLVE: Clock.RESOLVE}
_MEASURES = {Clock.ACKNOWLEDGE: "acknowledge", Clock.RESOLVE: "resolve"}
_FLOWS = ("received", "reopened", "closed")


class ClockCount(NamedTuple):
    """The deadlines of a month: `missed` takes in open cases past theirs, `excluded` is beside."""

    met: int
    missed: int
    excluded: int


@dataclass(frozen=True)
class Ledger:
    """What the figures of some consecutive months are computed from."""

    months: tuple[Month, ...]
    criteria: CriteriaHistory
    now: datetime
    calendar: ShopCalendar
    pledges: tuple[Pledge, ...]
    sums: Sums
    late: dict[tuple[Clock, Month], int]
    counts: dict[tuple[Month, int], PledgeSum]
    runs: dict[Month, RunSums]
    sales: dict[Month, int]
    actions: dict[Month, tuple[int, int]]
    balances: dict[Month, Balance]

    def count(self, month: Month, measure: str, *buckets: str) -> int:
        """How many a measure counts in a month: those buckets, or all of them."""
        kept = self.sums[month][measure]
        wanted = buckets or kept
        return sum(kept[bucket].count for bucket in wanted if bucket in kept)

    def cents(self, month: Month, measure: str) -> int:
        """What a measure adds up to in a month, HKD cents."""
        return sum(kept.cents for kept in self.sums[month][measure].values())

    def clock(self, month: Month, clock: Clock) -> ClockCount:
        """Met, missed (open cases past their deadline included) and excluded."""
        measure = _MEASURES[clock]
        missed = self.count(month, measure, "missed") + self.late.get((clock, month), 0)
        met, excluded = (self.count(month, measure, name) for name in ("met", "excluded"))
        return ClockCount(met, missed, excluded)

    def pledge(self, month: Month, pledge: Pledge) -> PledgeSum:
        """A pledge's month; of one counted from complaints the maximum is not told here."""
        clock = CLOCK_OF.get(pledge.source)
        if clock is None:
            return self.counts.get((month, pledge.id), PledgeSum())
        counted = self.clock(month, clock)
        return PledgeSum(counted.met, counted.missed, 0, counted.excluded)

    def judged_by(self, month: Month) -> Criteria:
        """What a month is judged by."""
        return self.criteria.of(month)

    def in_force(self, month: Month) -> tuple[Pledge, ...]:
        """The pledges that were promised on any day of a month."""
        return tuple(pledge for pledge in self.pledges if pledge.in_force_in(month))

    def end_of(self, month: Month) -> datetime:
        """The moment a month's figures are taken at: its end, or now while it runs."""
        return end_of(self.calendar, self.now, month)


def end_of(calendar: ShopCalendar, now: datetime, month: Month) -> datetime:
    """The first moment after a month in shop time, or now while the month runs."""
    first = month.shift(1).first_day
    return min(now, datetime.combine(first, time(0), calendar.timezone))


def open_ledger(session: Session, last: Month, months: int) -> Ledger:
    """The ledger of so many months ending with one: a handful of queries, whatever the store."""
    key = ("ledger", last, months, moment(session))
    return records.remembered(session, key, lambda: _opened(session, tuple(last.back(months))))


def moment(session: Session) -> datetime:
    """This minute, in which what was remembered still holds: deadlines are told by the minute."""
    return desk_of(session).now().replace(second=0)


def _opened(session: Session, wanted: tuple[Month, ...]) -> Ledger:
    last, now, calendar = wanted[-1], desk_of(session).now(), shop.calendar(session)
    sums = records.complaint_sums(session, wanted)
    return Ledger(
        months=wanted,
        criteria=shop.criteria(session),
        now=now,
        calendar=calendar,
        pledges=pledge_records.everything(session),
        sums=sums,
        late=_late(session, wanted, sums, now),
        counts=records.pledge_sums(session, wanted),
        runs=checklist_records.run_sums(session, wanted[0], last),
        sales=records.inputs(session, shop.TRANSACTIONS, wanted),
        actions=_actions(session, wanted, calendar, now),
        balances=_balances(session, wanted, sums),
    )


def _late(
    session: Session, months: Sequence[Month], sums: Sums, now: datetime
) -> dict[tuple[Clock, Month], int]:
    """Deadlines that passed with the case still open; a deadline lies in its own month."""
    found: dict[tuple[Clock, Month], int] = {}
    for clock, measure in _MEASURES.items():
        if any("open" in sums[month][measure] for month in months):
            running = records.running_late(session, clock, months, now)
            found |= {(clock, month): count for month, count in running.items()}
    return found


def _actions(
    session: Session, months: Sequence[Month], calendar: ShopCalendar, now: datetime
) -> dict[Month, tuple[int, int]]:
    """How many actions were open when each month ended, and how many of them overdue."""
    spans = records.actions_since(session, end_of(calendar, now, months[0]))
    found = {}
    for month in months:
        end = end_of(calendar, now, month)
        day, last = calendar.day_of(end), end if end == now else end - timedelta(seconds=1)
        there = [
            span.due_on < day
            for span in spans
            if span.created_at <= last and (span.done_at is None or span.done_at > last)
        ]
        found[month] = (len(there), sum(there))
    return found


def _balances(session: Session, months: Sequence[Month], sums: Sums) -> dict[Month, Balance]:
    start = records.outstanding_before(session, months[0])
    flows = [
        tuple(sum(kept.count for kept in sums[month][name].values()) for name in _FLOWS)
        for month in months
    ]
    balances = rolled(months[0], start, [(flow[0], flow[1], flow[2]) for flow in flows])
    return dict(zip(months, balances, strict=True))
