"""One reply to all complaints of a problem, and closing them together, by the rules of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from csq_desktop.domain.bulk.checks import RefusedCase, StepCheck
from csq_desktop.domain.complaints import lifecycle
from csq_desktop.domain.complaints.facts import Finding, Outcome
from csq_desktop.domain.fields.fields import LONGEST_WORDS
from csq_desktop.domain.problems.facts import ProblemMember
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.closing import gates, remedies
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.problems import problems
from csq_desktop.storage.records.complaints import problems as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr

_ANY_OUTCOME = Outcome(Finding.UPHELD)


@dataclass(frozen=True)
class TogetherResult:
    """With how many complaints a step was taken, and those it was not, with why."""

    done: int
    refused: tuple[RefusedCase, ...] = ()


def may_be_answered(session: Session, problem_id: int) -> StepCheck:
    """Which complaints of a problem can be replied to now; those replied to are not asked about."""
    now, rules = case_rows.now(session), case_rows.rules(session)

    def check(complaint_id: int) -> None:
        case = case_rows.case_of(session, case_rows.row_of(session, complaint_id))
        lifecycle.answer(case, _ANY_OUTCOME, rules, now)

    return _checked(problems.read(session, problem_id).unanswered, check)


def may_be_closed(session: Session, problem_id: int) -> StepCheck:
    """Which open complaints of a problem can be closed now, by what the shop's rules ask of each.

    One that has to be signed is closed by itself.
    """
    now, rules = case_rows.now(session), case_rows.rules(session)

    def check(complaint_id: int) -> None:
        case = case_rows.case_of(session, case_rows.row_of(session, complaint_id))
        lifecycle.close(case, rules, now)
        gates.check(session, complaint_id, None)

    return _checked(problems.read(session, problem_id).open_members, check)


def answer(session: Session, problem_id: int, outcome: Outcome, text: str) -> TogetherResult:
    """Reply to all that can be replied to, with one text and the problem's cause.

    Each has its own line of history and its own clocks. A complaint that joins later is offered
    the same text.
    """
    require(session, Permission.WORK_COMPLAINTS)
    row = records.get(session, problem_id)
    if row is None or not text.strip():
        raise UserError(tr("Enter what the customers were told."), field="note")
    outcome = replace(outcome, cause=outcome.cause or row.cause)
    check = may_be_answered(session, problem_id)
    refused = list(check.refused)
    able = [number for number in check.able_ids if _is_granted(session, number, outcome, refused)]
    for complaint_id in able:
        complaints.answer(session, complaint_id, outcome, text)
    row.reply_to_all = text.strip()[:LONGEST_WORDS]
    return TogetherResult(len(able), tuple(refused))


def close(session: Session, problem_id: int, note: str = "") -> TogetherResult:
    """Close all that can be closed; a problem with nothing left open is solved by it."""
    require(session, Permission.CLOSE_COMPLAINTS)
    check = may_be_closed(session, problem_id)
    for complaint_id in check.able_ids:
        complaints.close(session, complaint_id, note)
    if check.able_ids and not check.refused:
        problems.solve(session, problem_id)
    return TogetherResult(len(check.able_ids), check.refused)


def _is_granted(
    session: Session, complaint_id: int, outcome: Outcome, refused: list[RefusedCase]
) -> bool:
    """Whether the remedy is within the limits for a complaint; names it where it is not."""
    try:
        remedies.check(session, complaint_id, outcome)
    except UserError as error:
        refused.append(RefusedCase(case_rows.row_of(session, complaint_id).ref, error.text))
        return False
    return True


def _checked(members: Iterable[ProblemMember], check: Callable[[int], None]) -> StepCheck:
    able, refused = [], []
    for member in members:
        try:
            check(member.id)
            able.append(member.id)
        except UserError as error:
            refused.append(RefusedCase(member.ref, error.text))
    return StepCheck(tuple(able), tuple(refused))
