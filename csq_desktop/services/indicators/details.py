"""Figures that need single rows: medians, maximum times, expected checklists, breakdowns."""

from collections.abc import Iterator
from statistics import median

from sqlalchemy.orm import Session

from csq_desktop.analytics.ageing import ageing
from csq_desktop.analytics.proportions import Proportion
from csq_desktop.domain.calendar import due_at
from csq_desktop.domain.complaints.clocks import is_held
from csq_desktop.domain.complaints.facts import Finding, RemedyKind
from csq_desktop.domain.indicators.figures import Better, Figure, Status, Unit
from csq_desktop.domain.indicators.ids import FigureFamily, FigureId
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.services.checklists import schedule as checklist_schedule
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.indicators.ledger import CLOCK_OF, Ledger
from csq_desktop.services.indicators.table import (
    Details,
    cents_figure,
    count_figure,
    score_figure,
    share_figure,
)
from csq_desktop.services.settings import lists
from csq_desktop.storage.records import figures as records
from csq_desktop.storage.records.figures import LateCase, Sum
from csq_desktop.storage.records.open_cases import open_cases
from csq_desktop.storage.records.pledges import months as pledge_month_records
from csq_desktop.texts import tr

AGE_LIMITS = (3, 10, 30)
DAY = 86_400
_SHORT_MONTH = 20 * 8 * 60  # business minutes that any month of a shop has


def details(session: Session, ledger: Ledger, one: Month) -> Details:
    """What single rows of one month tell; costs as much as the month has cases."""
    found = [_median_days(session, one), *_expected(session, ledger, one)]
    over = maxima(session, ledger)[one].over
    return Details(over, {figure.id: figure for figure in found})


def maxima(session: Session, ledger: Ledger) -> dict[Month, Details]:
    """What single rows tell of the pledges alone: the cases that passed a maximum, by month."""
    over: dict[Month, dict[int, int]] = {one: {} for one in ledger.months}
    for pledge in ledger.pledges:
        if pledge.source in CLOCK_OF:
            for one, beyond in _over(session, ledger, pledge).items():
                over[one][pledge.id] = beyond
    return {one: Details(beyond) for one, beyond in over.items()}


def ages_of_open(session: Session, ledger: Ledger, one: Month) -> tuple[int, ...]:
    """Age in whole days of each complaint open at the end of a month, oldest first."""
    as_of = ledger.end_of(one)
    return tuple(case.age(as_of) for case in open_cases(session, one))


def breakdown(session: Session, ledger: Ledger, one: Month) -> Iterator[Figure]:
    """What a month's totals are made of, under the ids of the totals."""
    for category, count in records.received_by_category(session, one, one):
        label = lists.full_label(lists.CATEGORIES, category)
        yield count_figure((FigureFamily.CATEGORY.of(category), label), count)
    for finding in Finding:
        name = (FigureFamily.FINDING.of(finding.value), finding.label)
        yield count_figure(name, ledger.count(one, "finding", finding.value))
    yield from _remedies(session, one)
    for band in ageing(ages_of_open(session, ledger, one), AGE_LIMITS).bands:
        label = tr("Open for {span}", span=band.label)
        yield count_figure((FigureFamily.AGE.of(band.low), label), band.count)
    yield from _templates(session, ledger, one)
    yield from _made_good(session, ledger, one)


def _made_good(session: Session, ledger: Ledger, one: Month) -> Iterator[Figure]:
    """How many broken promises of each pledge were made good, and at what cost."""
    for pledge in ledger.in_force(one):
        noted = pledge_month_records.note(session, pledge.id, one)
        name = pledge.version_on(one.last_day).terms.wording.text
        if noted.remedied:
            label = tr("{pledge}: made good", pledge=name)
            yield count_figure(
                (FigureFamily.PLEDGE_MADE_GOOD.of(pledge.code), label), noted.remedied
            )
        if noted.remedied_cents:
            label = tr("{pledge}: cost of making good", pledge=name)
            key = (FigureFamily.PLEDGE_MADE_GOOD_COST.of(pledge.code), label)
            yield cents_figure(key, noted.remedied_cents, noted.remedied)


