"""The tests of the widgets look at the program with its style sheet."""

from typing import Protocol, TypeVar

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)


class Show(Protocol):
    def __call__(self, widget: W, width: int = 400, height: int = 300) -> W: ...


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Show a widget at a size and wait until it is there."""

    def shown(widget: W, width: int = 400, height: int = 300) -> W:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        return widget

    return shown


@pytest.fixture(autouse=True)
def _dressed(dressed: object) -> None:
    """Every test of this folder is one of the look."""
