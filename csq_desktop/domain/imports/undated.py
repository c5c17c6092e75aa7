"""Closing dates of complaints that a file calls closed without one, by a rule the user chose."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.imports.rows import Columns, Plain
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trn

BY_RULE = mark("{field} is not in the row. The date is set by the rule you chose.")
ANSWERED = "answered"
RULES = ("", ANSWERED, "received", "received+7", "received+14", "received+30")
"""What the window offers; a mapping may name any number of days."""
_RULE = re.compile(r"answered|received(?:\+(\d{1,4}))?")
_DAY = 86_400


class DateByRule(int):
    """A closing date that no file gave: it tells of no answer, and is in no figure about time."""


class DatedClosings(NamedTuple):
    """The column of closing dates, and the places whose date comes from the rule."""

    closed: list[Plain]
    places: list[int]


def check_rule(rule: str) -> None:
    """A UserError for a rule that there is not."""
    if rule and not _RULE.fullmatch(rule):
        raise UserError(tr("“{rule}” is no rule for closing dates.", rule=rule))


def rule_text(rule: str) -> str:
    """What a rule does, in the user's language."""
    if not rule:
        return tr("Closed, date unknown")
    if rule == ANSWERED:
        return tr("On the date of the reply")
    days = _days(rule)
    if not days:
        return tr("On the date received")
    return trn("{n} day after receipt", "{n} days after receipt", days)


def dated_by(rule: str, columns: Columns, now: int) -> DatedClosings:
    """The closing dates, filled in where the status is closed; none that has not come yet.

    No case was closed before it was answered.
    """
    count = len(columns["received_at"])
    closed: list[Plain] = list(_column(columns, "closed_at", count))
    places = []
    moments = zip(
        _column(columns, "status", count),
        _column(columns, "received_at", count),
        _column(columns, "answered_at", count),
        strict=True,
    )
    for place, (status, received, answered) in enumerate(moments):
        if status != State.CLOSED or closed[place] is not None:
            continue
        moment = answered
        if rule != ANSWERED and isinstance(received, int):
            after = received + _days(rule) * _DAY
            moment = max(after, answered) if isinstance(answered, int) else after
        if isinstance(moment, int) and moment <= now:
            closed[place] = DateByRule(moment)
            places.append(place)
    return DatedClosings(closed, places)


def _days(rule: str) -> int:
    match = _RULE.fullmatch(rule)
    return int(match[1] or 0) if match else 0


def _column(columns: Columns, key: str, count: int) -> Sequence[Plain]:
    return columns.get(key, (None,) * count)
