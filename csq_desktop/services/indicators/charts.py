"""Charts from figures: each with its finding as title, ready to draw on screen or paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from csq_desktop.analytics.ageing import Ageing
from csq_desktop.analytics.pareto import Pareto, pareto
from csq_desktop.analytics.spc.control import ControlChart, fitting_chart
from csq_desktop.analytics.spc.samples import ChartKind, Sample
from csq_desktop.domain.charts import (
    AgeingSpec,
    BalanceSpec,
    ControlSpec,
    ParetoSpec,
    Series,
    Target,
    TargetRow,
    TargetsSpec,
    TrendSpec,
    Unit,
    target_over,
)
from csq_desktop.domain.indicators.figures import (
    Balance,
    Better,
    Figure,
    MonthFigures,
    Status,
    target_text,
)
from csq_desktop.domain.indicators.figures import Unit as FigureUnit
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.months import Month
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.wording import month_name, month_text, percent_text, short_month_text
from csq_desktop.reports.charts.analysed import ageing_spec, balance_spec, pareto_spec
from csq_desktop.reports.charts.control import ControlWords, control_spec
from csq_desktop.services.indicators import chart_words
from csq_desktop.services.indicators.chart_words import Goal
from csq_desktop.services.indicators.details import AGE_LIMITS
from csq_desktop.services.settings import lists
from csq_desktop.texts import mark, tr, trn

TONES = {
    Status.MET: Tone.GOOD,
    Status.MISSED: Tone.BAD,
    Status.TOO_FEW: Tone.SOFT,
    Status.NOTHING: Tone.SOFT,
    Status.NO_TARGET: Tone.PLAIN,
}
_HALF = 0.5


@dataclass(frozen=True)
class Controlled:
    """A control chart of months: as it is drawn, and what it was computed to."""

    spec: ControlSpec
    chart: ControlChart
    months: tuple[Month, ...]

    @property
    def finding(self) -> chart_words.Finding | None:
        """The signal that matters most."""
        return chart_words.main_finding(self.chart, self.months)


@dataclass(frozen=True, kw_only=True)
class ChartNotes:
    """What is known about single months, and `said` of the whole chart.

    `remarks` stand beside points; a month of `left_out` enters no limits, for that reason; limits
    begin anew where the name a month has in `stretches` changes.
    """

    remarks: Mapping[Month, str] = field(default_factory=dict)
    left_out: Mapping[Month, str] = field(default_factory=dict)
    stretches: Mapping[Month, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()

    def phases(self, months: Sequence[Month]) -> list[int]:
        """The number of each month's stretch, from 1."""
        names = [self.stretches.get(month, "") for month in months]
        changes = [before != after for before, after in pairwise(names)]
        return [1 + sum(changes[:at]) for at in range(len(names))]

    def phase_names(self, months: Sequence[Month]) -> dict[int, str]:
        """What each stretch is called, by its number."""
        numbers = self.phases(months)
        return {n: self.stretches.get(month, "") for n, month in zip(numbers, months, strict=True)}


def share_chart(
    history: Sequence[MonthFigures], figure_id: str, notes: ChartNotes | None = None
) -> Controlled:
    """The p or p′ chart of a share by month; months with fewer than the minimum n are gaps."""
    known = notes or ChartNotes()
    shown = _since_first(history, figure_id)
    figures = [one.find(figure_id) for one in shown]
    months = [one.month for one in shown]
    samples = [
        replace(
            _sample(month, figure, figure is not None and figure.value is not None),
            excluded=known.left_out.get(month),
            phase=phase,
        )
        for month, figure, phase in zip(months, figures, known.phases(months), strict=True)
    ]
    last = next((figure for figure in reversed(figures) if figure is not None), None)
    goal = Goal(Better.HIGHER, last.target if last else None, FigureFamily.PLEDGE.holds(figure_id))
    few = [
        month
        for month, figure in zip(months, figures, strict=True)
        if figure is not None and figure.status is Status.TOO_FEW
    ]
    return _controlled(
        fitting_chart(ChartKind.P, samples),
        months,
        goal,
        ControlWords(
            title="",
            target=_target(figures),
            notes=(*_few_note(few), *known.said),
            remarks={month_text(month): text for month, text in known.remarks.items()},
            phases=known.phase_names(months),
        ),
    )


