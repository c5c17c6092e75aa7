"""Promises to a customer: to call back on Thursday at 15:00; kept, broken, or moved with consent.

They stand beside the clocks of a case and never touch them: a policy gives every case its
deadlines, a promise is what somebody said to one customer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from csq_desktop.domain.calendar.calendar import ShopCalendar, business_seconds
from csq_desktop.domain.fields.fields import (
    FieldKind,
    Privacy,
    RecordDescription,
    RecordField,
)
from csq_desktop.domain.fields.holdings import ABOUT_AN_ANSWER
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

_MINUTE = timedelta(minutes=1)
FARTHEST = timedelta(days=366)


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    MOVED = "moved"

    @property
    def label(self) -> str:
        """The state in the user's language."""
        return trc("promise", _STATES[self])

    @property
    def tone(self) -> Tone:
        """How it is marked."""
        return _TONES[self]


_STATES = {
    PromiseState.OPEN: mark("Open"),
    PromiseState.KEPT: mark("Kept"),
    PromiseState.BROKEN: mark("Broken"),
    PromiseState.MOVED: mark("Moved with consent"),
}
_TONES = {
    PromiseState.OPEN: Tone.ACCENT,
    PromiseState.KEPT: Tone.GOOD,
    PromiseState.BROKEN: Tone.BAD,
    PromiseState.MOVED: Tone.SOFT,
}


@dataclass(frozen=True)
class NewPromise:
    """A promise as typed in: what, by when, and who is to keep it; nobody is the case's owner."""

    what: str
    due_at: datetime
    owner: PersonChoice = ""


@dataclass(frozen=True)
class Promise:
    """One promise; `done_at` is when it was done, `moved_at` when another moment took its place.

    `consented` says that the customer had agreed to that; `note` is what was said of either.
    """

    id: int
    complaint_id: int
    ref: str
    what: str
    due_at: datetime
    owner_id: int | None
    owner: str
    made_at: datetime
    made_by: str
    done_at: datetime | None = None
    moved_at: datetime | None = None
    consented: bool = False
    note: str = ""

    def state(self, now: datetime) -> PromiseState:
        """What became of it by a moment."""
        moved_at = self.moved_at
        return state_of(self.due_at, self.done_at, (moved_at, self.consented), now)

    @property
    def is_ended(self) -> bool:
        """Whether nothing is left to be done: a broken promise still has to be."""
        return self.done_at is not None or self.moved_at is not None


def state_of(
    due_at: datetime, done_at: datetime | None, moved: tuple[datetime | None, bool], now: datetime
) -> PromiseState:
    """What became of a promise by a moment; `moved` is when, and whether with consent.

    It is kept if it was done by its moment, and broken from then on. Moving it in time and with
    consent leaves nothing to judge: the new moment is a promise of its own. Without consent, or
    once it is broken, moving it changes nothing.
    """
    if done_at is not None:
        return PromiseState.KEPT if done_at <= due_at else PromiseState.BROKEN
    moved_at, consented = moved
    if moved_at is not None:
        in_time = consented and moved_at <= due_at
        return PromiseState.MOVED if in_time else PromiseState.BROKEN
    return PromiseState.BROKEN if now > due_at else PromiseState.OPEN


def check(what: str, due_at: datetime, calendar: ShopCalendar, now: datetime) -> None:
    """A UserError for what nobody can promise: nothing, the past, or while the shop is closed."""
    if not what.strip():
        raise UserError(tr("Enter what was promised."), field="what")
    PROMISE.field("promised").check(what)
    if due_at <= now:
        raise UserError(tr("Promise a moment still to come."), field="due_at")
    if due_at > now + FARTHEST:
        raise UserError(tr("Promise a moment within a year."), field="due_at")
    if not business_seconds(calendar, due_at - _MINUTE, due_at + _MINUTE):
        raise UserError(
            tr("The shop is closed then. Promise a moment in its opening hours."), field="due_at"
        )


def check_done(promise: Promise, at: datetime, now: datetime) -> None:
    """A UserError where a promise cannot have been kept then."""
    if promise.is_ended:
        raise UserError(tr("This promise has ended already."))
    if not promise.made_at - _MINUTE <= at <= now + _MINUTE:
        raise UserError(
            tr("The time must be after the promise and not in the future."), field="done_at"
        )


PROMISE = RecordDescription(
    "complaint_promise",
    (
        RecordField("complaint_id", kind=FieldKind.LINK),
        RecordField(
            "promised",
            mark("What was promised", "field"),
            privacy=Privacy.FREE_TEXT,
            required=True,
            meaning=mark("What the customer was told would be done.", "codebook"),
        ),
        RecordField(
            "due_at",
            mark("Promised for", "field"),
            FieldKind.MOMENT,
            required=True,
        ),
        RecordField("owner_id", mark("Owner", "field"), FieldKind.PERSON),
        RecordField("made_at", mark("Promised on", "field"), FieldKind.MOMENT),
        RecordField("made_by", mark("Promised by", "field"), FieldKind.USER),
        RecordField("done_at", mark("Done", "field"), FieldKind.MOMENT),
        RecordField("moved_at", mark("Moved", "field"), FieldKind.MOMENT),
        RecordField("consented", mark("Customer agreed", "field"), FieldKind.YES_NO),
        RecordField(
            "note",
            mark("Note", "field"),
            privacy=Privacy.FREE_TEXT,
            meaning=mark("How a commitment ended, or why it was moved.", "codebook"),
        ),
        RecordField("removed_at", mark("Removed", "field"), FieldKind.MOMENT),
    ),
    own=("id", "due_month"),
    holding=ABOUT_AN_ANSWER,
)
