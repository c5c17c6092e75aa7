"""Queries of the shop's lists, and of the words in records that are in none."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from csq_desktop.domain.shop import shop_lists
from csq_desktop.storage.tables.cases.evidence import EvidenceRow
from csq_desktop.storage.tables.cases.referrals import ReferralRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import ConsentRow, CustomerRow
from csq_desktop.storage.tables.pledges import PledgeCountRow
from csq_desktop.storage.tables.shop.shop import ClosureRow
from csq_desktop.storage.tables.shop.shop import ListEntryRow as E

_HELD: dict[str, InstrumentedAttribute[str]] = {
    shop_lists.CATEGORIES: ComplaintRow.category,
    shop_lists.ROOT_CAUSES: ComplaintRow.cause,
    shop_lists.TOUCH_POINTS: ComplaintRow.touch_point,
    shop_lists.PRODUCTS: ComplaintRow.product,
    shop_lists.SEGMENTS: CustomerRow.segment,
    shop_lists.DISTRICTS: CustomerRow.district,
    shop_lists.CLOSURE_REASONS: ClosureRow.reason,
    shop_lists.EXCLUSION_REASONS: PledgeCountRow.reason,
    shop_lists.PURPOSES: ConsentRow.purpose,
    shop_lists.REFERRAL_BODIES: ReferralRow.referred_to,
    shop_lists.EVIDENCE_CATEGORIES: EvidenceRow.evidence_category,
}
"""Where records hold an entry of each list."""


def row_of(session: Session, name: str, code: str) -> E | None:
    """The row of an entry, to work on inside this transaction; never leaves the services."""
    return session.scalars(select(E).where(E.list_name == name, E.code == code)).one_or_none()


def add(session: Session, row: E) -> None:
    """Keep a new entry, or the first change of one of the program's."""
    session.add(row)
    session.flush()


def held(session: Session, name: str) -> Iterable[tuple[str, int]]:
    """What records hold of a list, each with the number of records, the most frequent first."""
    column = _HELD[name]
    query = select(column, func.count()).where(column != "").group_by(column)
    return [(words, n) for words, n in session.execute(query.order_by(func.count().desc(), column))]
