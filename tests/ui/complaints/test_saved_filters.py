"""Filters kept under a name: chips, choices and order, and no word that was sought."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from csq_desktop import settings
from csq_desktop.ui.kit.saved_filters import FilterNameDialog
from tests.ui.complaints.driver import Driver
from tests.ui.finding import child


def opened(driver: Driver) -> QMenu:
    menu = driver.page.saved_filters.button.menu()
    menu.aboutToShow.emit()
    return menu


def press(driver: Driver, menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()
    driver.settle()


def named(driver: Driver, name: str) -> FilterNameDialog:
    dialog = driver.dialog(FilterNameDialog)
    driver.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.name.setText(name)
    driver.submit(dialog)
    return dialog


def inner(menu: QMenu, text: str) -> QMenu:
    return [m for m in menu.findChildren(QMenu) if m.title() == text][-1]


def names(driver: Driver) -> list[str]:
    return [action.text() for action in opened(driver).actions() if action.text()]


def test_a_filter_is_saved_chosen_renamed_and_deleted(busy: Driver) -> None:
    page = busy.page
    page.chips.choose("all")
    page.severity.choose("high")
    page.search.setText("Chan")
    page.table.head.put_order("order:up due")
    child(opened(busy), QAction, "save_filter").trigger()
    assert named(busy, " ").form.error("filter_name")
    named(busy, "High  risk")
    assert settings.load().filters
    assert "Chan" not in settings.settings_file().read_text("utf-8")

    page.search.setText("")
    page.chips.choose("open")
    page.severity.choose("")
    page.table.head.put_order("")
    busy.settle()
    assert page.shown().order is None
    press(busy, opened(busy), "High risk")
    shown = page.shown()
    assert (shown.view.value, shown.severity, shown.text) == ("all", "high", "")
    assert shown.order is not None
    assert shown.order.key == "due"

    child(opened(busy), QAction, "save_filter").trigger()
    again = named(busy, "High risk")
    assert "already" in again.form.error("filter_name")
    named(busy, "Second")
    press(busy, inner(opened(busy), "Rename"), "High risk")
    named(busy, "First")
    assert names(busy)[:2] == ["First", "Second"]
    press(busy, inner(opened(busy), "Delete"), "First")
    assert names(busy)[0] == "Second"
    child(opened(busy), QAction, "save_filter").trigger()
    named(busy, "Third")
    busy.undo()
    assert names(busy)[:3] == ["First", "Second", "Third"]
