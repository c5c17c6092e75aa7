"""A card with a chart: the finding as its title; its statistics and its numbers on request."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from csq_desktop.domain.paper.charts import ChartSpec, ChartTable
from csq_desktop.domain.words.wording import paragraph
from csq_desktop.services import charts
from csq_desktop.texts import tr
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.charts.chart import ChartView
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.cards import Card
from csq_desktop.ui.kit.display.words import PlainLabel
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.shown import Cell, Column
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.theme import theme


class ChartCard(Card):
    """Shows a chart spec; one button changes to its numbers, another adds its statistics.

    Small actions go right of the title, those about the notes into `card.foot`.

    card = ChartCard(context, name="pledge_chart")
    card.show_spec(spec)
    """

    def __init__(
        self, context: Context, *actions: QWidget, name: str = "chart", height: int = 230
    ) -> None:
        self.as_table = buttons.quiet(tr("As a table"), icon="table", name=f"{name}_as_table")
        self.as_table.setCheckable(True)
        self.details = buttons.quiet(tr("Details"), icon="info-circle", name=f"{name}_details")
        self.details.setCheckable(True)
        self.details.setChecked(context.settings.details)
        super().__init__("", *actions, self.as_table)
        self._context, self._name = context, name
        self._spec: ChartSpec | None = None
        self.view = ChartView(context, worded=False, height=height)
        self.view.setObjectName(name)
        self.table: TableView | None = None
        self.notes = PlainLabel("", "label", wrap=True).selectable()
        self.subject = PlainLabel("", "meta", wrap=True).selectable()
        self.subtitle = PlainLabel("", "meta", wrap=True)
        self.events = PlainLabel("", "meta", wrap=True).selectable()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self.title.words.setWordWrap(True)
        row = self.title.layout()
        assert isinstance(row, QHBoxLayout)
        row.setStretch(0, 100)  # the finding is read before anything beside it
        self.title.setVisible(True)
        self.body.addWidget(self.subject)
        self.body.addWidget(self.subtitle)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.events)
        self.foot = QHBoxLayout()
        self.foot.addWidget(self.notes, 1)
        self.foot.addWidget(self.details, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(self.foot)
        self.as_table.toggled.connect(lambda _on: self._show_form())
        self.details.toggled.connect(context.set_details)
        context.details_changed.connect(self._on_details)

    def show_spec(self, spec: ChartSpec | None) -> None:
        """Show a chart, or nothing."""
        self._spec = spec
        notes = paragraph(spec.notes) if spec else ""
        title = spec.title if spec else ""
        self.title.set_text(title)
        self.setAccessibleName(title)
        self.notes.setText(notes)
        self.subject.setText(spec.subject if spec else "")
        self.subject.setVisible(bool(self.subject.text()))
        self.subtitle.setText(spec.subtitle if spec else "")
        self.events.setText(spec.event_words if spec else "")
        self.events.setVisible(bool(self.events.text()))
        self._show_details()
        self.view.show_spec(spec)
        self._show_form()

    def be_narrow(self, narrow: bool) -> None:
        """Leave the words of the table's button out where the title needs their room."""
        words = tr("As a table")
        self.as_table.setText("" if narrow else words)
        self.as_table.setAccessibleName(words)
        self.as_table.setToolTip(words if narrow else "")

    def _on_details(self, on: bool) -> None:
        self.details.setChecked(on)
        self._show_details()

    def _show_details(self) -> None:
        shown = self._context.settings.details
        for words in (self.notes, self.subtitle):
            words.setVisible(bool(words.text()) and shown)
        self.details.setVisible(bool(self.notes.text() or self.subtitle.text()))
        notes = self.notes.text() if shown else ""
        heard = (self.title.words.text(), self.subject.text(), notes, self.events.text())
        self.view.setAccessibleName(" ".join(part for part in heard if part))

    def _show_form(self) -> None:
        if self._spec is None or not self.as_table.isChecked():
            self._stack.setCurrentWidget(self.view)
            return
        self._fill(charts.numbers(self._spec))

    def _fill(self, numbers: ChartTable) -> None:
        if self.table is not None:
            self._stack.removeWidget(self.table)
            self.table.deleteLater()
        model = RowsModel([_column(at, label) for at, label in enumerate(numbers.columns)])
        model.set_rows(numbers.rows)
        self.table = TableView(self._context, model, name=f"{self._name}_table")
        self.table.scroll_sideways()
        self.table.setAccessibleName(self._spec.title if self._spec else "")
        self.table.setMinimumHeight(theme.current().px(160))
        model.setParent(self.table)
        self._stack.addWidget(self.table)
        self._stack.setCurrentWidget(self.table)


def _column(at: int, label: str) -> Column:
    def cell(row: tuple[str, ...]) -> Cell:
        return Cell(row[at])

    return Column(str(at), label, cell, 92)
