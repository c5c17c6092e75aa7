"""Changing a checklist over a real store: a new version, and nothing typed is lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from csq_desktop.domain.checklists.facts import Every, Template
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import UserError
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.storage.store import Store
from csq_desktop.ui.checklists.editing.editor import EditorView
from csq_desktop.ui.context import Context
from csq_desktop.ui.drafts import SAVED_EVERY_MS
from tests.checklist_case import FLOOR, give_out, item_of, run_through
from tests.ui.checklists.checklists_case import Driver
from tests.ui.finding import take_up


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    give_out(store)
    found = Driver(qtbot, context, store)
    found.click("edit_checklist")
    return found


def newest(driver: Driver) -> Template:
    """The newest version of the first checklist."""
    line = driver.look(checklist_templates.templates)[0]
    return driver.look(checklist_templates.template, line.id)


def editor(driver: Driver) -> EditorView:
    """The editor, which has to be shown."""
    assert driver.shows(driver.page.editor)
    return driver.page.editor


def write(driver: Driver, name: str, words: str) -> None:
    """Replace the words of a field by typing."""
    field = driver.find(name)
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.setFocus()
    field.selectAll()
    driver.type(words)


def test_nothing_is_saved_while_nothing_is_changed(driver: Driver) -> None:
    assert driver.page.title.text() == "Fitting-room audit"
    assert driver.page.subtitle.text() == "Version 1 in use  ·  will be saved as version 2"
    assert not driver.find("save_checklist").isEnabled()
    driver.page.primary_action()
    driver.click("back")
    assert driver.context.drafts.get("checklist.floor") is None


def test_a_changed_checklist_is_saved_as_a_new_version(driver: Driver) -> None:
    write(driver, "title_en", "Rooms")
    write(driver, "title_zh_HK", "Room HK")
    editor(driver).whole.every.choose("monthly")
    editor(driver).whole.minutes.setValue(25)
    editor(driver).whole.cap.setValue(40)
    assert driver.page.title.text() == "Rooms"
    driver.page.primary_action()
    driver.settle()
    saved = newest(driver)
    assert (saved.version, saved.every, saved.minutes) == (2, Every.MONTHLY, 25)
    assert saved.title == ThreeTexts("Rooms", "Room HK", FLOOR.title.zh_CN)
    assert saved.critical_cap == 0.4
    assert driver.toasts[-1].text == "Saved as version 2"
    assert driver.shows(driver.page.home)


def test_a_run_keeps_the_version_it_was_started_with(driver: Driver) -> None:
    run_id = run_through(driver.store, driver.look(checklist_templates.templates)[0].id)
    write(driver, "title_en", "Rooms")
    driver.click("save_checklist")
    assert driver.look(checklists.run, run_id).template.title == FLOOR.title


def test_the_cap_can_be_taken_off(driver: Driver) -> None:
    whole = editor(driver).whole
    whole.capped.setChecked(False)
    assert not whole.cap.isEnabled()
    driver.click("save_checklist")
    assert newest(driver).critical_cap is None


def test_a_section_and_an_item_are_changed(driver: Driver) -> None:
    editor(driver).outline.choose("2")
    write(driver, "section_title_en", "Cabins")
    editor(driver).outline.choose("2.2")
    write(driver, "text_en", "Is every cabin clean?")
    write(driver, "guidance_en", "Look under the bench.")
    form = editor(driver).item
    form.weight.setValue(2.5)
    form.critical.setChecked(True)
    form.mandatory.setChecked(False)
    form.explained.setChecked(False)
    form.touch_point.choose("shopping_environment")
    form.answers.choose("scale_5")
    driver.click("save_checklist")
    saved = newest(driver)
    item = item_of(saved, "2.2")
    assert saved.sections[1].title.en == "Cabins"
    assert (item.text.en, item.guidance.en) == ("Is every cabin clean?", "Look under the bench.")
    assert (item.weight, item.critical, item.mandatory) == (2.5, True, False)
    assert (item.needs_comment_on_fail, item.touch_point) == (False, "shopping_environment")
    assert [one.key for one in saved.response_sets] == ["yes_no", "scale_5"]
    assert saved.item("2.1") == FLOOR.item("2.1")


def test_the_outline_is_walked_with_arrows_and_follows_what_is_typed(driver: Driver) -> None:
    outline = editor(driver).outline
    outline.setFocus()
    driver.keys(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert outline.code == "1.1"
    write(driver, "text_en", "Is nobody waiting?")
    row = outline.currentItem()
    assert row is not None
    assert row.text(0) == "1.1  Is nobody waiting?"
    editor(driver).item.critical.setChecked(True)
    assert not row.icon(0).isNull()
    editor(driver).item.critical.setChecked(False)
    assert row.icon(0).isNull()
    outline.choose("nothing of that code")
    assert outline.code == "1.1"


def test_parts_are_added_moved_and_removed(driver: Driver) -> None:
    editor(driver).outline.choose("2.1")
    driver.click("add_item")
    assert editor(driver).outline.code == "2.3"
    assert driver.focused() == "text_en"
    driver.type("Do the locks work?")
    driver.click("move_up")
    driver.click("add_section")
    assert editor(driver).outline.code == "3"
    driver.type("After closing")
    driver.click("move_up")
    driver.click("move_up")
    driver.click("move_down")
    editor(driver).outline.choose("1.2")
    driver.click("remove_part")
    assert driver.toasts[-1].text == "1.2 removed"
    assert [one.code for one in editor(driver).template.sections] == ["1", "3", "2"]
    assert [one.code for one in editor(driver).template.items] == ["1.1", "2.1", "2.3", "2.2"]
    driver.undo()
    assert editor(driver).outline.code == "1.2"
    assert driver.toasts[-1].text == "Undone: “1.2 removed”"
    editor(driver).outline.choose("3")
    driver.click("remove_part")
    driver.click("save_checklist")
    assert [one.code for one in newest(driver).items] == ["1.1", "1.2", "2.1", "2.3", "2.2"]


def test_an_undo_loses_nothing_that_was_edited_since(driver: Driver) -> None:
    said: list[UserError] = []
    driver.context.troubled.connect(said.append)
    editor(driver).outline.choose("1.2")
    driver.click("remove_part")
    driver.click("add_section")
    edited = editor(driver).template
    driver.undo()
    assert editor(driver).template == edited
    assert [error.text for error in said] == [
        "It could not be undone. The checklist has been edited since."
    ]


def test_the_whole_checklist_is_not_removed(driver: Driver) -> None:
    driver.click("remove_part")
    assert driver.toasts == []
    assert not editor(driver).is_changed


def test_an_unusable_checklist_is_told_in_place_and_not_saved(driver: Driver) -> None:
    editor(driver).outline.choose("1.1")
    write(driver, "text_en", " ")
    driver.click("save_checklist")
    assert driver.message == "Item 1.1 has no text."
    assert newest(driver).version == 1


def test_what_is_not_saved_is_back_next_time(driver: Driver) -> None:
    write(driver, "title_en", "Half a title")
    driver.click("back")
    driver.click("edit_checklist")
    assert driver.page.title.text() == "Half a title"
    assert "Your unfinished draft is back." in editor(driver).message.text
    driver.page.reload()  # what is typed is never replaced
    assert driver.page.title.text() == "Half a title"
    title = driver.find("title_en")
    assert driver.page.window().focusWidget() is title
    take_up(editor(driver).message)
    assert driver.page.title.text() == "Fitting-room audit"
    assert driver.page.window().focusWidget() is title
    take_back = driver.toasts[-1].undo
    assert take_back is not None
    take_back()
    assert driver.page.title.text() == "Half a title"
    driver.click("back")
    assert driver.context.drafts.get("checklist.floor") is not None
    driver.click("edit_checklist")
    take_up(editor(driver).message)
    driver.click("back")
    assert driver.context.drafts.get("checklist.floor") is None


def test_a_draft_that_no_editor_wrote_keeps_nobody_out(driver: Driver) -> None:
    driver.click("back")
    for forged in ("nonsense", "[]", '{"sections": 5}'):
        driver.context.drafts.keep("checklist.floor", {"template": forged})
        driver.click("edit_checklist")
        assert driver.page.title.text() == "Fitting-room audit"
        driver.click("back")


def test_what_is_typed_is_saved_every_few_seconds(driver: Driver) -> None:
    """A kill loses nothing; the timer is rung here instead of waited for."""
    timers = [each for each in driver.page.findChildren(QTimer) if each.isActive()]
    (timer,) = [each for each in timers if each.interval() == SAVED_EVERY_MS]
    timer.timeout.emit()
    assert driver.context.drafts.get("checklist.floor") is None
    write(driver, "title_en", "Floors")
    timer.timeout.emit()
    assert driver.context.drafts.get("checklist.floor") is not None
    driver.page.hide()
    timer.timeout.emit()
    assert not timer.isActive()


def test_a_draft_typed_back_to_what_it_was_is_forgotten(driver: Driver) -> None:
    write(driver, "title_en", "Half")
    driver.click("back")
    driver.click("edit_checklist")
    write(driver, "title_en", "Fitting-room audit")
    driver.click("back")
    assert driver.context.drafts.get("checklist.floor") is None


def test_a_checklist_of_ones_own_is_made_from_nothing(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    driver = Driver(qtbot, context, store)
    driver.click("new_checklist")
    assert driver.page.title.text() == "New checklist"
    assert driver.page.subtitle.text() == "Not saved yet"
    editor(driver).outline.choose("1")
    driver.click("remove_part")
    driver.click("add_item")  # a section for it comes by itself
    driver.type("Is the shutter down?")
    driver.click("save_checklist")
    assert driver.message == "Give the checklist a key and a title."
    editor(driver).outline.choose("")
    write(driver, "title_en", "Closing")
    driver.click("save_checklist")
    saved = newest(driver)
    assert (saved.key, saved.title.en, saved.version) == ("own_1", "Closing", 1)
    assert [one.code for one in saved.items] == ["1.1"]
    assert driver.toasts[-1].text == "Saved as version 1"


def test_another_checklist_opened_meanwhile_wins(driver: Driver) -> None:
    first = driver.look(checklist_templates.templates)[0].id
    second = driver.do(
        checklist_templates.save_template, replace(FLOOR, key="x", title=ThreeTexts("X"))
    )
    driver.page.edit(first)
    driver.page.edit(second)
    driver.settle()
    assert driver.page.title.text() == "X"


def test_scrolling_a_form_does_not_change_a_weight(driver: Driver) -> None:
    editor(driver).outline.choose("1.1")
    weight = editor(driver).item.weight

    def turn() -> None:
        wheel = QWheelEvent(
            QPointF(5, 5),
            QPointF(5, 5),
            QPoint(0, 0),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(weight, wheel)

    turn()
    assert weight.value() == 2
    weight.setFocus(Qt.FocusReason.TabFocusReason)
    turn()
    assert weight.value() == 2.5
