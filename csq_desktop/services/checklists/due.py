"""Due items of checklists: those to run now, and those missed."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.checklists.schedule import DueChecklist, DueState
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.services.checklists import schedule
from csq_desktop.texts import tr, trn

KIND = "checklist"


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """One item per checklist: its current occurrence, or the last one missed if none is open."""
    waiting: dict[str, DueChecklist] = {}
    missed: dict[str, int] = {}
    for due in schedule.due(session, now.day):
        waiting[due.template_key] = due
        missed[due.template_key] = missed.get(due.template_key, 0) + (due.state is DueState.MISSED)
    for key, due in waiting.items():
        yield DueItem(
            kind=KIND,
            text=due.title.text,
            on=due.last,
            at=None,
            overdue=due.state is DueState.MISSED,
            late_seconds=0,
            page="checklists",
            object_id=due.run_id or due.template_id,
            under=_under(due, missed[key]),
        )


def _under(due: DueChecklist, missed: int) -> str:
    """Its state, how often it runs, and how many occurrences were missed."""
    parts = [due.every.label]
    if due.state is not DueState.DUE:
        parts.insert(0, due.state.label)
    if missed:
        parts.append(trn("{n} missed recently", "{n} missed recently", missed))
    return tr(" · ").join(parts)
