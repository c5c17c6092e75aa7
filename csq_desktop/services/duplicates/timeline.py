"""Merges for the timeline of a customer."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.domain.users import Permission
from csq_desktop.storage.records.customers import customer_merges
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr


def items(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    """Who was merged into a customer, or taken out again; by whom."""
    require(session, Permission.READ_CUSTOMERS)
    for row, survivor, merged in customer_merges.lines_of(session, customer_id):
        yield TimelineItem(
            row.at,
            TimelineKind.RECORD,
            tr("{merged} merged into {survivor}", merged=merged, survivor=survivor),
            user=user_records.name_of(session, row.user_id),
        )
        if row.unmerged_at is not None:
            yield TimelineItem(
                row.unmerged_at,
                TimelineKind.RECORD,
                tr("{merged} un-merged from {survivor}", merged=merged, survivor=survivor),
                user=user_records.name_of(session, row.unmerged_by),
            )
