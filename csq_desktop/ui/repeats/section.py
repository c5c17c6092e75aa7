"""The repeat alerts that a case is part of: what repeats, how unlikely it is, and the cases."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.repeats.facts import RepeatAlert
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.services.repeats import repeats
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.repeats.dialogs import DismissDialog
from csq_desktop.ui.theme import tokens


class RepeatSection(CaseSection):
    """The repeat alerts of the case that is shown; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Repeat alerts"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(repeats.of_case, complaint_id=complaint.id)

    def rows(self, alerts: Sequence[RepeatAlert]) -> Iterator[QWidget]:
        for alert in alerts:
            yield self._head(alert)
            yield PlainLabel(alert.repeat.sentence, wrap=True)
            yield self._foot(alert)

    def _head(self, alert: RepeatAlert) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        line.addWidget(PlainLabel(alert.title, "strong", wrap=True))
        is_aside = alert.dismissed is not None
        state = tr("Set aside") if is_aside else tr("Unusual")
        line.addWidget(Badge(state, Tone.SOFT if is_aside else Tone.WARN))
        if alert.dismissed is not None:
            note = tr(" · ").join(filter(None, (alert.dismissed.by, alert.dismissed.reason)))
            line.addWidget(PlainLabel(note, "muted", wrap=True))
        row.setAccessibleName(tr(" · ").join((alert.title, state)))
        return row

    def _foot(self, alert: RepeatAlert) -> QWidget:
        row = QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        here = self._complaint.id if self._complaint else 0
        for case in alert.cases:
            if case.id != here:
                go = partial(self._context.navigate, "complaints", case.id)
                line.addWidget(buttons.link(case.ref, go, name=f"open_{alert.series}_{case.id}"))
        if not self._context.may(Permission.WORK_COMPLAINTS):
            return row
        if alert.dismissed is None:
            ask = partial(self._ask, alert)
            line.addWidget(buttons.link(tr("Set aside…"), ask, name=f"dismiss_{alert.series}"))
        else:
            again = partial(self._on_again, alert.dismissed.id)
            name = f"show_again_{alert.series}"
            line.addWidget(buttons.link(tr("Show again"), again, name=name))
        return row

    def _ask(self, alert: RepeatAlert) -> None:
        if self._complaint is not None:
            DismissDialog(self._context, self._complaint, alert, self).open()

    def _on_again(self, dismissal_id: int) -> None:
        job = partial(repeats.show_again, dismissal_id=dismissal_id)
        self._context.tasks.write(
            self, job, lambda _done: self._context.toast(tr("Alert shown again."))
        )
