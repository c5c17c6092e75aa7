"""What a case was merged with or split off, and the way to the other record."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint, ComplaintRef
from csq_desktop.domain.merges.facts import CaseTies, Merge
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import short_moment_text
from csq_desktop.services.merges import views
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.merges.dialogs import UnmergeDialog
from csq_desktop.ui.theme import tokens


class MergeSection(CaseSection):
    """The other records of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Other records of this case"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(views.ties, complaint_id=complaint.id)

    def rows(self, ties: CaseTies) -> Iterator[QWidget]:
        for merge in ties.merges:
            yield self._merged(merge)
        for tie in ties.splits:
            words = tr("Split off from") if tie.came_from_other else tr("Second matter went on as")
            yield self._row(words, tie.other, tie.split_reason)

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
