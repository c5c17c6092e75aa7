"""Queries of why complaints arose."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.causes.facts import CaseCauses, CauseChain, Why
from csq_desktop.domain.indicators.measures import MeasureId
from csq_desktop.storage.tables.cases.causes import CaseCauseRow, WhyRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintSumRow


def get(session: Session, cause_id: int) -> CaseCauseRow | None:
    """The row of a further cause; never leaves the services."""
    return session.get(CaseCauseRow, cause_id)


def add(session: Session, row: CaseCauseRow | WhyRow) -> None:
    """Keep a new cause, or an answer that leads to one."""
    session.add(row)
    session.flush()


def further(session: Session, complaint_id: int) -> Sequence[CaseCauseRow]:
    """The further causes of a case, in the order they were entered."""
    r = CaseCauseRow
    query = select(r).where(r.complaint_id == complaint_id, r.removed_at.is_(None))
    return session.scalars(query.order_by(r.id)).all()


def whys(session: Session, complaint_id: int, cause_id: int | None) -> Sequence[WhyRow]:
    """The chain of a cause of a case, in its order; None is the main cause."""
    w = WhyRow
    query = select(w).where(w.complaint_id == complaint_id, w.removed_at.is_(None))
    of_cause = w.cause_id.is_(None) if cause_id is None else w.cause_id == cause_id
    return session.scalars(query.where(of_cause).order_by(w.step, w.id)).all()


def of_case(session: Session, complaint_id: int, main: str) -> CaseCauses:
    """The causes of a case with their chains; `main` stands on the case itself."""
    w = WhyRow
    query = select(w).where(w.complaint_id == complaint_id, w.removed_at.is_(None))
    chains: dict[int | None, list[Why]] = {}
    for row in session.scalars(query.order_by(w.step, w.id)):
        chains.setdefault(row.cause_id, []).append(Why(row.why, row.evidence))
    return CaseCauses(
        CauseChain(main, tuple(chains.get(None, ()))),
        tuple(
            CauseChain(row.cause, tuple(chains.get(row.id, ())), row.id)
            for row in further(session, complaint_id)
        ),
    )


def closed_by_cause(session: Session, first: Month, last: Month) -> dict[str, int]:
    """How many complaints closed in some months had each main cause; none has no code."""
    s, total = ComplaintSumRow, func.sum(ComplaintSumRow.count)
    query = select(s.bucket, total).where(
        s.measure == MeasureId.CAUSE, s.month.between(first, last)
    )
    query = query.group_by(s.bucket).having(total > 0).order_by(total.desc(), s.bucket)
    return {code: int(count) for code, count in session.execute(query)}
