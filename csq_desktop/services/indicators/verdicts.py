"""Verdicts: every measure of a month judged once, for window, pack, notice, export and script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import FigureLedger
from csq_desktop.analytics.indicators.verdicts import (
    Judgement,
    judge_counts,
    judge_means,
    judge_share,
    since_first,
)
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.indicators.figures import MonthFigures
from csq_desktop.domain.indicators.ids import FigureId, maximum_of
from csq_desktop.domain.indicators.verdicts import HISTORY_MONTHS, MonthResult, Verdict
from csq_desktop.domain.pledges.facts import Pledge, Tally
from csq_desktop.services.indicators import figures
from csq_desktop.services.indicators.ledger import moment, open_ledger
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.figures import figures as records
from csq_desktop.storage.records.pledges import months as pledge_records
from csq_desktop.texts import language, tr

RECEIVED = FigureId.COMPLAINTS_RECEIVED
SCORE = FigureId.CHECKLISTS_SCORE
CLOCKS = {
    ComplaintClock.ACKNOWLEDGE: FigureId.COMPLAINTS_ACKNOWLEDGED,
    ComplaintClock.PROGRESS: FigureId.COMPLAINTS_PROGRESS,
    ComplaintClock.RESOLVE: FigureId.COMPLAINTS_RESOLVED,
}


@dataclass(frozen=True)
class Verdicts:
    """All verdicts of a month, and the months they were formed from.

    `judgements` have the measures that have a control chart; `tally` counts the pledges; `pledges`
    are those that judge the deadlines of complaints.
    """

    month: Month
    history: tuple[MonthFigures, ...]
    verdicts: Mapping[str, Verdict]
    judgements: Mapping[str, Judgement]
    tally: Tally
    pledges: Mapping[ComplaintClock, Pledge]

    def get(self, measure: str) -> Verdict:
        """The verdict on a measure; KeyError when the month has none."""
        return self.verdicts[measure]

    def find(self, measure: str) -> Verdict | None:
        """The verdict on a measure, or None when the month has none."""
        return self.verdicts.get(measure)


def of_month(session: Session, month: Month) -> Verdicts:
    """Every verdict of a month, in the language spoken."""
    key = ("verdicts", month, language(), moment(session))
    return records.remembered(session, key, lambda: _of_month(session, month))


def of_pledge(session: Session, pledge: Pledge, month: Month) -> Judgement:
    """A pledge's judgement of a month, also of one in which it was not in force."""
    there = of_month(session, month)
    judgement = there.judgements.get(pledge.figure_id)
    return judgement or judge_share(
        pledge.figure_id, pledge_results(session, pledge, there.history)
    )


def _of_month(session: Session, month: Month) -> Verdicts:
    history = figures.judged_history(session, month, HISTORY_MONTHS)
    ledger = open_ledger(session, month, HISTORY_MONTHS + 1)
    judgements = _judgements(session, ledger, history)
    plain = (figure.id for figure in history[-1].figures if figure.id not in judgements)
    verdicts = {
        **{name: judgement.verdict for name, judgement in judgements.items()},
        **{
            name: Verdict(measure=name, results=since_first(results_of(history, name)))
            for name in plain
        },
    }
    statuses = [verdicts[pledge.figure_id].status for pledge in ledger.in_force(month)]
    judging = {
        clock: pledge
        for clock in ComplaintClock
        if (pledge := ledger.judging(month, clock)) is not None
    }
    return Verdicts(month, history, verdicts, judgements, Tally.of(statuses), judging)


def _judgements(
    session: Session, ledger: FigureLedger, history: Sequence[MonthFigures]
) -> dict[str, Judgement]:
    month = history[-1].month
    judgements = {
        pledge.figure_id: judge_share(pledge.figure_id, pledge_results(session, pledge, history))
        for pledge in ledger.in_force(month)
    }
    for clock, name in CLOCKS.items():
        pledge = ledger.judging(month, clock)
        judgements[name] = (
            judge_share(name, results_of(history, name))
            if pledge is None
            else _of_deadline(judgements[pledge.figure_id], name, history)
        )
    judgements[SCORE] = judge_means(SCORE, results_of(history, SCORE))
    rates = [figures.find(FigureId.COMPLAINTS_PER_1000) for figures in history]
    judgements[RECEIVED] = judge_counts(RECEIVED, _received(session, history), rates)
    return judgements


def _received(session: Session, history: Sequence[MonthFigures]) -> tuple[MonthResult, ...]:
    """What came in by month; a month that is not over is no lower for that."""
    *earlier, last = results_of(history, RECEIVED)
    if last.month >= Month.of(shop.today(session)):
        last = replace(last, left_out=tr("the month is not over"))
    return (*earlier, last)


def _of_deadline(judgement: Judgement, name: str, history: Sequence[MonthFigures]) -> Judgement:
    """A pledge's judgement of the deadlines it is counted from: one share is judged once."""
    figures_of = {figures.month: figures.find(name) for figures in history}
    results = tuple(
        replace(result, figure=figures_of[result.month]) if result.figure else result
        for result in judgement.verdict.results
    )
    return replace(judgement, verdict=replace(judgement.verdict, measure=name, results=results))


def results_of(history: Sequence[MonthFigures], name: str) -> tuple[MonthResult, ...]:
    """The months of a measure, with those over its maximum where there is one."""
    return tuple(
        MonthResult(
            month=figures.month, figure=figures.find(name), maximum=figures.find(maximum_of(name))
        )
        for figures in history
    )


def pledge_results(
    session: Session, pledge: Pledge, history: Sequence[MonthFigures]
) -> tuple[MonthResult, ...]:
    """The months of a pledge; those whose note leaves them out enter no limits.

    Limits begin anew where a version changed the standard time.
    """
    first, last = history[0].month, history[-1].month
    noted = pledge_records.notes(session, pledge.id, first, last)
    left_out = {month: note.cause for month, note in noted.items() if note.left_out}
    results = results_of(history, pledge.figure_id)
    versions = [pledge.version_on(result.month.last_day) for result in results]
    return tuple(
        replace(
            result,
            left_out=left_out.get(result.month),
            stretch=pledge.standard_set_by(version),
            standard=version.terms.standard.text,
        )
        for result, version in zip(results, versions, strict=True)
    )
