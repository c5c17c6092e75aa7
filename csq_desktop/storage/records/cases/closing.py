"""Queries of how cases end: remedies asked for, signatures, responses, customers asked."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, func, select, text
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.closing.follow_ups import FollowUps
from csq_desktop.domain.closing.remedies import RemedyRequest
from csq_desktop.domain.closing.responses import ResponseLine
from csq_desktop.domain.closing.satisfaction import CONTENT_FROM, SatisfactionAsk
from csq_desktop.domain.complaints.facts import ComplaintRef, EventKind, Outcome
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.shop import users
from csq_desktop.storage.tables.cases.closing import (
    WAITING,
    FollowUpRow,
    RemedyRequestRow,
    ResponseRow,
    SatisfactionRow,
    SignatureRow,
)
from csq_desktop.storage.tables.complaints.complaints import (
    ComplaintEventRow,
    ComplaintRoundRow,
    ComplaintRow,
)

C, E, Q = ComplaintRow, ComplaintEventRow, RemedyRequestRow
A, S = SatisfactionRow, SignatureRow


class ContentSums(NamedTuple):
    """Customers asked in a month, those who answered in it, and the content ones of these."""

    asked: int = 0
    answered: int = 0
    content: int = 0


class ToBeAsked(NamedTuple):
    """A closed case whose customer nobody has asked yet."""

    complaint_id: int
    ref: str
    customer_id: int
    owner_id: int | None


def add(session: Session, row: Any) -> None:
    """Keep a new row of this feature."""
    session.add(row)
    session.flush()


def answered_by(session: Session, complaint_id: int) -> int | None:
    """The user who recorded the last reply of the present round; None where nobody here did."""
    lines = select(E.kind, E.user_id).where(
        E.complaint_id == complaint_id, E.kind.in_((EventKind.ANSWERED, EventKind.REOPENED))
    )
    last = session.execute(lines.order_by(E.id.desc()).limit(1)).first()
    return None if last is None or last.kind is not EventKind.ANSWERED else last.user_id


def request_row(session: Session, request_id: int) -> RemedyRequestRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(Q, request_id)


def request(session: Session, request_id: int) -> RemedyRequest | None:
    """One remedy that was asked for."""
    requests = _requests(session, select(Q, C.ref).where(Q.id == request_id))
    return requests[0] if requests else None


def requests_of_case(session: Session, complaint_id: int) -> tuple[RemedyRequest, ...]:
    """What was asked for in the present round of a case, the oldest first."""
    begun = select(func.max(ComplaintRoundRow.reopened_at)).where(
        ComplaintRoundRow.complaint_id == complaint_id
    )
    since = func.coalesce(begun.scalar_subquery(), 0)
    query = select(Q, C.ref).where(Q.complaint_id == complaint_id, Q.requested_at >= since)
    return _requests(session, query)


def requests_waiting(session: Session) -> tuple[RemedyRequest, ...]:
    """Every remedy that waits for approval, as far as the signed-in user may see its case."""
    query = select(Q, C.ref).where(text(WAITING), C.removed_at.is_(None))
    return _requests(session, query.where(*involved.kept_away(session)))


def requests_approved(session: Session, user_id: int) -> tuple[RemedyRequest, ...]:
    """What a user asked for and others approved, and whose reply is not recorded yet."""
    own = (
        Q.requested_by == user_id,
        Q.approved.is_(True),
        C.resolved_at.is_(None),
        C.removed_at.is_(None),
    )
    query = select(Q, C.ref).where(*own, *involved.kept_away(session))
    return _requests(session, query)


def _requests(session: Session, query: Select[RemedyRequestRow, str]) -> tuple[RemedyRequest, ...]:
    query = query.join(C, C.id == Q.complaint_id).order_by(Q.id)
    rows = session.execute(query).all()
    names = users.names(session) if rows else {}
    return tuple(
        RemedyRequest(
            id=row.id,
            complaint_id=row.complaint_id,
            ref=ref,
            outcome=Outcome(
                row.finding,
                row.finding_note,
                row.cause,
                row.remedy_kind,
                row.remedy_cents,
                row.goodwill,
            ),
            answer_note=row.answer_note,
            requested_at=row.requested_at,
            requested_by_id=row.requested_by,
            requested_by=names.get(row.requested_by, ""),
            limit_cents=row.limit_cents,
            limits_version=row.limits_version,
            approved=row.approved,
            approval_at=row.approval_at,
            approval_by=names.get(row.approval_by or 0, ""),
            approval_note=row.approval_note,
        )
        for row, ref in rows
    )


def signatures(session: Session, complaint_id: int) -> Sequence[SignatureRow]:
    """The signatures under a case, the oldest first."""
    query = select(S).where(S.complaint_id == complaint_id)
    return session.scalars(query.order_by(S.id)).all()


def response(session: Session, complaint_id: int, case_round: int) -> ResponseRow | None:
    """What is known of a round: how it was communicated, and the customer's response."""
    own = (ResponseRow.complaint_id == complaint_id, ResponseRow.case_round == case_round)
    return session.scalar(select(ResponseRow).where(*own))


