"""Queries of escalation: the open complaints with a clock running, and the levels written down."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.storage.records.bodies import if_sound
from csq_desktop.storage.records.complaints import involved
from csq_desktop.storage.records.deadlines import IS_OPEN
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.tables.complaints.complaints import ComplaintEventRow, ComplaintRow

C, E = ComplaintRow, ComplaintEventRow


def running(
    session: Session, names: Iterable[str], complaint_ids: Collection[int] | None
) -> Sequence[Any]:
    """Id and some columns of the open complaints whose clocks run; of some ids, or all."""
    columns = (getattr(C, name) for name in names)
    query = select(C.id, *columns).where(
        C.removed_at.is_(None), *IS_OPEN, C.next_due_at.is_not(None)
    )
    query = query.where(*involved.kept_away(session))
    if complaint_ids is not None:
        query = query.where(C.id.in_(complaint_ids))
    return session.execute(query).all()


def written(
    session: Session, complaint_ids: Collection[int]
) -> dict[int, set[tuple[str, int, int]]]:
    """The clock, level and deadline of each line about an escalation, by complaint."""
    lines = defaultdict[int, set[tuple[str, int, int]]](set)
    for some in in_parts(complaint_ids):
        query = select(E.complaint_id, E.facts).where(
            E.complaint_id.in_(some), E.kind == EventKind.ESCALATED
        )
        for complaint_id, body in session.execute(query):
            facts = None if body is None else if_sound(StepFacts, body)
            if facts is not None and facts.clock is not None:
                lines[complaint_id].add((facts.clock.value, facts.level, facts.due_at or 0))
    return lines
