"""A list is written from its page as it is shown there, and for a purpose."""

from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.customers.facts import Consent, Identity, NewCustomer
from csq_desktop.domain.events import EventView, NewShopEvent, ShopEventKind
from csq_desktop.services.actions import actions
from csq_desktop.services.customers import customers
from csq_desktop.services.events import events
from csq_desktop.storage.store import Store
from csq_desktop.ui.checklists.home import ACTIONS, HomeView
from csq_desktop.ui.checklists.page import ChecklistsPage
from csq_desktop.ui.context import Context
from csq_desktop.ui.customers.page import CustomersPage
from csq_desktop.ui.events.page import EventsPage
from csq_desktop.ui.exports.confirm_dialog import ConfirmDialog
from csq_desktop.ui.exports.export_dialog import ExportDialog
from csq_desktop.ui.imports.page import ImportsPage
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.packs.issued_list import IssuedList
from csq_desktop.ui.pledges.counting.day_counts import DayCounts
from csq_desktop.ui.settings.trail_section import TrailSection
from tests.factory import PASSPHRASES
from tests.ui.finding import child
from tests.ui.page_case import PageDriver


def asked(driver: PageDriver[Page]) -> ExportDialog:
    """The dialog of the button beside the list."""
    buttons = driver.page.findChildren(QToolButton, "export_list")
    (button,) = [each for each in buttons if each.isVisible()]
    driver.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    driver.settle()
    return driver.dialog(ExportDialog)


def column(path: Path, name: str) -> list[object]:
    head, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [row[head.index(name)] for row in rows]


def test_customers_are_written_as_filtered_and_offers_go_to_who_agreed(
    *, qtbot: QtBot, context: Context, store: Store, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    with store.writing() as session:
        for name, answer in (("Chan Tai Man", Consent.AGREED), ("Ho Siu Ming", Consent.REFUSED)):
            new = NewCustomer(Identity(name), marketing=answer, marketing_source="form 7")
            customers.add(session, new)
    driver: PageDriver[Page] = PageDriver(qtbot, context, store, CustomersPage)
    page = driver.page
    assert isinstance(page, CustomersPage)
    page.chips.choose("refused")
    driver.settle()
    dialog = asked(driver)
    assert any("Opted out" in label.text() for label in dialog.findChildren(QLabel))
    driver.submit(dialog)
    assert dialog.form.error("purpose")
    dialog.purpose.setText("Recall of a kettle")
    dialog.reject()
    dialog = asked(driver)
    assert dialog.purpose.text() == "Recall of a kettle"  # Esc loses nothing
    target = tmp_path / "people.xlsx"
    files = ["", str(target.with_suffix(""))]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (files.pop(0), ""))
    driver.submit(dialog)  # no file is chosen
    target.touch()
    files.append(str(target))
    driver.submit(dialog)  # the ending would make it a file that is there
    assert "already a file people.xlsx" in dialog.message.text
    driver.submit(dialog)
    confirm = driver.dialog(ConfirmDialog)
    confirm.passphrase.setText(PASSPHRASES[context.user.role])
    driver.submit(confirm)
    assert column(target, "Name") == ["Ho Siu Ming"]
    assert driver.toasts[-1].text == "1 row exported."

    page.chips.choose("current")
    driver.settle()
    dialog = asked(driver)
    dialog.kind.choose("marketing")
    dialog.purpose.setText("Christmas offer")
    dialog.export_to(target)
    driver.settle()
    assert column(target, "Name") == ["Chan Tai Man"]
    assert "1 customer who refused direct marketing is not included." in driver.toasts[-1].text
    page.chips.choose("archived")
    driver.settle()
    assert not page.export.isEnabled()


def test_events_counts_imports_and_packs_are_written_from_beside_their_lists(
    qtbot: QtBot, context: Context, store: Store, tmp_path: Path
) -> None:
    with store.writing() as session:
        day = context.today()
        events.record(session, NewShopEvent(day, day, ShopEventKind.PROMOTION, "Sale"))
        actions.finish(session, actions.promise(session, NewAction("Step", "Lam", day)))
    driver: PageDriver[Page] = PageDriver(qtbot, context, store, EventsPage)
    page = driver.page
    assert isinstance(page, EventsPage)
    page.chips.choose(EventView.TYPED)
    dialog = asked(driver)
    assert any("Filter: Recorded here" in label.text() for label in dialog.findChildren(QLabel))
    dialog.purpose.setText("Yearly review")
    dialog.export_to(tmp_path / "events.xlsx")
    driver.settle()
    assert column(tmp_path / "events.xlsx", "Title") == ["Sale"]
    for part, kind in (
        (IssuedList(context), "packs"),
        (DayCounts(context), "pledge_counts"),
        (ImportsPage(context), "imports"),
    ):
        qtbot.addWidget(part)
        child(part, QToolButton, "export_list").click()
        (dialog,) = part.findChildren(ExportDialog)
        assert dialog.kind.value == kind
        dialog.reject()


def test_actions_and_checks_are_written_from_their_page(
    qtbot: QtBot, context: Context, store: Store, tmp_path: Path
) -> None:
    day = context.today()
    with store.writing() as session:
        for at in (3, 1):
            actions.promise(session, NewAction(f"Step {at}", "Lam", day + timedelta(days=at)))
        actions.cancel(session, actions.everything(session)[0].id, "Not needed")
    driver: PageDriver[Page] = PageDriver(qtbot, context, store, ChecklistsPage)
    home = driver.page.findChild(HomeView)
    assert home is not None
    dialog = asked(driver)
    kinds = [dialog.kind.itemData(row) for row in range(dialog.kind.count())]
    assert kinds == ["checks", "answers"]
    dialog.reject()
    home.chips.choose(ACTIONS)
    driver.settle()
    dialog = asked(driver)
    dialog.export_to(tmp_path / "actions.xlsx")
    driver.settle()
    assert not (tmp_path / "actions.xlsx").exists()  # its words need a purpose
    dialog = asked(driver)
    dialog.purpose.setText("Review")
    dialog.export_to(tmp_path / "actions.xlsx")
    driver.settle()
    assert column(tmp_path / "actions.xlsx", "Status") == ["Open"]


def test_the_trail_is_written_as_filtered(
    qtbot: QtBot, context: Context, store: Store, tmp_path: Path
) -> None:
    section = TrailSection(context)
    qtbot.addWidget(section)
    section.resize(1000, 700)
    section.show()
    section.what.choose("signing_in")
    (button,) = section.findChildren(QToolButton, "export_list")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (dialog,) = section.findChildren(ExportDialog)
    dialog.purpose.setText("Audit")
    dialog.export_to(tmp_path / "trail.xlsx")
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert set(column(tmp_path / "trail.xlsx", "What")) <= {"Signed in", "Signed out"}
