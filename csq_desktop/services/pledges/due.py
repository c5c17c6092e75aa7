"""Due items of pledges: days without a count."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import short_date_text
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trn


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """Pledges with earlier days uncounted one by one, and today's counts together."""
    if not desk_of(session).may(Permission.ENTER_COUNTS):
        return
    today: list[str] = []
    earlier: dict[int, list[date]] = {}
    names: dict[int, str] = {}
    for pledge, day in pledges.uncounted(session):
        names[pledge.id] = pledge.version_on(day).terms.wording.text
        if day < now.day:
            earlier.setdefault(pledge.id, []).append(day)
        else:
            today.append(names[pledge.id])
    for pledge_id, days in earlier.items():
        yield _item(names[pledge_id], min(days), pledge_id, _uncounted(days), overdue=True)
    if today:
        text = trn("Enter today's count", "Enter today's counts of {n} pledges", len(today))
        yield _item(text, now.day, now.day, tr(" · ").join(today), overdue=False)


def _uncounted(days: list[date]) -> str:
    return trn(
        "{n} of the last {days} days not counted, since {day}",
        "{n} of the last {days} days not counted, since {day}",
        len(days),
        days=pledges.DAYS_CHASED,
        day=short_date_text(min(days)),
    )


def _item(text: str, on: date, leads: int | date, under: str, *, overdue: bool) -> DueItem:
    return DueItem(
        kind="count",
        text=text,
        on=on,
        at=None,
        overdue=overdue,
        late_seconds=0,
        page="pledges",
        object_id=leads,
        under=under,
    )
