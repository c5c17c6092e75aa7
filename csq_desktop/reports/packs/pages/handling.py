"""How complaints were handled: how fast, how they ended, what it cost."""

from collections.abc import Iterator, Sequence
from functools import partial

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure, MonthFigures
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.paper.charts import ControlSpec
from csq_desktop.domain.words.wording import UNKNOWN, count_text, days_text, month_name, month_text
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import PackFacts
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Beside,
    Block,
    Cards,
    Chart,
    PageBreak,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    Paragraph,
)
from csq_desktop.texts import mark, tr, trc, trn

_CLOCKS = (FigureId.COMPLAINTS_ACKNOWLEDGED, FigureId.COMPLAINTS_RESOLVED)
_SPEEDS = (*_CLOCKS, FigureId.COMPLAINTS_WITHIN_BAND1, FigureId.COMPLAINTS_WITHIN_BAND2)
_MOST_CAUSES = 6
_PAST = 9  # months in the table of outcomes


def speed(voices: Voices) -> Iterator[Block]:
    """How fast: the two clocks, how long the open ones have waited."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.finding(speed_title, mark("Complaints handled on time"), "%")
    yield Cards(tuple(_speed_cards(facts)))
    resolved = facts.charts.resolved
    for label, spec, figure_id in (
        (mark("Acknowledged on time"), facts.charts.acknowledged, FigureId.COMPLAINTS_ACKNOWLEDGED),
        (mark("Resolved on time"), resolved, FigureId.COMPLAINTS_RESOLVED),
    ):
        is_drawn = not spec.is_empty and facts.verdicts[figure_id].has_history
        # Two charts on a page have a message each; where there is none, their measure stands.
        yield voices.heading(partial(_titled, figure_id, label, is_drawn), 3)
        if not spec.is_empty and not is_drawn:
            yield Paragraph(tr("{finding}.", finding=spec.title))
        elif is_drawn:
            is_explained_below = spec is not resolved and _explains_the_same(facts, resolved, spec)
            yield Chart(spec, 138.0, _chart_caption(spec), explained=not is_explained_below)
        elif any(result.figure and result.figure.n for result in facts.verdicts[figure_id].results):
            yield Paragraph(tr("Too few deadlines fell due for a percentage."))
        else:
            yield Paragraph(tr("No deadline fell due in these months."))
    title = tr("Deadlines that fell due in {month}", month=month_name(facts.month))
    rows = tuple(_clock_rows(facts))
    yield PaperTable(_clock_columns(), rows, title, note=_clock_note(facts))


def _explains_the_same(facts: PackFacts, resolved: ControlSpec, spec: ControlSpec) -> bool:
    """Whether the chart of resolved complaints stands there, with the same events as another."""
    is_there = facts.verdicts[FigureId.COMPLAINTS_RESOLVED].has_history and not resolved.is_empty
    return is_there and resolved.event_words == spec.event_words


def _titled(figure_id: FigureId, label: str, is_drawn: bool, facts: PackFacts) -> str:
    charts = facts.charts
    acknowledged = figure_id is FigureId.COMPLAINTS_ACKNOWLEDGED
    spec = charts.acknowledged if acknowledged else charts.resolved
    return spec.title if is_drawn else tr(label)


def _chart_caption(spec: ControlSpec) -> str:
    return words.joined(*spec.notes, words.from_complaints())


def speed_title(facts: PackFacts) -> str:
    """How many were resolved in time, and how long it usually took."""
    resolved, median = (
        facts.get(FigureId.COMPLAINTS_RESOLVED),
        facts.get(FigureId.COMPLAINTS_MEDIAN_DAYS),
    )
    if words.undated(facts.figures):
        return _undated_title(resolved, median, facts)
    if median.value is None:
        return tr("No complaint was closed in {month}", month=month_name(facts.month))
    if not resolved.denominator:
        return tr("No deadline fell due in {month}; half of the closed complaints took {days} "
                  "or less", month=month_name(facts.month), days=median.text)  # fmt: skip
    return trn("{met} of {of} complaint resolved on time; half were closed within {days}",
               "{met} of {of} complaints resolved on time; half were closed within {days}",
               resolved.denominator, **words.numbers(resolved), days=median.text)  # fmt: skip


def _undated_title(resolved: Figure, median: Figure, facts: PackFacts) -> str:
    """The same where only some of the closings have a date, or none: it says of how many."""
    dated = words.dated(facts.figures)
    if median.value is None:
        return tr("No complaint closed in {month} has a known closing date",
                  month=month_name(facts.month))  # fmt: skip
    if not resolved.denominator:
        return tr("No deadline fell due in {month}; half of those with a known closing date "
                  "({dated}) took {days} or less",
                  month=month_name(facts.month), dated=dated, days=median.text)  # fmt: skip
    return trn("{met} of {of} complaint resolved on time; half of those with a known closing date "
               "({dated}) took {days} or less",
               "{met} of {of} complaints resolved on time; half of those with a known closing "
               "date ({dated}) took {days} or less",
               resolved.denominator, **words.numbers(resolved), dated=dated,
               days=median.text)  # fmt: skip


def _speed_cards(facts: PackFacts) -> Iterator[PaperCard]:
    for name in _SPEEDS:
        figure, note = facts.get(name), _card_note(facts.get(name))
        if name not in _CLOCKS and words.undated(facts.figures):
            known = tr("closing date known: {dated}", dated=words.dated(facts.figures))
            note = tr(" · ").join((note, known))
        yield PaperCard(figure.label, figure.text, note)


def _card_note(figure: Figure) -> str:
    if figure.value is None:
        return figure.status.label
    return tr(" · ").join((figure.counts, figure.sure))


def _clock_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Deadline")),
        PaperColumn(trc("column", "On time"), "right"),
        PaperColumn(trc("column", "Late"), "right"),
        PaperColumn(trc("column", "Excluded"), "right"),
        PaperColumn(trc("column", "On-time rate"), "right"),
        PaperColumn(trc("column", "95% interval"), "right"),
        PaperColumn(trc("column", "Change"), "right"),
    )


def _clock_rows(facts: PackFacts) -> Iterator[PaperRow]:
    for name in _CLOCKS:
        figure = facts.get(name)
        met, of = figure.numerator or 0, figure.denominator or 0
        yield PaperRow(
            (
                figure.label,
                count_text(met),
                count_text(of - met),
                count_text(figure.excluded),
                figure.text,
                figure.interval,
                figure.change_text,
            )
        )


def _clock_note(facts: PackFacts) -> str:
    counted = tr(
        "A complaint counts in the month of its deadline. Open ones past their deadline "
        "are late; those not yet due count later. Time waiting for the customer does not "
        "count."
    )
    return words.joined(counted, words.times_note(facts))


def outcome(voices: Voices) -> Iterator[Block]:
    """How it ended: findings, remedies and what they cost."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.finding(
        outcome_title, mark("Complaints closed, by finding and remedy"), mark("number and HK$")
    )
    yield Cards(tuple(_outcome_cards(facts)))
    yield Beside(
        (
            (
                voices.heading(lambda _: trc("pack", "Findings"), 2),
                PaperTable(_counted_columns(), tuple(_finding_rows(facts))),
                Paragraph(_finding_note(), small=True),
            ),
            (
                voices.heading(lambda _: tr("Remedies and redress"), 2),
                PaperTable(_remedy_columns(), tuple(_remedy_rows(facts))),
                Paragraph(_remedy_note(), small=True),
            ),
        )
    )
    yield voices.heading(lambda _: tr("Month by month"), 2)
    limits = words.begun(facts, _PAST, lambda criteria: criteria.closed_bands[1])
    same = len(limits) == 1
    columns = _past_columns(_within(limits[-1][1]) if same else tr("Closed on time"))
    yield PaperTable(columns, tuple(_past_rows(facts)), note="" if same else _limits_note(limits))
    if undated := words.undated_note(facts, _PAST):
        yield Paragraph(undated, small=True)
    if facts.closed_causes:
        yield voices.heading(lambda _: tr("Main causes of complaints closed"), 2)
        yield PaperTable(_closed_columns(facts), tuple(_closed_rows(facts)))


