"""One timeline for each customer, out of what every feature knows of them."""

from collections.abc import Callable, Iterator
from functools import cache

from sqlalchemy.orm import Session

from csq_desktop import services
from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.domain.users import Permission
from csq_desktop.features import declared
from csq_desktop.storage.records.customers.survivors import survivor_of
from csq_desktop.storage.sessions.desk import require

FeatureItems = Callable[[Session, int], Iterator[TimelineItem]]
MOST_LINES = 200


def of_customer(
    session: Session, customer_id: int, kind: TimelineKind | None = None
) -> tuple[TimelineItem, ...]:
    """What happened with a customer, the newest first; of one kind, or everything."""
    require(session, Permission.READ_CUSTOMERS)
    customer_id = survivor_of(session, customer_id)
    items = [
        item
        for of_feature in features()
        for item in of_feature(session, customer_id)
        if kind in (None, item.kind)
    ]
    return tuple(sorted(items, key=lambda item: item.at, reverse=True)[:MOST_LINES])


@cache
def features() -> tuple[FeatureItems, ...]:
    """The `items` of every package of services that has a `timeline.py`, found as those of Today.

    Whoever freezes the program names csq_desktop.services.*.timeline, since no import does.
    """
    return tuple(module.items for module in declared(services, "timeline"))
