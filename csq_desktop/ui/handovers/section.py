"""What stands about the hand-over of the case that is shown, and what can be answered to it."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.handovers.facts import Handover
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import short_moment_text
from csq_desktop.services.handovers import handovers
from csq_desktop.services.handovers.handovers import CaseHandover
from csq_desktop.texts import tr
from csq_desktop.ui.cases.section import CaseSection
from csq_desktop.ui.context import Context
from csq_desktop.ui.handovers.dialogs import DeclineDialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.labels import this_moment
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.theme import tokens


class HandoverSection(CaseSection):
    """The hand-over that waits for an answer, or was declined; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Hand-over"))

    def query(self, complaint: Complaint) -> Callable[..., object]:
        return partial(handovers.of_case, complaint_id=complaint.id)

    def rows(self, fetched: CaseHandover | None) -> Iterator[QWidget]:
        if fetched is None or self._complaint is None or self._complaint.is_closed:
            return
        handover = fetched.handover
        if handover.is_waiting:
            yield self._row(handover, handover.waiting_text, Tone.WARN)
            if handover.giver:
                words = tr("{name} is responsible until then.", name=handover.giver)
                yield PlainLabel(words, wrap=True)
        else:
            words = tr("{name} declined", name=handover.taker)
            yield self._row(handover, words, Tone.BAD)
        reason = handover.reason if handover.is_waiting else handover.answer_reason
        if reason:
            yield PlainLabel(tr("Reason: {reason}", reason=reason), wrap=True)
        yield self._answers(fetched)

    def _row(self, handover: Handover, words: str, tone: Tone) -> QWidget:
        row, now = QWidget(), this_moment(self._context)
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        when = handover.answered_at or handover.asked_at
        line.addWidget(PlainLabel(short_moment_text(when, now.day, now.zone), "label"))
        line.addWidget(Badge(words, tone))
        row.setAccessibleName(words)
        return row

    def _answers(self, fetched: CaseHandover) -> QWidget:
        """What the signed-in user can do about it."""
        handover, row = fetched.handover, QWidget()
        line = FlowLayout(row, gap=tokens.GAP_SMALL)
        if fetched.may_answer:
            accept = partial(self._on_accept, handover)
            line.addWidget(buttons.secondary(tr("Accept"), accept, name="accept_handover"))
            decline = partial(self._on_decline, handover)
            line.addWidget(buttons.link(tr("Decline…"), decline, name="decline_handover"))
        elif handover.is_waiting and self._context.may(Permission.WORK_COMPLAINTS):
            back = partial(self._on_take_back, handover)
            line.addWidget(buttons.link(tr("Take back"), back, name="take_back_handover"))
        if handover.is_news and self._context.may(Permission.NOTE_COMPLAINTS):
            noted = partial(self._on_noted, handover)
            line.addWidget(buttons.link(tr("Noted"), noted, name="note_handover"))
        return row

    def _on_accept(self, handover: Handover) -> None:
        words = tr("{ref} is yours now.", ref=handover.ref)
        self._write(partial(handovers.accept, handover_id=handover.id), words)

    def _on_decline(self, handover: Handover) -> None:
        if self._complaint is not None:
            DeclineDialog(self._context, self._complaint, handover, self).open()

    def _on_take_back(self, handover: Handover) -> None:
        words = tr("Hand-over of {ref} taken back.", ref=handover.ref)
        self._write(partial(handovers.take_back, handover_id=handover.id), words)

    def _on_noted(self, handover: Handover) -> None:
        self._write(partial(handovers.note_declined, handover_id=handover.id), tr("Noted."))

    def _write(self, job: Callable[..., object], words: str) -> None:
        self._context.tasks.write(self, job, lambda _done: self._context.toast(words))
