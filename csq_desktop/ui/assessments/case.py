"""What the initial assessment adds to the page of a case."""

from collections.abc import Iterator, Sequence
from functools import partial

from csq_desktop.domain.complaints.facts import Complaint, State
from csq_desktop.domain.users import Permission
from csq_desktop.texts import tr
from csq_desktop.ui.assessments.dialogs import AssessDialog, CorrectAssessmentDialog
from csq_desktop.ui.cases.part import CaseCommand, CasePage, CasePart, CommandPlace

_WORK = Permission.WORK_COMPLAINTS


def _commands(page: CasePage, complaint: Complaint) -> Sequence[CaseCommand]:
    return tuple(_offered(page, complaint)) if complaint.kind.is_complaint else ()


def _offered(page: CasePage, complaint: Complaint) -> Iterator[CaseCommand]:
    if complaint.state in (State.RECEIVED, State.ACKNOWLEDGED):
        assess = partial(page.ask, AssessDialog)
        yield CaseCommand(tr("Assess…"), "assess", assess, _WORK, place=CommandPlace.STEP)
    else:
        correct = partial(page.ask, CorrectAssessmentDialog)
        label, place = tr("Correct the assessment…"), CommandPlace.CORRECTIONS
        yield CaseCommand(label, "correct_assessment", correct, _WORK, place=place)


PART = CasePart(place=5, commands=_commands, forms=(AssessDialog, CorrectAssessmentDialog))
