"""Events: writing down what happened in the shop, correcting it, and taking it back."""

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.plausible_days import check_span
from csq_desktop.domain.events import SHOP_EVENT, TYPED_KINDS, NewShopEvent, ShopEventKind
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.names import one_line
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words
from csq_desktop.storage.records.shop import events as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.shop.events import ShopEventRow
from csq_desktop.texts import tr


def record(session: Session, new: NewShopEvent) -> int:
    """Keep a new event; returns its id."""
    require(session, Permission.WRITE_EVENTS)
    title = _checked(new)
    desk = desk_of(session)
    row = ShopEventRow(
        id=ids.reserve(session),
        start=new.start,
        end=new.end,
        kind=new.kind,
        title=title,
        written_at=desk.now(),
        written_by=desk.user.id,
    )
    records.add(session, row)
    return row.id


def correct(session: Session, event_id: int, corrected: NewShopEvent) -> None:
    """Put an event right; the audit trail keeps what it was, and its words for supervisors."""
    require(session, Permission.WRITE_EVENTS)
    title, row = _checked(corrected), _row(session, event_id)
    if row.title != title:
        earlier_words.keep(session, ShopEventRow, row.id, {"title": row.title})
    row.start, row.end, row.kind, row.title = corrected.start, corrected.end, corrected.kind, title


def remove(session: Session, event_id: int) -> None:
    """Take an event out of the book; its record stays, and the audit trail says who did it."""
    require(session, Permission.WRITE_EVENTS)
    _row(session, event_id).removed_at = desk_of(session).now()


def put_back(session: Session, event_id: int) -> None:
    """Undo the removal of an event."""
    require(session, Permission.WRITE_EVENTS)
    row = records.get(session, event_id)
    if row is not None:
        row.removed_at = None


def _checked(new: NewShopEvent) -> str:
    """The title as it is kept; a UserError where the event cannot be."""
    title = one_line(new.title)
    if new.kind not in TYPED_KINDS:
        raise UserError(tr("These events are recorded automatically."), field="kind")
    if new.end < new.start:
        raise UserError(tr("The last day is before the first."), field="end")
    check_span(new.start, new.end)
    if new.kind is ShopEventKind.OTHER and not title:
        raise UserError(tr("Enter what happened."), field="title")
    SHOP_EVENT.field("title").check(title)
    return title


def _row(session: Session, event_id: int) -> ShopEventRow:
    row = records.get(session, event_id)
    if row is None or row.removed_at is not None:
        raise UserError(tr("This event has been removed."))
    return row
