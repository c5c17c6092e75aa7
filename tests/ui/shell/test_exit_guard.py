"""Closing the window: free after a backup, offered one when due, held where backups fail."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop import paths
from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.stores.backups import BackupState
from csq_desktop.domain.stores.checks import CheckState
from csq_desktop.domain.stores.safety import Safety
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services.stores import backups, safety
from csq_desktop.storage.records.past import audit_trail as entries
from csq_desktop.storage.store import Store
from csq_desktop.texts import set_language
from csq_desktop.ui.context import Context
from csq_desktop.ui.shell.exit_guard import ExitDialog
from tests.factory import PASSPHRASES, FixedClock, copy_store, open_store
from tests.ui.finding import child
from tests.ui.looks import IN_EVERY_LOOK
from tests.ui.start import start_case
from tests.ui.start.start_case import Running

SUPERVISOR, STAFF, _ = range(3)
ROLES = {SUPERVISOR: Role.SUPERVISOR, STAFF: Role.STAFF}
Open = Callable[..., Running]


@pytest.fixture
def opened(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Begin the program and sign in, so many days after the store was made."""
    start_case.only_settings(monkeypatch)
    begun: list[Running] = []

    def begin(days: int = 0, place: int = SUPERVISOR) -> Running:
        clock = FixedClock()
        clock.move(days=days)
        words = [str(copy_store(tmp_path))]
        begun.append(start_case.start(qapp, qtbot, words, source=clock, looks_after=True))
        begun[-1].sign_in(place, PASSPHRASES[ROLES[place]])
        return begun[-1]

    yield begin
    for running in begun:
        start_case.put_away(running)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def close(running: Running) -> None:
    running.window.close()
    running.settle()


def asked(running: Running) -> ExitDialog:
    """The dialog that stands between the user and the end."""
    dialogs = [one for one in running.window.findChildren(ExitDialog) if one.isVisible()]
    assert len(dialogs) == 1
    assert running.window.isVisible()
    assert running.ended == []
    return dialogs[0]


def press(running: Running, name: str) -> None:
    child(asked(running), QPushButton, name).click()
    running.settle()


def ends(running: Running) -> None:
    running.qtbot.waitUntil(lambda: running.ended == [0])


def notes(tmp_path: Path) -> list[object]:
    """The reasons the trail has for ends without a backup."""
    store = open_store(tmp_path)
    with store.reading() as session:
        found = entries.entries(session, TrailFilter(), before=None, count=100)
    store.close()
    left = [entry for entry in found if entry.action == AuditAction.LEFT_WITHOUT_BACKUP]
    return [entry.detail["reason"] for entry in left]


def test_after_the_backup_of_the_day_the_window_closes_at_once(opened: Open) -> None:
    running = opened(5)
    backups.make(running.store)
    close(running)
    ends(running)


def test_a_backup_that_is_due_is_offered_and_may_be_left(opened: Open, tmp_path: Path) -> None:
    running = opened()
    close(running)
    assert asked(running).windowTitle() == "No backup was made today"
    assert asked(running).findChild(QLineEdit, "exit_reason") is None
    press(running, "exit_without")
    ends(running)
    assert notes(tmp_path) == []


def test_by_keyboard_the_backup_is_made_and_the_window_closes(opened: Open, qtbot: QtBot) -> None:
    running = opened()
    close(running)
    dialog = asked(running)
    assert str(paths.default_backups_folder("Shop")) in dialog.place.text()
    qtbot.waitUntil(dialog.submit_button.hasFocus)
    qtbot.keyClick(dialog.submit_button, Qt.Key.Key_Return)
    ends(running)
    assert len(list(paths.default_backups_folder("Shop").glob("Shop 2026-10-05*"))) == 1


def test_an_overdue_backup_holds_until_a_reason_is_written(opened: Open, tmp_path: Path) -> None:
    running = opened(3)
    close(running)
    dialog = asked(running)
    assert dialog.windowTitle() == "Backups are overdue"
    dialog.reason.setText("   ")
    press(running, "exit_without")
    assert dialog.form.error("exit_reason") == "Enter the reason for closing without a backup."
    dialog.reason.setText("The stick  is at the office.")
    press(running, "exit_without")
    ends(running)
    assert notes(tmp_path) == ["The stick is at the office."]


def test_a_backup_that_fails_says_why_and_another_folder_mends_it(
    opened: Open, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = opened(3)
    stick.mkdir()
    with running.store.writing() as session:
        backups.choose_folder(session, stick)
    stick.rmdir()
    close(running)
    dialog = asked(running)
    press(running, "submit")
    assert "The folder “stick” for backups is not there" in dialog.message.text
    chosen = iter(["", str(stick)])
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: next(chosen))
    press(running, "exit_folder")
    assert "is not there" in asked(running).message.text
    stick.mkdir()
    press(running, "exit_folder")
    ends(running)
    assert len(list(stick.glob("Shop 2026-10-08*"))) == 1


def test_a_failing_backup_holds_although_an_earlier_one_is_of_today(
    opened: Open, stick: Path
) -> None:
    running = opened()
    backups.make(running.store)
    with pytest.raises(UserError):
        backups.make(running.store, stick / "nowhere" / "x.csqbackup")
    close(running)
    assert asked(running).windowTitle() == "The last backup failed"
    assert asked(running).reason.isVisible()


def test_escape_goes_on_working_and_closing_asks_again(opened: Open, qtbot: QtBot) -> None:
    running = opened()
    for _ in range(2):
        close(running)
        close(running)  # once more while the dialog is open
        qtbot.keyClick(asked(running), Qt.Key.Key_Escape)
        running.settle()
    assert running.window.isVisible()
    assert running.ended == []


def test_locking_is_never_held(opened: Open) -> None:
    running = opened(3)
    close(running)
    asked(running)
    running.lock()
    assert running.ended == [0]
    assert running.relaunched


def test_whoever_can_make_no_backup_is_not_held(opened: Open) -> None:
    running = opened(3, STAFF)
    close(running)
    ends(running)


def refuse(*_: object, **__: object) -> Any:
    raise UserError("The disk did not answer.")


def test_a_store_that_cannot_be_read_does_not_hold(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = opened(3)
    monkeypatch.setattr(safety, "safety", refuse)
    close(running)
    ends(running)


def test_a_reason_that_cannot_be_written_does_not_hold(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = opened(3)
    close(running)
    monkeypatch.setattr(safety, "leave_without_backup", refuse)
    asked(running).reason.setText("The disk is full.")
    press(running, "exit_without")
    ends(running)


def test_the_end_of_the_computers_session_is_not_held(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = opened(3)
    monkeypatch.setattr(QApplication, "isSavingSession", lambda _: True)
    close(running)
    ends(running)


@IN_EVERY_LOOK
def test_the_dialog_fits_in_every_language_theme_and_size(
    qtbot: QtBot,
    context: Context,
    store: Store,
    sized: Callable[..., None],
    language: str,
    mode: str,
    percent: int,
) -> None:
    set_language(language)
    sized(mode=mode, percent=percent)
    now = store.clock.now()
    failing = BackupState(
        failed_at=now, failure="The folder “stick” for backups is not there. " * 3
    )
    safe = Safety(failing, CheckState(), now, now, context.zone)
    dialog = ExitDialog(context, safe, None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    for name in ("submit", "cancel", "exit_without", "exit_folder"):
        button = child(dialog, QPushButton, name)
        assert button.width() >= button.sizeHint().width(), name
