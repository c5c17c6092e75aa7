"""Logging a complaint anew about one that is closed, where its days for reopening are over."""

from sqlalchemy.orm import Session

from csq_desktop.domain.closing.follow_ups import NewFollowUp
from csq_desktop.domain.complaints.facts import ComplaintRef, NewComplaint
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.closing import FollowUpRow
from csq_desktop.texts import tr


def log(session: Session, complaint_id: int, new: NewFollowUp) -> ComplaintRef:
    """Log what a customer says about a closed complaint as a new one, linked to it.

    Category, severity and customer are those of the first; its clocks start now.
    """
    require(session, Permission.LOG_COMPLAINTS)
    row, desk = case_rows.row_of(session, complaint_id), desk_of(session)
    if not case_rows.case_of(session, row).is_over or row.removed_at is not None:
        raise UserError(tr("Only a closed complaint is followed up. Work on this one instead."))
    follow_up = complaints.log(
        session,
        NewComplaint(
            channel=new.channel,
            received_at=desk.now(),
            category=row.category,
            severity=row.severity,
            words=new.words,
            customer_id=row.customer_id,
            touch_point=row.touch_point,
            product=row.product,
            kind=row.kind,
        ),
    )
    link = FollowUpRow(
        id=ids.reserve(session),
        follow_up_id=follow_up.id,
        follows_id=row.id,
        followed_up_at=desk.now(),
        followed_up_by=desk.user.id,
    )
    records.add(session, link)
    return follow_up
