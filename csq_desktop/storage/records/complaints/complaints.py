"""Queries of complaints: one record, its history, and lists that stay quick over a million rows."""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from csq_desktop.domain.absences.facts import acted
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import (
    ComplaintLine,
    ComplaintQueue,
    ComplaintRef,
    EventKind,
    Filter,
)
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.complaints.kinds import SERIES, FeedbackKind
from csq_desktop.domain.indicators.measures import MeasureId
from csq_desktop.domain.shop.shop_lists import CATEGORIES, ROOT_CAUSES
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.bodies import filled_body, if_sound
from csq_desktop.storage.records.complaints import absences, involved, merges
from csq_desktop.storage.records.complaints import complaint_orders as orders
from csq_desktop.storage.records.deadlines import IS_OPEN
from csq_desktop.storage.records.parts import ids_of, in_parts
from csq_desktop.storage.rollups import bulk_sums
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.search import index as search
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.sessions.lists_in_force import current
from csq_desktop.storage.tables.complaints.complaints import (
    ComplaintEventRow,
    ComplaintRoundRow,
    ComplaintRow,
    ComplaintSumRow,
)
from csq_desktop.storage.tables.complaints.ties import ProblemCaseRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, SealedIntakeRow
from csq_desktop.storage.tables.row import seconds
from csq_desktop.storage.tables.shop.people import PersonRow
from csq_desktop.storage.tables.store import UserRow

C, R, S = ComplaintRow, ComplaintRoundRow, ComplaintSumRow
_SERIES = "|".join(SERIES.values())
_REFERENCE = re.compile(rf"({_SERIES})-\d{{4}}(-\d*(-\w*)?)?", re.ASCII)
_WHOLE_REFERENCE = re.compile(rf"({_SERIES})-\d{{4}}-\d{{4,}}(-\w+)?", re.ASCII)
_LAST = "\uffff"
_MOST_FOUND = 500
AuditDetail = Mapping[str, object]


@dataclass(frozen=True)
class Times:
    """The moments a list's queues are cut at: now, the end of the shop's day, its month."""

    now: datetime
    day_end: datetime
    month: Month
    month_begin: datetime
    escalated: tuple[int, ...] = ()


def get(session: Session, complaint_id: int) -> ComplaintRow | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(ComplaintRow, complaint_id)


def add(session: Session, row: ComplaintRow) -> None:
    """Keep a new complaint and make it findable."""
    session.add(row)
    session.flush()
    search.COMPLAINTS.index(session, row.id)


def add_many(
    session: Session, columns: Sequence[str], rows: Iterable[bulk.Stored], *, detail: AuditDetail
) -> int:
    """Keep many complaints of consecutive ids at once; they are indexed in the background.

    The first column is the id. To be called inside `summed_at_the_end`.
    """
    new_rows = list(rows)
    if new_rows:
        bulk.insert(session, ComplaintRow, columns, new_rows, detail=detail)
        bulk_sums.add_complaints(session, columns, new_rows)
        search.COMPLAINTS.defer(session, new_rows[0][0], new_rows[-1][0])
    return len(new_rows)


def add_rounds(
    session: Session, columns: Sequence[str], rows: Sequence[bulk.Stored], *, detail: AuditDetail
) -> None:
    """Keep many finished rounds at once; the first column is the id."""
    if rows:
        bulk.insert(session, ComplaintRoundRow, columns, rows, detail=detail)


def summed_at_the_end(session: Session) -> AbstractContextManager[None]:
    """Complaints kept inside are summed chunk by chunk, not row by row."""
    return rollups.paused(session, "complaint")


def add_events(session: Session, rows: Iterable[bulk.Stored], *, detail: AuditDetail) -> int:
    """Keep many lines of history at once: id, complaint, moment, user, kind, text, facts."""
    columns = ("id", "complaint_id", "at", "user_id", "kind", "text", "facts")
    stored = (
        (*row, None if facts is None else bulk.stored(filled_body(facts))) for *row, facts in rows
    )
    return bulk.insert(session, ComplaintEventRow, columns, stored, detail=detail)


