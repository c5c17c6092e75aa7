"""What takes a case from one column of the board to another, and why it cannot go there."""

from enum import StrEnum

from csq_desktop.domain.board.columns import reached, step_of, steps
from csq_desktop.domain.complaints.facts import ComplaintLine, State
from csq_desktop.domain.complaints.steps import may_follow
from csq_desktop.errors import UserError
from csq_desktop.texts import tr


class Move(StrEnum):
    """A step of a case, by the name that its command has on the page of the case."""

    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    INVESTIGATE = "investigate"
    ANSWER = "answer"
    REPLY = "reply"
    CLOSE = "close_complaint"
    REOPEN = "reopen"


_LEADS_TO = {
    State.ACKNOWLEDGED: Move.ACKNOWLEDGE,
    State.ASSESSED: Move.ASSESS,
    State.INVESTIGATING: Move.INVESTIGATE,
    State.ANSWERED: Move.ANSWER,
    State.CLOSED: Move.CLOSE,
}


def move(line: ComplaintLine, to: State) -> Move:
    """The step that leads a case into a column; UserError says why none does."""
    step = step_of(line.kind, line.state)
    if line.withdrawn:
        raise UserError(tr("{ref} was voided: reinstate it first.", ref=line.ref))
    if step is to:
        raise UserError(tr("{ref} stands at “{step}” already.", ref=line.ref, step=to.label))
    if step is State.CLOSED:
        return _from_closed(line, to)
    if not may_follow(line.state, to):
        raise UserError(
            tr(
                "{ref} is past “{step}”: its history stays. Open it to correct what was recorded.",
                ref=line.ref,
                step=to.label,
            )
        )
    if to is State.CLOSED and step is not State.ANSWERED and line.kind.is_complaint:
        raise UserError(
            tr("Record the reply to {ref} first: a complaint is closed after it.", ref=line.ref)
        )
    if to is State.ANSWERED and not line.kind.is_complaint:
        return Move.REPLY
    return _LEADS_TO[to]


def neighbour(line: ComplaintLine, along: int) -> State:
    """The column so many places further to the right, or left; UserError beyond the last."""
    place = reached(line.kind, line.state) + along
    columns = steps(line.kind)
    if not 0 <= place < len(columns):
        at = columns[-1 if along > 0 else 0].label
        raise UserError(tr("{ref} stands at “{step}” already.", ref=line.ref, step=at))
    return columns[place]


def _from_closed(line: ComplaintLine, to: State) -> Move:
    """A closed case is reopened, which begins at one step alone."""
    begins = step_of(line.kind, State.REOPENED)
    if to is begins:
        return Move.REOPEN
    raise UserError(
        tr(
            "{ref} is closed: it can only be reopened, into “{step}”.",
            ref=line.ref,
            step=begins.label,
        )
    )
