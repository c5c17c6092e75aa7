"""Tables of why complaints arose: causes beside the main one, and the answers that led there."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.causes.fields import CASE_CAUSE, WHY
from csq_desktop.storage.tables.row import Key, Row


class CaseCauseRow(Row):
    """A cause beside the main one of a case: a code of the shop's list, or one's own words."""

    __tablename__ = "complaint_cause"
    __audit__ = "complaint_cause"
    __topic__ = "complaints"
    __unsaid__ = CASE_CAUSE.told_by_name_only

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    cause: Mapped[str]
    entered_at: Mapped[datetime]
    entered_by: Mapped[int]
    removed_at: Mapped[datetime | None]


class WhyRow(Row):
    """One answer of a 5-whys chain; without a further cause it leads to the main one."""

    __tablename__ = "cause_why"
    __audit__ = "cause_why"
    __topic__ = "complaints"
    __unsaid__ = WHY.told_by_name_only

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("complaint_cause.id"))
    step: Mapped[int]
    why: Mapped[str]
    evidence: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]
    entered_by: Mapped[int]
    removed_at: Mapped[datetime | None]
