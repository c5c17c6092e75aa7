"""Tables of how cases end: staff involved, remedies asked for, signatures, responses, answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.closing.follow_ups import FOLLOW_UP
from csq_desktop.domain.closing.involved import INVOLVED, InvolvedAs
from csq_desktop.domain.closing.remedies import REMEDY_REQUEST
from csq_desktop.domain.closing.responses import RESPONSE, Response
from csq_desktop.domain.closing.satisfaction import SATISFACTION
from csq_desktop.domain.closing.signatures import SIGNATURE, SignatureMeaning
from csq_desktop.domain.complaints.facts import Channel, Finding, RemedyKind
from csq_desktop.storage.tables.row import Key, Row, Worded

KEPT_AWAY = "part = 'complained_of' AND ended_at IS NULL"
"""Who must not see a case; only a query with the very condition of an index uses it."""
WAITING = "approved IS NULL"
UNRATED = "rated_at IS NULL AND inquired_how IS NOT NULL"


class InvolvedRow(Row):
    """Somebody named in a case; a row that ended stays."""

    __tablename__ = "complaint_person"
    __audit__ = "complaint_person"
    __topic__ = "complaints"
    __unsaid__ = INVOLVED.told_by_name_only
    __table_args__ = (
        Index(
            "ix_complaint_person_kept_away",
            "person_id",
            "complaint_id",
            sqlite_where=text(KEPT_AWAY),
        ),
    )

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    part: Mapped[InvolvedAs] = mapped_column(Worded(InvolvedAs))
    named_at: Mapped[datetime]
    named_by: Mapped[int]
    ended_at: Mapped[datetime | None]


class RemedyRequestRow(Row):
    """A reply as it was asked for, above the limit of whoever asked; never changed once decided."""

    __tablename__ = "remedy_request"
    __audit__ = "remedy_request"
    __topic__ = "complaints"
    __unsaid__ = REMEDY_REQUEST.told_by_name_only
    __table_args__ = (
        Index("ix_remedy_request_waiting", "requested_at", sqlite_where=text(WAITING)),
    )

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    requested_at: Mapped[datetime]
    requested_by: Mapped[int]
    finding: Mapped[Finding] = mapped_column(Worded(Finding))
    finding_note: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    remedy_kind: Mapped[RemedyKind] = mapped_column(Worded(RemedyKind))
    remedy_cents: Mapped[int]
    goodwill: Mapped[bool] = mapped_column(default=False)
    answer_note: Mapped[str] = mapped_column(default="")
    limit_cents: Mapped[int]
    limits_version: Mapped[int]
    approved: Mapped[bool | None]
    approval_at: Mapped[datetime | None]
    approval_by: Mapped[int | None]
    approval_note: Mapped[str] = mapped_column(default="")


class SignatureRow(Row):
    """A signature under a case; `last_event_id` is the last line of the history it stands under."""

    __tablename__ = "complaint_signature"
    __audit__ = "complaint_signature"
    __topic__ = "complaints"
    __unsaid__ = SIGNATURE.told_by_name_only

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    signed_at: Mapped[datetime]
    signed_by: Mapped[int]
    signer_name: Mapped[str]
    meaning: Mapped[SignatureMeaning] = mapped_column(Worded(SignatureMeaning))
    last_event_id: Mapped[int]
    content_sha256: Mapped[str]


class ResponseRow(Row):
    """How the decision of a round was communicated, and what the customer said to it."""

    __tablename__ = "complaint_response"
    __audit__ = "complaint_response"
    __topic__ = "complaints"
    __unsaid__ = RESPONSE.told_by_name_only
    __table_args__ = (UniqueConstraint("complaint_id", "case_round"),)

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    case_round: Mapped[int]
    communicated_at: Mapped[datetime | None]
    communicated_how: Mapped[Channel | None] = mapped_column(Worded(Channel))
    communicated_by: Mapped[int | None]
    communicated_note: Mapped[str] = mapped_column(default="")
    response: Mapped[Response | None] = mapped_column(Worded(Response))
    responded_at: Mapped[datetime | None]
    alternatives: Mapped[str] = mapped_column(default="")
    response_note: Mapped[str] = mapped_column(default="")


class SatisfactionRow(Row):
    """A customer asked, after the closing, how content they are with the handling."""

    __tablename__ = "satisfaction_ask"
    __audit__ = "satisfaction_ask"
    __topic__ = "complaints"
    __unsaid__ = SATISFACTION.told_by_name_only
    __table_args__ = (
        Index(None, "inquired_month"),
        Index("ix_satisfaction_ask_unrated", "inquired_at", sqlite_where=text(UNRATED)),
    )

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    inquired_at: Mapped[datetime]
    inquired_month: Mapped[Month]
    inquired_by: Mapped[int]
    inquired_how: Mapped[Channel | None] = mapped_column(Worded(Channel))
    rated_at: Mapped[datetime | None]
    rating: Mapped[int | None]
    rating_words: Mapped[str] = mapped_column(default="")


class FollowUpRow(Row):
    """A complaint that was logged about another, closed one."""

    __tablename__ = "complaint_follow_up"
    __audit__ = "complaint_follow_up"
    __topic__ = "complaints"
    __unsaid__ = FOLLOW_UP.told_by_name_only

    id: Mapped[Key]
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    follows_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    followed_up_at: Mapped[datetime]
    followed_up_by: Mapped[int]
