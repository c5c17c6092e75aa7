"""The window: rail, keys, lock, privacy, and a switch of language or size while it is open."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop import settings as machine
from csq_desktop import texts
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.users import Role, User
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.kit.display import buttons
from csq_desktop.ui.kit.display.toast import Toast
from csq_desktop.ui.kit.display.words import ElidedLabel
from csq_desktop.ui.kit.forms.search_box import SearchBox
from csq_desktop.ui.kit.keyboard import takes_keys
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.kit.tables.table import TableView
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.commands.commands import Commands
from csq_desktop.ui.shell.commands.palette import CommandPalette
from csq_desktop.ui.shell.help import HelpDialog
from csq_desktop.ui.shell.lock import IdleWatch
from csq_desktop.ui.shell.main_window import TITLE, MainWindow
from csq_desktop.ui.shell.rail import Rail
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme
from tests.ui.conftest import SHOP
from tests.ui.finding import child
from tests.ui.shell.window_case import running_window

ENTRIES = tuple(replace(pages.entry(key), finder=None) for key in ("complaints", "customers"))
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(context: Context, tasks: Tasks, qtbot: QtBot) -> Iterator[MainWindow]:
    yield from running_window(context, tasks, qtbot, ENTRIES)


def button(window: MainWindow, name: str) -> QPushButton:
    central = window.centralWidget()
    assert central is not None
    return child(central, QPushButton, name)


def test_the_first_page_is_shown_and_others_are_made_when_visited(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.page_key == "complaints"
    assert window.findChildren(Page) == [window.page]
    qtbot.mouseClick(button(window, "page_customers"), Qt.MouseButton.LeftButton)
    assert window.page_key == "customers"
    first = window.page
    window.show_page("complaints")
    window.show_page("customers")
    assert window.page is first


def test_pages_are_loaded_ahead_but_not_made(window: MainWindow, qtbot: QtBot) -> None:
    ahead = child(window, QTimer, "load_ahead")
    qtbot.waitUntil(lambda: not ahead.isActive())
    assert window.findChildren(Page) == [window.page]


def test_the_rail_shows_where_one_is(window: MainWindow, context: Context) -> None:
    context.navigate("customers")
    assert button(window, "page_customers").isChecked()
    assert not button(window, "page_complaints").isChecked()


def test_numbers_choose_pages(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.page_key == "customers"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_the_keyboard_goes_into_the_page_that_is_shown(
    window: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    assert window.page.isAncestorOf(window.focusWidget())
    button(window, "page_customers").setFocus()
    qtbot.keyClick(button(window, "page_customers"), key)
    assert window.page_key == "customers"
    assert window.focusWidget() is child(window.page, TableView)


def test_the_keyboard_is_never_left_where_it_does_nothing(window: MainWindow) -> None:
    dumb = QWidget(window.page)
    dumb.show()
    dumb.setFocus()
    assert takes_keys(window.focusWidget())


def test_control_f_goes_to_the_search_box(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("customers")
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    search = child(window.page, SearchBox)
    assert window.focusWidget() is search
    search.hide()
    window.page.search_action()


@pytest.mark.parametrize(
    ("role", "hidden"), [(Role.STAFF, {"packs", "imports"}), (Role.AUDITOR, set())]
)
def test_a_page_a_role_has_no_use_for_is_not_in_the_rail(
    context: Context, role: Role, hidden: set[str], qtbot: QtBot
) -> None:
    user = replace(context.user, role=role)
    context.signed_in = replace(context.signed_in, user=user)
    made = MainWindow(context)
    qtbot.addWidget(made)
    offered = {button.objectName() for button in child(made, Rail).findChildren(QPushButton)}
    for key in ("today", "packs", "imports", "settings"):
        assert (f"page_{key}" not in offered) == (key in hidden), key


def test_the_title_names_shop_and_page(window: MainWindow, context: Context) -> None:
    context.navigate("customers")
    assert window.windowTitle() == "Sham Shui Po · Customers – CSQ Desktop"
    context.show_shop(replace(SHOP, name="Mong Kok"))
    assert window.windowTitle() == "Mong Kok · Customers – CSQ Desktop"


def test_every_control_has_a_name_to_be_read_out(window: MainWindow) -> None:
    for entry in ENTRIES:
        window.show_page(entry.key)
        for control in window.findChildren(QPushButton):
            named = control.accessibleName() or control.text()
            assert named or not control.isVisible(), control.objectName()


def test_the_rail_says_whose_shop_and_who_is_signed_in(
    window: MainWindow, context: Context
) -> None:
    shown = [words.text() for words in child(window, Rail).findChildren(ElidedLabel)]
    assert shown[:2] == [SHOP.name, SHOP.branch_code]
    assert shown[-1] == f"Supervisor: {context.user.name}"


@pytest.mark.usefixtures("dressed")
def test_the_rail_folds_to_icons_and_remembers_it(window: MainWindow, context: Context) -> None:
    wide = child(window, Rail).width()
    button(window, "fold").click()
    assert child(window, Rail).width() < wide / 2
    assert button(window, "page_complaints").text() == ""
    assert button(window, "page_complaints").accessibleName() == "Complaints"
    assert machine.load().rail_collapsed
    button(window, "fold").click()
    assert button(window, "page_complaints").text() == "Complaints"
    assert not machine.load().rail_collapsed


def test_f9_blanks_names_and_shows_them_again(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert context.private
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert not context.private


def test_the_primary_action_answers_control_n(window: MainWindow, qtbot: QtBot) -> None:
    pressed = []
    window.page.set_primary(buttons.primary("Do it", lambda: pressed.append(1)))
    assert window.page.primary is not None
    qtbot.waitUntil(window.page.primary.isVisible)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    assert pressed == [1]
    window.page.primary.setEnabled(False)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    assert pressed == [1]


def test_f1_opens_the_help_of_the_page(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    helped = child(window, HelpDialog)
    assert helped.isVisible()
    assert helped.text.toPlainText()
    helped.close()


def test_the_keys_of_the_window_are_answered_in_its_help(window: MainWindow, qtbot: QtBot) -> None:
    for _ in range(2):
        window.show_help()
    (dialog,) = (each for each in window.findChildren(HelpDialog) if each.isVisible())
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.text, Qt.Key.Key_K, CTRL)
    child(window, CommandPalette).close()
    dialog.activateWindow()
    qtbot.keyClick(dialog.text, Qt.Key.Key_Q, CTRL)
    assert not window.isVisible()


def test_a_toast_is_said_at_the_foot(window: MainWindow, context: Context) -> None:
    undone = []
    context.toast("Archived", lambda: undone.append(1))
    said = child(window, Toast)
    assert said.text == "Archived"
    child(said, QPushButton, "undo").click()
    assert undone == [1]


def test_an_error_nobody_shows_is_said_at_the_foot(window: MainWindow, context: Context) -> None:
    context.tasks.refused.emit(UserError("The disk is full."))
    assert child(window, Toast).text == "The disk is full."


@pytest.mark.parametrize("by", ["key", "button", "idle"])
def test_locking_leaves_nothing_to_read(
    window: MainWindow, context: Context, qtbot: QtBot, by: str
) -> None:
    child(window.page, SearchBox).setText("Chan Tai Man")
    dialog = QDialog(window)
    dialog.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    act: dict[str, Callable[[], object]] = {
        "key": lambda: qtbot.keyClick(window, Qt.Key.Key_L, CTRL),
        "button": button(window, "lock").click,
        "idle": child(window, IdleWatch).idle.emit,
    }
    with qtbot.waitSignals([context.locking, context.ready_to_lock], order="strict"):
        act[by]()
    assert child(window.page, SearchBox).text() == ""
    assert not dialog.isVisible()
    assert window.windowTitle() == TITLE


def test_locking_tells_every_page_to_keep_what_was_typed(
    window: MainWindow, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []
    context.navigate("customers")
    for made in window.findChildren(Page):
        monkeypatch.setattr(made, "leave", lambda: left.append(1))
    window.lock()
    assert left == [1, 1]


def test_the_idle_time_is_that_of_the_settings(
    window: MainWindow, change: Callable[..., None]
) -> None:
    change(idle_minutes=12)
    assert child(window, IdleWatch).minutes == 12


@pytest.mark.parametrize("language", ["zh_HK", "zh_CN", "en"])
def test_another_language_is_spoken_at_once_on_the_same_page(
    window: MainWindow, context: Context, change: Callable[..., None], language: str
) -> None:
    context.navigate("customers")
    change(language=language)
    assert texts.language() == language
    assert window.page_key == "customers"
    expected = pages.entry("customers").label
    assert button(window, "page_customers").accessibleName() == expected
    assert (expected == "Customers") == (language == "en")


def test_another_theme_dresses_the_same_page(
    window: MainWindow,
    context: Context,
    change: Callable[..., None],
    dressed: theme.Theme,
    qtbot: QtBot,
) -> None:
    context.navigate("customers")
    change(theme="dark")
    assert dressed.dark
    assert window.page_key == "customers"
    qtbot.waitUntil(window.page.isVisible)


def test_pages_of_an_earlier_language_hear_nothing_more(
    window: MainWindow, context: Context, change: Callable[..., None], tasks: Tasks, qtbot: QtBot
) -> None:
    old = window.page
    change(theme="dark")
    with qtbot.waitSignal(old.destroyed):
        pass
    context.tasks.changed.emit(frozenset({"complaints"}))
    qtbot.waitUntil(lambda: not tasks.busy)


def test_a_shop_that_is_renamed_is_renamed_in_the_rail(
    window: MainWindow, context: Context
) -> None:
    from dataclasses import replace

    context.show_shop(replace(SHOP, name="Mong Kok"))
    assert "Mong Kok" in [words.text() for words in child(window, Rail).findChildren(ElidedLabel)]


class NotesPage(Page):
    topics = frozenset({"notes"})

    def __init__(self, context: Context) -> None:
        super().__init__(context, "Notes", "three of them")
        self.reloads = 0

    def reload(self) -> None:
        self.reloads += 1


@pytest.fixture
def notes(context: Context, qtbot: QtBot) -> NotesPage:
    made = NotesPage(context)
    qtbot.addWidget(made)
    return made


def test_a_page_loads_when_it_is_first_shown(notes: NotesPage, qtbot: QtBot) -> None:
    assert notes.reloads == 0
    with qtbot.waitExposed(notes):
        notes.show()
    notes.hide()
    notes.show()
    assert notes.reloads == 1


def test_a_page_reloads_when_its_topics_changed_and_only_then(
    notes: NotesPage, context: Context
) -> None:
    notes.show()
    context.tasks.changed.emit(frozenset({"others"}))
    assert notes.reloads == 1
    context.tasks.changed.emit(frozenset({"others", "notes"}))
    assert notes.reloads == 2


def test_a_page_that_is_hidden_reloads_when_it_is_seen_again(
    notes: NotesPage, context: Context
) -> None:
    notes.show()
    notes.hide()
    context.tasks.changed.emit(frozenset({"notes"}))
    context.tasks.changed.emit(frozenset({"notes"}))
    assert notes.reloads == 1
    notes.show()
    assert notes.reloads == 2


def test_a_page_says_errors_in_place(notes: NotesPage) -> None:
    notes.show_error(UserError("There is no such note."))
    assert notes.message.text == "There is no such note."


def test_a_subtitle_is_shown_only_when_there_is_one(notes: NotesPage) -> None:
    notes.set_subtitle("")
    assert notes.subtitle.isHidden()
    notes.set_subtitle("four of them")
    assert notes.subtitle.text() == "four of them"


def test_the_context_knows_who_sits_there(context: Context) -> None:
    assert isinstance(context.user, User)
    assert context.today().isoformat() == "2026-10-05"


def test_a_full_disk_does_not_keep_the_window_open(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_settings: machine.Settings) -> None:
        raise UserError("Your settings hold only until the program ends. The disk is full.")

    monkeypatch.setattr("csq_desktop.ui.context.save", full)
    assert window.close()


def test_columns_outlive_the_lock(window: MainWindow, context: Context) -> None:
    from csq_desktop.ui.kit.tables.table import TableView

    child(window.page, TableView).head.columns_menu().actions()[0].trigger()
    window.lock()
    folder = context.signed_in.folder
    assert machine.remembered_columns(machine.load(), folder, "complaints") == "due:-1"


def test_theme_and_language_change_together(
    window: MainWindow, change: Callable[..., None], dressed: theme.Theme
) -> None:
    change(theme="dark", language="zh_HK")
    assert (dressed.dark, texts.language()) == (True, "zh_HK")


def test_what_was_shown_is_shown_again_in_another_language(
    window: MainWindow,
    context: Context,
    change: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = []
    monkeypatch.setattr(type(window.page), "shown_object", lambda _page: 412)
    monkeypatch.setattr(type(window.page), "show_object", lambda _page, key: shown.append(key))
    change(language="zh_HK")
    assert shown == [412]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_the_window_fits_the_shops_screen_at_every_text_size(
    window: MainWindow, context: Context, dressed: theme.Theme, qtbot: QtBot, percent: int
) -> None:
    dressed.switch(percent=percent)
    rail = Rail(context, pages.PAGES, Commands(window, pages.PAGES).all)
    qtbot.addWidget(rail)
    assert rail.minimumSizeHint().height() < 700
    assert rail.width() <= 310


@pytest.fixture
def _case(store: Store) -> None:
    """One complaint: a list of none is hidden."""
    new = NewComplaint(Channel.COUNTER, store.clock.now(), "till.waiting", Severity.LOW, "Slow")
    with store.writing() as session:
        complaints.log(session, new)


@pytest.mark.usefixtures("_case")
@pytest.mark.parametrize("name", ["complaints", "complaint_search"])
def test_the_keyboard_stays_where_it_was_when_the_text_grows(
    window: MainWindow, qtbot: QtBot, name: str
) -> None:
    child(window.page, QWidget, name).setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
    holder = QApplication.focusWidget()
    assert theme.current().percent == 110
    assert holder is child(window.page, QWidget, name)


def test_a_dialog_can_ask_for_the_lock(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.ready_to_lock):
        context.lock_requested.emit()
