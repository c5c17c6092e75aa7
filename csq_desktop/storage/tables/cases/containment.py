"""Table of what was done against further harm before a cause was known."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.containment.facts import CONTAINMENT
from csq_desktop.storage.tables.row import Key, Row


class ContainmentRow(Row):
    """One step of containment on a case."""

    __tablename__ = "containment"
    __audit__ = "containment"
    __topic__ = "complaints"
    __unsaid__ = CONTAINMENT.told_by_name_only

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    contained: Mapped[str]
    done_at: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime]
    entered_by: Mapped[int]
    removed_at: Mapped[datetime | None]
