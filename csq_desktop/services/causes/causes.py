"""Why a complaint arose: its main cause, others beside it, and the whys that led to each."""

from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy.orm import Session

from csq_desktop.domain.causes import facts as rules
from csq_desktop.domain.causes.coding import counted_as
from csq_desktop.domain.causes.facts import CaseCauses, Why
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import earlier_words
from csq_desktop.services.complaints import case_rows
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.cases import causes as records
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.causes import CaseCauseRow, WhyRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr


def of_case(session: Session, complaint_id: int) -> CaseCauses:
    """The causes of a case with their chains."""
    row = case_rows.row_of(session, complaint_id)
    return records.of_case(session, row.id, row.cause)


def set_main(session: Session, complaint_id: int, cause: str, whys: Sequence[Why] = ()) -> None:
    """Record the main cause of a case and the whys that led to it; it counts by its code.

    Earlier words stay readable for supervisors, beneath the line of the history.
    """
    require(session, Permission.WORK_COMPLAINTS)
    row, code = _complaint(session, complaint_id), lists.code_of(lists.ROOT_CAUSES, cause)
    others = [each.cause for each in records.further(session, row.id)]
    chain = rules.checked(whys)
    rules.check_cause(code, others)
    before = {"cause": row.cause} if row.cause != code else {}
    _put_main(row, code)
    _tell(session, row, before | _put_chain(session, row, None, chain))


def add(session: Session, complaint_id: int, cause: str, whys: Sequence[Why] = ()) -> int:
    """Record a cause beside the main one; gives its id."""
    require(session, Permission.WORK_COMPLAINTS)
    row, code = _complaint(session, complaint_id), lists.code_of(lists.ROOT_CAUSES, cause)
    chain = rules.checked(whys)
    others = [each.cause for each in records.further(session, row.id)]
    rules.check_cause(code, [row.cause, *others])
    desk = desk_of(session)
    new = CaseCauseRow(
        id=ids.reserve(session),
        complaint_id=row.id,
        cause=code,
        entered_at=desk.now(),
        entered_by=desk.user.id,
    )
    records.add(session, new)
    _tell(session, row, _put_chain(session, row, new.id, chain))
    return new.id


def change(session: Session, cause_id: int, cause: str, whys: Sequence[Why]) -> None:
    """Put right a cause beside the main one."""
    require(session, Permission.WORK_COMPLAINTS)
    further, code = _there(session, cause_id), lists.code_of(lists.ROOT_CAUSES, cause)
    row = _complaint(session, further.complaint_id)
    chain = rules.checked(whys)
    others = [each.cause for each in records.further(session, row.id) if each.id != cause_id]
    rules.check_cause(code, [row.cause, *others])
    before = {"cause": further.cause} if further.cause != code else {}
    further.cause = code
    _tell(session, row, before | _put_chain(session, row, cause_id, chain))


def make_main(session: Session, cause_id: int) -> bool:
    """Let a further cause and the main one change places; returns whether there was a main one."""
    require(session, Permission.WORK_COMPLAINTS)
    further = _there(session, cause_id)
    row = _complaint(session, further.complaint_id)
    has_answers = _swap_chains(session, row.id, cause_id)
    main, before = further.cause, {"cause": row.cause}
    had_main = bool(row.cause) or has_answers
    if had_main:
        further.cause = row.cause
    else:
        further.removed_at = desk_of(session).now()
    _put_main(row, main)
    _tell(session, row, before)
    return had_main


def undo_main(session: Session, cause_id: int, *, had_main: bool) -> None:
    """Undo that: the two change places again, or the main one is a further cause again."""
    if had_main:
        make_main(session, cause_id)
        return
    require(session, Permission.WORK_COMPLAINTS)
    further = records.get(session, cause_id)
    if further is None or further.removed_at is None:
        raise UserError(tr("It was changed since."))
    row = _complaint(session, further.complaint_id)
    _swap_chains(session, row.id, cause_id)
    further.removed_at, further.cause, before = None, row.cause, {"cause": row.cause}
    _put_main(row, "")
    _tell(session, row, before)


def _swap_chains(session: Session, complaint_id: int, cause_id: int) -> bool:
    """Exchange the answers of the main cause and a further one; whether the main one had any."""
    mine, theirs = (records.whys(session, complaint_id, each) for each in (None, cause_id))
    for steps, to in ((mine, cause_id), (theirs, None)):
        for step in steps:
            step.cause_id = to
    return bool(mine)


def take_out(session: Session, cause_id: int) -> None:
    """Take out a further cause that was entered by mistake; the trail keeps it."""
    require(session, Permission.WORK_COMPLAINTS)
    _there(session, cause_id).removed_at = desk_of(session).now()


def put_back(session: Session, cause_id: int) -> None:
    """Undo that."""
    require(session, Permission.WORK_COMPLAINTS)
    further = records.get(session, cause_id)
    if further is not None:
        case_rows.row_of(session, further.complaint_id)
        further.removed_at = None


def _put_main(row: ComplaintRow, code: str) -> None:
    if row.cause != code:
        row.cause = code
    counted = counted_as(code, partial(lists.has, lists.ROOT_CAUSES))
    if row.cause_code != counted:
        row.cause_code = counted


def _put_chain(
    session: Session, row: ComplaintRow, cause_id: int | None, chain: Sequence[Why]
) -> dict[str, object]:
    """Write a chain over the one before it; gives what was said otherwise, as lines of a field."""
    there = list(records.whys(session, row.id, cause_id))
    before: dict[str, list[str]] = {"why": [], "evidence": []}
    desk = desk_of(session)
    for step, old in enumerate(there):
        new = chain[step] if step < len(chain) else Why("")
        for key, words in vars(new).items():
            if getattr(old, key) != words:
                before[key].append(getattr(old, key))
        if not new.why:
            old.removed_at = desk.now()
        else:
            old.step, old.why, old.evidence = step + 1, new.why, new.evidence
    for step, new in enumerate(chain[len(there) :], start=len(there) + 1):
        answer = WhyRow(
            id=ids.reserve(session),
            complaint_id=row.id,
            cause_id=cause_id,
            step=step,
            why=new.why,
            evidence=new.evidence,
            entered_at=desk.now(),
            entered_by=desk.user.id,
        )
        records.add(session, answer)
    return {key: "\n".join(filter(None, lines)) for key, lines in before.items()}


def _tell(session: Session, row: ComplaintRow, before: Mapping[str, object]) -> None:
    event_id = complaint_records.add_event(session, row.id, EventKind.ANALYSED)
    earlier_words.keep(session, ComplaintRow, row.id, before, event_id)


def _there(session: Session, cause_id: int) -> CaseCauseRow:
    further = records.get(session, cause_id)
    if further is None or further.removed_at is not None:
        raise UserError(tr("This cause has been removed."))
    case_rows.row_of(session, further.complaint_id)
    return further


def _complaint(session: Session, complaint_id: int) -> ComplaintRow:
    row = case_rows.row_of(session, complaint_id)
    if not row.kind.is_complaint or row.removed_at is not None:
        raise UserError(tr("Only complaints that count have causes."))
    return row
