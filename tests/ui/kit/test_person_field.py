"""The field for somebody of the list: found by any letters, chosen by keyboard, or new."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.shop.people import Person
from csq_desktop.ui.kit.forms.form import FormGrid, put_text, text_of
from csq_desktop.ui.kit.forms.person_field import PersonField

SINCE = datetime(2026, 10, 5, tzinfo=UTC)
FAR = 8_036_282_667_248_910_337  # ids take all 63 bits
PEOPLE = (
    Person(1, "Chan Tai Man", None, SINCE),
    Person(FAR, "Ka-ho Lam", 2, SINCE),
    Person(3, "Siu-ling Chan", None, SINCE),
    Person(4, "Old Chan", None, SINCE, SINCE),
)


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[PersonField]:
    """A field in a form with another one after it, the people offered."""
    made, form = PersonField(), FormGrid()
    form.add("owner", "Who", made)
    form.add("next", "Next", QLineEdit())
    qtbot.addWidget(form)
    form.show()
    made.offer(PEOPLE)
    made.setFocus()
    yield made
    form.close()


def typing(field: PersonField) -> QWidget:
    """Where the keys go: to the suggestions while they are shown."""
    return popup(field) if popup(field).isVisible() else field


def popup(field: PersonField) -> QAbstractItemView:
    shown = field.completer().popup()
    assert shown is not None
    return shown


def test_letters_anywhere_in_a_name_offer_it_and_who_left_comes_last(
    qtbot: QtBot, field: PersonField
) -> None:
    qtbot.keyClicks(field, "cHAn")
    assert field.suggestions == (
        "Chan Tai Man",
        "Siu-ling Chan",
        "Old Chan (left)",
        "Add “cHAn” to the list",
    )
    popup(field).hide()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_key_takes_the_first_one(qtbot: QtBot, field: PersonField, key: Qt.Key) -> None:
    qtbot.keyClicks(field, "lam")
    qtbot.keyClick(typing(field), key)
    assert (field.text(), field.choice, field.is_new) == ("Ka-ho Lam", FAR, False)
    assert (key is Qt.Key.Key_Tab) == (not field.hasFocus())


def test_the_arrow_keys_go_to_another_one(qtbot: QtBot, field: PersonField) -> None:
    qtbot.keyClicks(field, "chan")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(typing(field), key)
    assert (field.text(), field.choice) == ("Siu-ling Chan", 3)


def test_leaving_the_field_completes_letters_and_keeps_a_name_nobody_has(
    qtbot: QtBot, field: PersonField
) -> None:
    field.setText("ling")
    field.editingFinished.emit()
    assert field.text() == "Siu-ling Chan"
    field.setText(" Mei  Wong ")
    field.editingFinished.emit()
    assert (field.choice, field.is_new) == ("Mei Wong", True)


def test_a_name_within_another_is_new_when_it_is_chosen_as_new(
    qtbot: QtBot, field: PersonField
) -> None:
    qtbot.keyClicks(field, "Chan Tai")
    assert field.suggestions[-1] == "Add “Chan Tai” to the list"
    qtbot.keyClick(typing(field), Qt.Key.Key_Up)
    qtbot.keyClick(typing(field), Qt.Key.Key_Return)
    field.editingFinished.emit()
    assert (field.choice, field.is_new) == ("Chan Tai", True)


def test_down_shows_everybody(qtbot: QtBot, field: PersonField) -> None:
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert len(field.suggestions) == len(PEOPLE)
    assert popup(field).isVisible()
    qtbot.keyClick(typing(field), Qt.Key.Key_Escape)
    assert (field.text(), field.choice) == ("", "")


def test_a_name_typed_whole_is_the_person_whatever_its_case_and_width(field: PersonField) -> None:
    field.setText(" ka-HO　ｌａｍ")
    assert (field.choice, field.is_new) == (FAR, False)
    assert field.suggestions == ()


def test_an_owner_written_otherwise_is_kept_until_it_is_changed(field: PersonField) -> None:
    field.show_person("K. H. Lam", FAR)
    field.editingFinished.emit()
    assert (field.text(), field.choice) == ("K. H. Lam", FAR)
    field.setText("K. H. La")
    assert field.choice == "K. H. La"


def test_a_name_is_given_as_text_before_the_list_is_there(qtbot: QtBot) -> None:
    alone = PersonField("May Wong")
    qtbot.addWidget(alone)
    assert (alone.choice, alone.is_new) == ("May Wong", False)


def test_a_draft_keeps_the_name(field: PersonField) -> None:
    field.show_person("Ka-ho Lam", FAR)
    kept = text_of(field)
    field.clear()
    put_text(field, kept)
    assert field.choice == FAR
