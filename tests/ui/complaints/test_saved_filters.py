"""Filters kept under a name: chips, choices and order, and no word that was sought."""

from dataclasses import replace

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from csq_desktop import settings
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter, Severity
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services import people
from csq_desktop.services.settings import list_changes, lists
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
    """What is offered after the ready filters."""
    texts = [action.text() for action in opened(driver).actions() if action.text()]
    return texts[texts.index("Open complaints of") + 1 :]


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


def test_ready_filters_set_everything_and_each_user_saves_their_own(busy: Driver) -> None:
    page = busy.page
    with busy.store.writing() as session:
        lam = people.add(session, "Lam")
    page.reload()
    busy.settle()
    page.severity.choose("low")
    page.feedback.choose("enquiry")
    press(busy, opened(busy), "Waiting for the customer")
    assert page.shown() == Filter(view=ComplaintQueue.WAITING)
    press(busy, opened(busy), "Severity: High")
    assert page.shown() == Filter(severity=Severity.HIGH)
    press(busy, opened(busy), "Mine")
    with busy.store.reading() as session:
        own = people.of_signed_in(session)
    assert page.shown() == Filter(owner_id=own)
    press(busy, inner(opened(busy), "Open complaints of"), "Lam")
    assert page.shown() == Filter(owner_id=lam)

    folder = busy.context.signed_in.folder
    earlier = settings.remember_filters(busy.context.settings, folder, "complaints", {"Old": "{}"})
    busy.context.settings = earlier
    page.saved_filters.save("Own")
    kept = settings.load()
    assert settings.saved_filters(kept, folder, "complaints") == {"Old": "{}"}
    assert names(busy)[:2] == ["Old", "Own"]
    page.saved_filters.delete("Old")
    assert settings.saved_filters(settings.load(), folder, "complaints") == {}
    other = replace(busy.context.user, id=busy.context.user.id + 1)
    busy.context.signed_in = replace(busy.context.signed_in, user=other)
    assert names(busy)[0] == "Save this filter…"


def test_a_saved_filter_outlives_the_entry_it_narrows_by(busy: Driver) -> None:
    page = busy.page
    with busy.store.writing() as session:
        code = list_changes.add(session, lists.CATEGORIES, ThreeTexts("Rooms", "", ""))
    page.reload()
    busy.settle()
    page.category.choose(code)
    page.second.choose(code)
    page.saved_filters.save("Rooms")
    with busy.store.writing() as session:
        list_changes.deactivate(session, lists.CATEGORIES, code)
    later = Driver(busy.qtbot, busy.context, busy.store)
    press(later, opened(later), "Rooms")
    shown = later.page.shown()
    assert (shown.category, shown.second_category) == (code, code)
