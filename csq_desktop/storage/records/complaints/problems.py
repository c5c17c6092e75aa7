"""Queries of problems and of the complaints that belong to them; voided ones are in none."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from csq_desktop.domain.problems.facts import Problem, ProblemMember
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.records.shop import people
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.ties import ProblemCaseRow as M
from csq_desktop.storage.tables.complaints.ties import ProblemRow as P

C = ComplaintRow
_THERE = (M.left_at.is_(None), C.removed_at.is_(None))


def get(session: Session, problem_id: int) -> P | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(P, problem_id)


def add(session: Session, row: P | M) -> None:
    """Keep a new problem, or a complaint of one."""
    session.add(row)
    session.flush()


def membership(session: Session, problem_id: int, complaint_id: int) -> M | None:
    """The row that says a complaint belongs to a problem."""
    own = (M.problem_id == problem_id, M.complaint_id == complaint_id, M.left_at.is_(None))
    return session.scalars(select(M).where(*own).limit(1)).first()


def of_case(session: Session, complaint_id: int) -> tuple[Problem, ...]:
    """The problems a complaint belongs to, the oldest first."""
    mine = select(M.problem_id).where(M.complaint_id == complaint_id, M.left_at.is_(None))
    return _facts(session, session.scalars(_listed().where(P.id.in_(mine))).all())


def by_id(session: Session, problem_id: int) -> Problem | None:
    """One problem that was not taken back."""
    facts = _facts(session, session.scalars(_listed().where(P.id == problem_id)).all())
    return facts[0] if facts else None


def open_problems(session: Session, most: int) -> tuple[Problem, ...]:
    """The problems that are not solved, the newest first."""
    query = _listed().where(P.solved_at.is_(None)).order_by(P.opened_at.desc(), P.id)
    return _facts(session, session.scalars(query.limit(most)).all())


def everything(session: Session, most: int) -> tuple[Problem, ...]:
    """Every problem, those still open first, the newest before older ones."""
    query = _listed().order_by(P.solved_at.is_not(None), P.opened_at.desc(), P.id)
    return _facts(session, session.scalars(query.limit(most)).all())


def _listed() -> Select[P]:
    return select(P).where(P.removed_at.is_(None))


def _facts(session: Session, rows: Sequence[P]) -> tuple[Problem, ...]:
    names = people.names(session) if rows else {}
    members = _members(session, [row.id for row in rows])
    return tuple(
        Problem(
            id=row.id,
            problem_title=row.problem_title,
            cause=row.cause,
            product=row.product,
            touch_point=row.touch_point,
            owner_id=row.owner_id,
            owner=names.get(row.owner_id or 0, ""),
            opened_at=row.opened_at,
            reply_to_all=row.reply_to_all,
            solved_at=row.solved_at,
            members=tuple(members.get(row.id, ())),
        )
        for row in rows
    )


def _members(session: Session, problem_ids: Collection[int]) -> dict[int, list[ProblemMember]]:
    """The complaints of each problem; whoever one is about does not find it here either."""
    members: dict[int, list[ProblemMember]] = {}
    query = (
        select(
            M.problem_id, C.id, C.ref, C.summary, C.state, C.customer_id, C.received_at,
            M.joined_at,
        )
        .join(C, C.id == M.complaint_id)
        .where(M.problem_id.in_(problem_ids), *_THERE, *involved.kept_away(session))
        .order_by(C.received_at, C.id)
    )  # fmt: skip
    for row in session.execute(query) if problem_ids else ():
        members.setdefault(row[0], []).append(ProblemMember(*row[1:]))
    return members


def of_complaints(session: Session, complaint_ids: Sequence[int]) -> list[int]:
    """The ids of the problems that some complaints belong or belonged to."""
    return sorted(
        {
            number
            for some in in_parts(complaint_ids)
            for number in session.scalars(select(M.problem_id).where(M.complaint_id.in_(some)))
        }
    )
