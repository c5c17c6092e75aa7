"""The table of figures: how each is made from the ledger's kept sums, in printed order."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from csq_desktop.analytics.proportions import Proportion, difference
from csq_desktop.analytics.rates import complaint_rate
from csq_desktop.domain.complaints.facts import Clock, Finding
from csq_desktop.domain.indicators.figures import Better, Figure, MonthFigures, Status, Unit
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.services.indicators.ledger import CLOCK_OF, Ledger
from csq_desktop.storage.records.checklists.templates import RunSums
from csq_desktop.texts import mark, tr

_NO_RUNS = RunSums()
Named = tuple[str, str]
Goal = tuple[Better, float | None]
Maker = Callable[[Ledger, Month, str], Figure | None]
Number = Callable[[Ledger, Month], int]
_BANDS = (FigureId.COMPLAINTS_WITHIN_BAND1, FigureId.COMPLAINTS_WITHIN_BAND2)
HIGH: Goal = (Better.HIGHER, None)


@dataclass(frozen=True)
class Details:
    """What single rows tell beside the sums: `over` the maximum by pledge id, figures by id."""

    over: Mapping[int, int] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)


def made(
    ledger: Ledger, one: Month, *, only: Collection[str] = (), details: Details | None = None
) -> Iterator[Figure]:
    """A month's figures in printed order; `only` those ids, when some are named."""
    known = details or Details()
    makers = {**_pledges(ledger, one, known.over), **_TABLE}
    for figure_id, make in makers.items():
        if not only or figure_id in only:
            figure = make(ledger, one, figure_id) if make else known.figures.get(figure_id)
            if figure is not None:
                yield figure


def compared(figures: Collection[Figure], before: MonthFigures) -> list[Figure]:
    """The figures with their change since the month before, where both can be told."""
    earlier = {figure.id: figure for figure in before.figures}
    return [_compared(figure, earlier.get(figure.id)) for figure in figures]


def share_figure(
    name: Named, share: Proportion, *, minimum: int, goal: Goal = HIGH, excluded: int = 0
) -> Figure:
    """A share with its Wilson interval; below the minimum n its counts alone, and no verdict.

    `name` is the figure's id and its label.
    """
    few = bool(share.of) and not share.is_enough(minimum)
    value, interval = (None, None) if few else (share.share, share.interval)
    better, target = goal
    return Figure(
        id=name[0],
        label=name[1],
        unit=Unit.SHARE,
        better=better,
        value=value,
        numerator=share.met,
        denominator=share.of,
        n=share.of,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        target=target,
        status=Status.TOO_FEW if few else _status(value, target, better),
        excluded=excluded,
    )


def count_figure(
    name: Named, value: int, target: float | None = None, *, of: int | None = None
) -> Figure:
    """A number of things; with a target, the fewer the better.

    `of` is how many were looked at, where that is known: of nothing there is no verdict.
    """
    better = Better.NEITHER if target is None else Better.LOWER
    status = Status.NOTHING if of == 0 else _status(value, target, better)
    return Figure(*name, Unit.COUNT, better, value, n=value, target=target, status=status)


def score_figure(name: Named, runs: tuple[float | None, int], target: float | None) -> Figure:
    """A mean of checklist scores: the mean 0..1, and of how many runs."""
    mean, scored = runs
    return Figure(
        id=name[0],
        label=name[1],
        unit=Unit.SHARE,
        better=Better.HIGHER,
        value=mean,
        n=scored,
        target=target,
        status=_status(mean, target, Better.HIGHER),
    )


def cents_figure(name: Named, cents: int, count: int) -> Figure:
    """An amount of money in HKD cents, and in how many cases it was paid."""
    return Figure(*name, Unit.CENTS, Better.NEITHER, cents, n=count)


def _status(value: float | None, target: float | None, better: Better) -> Status:
    """How a value stands against its target."""
    if value is None:
        return Status.NOTHING
    if target is None:
        return Status.NO_TARGET
    kept = value <= target if better is Better.LOWER else value >= target
    return Status.MET if kept else Status.MISSED


def _compared(figure: Figure, earlier: Figure | None) -> Figure:
    if earlier is None or earlier.value is None or figure.value is None:
        return figure
    if figure.id in _BANDS and figure.label != earlier.label:
        return figure  # counted by other limits of days: no change of the work
    figure = replace(figure, previous=earlier.value, change=figure.value - earlier.value)
    if figure.unit is not Unit.SHARE or figure.denominator is None:
        return figure
    span = difference(_proportion(figure), _proportion(earlier))
    return replace(figure, change_low=span.low, change_high=span.high) if span else figure


