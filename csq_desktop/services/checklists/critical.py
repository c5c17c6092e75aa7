"""Failed critical items that nothing is done about yet."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionSource, ActionState
from csq_desktop.domain.checklists.facts import Item, Run, critical_failed
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists, templates
from csq_desktop.storage.records.checklists import runs as records


@dataclass(frozen=True)
class CriticalFailure:
    """A critical item that failed in the newest finished run of its checklist."""

    run: Run
    item: Item


def unattended(session: Session) -> Iterator[CriticalFailure]:
    """The failures without an action; one that was cancelled is none, and a newer run decides."""
    for line in templates.templates(session):
        for newest in records.latest(session, line.key, 1):
            if newest.critical_failed:
                yield from _unattended(session, checklists.run(session, newest.id))


def _unattended(session: Session, run: Run) -> Iterator[CriticalFailure]:
    promised = {
        action.item_code
        for action in actions.of_source(session, ActionSource.CHECKLIST, run.id)
        if action.state is not ActionState.CANCELLED
    }
    for item in critical_failed(run.template, run.answers):
        if item.code not in promised:
            yield CriticalFailure(run, item)
