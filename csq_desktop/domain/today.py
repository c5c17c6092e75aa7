"""The day's work: what is due, what is overdue, and the figures on the first page."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.texts import mark, trc


class DueKind(StrEnum):
    """What waits to be done."""

    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"
    CHECKLIST = "checklist"
    PLEDGE_COUNT = "pledge_count"
    ACTION = "action"
    SEALED = "sealed"
    PACK = "pack"
    BACKUP = "backup"

    @property
    def label(self) -> str:
        return trc("due", _KINDS[self])


@dataclass(frozen=True)
class DueItem:
    """One thing to do: `at` when a time of day matters, `on` always; `late_seconds` business time.

    `page` and `object_id` say where a click leads.
    """

    kind: DueKind
    text: str
    on: date
    at: datetime | None
    overdue: bool
    late_seconds: int
    page: str
    object_id: int | None


_KINDS = {
    DueKind.ACKNOWLEDGE: mark("Acknowledge"),
    DueKind.RESOLVE: mark("Resolve"),
    DueKind.CHECKLIST: mark("Checklist"),
    DueKind.PLEDGE_COUNT: mark("Enter counts"),
    DueKind.ACTION: mark("Action"),
    DueKind.SEALED: mark("Sealed caller"),
    DueKind.PACK: mark("Review pack"),
    DueKind.BACKUP: mark("Backup"),
}
