"""Charts from figures: each with its finding as title, ready to draw on screen or paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from csq_desktop.analytics.ageing import Ageing, ageing
from csq_desktop.analytics.indicators.verdicts import Judgement
from csq_desktop.analytics.pareto import Pareto, pareto
from csq_desktop.analytics.spc.samples import ChartKind
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.open_cases import OpenCase
from csq_desktop.domain.indicators.figures import (
    Balance,
    Figure,
    MonthFigures,
    Status,
    target_text,
)
from csq_desktop.domain.indicators.figures import Unit as FigureUnit
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import Verdict
from csq_desktop.domain.paper.charts import (
    AgeingSpec,
    BalanceSpec,
    ChartUnit,
    ControlSpec,
    ParetoSpec,
    Series,
    Target,
    TargetRow,
    TargetsSpec,
    TrendSpec,
    subject_text,
    target_over,
)
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import (
    count_text,
    days_text,
    month_text,
    months_text,
    percent_text,
    short_date_text,
    short_month_text,
)
from csq_desktop.reports.charts.analysed import ageing_spec, balance_spec, pareto_spec
from csq_desktop.reports.charts.control import ControlWords, control_spec
from csq_desktop.services.indicators import chart_words
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
    """A control chart of months as it is drawn, and the judgement it shows."""

    spec: ControlSpec
    judgement: Judgement

    @property
    def verdict(self) -> Verdict:
        """What was found."""
        return self.judgement.verdict


@dataclass(frozen=True, kw_only=True)
class ChartNotes:
    """Words of a chart: `remarks` beside single months, `running` of a last month's point.

    `measure` says what is measured where the figure's own label does not.
    """

    measure: str = ""
    remarks: Mapping[Month, str] = field(default_factory=dict)
    running: str = ""


def share_chart(judgement: Judgement, notes: ChartNotes | None = None) -> Controlled:
    """The p or p′ chart of a share by month; months with fewer than the minimum n are gaps."""
    words = notes or ChartNotes()
    few = [
        result.month
        for result in judgement.verdict.results
        if result.figure is not None and result.figure.status is Status.TOO_FEW
    ]
    results = judgement.verdict.results
    has_last_point = bool(results) and results[-1].value is not None
    running = (words.running,) if words.running and has_last_point else ()
    return _controlled(
        judgement,
        ControlWords(
            title="",
            subject=_subject(judgement, words.measure or _label(judgement), "%"),
            target=_target([result.figure for result in judgement.verdict.results]),
            notes=(*_few_note(few), *running),
            remarks={month_text(month): text for month, text in words.remarks.items()},
            phases=judgement.stretches,
        ),
    )


def received_chart(judgement: Judgement) -> Controlled:
    """Complaints received by month, per 1,000 sales where all sales are known."""
    if judgement.chart.kind in (ChartKind.U, ChartKind.UPRIME):
        subject = _subject(judgement, tr("Complaints received per 1,000 sales"), "")
        words = ControlWords(title="", subject=subject, times=1000, unit=ChartUnit.NUMBER)
        return _controlled(judgement, words)
    note = (
        tr(
            "Sales are not entered for some months, so the chart shows numbers of complaints, "
            "not rates."
        ),
    )
    subject = _subject(judgement, tr("Complaints received"), tr("number"))
    return _controlled(judgement, ControlWords(title="", subject=subject, notes=note))


def received_words(verdict: Verdict) -> str:
    """What the chart of complaints found, told from its last month."""
    month, signal = verdict.month, verdict.signal
    if not verdict.has_history:
        return tr("Complaints received: too few months to show a pattern")
    if verdict.has_newer_pattern:
        return tr("Complaints received: {reasons}", reasons=verdict.signs.reasons)
    if signal is None:
        return tr("Complaints received: no unusual month")
    more = signal.side > 0
    if signal.is_beyond:
        if verdict.within_again is not None:
            return tr(
                "Complaints are back in the normal range since {month}",
                month=chart_words.named(verdict.within_again, month),
            )
        words = mark("Unusually many complaints in {month}")
        return tr(
            words if more else mark("Unusually few complaints in {month}"),
            month=chart_words.named(signal.last, month),
        )
    if signal.last < month:
        words = mark("More complaints than usual from {first} to {last}")
        return tr(
            words if more else mark("Fewer complaints than usual from {first} to {last}"),
            first=chart_words.named(signal.first, month),
            last=chart_words.named(signal.last, month),
        )
    words = mark("Real increase in complaints since {month}")
    return tr(
        words if more else mark("Real decrease in complaints since {month}"),
        month=chart_words.named(signal.first, month),
    )


def pareto_chart(counts: Sequence[tuple[str, int]], minimum: int) -> ParetoSpec:
    """What complaints are about, most frequent first; `counts` by category code.

    A Pareto chart is one of shares: of fewer than the minimum n there are no bars.
    """
    causes = pareto([(lists.public_label(lists.CATEGORIES, code), count) for code, count in counts])
    title = pareto_title(causes, minimum)
    spec = replace(pareto_spec(causes, title), mark_at=_HALF)  # dark are those in the title
    return spec if causes.total >= minimum else replace(spec, bars=())


def pareto_title(causes: Pareto, minimum: int) -> str:
    """Which few causes make up at least half of what was received, where it is enough for that."""
    if not causes.bars:
        return tr("No complaint was received")
    if len(causes.bars) == 1:
        return tr("All complaints are in one category: {cause}", cause=causes.bars[0].label)
    if causes.total < minimum:
        # Two causes or more, and so two complaints or more: one cause has a title of its own.
        return tr("{n} complaints in {causes} categories: too few for percentages",
                  causes=len(causes.bars), n=count_text(causes.total))  # fmt: skip
    few = causes.vital(_HALF)
    share = percent_text(few[-1].cumulative, 0)
    if len(few) == 1:
        return tr("One category accounts for {share}: {cause}", share=share, cause=few[0].label)
    return tr(
        "{few} of {all} categories account for {share} of complaints",
        few=len(few),
        all=len(causes.bars),
        share=share,
    )


def ageing_chart(cases: Sequence[OpenCase], moment: datetime) -> AgeingSpec:
    """Open complaints by how long they have waited, coloured by their own deadlines."""
    ages = ageing([case.age(moment) for case in cases], AGE_LIMITS)
    standings = [(case.age(moment), case.standing(moment)) for case in cases]
    return ageing_spec(ages, ageing_title(ages), standings)


def ageing_title(ages: Ageing) -> str:
    """How many are open, and how many of them for long."""
    if not ages.total:
        return tr("No complaint is open")
    old = ages.bands[-1].count
    if old:
        return trn(
            "Open for over {limit} days: {old} of {n} complaint",
            "Open for over {limit} days: {old} of {n} complaints",
            ages.total,
            old=count_text(old),
            limit=AGE_LIMITS[-1],
        )
    return trn(
        "{n} complaint is open, for {oldest} at most",
        "{n} complaints are open, none for more than {oldest}",
        ages.total,
        oldest=days_text(ages.oldest or 0),
    )


def balance_chart(balance: Balance, up_to: date | None) -> BalanceSpec:
    """From open at the start to open at the end, or on the day a running month reaches to."""
    return balance_spec(balance, balance_title(balance, up_to), up_to)


def balance_title(balance: Balance, up_to: date | None) -> str:
    """Whether more or fewer are open than a month ago."""
    values = {"start": count_text(balance.start), "end": count_text(balance.end)}
    if balance.end > balance.start:
        return tr("Open complaints rose from {start} to {end}", **values)
    if balance.end < balance.start:
        return tr("Open complaints fell from {start} to {end}", **values)
    if not (balance.end or balance.received):
        return tr("No complaint was received, and none is open")
    if up_to is not None:
        return trn(
            "{n} open on {day}, the same as at the start",
            "{n} open on {day}, the same as at the start",
            balance.end,
            day=short_date_text(up_to),
        )
    return trn(
        "{n} open at the end, the same as at the start",
        "{n} open at the end, the same as at the start",
        balance.end,
    )


def score_chart(history: Sequence[MonthFigures]) -> TrendSpec:
    """The mean checklist score by month against its target."""
    shown = _since_first(history, FigureId.CHECKLISTS_SCORE)
    figures = [month.find(FigureId.CHECKLISTS_SCORE) for month in shown]
    period = months_text(shown[0].month, shown[-1].month)
    return TrendSpec(
        title=score_title(history[-1].find(FigureId.CHECKLISTS_SCORE)),
        subject=subject_text(tr("Average checklist score by month"), "%", period),
        labels=tuple(short_month_text(month.month) for month in shown),
        groups=tuple(str(month.month.year) for month in shown),
        spans=tuple((month.month.first_day, month.month.last_day) for month in shown),
        series=(Series(tr("average score"), tuple(f.value if f else None for f in figures)),),
        unit=ChartUnit.SHARE,
        target=_target(figures),
    )


def score_title(score: Figure | None) -> str:
    """How the mean score stands against its target."""
    if score is None or score.value is None or score.target is None:
        return tr("No checklist was finished")
    values = {"value": score.text, "target": target_text(score.target, FigureUnit.SHARE)}
    if score.status is Status.MET:
        return tr("Checklists scored {value}, at or above the target of {target}", **values)
    return tr("Checklists scored {value}, below the target of {target}", **values)


def targets_chart(verdicts: Sequence[Verdict], title: str = "") -> TargetsSpec:
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
                tone=TONES[verdict.status],
                word=verdict.result.word,
            )
            for verdict in verdicts
            if (figure := verdict.figure) is not None and figure.value is not None
        ),
    )


def _controlled(judgement: Judgement, words: ControlWords) -> Controlled:
    title = chart_words.title(judgement.verdict)
    spec = control_spec(
        judgement.chart,
        replace(words, title=title, months=judgement.months, better=judgement.verdict.better),
    )
    return Controlled(spec, judgement)


def _label(judgement: Judgement) -> str:
    """What the figure is called."""
    figure = judgement.verdict.figure
    return figure.label if figure else ""


def _subject(judgement: Judgement, measure: str, unit: str) -> str:
    """What a chart of months measures, in which unit, of which months."""
    months = judgement.months
    return subject_text(measure, unit, months_text(months[0], months[-1]))


def _since_first(history: Sequence[MonthFigures], figure_id: str) -> Sequence[MonthFigures]:
    """The months from the first that has something to show."""
    for index, month in enumerate(history):
        figure = month.find(figure_id)
        if figure is not None and figure.n:
            return history[index:]
    return history[-1:]


def _few_note(few: Sequence[Month]) -> tuple[str, ...]:
    if not few:
        return ()
    months = tr(", ").join(month_text(month) for month in few)
    return (tr("Too few cases for a percentage: {months}.", months=months),)


def _target(figures: Sequence[Figure | None]) -> Target | None:
    """The line to reach, called by its latest share."""
    targets = [figure.target if figure else None for figure in figures]
    return target_over(
        targets, lambda share: tr("target {value}", value=target_text(share, FigureUnit.SHARE))
    )