def _remedies(session: Session, one: Month) -> Iterator[Figure]:
    given = records.remedies(session, one)
    for kind in RemedyKind:
        kept = given.get(kind, Sum())
        if kept.count:
            yield count_figure((FigureFamily.REMEDY.of(kind.value), kind.label), kept.count)
        if kept.cents:
            label = tr("Redress paid: {remedy}", remedy=kind.label)
            yield cents_figure((FigureFamily.REDRESS.of(kind.value), label), kept.cents, kept.count)


def _templates(session: Session, ledger: Ledger, one: Month) -> Iterator[Figure]:
    titles = {
        line.key: line.title.text
        for retired in (False, True)
        for line in checklist_templates.templates(session, retired=retired)
    }
    for sums in records.template_sums(session, one):
        key, title = sums.template_key, titles.get(sums.template_key, sums.template_key)
        scored = (sums.mean_score, sums.scored)
        target = ledger.judged_by(one).checklist_target
        yield score_figure((FigureFamily.CHECKLIST_SCORE.of(key), title), scored, target)
        label = tr("{checklist}: finished", checklist=title)
        yield count_figure((FigureFamily.CHECKLIST_FINISHED.of(key), label), sums.finished)
        label = tr("{checklist}: items failed", checklist=title)
        yield count_figure((FigureFamily.CHECKLIST_FAILED_ITEMS.of(key), label), sums.failed_items)


def _median_days(session: Session, one: Month) -> Figure:
    spans = [
        (closed - received).total_seconds() / DAY
        for received, closed in records.closing_times(session, one)
    ]
    return Figure(
        id=FigureId.COMPLAINTS_MEDIAN_DAYS,
        label=tr("Median days from receipt to closing"),
        unit=Unit.DAYS,
        better=Better.LOWER,
        value=round(median(spans), 2) if spans else None,
        n=len(spans),
        status=Status.NO_TARGET if spans else Status.NOTHING,
    )


def _expected(session: Session, ledger: Ledger, one: Month) -> Iterator[Figure]:
    until = ledger.calendar.day_of(ledger.end_of(one))
    runs = checklist_schedule.expected_runs(session, one, until)
    yield count_figure((FigureId.CHECKLISTS_EXPECTED, tr("Checklists expected")), runs.expected)
    yield share_figure(
        (FigureId.CHECKLISTS_IN_TIME, tr("Checklists done in time")),
        Proportion(runs.in_time, runs.expected),
        minimum=ledger.judged_by(one).minimum_n,
    )


def _over(session: Session, ledger: Ledger, pledge: Pledge) -> dict[Month, int]:
    """How many cases passed the maximum of a pledge in each month that has one."""
    terms = {
        one: pledge.version_on(one.last_day).terms
        for one in ledger.months
        if pledge.in_force_in(one)
    }
    found = {one: 0 for one, version in terms.items() if version.maximum_share is not None}
    allowed = {one: terms[one].maximum_minutes for one in found}
    longest = max((minutes or 0 for minutes in allowed.values()), default=0)
    if not longest:
        return found
    earliest = min(found).shift(-2 - longest // _SHORT_MONTH)
    cases = records.late_cases(session, CLOCK_OF[pledge.source], earliest, max(found))
    for minutes in {one for one in allowed.values() if one is not None}:
        for case in cases:
            passed = _passed_in(ledger, minutes, case)
            if passed is not None and allowed.get(passed) == minutes:
                found[passed] += 1
    return found


def _passed_in(ledger: Ledger, minutes: int, case: LateCase) -> Month | None:
    """The month a case passed the maximum in, if it did before that month's figures are taken.

    It belongs to the month the maximum ran out in, as a deadline does: a figure of a past month
    never moves, and none is lost.
    """
    allowed = minutes * 60 + case.held_seconds
    # Business time is never longer than time: most cases are settled without the calendar.
    if case.done_at is not None and (case.done_at - case.started_at).total_seconds() <= allowed:
        return None
    passes = max(due_at(ledger.calendar, case.started_at, allowed), case.due_at)
    if case.done_at is not None and case.done_at <= passes:
        return None
    if is_held(case.waiting_since, passes):
        return None
    month = Month.of(ledger.calendar.day_of(passes))
    return month if passes < ledger.end_of(month) else None
