"""Where records with a retention rule come from: each feature declares its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from csq_desktop import services
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.users import Permission
from csq_desktop.features import declared
from csq_desktop.storage.records.privacy.retention import LastUse
from csq_desktop.storage.sessions.desk import require

LastUsed = Callable[[Session, datetime, int], list[LastUse]]
Erase = Callable[[Session, Sequence[int]], int]


@dataclass(frozen=True)
class RetentionSource:
    """A kind of record: which were used last before a moment, and how they go.

    `services/<noun>/retention.py` has SOURCES, a tuple of these. `used` gives at most so many, the
    longest ago first; `erase` gives how many went. Customers and complaints have no `erase`: all
    features erase what they hold of them.
    """

    kind: RecordKind
    used: LastUsed
    erase: Erase | None = None


@cache
def sources() -> dict[RecordKind, RetentionSource]:
    """Every kind that a feature holds, in the order of the kinds."""
    modules = declared(services, "retention")
    found = {source.kind: source for module in modules for source in module.SOURCES}
    return {kind: found[kind] for kind in RecordKind if kind in found}


def running(session: Session, customer_ids: Sequence[int]) -> dict[int, int]:
    """How many requests of each customer run, as `running` of the features that take them says."""
    require(session, Permission.ADMINISTER)
    counts: dict[int, int] = {}
    for module in declared(services, "retention"):
        if hasattr(module, "running"):
            for customer_id, number in module.running(session, customer_ids).items():
                counts[customer_id] = counts.get(customer_id, 0) + number
    return counts
