"""What can be done with every case: its steps, and what puts right what was recorded of it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint, State
from csq_desktop.domain.users import Permission
from csq_desktop.services.complaints import complaints
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace
from csq_desktop.ui.cases.work_dialog import WorkDialog
from csq_desktop.ui.complaints import work_dialogs as work
from csq_desktop.ui.complaints.feedback_dialogs import KindDialog, ReplyDialog
from csq_desktop.ui.complaints.link_dialog import LinkDialog
from csq_desktop.ui.complaints.redate_dialog import RedateDialog
from csq_desktop.ui.kit import question

_WORK, _CLOSE = Permission.WORK_COMPLAINTS, Permission.CLOSE_COMPLAINTS
_NOTE, _ACKNOWLEDGE = Permission.NOTE_COMPLAINTS, Permission.ACKNOWLEDGE_COMPLAINTS


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    work_on = _working(page, complaint)
    return (*_steps(page, complaint), *work_on, *_corrections(page, complaint))


def _steps(page: CasePage, complaint: Complaint) -> Iterator[CaseCommand]:
    """The next steps of a case, the likeliest first and strongest."""
    if complaint.is_closed_undated:
        return
    if complaint.state is State.CLOSED:
        return
    if not complaint.kind.is_complaint:
        if complaint.state is not State.ANSWERED:
            yield _step(page, tr("Reply…"), ReplyDialog, _NOTE, primary=True)
        return
    waits = complaint.clocks[0].done_at is None  # to be acknowledged: that is the next step
    if waits:
        label = tr("Acknowledge…")
        yield _step(page, label, work.AcknowledgeDialog, _ACKNOWLEDGE, primary=True)
    if complaint.state is not State.ANSWERED:
        yield _step(page, tr("Reply…"), work.AnswerDialog, _WORK, primary=not waits)
    if complaint.waiting_since is None:
        yield _step(page, tr("Put on hold for customer…"), work.WaitDialog, _WORK)
    else:
        resume = partial(_resume, page)
        label = tr("Resume deadline")
        yield CaseCommand(label, "resume", resume, _WORK, place=CommandPlace.STEP)


def _step(
    page: CasePage,
    label: str,
    form: type[WorkDialog],
    permission: Permission,
    *,
    primary: bool = False,
) -> CaseCommand:
    place, ask = CommandPlace.STEP, partial(page.ask, form)
    return CaseCommand(label, form.kind, ask, permission, primary, place)


def _working(page: CasePage, complaint: Complaint) -> Iterator[CaseCommand]:
    """What is done beside the steps."""
    yield CaseCommand(tr("Add a note…"), "note", partial(page.ask, work.NoteDialog), _NOTE)
    if complaint.state is State.CLOSED:
        return
    if not complaint.kind.is_complaint:
        return
    investigate = partial(_investigate, page)
    yield CaseCommand(tr("Start investigating"), "investigate", investigate, _WORK)
    if complaint.resolved_at is None:
        reply = partial(page.ask, work.ProgressReplyDialog)
        yield CaseCommand(tr("Record a progress reply…"), "progress_reply", reply, _WORK)
    recompute = partial(_recompute, page)
    yield CaseCommand(tr("Recalculate deadlines"), "recompute", recompute, _WORK)


def _corrections(page: CasePage, complaint: Complaint) -> Iterator[CaseCommand]:
    """What puts right what was recorded of a case."""
    place = CommandPlace.CORRECTIONS
    forms: list[tuple[str, type[WorkDialog], str, Permission]] = []
    if complaint.kind.is_complaint and complaint.state is State.ANSWERED:
        forms.append((tr("Correct the decision…"), work.DecideDialog, "decide", _WORK))
    forms += [
        (tr("Correct…"), work.CorrectDialog, "correct", _WORK),
        (tr("Correct dates and times…"), RedateDialog, "redate", _WORK),
        (tr("Change customer…"), LinkDialog, "link", _WORK),
        (tr("Change kind of feedback…"), KindDialog, "kind", _CLOSE),
    ]
    if complaint.kind.is_complaint:
        forms.append((tr("Exclude from pledge figures…"), work.ExcludeDialog, "exclude", _CLOSE))
    forms.append((tr("Void…"), work.WithdrawDialog, "withdraw", _CLOSE))
    for label, form, name, permission in forms:
        yield CaseCommand(label, name, partial(page.ask, form), permission, place=place)


def _of_voided(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    """To reinstate a case, unless it goes on as another record."""
    if complaint.recorded_as:
        return ()
    return (_step(page, tr("Reinstate…"), work.RestoreDialog, _CLOSE, primary=True),)


def _investigate(page: CasePage) -> None:
    words = tr("Start the investigation?"), tr("Start investigating")
    _confirm(page, complaints.investigate, words, tr("Investigation started."))


def _resume(page: CasePage) -> None:
    words = tr("Let the deadline run again?"), tr("Resume deadline")
    _confirm(page, complaints.resume, words, tr("Deadline running again."))


def _recompute(page: CasePage) -> None:
    words = tr("Recalculate the deadlines?"), tr("Recalculate deadlines")
    _confirm(page, complaints.recompute_deadlines, words, tr("Deadlines recalculated."))


def _confirm(
    page: CasePage, service: Callable[..., object], words: tuple[str, str], toast_text: str
) -> None:
    """Ask first: what is in a case's history stays there (ISO 10002)."""
    if page.complaint is None:
        return
    title, action = words
    meaning = tr("This is recorded in the history of {ref} and stays.", ref=page.complaint.ref)
    job = partial(service, complaint_id=page.complaint.id)
    question.ask(page.context, (title, meaning, action), page, lambda: page.write(job, toast_text))


PART = CasePart(
    place=0,
    commands=_commands,
    of_voided=_of_voided,
    forms=(*work.FORMS, LinkDialog, RedateDialog, ReplyDialog, KindDialog),
)
