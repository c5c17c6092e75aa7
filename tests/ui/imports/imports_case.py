"""Drives the data page the way a person does."""

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.imports.import_dialog import ImportDialog
from csq_desktop.ui.imports.page import ImportsPage
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from tests.exchange.made_files import csv_file
from tests.ui.finding import child
from tests.ui.page_case import PageDriver

CUSTOMERS = [
    ["客戶編號", "姓名", "電話"],
    ["A1", "陳大文", "9123 4567"],
    ["A2", "李小姐", "2345 6789"],
    ["A3", "黃先生", "不知道"],
]
COMPLAINTS = [
    ["Ref", "Received", "Channel", "Category", "Severity", "Summary"],
    ["1", "25/09/2026 10:00", "Phone", "Queue", "low", "Waited long"],
    ["2", "26/09/2026 11:00", "Carrier pigeon", "Queue", "low", "Waited longer"],
]


class Driver(PageDriver[ImportsPage]):
    """The data page and the import that is open."""

    def __init__(self, qtbot: QtBot, context: Context, store: Store) -> None:
        super().__init__(qtbot, context, store, ImportsPage)

    def open(self, path: Path) -> ImportDialog:
        self.page.open_file(path)
        self.settle()
        return self.importing

    def open_rows(self, folder: Path, rows: list[list[str]]) -> ImportDialog:
        return self.open(csv_file(folder / "rows.csv", rows))

    def take_in(self, folder: Path, rows: list[list[str]]) -> None:
        self.open_rows(folder, rows)
        self.to_rows()
        self.next()

    def to_rows(self) -> None:
        """On to the last step, by whatever steps the file needs."""
        while self.importing.steps.currentWidget() is not self.importing.rows:
            before = self.importing.steps.currentIndex()
            self.next()
            assert self.importing.steps.currentIndex() > before, self.importing.message.text

    def next(self) -> None:
        self.importing.submit()
        self.settle()

    def choose(self, name: str, value: str) -> None:
        choice = child(self.importing, ChoiceBox, name)
        choice.setCurrentIndex(choice.findData(value))
        self.settle()

    @property
    def dialogs(self) -> list[ImportDialog]:
        return [one for one in self.page.findChildren(ImportDialog) if one.isVisible()]

    @property
    def importing(self) -> ImportDialog:
        return self.dialogs[-1]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by verdict, as the chips of the last step tell them."""
        tried = self.importing.rows.tried
        assert tried is not None
        return {verdict.value: n for verdict, n in tried.summary.counts.items() if n}

    def model_rows(self) -> list[tuple[str, ...]]:
        """The list of imports: what, both lines about its rows, its state."""
        model = self.page.model
        found: list[tuple[str, ...]] = []
        for row in range(model.rowCount()):
            what, rows, state = (model.cell_at(row, column) for column in range(3))
            found.append((what.text, rows.text, rows.under, state.text))
        return found

    def seen(self) -> str:
        places = (*self.dialogs, self.page)
        labels = [one for place in places for one in place.findChildren(QLabel) if one.isVisible()]
        return "\n".join(label.text() for label in labels)
