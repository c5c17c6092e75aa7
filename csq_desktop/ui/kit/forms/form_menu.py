"""A small form that drops from a button, such as the filters of a list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from csq_desktop.ui.kit.keyboard import takes_keys


class FormMenu(QMenu):
    """Opens at its first field; Tab goes through the fields and Escape closes it.

    A plain menu keeps Tab and the arrows for its entries, so that no key reaches the fields.
    """

    def __init__(self, form: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._form = form
        entry = QWidgetAction(self)
        entry.setDefaultWidget(form)
        self.addAction(entry)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        first = next(filter(takes_keys, self._form.findChildren(QWidget)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return QWidget.focusNextPrevChild(self, forward)
