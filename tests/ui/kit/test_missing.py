"""A form whose button cannot be pressed says what is missing, and says it by Ctrl+Enter."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from tests.ui.assistive import announced, listening


def test_control_enter_says_what_is_missing(context: Context, qtbot: QtBot) -> None:
    dialog = Dialog(context, "Reveal customer", "Reveal", None)
    dialog.content.addWidget(QLineEdit())
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.allow("Choose a reason.")
    assert dialog.keys_hint.text() == "Choose a reason."
    with listening() as heard:
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (announced(heard), dialog.isVisible()) == (["Choose a reason."], True)
    dialog.allow("")
    assert dialog.keys_hint.text() == "Ctrl+Enter: Reveal"
    dialog.name_action("Reveal 2 customers")
    assert dialog.submit_button.text() == "Reveal 2 customers"
    assert dialog.keys_hint.text() == "Ctrl+Enter: Reveal 2 customers"
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
