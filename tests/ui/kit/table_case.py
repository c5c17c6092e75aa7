"""A table of three lines, as the tests of tables look at it."""

import pytest
from pytestqt.qtbot import QtBot

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.tables.rows import RowsModel
from csq_desktop.ui.kit.tables.table import TableView
from tests.ui.kit.test_models import COLUMNS, THREE


@pytest.fixture
def view(context: Context, qtbot: QtBot) -> TableView:
    model = RowsModel(COLUMNS)
    model.set_rows(THREE)
    return seen(TableView(context, model, name="lines", two_lines=True), qtbot)


def seen(table: TableView, qtbot: QtBot) -> TableView:
    qtbot.addWidget(table)
    table.resize(640, 400)
    with qtbot.waitExposed(table):
        table.show()
    return table
