"""Complaints and other feedback for the timeline of a customer, with the steps of each."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import ComplaintQueue, EventKind, Filter
from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.services.complaints import views
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.texts import tr

MOST_CASES = 50
_OF_THEIR_OWN = (EventKind.LOGGED, EventKind.LETTER)
"""What the timeline has lines of its own for."""


def items(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    """What a customer said, the newest fifty, and what was done about it."""
    shown = Filter(view=ComplaintQueue.ALL, customer_id=customer_id, kind=None)
    for line in views.first_lines(session, shown, MOST_CASES):
        yield TimelineItem(
            at=line.received_at,
            kind=TimelineKind.FEEDBACK,
            what=tr("{ref}: {kind} received", ref=line.ref, kind=line.kind.label),
            note=line.summary,
            page="complaints",
            object_id=line.id,
        )
        for step in records.steps(session, line.id):
            if step.kind not in _OF_THEIR_OWN:
                yield TimelineItem(
                    at=step.at,
                    kind=TimelineKind.FEEDBACK,
                    what=tr("{ref}: {step}", ref=line.ref, step=step.kind.label),
                    user=step.user,
                    page="complaints",
                    object_id=line.id,
                )
