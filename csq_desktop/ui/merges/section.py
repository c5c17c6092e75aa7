"""What a case was merged with or split off, and the way to the other record."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.complaints.facts import Complaint, ComplaintRef
from csq_desktop.domain.merges.facts import CaseTies, Merge
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import short_moment_text
from csq_desktop.services.merges import views
from csq_desktop.texts import tr
from csq_desktop.ui.cases.part import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.words import PlainLabel, SectionTitle
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.merges.dialogs import UnmergeDialog
from csq_desktop.ui.theme import tokens


class MergeSection(CaseSection):
    """The other records of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._complaint: Complaint | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(SectionTitle(tr("Other records of this case")))
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        self.hide()

    def show_case(self, complaint: Complaint) -> None:
        """Fetch what a case was merged with or split off."""
        self._complaint = complaint
        self._context.tasks.read(
            self, partial(views.ties, complaint_id=complaint.id), self.show_ties
        )

    def show_ties(self, ties: CaseTies) -> None:
        """Show merges and splits that were fetched."""
        clear(self._rows)
        for merge in ties.merges:
            self._rows.addWidget(self._merged(merge))
        for tie in ties.splits:
            words = tr("Split off from") if tie.came_from_other else tr("Second matter went on as")
            self._rows.addWidget(self._row(words, tie.other, tie.split_reason))
        self.setVisible(bool(ties.merges or ties.splits))

    def _merged(self, merge: Merge) -> QWidget:
        now = this_moment(self._context)
        when = short_moment_text(merge.merged_at, now.day, now.zone)
        note = tr("{what} by {name}", what=when, name=merge.merged_by)
        note = tr(" · ").join((note, merge.merge_reason))
        is_survivor = self._complaint is not None and merge.survivor.id == self._complaint.id
        words = tr("Merged into this one") if is_survivor else tr("Merged into")
        row = self._row(words, merge.merged if is_survivor else merge.survivor, note)
        if self._context.may(Permission.CLOSE_COMPLAINTS):
            ask = partial(self._ask, merge)
            link = buttons.link(tr("Un-merge…"), ask, name=f"unmerge_{merge.id}")
            layout = row.layout()
            assert layout is not None
            layout.addWidget(link)
        return row

    def _row(self, words: str, other: ComplaintRef, note: str) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        line.addWidget(PlainLabel(words))
        go = partial(self._context.navigate, "complaints", other.id)
        line.addWidget(buttons.link(other.ref, go, name=f"open_tie_{other.id}"))
        line.addWidget(PlainLabel(note, "muted", wrap=True))
        row.setAccessibleName(tr(" · ").join((words, other.ref, note)))
        return row

    def _ask(self, merge: Merge) -> None:
        if self._complaint is not None:
            UnmergeDialog(self._context, self._complaint, merge, self).open()
