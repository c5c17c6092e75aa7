"""Which state of a complaint may follow which."""

from csq_desktop.domain.complaints.facts import State

_NEXT = {
    State.RECEIVED: (
        State.ACKNOWLEDGED,
        State.ASSESSED,
        State.INVESTIGATING,
        State.ANSWERED,
        State.CLOSED,
    ),
    State.ACKNOWLEDGED: (State.ASSESSED, State.INVESTIGATING, State.ANSWERED, State.CLOSED),
    State.ASSESSED: (State.INVESTIGATING, State.ANSWERED, State.CLOSED),
    State.INVESTIGATING: (State.ANSWERED, State.CLOSED),
    State.ANSWERED: (State.INVESTIGATING, State.CLOSED),
    State.CLOSED: (State.REOPENED,),
    State.REOPENED: (State.INVESTIGATING, State.ANSWERED, State.CLOSED),
}


def may_follow(state: State, following: State) -> bool:
    """Whether a complaint may go from one state straight to another."""
    return following in _NEXT[state]
