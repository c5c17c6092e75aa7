"""Drives the page of complaints, its form and its detail."""

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from csq_desktop.domain.complaints.facts import (
    Complaint,
    Filter,
    State,
)
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.storage.store import Store
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.complaints.page import ComplaintsPage
from csq_desktop.ui.context import Context
from tests.ui.finding import child
from tests.ui.page_case import PageDriver


class Driver(PageDriver[ComplaintsPage]):
    """The complaints page, its form and its detail."""

    def __init__(self, qtbot: QtBot, context: Context, store: Store) -> None:
        super().__init__(qtbot, context, store, ComplaintsPage)

    def log(self) -> LogComplaintDialog:
        self.press("log_complaint")
        dialog = self.dialog()
        assert isinstance(dialog, LogComplaintDialog)
        return dialog

    @property
    def state(self) -> State:
        """The state of the complaint shown."""
        assert self.page.detail.complaint is not None
        return self.page.detail.complaint.state

    def menu(self, choice: str) -> None:
        """Choose from the menu of a complaint by the choice's name."""
        child(self.page.detail, QAction, choice).trigger()

    def show_detail(self, row: int = 0) -> None:
        self.page.table.choose(row)
        self.settle()


def cases(driver: Driver) -> list[Complaint]:
    with driver.store.reading() as session:
        ids = complaint_views.line_ids(session, Filter())
        return [complaint_views.read(session, one) for one in ids]
