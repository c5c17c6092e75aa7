"""Ledgers for tests: two months of a shop in Hong Kong with a few sums in them."""

from datetime import UTC, datetime, time

from csq_desktop.analytics.indicators.ledger import FigureLedger
from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.criteria import CriteriaHistory
from csq_desktop.domain.indicators.figures import Balance
from csq_desktop.domain.indicators.sums import PledgeSum, RunSums, Sum, Sums
from csq_desktop.domain.pledges.facts import Pledge

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
NOW = datetime(2026, 11, 3, 4, tzinfo=UTC)
ALL_DAY = ((time(9), time(21)),)


def ledger(
    sums: dict[str, dict[str, Sum]] | None = None,
    *,
    pledges: tuple[Pledge, ...] = (),
    runs: RunSums | None = None,
    counts: dict[tuple[Month, int], PledgeSum] | None = None,
) -> FigureLedger:
    """A ledger whose October has these sums, by measure and bucket."""
    by_month: Sums = {SEPTEMBER: {}, OCTOBER: sums or {}}
    return FigureLedger(
        months=(SEPTEMBER, OCTOBER),
        criteria=CriteriaHistory({}),
        now=NOW,
        calendar=ShopCalendar(weekly=(ALL_DAY,) * 7),
        pledges=pledges,
        sums=by_month,
        counts=counts or {},
        runs={OCTOBER: runs} if runs else {},
        balances={month: Balance(month, 0, 0, 0, 0, 0) for month in (SEPTEMBER, OCTOBER)},
    )
