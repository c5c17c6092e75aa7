"""Does on the board what the page of a case offers: the same commands, the same forms."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Signal, SignalInstance
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from csq_desktop.domain.board.moves import Move
from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.errors import UserError
from csq_desktop.texts import tr
from csq_desktop.ui.kit.tables.row_menu import add_buttons


class CaseShown(Protocol):
    """The page of a case, which is fetched before anything can be done with it."""

    complaint: Complaint | None

    @property
    def shown(self) -> SignalInstance:
        """Emitted once the case is there."""

    def show_complaint(self, complaint_id: int) -> None:
        """Fetch a case."""

    def buttons(self) -> Sequence[QPushButton]:
        """What can be done with it."""


class BoardActs(QObject):
    """Fetches the case of a card, then takes the step or opens the menu it was fetched for."""

    refused = Signal(object)

    def __init__(self, page: CaseShown, parent: QWidget) -> None:
        super().__init__(parent)
        self._page, self._parent = page, parent
        self._case_id: int | None = None
        self._then: Callable[[Complaint], object] = _nothing
        page.shown.connect(self._on_shown)

    def step(self, complaint_id: int, move: Move) -> None:
        """Take a step of a case as its button does, or say that it is not offered."""
        self._fetch(complaint_id, lambda complaint: self._press(complaint, move))

    def menu(self, complaint_id: int, place: QPoint) -> None:
        """Open the menu of a case."""
        self._fetch(complaint_id, lambda _complaint: self._open(place))

    def _fetch(self, complaint_id: int, then: Callable[[Complaint], object]) -> None:
        self._case_id, self._then = complaint_id, then
        self._page.show_complaint(complaint_id)

    def _on_shown(self) -> None:
        complaint = self._page.complaint
        if complaint is None or complaint.id != self._case_id:
            return
        then, self._case_id, self._then = self._then, None, _nothing
        then(complaint)

    def _press(self, complaint: Complaint, move: Move) -> None:
        for button in self._page.buttons():
            if button.objectName() == move.value:
                button.click()
                return
            for action in _actions(button.menu()):
                if action.objectName() == move.value:
                    action.trigger()
                    return
        words = tr(
            "This step is not offered for {ref} now: open it to see what comes first.",
            ref=complaint.ref,
        )
        self.refused.emit(UserError(words))

    def _open(self, place: QPoint) -> None:
        menu = QMenu(self._parent)
        menu.setObjectName("card_menu")
        menu.aboutToHide.connect(menu.deleteLater)
        add_buttons(menu, self._page.buttons)
        menu.popup(place)


def _actions(menu: QWidget | None) -> Sequence[QAction]:
    return [] if menu is None else menu.actions()


def _nothing(_complaint: Complaint) -> None:
    pass
