"""What a dialog shows at once where the screen has room for it."""

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.errors import UserError
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog


def test_a_sentence_above_a_form_takes_no_room_from_it(
    context: Context, host: QWidget, qtbot: QtBot
) -> None:
    dialog = Dialog(context, "A note", "Save", host)
    last = QLabel("The last field", dialog)
    last.setFixedHeight(200)
    dialog.content.addWidget(last)
    dialog.open()
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect().height() == 200)
    high = dialog.height()
    dialog.message.show_error(UserError("The disk is full."))
    qtbot.waitUntil(lambda: dialog.height() > high)
    assert last.visibleRegion().boundingRect().height() == 200
