"""Figures: every number of a month, made in one place for window, pack and command line."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from statistics import median

from sqlalchemy.orm import Session

from csq_desktop.analytics.proportions import Proportion, difference
from csq_desktop.analytics.rates import complaint_rate
from csq_desktop.domain.calendar import ShopCalendar, business_seconds
from csq_desktop.domain.complaints import Clock
from csq_desktop.domain.figures import Balance, Better, Figure, MonthFigures, Status, Unit
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges import Pledge, PledgeTerms, Source
from csq_desktop.domain.shop import Shop
from csq_desktop.services import pledges, shop
from csq_desktop.storage.desk import desk_of
from csq_desktop.storage.records import actions as action_records
from csq_desktop.storage.records import checklists as checklist_records
from csq_desktop.storage.records import figures as records
from csq_desktop.storage.records.figures import Sum
from csq_desktop.texts import tr

_CLOCK_OF = {Source.ACKNOWLEDGE: Clock.ACKNOWLEDGE, Source.RESOLVE: Clock.RESOLVE}
_MEASURE_OF = {Clock.ACKNOWLEDGE: "acknowledge", Clock.RESOLVE: "resolve"}
_DAY = 86_400


@dataclass(frozen=True)
class Ledger:
    """What the figures of some consecutive months are computed from."""

    shop: Shop
    now: datetime
    calendar: ShopCalendar
    pledges: tuple[Pledge, ...]
    complaints: dict[tuple[Month, str, str], Sum]
    counts: dict[tuple[Month, int], tuple[int, int, int, int]]
    runs: dict[Month, checklist_records.RunSums]

    def count(self, month: Month, measure: str, bucket: str | None = None) -> int:
        """How many a measure counts in a month: one bucket, or all of them."""
        return sum(
            kept.count
            for (when, name, where), kept in self.complaints.items()
            if when == month and name == measure and bucket in (None, where)
        )

    def end_of(self, month: Month) -> datetime:
        """The moment a month's figures are taken at: its end, or now while it runs."""
        first = month.shift(1).first_day
        return min(self.now, datetime.combine(first, time(0), self.calendar.timezone))


def month(session: Session, wanted: Month) -> MonthFigures:
    """Every figure of one month, with its change since the month before."""
    return history(session, wanted, 1)[-1]


def history(session: Session, last: Month, months: int) -> tuple[MonthFigures, ...]:
    """The figures of so many months ending with one, oldest first, each with its change."""
    wanted = last.back(months + 1)
    ledger = _open_ledger(session, wanted[0], last)
    start = records.outstanding_before(session, wanted[0])
    found: list[MonthFigures] = []
    for one in wanted:
        balance = _balance(ledger, one, start)
        start = balance.end
        figures = _figures(session, ledger, one, balance)
        if found:
            figures = [_compared(figure, found[-1]) for figure in figures]
        found.append(MonthFigures(one, tuple(figures), balance))
    return tuple(found[1:])


def first_month(session: Session) -> Month | None:
    """The first month anything was received in, or None in an empty store."""
    return records.first_month(session)


def received_by_category(session: Session, wanted: Month) -> tuple[tuple[str, int], ...]:
    """How many complaints each category received in a month, most first."""
    sums = records.complaint_sums(session, wanted, wanted)
    counted = [(b, s.count) for (_, name, b), s in sums.items() if name == "received" and s.count]
    return tuple(sorted(counted, key=lambda pair: (-pair[1], pair[0])))


