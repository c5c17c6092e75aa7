"""Numbers for new rows: one counter per store, unique across branches."""

import secrets

from sqlalchemy.orm import Session

from csq_desktop.storage.files.faults import counter_spoilt
from csq_desktop.storage.tables.store import SequenceRow

COUNTER_BITS = 31
SITE_BITS = 32
_NAME = "id"
_TAKE = (
    "UPDATE sequence_counter SET following = following + ? WHERE name = ? RETURNING site, following"
)
_LARGEST = (1 << COUNTER_BITS) - 1


def reserve(session: Session, n: int = 1) -> int:
    """The first of `n` ids nobody else will get: site << 31 | counter, 1 to 2⁶³ − 1.

    The site is 32 random bits: among 500 branches two share one with a chance of 3 in 100,000.
    A transaction that is rolled back gives its ids back. StoreDamaged where somebody spoilt the
    counter: the next opening puts it right (records/counters.py).
    """
    if n < 1:
        raise ValueError(n)
    counter = session.connection().exec_driver_sql(_TAKE, (n, _NAME)).one_or_none()
    if counter is None or {*map(type, counter)} != {int} or not n < counter[1] <= _LARGEST + 1:
        raise counter_spoilt()
    return number(counter[0], counter[1] - n)


def number(site: int, count: int) -> int:
    """The id a site gives to the `count`-th thing, 1 and up."""
    return site << COUNTER_BITS | count


def new_site() -> int:
    """The random number that tells a new store's ids from other branches', 1 to 2³² − 1."""
    return secrets.randbelow((1 << SITE_BITS) - 1) + 1


def start(session: Session, site: int) -> None:
    """Begin the counter of a new store."""
    session.add(SequenceRow(name=_NAME, site=site, following=1))
    session.flush()
