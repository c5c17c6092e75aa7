"""The columns of the board: one for each step that feedback of a kind goes through."""

from collections.abc import Sequence
from dataclasses import dataclass

from csq_desktop.domain.complaints.facts import STEPS, ComplaintLine, ComplaintQueue, State
from csq_desktop.domain.complaints.kinds import FeedbackKind

CLOSED_DAYS = 7
"""For so many days a closed case stays on the board."""
PAGE = 30
"""So many cards of a column are fetched at once."""
QUEUES = (
    ComplaintQueue.OPEN,
    ComplaintQueue.DUE_TODAY,
    ComplaintQueue.OVERDUE,
    ComplaintQueue.ESCALATED,
    ComplaintQueue.WAITING,
)
"""The lists that can be looked at as a board: those of cases that are worked on."""


@dataclass(frozen=True)
class BoardColumn:
    """A column as it stands: the step, how many cases it holds, and the first of them."""

    step: State
    count: int
    lines: tuple[ComplaintLine, ...]


def steps(kind: FeedbackKind) -> tuple[State, ...]:
    """The steps that something of a kind goes through: only complaints are acknowledged."""
    return STEPS if kind.is_complaint else (State.RECEIVED, State.ANSWERED, State.CLOSED)


def step_of(kind: FeedbackKind, state: State) -> State:
    """The step that a state stands at: a reopened complaint is investigated anew."""
    along = steps(kind)
    if state in along:
        return state
    return State.INVESTIGATING if kind.is_complaint else State.RECEIVED


def reached(kind: FeedbackKind, state: State) -> int:
    """The place among the steps of a state."""
    return steps(kind).index(step_of(kind, state))


def states_at(kind: FeedbackKind, step: State) -> Sequence[State]:
    """The states whose cases stand at a step."""
    return [state for state in State if step_of(kind, state) is step]


def with_closed(view: ComplaintQueue) -> bool:
    """Whether what was closed lately belongs to a list: it is neither due nor waiting."""
    return view is ComplaintQueue.OPEN
