"""Identities typed into free text: marked, said beneath the field, and taken out by one click."""

from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop.ui.kit.forms.fields import TextArea, WordsChoice, WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid
from tests.ui.finding import child

SAID = "This contains a name and a telephone number. Everybody who opens the database can read it."


def form_with(qtbot: QtBot, field: TextArea | WordsLine | WordsChoice) -> FormGrid:
    form = FormGrid()
    qtbot.addWidget(form)
    form.add("words", "Words", field)
    return form


def test_identities_are_marked_and_said_once_typing_pauses(qtbot: QtBot) -> None:
    area = TextArea()
    form = form_with(qtbot, area)
    notice = form.notice("words")
    assert notice.text == ""
    area.setPlainText("😀 Mrs Chan of 9876 5432 waited")
    qtbot.waitUntil(lambda: notice.text == SAID)
    marked = [selection.cursor.selectedText() for selection in area.extraSelections()]
    assert marked == ["Mrs Chan", "9876 5432"]
    area.setPlainText("She waited")
    qtbot.waitUntil(lambda: notice.text == "")
    assert area.extraSelections() == []


def test_what_is_left_out_comes_back_by_one_undo(qtbot: QtBot) -> None:
    area = TextArea("😀 Mrs Chan of 9876 5432 waited")
    form = form_with(qtbot, area)
    assert form.notice("words").text == SAID
    child(form, QPushButton, "identities_leave_out").click()
    assert area.toPlainText() == "😀 [name] of [telephone] waited"
    assert form.notice("words").text == ""
    area.undo()
    assert area.toPlainText() == "😀 Mrs Chan of 9876 5432 waited"


def test_a_line_of_words_is_watched_too(qtbot: QtBot) -> None:
    line = WordsLine("😀 Mrs Chan of 9876 5432 waited")
    form = form_with(qtbot, line)
    child(form, QPushButton, "identities_leave_out").click()
    assert line.text() == "😀 [name] of [telephone] waited"


def test_words_that_are_offered_may_hold_an_identity_too(qtbot: QtBot) -> None:
    choice = WordsChoice(["Typhoon"])
    form = form_with(qtbot, choice)
    choice.setCurrentText("Mrs Chan fell")
    form.notice("words").refresh()
    child(form, QPushButton, "identities_leave_out").click()
    assert choice.currentText() == "[name] fell"


def test_sealed_texts_and_other_lines_are_not_watched(qtbot: QtBot) -> None:
    form = FormGrid()
    qtbot.addWidget(form)
    form.add("note", "Note", TextArea("Mrs Chan", sealed=True))
    form.add("name", "Name", QLineEdit("Mrs Chan"))
    assert form.findChild(QPushButton, "identities_leave_out") is None