def _proportion(figure: Figure) -> Proportion:
    return Proportion(figure.numerator or 0, figure.denominator or 0)


def _pledges(ledger: Ledger, one: Month, over: Mapping[int, int]) -> dict[str, Maker | None]:
    """The figures of the pledges in force: each pledge, and its maximum where it is known."""
    makers: dict[str, Maker | None] = {}
    for pledge in ledger.in_force(one):
        makers[FigureFamily.PLEDGE.of(pledge.code)] = partial(_pledge, pledge)
        known = pledge.source not in CLOCK_OF or pledge.id in over
        if known and pledge.version_on(one.last_day).terms.maximum_share is not None:
            maximum = partial(_maximum, pledge, over.get(pledge.id))
            makers[FigureFamily.PLEDGE_MAXIMUM.of(pledge.code)] = maximum
    return makers


def _pledge(pledge: Pledge, ledger: Ledger, one: Month, figure_id: str) -> Figure:
    terms, counted = pledge.version_on(one.last_day).terms, ledger.pledge(one, pledge)
    return share_figure(
        (figure_id, terms.wording.text),
        Proportion(counted.met, counted.met + counted.missed),
        minimum=ledger.judged_by(one).minimum_n,
        goal=(Better.HIGHER, terms.standard_share),
        excluded=counted.excluded,
    )


def _maximum(
    pledge: Pledge, over: int | None, ledger: Ledger, one: Month, figure_id: str
) -> Figure:
    """Those beyond the maximum, of those counted in the month.

    A case from the month before may pass its maximum in a month with fewer cases than that.
    """
    terms, counted = pledge.version_on(one.last_day).terms, ledger.pledge(one, pledge)
    beyond = counted.over_maximum if over is None else over
    return share_figure(
        (figure_id, tr("{pledge}: beyond the maximum", pledge=terms.wording.text)),
        Proportion(beyond, max(counted.met + counted.missed, beyond)),
        minimum=ledger.judged_by(one).minimum_n,
        goal=(Better.LOWER, terms.maximum_share),
        excluded=counted.excluded,
    )


def _promises(ledger: Ledger, one: Month, figure_id: str) -> Figure:
    counted = [ledger.pledge(one, pledge) for pledge in ledger.in_force(one)]
    met, missed = sum(c.met for c in counted), sum(c.missed for c in counted)
    return share_figure(
        (figure_id, tr("Promises kept")),
        Proportion(met, met + missed),
        minimum=ledger.judged_by(one).minimum_n,
        excluded=sum(c.excluded for c in counted),
    )


def _clock(clock: Clock, label: str) -> Maker:
    """Judged by the pledge that is counted from the same deadlines, where one is in force."""

    def make(ledger: Ledger, one: Month, figure_id: str) -> Figure:
        counted, pledge = ledger.clock(one, clock), ledger.judging(one, clock)
        terms = pledge.version_on(one.last_day).terms if pledge else None
        return share_figure(
            (figure_id, tr(label)),
            Proportion(counted.met, counted.met + counted.missed),
            minimum=ledger.judged_by(one).minimum_n,
            goal=(Better.HIGHER, terms.standard_share if terms else None),
            excluded=counted.excluded,
        )

    return make


def _band(number: int) -> Maker:
    """Closed within the first or the second limit of days."""

    def make(ledger: Ledger, one: Month, figure_id: str) -> Figure:
        label = tr("Closed within {n} days", n=ledger.judged_by(one).closed_bands[number - 1])
        bands = [str(band) for band in range(1, number + 1)]
        of = (ledger.count(one, "closed", *bands), ledger.count(one, "closed"))
        return _plain_share(ledger, one, (figure_id, label), of)

    return make


def _plain_share(ledger: Ledger, one: Month, name: Named, of: tuple[int, int]) -> Figure:
    minimum = ledger.judged_by(one).minimum_n
    return share_figure(name, Proportion(*of), minimum=minimum, goal=(Better.NEITHER, None))


def _upheld(ledger: Ledger, one: Month, figure_id: str) -> Figure:
    upheld = (found.value for found in Finding if found.counts_as_upheld)
    of = (ledger.count(one, "finding", *upheld), ledger.count(one, "finding"))
    return _plain_share(ledger, one, (figure_id, tr("Upheld or partly upheld")), of)


