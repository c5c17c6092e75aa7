"""The pledges page and its dialogs in every language, at 200% text, in both themes."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop import texts
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.pledges.counting.counts_table import CountsTable
from tests.pledge_case import acknowledging, count, till
from tests.ui.finding import child
from tests.ui.looks import IN_EVERY_LOOK
from tests.ui.pledges.pledges_case import Driver
from tests.ui.small_screen import DIALOG_ROOM, in_sight

WORDS = {"en": "Pledges", "zh_HK": "服務承諾", "zh_CN": "服务承诺"}
ENTER = {"en": "Enter counts", "zh_HK": "輸入統計", "zh_CN": "录入统计"}


def without_a_name(root: QWidget) -> list[str]:
    """Visible buttons and fields that a screen reader could not tell apart."""
    return [
        f"{type(one).__name__} {one.objectName()}"
        for one in root.findChildren(QAbstractButton)
        if one.isVisible() and one.focusPolicy().value and not (one.accessibleName() or one.text())
    ]


def fits(table: CountsTable) -> bool:
    """Whether nothing has to be pushed sideways."""
    return table.horizontalScrollBar().maximum() == 0


@IN_EVERY_LOOK
def test_everything_opens(
    qtbot: QtBot,
    context: Context,
    store: Store,
    sized: Callable[..., None],
    language: str,
    mode: str,
    percent: int,
) -> None:
    pledge_id = till(store)
    acknowledging(store)
    count(store, pledge_id, date(2026, 10, 1), 50, 1, 0, 2, "Fire drill")
    texts.set_language(language)
    sized(mode=mode, percent=percent)
    driver = Driver(qtbot, context, store)
    page = driver.page
    assert page.title.text() == WORDS[language]
    assert driver.button("enter_counts").text() == ENTER[language]
    assert page.minimumSizeHint().width() <= 1150
    page.show_details()
    for tab in range(page.detail.tabs.count()):
        page.detail.tabs.setCurrentIndex(tab)
        driver.settle()
        assert page.detail.tabs.currentWidget().isVisible()
    assert without_a_name(page) == []
    page.detail.tabs.setCurrentWidget(page.detail.counts)
    driver.settle()
    assert fits(page.detail.counts.table)
    for name in ("enter_counts", "new_pledge", "write_cause", "print_notice"):
        if name == "new_pledge":
            page.show_lists()
        if name == "write_cause":
            page.show_details()
        driver.press(name)
        dialog = driver.dialog(Dialog)
        assert without_a_name(dialog) == []
        dialog.resize(*DIALOG_ROOM)
        if name == "print_notice":
            driver.qtbot.waitUntil(partial(in_sight, dialog, "save_pdf", "print_pdf"))
        if name == "enter_counts":
            table = child(dialog, CountsTable, "counts")
            driver.qtbot.waitUntil(partial(fits, table))
            assert table.columnWidth(0) >= percent
        assert not dialog.grab().isNull()
        dialog.reject()
        driver.settle()
    assert not page.grab().isNull()
