"""The section of a feature on the page of a case: a row for each thing it has of the case."""

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from csq_desktop.domain.complaints.facts import Complaint
from csq_desktop.domain.users import Permission
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display.facts import clear
from csq_desktop.ui.kit.display.refilled import refilled
from csq_desktop.ui.kit.display.words import SectionTitle
from csq_desktop.ui.theme import tokens


class CaseSection(QWidget):
    """A part of the page that shows what a feature has of the case; hidden while that is nothing.

    It fetches what it shows by itself: `show_case` is called again after every write.
    """

    def __init__(self, context: Context, title: str, *actions: QWidget) -> None:
        super().__init__()
        self._context = context
        self._complaint: Complaint | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.GAP_SMALL)
        column.addWidget(SectionTitle(title, *actions))
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        self.hide()

    @abstractmethod
    def query(self, complaint: Complaint) -> Callable[..., Any]:
        """The service to ask what belongs to a case."""

    @abstractmethod
    def rows(self, fetched: Any) -> Iterable[QWidget]:
        """The rows of what the service answered; none where that is nothing."""

    def may(self, permission: Permission) -> bool:
        """Whether who looks at the case may change something of it: a voided one is only read."""
        case = self._complaint
        return case is not None and case.removed_at is None and self._context.may(permission)

    def show_case(self, complaint: Complaint) -> None:
        """Fetch what belongs to a case and show it."""
        self._complaint = complaint
        self._context.tasks.read(self, self.query(complaint), self.show_fetched)

    def show_fetched(self, fetched: Any) -> None:
        """Show what was fetched."""
        with refilled(self):
            clear(self._rows)
            rows = list(self.rows(fetched))
            for row in rows:
                self._rows.addWidget(row)
            self.setVisible(bool(rows))
