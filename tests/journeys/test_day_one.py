"""Day one: a new store, its recovery sheet, a caller's complaint, a count, a checklist, a pack."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import NewRun, failed_items
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.packs import packs
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.complaints.page import ComplaintsPage
from csq_desktop.ui.packs.issue_dialog import IssueDialog
from csq_desktop.ui.packs.page import PacksPage
from csq_desktop.ui.shell.main_window import MainWindow
from tests.pdf_text import pages
from tests.ui.finding import child
from tests.ui.start.start_case import Begin, Running

PASSPHRASE = "nine kettles sing in the rain"
WORDS = "收銀排隊超過二十分鐘，第二部收銀機冇人開"


def made_store(begin: Begin, place: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Running, str]:
    """A new store through the welcome page; gives the words of the sheet offered."""
    monkeypatch.setattr("csq_desktop.paths.default_stores_folder", lambda: place)
    running = begin()
    running.click("new_store")
    running.type(shop_name="旺角分店", branch_code="MK02", supervisor="May Wong")
    page = running.page
    page.passphrase.first.setText(PASSPHRASE)
    page.passphrase.second.setText(PASSPHRASE)
    running.click("make_store")
    words = "\n".join(pages(running.page.preview.pdf))
    running.click("stored")
    return running, words


def test_the_first_day_of_a_shop(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    running, sheet = made_store(begin, tmp_path, monkeypatch)
    assert "MK02" in sheet
    assert "旺角分店" in sheet
    window = running.window
    assert isinstance(window, MainWindow)
    log_a_complaint(running, window, qtbot)
    count_a_pledge(running)
    run_a_checklist(running)
    print_the_pack(running, window)


def log_a_complaint(running: Running, window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("complaints")
    running.settle()
    page = window.page
    assert isinstance(page, ComplaintsPage)
    page.primary_action()
    dialog = next(d for d in page.findChildren(LogComplaintDialog) if d.isVisible())
    dialog.words.setPlainText(WORDS)
    dialog.category.setCurrentText("Waited too long to pay")
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    running.settle()
    QApplication.processEvents()
    assert page.detail.complaint is not None
    assert page.detail.complaint.ref.endswith("-0001-MK02")
    page.search.setText("收銀機")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def count_a_pledge(running: Running) -> None:
    """Twelve days counted, so that the month has enough to say."""
    store = running.program.store
    assert store is not None
    with store.writing() as session:
        today = store.clock.now().date()
        proposed = next(one for one in pledges.shipped(today - timedelta(days=60)))
        pledge = pledges.define(session, proposed)
        for step in range(12):
            pledges.count_day(session, DayCount(pledge, today - timedelta(days=step + 1), 19, 1))


def run_a_checklist(running: Running) -> None:
    store = running.program.store
    assert store is not None
    with store.reading() as session:
        line = checklist_templates.templates(session)[0]
        template = checklist_templates.template(session, line.id)
    with store.writing() as session:
        run = checklists.start(session, NewRun(line.id, shop.today(session)))
        for at, item in enumerate(template.items):
            choices = template.choices(item)
            chosen = next(c for c in choices if c.fails) if at == 0 else choices[0]
            checklists.answer(session, run, item.code, chosen.key)
            if chosen.fails:
                checklists.comment(session, run, item.code, "Seen at ten")
        checklists.finish(session, run)
    with store.reading() as session:
        finished = checklists.run(session, run)
    assert len(failed_items(template, finished.answers)) == 1


def print_the_pack(running: Running, window: MainWindow) -> None:
    window.show_page("packs")
    running.settle()
    page = window.page
    assert isinstance(page, PacksPage)
    store = running.program.store
    assert store is not None
    this_month = Month.of(store.clock.now().date())
    page.making.choose_month(this_month)
    page.making.second.choose("zh_HK")
    running.settle()
    child(page, QPushButton, "issue_pack").click()
    running.settle()
    child(child(page, IssueDialog), QPushButton, "submit").click()
    running.settle()
    printed = pages(page.pages.preview.pdf)
    read = "\n".join(printed)
    assert 10 <= len(printed) <= 28  # both languages
    assert "旺角分店" in read
    assert "MK02" in read
    assert WORDS not in read
    with store.reading() as session:
        assert [one.month for one in packs.issued(session)] == [this_month]
