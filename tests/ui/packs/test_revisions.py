"""What changed since a pack was issued: from the sentence to every cause and its cases."""

from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import Channel, ComplaintRef, NewComplaint, Severity
from csq_desktop.services.complaints import complaints
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.packs.helped_dialog import HelpedDialog
from csq_desktop.ui.packs.page import PacksPage
from csq_desktop.ui.packs.revisions_dialog import RevisionsDialog
from tests.ui.finding import shown
from tests.ui.packs.test_packs import issue, opened, settled


def test_the_causes_stand_one_press_behind_the_sentence(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    pack = issue(store)
    page = opened(qtbot, context)
    page.show_object(pack)
    settled(qtbot, context)
    assert page.pages.changes.isHidden()
    with store.writing() as session:
        ref = logged_late(session).ref
    page.show_object(pack)
    settled(qtbot, context)
    qtbot.mouseClick(page.pages.changes, Qt.MouseButton.LeftButton)
    (dialog,) = shown(page, RevisionsDialog)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
    assert dialog.month.text() == "September 2026, version 1"
    lines = [dialog.model.row_at(row) for row in range(dialog.model.rowCount())]
    received_line = next(line for line in lines if line.figure.label == "Complaints received")
    assert received_line.text == f"Complaints received: Entered late · +1 · {ref}"
    cells = [
        dialog.model.index(lines.index(received_line), column).data()
        for column in range(dialog.model.columnCount())
    ]
    assert cells == ["Complaints received", "0", "Entered late", ref, "1"]
    dialog.reject()


def test_what_improved_the_figures_stands_beside_the_pages(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    pack = issue(store)
    page = opened(qtbot, context)
    page.show_object(pack)
    settled(qtbot, context)
    assert "No miss of this month" in improved(qtbot, page).about.text()
    with store.writing() as session:
        case = logged_late(session)
        complaints.exclude(session, case.id, "Fire drill")
    dialog = improved(qtbot, page)
    qtbot.waitUntil(lambda: dialog.model.rowCount() > 0)
    cells = [dialog.model.index(0, column).data() for column in range(dialog.model.columnCount())]
    assert cells == ["Excluded", "Acknowledged on time", case.ref, "Chan Siu Ming"]
    assert dialog.about.text().splitlines()[0].endswith("without these changes 0 of 1.")


def logged_late(session: Session) -> ComplaintRef:
    """A letter of twenty days ago, entered today."""
    received = desk_of(session).now() - timedelta(days=20)
    late = NewComplaint(Channel.LETTER, received, "till.waiting", Severity.LOW, "Slow")
    return complaints.log(session, late)


def improved(qtbot: QtBot, page: PacksPage) -> HelpedDialog:
    """The dialog that the button opens, once it has read."""
    qtbot.mouseClick(page.pages.helped, Qt.MouseButton.LeftButton)
    dialog = shown(page, HelpedDialog)[-1]
    qtbot.waitUntil(lambda: bool(dialog.about.text()))
    return dialog
