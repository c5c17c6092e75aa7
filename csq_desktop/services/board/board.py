"""The cases of a list by the step they stand at: counts, and no more of them than is shown."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.board import columns
from csq_desktop.domain.board.columns import CLOSED_DAYS, PAGE, BoardColumn
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintLine, ComplaintQueue, Filter, State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.services.complaints import views
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import board as records
from csq_desktop.storage.records.complaints.board import BoardCases, Lately


def look(session: Session, shown: Filter, sizes: Mapping[State, int]) -> tuple[BoardColumn, ...]:
    """The columns of a list's kind, of each the first cards: a page, or as many as its size."""
    cases, kind = _cases(session, shown), shown.kind or FeedbackKind.COMPLAINT
    counts = records.counts(session, cases)
    looked_at = []
    for step in columns.steps(kind):
        states = columns.states_at(kind, step)
        count = sum(counts.get(state, 0) for state in states)
        limit = max(PAGE, sizes.get(step, 0))
        ids = records.first_ids(session, cases, states, limit) if count else ()
        looked_at.append(BoardColumn(step, count, tuple(views.lines(session, ids))))
    return tuple(looked_at)


def further(session: Session, shown: Filter, step: State, after: int) -> tuple[ComplaintLine, ...]:
    """The next page of a column after so many cards."""
    kind = shown.kind or FeedbackKind.COMPLAINT
    states = columns.states_at(kind, step)
    ids = records.first_ids(session, _cases(session, shown), states, after + PAGE)
    return tuple(views.lines(session, ids[after:]))


def _cases(session: Session, shown: Filter) -> BoardCases:
    times = views.times(session, escalated=shown.view is ComplaintQueue.ESCALATED)
    since = times.now - timedelta(days=CLOSED_DAYS)
    lately = Lately(since, Month.of(since.astimezone(shop.zone(session)).date()))
    return records.cases(session, shown, times, lately if columns.with_closed(shown.view) else None)
