"""Tables of data requests, in both files, and of the log book of refusals, which only grows."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.refusals.facts import REFUSAL
from csq_desktop.domain.requests.fields import CORRECTION_NOTICE, PRIVACY_REQUEST
from csq_desktop.domain.requests.words import (
    CheckMethod,
    NoticeAnswer,
    PrivacyRequestKind,
    RequesterKind,
    RequestOutcome,
)
from csq_desktop.storage.tables.row import Key, Row, VaultRow, Worded, sqlite_only, table_of

WAITING = "request_outcome IS NULL"


class PrivacyRequestRow(Row):
    """One request; who asks, where it is not the customer, stands in the vault."""

    __tablename__ = "data_request"
    __audit__ = "data_request"
    __topic__ = "requests"
    __unsaid__ = PRIVACY_REQUEST.told_by_name_only
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_data_request_waiting", "received_on", sqlite_where=text(WAITING)),
    )

    id: Mapped[Key]
    ref: Mapped[str]
    request_kind: Mapped[PrivacyRequestKind] = mapped_column(Worded(PrivacyRequestKind))
    customer_id: Mapped[int | None] = mapped_column(index=True)
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    channel: Mapped[Channel] = mapped_column(Worded(Channel))
    asked_language: Mapped[str]
    requester: Mapped[RequesterKind] = mapped_column(Worded(RequesterKind))
    asked: Mapped[str] = mapped_column(default="")
    wrong: Mapped[str] = mapped_column(default="")
    right: Mapped[str] = mapped_column(default="")
    logged_at: Mapped[datetime]
    logged_by: Mapped[int]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[int | None]
    check_method: Mapped[CheckMethod | None] = mapped_column(Worded(CheckMethod))
    check_note: Mapped[str] = mapped_column(default="")
    fee_cents: Mapped[int | None]
    delay_on: Mapped[date | None]
    delay_reason: Mapped[str] = mapped_column(default="")
    copied_at: Mapped[datetime | None]
    copy_sha256: Mapped[str] = mapped_column(default="")
    corrected_on: Mapped[date | None]
    correction: Mapped[str] = mapped_column(default="")
    request_outcome: Mapped[RequestOutcome | None] = mapped_column(Worded(RequestOutcome))
    complied_on: Mapped[date | None]
    complied_by: Mapped[int | None]
    reasons: Mapped[str] = mapped_column(default="")
    blanked_at: Mapped[datetime | None]


class CorrectionNoticeRow(Row):
    """A recipient who is to be told of a correction: the disclosure they had, and the answer."""

    __tablename__ = "correction_notice"
    __audit__ = "correction_notice"
    __topic__ = "requests"
    __unsaid__ = CORRECTION_NOTICE.told_by_name_only

    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("data_request.id"), index=True)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"))
    told_disclosure_id: Mapped[int | None] = mapped_column(ForeignKey("disclosure.id"))
    notice_answer: Mapped[NoticeAnswer | None] = mapped_column(Worded(NoticeAnswer))
    told_on: Mapped[date | None]


class RefusalRow(Row):
    """One entry of the log book; `grounds` are codes with blanks between them."""

    __tablename__ = "refusal"
    __audit__ = "refusal"
    __topic__ = "requests"
    __unsaid__ = REFUSAL.told_by_name_only
    __table_args__ = (UniqueConstraint("ref"),)

    id: Mapped[Key]
    ref: Mapped[str]
    request_id: Mapped[int] = mapped_column(ForeignKey("data_request.id"), index=True)
    request_kind: Mapped[PrivacyRequestKind] = mapped_column(Worded(PrivacyRequestKind))
    entered_at: Mapped[datetime]
    entered_by: Mapped[int]
    notice_on: Mapped[date]
    grounds: Mapped[str]
    particulars: Mapped[str] = mapped_column(default="")
    blanked_at: Mapped[datetime | None]


class RequesterRow(VaultRow):
    """Who asks, by the number of the request in store.db."""

    __tablename__ = "requester"
    __audit__ = "requester"
    __topic__ = "requests"

    request_id: Mapped[Key]
    requester_name: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")


# Erasing a person blanks the particulars once (PDPO, s.26); the entry stays for good (s.27(3)).
_SAME = " AND ".join(
    f"NEW.{name} IS OLD.{name}"
    for name in (
        *("id", "ref", "request_id", "request_kind", "entered_at", "entered_by", "notice_on"),
        "grounds",
    )
)
REFUSAL_TRIGGERS = (
    "CREATE TRIGGER refusal_unchanged BEFORE UPDATE ON refusal "
    f"WHEN NOT ({_SAME} AND NEW.particulars = '' AND NEW.blanked_at IS NOT NULL) "
    "BEGIN SELECT RAISE(ABORT, 'the log book of refusals is never changed'); END",
    "CREATE TRIGGER refusal_kept BEFORE DELETE ON refusal "
    "BEGIN SELECT RAISE(ABORT, 'the log book of refusals is never cut'); END",
)
sqlite_only(table_of(RefusalRow), *REFUSAL_TRIGGERS)
