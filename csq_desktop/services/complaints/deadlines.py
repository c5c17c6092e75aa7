"""Deadlines of all open complaints at once, after the shop's hours or promises changed."""

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.users import Permission
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions.desk import require


def open_complaints(session: Session) -> int:
    """How many complaints a recomputing would touch."""
    return len(views.line_ids(session, Filter(ComplaintQueue.OPEN)))


def recompute(session: Session) -> int:
    """Set every open complaint's deadlines by today's policy and hours; returns how many.

    Each complaint's history says so, and the audit trail tells of the whole.
    """
    require(session, Permission.ADMINISTER)
    open_ids = views.line_ids(session, Filter(ComplaintQueue.OPEN))
    for complaint_id in open_ids:
        complaints.recompute_deadlines(session, complaint_id)
    detail = {"count": len(open_ids), "version": shop.policy(session).version}
    audit.note(session, AuditAction.DEADLINES_RECOMPUTED, "shop_setting", detail=detail)
    return len(open_ids)
