"""Help: every page has one in every language, and its links lead somewhere."""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
from PySide6.QtCore import QPoint, QUrl
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop import paths, ui
from csq_desktop.texts import LANGUAGES, set_language
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.shell.help import (
    GENERAL,
    HelpDialog,
    anchor,
    heading_in,
    headings,
    help_text,
    title_of,
)
from csq_desktop.ui.shell.pages import registered
from tests.ui.finding import child


def test_help_opens_at_the_page_one_is_on(host: QWidget, qtbot: QtBot) -> None:
    made = HelpDialog("complaints", host)
    made.show()
    qtbot.waitUntil(made.isVisible)
    place = made.text.verticalScrollBar()
    made.show_heading("")
    assert (place.value(), place.maximum() > 0) == (0, True)
    for words in ("Deadlines", "Work the list"):
        made.show_heading(words)
        top = made.text.cursorForPosition(QPoint(4, 8)).block()
        assert (top.text(), top.blockFormat().headingLevel()) == (words, 2)
    child(made, QPushButton, "close_help").click()


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_link_in_the_help_leads_to_a_page_and_back(host: QWidget, code: str) -> None:
    set_language(code)
    made = HelpDialog("settings", host)
    assert title_of("trust", code) in made.text.toPlainText()
    made.text.anchorClicked.emit(QUrl("trust"))
    assert made.text.toPlainText().startswith(title_of("trust", code))
    assert made.text.verticalScrollBar().value() == 0
    assert title_of("settings", code) in made.text.toPlainText()
    made.text.anchorClicked.emit(QUrl("settings"))
    assert made.text.toPlainText().startswith(title_of("settings", code))


def test_every_help_page_is_reached() -> None:
    pages = {path.stem for path in (paths.resources() / "help" / "en").iterdir()}
    assert pages - {*GENERAL} <= {entry.key for entry in registered()}
    assert {*GENERAL} <= pages
    for page in (paths.resources() / "help").glob("*/*.md"):
        linked = re.findall(r"\]\((\w+)\)", page.read_text("utf-8"))
        assert set(linked) <= pages, page


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_help_of_every_dialog_is_there(code: str) -> None:
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        import_module(module.name)  # a dialog that no other test has used yet, too
    names = {kind.help_heading for kind in _kinds(Dialog)} - {""}
    parts = {anchor(heading): heading for heading in headings("en")}
    assert len(names) > 5
    for name in names:
        words = heading_in(code, parts[name].key, name)
        assert words, name
        assert (words == parts[name].words) == (code == "en")
    assert heading_in(code, "complaints", "nowhere") == ""


def _kinds(kind: type[Dialog]) -> Iterator[type[Dialog]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


@pytest.mark.parametrize("code", LANGUAGES)
def test_help_is_shown_without_the_marks_it_is_written_with(host: QWidget, code: str) -> None:
    """Bold words that end in a full stop lose their marks in English alone."""
    set_language(code)
    for page in (paths.resources() / "help" / code).iterdir():
        assert "**" not in HelpDialog(page.stem, host).text.toPlainText(), page.name


def test_help_nobody_wrote_yet_shows_the_keys() -> None:
    assert help_text("no such page", "zh_HK") == help_text("keyboard", "en")
    assert "Ctrl+K" in help_text("keyboard", "en")
