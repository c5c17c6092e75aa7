"""One page over a real store and its workers, and hands on its keys."""

from collections.abc import Callable
from typing import Generic, TypeVar, overload

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, ToastText
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.page import Page

D = TypeVar("D", bound=Dialog)
Shown = TypeVar("Shown", bound=Page)


class PageDriver(Generic[Shown]):
    """Drives a page the way a person does; a fault of any worker fails the test."""

    def __init__(
        self,
        qtbot: QtBot,
        context: Context,
        store: Store,
        page: Callable[[Context], Shown],
        *,
        wide: int = 1150,
    ) -> None:
        self.qtbot, self.context, self.store = qtbot, context, store
        self.toasts: list[ToastText] = []
        self.faults: list[str] = []
        self.went: list[tuple[str, object]] = []
        context.toasted.connect(self.toasts.append)
        context.tasks.broke.connect(self.faults.append)
        context.navigated.connect(lambda key, object_id: self.went.append((key, object_id)))
        self.page = page(context)
        qtbot.addWidget(self.page)
        self.page.resize(wide, 768)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        """Wait until every job is done and drawn, and what it asked for too."""
        for _ in range(2):
            self.qtbot.waitUntil(lambda: not self.context.tasks.busy, timeout=20_000)
            QApplication.processEvents()
        assert self.faults == []

    def button(self, name: str, inside: QWidget | None = None) -> QPushButton:
        """A visible button by its name."""
        found = (inside or self.page).findChildren(QPushButton, name)
        return next(one for one in found if one.isVisible())

    def press(self, name: str, inside: QWidget | None = None) -> None:
        """Click a button."""
        self.qtbot.mouseClick(self.button(name, inside), Qt.MouseButton.LeftButton)
        self.settle()

    @overload
    def dialog(self) -> Dialog: ...
    @overload
    def dialog(self, kind: type[D]) -> D: ...
    def dialog(self, kind: type[Dialog] = Dialog) -> Dialog:
        """The open dialog of that kind."""
        return next(one for one in self.page.findChildren(kind) if one.isVisible())

    def submit(self, dialog: Dialog | None = None) -> None:
        """Ctrl+Enter in a dialog, the open one unless another is named."""
        self.qtbot.keyClick(
            dialog or self.dialog(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
        self.settle()

    def undo(self, which: int = -1) -> None:
        """Take the last thing back, or an earlier one, as its toast offers."""
        undo = self.toasts[which].undo
        assert undo is not None
        undo()
        self.settle()
