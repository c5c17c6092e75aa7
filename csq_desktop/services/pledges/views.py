"""Looking at pledges: each one's month in a list, and all that one month of one rests on."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy.orm import Session

from csq_desktop.analytics.indicators.ledger import CLOCK_OF
from csq_desktop.domain.actions import ActionSource
from csq_desktop.domain.calendar.calendar import opens_on
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.figures import Figure
from csq_desktop.domain.pledges.facts import CountSheet, Pledge
from csq_desktop.domain.pledges.months import (
    TREND_MONTHS,
    PledgeDetail,
    PledgeExclusion,
    PledgeLine,
)
from csq_desktop.services.actions import actions
from csq_desktop.services.closing import involved
from csq_desktop.services.indicators import breaches, verdicts
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.pledges import months as records


def lines(session: Session, month: Month, *, retired: bool = False) -> tuple[PledgeLine, ...]:
    """The pledges promised in a month; or those retired before it."""
    recorded = pledges.everything(session)
    if retired:
        return tuple(
            PledgeLine(pledge, month, None, None, ())
            for pledge in recorded
            if _ended(pledge, month)
        )
    there = verdicts.of_month(session, month)
    past, waiting = there.history[-TREND_MONTHS:], _uncounted(session)
    return tuple(
        PledgeLine(
            pledge=pledge,
            month=month,
            figure=judged.figure,
            maximum=judged.maximum,
            trend=tuple(_share(month_figures.find(pledge.figure_id)) for month_figures in past),
            uncounted=waiting.get(pledge.id, 0),
        )
        for pledge in recorded
        if (judged := there.find(pledge.figure_id)) is not None
    )


def detail(session: Session, pledge_id: int, month: Month) -> PledgeDetail:
    """One month of one pledge; a month before it began, or after it ended, has no figure."""
    pledge = pledges.read(session, pledge_id)
    verdict = verdicts.of_pledge(session, pledge, month).verdict
    return PledgeDetail(
        pledge=pledge,
        month=month,
        running=Month.of(shop.today(session)) <= month,
        verdict=verdict,
        left_out=tuple(_left_out(session, pledge, month)),
        open_days=tuple(_open_days(session, pledge, month)),
        counts=pledges.counts(session, pledge.id, month.first_day, month.last_day),
        cases=involved.seen_cases(session, breaches.cases(session, pledge, month)),
        noted=records.note(session, pledge.id, month),
        actions=actions.of_source(session, ActionSource.PLEDGE, pledge.id),
    )


def count_sheets(session: Session, first: date, last: date) -> tuple[CountSheet, ...]:
    """What is counted by hand on each day of a span, newest first; no day of the future."""
    by_hand = [pledge for pledge in pledges.everything(session) if pledge.source.is_by_hand]
    calendar = shop.calendar(session)
    last = min(last, shop.today(session))
    counted = pledges.counts_of_all(session, first, last)
    days = [last - timedelta(days=step) for step in range((last - first).days + 1)]
    return tuple(
        CountSheet(
            day=day,
            is_open=opens_on(calendar, day),
            pledges=tuple(pledge for pledge in by_hand if pledge.in_force_on(day)),
            counts=tuple(count for count in counted if count.day == day),
        )
        for day in days
    )


def first_month(session: Session) -> Month:
    """The first month any pledge was in force; this month when there is none."""
    begun = [pledge.versions[0].terms.effective_from for pledge in pledges.everything(session)]
    return Month.of(min(begun, default=shop.today(session)))


def _ended(pledge: Pledge, month: Month) -> bool:
    ended = pledge.retired_on is not None and pledge.retired_on <= month.last_day
    return ended and not pledge.in_force_in(month)


def _share(figure: Figure | None) -> float | None:
    return figure.value if figure else None


def _uncounted(session: Session) -> Counter[int]:
    """How many of the days chased, which end before today, each pledge was not counted on."""
    today = shop.today(session)
    waiting = pledges.uncounted(session)
    return Counter(pledge.id for pledge, day in waiting if day < today)


def _open_days(session: Session, pledge: Pledge, month: Month) -> Iterator[date]:
    if pledge.source.is_by_hand:
        today, calendar = shop.today(session), shop.calendar(session)
        for day in month.days():
            if day <= today and pledge.in_force_on(day) and opens_on(calendar, day):
                yield day


def _left_out(session: Session, pledge: Pledge, month: Month) -> Iterator[PledgeExclusion]:
    clock = CLOCK_OF.get(pledge.source)
    if clock is None:
        first, last = month.first_day, month.last_day
        for day, count, reason in pledges.exclusions(session, pledge.id, first, last):
            yield PledgeExclusion(day, count, reason)
        return
    calendar = shop.calendar(session)
    for case in records.left_out_cases(session, clock, month):
        day = calendar.day_of(case.due_at)
        yield PledgeExclusion(day, 1, case.reason, case.ref, case.complaint_id)
