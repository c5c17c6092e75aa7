"""What waits to be done: clocks of complaints, checklists, counts, actions, pack, backup."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar import ShopCalendar, business_seconds
from csq_desktop.domain.checklists.schedule import DueChecklist, DueState
from csq_desktop.domain.complaints.facts import ComplaintClock, ComplaintLine
from csq_desktop.domain.months import Month
from csq_desktop.domain.today import DueItem, DueKind, Now
from csq_desktop.domain.users import Permission, may
from csq_desktop.domain.wording import date_text, month_text, short_date_text
from csq_desktop.services import actions
from csq_desktop.services.checklists import schedule as checklist_schedule
from csq_desktop.services.customers import intake
from csq_desktop.services.indicators import figures
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import lists, shop
from csq_desktop.services.stores import backups
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.records import packs as pack_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import mark, tr, trn

MOST_CLOCKS = 60
PACK_DAY = 7
"""The day of the month by which the pack of the month before is to be issued."""
_AHEAD = timedelta(days=7)
_CLOCKS = {
    ComplaintClock.ACKNOWLEDGE: (DueKind.ACKNOWLEDGE, mark("Acknowledge {ref}")),
    ComplaintClock.RESOLVE: (DueKind.RESOLVE, mark("Decide {ref}")),
}


@dataclass(frozen=True)
class Desk:
    """Where the day is looked at from."""

    session: Session
    calendar: ShopCalendar
    now: Now

    @property
    def day_end(self) -> datetime:
        """The first moment after the day."""
        return datetime.combine(self.now.day + timedelta(days=1), time(0), self.now.zone)

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in user's role allows it."""
        return may(desk_of(self.session).user.role, permission)


def desk(session: Session) -> Desk:
    """The shop as it is at this moment."""
    calendar, moment = shop.calendar(session), desk_of(session).now()
    day = calendar.day_of(moment)
    now = Now(moment, day, calendar.timezone, calendar.business_day_on(day))
    return Desk(session, calendar, now)


def items(session: Session) -> tuple[DueItem, ...]:
    """Everything due or overdue, the most overdue first, then by when it is due."""
    here = desk(session)
    found = [item for look in _LOOKS for item in look(here)]
    return tuple(sorted(found, key=lambda item: _urgency(item, here)))


def _urgency(item: DueItem, here: Desk) -> tuple[bool, datetime]:
    """Overdue things first; what has no time of day is due when the day ends."""
    end = datetime.combine(item.on + timedelta(days=1), time(0), here.now.zone)
    return not item.overdue, item.at or end


def _clocks(here: Desk) -> Iterator[DueItem]:
    for line in complaint_records.due_before(here.session, here.day_end, MOST_CLOCKS):
        assert line.next_clock is not None  # only a clock that runs is due before a moment
        assert line.next_due_at is not None
        yield _clock(here, line, line.next_clock, line.next_due_at)


def _clock(here: Desk, line: ComplaintLine, clock: ComplaintClock, due_at: datetime) -> DueItem:
    late = due_at < here.now.moment
    kind, asked = _CLOCKS[clock]
    return DueItem(
        kind=kind,
        text=tr(asked, ref=line.ref),
        on=here.calendar.day_of(due_at),
        at=due_at,
        overdue=late,
        late_seconds=business_seconds(here.calendar, due_at, here.now.moment) if late else 0,
        page="complaints",
        object_id=line.id,
        under=lists.label(lists.CATEGORIES, line.category),
    )


def _checklists(here: Desk) -> Iterator[DueItem]:
    """Each checklist once: the present occurrence, or the last one missed where none waits."""
    waiting: dict[str, DueChecklist] = {}
    missed: dict[str, int] = {}
    for one in checklist_schedule.due(here.session, here.now.day):
        waiting[one.template_key] = one
        missed[one.template_key] = missed.get(one.template_key, 0) + (one.state is DueState.MISSED)
    for key, one in waiting.items():
        yield DueItem(
            kind=DueKind.CHECKLIST,
            text=one.title.text,
            on=one.last,
            at=None,
            overdue=one.state is DueState.MISSED,
            late_seconds=0,
            page="checklists",
            object_id=one.run_id or one.template_id,
            under=_of_checklist(one, missed[key]),
        )


