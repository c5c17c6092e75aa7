"""Why the case that is shown arose: its causes, and the whys that led to each."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.causes.facts import CaseCauses, CauseChain
from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import labelled
from csq_desktop.services.causes import causes
from csq_desktop.services.settings import lists
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.causes.dialogs import ChangeCauseDialog, MainCauseDialog
from csq_desktop.ui.causes.fishbone_dialog import FishboneDialog
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import tokens


class CauseSection(CaseSection):
    """The causes of the case that is shown; hidden where nothing is known of them."""

    def __init__(self, context: Context) -> None:
        fishbone = buttons.link(tr("Fishbone…"), self._on_fishbone, name="fishbone")
        super().__init__(context, tr("Causes"), fishbone)

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(causes.of_case, complaint_id=complaint.id)

    def rows(self, case: CaseCauses) -> Iterator[QWidget]:
        for chain in case.chains:
            yield self._row(chain)

    def _row(self, chain: CauseChain) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head, kind = QWidget(), tr("Main cause") if chain.id is None else tr("Further cause")
        line = FlowLayout(head, gap=tokens.GAP_SMALL)
        words = labelled(kind, lists.full_label(lists.ROOT_CAUSES, chain.cause) or tr("Open"))
        line.addWidget(PlainLabel(words, wrap=True))
        if self.may(Permission.WORK_COMPLAINTS):
            for link in self._links(chain):
                line.addWidget(link)
        column.addWidget(head)
        for step, why in enumerate(chain.whys, start=1):
            text = tr("{n}. {why}", n=step, why=why.why)
            column.addWidget(PlainLabel(text, wrap=True))
            if why.evidence:
                shown = labelled(tr("Evidence"), why.evidence)
                column.addWidget(PlainLabel(shown, "label", wrap=True))
        row.setAccessibleName(words)
        return row

    def _links(self, chain: CauseChain) -> list[QWidget]:
        name = chain.id or "main"
        change = partial(self._on_change, chain)
        links: list[QWidget] = [buttons.link(tr("Change…"), change, name=f"cause_{name}")]
        if chain.id is not None:
            main = partial(self._on_main, chain.id)
            links.append(buttons.link(tr("Make it the main cause"), main, name=f"main_{name}"))
            remove = partial(self._on_remove, chain.id)
            links.append(buttons.link(tr("Remove"), remove, name=f"remove_cause_{name}"))
        return links

    def _on_change(self, chain: CauseChain) -> None:
        if self._complaint is None:
            return
        if chain.id is None:
            MainCauseDialog(self._context, self._complaint, self).open()
        else:
            ChangeCauseDialog(self._context, self._complaint, chain, self).open()

    def _on_main(self, cause_id: int) -> None:
        """Change places with the main cause, with a way back."""
        job = partial(causes.make_main, cause_id=cause_id)

        def changed(had_main: bool) -> None:
            undo = partial(causes.undo_main, cause_id=cause_id, had_main=had_main)
            self._context.toast_done(tr("Main cause changed."), undo)

        self._context.tasks.write(self, job, changed)

    def _on_remove(self, cause_id: int) -> None:
        """Take out one that was entered by mistake, with a way back."""
        job = partial(causes.take_out, cause_id=cause_id)
        undo = partial(causes.put_back, cause_id=cause_id)
        self._context.tasks.write(
            self, job, lambda _done: self._context.toast_done(tr("Cause removed."), undo)
        )

    def _on_fishbone(self) -> None:
        if self._complaint is not None:
            FishboneDialog(self._context, self._complaint, self).open()
