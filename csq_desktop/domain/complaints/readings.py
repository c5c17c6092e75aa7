"""How the clocks of a case and of its earlier rounds stand at a moment, as a person reads them."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from csq_desktop.domain.calendar.calendar import ShopCalendar
from csq_desktop.domain.complaints import clocks
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import Moment, as_datetime
from csq_desktop.domain.complaints.facts import ClockReading, ClockState, ComplaintClock
from csq_desktop.domain.complaints.rounds import Round

_LATE = (ClockState.MISSED, ClockState.OVERDUE)


class _Span(NamedTuple):
    """A clock's deadline, when it was stopped, until when it can be late, whether it is held."""

    due: Moment
    done: Moment
    until: int
    held: bool = False

    @property
    def has_run_out(self) -> bool:
        """Whether it still runs past its deadline; left out of the pledges it is late for work."""
        return self.done is None and clocks.has_run_out(self.due, self.until, held=self.held)


def readings(
    case: Case, rounds: Sequence[Round], calendar: ShopCalendar, now: int
) -> tuple[ClockReading, ...]:
    """The acknowledgement, progress replies where they were promised, then the resolve clock.

    Of the resolve clocks of every round the running one is last.
    """
    left_out = bool(case.excluded_reason)
    ack = _Span(case.ack_due_at, case.acknowledged_at, now)
    resolve = _Span(case.resolve_due_at, case.resolved_at, now, held=case.held)
    progress = _Span(case.progress_due_at, case.progress_at, now, held=case.progress_held)
    spans = [(ack, case.ack_month), (progress, case.progress_month), (resolve, case.resolve_month)]
    ack, progress, resolve = (
        _settled(*pair) if case.has_vague_closing else pair[0] for pair in spans
    )
    states = (
        clocks.standing(span.done, span.due, now, excluded=left_out, held=span.held)
        for span in (ack, progress, resolve)
    )
    ack_state, progress_state, state = (
        _stopped(each) if case.has_vague_closing else each for each in states
    )
    informed = [_reading(ComplaintClock.PROGRESS, progress, progress_state, calendar)]
    return (
        _reading(ComplaintClock.ACKNOWLEDGE, ack, ack_state, calendar),
        *(informed if case.progress_due_at is not None else ()),
        *(_of_round(finished, calendar) for finished in rounds),
        _reading(ComplaintClock.RESOLVE, resolve, state, calendar, number=case.reopened_count + 1),
    )


def _settled(span: _Span, month: int | None) -> _Span:
    """A clock that stopped at an unknown moment: late where it had run out, by how much is unknown.

    Where it had not, whether the deadline was met cannot be said.
    """
    if span.done is not None:
        return span
    return span._replace(due=None) if month is None else span._replace(until=span.due or 0)


def _stopped(state: ClockState) -> ClockState:
    """How a clock stands that runs no more: it was late when the case was last known to be open."""
    return ClockState.MISSED if state is ClockState.OVERDUE else state


def _of_round(finished: Round, calendar: ShopCalendar) -> ClockReading:
    span = _Span(finished.resolve_due_at, finished.resolved_at, finished.closed_at)
    left_out = bool(finished.excluded_reason)
    state = clocks.standing(span.done, span.due, span.until, excluded=left_out)
    return _reading(ComplaintClock.RESOLVE, span, state, calendar, number=finished.round)


def _reading(
    clock: ComplaintClock,
    span: _Span,
    state: ClockState,
    calendar: ShopCalendar,
    *,
    number: int = 1,
) -> ClockReading:
    late, until = 0, span.until if span.done is None else span.done
    if span.due is not None and (state in _LATE or span.has_run_out):
        late = clocks.business_between(calendar, span.due, until)
    moments = (_shown(span.due), _shown(span.done))
    business_day = calendar.business_day_on(calendar.day_of(as_datetime(until)))
    return ClockReading(clock, *moments, state, late, number, business_day)


def _shown(moment: Moment) -> datetime | None:
    return None if moment is None else as_datetime(moment)