def _of_checklist(one: DueChecklist, missed: int) -> str:
    parts = (
        [one.state.label, one.every.label] if one.state is not DueState.DUE else [one.every.label]
    )
    if missed:
        parts.append(trn("{n} missed of late", "{n} missed of late", missed))
    return tr(" · ").join(parts)


def _counts(here: Desk) -> Iterator[DueItem]:
    """Days without a count: pledges with earlier days one by one, today's together."""
    today: list[str] = []
    earlier: dict[int, list[date]] = {}
    names: dict[int, str] = {}
    if not here.may(Permission.ENTER_COUNTS):
        return
    for pledge, day in pledges.uncounted(here.session):
        names[pledge.id] = pledge.version_on(day).terms.wording.text
        if day < here.now.day:
            earlier.setdefault(pledge.id, []).append(day)
        else:
            today.append(names[pledge.id])
    for pledge_id, days in earlier.items():
        told = trn("{n} of the last {days} days not counted, since {day}",
                   "{n} of the last {days} days not counted, since {day}",
                   len(days), days=pledges.DAYS_CHASED, day=short_date_text(min(days)))  # fmt: skip
        yield _count(names[pledge_id], min(days), pledge_id, told, overdue=True)
    if today:
        text = trn("Enter today's count", "Enter today's counts of {n} pledges", len(today))
        yield _count(text, here.now.day, here.now.day, tr(" · ").join(today), overdue=False)


def _count(text: str, on: date, leads: int | date, under: str, *, overdue: bool) -> DueItem:
    return DueItem(DueKind.PLEDGE_COUNT, text, on, None, overdue, 0, "pledges", leads, under)


def _actions(here: Desk) -> Iterator[DueItem]:
    for one in actions.waiting(here.session, here.now.day + _AHEAD):
        yield DueItem(
            kind=DueKind.ACTION,
            text=one.title,
            on=one.due_on,
            at=None,
            overdue=one.due_on < here.now.day,
            late_seconds=0,
            page="checklists",
            object_id=one.id,
            under=tr(" · ").join((one.ref, one.owner)),
        )


def _sealed(here: Desk) -> Iterator[DueItem]:
    if not here.may(Permission.EDIT_CUSTOMERS):
        return
    waiting = intake.waiting(here.session)
    if waiting:
        text = trn("{n} caller handed in sealed", "{n} callers handed in sealed", waiting)
        under = tr("Lock and unlock once: they move into the customer records.")
        yield DueItem(DueKind.SEALED, text, here.now.day, None, False, 0, "customers", None, under)


def _pack(here: Desk) -> Iterator[DueItem]:
    last = Month.of(here.now.day).shift(-1)
    first = figures.first_month(here.session)
    asked = here.may(Permission.ISSUE_PACKS) and first is not None and first <= last
    if not asked or pack_records.latest_version(here.session, last):
        return
    on = last.shift(1).first_day + timedelta(days=PACK_DAY - 1)
    text = tr("Issue the review pack of {month}", month=month_text(last))
    late = on < here.now.day
    yield DueItem(DueKind.PACK, text, on, None, late, 0, "packs", str(last))


def _backup(here: Desk) -> Iterator[DueItem]:
    if not here.may(Permission.BACK_UP):
        return
    state = backups.state(here.session)
    if not state.due(here.now.moment):
        return
    under = tr("No backup was ever made.")
    on = here.now.day
    if state.good_at is not None:
        made = here.calendar.day_of(state.good_at)
        under = tr("The last one is of {day}.", day=date_text(made))
        on = made + timedelta(days=1)
    under = state.failure or under
    yield DueItem(
        DueKind.BACKUP,
        tr("Make a backup"),
        on,
        None,
        on < here.now.day,
        0,
        "settings",
        "backups",
        under,
    )


_LOOKS: tuple[Callable[[Desk], Iterator[DueItem]], ...] = (
    _clocks,
    _checklists,
    _counts,
    _actions,
    _sealed,
    _pack,
    _backup,
)
