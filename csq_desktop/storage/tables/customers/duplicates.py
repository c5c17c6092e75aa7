"""Tables of customers who are the same person: who was merged, what moved, who is not the same."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.storage.tables.row import Json, Key, Row


class CustomerMergeRow(Row):
    """A customer who was merged into another, and who took that back if anybody did."""

    __tablename__ = "customer_merge"
    __audit__ = "customer_merge"
    __topic__ = "customers"

    id: Mapped[Key]
    survivor_customer_id: Mapped[int] = mapped_column(index=True)
    merged_customer_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    user_id: Mapped[int]
    unmerged_at: Mapped[datetime | None]
    unmerged_by: Mapped[int | None]


class CustomerMergeChangeRow(Row):
    """One field of one record that a merge changed, by its table; without a field the whole record.

    Of an identity the store holds no word: `words_id` is where the vault has what it said before.
    """

    __tablename__ = "customer_merge_change"
    __audit__ = "customer_merge_change"
    __topic__ = "customers"

    id: Mapped[Key]
    merge_id: Mapped[int] = mapped_column(ForeignKey("customer_merge.id"), index=True)
    record: Mapped[str]
    object_id: Mapped[int]
    field: Mapped[str] = mapped_column(default="")
    before: Mapped[object | None] = mapped_column(Json)
    after: Mapped[object | None] = mapped_column(Json)
    words_id: Mapped[int | None]


class DifferentCustomersRow(Row):
    """Two customers whom somebody knows to be two persons, the smaller number first."""

    __tablename__ = "different_customers"
    __audit__ = "different_customers"
    __topic__ = "customers"
    __table_args__ = (UniqueConstraint("earlier_id", "later_id"),)

    id: Mapped[Key]
    earlier_id: Mapped[int]
    later_id: Mapped[int] = mapped_column(index=True)
    at: Mapped[datetime]
    user_id: Mapped[int]
