"""The first page: known stores, a new one, another one, a backup, another language."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop import settings, texts
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services.stores import backups, recovery_sheets, stores
from csq_desktop.settings import Settings, remember_store
from csq_desktop.ui.kit.forms.choice_card import ChoiceCard
from csq_desktop.ui.kit.keyboard import SaveHint
from csq_desktop.ui.shell import window_memory
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.window_memory import WindowMemory
from csq_desktop.ui.theme import theme
from tests.factory import NAMES, PASSPHRASES, FixedClock, copy_store, open_store, template
from tests.pdf_text import pages
from tests.ui.assistive import toggle
from tests.ui.finding import child, shown
from tests.ui.small_screen import cut_off
from tests.ui.start import start_case
from tests.ui.start.start_case import PASSPHRASE, Begin, Held, Running


@pytest.fixture
def begin(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begin the program; whatever is left of it at the end is put away."""
    start_case.only_settings(monkeypatch)
    made: list[Running] = []

    def start(*words: str, chosen: Settings | None = None) -> Running:
        made.append(start_case.start(qapp, qtbot, words, chosen))
        return made[-1]

    yield start
    for running in made:
        start_case.put_away(running)


@pytest.fixture
def new(begin: Begin) -> Running:
    """The form of a new store."""
    running = begin()
    running.click("new_store")
    return running


def fill(running: Running, **texts_: str) -> None:
    """Fill the form of a new store in, some fields otherwise."""
    usual = {
        "shop_name": "Ming Kee Electrical",
        "branch_code": "SSP01",
        "supervisor": "Chan Siu Ming",
        "passphrase": PASSPHRASE,
        "passphrase_again": PASSPHRASE,
    }
    running.type(**usual | texts_)


def test_known_stores_are_offered_and_forgotten(begin: Begin, tmp_path: Path) -> None:
    folder = copy_store(tmp_path)
    known = remember_store(remember_store(Settings(), folder), tmp_path / "Gone.csq")
    running = begin(chosen=known)
    cards = running.page.findChildren(ChoiceCard, "recent_store")
    assert [card.title.text() for card in cards] == ["Gone", "Shop"]
    assert "Not found" in cards[0].line.text()
    assert cards[1].line.text() == str(folder)
    running.click("forget_store")
    assert settings.load().recent_stores == (str(folder),)
    running.click("message_action")  # Undo
    cards = running.page.findChildren(ChoiceCard, "recent_store")
    assert [card.title.text() for card in cards] == ["Gone", "Shop"]
    running.click("forget_store")
    running.click("recent_store")
    assert running.page.objectName() == "sign_in"


def test_a_store_is_called_by_its_shop_once_this_computer_knows_it(
    begin: Begin, tmp_path: Path
) -> None:
    folder = copy_store(tmp_path)
    window_memory.save(folder, WindowMemory(shop="Sham Shui Po"), 1)
    running = begin(chosen=remember_store(Settings(), folder))
    cards = running.page.findChildren(ChoiceCard, "recent_store")
    assert [card.title.text() for card in cards] == ["Sham Shui Po"]
    running.click("forget_store")
    running.click("message_action")  # Undo
    running.click("recent_store")
    assert running.page.title.text() == "Sham Shui Po"


def test_enter_presses_the_marked_card_and_the_marked_button(begin: Begin, qtbot: QtBot) -> None:
    running = begin()
    qtbot.keyClick(running.find("new_store"), Qt.Key.Key_Return)
    assert running.find("shop_name")
    dark = child(running.window, QPushButton, "theme_dark")
    dark.setFocus()
    qtbot.keyClick(dark, Qt.Key.Key_Enter)
    assert settings.load().theme == "dark"


def test_a_known_store_that_is_gone_is_told(begin: Begin, tmp_path: Path) -> None:
    running = begin(chosen=remember_store(Settings(), tmp_path / "Gone.csq"))
    running.click("recent_store")
    assert "was not found" in running.page.message.text