def outcome_title(facts: PackFacts) -> str:
    """How many were right to complain, and what it cost."""
    upheld, redress = facts.get(FigureId.COMPLAINTS_UPHELD), facts.get(FigureId.COMPLAINTS_REDRESS)
    if not upheld.denominator:
        return tr("No complaint had a finding in {month}", month=month_name(facts.month))
    return trn("{met} of {of} complaint upheld, at least in part; redress {amount}",
               "{met} of {of} complaints upheld, at least in part; redress {amount}",
               upheld.denominator, **words.numbers(upheld), amount=redress.text)  # fmt: skip


def _outcome_cards(facts: PackFacts) -> Iterator[PaperCard]:
    upheld, reopened = (
        facts.get(FigureId.COMPLAINTS_UPHELD),
        facts.get(FigureId.COMPLAINTS_REOPEN_RATE),
    )
    redress = facts.get(FigureId.COMPLAINTS_REDRESS)
    yield PaperCard(upheld.label, upheld.text, _card_note(upheld))
    paid = trn("in {n} case", "in {n} cases", redress.n or 0)
    yield PaperCard(redress.label, redress.text, paid)
    closed = trc("pack", "{n} closed in {month}", n=count_text(facts.figures.balance.closed),
                 month=month_name(facts.month))  # fmt: skip
    yield PaperCard(reopened.label, reopened.text, closed)


