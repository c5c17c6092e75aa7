"""Problems that several complaints have in common: opening one, its complaints, its end."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.problems import facts as rules
from csq_desktop.domain.problems.facts import NewProblem, Problem
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import people
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import problems as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints.ties import ProblemCaseRow, ProblemRow
from csq_desktop.texts import tr

MOST_LISTED = 200


def start(session: Session, new: NewProblem, complaint_ids: Sequence[int] = ()) -> int:
    """Open a problem with the complaints that have it; returns its id. Each is still counted."""
    require(session, Permission.WORK_COMPLAINTS)
    rules.check(new)
    row = ProblemRow(
        id=ids.reserve(session),
        problem_title=new.problem_title.strip(),
        cause=lists.code_of(lists.ROOT_CAUSES, new.cause),
        product=new.product.strip(),
        touch_point=new.touch_point,
        owner_id=people.chosen(session, new.owner) or people.of_signed_in(session),
        opened_at=desk_of(session).now(),
        opened_by=desk_of(session).user.id,
    )
    records.add(session, row)
    join(session, row.id, complaint_ids)
    return row.id


def correct(session: Session, problem_id: int, new: NewProblem) -> None:
    """Put right what was typed of a problem."""
    require(session, Permission.WORK_COMPLAINTS)
    rules.check(new)
    row = _row(session, problem_id)
    row.problem_title, row.product = new.problem_title.strip(), new.product.strip()
    row.cause = lists.code_of(lists.ROOT_CAUSES, new.cause)
    row.touch_point = new.touch_point
    row.owner_id = people.chosen(session, new.owner) or row.owner_id


def join(session: Session, problem_id: int, complaint_ids: Sequence[int]) -> int:
    """Let complaints belong to a problem; returns how many did not before."""
    require(session, Permission.WORK_COMPLAINTS)
    row, joined = _row(session, problem_id), 0
    for complaint_id in complaint_ids:
        case = case_rows.row_of(session, complaint_id)
        if case.removed_at is not None or records.membership(session, row.id, case.id) is not None:
            continue
        member = ProblemCaseRow(
            id=ids.reserve(session),
            problem_id=row.id,
            complaint_id=case.id,
            joined_at=desk_of(session).now(),
            joined_by=desk_of(session).user.id,
        )
        records.add(session, member)
        _tell(session, case.id, StepFacts(after=str(row.id)))
        joined += 1
    return joined


def leave(session: Session, problem_id: int, complaint_id: int) -> None:
    """Take a complaint out of a problem."""
    require(session, Permission.WORK_COMPLAINTS)
    member = records.membership(session, problem_id, complaint_id)
    if member is None:
        raise UserError(tr("This complaint is not part of the problem any more."))
    member.left_at = desk_of(session).now()
    _tell(session, complaint_id, StepFacts())


def put_back(session: Session, problem_id: int, complaint_id: int) -> None:
    """Undo that."""
    join(session, problem_id, (complaint_id,))


def solve(session: Session, problem_id: int) -> None:
    """Record that a problem is solved: it leaves Today; its complaints stay as they are."""
    require(session, Permission.WORK_COMPLAINTS)
    _row(session, problem_id).solved_at = desk_of(session).now()


def unsolve(session: Session, problem_id: int) -> None:
    """Record that a problem is there still, or again."""
    require(session, Permission.WORK_COMPLAINTS)
    _row(session, problem_id).solved_at = None


def discard(session: Session, problem_id: int) -> None:
    """Take out a problem that was opened by mistake; the trail keeps it."""
    require(session, Permission.WORK_COMPLAINTS)
    _row(session, problem_id).removed_at = desk_of(session).now()


def bring_back(session: Session, problem_id: int) -> None:
    """Undo that."""
    require(session, Permission.WORK_COMPLAINTS)
    row = records.get(session, problem_id)
    if row is not None:
        row.removed_at = None


def read(session: Session, problem_id: int) -> Problem:
    """A problem with its complaints; a UserError when it has been removed."""
    problem = records.by_id(session, problem_id)
    if problem is None:
        raise UserError(tr("This problem has been removed."))
    return problem


def members(session: Session, problem_id: int) -> tuple[int, ...]:
    """The complaints of a problem by id, the oldest first: letters to all are printed for them."""
    return tuple(member.id for member in read(session, problem_id).members)


def of_case(session: Session, complaint_id: int) -> tuple[Problem, ...]:
    """The problems a complaint belongs to, the oldest first."""
    return records.of_case(session, complaint_id)


def listed(session: Session) -> tuple[Problem, ...]:
    """Every problem, those still open first."""
    return records.everything(session, MOST_LISTED)


def _row(session: Session, problem_id: int) -> ProblemRow:
    row = records.get(session, problem_id)
    if row is None or row.removed_at is not None:
        raise UserError(tr("This problem has been removed."))
    return row


def _tell(session: Session, complaint_id: int, facts: StepFacts) -> None:
    complaint_records.add_event(session, complaint_id, EventKind.PROBLEM, facts=facts)