def received_chart(history: Sequence[MonthFigures]) -> Controlled:
    """Complaints received by month: a u chart per 1,000 sales where all sales are known, else c."""
    shown = _since_first(history, FigureId.COMPLAINTS_RECEIVED)
    months = [one.month for one in shown]
    rates = [one.find(FigureId.COMPLAINTS_PER_1000) for one in shown]
    if shown and all(rates):
        samples = [_sample(m, rate, True) for m, rate in zip(months, rates, strict=True)]
        words = ControlWords(title="", times=1000, unit=Unit.NUMBER)
        return _controlled(fitting_chart(ChartKind.U, samples), months, Goal(Better.LOWER), words)
    samples = [Sample(month_text(one.month), one.balance.received) for one in shown]
    note = (tr("The sales of some months are not entered: complaints are counted, not related."),)
    return _controlled(
        fitting_chart(ChartKind.C, samples),
        months,
        Goal(Better.LOWER),
        ControlWords(title="", notes=note),
    )


def received_words(drawn: Controlled) -> str:
    """What the chart of complaints found, told from its last month."""
    month, finding = drawn.months[-1], drawn.finding
    if not chart_words.enough(drawn.chart):
        return tr("Complaints received: too few months yet to tell chance from change")
    if finding is None:
        return tr("Complaints came as in other months: no signal")
    more = finding.signal.side > 0
    if finding.is_beyond and finding.month == month:
        told = mark("More complaints than chance explains in {month}")
        return tr(told if more else mark("Fewer complaints than chance explains in {month}"),
                  month=month_name(month))  # fmt: skip
    if finding.is_beyond:
        return tr("Complaints are back within the limits of chance since {month}",
                  month=chart_words.named(finding.month.shift(1), month))  # fmt: skip
    if finding.month < month:
        told = mark("Until {month} more complaints came than after it")
        return tr(told if more else mark("Until {month} fewer complaints came than after it"),
                  month=chart_words.named(finding.month, month))  # fmt: skip
    told = mark("More complaints since {month}, and not by chance")
    return tr(told if more else mark("Fewer complaints since {month}, and not by chance"),
              month=chart_words.named(finding.first, month))  # fmt: skip


def pareto_chart(counts: Sequence[tuple[str, int]]) -> ParetoSpec:
    """What complaints are about, most frequent first; `counts` by category code."""
    found = pareto([(lists.label(lists.CATEGORIES, code), count) for code, count in counts])
    return pareto_spec(found, pareto_title(found))


def pareto_title(found: Pareto) -> str:
    """Which few causes make up at least half of what was received."""
    if not found.bars:
        return tr("No complaint was received")
    if len(found.bars) == 1:
        return tr("All complaints are about one cause: {cause}", cause=found.bars[0].label)
    few = found.vital(_HALF)
    share = percent_text(few[-1].cumulative, 0)
    if len(few) == 1:
        return tr("One cause makes up {share}: {cause}", share=share, cause=few[0].label)
    return tr(
        "{few} of {all} causes make up {share} of the complaints",
        few=len(few),
        all=len(found.bars),
        share=share,
    )


def ageing_chart(found: Ageing) -> AgeingSpec:
    """Open complaints by how long they have waited."""
    warn, late = AGE_LIMITS[1] + 1, AGE_LIMITS[2] + 1
    return ageing_spec(found, ageing_title(found), warn_from=warn, late_from=late)


