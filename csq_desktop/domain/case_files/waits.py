"""The times in which a case waited for its customer, read off its history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from csq_desktop.domain.complaints.facts import ComplaintEvent, EventKind

_ENDS = (EventKind.RESUMED, EventKind.ANSWERED, EventKind.CLOSED)


@dataclass(frozen=True)
class Wait:
    """One stretch of waiting; `until` None while it goes on."""

    since: datetime
    why: str
    until: datetime | None = None


def waits(events: Iterable[ComplaintEvent]) -> Iterator[Wait]:
    """Each stretch, in the order of the history: until it was resumed, or the case answered."""
    running: Wait | None = None
    for event in events:
        if event.kind is EventKind.WAITING and running is None:
            running = Wait(event.at, event.text)
        elif event.kind in _ENDS and running is not None:
            yield replace(running, until=event.at)
            running = None
    if running is not None:
        yield running
