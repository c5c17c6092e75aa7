"""How long each kind of record stays, when one is due for erasure, and what keeps it.

Cap. 486, s.26 and DPP2: personal data go once they are no longer needed for their purpose, unless
a law forbids it or the public interest is against it. Months run from the last use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc, trn

LONGEST = 240


@dataclass(frozen=True)
class RetentionRules:
    """The months each kind stays; a kind that is left out stays as long as usual."""

    months: Mapping[RecordKind, int] = field(default_factory=dict)

    def of(self, kind: RecordKind) -> int:
        """How many months a kind of record stays."""
        return self.months.get(kind, kind.usual_months)

    def check(self) -> None:
        """A UserError for a rule that is too short or too long to mean anything."""
        for kind in RecordKind:
            if not kind.shortest <= self.of(kind) <= LONGEST:
                raise UserError(
                    tr(
                        "Enter a number of months from {least} to {most} for “{kind}”.",
                        least=kind.shortest,
                        most=LONGEST,
                        kind=kind.label,
                    ),
                    field=kind.value,
                )

    def text(self, kind: RecordKind) -> str:
        """A rule in words."""
        return trn("{n} month", "{n} months", self.of(kind))


class Obstacle(StrEnum):
    """What keeps a record although its time has come."""

    OPEN_CASE = "open_case"
    LEGAL_HOLD = "legal_hold"
    REQUEST = "request"
    LEFT = "left"

    @property
    def label(self) -> str:
        """The obstacle in the user's language."""
        return trc("retention", _OBSTACLES[self])

    @property
    def forbids(self) -> bool:
        """Whether nobody can erase while it stands; who left a record can think again."""
        return self is not Obstacle.LEFT


_OBSTACLES = {
    Obstacle.OPEN_CASE: mark("A case is open"),
    Obstacle.LEGAL_HOLD: mark("Legal hold"),
    Obstacle.REQUEST: mark("A request is running"),
    Obstacle.LEFT: mark("Left for now"),
}


@dataclass(frozen=True)
class RetainedRecord:
    """What decides about a record: when it was used last, and what may keep it."""

    last_used: date
    open_cases: int = 0
    holds: int = 0
    requests: int = 0
    left_until: date | None = None


@dataclass(frozen=True)
class RetentionVerdict:
    """When a record is due, and what keeps it on the day it was judged."""

    due_on: date
    is_past: bool
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def is_due(self) -> bool:
        """Whether it is to be erased: its time has come and nothing keeps it."""
        return self.is_past and not self.obstacles

    @property
    def is_forbidden(self) -> bool:
        """Whether it must not be erased, even where somebody asks for it."""
        return any(obstacle.forbids for obstacle in self.obstacles)


def judged(record: RetainedRecord, months: int, today: date) -> RetentionVerdict:
    """When a record is due after so many months, and what keeps it today."""
    due_on = after_months(record.last_used, months)
    is_left = record.left_until is not None and record.left_until > today
    found = {
        Obstacle.OPEN_CASE: record.open_cases > 0,
        Obstacle.LEGAL_HOLD: record.holds > 0,
        Obstacle.REQUEST: record.requests > 0,
        Obstacle.LEFT: is_left,
    }
    keeping = tuple(obstacle for obstacle, stands in found.items() if stands)
    return RetentionVerdict(due_on, due_on <= today, keeping)


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that has no such day."""
    return _shifted(day, months)


def before_months(day: date, months: int) -> date:
    """The last day of use that is due by a day: months before it, as `after_months` counts."""
    earlier = _shifted(day, -months)
    # 31 March is due a month before 30 April, and so is the 30th: count the later of the two.
    while after_months(date.fromordinal(earlier.toordinal() + 1), months) <= day:
        earlier = date.fromordinal(earlier.toordinal() + 1)
    return earlier


def _shifted(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + months
    year, month = divmod(whole, 12)
    first = date(year, month + 1, 1)
    length = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, length))
