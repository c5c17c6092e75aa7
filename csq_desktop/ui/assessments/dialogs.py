"""The forms of the initial assessment: how grave a complaint is, and what else was judged."""

from functools import partial
from typing import ClassVar

from csq_desktop.domain.assessments.facts import (
    CaseJudgement,
    Complexity,
    Impact,
    SafetyRisk,
    Urgency,
)
from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.domain.complaints.field_groups.assessment import JUDGED
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.services.assessments import assessments
from csq_desktop.texts import mark, tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox


class CorrectAssessmentDialog(WorkDialog):
    """Puts right what was judged; what is left open was not judged."""

    kind: ClassVar[str] = "correct_assessment"
    toast: ClassVar[str] = mark("{ref} corrected.")
    columns: ClassVar[int] = 2
    wide: ClassVar[int] = 620

    def title_text(self) -> str:
        return tr("Correct the assessment")

    def fill(self) -> None:
        for key in JUDGED:
            field = COMPLAINT.field(key)
            options = [
                ("", tr("Not judged")),
                *((each.value, each.label) for each in field.choices),
            ]
            choice = ChoiceBox(options)
            choice.choose(getattr(self.complaint, key) or "")
            self.form.add(key, field.title, choice)

    def judgement(self) -> CaseJudgement:
        """What is chosen; nothing where nobody answered."""
        chosen = {key: self._chosen(key) for key in JUDGED}
        return CaseJudgement(
            SafetyRisk(chosen["safety"]) if chosen["safety"] else None,
            Complexity(chosen["complexity"]) if chosen["complexity"] else None,
            Impact(chosen["impact"]) if chosen["impact"] else None,
            Urgency(chosen["urgency"]) if chosen["urgency"] else None,
        )

    def job(self) -> Job:
        return partial(assessments.correct, judgement=self.judgement())

    def _chosen(self, key: str) -> str:
        choice = self.form.field(key)
        return choice.value if isinstance(choice, ChoiceBox) else ""


class AssessDialog(CorrectAssessmentDialog):
    """Records the initial assessment; the severity alone is enough at a busy till."""

    kind: ClassVar[str] = "assess"
    toast: ClassVar[str] = mark("{ref} assessed.")

    def title_text(self) -> str:
        return tr("Assess")

    def fill(self) -> None:
        self.severity = ChoiceBox([(s.value, s.label) for s in Severity])
        self.severity.choose(self.complaint.severity.value)
        self.form.add(
            "severity",
            tr("Severity"),
            self.severity,
            wide=True,
            hint=tr("Changing the severity recalculates the deadlines."),
        )
        super().fill()
        self.add_note(tr("Note"))

    def job(self) -> Job:
        return partial(
            assessments.assess,
            severity=Severity(self.severity.value),
            judgement=self.judgement(),
            note=self.text("note"),
        )
