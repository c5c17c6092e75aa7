"""The promises on a case: what was promised, for when, and what became of it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.complaints.promises import Promise
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import short_moment_text
from csq_desktop.services.complaints import promises
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.promises.dialogs import KeptDialog, MoveDialog, OnePromiseDialog
from csq_desktop.ui.theme import tokens


class PromiseSection(CaseSection):
    """The promises of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Promises to the customer"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(promises.of_case, complaint_id=complaint.id)

    def rows(self, listed: Sequence[Promise]) -> Iterator[QWidget]:
        for promise in listed:
            yield self._row(promise)

    def _row(self, promise: Promise) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        now = this_moment(self._context)
        state = promise.state(now.moment)
        when = short_moment_text(promise.due_at, now.day, now.zone)
        line.addWidget(PlainLabel(tr("{when}: {what}", when=when, what=promise.what), wrap=True))
        line.addWidget(Badge(state.label, state.tone))
        if self._may_work and not promise.is_ended:
            kept = partial(self._ask, KeptDialog, promise)
            line.addWidget(buttons.link(tr("Done…"), kept, name=f"kept_{promise.id}"))
            move = partial(self._ask, MoveDialog, promise)
            line.addWidget(buttons.link(tr("Move…"), move, name=f"move_{promise.id}"))
        if self._context.may(Permission.WORK_COMPLAINTS) and not promise.is_ended:
            remove = partial(self._on_remove, promise)
            line.addWidget(buttons.link(tr("Remove"), remove, name=f"remove_{promise.id}"))
        row.setAccessibleName(tr("{what}, {state}", what=promise.what, state=state.label))
        return row

    def _on_remove(self, promise: Promise) -> None:
        """Take out one that was entered by mistake, with a way back."""
        job = partial(promises.take_back, promise_id=promise.id)
        undo = partial(promises.put_back, promise_id=promise.id)
        self._context.tasks.write(
            self, job, lambda _done: self._context.toast_done(tr("Promise removed."), undo)
        )

    @property
    def _may_work(self) -> bool:
        return self._context.may(Permission.NOTE_COMPLAINTS)

    def _ask(self, kind: type[OnePromiseDialog], promise: Promise) -> None:
        if self._complaint is not None:
            kind(self._context, self._complaint, promise, self).open()