def ageing_title(found: Ageing) -> str:
    """How many are open, and how many of them for long."""
    if not found.total:
        return tr("No complaint is open")
    old = found.bands[-1].count
    if old:
        return trn(
            "{n} of {total} open complaints has waited over {limit} days",
            "{n} of {total} open complaints have waited over {limit} days",
            old,
            total=found.total,
            limit=AGE_LIMITS[-1],
        )
    return trn(
        "{n} complaint is open, for {oldest} days at most",
        "{n} complaints are open, none for more than {oldest} days",
        found.total,
        oldest=found.oldest,
    )


def balance_chart(balance: Balance) -> BalanceSpec:
    """From open at the start to open at the end."""
    return balance_spec(balance, balance_title(balance))


def balance_title(balance: Balance) -> str:
    """Whether more or fewer are open than a month ago."""
    values = {"start": balance.start, "end": balance.end}
    if balance.end > balance.start:
        return tr("More open than at the start: {start} became {end}", **values)
    if balance.end < balance.start:
        return tr("Fewer open than at the start: {start} became {end}", **values)
    if not (balance.end or balance.received):
        return tr("No complaint was received, and none is open")
    return trn(
        "{n} open at the end, as many as at the start",
        "{n} open at the end, as many as at the start",
        balance.end,
    )


def score_chart(history: Sequence[MonthFigures]) -> TrendSpec:
    """The mean checklist score by month against its target."""
    shown = _since_first(history, FigureId.CHECKLISTS_SCORE)
    figures = [one.find(FigureId.CHECKLISTS_SCORE) for one in shown]
    return TrendSpec(
        title=score_title(history[-1].find(FigureId.CHECKLISTS_SCORE)),
        labels=tuple(short_month_text(one.month) for one in shown),
        groups=tuple(str(one.month.year) for one in shown),
        series=(Series(tr("mean score"), tuple(f.value if f else None for f in figures)),),
        unit=Unit.SHARE,
        target=_target(figures),
    )


def score_title(score: Figure | None) -> str:
    """How the mean score stands against its target."""
    if score is None or score.value is None or score.target is None:
        return tr("No checklist was finished")
    values = {"value": score.text, "target": target_text(score.target, FigureUnit.SHARE)}
    if score.status is Status.MET:
        return tr("Checklists reached {value}, at or above the target of {target}", **values)
    return tr("Checklists reached {value}, below the target of {target}", **values)


def targets_chart(figures: Sequence[Figure], title: str = "") -> TargetsSpec:
    """Shares with their intervals against their targets; what is too few to say is left out."""
    return TargetsSpec(
        title=title,
        rows=tuple(
            TargetRow(
                label=figure.label,
                value=figure.value,
                low=figure.low,
                high=figure.high,
                target=figure.target,
                tone=TONES[figure.status],
                word=figure.status.label,
            )
            for figure in figures
            if figure.value is not None
        ),
    )


def _controlled(
    chart: ControlChart, months: Sequence[Month], goal: Goal, words: ControlWords
) -> Controlled:
    title = chart_words.title(chart, months, goal)
    spec = control_spec(chart, replace(words, title=title, months=months))
    return Controlled(spec, chart, tuple(months))


def _sample(month: Month, figure: Figure | None, there: bool) -> Sample:
    if figure is None or not there:
        return Sample(month_text(month), 0, 0)
    return Sample(month_text(month), figure.numerator or 0, figure.denominator or 0)


def _since_first(history: Sequence[MonthFigures], figure_id: str) -> Sequence[MonthFigures]:
    """The months from the first that has something to show."""
    for index, one in enumerate(history):
        figure = one.find(figure_id)
        if figure is not None and figure.n:
            return history[index:]
    return history[-1:]


def _few_note(few: Sequence[Month]) -> tuple[str, ...]:
    if not few:
        return ()
    months = tr(", ").join(month_text(month) for month in few)
    return (tr("Too few to show as a share: {months}.", months=months),)


def _target(figures: Sequence[Figure | None]) -> Target | None:
    """The line to reach, called by its latest share."""
    targets = [figure.target if figure else None for figure in figures]
    return target_over(
        targets, lambda share: tr("target {value}", value=target_text(share, FigureUnit.SHARE))
    )
