"""Limits for remedies: a reply above its writer's limit is kept until another approves it."""

from sqlalchemy.orm import Session

from csq_desktop.domain.closing import remedies as rules
from csq_desktop.domain.closing.involved import users_named
from csq_desktop.domain.closing.remedies import RemedyRequest
from csq_desktop.domain.complaints.facts import EventKind, Outcome
from csq_desktop.domain.complaints.history import decision
from csq_desktop.domain.fields.fields import LONGEST_WORDS
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import money_text
from csq_desktop.errors import UserError
from csq_desktop.services import users
from csq_desktop.services.closing import involved
from csq_desktop.services.settings import closing as settings
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.closing import RemedyRequestRow
from csq_desktop.texts import tr


def may_grant(session: Session, complaint_id: int, outcome: Outcome) -> bool:
    """Whether the signed-in user may grant a remedy: within the limit, or approved by another."""
    limits, role = settings.limits(session), desk_of(session).user.role
    if limits.allows(outcome.remedy_kind, outcome.remedy_cents, role):
        return True
    return any(request.covers(outcome) for request in of_case(session, complaint_id))


def check(session: Session, complaint_id: int, outcome: Outcome) -> None:
    """A UserError for a remedy above the limit that nobody has approved."""
    if not may_grant(session, complaint_id, outcome):
        most = settings.limits(session).of(outcome.remedy_kind, desk_of(session).user.role)
        raise UserError(
            tr(
                "Above your limit of {limit} for this remedy. Another person has to approve it.",
                limit=money_text(most or 0),
            ),
            field="amount",
        )


def ask(session: Session, complaint_id: int, outcome: Outcome, note: str = "") -> int:
    """Keep a reply above the limit as it was asked for, until another approves; returns its id."""
    require(session, Permission.WORK_COMPLAINTS)
    involved.complaint(session, complaint_id)
    limits, desk = settings.limits(session), desk_of(session)
    limit = limits.of(outcome.remedy_kind, desk.user.role)
    if limit is None or outcome.remedy_cents <= limit:
        raise UserError(tr("This is within your limit: record the reply."), field="amount")
    for request in of_case(session, complaint_id):
        if request.approved is None:
            raise UserError(tr("A remedy for this complaint already waits for approval."))
    row = RemedyRequestRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        requested_at=desk.now(),
        requested_by=desk.user.id,
        finding=outcome.finding,
        finding_note=outcome.finding_note.strip(),
        cause=outcome.cause.strip(),
        remedy_kind=outcome.remedy_kind,
        remedy_cents=outcome.remedy_cents,
        goodwill=outcome.goodwill,
        answer_note=note.strip()[:LONGEST_WORDS],
        limit_cents=limit,
        limits_version=limits.version,
    )
    records.add(session, row)
    facts = decision(outcome)
    complaint_records.add_event(session, complaint_id, EventKind.REMEDY_ASKED, facts=facts)
    return row.id


def decide(
    session: Session, request_id: int, passphrase: str, *, approve: bool, note: str = ""
) -> None:
    """Approve or refuse what somebody else asked for, with one's passphrase typed again.

    The reply itself is then recorded by whoever tells the customer. WrongPassphrase or MustWait.
    """
    require(session, Permission.CLOSE_COMPLAINTS)
    request = records.request(session, request_id)
    row = records.request_row(session, request_id)
    if request is None or row is None:
        raise UserError(tr("This entry has been removed."))
    involved.complaint(session, request.complaint_id)
    desk, named = desk_of(session), users_named(involved.of_case(session, request.complaint_id))
    rules.check_approver(request, desk.user.id, named)
    if not approve and not note.strip():
        raise UserError(tr("Enter the reason."), field="note")
    rules.REMEDY_REQUEST.field("approval_note").check(note)
    users.confirm(session, passphrase)
    row.approved, row.approval_at, row.approval_by = approve, desk.now(), desk.user.id
    row.approval_note = note.strip()
    kind = EventKind.REMEDY_APPROVED if approve else EventKind.REMEDY_REFUSED
    facts = decision(request.outcome)
    complaint_records.add_event(session, request.complaint_id, kind, note.strip(), facts)


def of_case(session: Session, complaint_id: int) -> tuple[RemedyRequest, ...]:
    """What was asked for in the present round of a case, the oldest first."""
    return records.requests_of_case(session, complaint_id)