def _limits_note(limits: Sequence[tuple[Month, int]]) -> str:
    """From which month which limit held, where it changed on the way."""
    parts = (
        tr("within {days} from {month} on", days=days_text(days), month=month_text(m))
        for m, days in limits
    )
    return tr("Closed on time: {limits}.", limits=tr("; ").join(parts))


def _within(days: int) -> str:
    return trc("column", "Closed within {days}", days=days_text(days))


def _past_columns(in_time: str) -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Month")),
        PaperColumn(trc("column", "Closed"), "right"),
        PaperColumn(in_time, "right"),
        PaperColumn(trc("column", "Upheld"), "right"),
        PaperColumn(trc("column", "Share"), "right"),
        PaperColumn(trc("column", "Reopened"), "right"),
        PaperColumn(trc("column", "Redress"), "right"),
    )


def _past_rows(facts: PackFacts) -> Iterator[PaperRow]:
    for figures in facts.history[-_PAST:]:
        upheld, quick = (
            figures.get(FigureId.COMPLAINTS_UPHELD),
            figures.get(FigureId.COMPLAINTS_WITHIN_BAND2),
        )
        yield PaperRow(
            (
                month_text(figures.month),
                figures.get(FigureId.COMPLAINTS_CLOSED).text,
                _dated_share(figures, quick),
                count_text(upheld.numerator or 0),
                UNKNOWN if upheld.value is None else upheld.text,
                figures.get(FigureId.COMPLAINTS_REOPENED).text,
                figures.get(FigureId.COMPLAINTS_REDRESS).text,
            ),
            highlight=figures.month == facts.month,
        )


def _dated_share(figures: MonthFigures, quick: Figure) -> str:
    """How many closed in time, and of how many where not every closing has a date."""
    if quick.value is None or not words.undated(figures):
        return quick.text
    return tr("{share} of {n}", share=quick.text, n=count_text(quick.n or 0))


def _counted_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Finding")),
        PaperColumn(trc("column", "Complaints"), "right"),
        PaperColumn(trc("column", "Share"), "right"),
    )


def _finding_rows(facts: PackFacts) -> Iterator[PaperRow]:
    findings = facts.figures.below(FigureFamily.FINDING)
    total = sum(round(finding.value or 0) for finding in findings)
    for finding in findings:
        share = words.share_of(finding.value, total, facts.criteria.minimum_n)
        yield PaperRow((finding.label, finding.text, share))
    closed = facts.get(FigureId.COMPLAINTS_CLOSED)
    without = round(closed.value or 0) - total
    if without:
        yield PaperRow((tr("No finding recorded"), count_text(without), ""))
    yield PaperRow((tr("Closed this month"), closed.text, ""), total=True)


def _closed_columns(facts: PackFacts) -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Cause")),
        PaperColumn(month_name(facts.month), "right"),
        PaperColumn(trc("column", "12 months"), "right"),
    )


def _closed_rows(facts: PackFacts) -> Iterator[PaperRow]:
    """The most frequent causes, the rest together, and all of them."""
    few, rest = facts.closed_causes[:_MOST_CAUSES], facts.closed_causes[_MOST_CAUSES:]
    for cause in few:
        yield PaperRow((cause.label, count_text(cause.month), count_text(cause.year)))
    for label, causes, is_total in (
        (tr("Others"), rest, False),
        (trc("column", "Total"), facts.closed_causes, True),
    ):
        months, years = sum(each.month for each in causes), sum(each.year for each in causes)
        if causes:
            yield PaperRow((label, count_text(months), count_text(years)), total=is_total)


def _finding_note() -> str:
    return tr("Partly upheld counts as upheld. Percentages are of complaints with a finding.")


def _remedy_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Remedy")),
        PaperColumn(trc("column", "Complaints"), "right"),
        PaperColumn(trc("column", "Paid"), "right"),
    )


def _remedy_rows(facts: PackFacts) -> Iterator[PaperRow]:
    paid = {
        FigureFamily.REDRESS.key_of(figure.id): figure
        for figure in facts.figures.below(FigureFamily.REDRESS)
    }
    for figure in facts.figures.below(FigureFamily.REMEDY):
        amount = paid.get(FigureFamily.REMEDY.key_of(figure.id))
        yield PaperRow((figure.label, figure.text, amount.text if amount else ""))
    total = facts.get(FigureId.COMPLAINTS_REDRESS)
    yield PaperRow((tr("Redress"), "", total.text), total=True)


def _remedy_note() -> str:
    return tr("Redress includes goodwill gestures and waived charges.")
