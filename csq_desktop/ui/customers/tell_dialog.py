"""Recording that customers were given the collection statement: when, and how."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Channel
from csq_desktop.domain.customers.facts import StatementGiven
from csq_desktop.domain.customers.statements import Statement
from csq_desktop.domain.words.wording import count_text
from csq_desktop.services.customers import statements
from csq_desktop.services.customers.statements import StatementBefore
from csq_desktop.texts import tr, trn
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.dates import DateField
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid


class TellDialog(Dialog):
    """Records for one customer, or several at once, that the statement was given.

    It keeps no draft: the day it proposes would be another one when it came back.
    """

    help_heading: ClassVar[str] = "the-collection-statement"
    wide: ClassVar[int] = 560
    recorded = Signal()

    def __init__(self, context: Context, customer_ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(context, tr("Collection statement given"), tr("Record"), parent)
        self.setObjectName("tell_dialog")
        self._customer_ids = tuple(customer_ids)
        count = len(self._customer_ids)
        whom = trn(
            "For {count} customer.", "For {count} customers.", count, count=count_text(count)
        )
        self.content.addWidget(PlainLabel(whom, "muted"))
        self.version = PlainLabel("", "hint", wrap=True)
        self.form = self.add_form(FormGrid(columns=2))
        self.day = DateField(context.today, context.today())
        self.day.day_changed.connect(lambda _day: self._on_day())
        self.form.add("statement_on", tr("Given on"), self.day)
        self.channel = ChoiceBox([(channel.value, channel.label) for channel in Channel])
        self.form.add("statement_channel", tr("How it was given"), self.channel)
        self.form.add_row(self.version)
        self._on_day()

    def submit(self) -> None:
        """Record it for all of them."""
        day = self.day.day
        if not self.form.accepts({}) or day is None:
            return
        telling = StatementGiven(day, Channel(self.channel.value))
        job = partial(statements.tell, customer_ids=self._customer_ids, telling=telling)
        self.write(job, self._on_recorded)

    def _on_day(self) -> None:
        job = partial(statements.in_force, day=self.day.day)
        self.context.tasks.read(self, job, self._on_statement)

    def _on_statement(self, statement: Statement) -> None:
        text = tr("On that day version {version} was in force.", version=statement.version)
        self.version.setText(text)

    def _on_recorded(self, before: tuple[StatementBefore, ...]) -> None:
        undo = partial(statements.take_back, before=before)
        self.context.toast_done(tr("Collection statement recorded."), undo)
        self.finish()
        self.recorded.emit()