def _reopen_rate(ledger: Ledger, one: Month, figure_id: str) -> Figure:
    closed, reopened = ledger.count(one, "closed"), ledger.count(one, "reopened")
    of = (min(reopened, closed), closed)
    return _plain_share(ledger, one, (figure_id, tr("Reopened, of those closed")), of)


def _redress(ledger: Ledger, one: Month, figure_id: str) -> Figure:
    paid = (ledger.cents(one, "redress"), ledger.count(one, "redress"))
    return cents_figure((figure_id, tr("Redress paid")), *paid)


def _rate(ledger: Ledger, one: Month, figure_id: str) -> Figure | None:
    sales = ledger.sales.get(one)
    if not sales:
        return None
    received = ledger.balances[one].received
    rate = complaint_rate(received, sales)
    span = rate.interval
    return Figure(
        id=figure_id,
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


def _score(ledger: Ledger, one: Month, figure_id: str) -> Figure:
    runs, target = ledger.runs.get(one, _NO_RUNS), ledger.judged_by(one).checklist_target
    label = tr("Mean checklist score")
    return score_figure((figure_id, label), (runs.mean_score, runs.scored), target)


def _count(label: str, number: Number) -> Maker:
    def make(ledger: Ledger, one: Month, figure_id: str) -> Figure:
        return count_figure((figure_id, tr(label)), number(ledger, one))

    return make


def _none_of(label: str, number: Number, of: Number) -> Maker:
    """A number that should be 0, where there is anything it could be counted among."""

    def make(ledger: Ledger, one: Month, figure_id: str) -> Figure:
        name = (figure_id, tr(label))
        return count_figure(name, number(ledger, one), 0, of=of(ledger, one))

    return make


def _runs(name: str) -> Number:
    return lambda ledger, one: int(getattr(ledger.runs.get(one, _NO_RUNS), name))


def _flow(name: str) -> Number:
    return lambda ledger, one: int(getattr(ledger.balances[one], name))


def _actions(at: int) -> Number:
    """0: how many actions are open; 1: how many of them are overdue."""
    return lambda ledger, one: ledger.actions[one][at]


# What has no maker is read from single rows, and told for one month only.
_TABLE: dict[str, Maker | None] = {
    FigureId.PLEDGES_KEPT: _promises,
    FigureId.COMPLAINTS_OUTSTANDING_START: _count(mark("Outstanding at start"), _flow("start")),
    FigureId.COMPLAINTS_RECEIVED: _count(mark("Complaints received"), _flow("received")),
    FigureId.COMPLAINTS_REOPENED: _count(mark("Complaints reopened"), _flow("reopened")),
    FigureId.COMPLAINTS_CLOSED: _count(mark("Complaints closed"), _flow("closed")),
    FigureId.COMPLAINTS_OUTSTANDING_END: _count(mark("Outstanding at end"), _flow("end")),
    FigureId.COMPLAINTS_ACKNOWLEDGED: _clock(Clock.ACKNOWLEDGE, mark("Acknowledged in time")),
    FigureId.COMPLAINTS_RESOLVED: _clock(Clock.RESOLVE, mark("Resolved in time")),
    FigureId.COMPLAINTS_WITHIN_BAND1: _band(1),
    FigureId.COMPLAINTS_WITHIN_BAND2: _band(2),
    FigureId.COMPLAINTS_MEDIAN_DAYS: None,
    FigureId.COMPLAINTS_UPHELD: _upheld,
    FigureId.COMPLAINTS_REOPEN_RATE: _reopen_rate,
    FigureId.COMPLAINTS_REDRESS: _redress,
    FigureId.COMPLAINTS_PER_1000: _rate,
    FigureId.CHECKLISTS_SCORE: _score,
    FigureId.CHECKLISTS_FINISHED: _count(mark("Checklists finished"), _runs("finished")),
    FigureId.CHECKLISTS_EXPECTED: None,
    FigureId.CHECKLISTS_IN_TIME: None,
    FigureId.CHECKLISTS_FAILED_ITEMS: _count(mark("Checklist items failed"), _runs("failed_items")),
    FigureId.CHECKLISTS_CRITICAL_FAILED: _none_of(
        mark("Critical items failed"), _runs("critical"), _runs("finished")
    ),
    FigureId.ACTIONS_OPEN: _count(mark("Actions open"), _actions(0)),
    FigureId.ACTIONS_OVERDUE: _none_of(mark("Actions overdue"), _actions(1), _actions(0)),
}
