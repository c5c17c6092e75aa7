"""Complaints: the balance that adds up, how many came, what they are about."""

from collections.abc import Iterator
from itertools import dropwhile

from csq_desktop.analytics.balance import faults, sum_text
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.indicators.verdicts import Change
from csq_desktop.domain.paper.charts import ChartUnit
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.words.wording import count_text, date_text, month_name, month_text
from csq_desktop.reports.packs import words
from csq_desktop.reports.packs.facts import Cause, PackFacts
from csq_desktop.reports.packs.voices import Voices
from csq_desktop.reports.paper.blocks import (
    Block,
    Cards,
    Chart,
    Lead,
    Note,
    PageBreak,
    PaperCard,
    PaperColumn,
    PaperRow,
    PaperTable,
    labelled_sentences,
)
from csq_desktop.texts import mark, tr, trc, trn

_MONTHS, _YEAR = 13, 12
MOST_CAUSES = 22


def balance(voices: Voices) -> Iterator[Block]:
    """What was open, came, and went: month after month it has to add up."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.finding(
        lambda pack: pack.charts.balance.title, mark("Open complaints"), mark("number")
    )
    running = facts.up_to is not None
    whole = tr("{sum}.", sum=sum_text(facts.figures.balance, running=running))
    yield Lead(words.joined(whole, words.end_so_far(facts)))
    if any((facts.figures.balance.start, *_moved(facts))):
        yield Chart(facts.charts.balance, 190.0, _balance_caption(facts))
    wrong = faults(month.balance for month in facts.history)
    if wrong:
        yield Note("\n".join(wrong), Tone.BAD)
    yield PaperTable(_flow_columns(), tuple(_flow_rows(facts)), note=_flow_note(facts))


def _balance_caption(facts: PackFacts) -> str:
    month = month_text(facts.month)
    if facts.up_to is not None:
        flow = tr("Complaints in {month}: from open at the start to open on {day}.",
                  month=month, day=date_text(facts.up_to))  # fmt: skip
    else:
        flow = tr("Complaints in {month}: from open at the start to open at the end.", month=month)
    return words.joined(flow, words.from_complaints())


def _moved(facts: PackFacts) -> tuple[int, int, int]:
    flow = facts.figures.balance
    return flow.received, flow.reopened, flow.closed


def _flow_columns() -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Month")),
        PaperColumn(trc("column", "Open at the start"), "right"),
        PaperColumn(trc("column", "+ received"), "right"),
        PaperColumn(trc("column", "+ reopened"), "right"),
        PaperColumn(trc("column", "− closed"), "right"),
        PaperColumn(trc("column", "= open at the end"), "right"),
        PaperColumn(trc("column", "Per 1,000 sales"), "right"),
    )


def _flow_rows(facts: PackFacts) -> Iterator[PaperRow]:
    for figures in facts.history[-_MONTHS:]:
        flow = figures.balance
        rate = figures.find(FigureId.COMPLAINTS_PER_1000)
        numbers = (flow.start, flow.received, flow.reopened, flow.closed, flow.end)
        yield PaperRow(
            (month_text(figures.month), *map(count_text, numbers), rate.text if rate else ""),
            highlight=figures.month == facts.month,
        )


def _flow_note(facts: PackFacts) -> str:
    rule = tr(
        "Each month’s end is the next month’s start. A reopened complaint counts as "
        "reopened and, later, as closed again. Voided complaints are not counted."
    )
    return words.joined(rule, words.undated_note(facts, _MONTHS))


def received(voices: Voices) -> Iterator[Block]:
    """How many came, and whether that is more than chance explains."""
    facts = voices.main
    yield PageBreak(spare=True)
    rate = facts.charts.received.unit is not ChartUnit.COUNT
    measure = mark("Complaints received per 1,000 sales") if rate else mark("Complaints received")
    yield voices.finding(lambda pack: pack.received, measure, "" if rate else mark("number"))
    yield Cards(tuple(_received_cards(facts)))
    if facts.verdicts[FigureId.COMPLAINTS_RECEIVED].has_history:
        yield Chart(facts.charts.received, 200.0, _received_caption(facts))
    yield labelled_sentences((tr("What happened:"), words.flow_sentence(facts)))
    if any(bar.value for bar in facts.charts.ageing.bars):
        yield voices.finding(
            lambda pack: pack.charts.ageing.title,
            mark("Open complaints by days since receipt"),
            mark("number"),
            level=2,
        )
        yield Chart(facts.charts.ageing, 128.0, _ageing_caption(facts))


def _ageing_caption(facts: PackFacts) -> str:
    if facts.up_to is not None:
        shown = tr("Complaints open on {day}, by days since receipt.",
                   day=date_text(facts.up_to))  # fmt: skip
    else:
        shown = tr("Complaints open at the end of {month}, by days since receipt.",
                   month=month_text(facts.month))  # fmt: skip
    return words.joined(shown, words.from_complaints())


def _received_cards(facts: PackFacts) -> Iterator[PaperCard]:
    figure, rate = (
        facts.get(FigureId.COMPLAINTS_RECEIVED),
        facts.figures.find(FigureId.COMPLAINTS_PER_1000),
    )
    yield PaperCard(figure.label, figure.text, _mean(facts))
    earlier = Change.UNKNOWN.label
    if figure.previous is not None:
        before = month_name(facts.month.shift(-1))
        earlier = tr("{n} in {month}", n=count_text(round(figure.previous)), month=before)
    yield PaperCard(words.change_label(facts, figure), words.change_text(facts, figure), earlier)
    if rate is not None:
        there = rate.denominator or 0
        sales = trn("{sales} sale", "{sales} sales", there, sales=count_text(there))
        yield PaperCard(rate.label, rate.text, tr(" · ").join((sales, rate.sure)))


def _mean(facts: PackFacts) -> str:
    """The mean of the whole months there are since the first complaint, at most a year."""
    whole = [month.balance.received for month in facts.history]
    if facts.up_to is not None:
        whole.pop()
    year = list(dropwhile(lambda count: not count, whole))[-_YEAR:]
    if not year:
        return Change.UNKNOWN.label
    mean = f"{sum(year) / len(year):.1f}"
    if len(year) == _YEAR:
        return tr("average of twelve months: {n}", n=mean)
    return trn(
        "average of {n} month: {mean}", "average of {n} months: {mean}", len(year), mean=mean
    )


def _received_caption(facts: PackFacts) -> str:
    spec = facts.charts.received
    drawn = tr("By month. Shaded: range of normal variation, {chart}.", chart=spec.subtitle)
    return words.joined(drawn, *spec.notes, words.from_complaints())


def _causes_height(facts: PackFacts) -> float:
    bars = min(len(facts.charts.causes.bars), facts.charts.causes.most + 1)
    return 30.0 + 19.0 * max(1, bars)


def causes(voices: Voices) -> Iterator[Block]:
    """What they are about: most frequent first, in the month and over a year."""
    facts = voices.main
    yield PageBreak(spare=True)
    yield voices.finding(
        lambda pack: pack.charts.causes.title, mark("Complaints by main category"), mark("number")
    )
    if facts.charts.causes.bars:
        yield Chart(facts.charts.causes, _causes_height(facts), words.joined(
            tr("Complaints of {month} by category, most frequent first.",
               month=month_text(facts.month)), words.from_complaints()))  # fmt: skip
    if facts.causes:
        yield PaperTable(_cause_columns(facts), tuple(_cause_rows(facts)), note=_cause_note(facts))
    else:
        yield Lead(tr("There was no complaint in the last twelve months."))


def _cause_columns(facts: PackFacts) -> tuple[PaperColumn, ...]:
    return (
        PaperColumn(trc("column", "Category")),
        PaperColumn(month_name(facts.month), "right"),
        PaperColumn(trc("column", "Share"), "right"),
        PaperColumn(trc("column", "Cumulative"), "right"),
        PaperColumn(trc("column", "12 months"), "right"),
        PaperColumn(trc("column", "Share"), "right"),
    )


def _cause_rows(facts: PackFacts) -> Iterator[PaperRow]:
    total = sum(cause.month for cause in facts.causes)
    year = sum(cause.year for cause in facts.causes)
    minimum, so_far = facts.criteria.minimum_n, 0
    for cause in _most_frequent(facts.causes):
        so_far += cause.month
        yield PaperRow(
            (
                cause.label,
                count_text(cause.month),
                words.share_of(cause.month, total, minimum),
                words.share_of(so_far, total, minimum),
                count_text(cause.year),
                words.share_of(cause.year, year, minimum),
            )
        )
    yield PaperRow(
        (trc("column", "Total"), count_text(total), "", "", count_text(year), ""), total=True
    )


def _most_frequent(causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    """As many as one page holds, the others together."""
    rest = causes[MOST_CAUSES:]
    if len(rest) < 2:
        return causes
    label = trn("{n} other category", "{n} other categories", len(rest))
    months, years = sum(cause.month for cause in rest), sum(cause.year for cause in rest)
    return (*causes[:MOST_CAUSES], Cause(label, months, years))


def _cause_note(facts: PackFacts) -> str:
    return trn(
        "One complaint has one main category. With fewer than {n} case, percentages are not shown.",
        "One complaint has one main category. With fewer than {n} cases, "
        "percentages are not shown.",
        facts.criteria.minimum_n,
    )
