"""Referrals of a case outside: to whom, when, why, what was handed over, and what came of it.

The deadlines of the case go on: a referral is one more way for the customer (ISO 10002, 7.9), and
the shop still owes its own answer.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from csq_desktop.domain.fields.fields import (
    LONGEST_TEXT,
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import ABOUT_AN_ANSWER
from csq_desktop.domain.shop.shop_lists import REFERRAL_BODIES
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc


class ReferralResult(StrEnum):
    """What a body outside made of a case."""

    FOR_CUSTOMER = "for_customer"
    FOR_SHOP = "for_shop"
    SETTLED = "settled"
    NOT_PURSUED = "not_pursued"

    @property
    def label(self) -> str:
        """The result in the user's language."""
        return trc("referral", _RESULTS[self])


_RESULTS = {
    ReferralResult.FOR_CUSTOMER: mark("In favour of the customer"),
    ReferralResult.FOR_SHOP: mark("In favour of the shop"),
    ReferralResult.SETTLED: mark("Settled between the two"),
    ReferralResult.NOT_PURSUED: mark("Not pursued"),
}


class ReferralState(StrEnum):
    """Where a referral stands."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        """The state in the user's language."""
        return trc("referral", _STATES[self])

    @property
    def tone(self) -> Tone:
        """How it is marked."""
        return _TONES[self]


_STATES = {
    ReferralState.WAITING: mark("Waiting for an answer"),
    ReferralState.OVERDUE: mark("Answer overdue"),
    ReferralState.ANSWERED: mark("Outcome recorded"),
}
_TONES = {
    ReferralState.WAITING: Tone.ACCENT,
    ReferralState.OVERDUE: Tone.BAD,
    ReferralState.ANSWERED: Tone.GOOD,
}


@dataclass(frozen=True)
class NewReferral:
    """A referral as typed in; `referred_to` is a code of the shop's list of bodies.

    `with_identity` says that they were told who the customer is.
    """

    referred_to: str
    referred_on: date
    body_reference: str = ""
    referral_reason: str = ""
    handed_over: str = ""
    answer_due_on: date | None = None
    with_identity: bool = False


@dataclass(frozen=True)
class ReferralOutcome:
    """What came of a referral, and on which day the shop learned it."""

    answered_on: date
    result: ReferralResult
    result_note: str = ""
    body_reference: str = ""


@dataclass(frozen=True)
class Referral:
    """One referral of a case."""

    id: int
    complaint_id: int
    ref: str
    owner_id: int | None
    referred_to: str
    referred_on: date
    referred_by: str
    body_reference: str
    referral_reason: str
    handed_over: str
    answer_due_on: date | None
    answered_on: date | None
    result: ReferralResult | None
    result_note: str

    def state(self, today: date) -> ReferralState:
        """Where it stands on a day; nothing is overdue that no answer was asked for by a day."""
        if self.answered_on is not None:
            return ReferralState.ANSWERED
        is_late = self.answer_due_on is not None and self.answer_due_on < today
        return ReferralState.OVERDUE if is_late else ReferralState.WAITING


def check(new: NewReferral, received_on: date, today: date) -> None:
    """A UserError for a referral that cannot be: to nobody, without a reason, at no such time."""
    if not new.referred_to:
        raise UserError(tr("Choose who the complaint was referred to."), field="referred_to")
    if not new.referral_reason.strip():
        raise UserError(tr("Enter the reason."), field="referral_reason")
    if not received_on <= new.referred_on <= today:
        raise UserError(
            tr("The day must be after the receipt and not in the future."), field="referred_on"
        )
    if new.answer_due_on is not None and new.answer_due_on < new.referred_on:
        raise UserError(tr("An answer cannot be due before the referral."), field="answer_due_on")
    for key in ("body_reference", "referral_reason", "handed_over"):
        REFERRAL.field(key).check(getattr(new, key))


def check_outcome(referral: Referral, outcome: ReferralOutcome, today: date) -> None:
    """A UserError for an outcome before the referral, or one that is still to come."""
    if not referral.referred_on <= outcome.answered_on <= today:
        raise UserError(
            tr("The day must be after the referral and not in the future."), field="answered_on"
        )
    for key in ("body_reference", "result_note"):
        REFERRAL.field(key).check(getattr(outcome, key))


_FREE = Privacy.FREE_TEXT
REFERRAL = RecordDescription(
    "complaint_referral",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField(
            "referred_to",
            mark("Referred to", "field"),
            FieldKind.CHOICE,
            shop_list=REFERRAL_BODIES,
            required=True,
        ),
        RecordField("referred_on", mark("Referred on", "field"), FieldKind.DAY, required=True),
        RecordField("referred_by", mark("Referred by", "field"), FieldKind.USER),
        RecordField(
            "body_reference",
            mark("Their reference number", "field"),
            privacy=_FREE,
            meaning=mark(
                "The number under which another body deals with the complaint.", "codebook"
            ),
        ),
        RecordField(
            "referral_reason",
            mark("Why it was referred", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            required=True,
            meaning=mark("Why the complaint went to another body.", "codebook"),
        ),
        RecordField(
            "handed_over",
            mark("What was handed over", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("What another body was given about the complaint.", "codebook"),
        ),
        RecordField("answer_due_on", mark("Answer due by", "field"), FieldKind.DAY),
        RecordField("answered_on", mark("Answered on", "field"), FieldKind.DAY),
        RecordField(
            "referral_result",
            mark("Outcome", "field"),
            FieldKind.CHOICE,
            choices=tuple(ReferralResult),
        ),
        RecordField(
            "result_note",
            mark("What they decided", "field"),
            privacy=_FREE,
            longest=LONGEST_TEXT,
            meaning=mark("What another body decided about the complaint.", "codebook"),
        ),
        RecordField("removed_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id",),
    holding=ABOUT_AN_ANSWER,
)
