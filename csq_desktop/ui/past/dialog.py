"""A record as it stood at a moment: chosen by date and time, or change by change."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from csq_desktop.domain.past.facts import (
    PastMoment,
    PastPoint,
    PastRecord,
    PastSubject,
    band_text,
)
from csq_desktop.domain.tones import Tone
from csq_desktop.errors import UserError
from csq_desktop.services.past import papers, past
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.allowing import allow
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.messages import InlineMessage
from csq_desktop.ui.kit.forms.dates import MomentField
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.layout.flow import FlowLayout
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog
from csq_desktop.ui.kit.reveal_dialog import ReasonDialog
from csq_desktop.ui.past.shown import PastFields


class PastDialog(Dialog):
    """Shows a customer, complaint, letter or action as it stood; nothing here can be changed."""

    help_heading: ClassVar[str] = "as-it-stood"
    wide: ClassVar[int] = 760
    tall: ClassVar[int] = 690
    fills: ClassVar[bool] = True
    shows_identity: ClassVar[bool] = True

    def __init__(
        self,
        context: Context,
        subject: PastSubject,
        record_id: int,
        parent: QWidget,
        point: PastPoint = past.NOW,
    ) -> None:
        super().__init__(context, tr("As it stood"), "", parent)
        self.setObjectName("past_dialog")
        self.record: PastRecord | None = None
        self._subject, self._record_id = subject, record_id
        self.at = MomentField(point.moment or context.now(), context.zone, context.today)
        self.band = InlineMessage(stays=True)
        self.band.setObjectName("past_band")
        self.shown = PastFields(context)
        self.earlier = buttons.secondary(
            tr("Previous change"), self._on_earlier, icon="chevron-left", name="past_earlier"
        )
        self.later = buttons.secondary(
            tr("Next change"), self._on_later, icon="chevron-right", name="past_later"
        )
        self._moments = QVBoxLayout()
        self._lay_out()
        self.show_point(point)

    def show_point(self, point: PastPoint) -> None:
        """Fetch the record as it stood at a point, and show it."""
        query = partial(past.read, subject=self._subject, record_id=self._record_id, point=point)
        sees = self.context.user.role.sees_identities
        self.context.tasks.read(
            self, query, self.show_record, identities=sees, failed=self._on_failed
        )

    def show_record(self, record: PastRecord) -> None:
        """Show a record that was fetched."""
        self.record = record
        self.message.clear()
        self.name_title(tr("{record} as it stood", record=record.title))
        self.at.set_moment(record.at)
        allow(self.earlier, "" if record.before else tr("There is no earlier change."))
        allow(self.later, "" if record.after else tr("There is no later change."))
        tone = Tone.WARN if record.is_intact else Tone.BAD
        self.band.say(band_text(record, self.context.zone), tone)
        self.shown.show_record(record)
        clear(self._moments)
        for moment in record.moments:
            go = partial(self._on_moment, moment)
            self._moments.addWidget(buttons.link(moment.title, go, name="past_moment"))

    def _lay_out(self) -> None:
        form = FormGrid()
        form.add("past_at", tr("Date and time"), self.at)
        bar = QWidget()
        flow = FlowLayout(bar)
        show = buttons.secondary(tr("Show"), self._on_show, name="past_show")
        print_it = buttons.secondary(
            tr("Print…"), self._on_print, icon="printer", name="past_print"
        )
        for button in (show, self.earlier, self.later, print_it):
            flow.addWidget(button)
        head = QHBoxLayout()
        head.addWidget(form, 1)
        self.content.addLayout(head)
        self.content.addWidget(bar)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self.message) + 1, self.band)  # it never scrolls away
        self.content.addLayout(self._moments)
        self.content.addWidget(self.shown, 1)

    def _on_show(self) -> None:
        if self.at.moment is not None:
            # To its end: a change of that minute belongs to it, and the field shows no seconds.
            moment = self.at.moment.replace(second=59)
            self.show_point(PastPoint(moment=moment))

    def _on_earlier(self) -> None:
        if self.record is not None and self.record.before is not None:
            self.show_point(PastPoint(sequence=self.record.before))

    def _on_later(self) -> None:
        if self.record is not None and self.record.after is not None:
            self.show_point(PastPoint(sequence=self.record.after))

    def _on_print(self) -> None:
        """Show the paper; that it was printed or saved is noted."""
        if self.record is None:
            return
        point = PastPoint(self.record.sequence)
        made = partial(papers.record, subject=self._subject, record_id=self._record_id, point=point)
        title = tr("{record} as it stood", record=self.record.title)
        dialog = RegisterDialog(self.context, title, made, self)
        for taken in (dialog.preview.saved, dialog.preview.printed):
            taken.connect(partial(self._note_printed, point))
        dialog.open()

    def _note_printed(self, point: PastPoint) -> None:
        note = partial(
            papers.note_printed, subject=self._subject, record_id=self._record_id, point=point
        )
        self.context.tasks.write(self, note)

    def _on_reveal(self) -> None:
        """Show who the customer was until another point is shown."""
        if self.record is not None:
            point = PastPoint(self.record.sequence)
            job = partial(past.reveal, customer_id=self._record_id, point=point)
            dialog = ReasonDialog(self.context, job, self)
            dialog.revealed.connect(lambda record, _reason, _words: self.show_record(record))
            dialog.open()

    def _on_moment(self, moment: PastMoment) -> None:
        point = PastPoint(moment=moment.at)
        PastDialog(self.context, moment.subject, moment.record_id, self, point).open()

    def _on_failed(self, error: UserError) -> None:
        self.show_error(error)
