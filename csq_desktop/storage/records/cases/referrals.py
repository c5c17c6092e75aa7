"""Queries of referrals outside; those of voided cases, or taken back, wait for nothing."""

from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from csq_desktop.domain.referrals.facts import Referral
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.tables.cases.referrals import ReferralRow as R
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.store import UserRow

C = ComplaintRow
_IS_WAITING = (R.answered_on.is_(None), R.removed_at.is_(None))


def get(session: Session, referral_id: int) -> R | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(R, referral_id)


def add(session: Session, row: R) -> None:
    """Keep a new referral."""
    session.add(row)
    session.flush()


def of_case(session: Session, complaint_id: int) -> tuple[Referral, ...]:
    """The referrals of a case, the earliest first."""
    return _facts(session, _listed().where(R.complaint_id == complaint_id))


def by_id(session: Session, referral_id: int) -> Referral | None:
    """One referral that was not taken back."""
    facts = _facts(session, _listed().where(R.id == referral_id))
    return facts[0] if facts else None


def waiting(session: Session, until: date, most: int) -> tuple[Referral, ...]:
    """Referrals without an outcome whose answer is due by a day, the earliest first."""
    query = _listed().where(*_IS_WAITING, C.removed_at.is_(None), R.answer_due_on <= until)
    query = query.where(*involved.kept_away(session))
    return _facts(session, query.order_by(R.answer_due_on).limit(most))


def _listed() -> Select[R, str, int | None, str]:
    return (
        select(R, C.ref, C.owner_id, UserRow.name)
        .join(C, C.id == R.complaint_id)
        .outerjoin(UserRow, UserRow.id == R.referred_by)
        .where(R.removed_at.is_(None))
    )


def _facts(session: Session, query: Select[R, str, int | None, str]) -> tuple[Referral, ...]:
    rows = session.execute(query.order_by(R.referred_on, R.id))
    return tuple(
        Referral(
            id=row.id,
            complaint_id=row.complaint_id,
            ref=ref,
            owner_id=owner_id,
            referred_to=row.referred_to,
            referred_on=row.referred_on,
            referred_by=user or "",
            body_reference=row.body_reference,
            referral_reason=row.referral_reason,
            handed_over=row.handed_over,
            answer_due_on=row.answer_due_on,
            answered_on=row.answered_on,
            result=row.referral_result,
            result_note=row.result_note,
        )
        for row, ref, owner_id, user in rows
    )