def withdraw_many(session: Session, batch_id: int, span: tuple[int, int], facts: StepFacts) -> int:
    """Withdraw the complaints a batch added; their numbers stay given, they count nowhere."""
    still = (C.id.between(*span), C.batch_id == batch_id, C.removed_at.is_(None))
    complaint_ids = session.scalars(select(C.id).where(*still)).all()
    if not complaint_ids:
        return 0
    desk, detail = desk_of(session), {"batch": batch_id}
    at = seconds(desk.now())
    finished = select(R.id).join(C, C.id == R.complaint_id).where(*still)
    rounds_of_them = session.scalars(finished).all()
    bulk.update(
        session, R, ("removed_at",), ((at, row_id) for row_id in rounds_of_them), detail=detail
    )
    with rollups.paused(session, "complaint"):
        rollups.take_complaints(session, batch_id, span)
        bulk.update(
            session, C, ("removed_at",), ((at, row_id) for row_id in complaint_ids), detail=detail
        )
    first = ids.reserve(session, len(complaint_ids))
    lines = (
        (first + n, row_id, at, desk.user.id, EventKind.REMOVED.value, "", facts)
        for n, row_id in enumerate(complaint_ids)
    )
    add_events(session, lines, detail=detail)
    search.COMPLAINTS.unindex_span(session, *span)
    return len(complaint_ids)


def reindex(session: Session, complaint_id: int) -> None:
    """Make a corrected complaint findable by its new words."""
    session.flush()
    search.COMPLAINTS.index(session, complaint_id)


def add_event(
    session: Session,
    complaint_id: int,
    kind: EventKind,
    text: str = "",
    facts: StepFacts | None = None,
) -> int:
    """Add a line to a complaint's history; gives its id."""
    desk, event_id = desk_of(session), ids.reserve(session)
    session.add(
        ComplaintEventRow(
            id=event_id,
            complaint_id=complaint_id,
            at=desk.now(),
            user_id=desk.user.id,
            kind=kind,
            text=text,
            facts=None if facts is None else filled_body(facts),
            for_id=absences.acting_for(session, complaint_id),
        )
    )
    return event_id


@dataclass(frozen=True)
class RecordedStep:
    """A line of a complaint's history as it is stored: its facts are not in words yet."""

    id: int
    at: datetime
    user: str
    kind: EventKind
    text: str
    facts: StepFacts | None


def steps(session: Session, complaint_id: int) -> list[RecordedStep]:
    """A complaint's history, oldest first; it names for whom somebody acted."""
    h = ComplaintEventRow
    query = (
        select(h.id, h.at, UserRow.name, PersonRow.name, h.kind, h.text, h.facts)
        .outerjoin(UserRow, UserRow.id == h.user_id)
        .outerjoin(PersonRow, PersonRow.id == h.for_id)
        .where(h.complaint_id == complaint_id)
        .order_by(h.at, h.id)
    )
    return [
        RecordedStep(
            event_id,
            at,
            acted(name or "", for_name or ""),
            kind,
            text,
            None if body is None else if_sound(StepFacts, body),
        )
        for event_id, at, name, for_name, kind, text, body in session.execute(query)
    ]


def called(session: Session, ref: str) -> int | None:
    """The id of the case that has a number, of whatever kind of feedback."""
    return session.scalar(select(ComplaintRow.id).where(ComplaintRow.ref == ref))


def rounds(session: Session, complaint_id: int) -> Sequence[ComplaintRoundRow]:
    """The finished rounds of a reopened complaint, first to last."""
    query = select(ComplaintRoundRow).where(ComplaintRoundRow.complaint_id == complaint_id)
    return session.scalars(query.order_by(ComplaintRoundRow.round)).all()


def category_is_used(session: Session, category: str) -> bool:
    """Whether any complaint that counts is of a category."""
    counted = (S.measure == MeasureId.RECEIVED, S.bucket == category, S.count > 0)
    return session.execute(select(S.month).where(*counted).limit(1)).first() is not None


def began_as(session: Session, complaint_id: int) -> ComplaintRef | None:
    """What was recorded again, as this, of another kind."""
    return _reference(session, C.became_id == complaint_id)


def became(session: Session, complaint_id: int | None) -> ComplaintRef | None:
    """What something was recorded again as, by the id it holds; None where it was not."""
    return None if complaint_id is None else _reference(session, C.id == complaint_id)


def _reference(session: Session, condition: ColumnElement[bool]) -> ComplaintRef | None:
    row = session.execute(select(C.id, C.ref).where(condition).limit(1)).first()
    return row and ComplaintRef(row.id, row.ref)


def move_sealed(session: Session, complaint_id: int, to: int) -> None:
    """Let a caller's sealed identity that waits lead to another complaint."""
    query = select(SealedIntakeRow).where(
        SealedIntakeRow.complaint_id == complaint_id, SealedIntakeRow.opened_at.is_(None)
    )
    for row in session.scalars(query):
        row.complaint_id = to


