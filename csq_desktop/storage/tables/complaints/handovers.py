"""Table of the hand-overs of cases."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.handovers.facts import HANDOVER, HandoverAnswer
from csq_desktop.storage.tables.row import Key, Row, Worded


class HandoverRow(Row):
    """One hand-over; without an answer it waits for the new owner."""

    __tablename__ = "complaint_handover"
    __audit__ = "complaint_handover"
    __topic__ = "complaints"
    __unsaid__ = HANDOVER.told_by_name_only
    __table_args__ = (
        Index(
            "ix_complaint_handover_waiting",
            "complaint_id",
            sqlite_where=text("handover_answer IS NULL"),
        ),
    )

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    before_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    before_text: Mapped[str] = mapped_column(default="")
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    asked_by: Mapped[int]
    handover_reason: Mapped[str] = mapped_column(default="")
    handover_answer: Mapped[HandoverAnswer | None] = mapped_column(Worded(HandoverAnswer))
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]
    answer_reason: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime | None]
