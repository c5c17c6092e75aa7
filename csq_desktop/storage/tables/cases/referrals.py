"""Table of the referrals of complaints to bodies outside the shop."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.referrals.facts import REFERRAL, ReferralResult
from csq_desktop.storage.tables.row import Key, Row, Worded

WAITING = "answered_on IS NULL AND removed_at IS NULL"


class ReferralRow(Row):
    """One referral of a case, and what came of it."""

    __tablename__ = "complaint_referral"
    __audit__ = "complaint_referral"
    __topic__ = "complaints"
    __unsaid__ = REFERRAL.told_by_name_only
    __table_args__ = (
        Index("ix_complaint_referral_waiting", "answer_due_on", sqlite_where=text(WAITING)),
    )

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    referred_to: Mapped[str]
    referred_on: Mapped[date] = mapped_column(index=True)
    referred_by: Mapped[int]
    body_reference: Mapped[str] = mapped_column(default="")
    referral_reason: Mapped[str] = mapped_column(default="")
    handed_over: Mapped[str] = mapped_column(default="")
    answer_due_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    referral_result: Mapped[ReferralResult | None] = mapped_column(Worded(ReferralResult))
    result_note: Mapped[str] = mapped_column(default="")
    removed_at: Mapped[datetime | None]
