"""The 40 days of a request (PDPO, s.19(1) and s.23(1)), counted in days of the calendar.

The day of receipt is not counted (Interpretation Ordinance, Cap. 1, s.71(1)(a)), so that day 40 is
the last day. Section 71(1)(b) would move a last day that is a holiday to the next working day; that
is a grace nobody should plan with, and it is not counted here.
"""

from datetime import date, timedelta
from enum import StrEnum

from csq_desktop.domain.tones import Tone
from csq_desktop.texts import mark, tr, trc, trn

LAST_DAY = 40
REMINDERS = (10, 30, 38)
"""On these days Today says again, and more urgently, that a request waits."""


class RequestStage(StrEnum):
    """How far the 40 days have run for a request that is not answered."""

    FRESH = "fresh"
    DAY_10 = "day_10"
    DAY_30 = "day_30"
    DAY_38 = "day_38"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The stage in the user's language."""
        return trc("request stage", _STAGES[self])

    @property
    def tone(self) -> Tone:
        """How it is marked."""
        return _TONES[self]

    @property
    def is_reminder(self) -> bool:
        """Whether Today says so."""
        return self is not RequestStage.FRESH


def last_day(received_on: date) -> date:
    """The last day on which a request received on a day can be complied with."""
    return received_on + timedelta(days=LAST_DAY)


def day_number(received_on: date, today: date) -> int:
    """Which day it is: 0 on the day of receipt, 40 on the last."""
    return (today - received_on).days


def stage(received_on: date, today: date) -> RequestStage:
    """How far the days have run."""
    day = day_number(received_on, today)
    if day > LAST_DAY:
        return RequestStage.OVERDUE
    reached = sum(day >= reminder for reminder in REMINDERS)
    return tuple(RequestStage)[reached]


def days_text(received_on: date, today: date) -> str:
    """Which day it is, in words: day 39 of 40, or by how many days it is overdue."""
    day = day_number(received_on, today)
    if day > LAST_DAY:
        return trn("{n} day overdue", "{n} days overdue", day - LAST_DAY)
    return tr("day {n} of {last}", n=day, last=LAST_DAY)


_STAGES = {
    RequestStage.FRESH: mark("Received", "request stage"),
    RequestStage.DAY_10: mark("10 days have passed", "request stage"),
    RequestStage.DAY_30: mark("30 days have passed", "request stage"),
    RequestStage.DAY_38: mark("Two days left at most", "request stage"),
    RequestStage.OVERDUE: mark("Overdue", "request stage"),
}
_TONES = {
    RequestStage.FRESH: Tone.SOFT,
    RequestStage.DAY_10: Tone.ACCENT,
    RequestStage.DAY_30: Tone.WARN,
    RequestStage.DAY_38: Tone.BAD,
    RequestStage.OVERDUE: Tone.BAD,
}
