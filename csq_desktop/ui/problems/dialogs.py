"""The forms of a problem: to join complaints to one, to reply to all, to close them together."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.bulk.checks import StepCheck
from csq_desktop.domain.complaints.facts import Complaint, Finding, Outcome, RemedyKind
from csq_desktop.domain.problems.facts import PROBLEM, NewProblem, Problem, ProblemState
from csq_desktop.domain.words.wording import count_text, paragraph
from csq_desktop.services import people
from csq_desktop.services.problems import problems, together
from csq_desktop.services.problems.together import TogetherResult
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr, trn
from csq_desktop.ui.cases.refused import refused_lines
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea, WordsChoice, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid, text_of
from csq_desktop.ui.kit.forms.person_field import PersonField

_NEW = ""


class JoinDialog(Dialog):
    """Lets complaints belong to a problem that is there, or to a new one.

    It keeps no draft: what was typed of these complaints would come back with others.
    """

    help_heading: ClassVar[str] = "one-problem-with-many-complaints"

    def __init__(self, context: Context, complaint_ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(context, tr("Same problem as…"), tr("Join"), parent)
        self._ids = tuple(complaint_ids)
        self.form = self.add_form(FormGrid())
        self.problem = ChoiceBox([(_NEW, tr("A new problem"))])
        self.form.add("problem", PROBLEM.field("problem_title").title, self.problem)
        self._add_new()
        self.problem.value_changed.connect(lambda _value: self._show_new())
        context.tasks.read(self, problems.listed, self._offer)

    def _add_new(self) -> None:
        title = WordsLine()
        title.setPlaceholderText(tr("Such as: kettles of one delivery leak"))
        self.form.add("problem_title", tr("What the problem is"), title)
        causes = (choice.label for choice in lists.leaves(lists.ROOT_CAUSES))
        self.form.add("cause", PROBLEM.field("cause").title, WordsChoice(["", *causes]))
        self.form.add("product", PROBLEM.field("product").title, WordsLine())
        self.owner = PersonField()
        self.form.add("owner", PROBLEM.field("owner_id").title, self.owner)
        self.context.tasks.read(self, people.everyone, self.owner.offer)

    def submit(self) -> None:
        if not self.form.accepts(self._errors()):
            return
        if self.problem.value:
            number = int(self.problem.value)
            job = partial(problems.join, problem_id=number, complaint_ids=self._ids)
        else:
            job = partial(problems.start, new=self._typed(), complaint_ids=self._ids)
        self.write(job, self._on_done)

    def _errors(self) -> Mapping[str, str]:
        is_named = self.problem.value or self._text("problem_title").strip()
        return {} if is_named else {"problem_title": tr("Enter what the problem is.")}

    def _typed(self) -> NewProblem:
        return NewProblem(
            problem_title=self._text("problem_title"),
            cause=self._text("cause"),
            product=self._text("product"),
            owner=self.owner.choice or "",
        )

    def _text(self, key: str) -> str:
        return text_of(self.form.field(key))

    def _offer(self, listed: Sequence[Problem]) -> None:
        still = [each for each in listed if each.state is ProblemState.OPEN]
        offered = [(str(each.id), each.problem_title) for each in still]
        self.problem.set_options([(_NEW, tr("A new problem")), *offered])
        self._show_new()

    def _show_new(self) -> None:
        for key in ("problem_title", "cause", "product", "owner"):
            self.form.set_shown(key, not self.problem.value)

    def _on_done(self, _answer: object) -> None:
        joined = len(self._ids)
        words = trn(
            "{count} complaint joined.",
            "{count} complaints joined.",
            joined,
            count=count_text(joined),
        )
        self.context.toast(words)
        self.finish()


class TogetherDialog(WorkDialog):
    """One step with all complaints of a problem; says with how many, and with which not and why."""

    help_heading: ClassVar[str] = "one-problem-with-many-complaints"

    def __init__(
        self, context: Context, complaint: Complaint, problem: Problem, parent: QWidget
    ) -> None:
        self.problem = problem
        super().__init__(context, complaint, parent)
        self.draft_key = f"{self.draft_key}.{problem.id}"

    def add_check(self, check: Callable[..., StepCheck]) -> None:
        """Say with which complaints the step can be taken."""
        self.summary = PlainLabel("", wrap=True)
        self.refused = PlainLabel("", "muted", wrap=True)
        self.refused.setObjectName("together_refused")
        self.content.addWidget(self.summary)
        self.content.addWidget(self.refused)
        query = partial(check, problem_id=self.problem.id)
        self.context.tasks.read(self, query, self._show_check)

    def _show_check(self, check: StepCheck) -> None:
        able = len(check.able_ids)
        words = trn(
            "{able} of {n} complaint will be changed.",
            "{able} of {n} complaints will be changed.",
            check.chosen,
            able=count_text(able),
        )
        self.summary.setText(words)
        self.refused.setText("\n".join(refused_lines(check.refused)))
        self.refused.setVisible(bool(check.refused))
        self.allow("" if able else tr("This applies to none of these complaints."))

    def submit(self) -> None:
        if self.form.accepts(self.errors()):
            self.write(self.job(), self._on_done)

    def _on_done(self, answer: object) -> None:
        assert isinstance(answer, TogetherResult)
        done = trn(
            "{count} updated.", "{count} updated.", answer.done, count=count_text(answer.done)
        )
        not_done = trn(
            "{count} not done. Open its page.",
            "{count} not done. Open their pages.",
            len(answer.refused),
            count=count_text(len(answer.refused)),
        )
        self.context.toast(paragraph((done, not_done if answer.refused else "")))
        self.finish()


class ReplyToAllDialog(TogetherDialog):
    """Tells the customers of all complaints the same, with one finding and remedy."""

    kind: ClassVar[str] = "reply_to_all"

    def title_text(self) -> str:
        return tr("Reply to all")

    def action_text(self) -> str:
        return tr("Record the reply to all")

    def fill(self) -> None:
        self.finding = ChoiceBox([("", "–"), *((each.value, each.label) for each in Finding)])
        self.form.add("finding", tr("Finding"), self.finding)
        self.remedy = ChoiceBox([("", "–"), *((each.value, each.label) for each in RemedyKind)])
        self.form.add("remedy", tr("Remedy"), self.remedy)
        note = TextArea(self.problem.reply_to_all, lines=4)
        self.form.add("note", tr("What you told the customers, and how"), note, wide=True)
        self.add_check(together.may_be_answered)

    def errors(self) -> Mapping[str, str]:
        wrong = {} if self.finding.value else {"finding": tr("Choose a finding.")}
        if not self.remedy.value:
            wrong["remedy"] = tr("Choose a remedy, or that there is none.")
        if not self.text("note").strip():
            wrong["note"] = tr("Enter what the customers were told.")
        return wrong

    def job(self) -> Job:
        outcome = Outcome(Finding(self.finding.value), remedy_kind=RemedyKind(self.remedy.value))
        return partial(
            together.answer,
            problem_id=self.problem.id,
            outcome=outcome,
            text=self.text("note"),
        )


class CloseTogetherDialog(TogetherDialog):
    """Closes the complaints of a problem that can be closed."""

    kind: ClassVar[str] = "close_together"

    def title_text(self) -> str:
        return tr("Close together")

    def action_text(self) -> str:
        return tr("Close together")

    def fill(self) -> None:
        self.add_note(tr("Did the customers accept? What has been done?"))
        self.add_check(together.may_be_closed)

    def job(self) -> Job:
        return partial(together.close, problem_id=self.problem.id, note=self.text("note"))