def customer_ref(session: Session, customer_id: int | None) -> str:
    """A customer's reference number, or nothing."""
    if customer_id is None:
        return ""
    return session.scalar(select(CustomerRow.ref).where(CustomerRow.id == customer_id)) or ""


def follow_merges(session: Session, complaint_ids: Iterable[int], detail: AuditDetail) -> None:
    """Give complaints of a customer who was merged into another to that one."""
    survivor = select(CustomerRow.merged_into).where(CustomerRow.id == C.customer_id)
    leads_on = survivor.correlate(C).scalar_subquery()
    for some in in_parts(complaint_ids):
        query = select(leads_on, C.id).where(C.id.in_(some), leads_on.is_not(None))
        rows = [tuple(row) for row in session.execute(query)]
        bulk.update(session, C, ("customer_id",), rows, detail=detail)


def sealed_waiting(session: Session, complaint_id: int) -> bool:
    """Whether a caller's sealed identity still waits for a supervisor."""
    query = select(SealedIntakeRow.id).where(
        SealedIntakeRow.complaint_id == complaint_id, SealedIntakeRow.opened_at.is_(None)
    )
    return session.execute(query.limit(1)).first() is not None


def of_kind(kind: FeedbackKind | None) -> list[ColumnElement[bool]]:
    """What is of a kind; None is the whole log."""
    if kind is None:
        return []
    is_other = C.feedback_month.is_not(None)  # the condition of an index
    return [C.feedback_month.is_(None)] if kind.is_complaint else [is_other, C.kind == kind]


def view_conditions(
    view: ComplaintQueue, times: Times, kind: FeedbackKind | None
) -> list[ColumnElement[bool]]:
    """What a queue of a kind takes in; what was withdrawn is in none but its own."""
    return [*of_kind(kind), *_view_conditions(view, times)]


def _view_conditions(view: ComplaintQueue, times: Times) -> list[ColumnElement[bool]]:
    still_open: list[ColumnElement[bool]] = [C.removed_at.is_(None), *IS_OPEN]
    conditions: dict[ComplaintQueue, list[ColumnElement[bool]]] = {
        ComplaintQueue.OPEN: still_open,
        ComplaintQueue.DUE_TODAY: [
            *still_open,
            C.next_due_at >= times.now,
            C.next_due_at < times.day_end,
        ],
        ComplaintQueue.OVERDUE: [*still_open, C.next_due_at < times.now],
        ComplaintQueue.ESCALATED: [*still_open, C.id.in_(times.escalated)],
        ComplaintQueue.WAITING: [*still_open, C.waiting_since.is_not(None)],
        ComplaintQueue.CLOSED_MONTH: [
            C.removed_at.is_(None),
            or_(
                C.closed_month == times.month,
                and_(C.feedback_month.is_not(None), C.closed_at >= times.month_begin),
            ),
        ],
        ComplaintQueue.ALL: [C.removed_at.is_(None)],
        ComplaintQueue.WITHDRAWN: [C.removed_at.is_not(None)],
    }
    return conditions[view]


def counts(session: Session, times: Times, kind: FeedbackKind | None) -> dict[ComplaintQueue, int]:
    """How much of a kind stands in each queue but All and Withdrawn."""
    views = [
        view
        for view in ComplaintQueue
        if view not in (ComplaintQueue.ALL, ComplaintQueue.WITHDRAWN)
    ]
    return {view: _count(session, view, times, kind) for view in views}


def open_of_each(session: Session) -> dict[FeedbackKind, int]:
    """How many are open of each kind, the complaints too."""
    query = select(C.kind, func.count()).where(C.removed_at.is_(None), *IS_OPEN)
    query = query.where(*involved.kept_away(session))
    rows = session.execute(query.group_by(C.kind))
    return {row[0]: row[1] for row in rows}


def _count(session: Session, view: ComplaintQueue, times: Times, kind: FeedbackKind | None) -> int:
    query = select(func.count()).select_from(C).where(*view_conditions(view, times, kind))
    query = query.where(*involved.kept_away(session))
    return session.scalar(query) or 0


