"""What was done against further harm on the case that is shown."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.containment.facts import Containment
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import short_moment_text
from csq_desktop.services.containment import containment
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.containment.dialogs import ChangeContainmentDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import tokens


class ContainmentSection(CaseSection):
    """The containment steps of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Containment"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(containment.of_case, complaint_id=complaint.id)

    def rows(self, steps: Sequence[Containment]) -> Iterator[QWidget]:
        for step in steps:
            yield self._row(step)

    def _row(self, step: Containment) -> QWidget:
        row, now = QWidget(), this_moment(self._context)
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        when = short_moment_text(step.done_at, now.day, now.zone)
        head = tr(" · ").join(filter(None, (when, step.owner)))
        line.addWidget(PlainLabel(head, "label"))
        line.addWidget(PlainLabel(step.step, wrap=True))
        if self._may_change:
            change = partial(self._on_change, step)
            line.addWidget(buttons.link(tr("Correct…"), change, name=f"change_step_{step.id}"))
            remove = partial(self._on_remove, step)
            line.addWidget(buttons.link(tr("Remove"), remove, name=f"remove_step_{step.id}"))
        row.setAccessibleName(step.step)
        return row

    @property
    def _may_change(self) -> bool:
        is_open = self._complaint is not None and not self._complaint.is_closed
        return is_open and self.may(Permission.WORK_COMPLAINTS)

    def _on_change(self, step: Containment) -> None:
        if self._complaint is not None:
            ChangeContainmentDialog(self._context, self._complaint, step, self).open()

    def _on_remove(self, step: Containment) -> None:
        """Take out one that was entered by mistake, with a way back."""
        job = partial(containment.take_out, containment_id=step.id)
        undo = partial(containment.put_back, containment_id=step.id)
        self._context.tasks.write(
            self, job, lambda _done: self._context.toast_done(tr("Step removed."), undo)
        )
