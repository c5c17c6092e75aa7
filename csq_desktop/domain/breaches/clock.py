"""The five days within which a breach should be notified.

The Ordinance asks for no notification. The Commissioner's guidance recommends it as soon as
practicable, notably within five days of becoming aware, whatever is still being looked into. So
these days remind and never judge.
"""

from datetime import date, timedelta

from csq_desktop.domain.tones import Tone
from csq_desktop.texts import tr, trn

NOTIFY_WITHIN = 5


def notify_by(found_on: date) -> date:
    """The last of the days; the day it was found is not counted."""
    return found_on + timedelta(days=NOTIFY_WITHIN)


def days_text(found_on: date, today: date) -> str:
    """Which day it is: day 2 of 5, or by how many days they have passed."""
    day = (today - found_on).days
    if day > NOTIFY_WITHIN:
        return trn("{n} day overdue", "{n} days overdue", day - NOTIFY_WITHIN)
    return tr("day {n} of {last}", n=day, last=NOTIFY_WITHIN)


def tone(found_on: date, today: date) -> Tone:
    """How a breach is marked on which something is still to be decided or notified."""
    left = (notify_by(found_on) - today).days
    if left < 0:
        return Tone.BAD
    return Tone.WARN if left <= 2 else Tone.ACCENT
