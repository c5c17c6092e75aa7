"""Due items of review packs: last month's, until it is issued."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.months import Month
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import month_text
from csq_desktop.services.settings import shop
from csq_desktop.storage.records import packs as records
from csq_desktop.storage.records.shop import anything_counted_between
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr, trc

PACK_DAY = 7
"""The day of the month by which the pack of the month before is to be issued."""


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """Last month's pack, until it is issued.

    Not of a month before the store was made, whose cases were entered afterwards, nor of one in
    which nothing was counted.
    """
    last = Month.of(now.day).shift(-1)
    if not desk_of(session).may(Permission.ISSUE_PACKS):
        return
    if last < Month.of(shop.founded_on(session)) or records.latest_version(session, last):
        return
    if not anything_counted_between(session, last, last):
        return
    on = last.shift(1).first_day + timedelta(days=PACK_DAY - 1)
    yield DueItem(
        kind="pack",
        text=tr("Issue the review pack of {month}", month=month_text(last)),
        on=on,
        at=None,
        overdue=on < now.day,
        late_seconds=0,
        page="packs",
        object_id=str(last),
        under=trc("due", "Review pack"),
    )
