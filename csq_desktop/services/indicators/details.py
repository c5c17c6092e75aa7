"""Figures that need single rows: medians, maximum times, expected checklists, breakdowns."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from csq_desktop.analytics.ageing import ageing
from csq_desktop.analytics.indicators.figures import (
    FigureHead,
    cents_figure,
    count_figure,
    score_figure,
)
from csq_desktop.analytics.indicators.ledger import CLOCK_OF, FigureLedger, MonthDetails
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.categories import figure_key
from csq_desktop.domain.complaints.facts import Finding, RemedyKind
from csq_desktop.domain.complaints.maximum import LateCase, deadline_months, passes_at
from csq_desktop.domain.indicators.figures import Better, Figure
from csq_desktop.domain.indicators.ids import FigureFamily
from csq_desktop.domain.indicators.measures import MeasureId
from csq_desktop.domain.indicators.sums import Sum
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.privacy.privacy import without_contacts
from csq_desktop.services.checklists import schedule as checklist_schedule
from csq_desktop.services.indicators import breaches
from csq_desktop.services.indicators.ledger import open_ledger
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.complaints.open_cases import open_cases
from csq_desktop.storage.records.figures import figures as records
from csq_desktop.texts import tr

AGE_LIMITS = (3, 10, 30)
DAY = 86_400


def detailed(session: Session, ledger: FigureLedger) -> FigureLedger:
    """The ledger with what single rows add to its months; the time grows with their cases."""
    over = _beyond(session, ledger)
    return ledger.detailed(
        {
            month: MonthDetails(
                over[month], _days_to_close(session, month), _expected(session, ledger, month)
            )
            for month in ledger.months
        }
    )


def with_maxima(session: Session, ledger: FigureLedger) -> FigureLedger:
    """The ledger with what single rows add for pledges: the cases that passed a maximum."""
    over = _beyond(session, ledger)
    return ledger.detailed({month: MonthDetails(over[month]) for month in ledger.months})


def _beyond(session: Session, ledger: FigureLedger) -> dict[Month, dict[int, int]]:
    """The cases that passed a maximum, by month and pledge."""
    over: dict[Month, dict[int, int]] = {month: {} for month in ledger.months}
    for pledge in ledger.pledges:
        if pledge.source in CLOCK_OF:
            for month, beyond in _over(session, ledger, pledge).items():
                over[month][pledge.id] = beyond
    return over


def cases_over(session: Session, months: Sequence[Month]) -> Iterator[tuple[Month, Pledge, int]]:
    """How many cases passed the maximum of each pledge that is counted from complaints."""
    ledger = open_ledger(session, months[-1], len(months))
    over = _beyond(session, ledger)
    for month in months:
        for pledge in ledger.pledges:
            if number := over[month].get(pledge.id, 0):
                yield month, pledge, number


def ages_of_open(session: Session, ledger: FigureLedger, month: Month) -> tuple[int, ...]:
    """Age in whole days of each complaint open at the end of a month, oldest first."""
    as_of = ledger.end_of(month)
    return tuple(case.age(as_of) for case in open_cases(session, month))


def breakdown(session: Session, ledger: FigureLedger, month: Month) -> Iterator[Figure]:
    """What a month's totals are made of, under the ids of the totals."""
    for category, count in records.received_by_category(session, month, month):
        label = without_contacts(lists.full_label(lists.CATEGORIES, category)) or tr("No category")
        yield count_figure(FigureHead(FigureFamily.CATEGORY.of(figure_key(category)), label), count)
    for finding in Finding:
        head = FigureHead(FigureFamily.FINDING.of(finding.value), finding.label)
        yield count_figure(head, ledger.count(month, MeasureId.FINDING, finding.value))
    yield from _remedies(session, month)
    for band in ageing(ages_of_open(session, ledger, month), AGE_LIMITS).bands:
        label = tr("Open for {span}", span=band.label)
        yield count_figure(FigureHead(FigureFamily.AGE.of(band.low), label), band.count)
    yield from _templates(session, ledger, month)
    yield from _made_good(session, ledger, month)


