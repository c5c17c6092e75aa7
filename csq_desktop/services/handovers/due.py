"""Due items of hand-overs: to be answered, answered late, and declined."""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.handovers.facts import Handover, late_seconds
from csq_desktop.domain.today import DueItem, Now, owners_of
from csq_desktop.domain.users import Permission
from csq_desktop.services.settings import handovers as settings
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import handovers as records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import tr


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """For the new owner what to answer, for the giver what is late or declined."""
    if not desk_of(session).may(Permission.NOTE_COMPLAINTS):
        return
    calendar, hours = shop.calendar(session), settings.answer_hours(session)
    for handover in records.waiting(session):
        late = late_seconds(handover, calendar, now.moment, hours)
        yield _to_answer(handover, now, late)
        if late:
            yield _unanswered(handover, now, late)
    for handover in records.declined(session):
        text = tr("{name} declined {ref}", name=handover.taker, ref=handover.ref)
        yield _item(handover, text, now, owner_id=handover.giver_id)


def _to_answer(handover: Handover, now: Now, late: int) -> DueItem:
    text = tr("Accept or decline {ref}", ref=handover.ref)
    under = tr("handed over by {name}", name=handover.asked_by)
    item = _item(handover, text, now, owner_id=handover.taker_id)
    return _late(replace(item, under=under), now, late)


def _unanswered(handover: Handover, now: Now, late: int) -> DueItem:
    text = tr("{name} has not accepted {ref} yet", name=handover.taker, ref=handover.ref)
    under = tr("{name} is responsible until then", name=handover.giver)
    item = _item(handover, text, now, owner_id=handover.giver_id)
    return _late(replace(item, under=under), now, late)


def _late(item: DueItem, now: Now, late: int) -> DueItem:
    """The item, overdue by some opening seconds where that is more than none."""
    return replace(item, at=now.moment, overdue=True, late_seconds=late) if late else item


def _item(handover: Handover, text: str, now: Now, *, owner_id: int | None) -> DueItem:
    return DueItem(
        kind="handover",
        text=text,
        on=now.day,
        at=None,
        overdue=False,
        late_seconds=0,
        page="complaints",
        object_id=handover.complaint_id,
        under="",
        owners=owners_of(owner_id),
    )
