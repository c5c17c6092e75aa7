"""Search kept up to date in the background: rows of an import are indexed some at a time."""

from sqlalchemy.orm import Session

from csq_desktop.storage.search.index import COMPLAINTS, CUSTOMERS
from csq_desktop.storage.sessions.desk import desk_of

AT_ONCE = 1_000
"""Rows indexed in one step: about a tenth of a second, so that nobody waits for it."""


def catch_up(session: Session) -> int:
    """Index some rows that a bulk left out; gives how many, and 0 when nothing is left to do."""
    done = COMPLAINTS.catch_up(session, AT_ONCE)
    if not done and desk_of(session).sees_identities:
        done = CUSTOMERS.catch_up(session, AT_ONCE)
    return done


def is_behind(session: Session) -> bool:
    """Whether rows wait to be indexed; until then they are found all the same, more slowly."""
    if COMPLAINTS.is_behind(session):
        return True
    return desk_of(session).sees_identities and CUSTOMERS.is_behind(session)
