"""Due items of complaints: clocks and promises that run out today or have run out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.calendar import ShopCalendar, business_seconds
from csq_desktop.domain.complaints.clocks import has_run_out
from csq_desktop.domain.complaints.facts import ComplaintClock, ComplaintLine
from csq_desktop.domain.complaints.promises import Promise
from csq_desktop.domain.today import DueItem, Now, owners_of
from csq_desktop.services.complaints import escalations
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.records.complaints import promises as promise_records
from csq_desktop.texts import mark, tr

MOST_CLOCKS = 60
"""At most so many clocks are on the first page; the queue of overdue complaints has all."""
_TEXTS = {
    ComplaintClock.ACKNOWLEDGE: mark("Acknowledge {ref}"),
    ComplaintClock.PROGRESS: mark("Progress reply for {ref}"),
    ComplaintClock.RESOLVE: mark("Resolve {ref}"),
}


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """The clocks that run out before the day ends, the earliest first."""
    calendar = shop.calendar(session)
    for promise in promise_records.waiting(session, now.day_end, MOST_CLOCKS):
        yield _promised(promise, calendar, now)
    lines = records.due_before(session, now.day_end, MOST_CLOCKS)
    levels = escalations.reached(session, [line.id for line in lines])
    for line in lines:
        # Only a clock that runs is due; a moment without any, past the trail, is the check's.
        if line.next_clock is not None and line.next_due_at is not None:
            item = _item(line, line.next_clock, line.next_due_at, calendar, now)
            level = levels.get(line.id)
            if level is not None:
                item = replace(item, under=tr(" · ").join(filter(None, (item.under, level.text))))
            yield item


def _promised(promise: Promise, calendar: ShopCalendar, now: Now) -> DueItem:
    late = promise.due_at < now.moment
    return DueItem(
        kind="promise",
        text=tr("Promised to the customer: {what}", what=promise.what),
        on=calendar.day_of(promise.due_at),
        at=promise.due_at,
        overdue=late,
        late_seconds=business_seconds(calendar, promise.due_at, now.moment) if late else 0,
        page="complaints",
        object_id=promise.complaint_id,
        under=promise.ref,
        owners=owners_of(promise.owner_id),
    )


def _item(
    line: ComplaintLine,
    clock: ComplaintClock,
    due_at: datetime,
    calendar: ShopCalendar,
    now: Now,
) -> DueItem:
    late = has_run_out(due_at, now.moment)
    return DueItem(
        kind=clock.value,
        text=tr(_TEXTS[clock], ref=line.ref),
        on=calendar.day_of(due_at),
        at=due_at,
        overdue=late,
        late_seconds=business_seconds(calendar, due_at, now.moment) if late else 0,
        page="complaints",
        object_id=line.id,
        under=lists.label(lists.CATEGORIES, line.category),
        owners=owners_of(line.owner_id),
    )
