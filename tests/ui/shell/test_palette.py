"""Ctrl+K: pages, commands, records and help, found by typing."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from csq_desktop.domain.finding import FoundRecord
from csq_desktop.domain.users import Role
from csq_desktop.texts import set_language
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.page_entry import Find
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.commands import synonyms
from csq_desktop.ui.shell.commands.palette import CommandPalette
from csq_desktop.ui.shell.help import HelpDialog, headings
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.tasks import Tasks
from tests.ui.finding import child
from tests.ui.shell.window_case import running_window

CTRL = Qt.KeyboardModifier.ControlModifier


def find(_session: object, text: str) -> list[FoundRecord]:
    return [FoundRecord(f"C-2026-0412 {text}", 412)] if text != "zzz" else []


ENTRIES = (
    replace(pages.entry("complaints"), finder=lambda: find),
    replace(pages.entry("customers"), finder=None),
)


@pytest.fixture
def window(context: Context, tasks: Tasks, qtbot: QtBot) -> Iterator[MainWindow]:
    yield from running_window(context, tasks, qtbot, ENTRIES)


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> CommandPalette:
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    made = child(window, CommandPalette)
    qtbot.waitUntil(made.isVisible)
    return made


def offered(palette: CommandPalette) -> list[str]:
    return [palette.list.item(row).text() for row in range(palette.list.count())]


def test_the_palette_offers_pages_at_once(palette: CommandPalette) -> None:
    assert offered(palette)[:3] == ["Complaints", "Customers", "Log complaint"]
    assert palette.list.currentRow() == 0


def test_the_palette_goes_to_a_page(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.field, "cust")
    assert offered(palette)[0] == "Customers"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.page_key == "customers"


def test_the_palette_goes_up_and_down_without_a_mouse(
    palette: CommandPalette, qtbot: QtBot
) -> None:
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentRow() == palette.list.count() - 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentRow() == 0


def test_the_palette_finds_what_is_in_the_store(
    palette: CommandPalette, context: Context, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.field, "refund")
    qtbot.waitUntil(lambda: offered(palette) == ["C-2026-0412 refund"])
    with qtbot.waitSignal(context.navigated) as went:
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert went.args == ["complaints", 412]


def test_a_command_is_found_by_its_english_words_in_chinese(
    context: Context, tasks: Tasks, qtbot: QtBot
) -> None:
    set_language("zh_HK")
    for window in running_window(context, tasks, qtbot, ENTRIES):
        qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
        palette = child(window, CommandPalette)
        qtbot.keyClicks(palette.field, "custom")
        assert offered(palette)[0] == "顧客"


def test_nothing_found_goes_nowhere(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClicks(palette.field, "zzz")
    qtbot.waitUntil(lambda: offered(palette) == ["No results"])
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    palette.list.itemClicked.emit(palette.list.item(0))
    assert palette.isVisible()
    palette.close()


def test_finders_that_show_identities_are_for_those_who_see_them(
    context: Context, qtbot: QtBot
) -> None:
    asked: list[str] = []

    def finder(key: str) -> Find:
        def find_in(_session: object, text: str) -> list[FoundRecord]:
            asked.append(f"{key} {text}")
            return []

        return find_in

    staff = replace(context.user, role=Role.STAFF)
    context.signed_in = replace(context.signed_in, user=staff)
    entries = [replace(page, finder=partial(finder, page.key)) for page in pages.PAGES]
    made = MainWindow(context, entries=entries)
    qtbot.addWidget(made)
    open_palette = made.show_palette()
    qtbot.keyClicks(open_palette.field, "till")
    qtbot.waitUntil(lambda: len(asked) == 6 and not context.tasks.busy)
    assert "customers till" not in asked
    open_palette.close()


def test_the_palette_is_closed_by_the_lock(palette: CommandPalette, window: MainWindow) -> None:
    window.lock()
    assert QApplication.activePopupWidget() is None


FOUND = {
    "en": {
        "backup": "Back up now",
        "usb": "Back up now",
        "dark": "Appearance: Dark",
        "theme": "Settings: This computer",
        "settings deadl": "Settings: Deadlines",
        "import": "Import a file…",
        "export": "Export…",
        "larger": "Larger text",
        "font": "Larger text",
        "size": "Larger text",
        "zoom": "Larger text",
        "password": "Settings: My passphrase",
        "PIN": "Settings: My passphrase",
        "logout": "Lock",
        "sign out": "Lock",
        "typhoon": "Settings: Closures",
        "login": "Settings: My passphrase",
        "issue": "New review pack",
        "繁體": "Language: 繁體中文",
        "help steps": "Help: Complaints  ·  Steps",
        "forgotten password": "Help: Sign in",
        "takes the whole sheet back": "Help: Pledges  ·  Enter counts",
    },
    "zh_HK": {
        "密碼": "設定：我的密碼短語",
        "登出": "鎖定",
        "logout": "鎖定",
        "匯出": "匯出…",
        "export": "匯出…",
        "備份": "立即備份",
        "字號": "放大文字",
        "主題": "設定：這部電腦",
        "月報": "每月報告",
        "發出": "新每月報告",
    },
    "zh_CN": {
        "密码": "设置：我的密码短语",
        "退出登录": "锁定",
        "导出": "导出…",
        "备份": "立即备份",
        "字号": "放大文字",
        "深色": "外观：深色",
        "U盘": "设置：备份",
    },
}


@pytest.mark.parametrize("language", FOUND)
def test_commands_and_help_are_found_by_what_people_call_them(
    context: Context, qtbot: QtBot, language: str
) -> None:
    set_language(language)
    made = MainWindow(context, entries=[replace(page, finder=None) for page in pages.PAGES])
    qtbot.addWidget(made)
    palette = made.show_palette()
    first = {}
    for typed in FOUND[language]:
        palette.field.setText(typed)
        first[typed] = offered(palette)[0]
    assert first == FOUND[language]
    palette.close()


def test_the_page_shown_is_found_by_other_words_too(context: Context, qtbot: QtBot) -> None:
    """Its own action, which has a key, stands for the one that is offered everywhere."""
    set_language("zh_HK")
    made = MainWindow(context, entries=[replace(page, finder=None) for page in pages.PAGES])
    qtbot.addWidget(made)
    made.show_page("complaints")
    palette = made.show_palette()
    for typed in ("grievance", "log complaint"):
        palette.field.setText(typed)
        assert offered(palette)[0] == "登記投訴"
    palette.close()


def test_what_has_other_words_is_there(context: Context, qtbot: QtBot) -> None:
    made = MainWindow(context, entries=pages.PAGES)
    qtbot.addWidget(made)
    helped = {f"help/{heading.key}" for heading in headings("en")}
    assert synonyms.names() <= {*made.commands.all} | helped
    assert synonyms.of("no command") == ()


def test_a_command_a_role_may_not_use_is_not_offered(context: Context, qtbot: QtBot) -> None:
    staff = replace(context.user, role=Role.STAFF)
    context.signed_in = replace(context.signed_in, user=staff)
    made = MainWindow(context)
    qtbot.addWidget(made)
    palette = made.show_palette()
    assert {"Log complaint", "Settings: About", "Appearance: Dark"} <= {*offered(palette)}
    assert not {"New customer", "Back up now", "Settings: Users"} & {*offered(palette)}
    palette.close()


def test_a_command_begins_what_it_says(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    palette.field.setText("new customer")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.page_key == "customers"
    dialog = window.page.findChild(QDialog, "customer_dialog")
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_help_opens_at_its_heading(
    palette: CommandPalette, window: MainWindow, qtbot: QtBot
) -> None:
    palette.field.setText("complaints steps")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    shown = child(window, HelpDialog)
    assert shown.text.textCursor().block().text() == "Steps"
    shown.close()