def ages_of_open(session: Session, wanted: Month) -> tuple[int, ...]:
    """Age in whole days of each complaint open at the end of a month, oldest first."""
    ledger = _open_ledger(session, wanted, wanted)
    as_of = ledger.end_of(wanted)
    received = records.ages_of_open(session, as_of)
    return tuple(int((as_of - moment).total_seconds() // _DAY) for moment in received)


def _open_ledger(session: Session, first: Month, last: Month) -> Ledger:
    return Ledger(
        shop=shop.shop(session),
        now=desk_of(session).now(),
        calendar=shop.calendar(session),
        pledges=pledges.everything(session),
        complaints=records.complaint_sums(session, first, last),
        counts=records.pledge_sums(session, first, last),
        runs=checklist_records.run_sums(session, first, last),
    )


def _balance(ledger: Ledger, one: Month, start: int) -> Balance:
    received, reopened, closed = (
        ledger.count(one, measure) for measure in ("received", "reopened", "closed")
    )
    return Balance(one, start, received, reopened, closed, start + received + reopened - closed)


def _figures(session: Session, ledger: Ledger, one: Month, balance: Balance) -> list[Figure]:
    figures = _pledge_figures(session, ledger, one)
    figures += _flow_figures(balance)
    figures += _handling_figures(session, ledger, one)
    figures += _checklist_figures(ledger, one)
    end = ledger.end_of(one)
    day = ledger.calendar.day_of(end)
    open_ones, late = action_records.count_open_at(session, end, day)
    figures.append(_count("actions.open", tr("Actions open"), open_ones))
    figures.append(_count("actions.overdue", tr("Actions overdue"), late, target=0))
    return figures


def _pledge_figures(session: Session, ledger: Ledger, one: Month) -> list[Figure]:
    figures = []
    for pledge in ledger.pledges:
        if pledge.retired_on is not None and pledge.retired_on < one.first_day:
            continue
        if pledge.versions[0].terms.effective_from > one.last_day:
            continue
        figures += _one_pledge(session, ledger, one, pledge)
    return figures


def _one_pledge(session: Session, ledger: Ledger, one: Month, pledge: Pledge) -> list[Figure]:
    terms = pledge.version_on(one.last_day).terms
    met, missed, over, excluded = _counts_of(session, ledger, one, pledge)
    kept = share_figure(
        (f"pledge.{pledge.code}", terms.wording.text),
        Proportion(met, met + missed),
        minimum=ledger.shop.minimum_n,
        target=terms.standard_share,
    )
    figures = [replace(kept, excluded=excluded)]
    if terms.maximum_share is not None:
        longest = tr("{pledge}: beyond the maximum", pledge=terms.wording.text)
        longer = share_figure(
            (f"pledge.{pledge.code}.maximum", longest),
            Proportion(over, met + missed),
            minimum=ledger.shop.minimum_n,
            target=terms.maximum_share,
            better=Better.LOWER,
        )
        figures.append(replace(longer, excluded=excluded))
    return figures


def _counts_of(
    session: Session, ledger: Ledger, one: Month, pledge: Pledge
) -> tuple[int, int, int, int]:
    """Met, missed, beyond the maximum and excluded of one pledge in one month."""
    clock = _CLOCK_OF.get(pledge.source)
    if clock is None:
        return ledger.counts.get((one, pledge.id), (0, 0, 0, 0))
    met, missed, excluded = clock_counts(session, ledger, one, clock)
    terms = pledge.version_on(one.last_day).terms
    over = _beyond_maximum(session, ledger, one, clock, terms) if missed else 0
    return met, missed, over, excluded


def clock_counts(
    session: Session, ledger: Ledger, one: Month, clock: Clock
) -> tuple[int, int, int]:
    """Met, missed (open cases past their deadline included) and excluded of a month's deadlines."""
    measure = _MEASURE_OF[clock]
    missed = ledger.count(one, measure, "missed")
    if ledger.count(one, measure, "open"):
        missed += records.still_open_and_late(session, clock, one, ledger.end_of(one))
    return ledger.count(one, measure, "met"), missed, ledger.count(one, measure, "excluded")


def _beyond_maximum(
    session: Session, ledger: Ledger, one: Month, clock: Clock, terms: PledgeTerms
) -> int:
    if terms.maximum_minutes is None:
        return 0
    as_of = ledger.end_of(one)
    limit = terms.maximum_minutes * 60
    cases = records.late_cases(session, clock, one, as_of)
    spans = (
        business_seconds(ledger.calendar, case.started_at, case.done_at or as_of)
        - case.held_seconds
        for case in cases
    )
    return sum(span > limit for span in spans)


def _flow_figures(balance: Balance) -> list[Figure]:
    return [
        _count("complaints.outstanding_start", tr("Outstanding at start"), balance.start),
        _count("complaints.received", tr("Complaints received"), balance.received),
        _count("complaints.reopened", tr("Complaints reopened"), balance.reopened),
        _count("complaints.closed", tr("Complaints closed"), balance.closed),
        _count("complaints.outstanding_end", tr("Outstanding at end"), balance.end),
    ]


def _handling_figures(session: Session, ledger: Ledger, one: Month) -> list[Figure]:
    count, minimum = ledger.count, ledger.shop.minimum_n
    closed = count(one, "closed")
    first, second = ledger.shop.closed_bands
    decided = count(one, "finding")
    upheld = count(one, "finding", "upheld") + count(one, "finding", "partly")
    reopened = min(count(one, "reopened"), closed)

    def share(name: str, label: str, met: int, of: int) -> Figure:
        named = (f"complaints.{name}", label)
        return share_figure(named, Proportion(met, of), minimum=minimum, better=Better.NEITHER)

    within_two = count(one, "closed", "1") + count(one, "closed", "2")
    figures = [
        *_clock_figures(session, ledger, one),
        share(
            "within_band1", tr("Closed within {n} days", n=first), count(one, "closed", "1"), closed
        ),
        share("within_band2", tr("Closed within {n} days", n=second), within_two, closed),
        _median_days(session, one),
        share("upheld", tr("Upheld or partly upheld"), upheld, decided),
        share("reopen_rate", tr("Reopened, of those closed"), reopened, closed),
        _redress(ledger, one),
    ]
    return figures + _rate(session, ledger, one)


def _clock_figures(session: Session, ledger: Ledger, one: Month) -> list[Figure]:
    labels = {
        Clock.ACKNOWLEDGE: ("complaints.acknowledged", tr("Acknowledged in time")),
        Clock.RESOLVE: ("complaints.resolved", tr("Resolved in time")),
    }
    figures = []
    for clock, (figure_id, label) in labels.items():
        met, missed, excluded = clock_counts(session, ledger, one, clock)
        figure = share_figure(
            (figure_id, label), Proportion(met, met + missed), minimum=ledger.shop.minimum_n
        )
        figures.append(replace(figure, excluded=excluded))
    return figures


def _median_days(session: Session, one: Month) -> Figure:
    spans = [
        (closed - got).total_seconds() / _DAY for got, closed in records.closing_days(session, one)
    ]
    return Figure(
        id="complaints.median_days",
        label=tr("Median days from receipt to closing"),
        unit=Unit.DAYS,
        better=Better.LOWER,
        value=round(median(spans), 2) if spans else None,
        n=len(spans),
        status=Status.NO_TARGET if spans else Status.NOTHING,
    )


def _redress(ledger: Ledger, one: Month) -> Figure:
    kept = ledger.complaints.get((one, "redress", ""), Sum(0, 0))
    return Figure(
        id="complaints.redress",
        label=tr("Redress paid"),
        unit=Unit.CENTS,
        better=Better.NEITHER,
        value=kept.cents,
        n=kept.count,
    )


def _rate(session: Session, ledger: Ledger, one: Month) -> list[Figure]:
    sales = shop.transactions(session, one)
    if not sales:
        return []
    received = ledger.count(one, "received")
    rate = complaint_rate(received, sales)
    span = rate.interval
    return [
        Figure(
            id="complaints.per_1000",
            label=tr("Complaints per 1,000 sales"),
            unit=Unit.PER_1000,
            better=Better.LOWER,
            value=rate.value,
            numerator=received,
            denominator=sales,
            n=sales,
            low=span.low if span else None,
            high=span.high if span else None,
        )
    ]


def _checklist_figures(ledger: Ledger, one: Month) -> list[Figure]:
    runs = ledger.runs.get(one, checklist_records.RunSums())
    target = ledger.shop.checklist_target
    score = Figure(
        id="checklists.score",
        label=tr("Mean checklist score"),
        unit=Unit.SHARE,
        better=Better.HIGHER,
        value=runs.mean_score,
        n=runs.scored,
        target=target,
        status=_status(runs.mean_score, target, Better.HIGHER),
    )
    return [
        score,
        _count("checklists.finished", tr("Checklists finished"), runs.finished),
        _count("checklists.failed_items", tr("Checklist items failed"), runs.failed_items),
        _count("checklists.critical_failed", tr("Critical items failed"), runs.critical, target=0),
    ]


def _count(figure_id: str, label: str, value: int, target: float | None = None) -> Figure:
    better = Better.NEITHER if target is None else Better.LOWER
    status = _status(value, target, better)
    return Figure(
        figure_id, label, Unit.COUNT, better, value, n=value, target=target, status=status
    )


def share_figure(
    name: tuple[str, str],
    share: Proportion,
    *,
    minimum: int,
    target: float | None = None,
    better: Better = Better.HIGHER,
) -> Figure:
    """A share with its Wilson interval; below the minimum n it says too few, and no verdict.

    `name` is the figure's id and its label.
    """
    interval = share.interval
    status = _status(share.share, target, better)
    if share.of and not share.is_enough(minimum):
        status = Status.TOO_FEW
    return Figure(
        id=name[0],
        label=name[1],
        unit=Unit.SHARE,
        better=better,
        value=share.share,
        numerator=share.met,
        denominator=share.of,
        n=share.of,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        target=target,
        status=status,
    )


def _status(value: float | None, target: float | None, better: Better) -> Status:
    if value is None:
        return Status.NOTHING
    if target is None:
        return Status.NO_TARGET
    kept = value <= target if better is Better.LOWER else value >= target
    return Status.MET if kept else Status.MISSED


def _compared(figure: Figure, before: MonthFigures) -> Figure:
    earlier = next((f for f in before.figures if f.id == figure.id), None)
    if earlier is None or earlier.value is None or figure.value is None:
        return figure
    figure = replace(figure, previous=earlier.value, change=figure.value - earlier.value)
    if figure.unit is not Unit.SHARE or figure.denominator is None:
        return figure
    span = difference(_proportion(figure), _proportion(earlier))
    return replace(figure, change_low=span.low, change_high=span.high) if span else figure


def _proportion(figure: Figure) -> Proportion:
    return Proportion(figure.numerator or 0, figure.denominator or 0)
