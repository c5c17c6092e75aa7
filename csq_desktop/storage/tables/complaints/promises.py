"""Table of the promises made to customers on their cases."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.storage.tables.row import Key, Row

WAITING = "done_at IS NULL AND moved_at IS NULL AND removed_at IS NULL"


class PromiseRow(Row):
    """One promise; `due_month` is the shop's month of the moment it was promised for."""

    __tablename__ = "complaint_promise"
    __audit__ = "complaint_promise"
    __topic__ = "complaints"
    __unsaid__ = PROMISE.told_by_name_only
    __table_args__ = (
        Index(None, "due_month"),
        Index("ix_complaint_promise_waiting", "due_at", sqlite_where=text(WAITING)),
    )

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    promised: Mapped[str]
    due_at: Mapped[datetime]
    due_month: Mapped[Month]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[int]
    done_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]
    consented: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]
