"""A request as facts, and what can be done with it when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from csq_desktop.domain.calendar.plausible_days import check_day
from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.requests import clock
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST, REQUESTER
from csq_desktop.domain.requests.words import (
    CheckMethod,
    NoticeAnswer,
    PrivacyRequestKind,
    RequesterKind,
    RequestOutcome,
)
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.texts import tr

MOST_FEE_CENTS = 100_000
"""A fee may not be excessive (PDPO, s.28(3)): HK$1,000 is more than any copy from here costs."""
_LONG_AGO = 366


class RequesterIdentity(NamedTuple):
    """Who asks, where it is not the customer alone; it stands in the vault."""

    name: str = ""
    contact: str = ""


NOBODY_ELSE = RequesterIdentity()


@dataclass(frozen=True)
class NewPrivacyRequest:
    """A request as typed in; of nobody in the records where there is no customer.

    `wrong` and `right` are what a correction request says is wrong, and what it should say.
    """

    kind: PrivacyRequestKind
    customer_id: int | None
    received_at: datetime
    channel: Channel
    language: str
    requester: RequesterKind = RequesterKind.PERSON
    who: RequesterIdentity = NOBODY_ELSE
    asked: str = ""
    wrong: str = ""
    right: str = ""


@dataclass(frozen=True)
class IdentityCheck:
    """How it was made sure that whoever asks may be given the data."""

    method: CheckMethod
    note: str = ""


@dataclass(frozen=True)
class PrivacyRequest:
    """One request; days are the shop's. `who` is empty for whoever cannot see identities."""

    id: int
    ref: str
    kind: PrivacyRequestKind
    customer_id: int | None
    customer_ref: str
    received_at: datetime
    received_on: date
    channel: Channel
    language: str
    requester: RequesterKind
    asked: str = ""
    wrong: str = ""
    right: str = ""
    logged_by: str = ""
    checked_at: datetime | None = None
    checked_by: str = ""
    method: CheckMethod | None = None
    check_note: str = ""
    fee_cents: int | None = None
    delay_on: date | None = None
    delay_reason: str = ""
    copied_at: datetime | None = None
    corrected_on: date | None = None
    correction: str = ""
    outcome: RequestOutcome | None = None
    answered_on: date | None = None
    answered_by: str = ""
    reasons: str = ""
    erased: bool = False
    who: RequesterIdentity = NOBODY_ELSE

    @property
    def is_open(self) -> bool:
        """Whether it still has to be answered."""
        return self.outcome is None

    @property
    def is_checked(self) -> bool:
        """Whether it is known that whoever asks may have the data."""
        return self.checked_at is not None

    @property
    def last_day(self) -> date:
        """The last of its 40 days."""
        return clock.last_day(self.received_on)

    @property
    def was_late(self) -> bool:
        """Whether the answer came after the last day."""
        return self.answered_on is not None and self.answered_on > self.last_day

    def state_text(self, today: date) -> str:
        """Where it stands, in words."""
        if self.outcome is not None:
            return self.outcome.label
        if not self.is_checked:
            return tr("Identity not checked")
        return clock.stage(self.received_on, today).label

    def tone(self, today: date) -> Tone:
        """How that is marked."""
        if self.outcome is not None:
            return self.outcome.tone
        return clock.stage(self.received_on, today).tone

    def days_text(self, today: date) -> str:
        """Which of the 40 days it is, or whether the answer was in time."""
        if self.answered_on is None:
            return clock.days_text(self.received_on, today)
        day = clock.day_number(self.received_on, self.answered_on)
        if self.was_late:
            return tr("answered on day {n}, late", n=day)
        return tr("answered on day {n}", n=day)


@dataclass(frozen=True)
class CorrectionNotice:
    """One recipient of the last 12 months, to be told of a correction; `disclosed_on` the last."""

    id: int
    request_id: int
    recipient: str
    disclosed_on: date
    answer: NoticeAnswer | None = None
    answered_on: date | None = None


