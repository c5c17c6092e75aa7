"""The fishbone of a case or of many, and how often each cause was found."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.paper.charts import ChartSpec
from csq_desktop.services.causes import fishbone, papers
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.charts.chart_card import ChartCard
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.paper.register_dialog import RegisterDialog

CASE, MANY, COUNT = "case", "many", "count"


class FishboneDialog(Dialog):
    """Draws why the case arose, or what the complaints of a year were caused by."""

    wide: ClassVar[int] = 860
    tall: ClassVar[int] = 560
    fills: ClassVar[bool] = True
    help_heading: ClassVar[str] = "causes"

    def __init__(self, context: Context, complaint: Complaint, parent: QWidget) -> None:
        super().__init__(context, tr("Causes"), "", parent)
        self._case = complaint.id
        self.shown = ChoiceBox(
            [
                (CASE, tr("This case")),
                (MANY, tr("Complaints closed in a year")),
                (COUNT, tr("Complaints closed in a year, by number")),
            ]
        )
        form = FormGrid(columns=2)
        form.add("fishbone_shown", tr("Show"), self.shown)
        self.content.addWidget(form)
        self.paper = buttons.secondary(
            tr("Print…"), self._on_paper, icon="printer", name="print_fishbone"
        )
        self.card = ChartCard(context, self.paper, name="fishbone_chart", height=330)
        self.content.addWidget(self.card, 1)
        self.shown.value_changed.connect(lambda _value: self._read())
        self._read()

    def _read(self) -> None:
        queries: dict[str, Callable[..., ChartSpec]] = {
            CASE: partial(fishbone.of_case, complaint_id=self._case),
            MANY: fishbone.of_many,
            COUNT: fishbone.by_count,
        }
        self.paper.setVisible(self.shown.value != COUNT)
        self.context.tasks.read(self, queries[self.shown.value], self.card.show_spec)

    def _on_paper(self) -> None:
        case = self._case if self.shown.value == CASE else None
        make = partial(papers.drawn, complaint_id=case)
        RegisterDialog(self.context, tr("Causes"), make, self).open()
