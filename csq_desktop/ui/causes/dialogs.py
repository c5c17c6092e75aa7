"""The forms of a cause: what it is, and the whys that led there."""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.causes.facts import MOST_STEPS, USUAL_STEPS, CauseChain, Why
from csq_desktop.domain.causes.fields import WHY
from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.services.causes import causes
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr
from csq_desktop.ui.cases.work_dialog import Job, WorkDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.forms.fields import WordsChoice, WordsLine


class MainCauseDialog(WorkDialog):
    """Records the main cause of a case, with the answers to “why?” that led there."""

    kind: ClassVar[str] = "main_cause"
    help_heading: ClassVar[str] = "causes"
    columns: ClassVar[int] = 2
    wide: ClassVar[int] = 720
    chain: CauseChain = CauseChain()

    def title_text(self) -> str:
        return tr("Main cause")

    def toast_text(self) -> str:
        return tr("Cause of {ref} recorded.", ref=self.complaint.ref)

    def fill(self) -> None:
        for step in range(MOST_STEPS):
            why, evidence = WordsLine(), WordsLine()
            self.form.add(f"why_{step}", tr("{n}. Why?", n=step + 1), why)
            self.form.add(f"evidence_{step}", WHY.field("evidence").title, evidence)
        self.more = buttons.link(tr("Another why"), self._on_more, name="another_why")
        self.form.add_row(self.more)
        labels = (choice.label for choice in lists.leaves(lists.ROOT_CAUSES))
        self.cause = WordsChoice(["", *labels])
        hint = tr("From the shop’s list; other words count as “Other cause”.")
        self.form.add("cause", tr("Cause"), self.cause, wide=True, hint=hint)
        self._shown = USUAL_STEPS
        self.show_chain(self.chain)
        if not self.chain.cause:
            self._read()

    def show_chain(self, chain: CauseChain) -> None:
        """Show what is known of the cause; what somebody has typed already stays."""
        if self._steps():
            return
        for step, why in enumerate(chain.whys):
            for name, words in (("why", why.why), ("evidence", why.evidence)):
                line = self._line(f"{name}_{step}")
                line.setText(words)
                line.setCursorPosition(0)  # a long one is read from its beginning
        if not self.cause.currentText().strip():
            self.cause.setCurrentText(lists.label(lists.ROOT_CAUSES, chain.cause))
        self._show_steps(max(self._shown, len(chain.whys)))

    def restore(self, texts: Mapping[str, str]) -> None:
        """Show what a draft kept, with as many steps as it has."""
        super().restore(texts)
        used = [step for step in range(MOST_STEPS) if self._line(f"why_{step}").text()]
        self._show_steps(max(self._shown, *(step + 1 for step in used or [0])))

    def errors(self) -> Mapping[str, str]:
        wrong = {
            f"why_{step}": tr("Evidence needs the answer that it shows.")
            for step in range(MOST_STEPS)
            if self._line(f"evidence_{step}").text().strip()
            and not self._line(f"why_{step}").text().strip()
        }
        if not self.cause.currentText().strip():
            wrong["cause"] = tr("Choose the cause.")
        return wrong

    def job(self) -> Job:
        return partial(causes.set_main, cause=self.cause.currentText(), whys=self._steps())

    def _read(self) -> None:
        query = partial(causes.of_case, complaint_id=self.complaint.id)
        self.context.tasks.read(self, query, lambda case: self.show_chain(case.main))

    def _steps(self) -> tuple[Why, ...]:
        steps = (
            Why(self._line(f"why_{step}").text(), self._line(f"evidence_{step}").text())
            for step in range(MOST_STEPS)
        )
        return tuple(step for step in steps if step.why.strip() or step.evidence.strip())

    def _on_more(self) -> None:
        self._show_steps(self._shown + 1)
        self._line(f"why_{self._shown - 1}").setFocus()

    def _show_steps(self, count: int) -> None:
        self._shown = min(count, MOST_STEPS)
        for step in range(MOST_STEPS):
            for name in ("why", "evidence"):
                self.form.set_shown(f"{name}_{step}", step < self._shown)
        self.more.setVisible(self._shown < MOST_STEPS)

    def _line(self, key: str) -> WordsLine:
        field = self.form.field(key)
        assert isinstance(field, WordsLine)
        return field


class FurtherCauseDialog(MainCauseDialog):
    """Records a cause beside the main one."""

    kind: ClassVar[str] = "further_cause"

    def title_text(self) -> str:
        return tr("Further cause")

    def job(self) -> Job:
        return partial(causes.add, cause=self.cause.currentText(), whys=self._steps())

    def _read(self) -> None:
        """A new one: nothing is known of it."""


class ChangeCauseDialog(FurtherCauseDialog):
    """Puts right a cause beside the main one."""

    kind: ClassVar[str] = "change_cause"

    def __init__(
        self, context: Context, complaint: Complaint, chain: CauseChain, parent: QWidget
    ) -> None:
        self.chain = chain
        super().__init__(context, complaint, parent)

    def submit(self) -> None:
        if self.form.accepts(self.errors()) and self.chain.id is not None:
            job = partial(
                causes.change,
                cause_id=self.chain.id,
                cause=self.cause.currentText(),
                whys=self._steps(),
            )
            self.write(job, self._on_done)
