"""The form of a letter."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.letter_kinds import LetterKind, LetterState
from csq_desktop.domain.letters.facts import Letter, LetterWords
from csq_desktop.errors import UserError
from csq_desktop.ui.context import Context
from csq_desktop.ui.letters.letter_dialog import LetterDialog


def test_a_place_still_open_is_marked_to_be_written_over(context: Context, qtbot: QtBot) -> None:
    letter = Letter(
        id=1,
        ref="",
        complaint_id=1,
        kind=LetterKind.PROGRESS,
        language="en",
        template_version=1,
        words=LetterWords("Ms Wong", "Dear Ms Wong,", "Your case", "Please ring {contact}."),
        state=LetterState.DRAFT,
        written_at=datetime(2026, 3, 2, tzinfo=UTC),
        written_by="May Wong",
        needs_review=False,
    )
    window = QWidget()
    qtbot.addWidget(window)
    dialog = LetterDialog(context, letter, window)
    dialog.show_error(UserError("The letter still leaves open: the telephone.", field="body"))
    body = dialog.form.field("body")
    assert isinstance(body, QPlainTextEdit)
    qtbot.keyClicks(body, "2345 6789")
    assert dialog.words.body == "Please ring 2345 6789."