def _made_good(session: Session, ledger: FigureLedger, month: Month) -> Iterator[Figure]:
    """How many broken promises of each pledge were made good, and at what cost."""
    for pledge in ledger.in_force(month):
        made_good = breaches.made_good(session, pledge, month)
        name = pledge.version_on(month.last_day).terms.wording.text
        if made_good.count:
            head = _head(FigureFamily.PLEDGE_MADE_GOOD, pledge.code, name)
            yield count_figure(head, made_good.count)
        if made_good.cents:
            head = _head(FigureFamily.PLEDGE_MADE_GOOD_COST, pledge.code, name)
            yield cents_figure(head, made_good.cents, made_good.count)


def label_of(family: FigureFamily, name: str) -> str:
    """What a figure that only some months have is called, by the name of what it counts."""
    match family:
        case FigureFamily.REDRESS:
            return tr("Redress: {remedy}", remedy=name)
        case FigureFamily.PLEDGE_MADE_GOOD:
            return tr("{pledge}: remedies given", pledge=name)
        case FigureFamily.PLEDGE_MADE_GOOD_COST:
            return tr("{pledge}: cost of remedies", pledge=name)
    return name


def _head(family: FigureFamily, key: str, name: str) -> FigureHead:
    return FigureHead(family.of(key), label_of(family, name))


def _remedies(session: Session, month: Month) -> Iterator[Figure]:
    sums = records.remedies(session, month)
    for kind in RemedyKind:
        paid = sums.get(kind, Sum())
        if paid.count:
            head = _head(FigureFamily.REMEDY, kind.value, kind.label)
            yield count_figure(head, paid.count)
        if paid.cents:
            head = _head(FigureFamily.REDRESS, kind.value, kind.label)
            yield cents_figure(head, paid.cents, paid.count)


def _templates(session: Session, ledger: FigureLedger, month: Month) -> Iterator[Figure]:
    titles = checklist_schedule.titles_in(session, month)
    for sums in records.template_sums(session, month):
        key, title = sums.template_key, titles[sums.template_key].text
        target = ledger.judged_by(month).checklist_target
        head = FigureHead(FigureFamily.CHECKLIST_SCORE.of(key), title, Better.HIGHER, target)
        yield score_figure(head, sums.mean_score, sums.scored)
        label = tr("{checklist}: completed", checklist=title)
        head = FigureHead(FigureFamily.CHECKLIST_FINISHED.of(key), label)
        yield count_figure(head, sums.finished)
        label = tr("{checklist}: items failed", checklist=title)
        head = FigureHead(FigureFamily.CHECKLIST_FAILED_ITEMS.of(key), label)
        yield count_figure(head, sums.failed_items)


def _days_to_close(session: Session, month: Month) -> tuple[float, ...]:
    return tuple(
        (closed - received).total_seconds() / DAY
        for received, closed in records.closing_times(session, month)
    )


def _expected(session: Session, ledger: FigureLedger, month: Month) -> dict[MeasureId, int]:
    until = ledger.calendar.day_of(ledger.end_of(month))
    runs = checklist_schedule.expected_runs(session, month, until)
    return {
        MeasureId.CHECKLISTS_EXPECTED: runs.expected,
        MeasureId.CHECKLISTS_IN_TIME: runs.in_time,
    }


def _over(session: Session, ledger: FigureLedger, pledge: Pledge) -> dict[Month, int]:
    """How many cases passed the maximum of a pledge in each month that has one."""
    terms = {
        month: pledge.version_on(month.last_day).terms
        for month in ledger.months
        if pledge.in_force_in(month)
    }
    over = {month: 0 for month, version in terms.items() if version.maximum_share is not None}
    allowed = {month: terms[month].maximum_minutes for month in over}
    longest = max((minutes or 0 for minutes in allowed.values()), default=0)
    if not longest:
        return over
    earliest = deadline_months(longest, min(over))[0]
    cases = records.late_cases(session, CLOCK_OF[pledge.source], earliest, max(over))
    for minutes in {limit for limit in allowed.values() if limit is not None}:
        for case in cases:
            passed = passed_in(ledger, minutes, case)
            if passed is not None and allowed.get(passed) == minutes:
                over[passed] += 1
    return over


def passed_in(ledger: FigureLedger, minutes: int, case: LateCase) -> Month | None:
    """The month a case passed the maximum in, if it did before that month's figures are taken.

    It belongs to the month the maximum ran out in, as a deadline does: a figure of a past month
    never moves, and none is lost.
    """
    passes = passes_at(case, minutes * 60, ledger.calendar)
    if passes is None:
        return None
    month = Month.of(ledger.calendar.day_of(passes))
    return month if passes < ledger.end_of(month) else None
