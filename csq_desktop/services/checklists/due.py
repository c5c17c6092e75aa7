"""Due items of checklists: critical items that failed, runs to do now, and those missed."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.checklists.schedule import DueChecklist, DueState
from csq_desktop.domain.today import DueItem, Now
from csq_desktop.domain.words.wording import short_date_text
from csq_desktop.services.checklists import critical, schedule
from csq_desktop.services.checklists.critical import CriticalFailure
from csq_desktop.texts import tr, trn

KIND = "checklist"


def items(session: Session, now: Now) -> Iterator[DueItem]:
    """Failed critical items without an action, then what is to be run."""
    yield from map(_critical, critical.unattended(session))
    yield from _to_run(session, now)


def _critical(failure: CriticalFailure) -> DueItem:
    run, item = failure.run, failure.item
    failed_on = tr("critical item failed on {day}", day=short_date_text(run.for_day))
    return DueItem(
        kind=KIND,
        text=item.text.text,
        on=run.for_day,
        at=None,
        overdue=False,
        late_seconds=0,
        page="checklists",
        object_id=f"{run.id}/{item.code}",
        under=tr(" · ").join((failed_on, run.template.title.text)),
        critical=True,
    )


def _to_run(session: Session, now: Now) -> Iterator[DueItem]:
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
