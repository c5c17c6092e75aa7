"""The program: how it starts, locks, is raised by a second start, breaks and ends."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop import __main__, app, settings, texts
from csq_desktop.demo import build as demo
from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services import drafts
from csq_desktop.services.stores import stores
from csq_desktop.settings import Settings
from csq_desktop.storage.records.past import audit_trail as entries
from csq_desktop.storage.store import Store
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.kit import clipboard
from csq_desktop.ui.kit.page import Page
from csq_desktop.ui.shell import one_instance, qt_texts
from csq_desktop.ui.shell.faults import FaultDialog, Faults
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.start_window import StartWindow
from csq_desktop.ui.start import demo_shop
from tests.factory import PASSPHRASES, FixedClock, copy_store, user
from tests.ui.finding import child, shown
from tests.ui.start import start_case
from tests.ui.start.start_case import Begin, Running

ROOT = Path(__file__).resolve().parents[3]
SUPERVISOR, STAFF, AUDITOR = range(3)


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
def signed_in(begin: Begin, tmp_path: Path) -> Running:
    running = begin(str(copy_store(tmp_path)))
    running.sign_in(SUPERVISOR, PASSPHRASES[Role.SUPERVISOR])
    assert isinstance(running.window, MainWindow)
    return running


def opened_again(folder: Path) -> Store:
    boss, passphrase = user(Role.SUPERVISOR), PASSPHRASES[Role.SUPERVISOR]
    return stores.open(folder, boss.id, passphrase, source=FixedClock())


def trail(folder: Path) -> list[str]:
    """What the audit trail tells, oldest first, read by the supervisor afterwards."""
    store = stores.open(
        folder, user(Role.SUPERVISOR).id, PASSPHRASES[Role.SUPERVISOR], source=FixedClock()
    )
    with store.reading() as session:
        found = entries.entries(session, TrailFilter(), before=None, count=100)
    store.close()
    return [entry.action for entry in reversed(found)]


def test_without_words_it_welcomes(begin: Begin) -> None:
    running = begin()
    assert isinstance(running.window, StartWindow)
    assert running.page.objectName() == "welcome"


def test_a_stores_folder_leads_to_its_sign_in(begin: Begin, tmp_path: Path) -> None:
    running = begin(str(copy_store(tmp_path)))
    assert running.page.objectName() == "sign_in"
    assert running.window.windowTitle() == "CSQ Desktop"


def test_a_folder_that_is_no_store_is_told_on_the_welcome_page(
    begin: Begin, tmp_path: Path
) -> None:
    running = begin(str(tmp_path / "Gone.csq"))
    assert "was not found" in running.page.message.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, "wayland;fcitx;ibus;compose"),
        ({"QT_IM_MODULE": "fcitx"}, "fcitx;wayland;ibus;compose"),
        ({"QT_IM_MODULE": "ibus"}, "ibus;wayland;fcitx;compose"),
        ({"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "compose"}, "compose"),
    ],
)
def test_any_input_method_of_the_desktop_is_tried(
    monkeypatch: pytest.MonkeyPatch, before: dict[str, str], after: str
) -> None:
    for name in ("QT_IM_MODULE", "QT_IM_MODULES"):
        monkeypatch.delenv(name, raising=False)
    for name, value in before.items():
        monkeypatch.setenv(name, value)
    app.choose_input_methods()
    assert os.environ["QT_IM_MODULES"] == after


def test_nothing_of_the_start_window_is_left_after_signing_in(
    begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    running = begin(str(copy_store(tmp_path)))
    start = running.window
    with qtbot.waitSignal(start.destroyed):
        running.sign_in(SUPERVISOR, PASSPHRASES[Role.SUPERVISOR])


def test_the_window_follows_the_sign_in(signed_in: Running, tmp_path: Path) -> None:
    store = signed_in.program.store
    assert store is not None
    assert store.sees_identities
    kept = settings.load()
    assert kept.recent_stores == (str(store.folder),)
    assert settings.last_user(kept, store.folder) == store.user.id


@pytest.mark.parametrize(("place", "role"), [(STAFF, Role.STAFF), (AUDITOR, Role.AUDITOR)])
def test_staff_and_auditors_open_no_vault(
    begin: Begin, tmp_path: Path, place: int, role: Role
) -> None:
    running = begin(str(copy_store(tmp_path)))
    running.sign_in(place, PASSPHRASES[role])
    store = running.program.store
    assert store is not None
    assert (store.sees_identities, store.keyring.vault) == (False, None)


def test_what_opening_brought_to_light_stands_above_every_page_until_it_is_dismissed(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_store(tmp_path)
    original = stores.open

    def open_with_findings(*words: Any, **more: Any) -> Store:
        store = original(*words, **more)
        store.findings = ("What was written last is gone.", "Print the sheet.")
        return store

    monkeypatch.setattr(stores, "open", open_with_findings)
    running = begin(str(folder))
    running.sign_in(SUPERVISOR, PASSPHRASES[Role.SUPERVISOR])
    band = running.main.findings
    assert band.text.split("\n\n") == list(running.store.findings)
    for key in ("complaints", "settings", "today"):
        running.main.show_page(key)
        assert (running.main.findings.text, band.isVisible()) == (band.text, True)
    context = running.main.context
    context.change_settings(replace(context.settings, text_percent=115))
    again = running.main.findings
    assert again.text.split("\n\n") == list(running.store.findings)
    again.clear()
    context.change_settings(replace(context.settings, text_percent=100))
    assert running.main.findings.text == ""


def test_the_lock_ends_the_program_and_starts_a_fresh_one(signed_in: Running) -> None:
    folder = signed_in.store.folder
    window = signed_in.main
    window.lock()
    assert window.isVisible()  # a curtain, until the new program's window stands
    words = {label.text() for label in shown(window, QLabel)}
    assert words - {"", window.context.shop.name} == {"Locked"}
    assert not shown(window, QAbstractButton)
    signed_in.end()
    assert signed_in.ended == [0]
    assert signed_in.relaunched == [[str(folder)]]
    assert not window.isVisible()
    assert signed_in.program.store is None
    assert not one_instance.ring(folder)
    assert trail(folder).count(AuditAction.SIGNED_OUT) == 2  # once when the store was made


def test_after_a_lock_one_is_where_one_was(begin: Begin, signed_in: Running) -> None:
    signed_in.main.show_page("settings", "computer")
    signed_in.settle()
    signed_in.main.setMinimumSize(0, 0)  # the screen of the tests is smaller than a shop's
    signed_in.main.setGeometry(40, 60, 700, 500)
    signed_in.lock()
    again = begin(*signed_in.relaunched[0])
    assert again.window.geometry() == QRect(40, 60, 700, 500)
    again.window.move(70, 80)
    again.sign_in(SUPERVISOR, PASSPHRASES[Role.SUPERVISOR])
    assert again.main.pos() == QPoint(70, 80)
    assert again.main.page.shown_object() == "computer"


def test_the_lock_closes_dialogs_and_keeps_what_was_typed(signed_in: Running, qtbot: QtBot) -> None:
    folder = signed_in.store.folder
    context = signed_in.context
    dialog = QDialog(signed_in.window)
    dialog.open()
    context.locking.connect(lambda: context.drafts.keep("complaint.new", {"words": "Half a story"}))
    clipboard.copy("91234567", personal=True)
    signed_in.main.lock()
    assert not dialog.isVisible()
    assert QApplication.clipboard().text() == ""
    again = stores.open(
        folder, user(Role.SUPERVISOR).id, PASSPHRASES[Role.SUPERVISOR], source=FixedClock()
    )
    with again.reading() as session:
        assert [draft.key for draft in drafts.read_all(session)] == ["complaint.new"]
    again.close()


def typing(signed_in: Running) -> None:
    """Somebody logs a complaint and is in the middle of a sentence."""
    window = signed_in.window
    dialog = LogComplaintDialog(signed_in.context, window)
    dialog.open()
    dialog.words.setPlainText("Half a story")


def kept_words(folder: Path) -> list[str]:
    """What every draft says, read by the supervisor afterwards."""
    again = stores.open(
        folder, user(Role.SUPERVISOR).id, PASSPHRASES[Role.SUPERVISOR], source=FixedClock()
    )
    with again.reading() as session:
        kept = [dict(draft.fields)["words"] for draft in drafts.read_all(session)]
    again.close()
    return kept


def test_a_program_told_to_end_keeps_what_was_typed(signed_in: Running) -> None:
    folder = signed_in.store.folder
    typing(signed_in)
    signed_in.program.leave()
    assert kept_words(folder) == ["Half a story"]


def test_a_closed_window_keeps_what_was_typed(signed_in: Running, qtbot: QtBot) -> None:
    folder = signed_in.store.folder
    typing(signed_in)
    signed_in.window.close()
    qtbot.waitUntil(lambda: signed_in.ended == [0])
    assert kept_words(folder) == ["Half a story"]


def test_after_a_fault_what_was_typed_is_kept_as_promised(
    signed_in: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = signed_in.store.folder

    def worse(_page: Page) -> None:
        raise KeyError("a page at fault too")

    typing(signed_in)
    monkeypatch.setattr(type(signed_in.page), "leave", worse)
    QTimer.singleShot(0, lambda: _fault().accept())
    signed_in.context.tasks.broke.emit("  store.py:7 writing\n  KeyError")
    assert signed_in.ended == [app.FAULT_CODE]
    assert kept_words(folder) == ["Half a story"]


def _fault() -> FaultDialog:
    """The report of a fault that is open."""
    windows = QApplication.topLevelWidgets()
    return next(window for window in windows if isinstance(window, FaultDialog))


def test_a_lock_that_cannot_start_afresh_still_ends(begin: Begin, tmp_path: Path) -> None:
    running = begin(str(copy_store(tmp_path)))
    running.may_relaunch = False
    running.sign_in(SUPERVISOR, PASSPHRASES[Role.SUPERVISOR])
    running.main.lock()
    running.program.lock()
    assert running.ended == [0]


def test_without_a_store_there_is_nothing_to_lock(begin: Begin) -> None:
    running = begin()
    running.program.lock()
    assert running.ended == []


def test_a_second_start_raises_the_window(
    begin: Begin, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    folder = copy_store(tmp_path)
    running = begin(str(folder))
    running.window.hide()
    second = app.Program(qapp, Settings(), source=FixedClock())
    assert not second.begin([str(folder)])
    assert second.window is None
    qtbot.waitUntil(running.window.isVisible)
    running.window.showMinimized()
    assert not second.begin([])
    qtbot.waitUntil(lambda: not running.window.isMinimized())
    second.deleteLater()


def test_another_store_or_the_welcome_page_may_be_opened_beside(
    begin: Begin, tmp_path: Path
) -> None:
    begin(str(copy_store(tmp_path)))
    (tmp_path / "second").mkdir()
    assert begin(str(copy_store(tmp_path / "second"))).page.objectName() == "sign_in"
    assert begin("--welcome").page.objectName() == "welcome"


def test_leaving_the_sign_in_lets_the_stores_bell_go(begin: Begin, tmp_path: Path) -> None:
    folder = copy_store(tmp_path)
    running = begin(str(folder))
    running.click("another_store")
    assert not one_instance.ring(folder)
    assert one_instance.ring(None)


def test_closing_the_window_closes_the_store_and_ends(signed_in: Running, qtbot: QtBot) -> None:
    folder = signed_in.store.folder
    signed_in.window.close()
    qtbot.waitUntil(lambda: signed_in.ended == [0])
    assert signed_in.relaunched == []
    assert trail(folder)[-2] == AuditAction.SIGNED_OUT


def test_closing_the_start_window_ends(begin: Begin, qtbot: QtBot) -> None:
    running = begin()
    running.window.close()
    qtbot.waitUntil(lambda: running.ended == [0])


def test_a_fault_is_told_and_the_store_closed(signed_in: Running, qtbot: QtBot) -> None:
    folder = signed_in.store.folder
    shown: list[str] = []

    def read_and_close() -> None:
        dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, FaultDialog))
        child(dialog, QPushButton, "copy_report").click()
        shown.append(dialog.report)
        child(dialog, QPushButton, "close_program").click()

    QTimer.singleShot(0, read_and_close)
    signed_in.context.tasks.broke.emit("  store.py:7 writing\n  KeyError")
    assert signed_in.ended == [app.FAULT_CODE]
    assert "KeyError" in shown[0]
    assert "CSQ Desktop" in QApplication.clipboard().text()
    assert trail(folder)[-2] == AuditAction.SIGNED_OUT


def test_only_the_first_fault_is_told(begin: Begin) -> None:
    running = begin()
    program = running.program

    def again() -> None:
        program.faults.report("again")
        _fault().accept()

    QTimer.singleShot(0, again)
    program.faults.report("first")
    program.faults.report("after the end")
    assert running.ended == [app.FAULT_CODE]


def test_an_exception_nobody_caught_is_reported_without_its_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    faults = Faults()
    told: list[str] = []
    faults.reported.connect(told.append)
    faults.listen()
    try:
        raise KeyError("Wong 91234567")
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    assert "KeyError" in told[0]
    assert "Wong" not in told[0]
    interrupted: list[object] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda *what: interrupted.append(what))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert (len(told), len(interrupted)) == (1, 1)


def test_an_exception_in_a_thread_is_reported_too(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    faults = Faults()
    told: list[str] = []
    faults.reported.connect(told.append)
    faults.listen()
    error = ValueError("x")
    threading.excepthook(threading.ExceptHookArgs((ValueError, error, None, None)))
    threading.excepthook(threading.ExceptHookArgs((SystemExit, None, None, None)))
    assert len(told) == 1


def test_settings_that_cannot_be_kept_do_not_stop_the_program(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_settings: Settings) -> None:
        raise UserError("The disk is full.")

    running = begin()
    monkeypatch.setattr(settings, "save", full)
    assert isinstance(running.window, StartWindow)
    running.window.change_settings(Settings(theme="dark"))
    assert running.program.settings.theme == "dark"


def test_qts_own_words_follow_the_language(qapp: QApplication) -> None:
    for code, word in (("zh_HK", "取消"), ("zh_CN", "取消"), ("en", "Cancel")):
        texts.set_language(code)
        qt_texts.install(qapp)
        assert qapp.translate("QPlatformTheme", "Cancel") == word


def test_the_demo_is_opened_signed_in_and_made_once(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = demo.build
    made: list[Path] = []

    def small(folder: Path, size: demo.DemoSize, *rest: Any, now: datetime) -> object:
        made.append(folder)
        return given(folder, demo.DemoSize(months=2, customers=6, complaints=8), *rest, now=now)

    monkeypatch.setattr(demo, "build", small)
    running = begin("--demo")
    running.settle()
    assert isinstance(running.window, MainWindow)
    assert running.store.folder == demo_shop.folder()
    assert settings.load().recent_stores == ()
    running.lock()
    again = begin(*running.relaunched[0])
    again.click(f"user_{STAFF}")
    assert demo.DEMO_PASSPHRASES[Role.STAFF] in again.page.hint.text()
    again.type(passphrase=demo.DEMO_PASSPHRASES[Role.STAFF])
    again.click("open")
    assert isinstance(again.window, MainWindow)
    again.lock()
    assert isinstance(begin("--demo").window, MainWindow)
    assert len(made) == 1


def test_a_demo_that_cannot_be_made_is_told_and_leaves_nothing(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, *_: object, now: datetime) -> None:
        folder.mkdir()
        raise UserError("The disk is full.")

    monkeypatch.setattr(demo, "build", full)
    running = begin("--demo")
    assert "disk is full" in running.page.message.text
    assert list(demo_shop.folder().parent.iterdir()) == []
    running.click("back")
    assert running.page.objectName() == "welcome"


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ([], True),
        (["--demo"], True),
        (["--welcome"], True),
        (["Shop.csq"], True),
        (["Shop.csq/"], True),
        (["stores/Shop"], True),
        (["demo"], False),
        (["demo", "Shop.csq"], False),
        (["--help"], False),
        (["check", "Shop.csq"], False),
    ],
)
def test_words_say_whether_a_window_is_wanted(words: list[str], window: bool) -> None:
    assert __main__.wants_window(words) is window


def test_a_sub_command_opens_no_window(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["--help"]) == 0
    assert "CSQ Desktop without a window" in capsys.readouterr().out
    assert __main__.main(["nothing", "of", "the", "kind"]) == 2
