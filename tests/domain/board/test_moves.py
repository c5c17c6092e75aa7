"""What takes a case from one column of the board to another, and why it cannot go there."""

from dataclasses import replace

import pytest

from csq_desktop.domain.board import columns, moves
from csq_desktop.domain.board.moves import Move
from csq_desktop.domain.complaints.facts import (
    ComplaintClock,
    ComplaintLine,
    ComplaintQueue,
    Severity,
    State,
)
from csq_desktop.domain.complaints.kinds import OTHER_KINDS, FeedbackKind
from csq_desktop.errors import UserError
from tests.factory import START

LINE = ComplaintLine(
    *(7, "C-2026-0001-SSP01", "Slow", "till", State.RECEIVED, Severity.LOW, START, START),
    *(ComplaintClock.RESOLVE, False, None, None),
)
PRAISE = replace(LINE, kind=FeedbackKind.COMPLIMENT)


def at(state: State, line: ComplaintLine = LINE) -> ComplaintLine:
    return replace(line, state=state)


@pytest.mark.parametrize(
    ("line", "to", "step"),
    [
        (LINE, State.ACKNOWLEDGED, Move.ACKNOWLEDGE),
        (LINE, State.ASSESSED, Move.ASSESS),
        (LINE, State.INVESTIGATING, Move.INVESTIGATE),
        (LINE, State.ANSWERED, Move.ANSWER),
        (at(State.REOPENED), State.ANSWERED, Move.ANSWER),
        (at(State.ANSWERED), State.INVESTIGATING, Move.INVESTIGATE),
        (at(State.ANSWERED), State.CLOSED, Move.CLOSE),
        (at(State.CLOSED), State.INVESTIGATING, Move.REOPEN),
        (PRAISE, State.ANSWERED, Move.REPLY),
        (PRAISE, State.CLOSED, Move.CLOSE),
        (at(State.CLOSED, PRAISE), State.RECEIVED, Move.REOPEN),
    ],
)
def test_each_step_that_leads_on(line: ComplaintLine, to: State, step: Move) -> None:
    assert moves.move(line, to) is step


@pytest.mark.parametrize(
    ("line", "to", "reason"),
    [
        (replace(LINE, withdrawn=True), State.ASSESSED, "was voided"),
        (LINE, State.RECEIVED, "stands at “Received” already"),
        (at(State.REOPENED), State.INVESTIGATING, "stands at “Investigating” already"),
        (at(State.INVESTIGATING), State.ACKNOWLEDGED, "is past “Acknowledged”"),
        (at(State.ANSWERED, PRAISE), State.RECEIVED, "is past “Received”"),
        (LINE, State.CLOSED, "Record the reply to C-2026-0001-SSP01 first"),
        (at(State.CLOSED), State.RECEIVED, "can only be reopened, into “Investigating”"),
    ],
)
def test_why_none_leads_there(line: ComplaintLine, to: State, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        moves.move(line, to)


def test_the_next_column_is_that_of_the_kind() -> None:
    assert moves.neighbour(LINE, 1) is State.ACKNOWLEDGED
    assert moves.neighbour(PRAISE, 1) is State.ANSWERED
    assert moves.neighbour(at(State.ANSWERED), -1) is State.INVESTIGATING
    for line, along, where in ((LINE, -1, "Received"), (at(State.CLOSED), 1, "Closed")):
        with pytest.raises(UserError, match=f"stands at “{where}” already"):
            moves.neighbour(line, along)


@pytest.mark.parametrize("kind", FeedbackKind)
def test_every_state_of_a_kind_stands_in_one_column(kind: FeedbackKind) -> None:
    steps = columns.steps(kind)
    placed = [state for step in steps for state in columns.states_at(kind, step)]
    assert sorted(placed) == sorted(State)
    assert [columns.reached(kind, step) for step in steps] == list(range(len(steps)))
    assert columns.reached(kind, State.REOPENED) == (0 if kind in OTHER_KINDS else 3)


def test_what_was_closed_belongs_to_no_list_of_what_is_due() -> None:
    assert [view for view in columns.QUEUES if columns.with_closed(view)] == [ComplaintQueue.OPEN]
