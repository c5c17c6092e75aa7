"""Due items of pledges: days without a count."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import itemgetter

from sqlalchemy.orm import Session

from csq_desktop.domain.pledges.facts import Pledge
from csq_desktop.domain.today import DueItem, Now, owners_of
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import short_date_text
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trn


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """Pledges with earlier days uncounted one by one, and today's counts together."""
    if not desk_of(session).may(Permission.ENTER_COUNTS):
        return
    today: list[Pledge] = []
    for pledge, pairs in groupby(pledges.uncounted(session), key=itemgetter(0)):
        days = [day for _, day in pairs]
        earlier = [day for day in days if day < now.day]
        if earlier:
            name = pledge.wording_on(days[-1])
            item = _item(name, earlier[0], pledge.id, _uncounted(earlier), overdue=True)
            yield replace(item, owners=owners_of(pledge.owner_id))
        if days[-1] == now.day:
            today.append(pledge)
    if today:
        text = trn("Enter today’s count", "Enter today’s counts for {n} pledges", len(today))
        under = tr(" · ").join(pledge.wording_on(now.day) for pledge in today)
        item = _item(text, now.day, now.day, under, overdue=False)
        yield replace(item, owners=owners_of(*(pledge.owner_id for pledge in today)))


def _uncounted(days: list[date]) -> str:
    return trn(
        "no counts on {n} of the last {days} days, since {day}",
        "no counts on {n} of the last {days} days, since {day}",
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
