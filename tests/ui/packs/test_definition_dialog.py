"""Choosing a pack's sections in the window, and the reason a month is issued again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QToolButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import DefinedSection, PackDefinition, PackSection
from csq_desktop.services.packs import definitions
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.packs.definition_dialog import DefinitionDialog
from csq_desktop.ui.packs.page import PacksPage
from tests.pdf_text import in_one_line
from tests.services.packs.pack_case import issued
from tests.ui.finding import child
from tests.ui.page_case import PageDriver
from tests.ui.small_screen import DIALOG_ROOM, in_sight

SEPTEMBER = Month(2026, 9)


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> PageDriver[PacksPage]:
    issued(store, SEPTEMBER)
    return PageDriver(qtbot, context, store, PacksPage)


def kept(driver: PageDriver[PacksPage]) -> tuple[PackDefinition, ...]:
    with driver.store.reading() as session:
        return definitions.everything(session)


def test_sections_are_chosen_ordered_remarked_on_and_deleted(
    driver: PageDriver[PacksPage], sized: Callable[..., None]
) -> None:
    driver.press("edit_sections")
    dialog = driver.dialog(DefinitionDialog)
    assert not dialog.delete.isVisible()
    for row in range(2, dialog.sections.count()):
        dialog.sections.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.note.setPlainText("Read this page first.")
    dialog.reject()
    driver.press("edit_sections")
    dialog = driver.dialog(DefinitionDialog)
    assert dialog.note.toPlainText() == "Read this page first."  # Esc loses nothing
    dialog.sections.setCurrentRow(3)
    dialog.note.setPlainText("Printed nowhere.")
    driver.submit(dialog)
    assert dialog.forms[0].error("section_note").startswith("This section is not printed.")
    dialog.note.clear()
    dialog.sections.setCurrentRow(0)
    for name in ("move_down", "move_down", "move_up"):
        child(dialog, QToolButton, name).click()
    driver.submit(dialog)
    assert dialog.forms[0].error("definition_name") == "Enter a name."
    dialog.name.setText("Board")
    driver.submit(dialog)
    sections = (
        DefinedSection(PackSection.PLEDGES),
        DefinedSection(PackSection.TARGETS, "Read this page first."),
    )
    assert kept(driver) == (PackDefinition("Board", sections),)
    page = driver.page
    assert page.making.defined.value == "Board"
    assert "Note by the shop: Read this page first." in in_one_line(page.pages.preview.pdf)
    sized(percent=200)
    driver.press("edit_sections")
    dialog = driver.dialog(DefinitionDialog)
    dialog.resize(*DIALOG_ROOM)
    driver.qtbot.waitUntil(partial(in_sight, dialog, "move_up", "move_down"))
    assert dialog.definition() == kept(driver)[0]
    driver.press("delete", dialog)
    assert kept(driver) == ()
    assert page.making.defined.value == ""
    assert "Note by the shop" not in in_one_line(page.pages.preview.pdf)
    driver.undo()
    assert kept(driver) == (PackDefinition("Board", sections),)


def test_a_month_is_issued_again_only_with_a_reason(driver: PageDriver[PacksPage]) -> None:
    making = driver.page.making
    assert making.reason.isVisible()
    assert not driver.page.issue.isEnabled()
    making.reason.setPlainText("A letter was found")
    making.message.setPlainText("A headline of mine")
    making.afresh.click()
    assert making.reason.toPlainText() == "A letter was found"
    driver.qtbot.waitUntil(driver.page.issue.isEnabled)
    assert "Reason A letter was found" in in_one_line(driver.page.pages.preview.pdf)
    making.month.choose("2026-08")
    driver.settle()
    assert not making.reason.isVisible()
    assert making.request().reason == ""
    making.month.choose("2026-09")
    driver.settle()
    assert making.reason.toPlainText() == "A letter was found"


def test_a_section_gets_a_picture_with_what_it_shows(
    driver: PageDriver[PacksPage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (no_picture := tmp_path / "note.png").write_text("words")
    Image.new("RGB", (40, 30), "teal").save(file := tmp_path / "till.png")
    files = [str(no_picture), str(file), ""]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_words: (files.pop(0), ""))
    driver.press("edit_sections")
    dialog = driver.dialog(DefinitionDialog)
    dialog.name.setText("Board")
    assert not dialog.shows.isVisible()
    driver.press("choose_picture", dialog)
    assert "not a photo" in dialog.message.text
    driver.press("choose_picture", dialog)
    assert dialog.picture.small.isVisible()
    driver.submit(dialog)
    assert "what the picture shows" in dialog.forms[0].error("picture_shows")
    dialog.shows.setText("The second till")
    dialog.sections.setCurrentRow(1)
    assert not dialog.shows.isVisible()  # another section, without a picture
    dialog.reject()
    driver.press("edit_sections")
    dialog = driver.dialog(DefinitionDialog)  # Esc loses nothing
    assert dialog.shows.text() == "The second till"
    driver.submit(dialog)
    (board,) = kept(driver)
    first = board.sections[0]
    assert (first.shows, first.jpeg[:2]) == ("The second till", bytes((0xFF, 0xD8)))
    assert "Picture by the shop: The second till" in in_one_line(driver.page.pages.preview.pdf)
    driver.press("edit_sections")
    dialog = driver.dialog(DefinitionDialog)
    driver.press("choose_picture", dialog)  # no file is chosen
    driver.press("remove_picture", dialog)
    driver.submit(dialog)
    assert kept(driver)[0].pictures == 0
