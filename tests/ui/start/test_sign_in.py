"""Signing in: the passphrase, waiting after wrong ones, and the recovery key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop import clock
from csq_desktop.domain.audit.entries import AuditAction, TrailFilter
from csq_desktop.domain.users import NewUser, Role
from csq_desktop.services import users
from csq_desktop.services.stores import stores
from csq_desktop.settings import Settings, remember_user
from csq_desktop.storage.records.past import audit_trail as entries
from csq_desktop.ui.shell.main_window import MainWindow
from tests.factory import NAMES, PASSPHRASES, FixedClock, copy_store, open_store, template, user
from tests.ui.assistive import announced, listening
from tests.ui.start import start_case
from tests.ui.start.start_case import PASSPHRASE, Begin, Held, Running

SUPERVISOR, STAFF, AUDITOR = range(3)
CODE = template().users[Role.SUPERVISOR].recovery_code


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
def door(begin: Begin, tmp_path: Path) -> Running:
    """The sign-in of a store with one user per role."""
    return begin(str(copy_store(tmp_path)))


def actions(running: Running) -> list[str]:
    with running.store.reading() as session:
        found = entries.entries(session, TrailFilter(), before=None, count=50)
    return [entry.action for entry in found]


def test_names_and_roles_are_offered(door: Running) -> None:
    told = [(card.title.text(), card.line.text()) for card in door.page.cards]
    assert told == [
        (NAMES[Role.SUPERVISOR], "Supervisor"),
        (NAMES[Role.STAFF], "Staff"),
        (NAMES[Role.AUDITOR], "Auditor"),
    ]
    assert door.page.user is None
    assert not door.find("open").isEnabled()
    assert not door.page.hint.isVisible()


def test_whoever_came_last_is_chosen(begin: Begin, tmp_path: Path) -> None:
    folder = copy_store(tmp_path)
    running = begin(str(folder), chosen=remember_user(Settings(), folder, user(Role.AUDITOR).id))
    assert running.page.user == user(Role.AUDITOR)


def test_return_opens_the_store(door: Running) -> None:
    door.click(f"user_{STAFF}")
    QTest.keyClicks(door.find("passphrase"), PASSPHRASES[Role.STAFF])
    QTest.keyClick(door.find("passphrase"), Qt.Key.Key_Return)
    door.settle()
    assert isinstance(door.window, MainWindow)


def test_a_wrong_passphrase_is_said_aloud_and_the_keyboard_stays(
    door: Running, qapp: QApplication
) -> None:
    door.click(f"user_{STAFF}")
    field = door.find("passphrase")
    QTest.keyClicks(field, "not the passphrase")
    way: list[QWidget | None] = []
    qapp.focusChanged.connect(lambda _before, after: way.append(after))
    with listening() as heard:
        QTest.keyClick(field, Qt.Key.Key_Return)
        door.settle()
    assert way == [door.page, field]
    assert announced(heard)[:1] == [door.page.message.text]
    assert "passphrase" in door.page.message.text


def test_while_somebody_signs_in_nothing_drops_the_open_store(
    door: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = Held(stores.open)
    monkeypatch.setattr(stores, "open", held)
    door.click(f"user_{STAFF}")
    door.type(passphrase=PASSPHRASES[Role.STAFF])
    door.find("open").click()
    qtbot.waitUntil(held.begun.is_set)
    door.try_to_leave()
    assert door.page.objectName() == "sign_in"
    held.let_go.set()
    door.settle()
    assert isinstance(door.window, MainWindow)


def test_another_key_does_nothing_by_itself(door: Running) -> None:
    QTest.keyClick(door.page, Qt.Key.Key_Return)
    QTest.keyClick(door.page, Qt.Key.Key_F5)
    assert door.page.objectName() == "sign_in"


def test_wrong_passphrases_wait_longer_and_are_told_in_the_trail(
    door: Running, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    running_for = [1000.0]
    monkeypatch.setattr(clock, "running_seconds", lambda: running_for[0])
    door.click(f"user_{SUPERVISOR}")
    for _ in range(4):
        door.type(passphrase="not the passphrase")
        door.click("open")
    assert door.page.waits
    assert door.page.message.text == "Too many wrong passphrases. Try again in 1 second."
    door.type(passphrase=PASSPHRASES[Role.SUPERVISOR])
    assert not door.find("open").isEnabled()
    running_for[0] += 1
    qtbot.waitUntil(lambda: not door.page.waits)
    assert door.page.message.text == ""
    door.type(passphrase="wrong once more")
    door.click("open")
    assert door.page.message.text == "Too many wrong passphrases. Try again in 2 seconds."
    running_for[0] += 2
    qtbot.waitUntil(lambda: not door.page.waits)
    door.type(passphrase=PASSPHRASES[Role.SUPERVISOR])
    door.click("open")
    assert actions(door).count(AuditAction.SIGN_IN_FAILED) == 5


def test_a_wait_is_the_users_own(door: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "running_seconds", lambda: 1000.0)
    door.click(f"user_{STAFF}")
    for _ in range(4):
        door.type(passphrase="not the passphrase")
        door.click("open")
    door.click(f"user_{AUDITOR}")
    assert not door.page.waits
    assert door.page.message.text == ""
    door.click(f"user_{STAFF}")
    assert door.page.waits
    monkeypatch.setattr(door.page, "_wait", 0)
    door.type(passphrase=PASSPHRASES[Role.STAFF])
    door.click("open")
    assert "Try again in 1 second" in door.page.message.text


def test_a_store_that_is_open_elsewhere_is_told(begin: Begin, tmp_path: Path) -> None:
    running = begin(str(copy_store(tmp_path)))
    other = open_store(tmp_path, Role.STAFF)
    running.sign_in(SUPERVISOR, PASSPHRASES[Role.SUPERVISOR])
    assert "open in another window" in running.page.message.text
    other.close()


def test_another_store_leads_back(door: Running) -> None:
    door.click("another_store")
    assert door.page.objectName() == "welcome"


def test_the_recovery_key_opens_with_a_new_passphrase(door: Running) -> None:
    folder = door.page.folder
    door.click(f"user_{SUPERVISOR}")
    door.click("recover")
    door.type(code=CODE.lower().replace("-", " "), passphrase=PASSPHRASE)
    assert not door.find("open").isEnabled()
    door.type(passphrase_again=PASSPHRASE)
    door.click("open")
    assert isinstance(door.window, MainWindow)
    assert AuditAction.RECOVERY_USED in actions(door)
    door.program.let_go()
    stores.open(folder, user(Role.SUPERVISOR).id, PASSPHRASE, source=FixedClock()).close()


def test_a_mistyped_group_is_told_while_typing(door: Running) -> None:
    door.click("recover")
    form = door.page.form
    door.type(code="AAAAA")
    wrong = [
        words.text()
        for words in form.findChildren(object)
        if "Group 1" in str(getattr(words, "text", lambda: "")())
    ]
    assert wrong
    door.type(code=CODE[:7], passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)
    assert not door.find("open").isEnabled()
    door.type(code=CODE)
    assert door.find("open").isEnabled()


def test_another_stores_key_is_told(door: Running) -> None:
    from csq_desktop.storage.keys import recovery

    door.click("recover")
    door.type(code=recovery.new_code(), passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)
    door.click("open")
    assert "is not for this database" in door.page.message.text
    assert door.find("open").isEnabled()
    door.click("back")
    assert door.page.objectName() == "sign_in"


def test_the_supervisor_is_chosen_where_there_are_several(begin: Begin, tmp_path: Path) -> None:
    folder = copy_store(tmp_path)
    store = open_store(tmp_path)
    with store.writing() as session:
        second = users.add(session, NewUser("Au Yeung", Role.SUPERVISOR, PASSPHRASE))
    store.close()
    running = begin(str(folder))
    running.click("user_1")
    running.click("recover")
    who = running.find("who")
    assert who.isVisible()
    running.type(
        code=CODE,
        passphrase="four umbrellas under one awning",
        passphrase_again="four umbrellas under one awning",
    )
    who.choose(str(second.id))
    running.click("open")
    assert running.store.user == second
