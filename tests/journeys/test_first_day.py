"""The first day: a store is made, its sheet printed, the passphrase forgotten and found again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.users import Role
from csq_desktop.services import audit_trail
from csq_desktop.settings import Settings
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.theme import theme
from tests.pdf_text import pages
from tests.ui.finding import child
from tests.ui.start import start_case
from tests.ui.start.start_case import PASSPHRASE, Begin, Running

OTHER = "four umbrellas under one awning"
KEY = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{5}\b")


@pytest.fixture
def begin(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begin the program; whatever is left of it at the end is put away."""
    theme.start(qapp, Settings())
    start_case.only_settings(monkeypatch)
    made: list[Running] = []

    def start(*words: str) -> Running:
        made.append(start_case.start(qapp, qtbot, words))
        return made[-1]

    yield start
    for running in made:
        start_case.put_away(running)


def test_a_store_is_made_locked_and_recovered_with_the_printed_key(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = tmp_path / "sheet.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(printed), ""))
    first = _new_store(begin)
    folder = first.store.folder
    first.lock()
    assert first.relaunched == [[str(folder)]]
    groups = _groups(printed)

    second = begin(*first.relaunched[0])
    second.type(passphrase="it has slipped my mind")
    second.click("open")
    assert "Wrong name or passphrase" in second.page.message.text
    second.click("recover")
    second.type(code=" ".join(groups).lower(), passphrase=OTHER, passphrase_again=OTHER)
    second.click("open")
    assert isinstance(second.window, MainWindow)
    assert second.store.user.role is Role.SUPERVISOR
    with second.store.reading() as session:
        told = [line.what for line in audit_trail.page(session, TrailFilter()).lines]
    assert told[:6].count("Wrong passphrase") == 1
    assert "Opened with the recovery key" in told
    assert told[-1] == "Database created"

    second.window.show_page("settings", "users")
    second.settle()
    assert second.find("section_users").sheet_state.text.startswith("Nobody has confirmed")
    child(second.window, QPushButton, "lock").click()
    second.end()
    third = begin(*second.relaunched[0])
    third.type(passphrase=OTHER)
    third.click("open")
    assert "recovery sheet" in third.main.findings.text


def _new_store(begin: Begin) -> Running:
    """A new store through the welcome page, its sheet saved and put away."""
    running = begin()
    running.click("new_store")
    running.type(
        shop_name="明記電器",
        branch_code="SSP01",
        supervisor="陳小明",
        passphrase=PASSPHRASE,
        passphrase_again=PASSPHRASE,
    )
    running.click("make_store")
    running.click("save_pdf")
    running.click("stored")
    assert isinstance(running.window, MainWindow)
    return running


def _groups(printed: Path) -> list[str]:
    """The groups of the key on the printed sheet."""
    (text,) = pages(printed.read_bytes())
    assert "明記電器" in text
    groups = [found for found in KEY.findall(text) if found != "SSP01"]
    assert len(groups) == 8
    return groups
