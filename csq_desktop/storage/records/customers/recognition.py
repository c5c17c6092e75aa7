"""The index of customers' identities, read from the vault: for texts in which one may stand."""

from collections.abc import Callable, Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.customers.recognition import KnownIdentities
from csq_desktop.domain.privacy.free_text import IdentityKind
from csq_desktop.storage.files import engine
from csq_desktop.storage.search.grams import folded
from csq_desktop.storage.tables.audit import AuditEntryRow
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.storage.tables.customers.duplicates import CustomerMergeRow

_OFTEN = 1_000  # customers
_EVERYBODY = (
    "SELECT COALESCE(s.ref, c.ref), i.name, i.other_name, i.phone, i.email, i.address "
    "FROM vault.identity AS i JOIN main.customer AS c ON c.id = i.customer_id "
    "LEFT JOIN main.customer AS s ON s.id = c.merged_into"
)


@dataclass(frozen=True)
class _Names:
    """Everybody's names as of the entry of the trail that told of an identity last."""

    last: int | None
    index: KnownIdentities


_names: WeakKeyDictionary[Engine, _Names] = WeakKeyDictionary()
"""By the connections of an open store, and gone with them."""


def known_identities(
    session: Session,
    kinds: Collection[IdentityKind] = tuple(IdentityKind),
    *,
    within: Iterable[str] | None = None,
    at_times: Callable[[], object] = lambda: None,
) -> KnownIdentities:
    """Everybody in the vault; of 50,000 customers the names take about 2 s, everything 3 s.

    `at_times` is called again and again, and ends it by raising.
    """
    index = KnownIdentities(folded, kinds, within=within)
    with closing(engine.streamed(session.connection(), _EVERYBODY)) as rows:
        for number, (ref, *identity) in enumerate(rows):
            if number % _OFTEN == 0:
                at_times()
            index.add(Identity(*identity), ref)
    return index


def known_names(session: Session, at_times: Callable[[], object]) -> KnownIdentities:
    """Everybody's names, read anew only when an identity was added, changed or removed since.

    The trail tells that: each write to the vault's identities, and each merge, has an entry in it.
    """
    entry = AuditEntryRow
    kinds = (IdentityRow.__audit__, CustomerMergeRow.__audit__)
    query = select(func.max(entry.sequence)).where(entry.object_type.in_(kinds))
    last = session.scalar(query)
    engine_used = session.connection().engine
    remembered = _names.get(engine_used)
    if remembered is None or remembered.last != last:
        known = known_identities(session, (IdentityKind.NAME,), at_times=at_times)
        remembered = _names[engine_used] = _Names(last, known)
    return remembered.index
