"""Numbers for new rows: one counter per store, unique across branches."""

import secrets

from sqlalchemy import update
from sqlalchemy.orm import Session

from csq_desktop.storage.tables.row import table_of
from csq_desktop.storage.tables.store import SequenceRow

COUNTER_BITS = 31
SITE_BITS = 32
_NAME = "id"
_LARGEST = (1 << COUNTER_BITS) - 1
_T = table_of(SequenceRow)


def reserve(session: Session, n: int = 1) -> int:
    """The first of `n` ids nobody else will get: site << 31 | counter, 1 to 2⁶³ − 1.

    Two branches share a site once in about 10⁵ pairs of 10² stores (32 random bits). A rolled
    back transaction gives its ids back.
    """
    if n < 1:
        raise ValueError(n)
    taken = (
        update(_T)
        .where(_T.c.name == _NAME)
        .values(following=_T.c.following + n)
        .returning(_T.c.site, _T.c.following)
    )
    site, following = session.connection().execute(taken).one()
    if following - 1 > _LARGEST:
        raise OverflowError("the counter of ids is used up")
    return int(site) << COUNTER_BITS | (int(following) - n)


def start(session: Session, site: int | None = None) -> None:
    """Begin the counter of a new store, under a random site."""
    site = site or secrets.randbelow((1 << SITE_BITS) - 1) + 1
    session.add(SequenceRow(name=_NAME, site=site, following=1))
    session.flush()
