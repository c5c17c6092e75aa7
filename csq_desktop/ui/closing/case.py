"""What the end of a case adds to its page: closing and reopening, and what is recorded for it."""

from collections.abc import Iterator, Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint, State
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace
from csq_desktop.ui.cases.work_dialog import WorkDialog
from csq_desktop.ui.closing import dialogs, end_dialogs
from csq_desktop.ui.closing.section import ClosingSection

_CLOSE, _NOTE = Permission.CLOSE_COMPLAINTS, Permission.NOTE_COMPLAINTS


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    return (*_steps(page, complaint), *_records(page, complaint))


def _steps(page: CasePage, complaint: Complaint) -> Iterator[CaseCommand]:
    """To close or to reopen, where that is the next step."""
    if complaint.is_closed_undated:
        return
    if complaint.state is State.CLOSED:
        yield _step(page, tr("Reopen…"), end_dialogs.ReopenDialog, "reopen", _CLOSE)
        return
    is_answered = complaint.state is State.ANSWERED
    if not complaint.kind.is_complaint:
        close = _step(page, tr("Close…"), end_dialogs.CloseDialog, "close_complaint", _NOTE)
        yield _primary(close) if is_answered else close
    elif is_answered:
        close = _step(page, tr("Close…"), end_dialogs.CloseDialog, "close_complaint", _CLOSE)
        waits = complaint.clocks[0].done_at is None  # to be acknowledged: that is the next step
        yield close if waits else _primary(close)


def _step(
    page: CasePage, label: str, form: type[WorkDialog], name: str, permission: Permission
) -> CaseCommand:
    ask = partial(page.ask, form)
    return CaseCommand(label, name, ask, permission, place=CommandPlace.STEP)


def _primary(step: CaseCommand) -> CaseCommand:
    return CaseCommand(step.label, step.name, step.act, step.permission, True, step.place)


def _records(page: CasePage, complaint: Complaint) -> Iterator[CaseCommand]:
    """What is recorded about the end of a complaint."""
    if not complaint.kind.is_complaint:
        return
    forms: list[tuple[str, type[WorkDialog], CommandPlace]] = [
        (tr("Staff involved…"), dialogs.InvolvedDialog, CommandPlace.CONNECTIONS),
        (tr("Sign…"), end_dialogs.SignDialog, CommandPlace.PAPERS),
    ]
    if complaint.is_closed:
        label = tr("Log a follow-up…")
        ask, may = partial(page.ask, end_dialogs.FollowUpDialog), Permission.LOG_COMPLAINTS
        yield CaseCommand(label, "follow_up", ask, may, place=CommandPlace.CONNECTIONS)
    if complaint.finding is not None:
        forms += [
            (tr("Decision communicated…"), dialogs.CommunicatedDialog, CommandPlace.WORK),
            (tr("Customer’s response…"), dialogs.ResponseDialog, CommandPlace.WORK),
        ]
    if complaint.closed_at is not None and complaint.customer_id is not None:
        label = tr("Ask about the handling…")
        forms.append((label, dialogs.ContentDialog, CommandPlace.WORK))
    for label, form, place in forms:
        yield CaseCommand(label, form.kind, partial(page.ask, form), _NOTE, place=place)


PART = CasePart(
    place=-10,
    section=ClosingSection,
    commands=_commands,
    forms=(
        *(end_dialogs.CloseDialog, end_dialogs.ReopenDialog, end_dialogs.SignDialog),
        end_dialogs.FollowUpDialog,
        *(dialogs.InvolvedDialog, dialogs.CommunicatedDialog, dialogs.ResponseDialog),
        dialogs.ContentDialog,
    ),
)
