"""Writing down what was behind a month's result, and whether it leaves the chart's limits."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QCheckBox, QWidget

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.indicators.verdicts import HISTORY_MONTHS
from csq_desktop.domain.pledges.months import MonthNote, PledgeDetail
from csq_desktop.domain.words.wording import month_text
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.forms.fields import ChoiceBox, TextArea
from csq_desktop.ui.kit.forms.form import FormGrid


class CauseDialog(Dialog):
    """Asks for the cause of one month, by default the last one beyond its limits.

    Every month has a draft of its own, kept when another month is chosen.
    """

    help_heading: ClassVar[str] = "when-a-pledge-was-not-met"
    wide: ClassVar[int] = 560

    def __init__(
        self, context: Context, detail: PledgeDetail, odd: tuple[Month, ...], parent: QWidget
    ) -> None:
        super().__init__(context, tr("Record a cause"), tr("Save"), parent)
        self._detail, self._page = detail, parent
        shown = [
            month for month in detail.month.back(HISTORY_MONTHS) if detail.pledge.in_force_in(month)
        ]
        self.month = ChoiceBox(
            [(str(month), month_text(month)) for month in reversed(shown or [detail.month])]
        )
        self.month.choose(str(odd[-1] if odd else detail.month))
        self.month.value_changed.connect(lambda _value: self._load())
        self.cause = TextArea(lines=4)
        self.left_out = QCheckBox(tr("Exclude this month from what counts as usual"))
        form = self.add_form(FormGrid())
        form.add("cause_month", tr("Month"), self.month)
        form.add(
            "cause",
            tr("Cause"),
            self.cause,
            hint=tr("It appears beside the month’s point, on screen and in the review pack."),
        )
        form.add("cause_left_out", "", self.left_out)
        self.content.addWidget(
            PlainLabel(
                tr(
                    "Exclude a month only if its cause is known and will not recur. "
                    "The chart will show this."
                ),
                "hint",
                wrap=True,
            )
        )
        self._load()

    def submit(self) -> None:
        """Keep the cause."""
        job = partial(
            pledge_months.note_cause,
            pledge_id=self._detail.pledge.id,
            month=self._chosen(),
            cause=self.cause.toPlainText(),
            left_out=self.left_out.isChecked(),
        )
        self.write(job, self._on_saved)

    def _chosen(self) -> Month:
        return Month.parse(self.month.value)

    def collect(self) -> dict[str, str]:
        """What was typed for the month; which one is in the draft's key."""
        typed = super().collect()
        del typed["cause_month"]
        return typed

    def _load(self) -> None:
        if self._untouched is not None:
            self.put_draft_away()
        self._untouched = None
        query = partial(pledge_months.note, pledge_id=self._detail.pledge.id, month=self._chosen())
        self.context.tasks.read(self, query, self._on_loaded)

    def _on_loaded(self, noted: MonthNote) -> None:
        self.cause.setPlainText(noted.cause)
        self.left_out.setChecked(noted.left_out)
        self.message.clear()
        self.draft_key = f"pledge.{self._detail.pledge.id}.cause.{self._chosen()}"
        self.take_draft()

    def _on_saved(self, before: MonthNote) -> None:
        month = self._chosen()
        job = partial(
            pledge_months.put_back, pledge_id=self._detail.pledge.id, month=month, noted=before
        )
        words = tr("Cause of {month} recorded.", month=month_text(month))
        self.context.toast_done(words, job)
        self.finish()