def test_another_folder_is_opened(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_store(tmp_path)
    chosen = iter([str(folder), ""])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
    running = begin()
    running.click("open_store")
    assert running.page.objectName() == "sign_in"
    running.click("another_store")
    running.click("open_store")
    assert running.page.objectName() == "welcome"


def test_a_new_store_asks_for_four_things_and_offers_its_recovery_sheet(new: Running) -> None:
    fill(new)
    new.click("make_store")
    sheet = new.page
    (text,) = pages(sheet.preview.pdf)
    assert sheet.focusWidget() is sheet.preview.print_button
    assert "Ming Kee Electrical" in text
    assert "Chan Siu Ming" in text
    new.click("stored")
    assert isinstance(new.window, MainWindow)
    with new.store.reading() as session:
        assert recovery_sheets.state(session).stored


def test_while_a_store_is_made_nothing_takes_its_recovery_key_away(
    new: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(stores.create)
    monkeypatch.setattr(stores, "create", held)
    fill(new)
    new.find("make_store").click()
    qtbot.waitUntil(held.begun.is_set)
    new.try_to_leave()
    assert new.page.objectName() == "new_store_page"
    held.let_go.set()
    new.settle()
    assert new.page.objectName() == "recovery_sheet"
    assert texts.language() == "en"
    child(new.window, QPushButton, "language_zh_HK").click()
    new.settle()
    assert new.page.objectName() == "recovery_sheet"
    assert texts.language() == "zh_HK"


def test_a_sheet_that_cannot_be_made_does_not_lose_the_store(
    new: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(recovery_sheets, "sheet", broken)
    fill(new)
    new.click("make_store")
    assert isinstance(new.window, MainWindow)


def test_the_sheet_can_wait_and_is_asked_for_again(new: Running) -> None:
    fill(new)
    new.click("make_store")
    new.click("later")
    assert isinstance(new.window, MainWindow)
    with new.store.reading() as session:
        assert "Nobody has confirmed" in recovery_sheets.reminder(session)


def test_a_window_closed_over_the_sheet_lets_the_store_go(new: Running, qtbot: QtBot) -> None:
    fill(new)
    folder = new.page.folder
    new.click("make_store")
    new.window.close()
    qtbot.waitUntil(lambda: new.ended == [0])
    stores.open(folder, stores.people(folder)[0].id, PASSPHRASE, source=FixedClock()).close()


@pytest.mark.parametrize(
    "lacking",
    [
        {"shop_name": " "},
        {"branch_code": ""},
        {"supervisor": ""},
        {"passphrase": "short", "passphrase_again": "short"},
        {"passphrase_again": "another one altogether"},
    ],
)
def test_nothing_is_made_before_all_is_right(new: Running, lacking: dict[str, str]) -> None:
    fill(new)
    assert new.find("make_store").isEnabled()
    new.type(**lacking)
    assert not new.find("make_store").isEnabled()
    QTest.keyClick(new.page, Qt.Key.Key_Return)
    new.settle()
    assert new.page.objectName() == "new_store_page"


def test_the_passphrase_is_judged_as_it_is_typed(new: Running) -> None:
    choice = new.page.passphrase
    assert "15 characters" in choice.verdict.text()
    new.type(passphrase="nine kettles")
    assert "at least 15" in choice.verdict.text()
    assert choice.bar.value() > 0
    new.type(passphrase=PASSPHRASE)
    assert choice.verdict.text() == "Strong."
    assert not choice.differs.isVisible()
    new.type(passphrase_again="nine kettles sang")
    assert choice.differs.isVisible()
    new.type(shop_name="Nine kettles sing in the", supervisor="rain")
    choice.judge()
    assert not choice.ready


def test_enter_goes_on_to_the_button_that_makes_the_store(new: Running) -> None:
    fill(new)
    new.find("branch_code").setFocus()
    order = ["supervisor", "passphrase", "passphrase_again", "make_store"]
    for name in order:
        holder = new.page.focusWidget()
        assert holder is not None
        QTest.keyClick(holder, Qt.Key.Key_Return)
        assert new.page.focusWidget() is new.find(name)
    QTest.keyClick(new.find("make_store"), Qt.Key.Key_Return)
    new.settle()
    assert new.page.objectName() == "recovery_sheet"


def test_control_enter_makes_the_store_from_any_field(new: Running) -> None:
    fill(new)
    new.window.activateWindow()
    new.qtbot.waitUntil(new.window.isActiveWindow)
    field = new.find("branch_code")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    new.settle()
    assert new.page.objectName() == "recovery_sheet"


def test_escape_and_back_lead_to_the_welcome_page(new: Running) -> None:
    QTest.keyClick(new.page, Qt.Key.Key_A)
    QTest.keyClick(new.page, Qt.Key.Key_Escape)
    new.settle()
    assert new.page.objectName() == "welcome"
    new.click("new_store")
    new.click("back")
    assert new.page.objectName() == "welcome"


def test_the_store_may_lie_elsewhere(
    new: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = iter([str(tmp_path / "stick"), ""])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
    fill(new)
    new.click("another_place")
    new.click("another_place")
    assert "stick" in new.page.where.text()
    new.click("make_store")
    new.click("later")
    assert new.store.folder == tmp_path / "stick" / "Ming Kee Electrical SSP01.csq"


def test_where_backups_go_is_chosen_with_the_new_database(
    new: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = iter(["", str(tmp_path)])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
    fill(new)
    new.click("choose_backups")
    assert "CSQ backups" in new.page.backups.text()
    new.click("choose_backups")
    assert new.page.backups.text() == f"Backups go to {tmp_path}"
    new.click("make_store")
    new.click("later")
    with new.store.reading() as session:
        assert backups.folder(session) == tmp_path
        assert backups.state(session).place_chosen


def test_what_went_wrong_is_told_and_the_form_stays(
    new: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(stores, "create", full)
    fill(new)
    new.click("make_store")
    assert "disk is full" in new.page.message.text
    assert new.find("shop_name").text() == "Ming Kee Electrical"
    assert new.find("make_store").isEnabled()


@pytest.mark.parametrize(
    ("code", "welcome"), [("zh_HK", "歡迎"), ("zh_CN", "欢迎"), ("en", "Welcome")]
)
def test_the_language_changes_at_once(begin: Begin, code: str, welcome: str) -> None:
    running = begin()
    child(running.window, QPushButton, f"language_{code}").click()
    running.settle()
    assert running.page.title.text() == welcome
    assert (settings.load().language, texts.language()) == (code, code)


def test_what_was_typed_stays_in_another_language_and_light(
    new: Running, sized: Callable[..., None]
) -> None:
    new.find("shop_name").setText("明記電器")
    new.find("branch_code").setText("SSP01")
    new.find("passphrase").setText("four words that fit badly")
    for name in ("language_zh_HK", "theme_dark"):
        button = child(new.window, QPushButton, name)
        button.setFocus()
        button.click()
        new.settle()
        assert new.window.focusWidget() is child(new.window, QPushButton, name)
    assert new.find("shop_name").text() == "明記電器"
    assert new.find("branch_code").text() == "SSP01"
    assert new.find("passphrase").text() == "four words that fit badly"
    page = new.page
    child(new.window, QPushButton, "language_zh_HK").click()  # chosen already
    assert new.page is page


def test_the_recovery_sheet_fits_with_text_twice_as_large(
    new: Running, sized: Callable[..., None]
) -> None:
    sized(percent=200)
    fill(new)
    new.click("make_store")
    new.window.resize(1024, 600)
    QApplication.processEvents()
    assert cut_off(new.window, (1024, 600)) == []


def test_an_arrow_key_takes_the_keyboard_to_the_next_language(new: Running) -> None:
    new.window.activateWindow()
    new.qtbot.waitUntil(new.window.isActiveWindow)
    english = child(new.window, QPushButton, "language_en")
    english.setFocus()
    QTest.keyClick(english, Qt.Key.Key_Down)
    newest = new.window.findChildren(QPushButton, "language_zh_HK")[-1]
    assert new.window.focusWidget() is newest


def test_the_light_changes_at_once(begin: Begin, sized: Callable[..., None]) -> None:
    running = begin()
    toggle(child(running.window, QPushButton, "theme_dark"))  # as without keys and pointer
    assert theme.current().dark
    assert settings.load().theme == "dark"
    child(running.window, QPushButton, "theme_light").click()
    assert not theme.current().dark


@pytest.mark.parametrize("page", ["welcome", "new_store", "sign_in", "recovery", "restore"])
def test_every_page_fits_the_shops_screen_with_text_twice_as_large(
    begin: Begin, tmp_path: Path, sized: Callable[..., None], page: str
) -> None:
    sized(mode="dark", percent=200)
    running = begin(chosen=remember_store(Settings(), copy_store(tmp_path)))
    running.window.resize(1366, 768)
    if page in ("new_store", "restore"):
        running.click(page)
    elif page != "welcome":
        running.click("recent_store")
    if page == "recovery":
        running.click("recover")
    hint = running.window.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= 768
    assert running.window.size().width() == 1366
    running.window.resize(1024, 600)
    QApplication.processEvents()
    for words in shown(running.window, SaveHint):
        assert words.width() > 1024 // 4, words.text()


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """A backup of a store with a customer-free beginning."""
    store = open_store(tmp_path)
    made = backups.make(store, tmp_path / "kept.csqbackup")
    store.close()
    return made.file


def choose(running: Running, backup: Path) -> None:
    """Choose a backup file on the page."""
    running.click("restore")
    running.page.choose(backup)
    running.settle()


def test_a_backup_comes_back_with_the_recovery_key(begin: Begin, backup: Path) -> None:
    running = begin()
    choose(running, backup)
    assert running.page.card.title.text()
    assert "with identities" in running.page.card.line.text()
    assert not running.find("restore_now").isEnabled()
    running.type(secret=template().users[Role.SUPERVISOR].recovery_code)
    running.click("restore_now")
    assert running.page.objectName() == "sign_in"
    assert "0 customers with archived ones, 0 records of feedback" in running.page.message.text


def test_a_backup_comes_back_with_a_supervisors_passphrase(begin: Begin, backup: Path) -> None:
    running = begin()
    choose(running, backup)
    running.type(secret="typed too early")
    running.find("opener").choose(NAMES[Role.SUPERVISOR])
    assert running.find("secret").text() == ""
    running.type(secret=PASSPHRASES[Role.SUPERVISOR])
    running.click("restore_now")
    assert running.page.objectName() == "sign_in"


def test_what_opens_no_backup_is_told(begin: Begin, backup: Path, tmp_path: Path) -> None:
    running = begin()
    choose(running, backup)
    running.find("opener").choose(NAMES[Role.SUPERVISOR])
    running.type(secret="not the passphrase")
    running.click("restore_now")
    assert running.page.message.text
    assert running.find("restore_now").text() == "Restore"
    (tmp_path / "letter.txt").write_text("no backup")
    running.page.choose(tmp_path / "letter.txt")
    running.settle()
    assert running.page.message.text
    assert not running.find("restore_now").isEnabled()
    running.click("back")
    assert running.page.objectName() == "welcome"


def test_a_backup_is_chosen_in_a_dialog(
    begin: Begin, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = iter([(str(backup), ""), ("", "")])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: next(chosen))
    running = begin()
    running.click("restore")
    running.click("choose_backup")
    assert running.page.front is not None
    running.click("choose_backup")
    assert running.page.front.file == backup