def check(new: NewPrivacyRequest, received_on: date, today: date) -> None:
    """A UserError for a request that cannot be logged so."""
    check_day(received_on, "received_at")
    if received_on > today:
        raise UserError(tr("A request cannot be received in the future."), field="received_at")
    if (today - received_on).days > _LONG_AGO:
        raise UserError(tr("That is more than a year ago. Check the day."), field="received_at")
    is_whole = new.customer_id is not None and new.requester.is_person
    if not is_whole and not new.who.name.strip():
        raise UserError(tr("Enter who asks."), field="requester_name")
    if new.kind is PrivacyRequestKind.CORRECTION:
        _check_correction(new)
    for key, text in (("asked", new.asked), ("wrong", new.wrong), ("right", new.right)):
        PRIVACY_REQUEST.field(key).check(text)
    for key, text in (("requester_name", new.who.name), ("contact", new.who.contact)):
        REQUESTER.field(key).check(text)


def check_identity(request: PrivacyRequest) -> None:
    """A UserError where a request is answered already."""
    if not request.is_open:
        raise UserError(tr("This request is answered already."))


def check_ready(request: PrivacyRequest) -> None:
    """A UserError where nothing may be handed out: not checked, or answered already."""
    check_identity(request)
    if not request.is_checked:
        raise UserError(
            tr("Check the identity of whoever asks first. Nothing is handed out before.")
        )


def check_fee(request: PrivacyRequest, cents: int) -> None:
    """A UserError for a fee that the Ordinance does not allow (s.28)."""
    check_identity(request)
    if request.kind is PrivacyRequestKind.CORRECTION and cents:
        raise UserError(tr("A correction is free of charge."), field="fee")
    if not 0 <= cents <= MOST_FEE_CENTS:
        raise UserError(tr("A fee must not be excessive. Enter at most HK$1,000."), field="fee")


def check_delay(request: PrivacyRequest, day: date, reason: str, today: date) -> None:
    """A UserError for a notice of delay that is too late, still to come, or gives no reason."""
    check_identity(request)
    if not reason.strip():
        raise UserError(tr("Enter why the 40 days are not enough."), field="delay_reason")
    PRIVACY_REQUEST.field("delay_reason").check(reason)
    if not request.received_on <= day <= today:
        raise UserError(
            tr("The day must be after the receipt and not in the future."), field="delay_on"
        )
    if day > request.last_day:
        raise UserError(
            tr("A notice of delay must be given within the 40 days. Answer the request now."),
            field="delay_on",
        )


def check_answer(request: PrivacyRequest, outcome: RequestOutcome, day: date, today: date) -> None:
    """A UserError for an answer that cannot be given, or not yet."""
    if outcome is RequestOutcome.WITHDRAWN:
        check_identity(request)
    else:
        check_ready(request)
    if not request.received_on <= day <= today:
        raise UserError(
            tr("The day must be after the receipt and not in the future."), field="answered_on"
        )
    if outcome not in (RequestOutcome.COMPLIED, RequestOutcome.PARTLY):
        return
    if request.kind is PrivacyRequestKind.CORRECTION and request.corrected_on is None:
        raise UserError(tr("Record the correction first: what was changed, and when."))
    if request.kind is PrivacyRequestKind.CORRECTION and request.copied_at is None:
        raise UserError(tr("Print the corrected copy first: it goes with the answer."))
    if request.kind is PrivacyRequestKind.ACCESS and request.copied_at is None:
        raise UserError(tr("Make the copy first. It shows what is handed over."))


def _check_correction(new: NewPrivacyRequest) -> None:
    if new.customer_id is None:
        raise UserError(tr("Choose the customer whose data are to be corrected."), field="customer")
    if not new.wrong.strip():
        raise UserError(tr("Enter what is said to be wrong."), field="wrong")
    if not new.right.strip():
        raise UserError(tr("Enter what it should say."), field="right")