def matching(session: Session, shown: Filter, times: Times) -> Select[int]:
    """The complaints that a list shows, but for the words it is searched by."""
    query = select(C.id).where(*view_conditions(shown.view, times, shown.kind))
    query = query.where(*involved.kept_away(session))
    exact = {
        C.channel: shown.channel,
        C.severity: shown.severity,
        C.state: shown.state,
        C.customer_id: shown.customer_id,
        C.owner_id: shown.owner_id,
    }
    query = query.where(*(column == value for column, value in exact.items() if value is not None))
    if shown.category:
        query = query.where(C.category.in_(current(CATEGORIES).meant_by(shown.category)))
    if shown.second_category:
        listed = current(CATEGORIES).meant_by(shown.second_category)
        query = query.where(C.second_category.in_(listed), C.second_category != "")
    if shown.problem_id is not None:
        m = ProblemCaseRow
        of_it = select(m.complaint_id).where(m.problem_id == shown.problem_id, m.left_at.is_(None))
        query = query.where(C.id.in_(of_it))
    if shown.cause:
        listed = current(ROOT_CAUSES).meant_by(shown.cause)
        query = query.where(C.cause_code.in_(listed), C.cause_code != "")
    if shown.received_from:
        query = query.where(C.received_at >= shown.received_from)
    if shown.received_to:
        query = query.where(C.received_at < shown.received_to)
    return query


def line_ids(
    session: Session,
    shown: Filter,
    times: Times,
    *,
    ranks: orders.Ranks,
    limit: int | None = None,
) -> "array[int]":
    """Ids of the complaints a list shows, in its order; all of them without a limit.

    `ranks` are the places of the categories, for the order by their words.
    """
    if shown.text.strip():
        matches = _found_ids(session, shown, times, limit or _MOST_FOUND)
        if shown.order is None:
            return matches
        query = select(C.id).where(C.id.in_(matches))
        return orders.ordered_ids(session, query, shown.order, ranks, limit)
    query = matching(session, shown, times)
    if shown.order is not None:
        return orders.ordered_ids(session, query, shown.order, ranks, limit)
    return ids_of(session, orders.newest_first(query, shown.view), limit)


def _found_ids(session: Session, shown: Filter, times: Times, limit: int) -> "array[int]":
    conditions = matching(session, shown, times)
    beginning = shown.text.strip().upper()
    if shown.view is ComplaintQueue.ALL and _WHOLE_REFERENCE.fullmatch(beginning):
        # Whoever asks for one complaint finds it even when it was withdrawn.
        whole = (C.ref >= beginning, C.ref < f"{beginning}.")  # with its branch or without
        matches = merges.leading(session, ids_of(session, select(C.id).where(*whole)))
        return ids_of(session, select(C.id).where(C.id.in_(matches), *involved.kept_away(session)))
    return found_among(session, conditions, shown.text, limit)


def found_among(
    session: Session, among: Select[int], text: str, limit: int = _MOST_FOUND, *, since: int = 0
) -> "array[int]":
    """Ids of complaints with the words or the beginning of a number, newest first.

    None of those asked for has an id below `since`: what is older is not looked through.
    """
    beginning = text.strip().upper()
    if _REFERENCE.fullmatch(beginning):
        # Every reference shares its first letters: the index of references is far quicker here.
        query = among.where(C.ref >= beginning, C.ref < beginning + _LAST)
        return array("q", session.scalars(query.order_by(C.ref.desc()).limit(limit)))

    def fits(candidates: Sequence[int]) -> list[int]:
        return list(session.scalars(among.where(C.id.in_(candidates))))

    return array("q", search.COMPLAINTS.find(session, text, fits, limit=limit, since=since))


def lines(session: Session, complaint_ids: Sequence[int]) -> list[ComplaintLine]:
    """The complaints of some ids, in the order of the ids."""
    query = select(
        C.id, C.ref, C.summary, C.category, C.state, C.severity, C.received_at,
        C.next_due_at, C.next_clock, C.waiting_since, C.customer_id, C.owner_id, C.removed_at,
        C.kind,
    ).where(C.id.in_(complaint_ids))  # fmt: skip
    by_id = {
        row[0]: ComplaintLine(
            *row[:9], row[9] is not None, row[10], row[11], row[12] is not None, row[13]
        )
        for row in session.execute(query)
    }
    return [by_id[complaint_id] for complaint_id in complaint_ids if complaint_id in by_id]


def due_before(session: Session, moment: datetime, limit: int) -> list[ComplaintLine]:
    """Open complaints whose next clock runs out before a moment, the earliest first."""
    query = (
        select(C.id)
        .where(C.removed_at.is_(None), *IS_OPEN, *involved.kept_away(session))
        .where(C.next_due_at < moment)
        .order_by(C.next_due_at)
        .limit(limit)
    )
    return lines(session, list(session.scalars(query)))
