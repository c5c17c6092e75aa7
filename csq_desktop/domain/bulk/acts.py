"""What can be done with many cases at once, and what is kept of it so that it can be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from csq_desktop.domain.bulk.checks import RefusedCase
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.users import Permission


class BulkAct(StrEnum):
    """A step that is taken with many cases at once."""

    ACKNOWLEDGE = "acknowledge"
    CATEGORISE = "categorise"
    EXCLUDE = "exclude"
    VOID = "void"
    CLOSE = "close"

    @property
    def permission(self) -> Permission:
        """What it needs, and undoing it too."""
        return _PERMISSIONS[self]

    @property
    def event(self) -> EventKind:
        """The line it leaves in the history of each case."""
        return _EVENTS[self]


_PERMISSIONS = {
    BulkAct.ACKNOWLEDGE: Permission.ACKNOWLEDGE_COMPLAINTS,
    BulkAct.CATEGORISE: Permission.WORK_COMPLAINTS,
    BulkAct.EXCLUDE: Permission.CLOSE_COMPLAINTS,
    BulkAct.VOID: Permission.CLOSE_COMPLAINTS,
    BulkAct.CLOSE: Permission.CLOSE_COMPLAINTS,
}
_EVENTS = {
    BulkAct.ACKNOWLEDGE: EventKind.ACKNOWLEDGED,
    BulkAct.CATEGORISE: EventKind.CORRECTED,
    BulkAct.EXCLUDE: EventKind.EXCLUDED,
    BulkAct.VOID: EventKind.REMOVED,
    BulkAct.CLOSE: EventKind.CLOSED,
}


@dataclass(frozen=True)
class ChangedCase:
    """What a step changed in a case: the columns before and after it."""

    id: int
    before: Mapping[str, object]
    after: Mapping[str, object]


@dataclass(frozen=True)
class BulkTaken:
    """A step that was taken with some cases, in the order they were chosen."""

    act: BulkAct
    cases: tuple[ChangedCase, ...]

    @property
    def count(self) -> int:
        """With how many it was taken."""
        return len(self.cases)


@dataclass(frozen=True)
class BulkUndone:
    """With how many cases a step was undone, and those that stay, with why."""

    count: int
    refused: tuple[RefusedCase, ...] = ()