def responses(session: Session, complaint_id: int) -> tuple[ResponseLine, ...]:
    """What is known of each round, the first round first."""
    query = select(ResponseRow).where(ResponseRow.complaint_id == complaint_id)
    rows = session.scalars(query.order_by(ResponseRow.case_round)).all()
    names = users.names(session) if rows else {}
    return tuple(
        ResponseLine(
            round=row.case_round,
            communicated_at=row.communicated_at,
            communicated_how=row.communicated_how,
            communicated_by=names.get(row.communicated_by or 0, ""),
            communicated_note=row.communicated_note,
            response=row.response,
            responded_at=row.responded_at,
            alternatives=tuple(filter(None, row.alternatives.split("\n"))),
            response_note=row.response_note,
        )
        for row in rows
    )


def follow_ups(session: Session, complaint_id: int) -> FollowUps:
    """The complaint that one follows and those that follow it, as far as this user may see them."""
    f, seen = FollowUpRow, involved.kept_away(session)
    query = select(C.id, C.ref).order_by(C.id).where(*seen)
    before = query.join(f, f.follows_id == C.id).where(f.follow_up_id == complaint_id)
    after = query.join(f, f.follow_up_id == C.id).where(f.follows_id == complaint_id)
    follows, followed_by = (
        [ComplaintRef(row.id, row.ref) for row in session.execute(part)] for part in (before, after)
    )
    return FollowUps(follows[0] if follows else None, tuple(followed_by))


def ask_row(session: Session, ask_id: int) -> SatisfactionRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(A, ask_id)


def asks_of_case(session: Session, complaint_id: int) -> tuple[SatisfactionAsk, ...]:
    """When the customer of a case was asked, or not asked, the oldest first."""
    rows = session.scalars(select(A).where(A.complaint_id == complaint_id).order_by(A.id)).all()
    names = users.names(session) if rows else {}
    return tuple(
        SatisfactionAsk(
            id=row.id,
            complaint_id=row.complaint_id,
            asked_at=row.inquired_at,
            asked_by=names.get(row.inquired_by, ""),
            how=row.inquired_how,
            answered_at=row.rated_at,
            score=row.rating,
            words=row.rating_words,
        )
        for row in rows
    )


def to_be_asked(
    session: Session, first: datetime, last: datetime, most: int
) -> tuple[ToBeAsked, ...]:
    """Complaints closed in a span of time whose customers were not asked since, oldest first."""
    asked = exists().where(A.complaint_id == C.id, A.inquired_at >= C.closed_at)
    query = (
        select(C.id, C.ref, C.customer_id, C.owner_id)
        .where(
            C.closed_month.between(
                Month.of(first.date()).shift(-1), Month.of(last.date()).shift(1)
            ),
            C.closed_at.between(first, last),
            C.removed_at.is_(None),
            C.feedback_month.is_(None),
            C.customer_id.is_not(None),
            ~asked,
            *involved.kept_away(session),
        )
        .order_by(C.closed_at)
        .limit(most)
    )
    return tuple(
        ToBeAsked(row.id, row.ref, row.customer_id or 0, row.owner_id)
        for row in session.execute(query)
    )


def content_sums(
    session: Session, months: Sequence[Month], calendar: ShopCalendar
) -> dict[Month, ContentSums]:
    """Who was asked in each month, and who answered in it; an answer counts when it was given.

    A case that is voided takes nothing back: its customer was asked all the same.
    """
    within = (A.inquired_month.between(months[0], months[-1]), A.inquired_how.is_not(None))
    asked = select(A.inquired_month, func.count()).where(*within).group_by(A.inquired_month)
    begin = datetime.combine(months[0].first_day, time(0), calendar.timezone)
    rated = select(A.rated_at, A.rating).where(A.rated_at >= begin)
    counts = {month: [number, 0, 0] for month, number in session.execute(asked)}
    for at, rating in session.execute(rated):
        of_month = counts.setdefault(Month.of(calendar.day_of(at or begin)), [0, 0, 0])
        of_month[1] += 1
        of_month[2] += int((rating or 0) >= CONTENT_FROM)
    return {month: ContentSums(*numbers) for month, numbers in counts.items()}
