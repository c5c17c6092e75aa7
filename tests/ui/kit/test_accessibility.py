"""Roles, names and values for a screen reader, and typing with an input method."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QInputMethodEvent, QInputMethodQueryEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from csq_desktop.domain.tones import Tone
from csq_desktop.ui.kit import accessibility
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.display.cards import FigureCard
from csq_desktop.ui.kit.display.facts import StepBar
from csq_desktop.ui.kit.display.messages import Mark
from csq_desktop.ui.kit.display.waiting import BusyLine
from csq_desktop.ui.kit.forms.chips import Chip, FilterChips
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.kit.forms.form import FormGrid
from csq_desktop.ui.kit.forms.search_box import SearchBox
from tests.ui.assistive import labels_of

Role, Text = QAccessible.Role, QAccessible.Text


@pytest.fixture(autouse=True)
def _installed() -> None:
    accessibility.install()


def step_bar() -> StepBar:
    steps = StepBar()
    steps.show_steps(["Received", "Answered", "Closed"], 1)
    return steps


def card(*, leads: bool) -> FigureCard:
    shown = FigureCard("Open complaints", leads=leads)
    shown.show_figure("8", "1 overdue", Tone.BAD)
    return shown


@pytest.mark.parametrize(
    ("widget", "role", "name", "value"),
    [
        (lambda: Badge("Overdue", Tone.BAD), Role.StaticText, "Overdue", ""),
        (step_bar, Role.ProgressBar, "Answered, step 2 of 3", "step 2 of 3"),
        (BusyLine, Role.ProgressBar, "Loading", ""),
        (lambda: card(leads=True), Role.Button, "Open complaints, 8, 1 overdue", ""),
        (lambda: card(leads=False), Role.Grouping, "Open complaints, 8, 1 overdue", ""),
    ],
)
def test_what_is_painted_says_what_it_is(
    qtbot: QtBot, widget: Callable[[], QWidget], role: QAccessible.Role, name: str, value: str
) -> None:
    shown = widget()
    qtbot.addWidget(shown)
    access = QAccessible.queryAccessibleInterface(shown)
    assert (access.role(), access.text(Text.Name), access.text(Text.Value)) == (role, name, value)


def test_a_card_that_leads_somewhere_is_pressed_by_a_screen_reader(qtbot: QtBot) -> None:
    shown = card(leads=True)
    qtbot.addWidget(shown)
    actions = QAccessible.queryAccessibleInterface(shown).actionInterface()
    with qtbot.waitSignal(shown.pressed):
        actions.doAction("Press")
    with qtbot.assertNotEmitted(shown.pressed):
        actions.doAction("SetFocus")


def test_decoration_is_passed_over(qtbot: QtBot) -> None:
    sheet = QWidget()
    qtbot.addWidget(sheet)
    box = SearchBox("Search complaints…")
    row = QHBoxLayout(sheet)
    row.addWidget(Mark(Tone.BAD))
    row.addWidget(box)
    sheet.show()
    mark = QAccessible.queryAccessibleInterface(sheet).child(0)
    icons = [QAccessible.queryAccessibleInterface(icon) for icon in box.findChildren(QToolButton)]
    assert mark.state().invisible
    assert all(icon.state().invisible for icon in icons)


@pytest.mark.parametrize("in_a_form", [False, True])
def test_a_choice_has_one_label_that_names_it(qtbot: QtBot, in_a_form: bool) -> None:
    """On Linux the name of a combo box is what is chosen."""
    sheet = QWidget()
    qtbot.addWidget(sheet)
    column = QVBoxLayout(sheet)
    choice = ChoiceBox([("24", "24 months")])
    if in_a_form:
        form = FormGrid()
        form.add("months", "Months in the chart", choice)
        column.addWidget(form)
    else:
        choice.setAccessibleName("Months")
        column.addWidget(choice)
        choice.setAccessibleName("Months in the chart")
    sheet.show()
    assert labels_of(choice) == ["Months in the chart"]
    seen = [label.text() for label in sheet.findChildren(QLabel) if label.isVisible()]
    assert seen == (["Months in the chart"] if in_a_form else [])


def test_of_several_one_is_chosen_and_reached_with_tab(qtbot: QtBot) -> None:
    chips = FilterChips([Chip("open", "Open"), Chip("closed", "Closed"), Chip("all", "All")])
    qtbot.addWidget(chips)
    buttons = chips.findChildren(QPushButton)
    roles = {QAccessible.queryAccessibleInterface(button).role() for button in buttons}

    def reached() -> list[str]:
        tab = Qt.FocusPolicy.TabFocus
        return [button.text() for button in buttons if button.focusPolicy() & tab]

    places = [reached()]
    chips.choose("closed")
    places.append(reached())
    chips.choose_or_none("nothing of the kind")
    places.append(reached())
    assert roles == {Role.RadioButton}
    assert places == [["Open"], ["Closed"], ["Open", "Closed", "All"]]


def test_answers_that_can_be_taken_back_are_one_of_several_too(qtbot: QtBot) -> None:
    sheet = QWidget()
    qtbot.addWidget(sheet)
    group = QButtonGroup(sheet, exclusive=False)
    button = QPushButton("Yes", sheet)
    button.setCheckable(True)
    group.addButton(button)
    accessibility.one_of(group)
    assert QAccessible.queryAccessibleInterface(button).role() is Role.RadioButton
    for checked in (True, False):
        button.click()
        assert button.isChecked() is checked


@pytest.fixture
def sheet(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def searched(sheet: QWidget, qtbot: QtBot) -> tuple[SearchBox, QListWidget]:
    """A search box above a list that has the keyboard."""
    box, view = SearchBox("Search complaints…"), QListWidget()
    column = QVBoxLayout(sheet)
    column.addWidget(box)
    column.addWidget(view)
    box.catch_typing(view)
    sheet.show()
    sheet.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return box, view


def test_words_composed_in_a_list_are_sought_whole(
    searched: tuple[SearchBox, QListWidget], qtbot: QtBot
) -> None:
    box, view = searched
    sought: list[str] = []
    box.searched.connect(sought.append)
    for letters in ("d", "di", "dian nao"):
        QApplication.sendEvent(view, QInputMethodEvent(letters, []))
    assert (box.text(), view.hasFocus()) == ("", True)
    finished = QInputMethodEvent()
    finished.setCommitString("電腦")
    QApplication.sendEvent(view, finished)
    assert (box.text(), box.hasFocus()) == ("電腦", True)
    qtbot.waitUntil(lambda: sought == ["電腦"])


def test_an_input_method_finds_the_box_where_a_list_is_typed_into(
    searched: tuple[SearchBox, QListWidget],
) -> None:
    box, view = searched
    queries = Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImCursorRectangle
    event = QInputMethodQueryEvent(queries)
    QApplication.sendEvent(view, event)
    place = event.value(Qt.InputMethodQuery.ImCursorRectangle)
    assert event.value(Qt.InputMethodQuery.ImEnabled)
    assert isinstance(place, QRect)
    on_screen = QRect(view.mapToGlobal(place.topLeft()), place.size())
    assert QRect(box.mapToGlobal(QPoint()), box.size()).contains(on_screen.center())
