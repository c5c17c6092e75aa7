"""A case handed over to somebody: they are asked first where they can answer.

Until they accept, the case stays whose it was, and so does the responsibility.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from csq_desktop.domain.calendar.calendar import ShopCalendar, business_seconds
from csq_desktop.domain.fields.fields import FieldKind, Privacy, RecordDescription, RecordField
from csq_desktop.domain.fields.holdings import ABOUT_A_CASE
from csq_desktop.domain.shop.people import Person
from csq_desktop.domain.users import Permission, Role, may
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

LONGEST_REASON = 1_000
USUAL_HOURS, LONGEST_WAIT = 8, 200
"""Opening hours an answer usually takes, and at most."""


class HandoverAnswer(StrEnum):
    """What became of a hand-over; UNASKED is one that needed no answer."""

    UNASKED = "unasked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        """The answer in the user's language."""
        return trc("handover", _ANSWERS[self])

    @property
    def moved_the_case(self) -> bool:
        """Whether the case got its new owner."""
        return self in (HandoverAnswer.UNASKED, HandoverAnswer.ACCEPTED)


_ANSWERS = {
    HandoverAnswer.UNASKED: mark("Handed over", "handover"),
    HandoverAnswer.ACCEPTED: mark("Accepted", "handover"),
    HandoverAnswer.DECLINED: mark("Declined", "handover"),
    HandoverAnswer.TAKEN_BACK: mark("Taken back", "handover"),
}


@dataclass(frozen=True)
class Handover:
    """One hand-over of a case; `giver` is who is responsible until it is accepted.

    `reason` is why it was handed over, `answer_reason` why it was declined.
    """

    id: int
    complaint_id: int
    ref: str
    giver_id: int | None
    giver: str
    taker_id: int
    taker: str
    asked_at: datetime
    asked_by: str
    reason: str = ""
    answer: HandoverAnswer | None = None
    answered_at: datetime | None = None
    answer_reason: str = ""
    noted_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the new owner has still to answer."""
        return self.answer is None

    @property
    def is_news(self) -> bool:
        """Whether it was declined and the giver has not said that they know."""
        return self.answer is HandoverAnswer.DECLINED and self.noted_at is None

    @property
    def waiting_text(self) -> str:
        """For whom the case waits, in the user's language."""
        return tr("Waiting for {name} to accept", name=self.taker)


def asks_first(to: Person, role: Role | None, giver_user_id: int) -> bool:
    """Whether somebody has to accept a case before it is theirs.

    `role` is what they are where they sign in, None for others. Whoever takes a case over by
    themselves accepts it with that; who has left, or may not work on cases, cannot answer.
    """
    if role is None or not to.active or to.user_id == giver_user_id:
        return False
    return may(role, Permission.NOTE_COMPLAINTS)


def late_seconds(handover: Handover, calendar: ShopCalendar, now: datetime, hours: int) -> int:
    """Opening seconds by which an answer is late, 0 while it is not; `hours` are opening hours."""
    waited = business_seconds(calendar, handover.asked_at, now)
    return max(0, waited - hours * 3_600) if handover.is_waiting else 0


def check_hours(hours: int) -> None:
    """A UserError for opening hours that no answer takes."""
    if not 1 <= hours <= LONGEST_WAIT:
        raise UserError(tr("Enter 1–200 opening hours."), field="hours")


def refuse_unless_waiting(answer: HandoverAnswer | None) -> None:
    """A UserError for a hand-over that was answered or taken back."""
    if answer is not None:
        state = answer.label
        raise UserError(tr("This hand-over is no longer waiting: {state}.", state=state))


HANDOVER = RecordDescription(
    "complaint_handover",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField("before_id", mark("Owner before", "field"), FieldKind.PERSON),
        RecordField(
            "before_text",
            mark("Owner before", "field"),
            privacy=Privacy.FREE_TEXT,
            meaning=mark("The owner before, as an older record names them.", "codebook"),
        ),
        RecordField("giver_id", mark("Responsible until accepted", "field"), FieldKind.PERSON),
        RecordField("taker_id", mark("New owner", "field"), FieldKind.PERSON, required=True),
        RecordField("asked_at", mark("Handed over", "field"), FieldKind.MOMENT),
        RecordField("asked_by", mark("Handed over by", "field"), FieldKind.USER),
        RecordField(
            "handover_reason",
            mark("Reason for the hand-over", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_REASON,
            meaning=mark("Why a case was handed over.", "codebook"),
        ),
        RecordField(
            "handover_answer",
            mark("Answer to the hand-over", "field"),
            FieldKind.CHOICE,
            choices=tuple(HandoverAnswer),
        ),
        RecordField("answered_at", mark("Answered", "field"), FieldKind.MOMENT),
        RecordField("answered_by", mark("Answered by", "field"), FieldKind.USER),
        RecordField(
            "answer_reason",
            mark("Reason for declining", "field"),
            privacy=Privacy.FREE_TEXT,
            longest=LONGEST_REASON,
            meaning=mark("Why a case was not taken over.", "codebook"),
        ),
        RecordField("noted_at", mark("Noted", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=ABOUT_A_CASE,
)
