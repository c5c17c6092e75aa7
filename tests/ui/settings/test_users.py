"""Users in the settings: let in, sent away, renamed; passphrases and the recovery sheet."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services import users
from csq_desktop.services.stores import recovery_sheets
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from tests.factory import NAMES, PASSPHRASES, user
from tests.pdf_text import pages
from tests.storage import older
from tests.ui.settings.settings_case import Window, read
from tests.ui.start.start_case import Held

NEW_PASSPHRASE = "nine kettles sing in the rain"
OTHER = "four umbrellas under one awning"


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Window:
    return Window(context, qtbot)


def fill_passphrase(window: Window, passphrase: str) -> None:
    window.find("passphrase").setText(passphrase)
    window.find("passphrase_again").setText(passphrase)


def lines(store: Store) -> dict[str, Any]:
    return {line.user.name: line for line in read(store, users.everyone)}


def test_a_user_is_added(window: Window, store: Store) -> None:
    window.show("users")
    window.page.primary_action()
    assert not window.find("submit").isEnabled()
    window.find("user_name").setText("Wong Mei Yee")
    window.find("role").choose(Role.AUDITOR.value)
    fill_passphrase(window, NEW_PASSPHRASE)
    window.press("submit")
    assert lines(store)["Wong Mei Yee"].user.role is Role.AUDITOR
    assert window.toast == "Wong Mei Yee can sign in now."
    assert window.section.model.rowCount() == 4


def test_a_name_that_is_taken_is_told_in_the_dialog(window: Window, store: Store) -> None:
    window.show("users")
    window.press("add_user")
    window.find("user_name").setText(NAMES[Role.STAFF])
    fill_passphrase(window, NEW_PASSPHRASE)
    window.press("submit")
    dialog = window.find("user_name").window()
    assert "already a user" in dialog.form.error("user_name")
    dialog.reject()
    assert len(lines(store)) == 3


def choose(window: Window, role: Role) -> None:
    section = window.show("users")
    section.table.choose(section.model.find(user(role), "user"))
    window.settle()


def test_a_leaver_is_deactivated_and_let_in_again(window: Window, store: Store) -> None:
    choose(window, Role.STAFF)
    window.press("deactivate")
    window.press("submit")
    assert not lines(store)[NAMES[Role.STAFF]].active
    assert window.section.give.text() == "Reactivate…"
    window.press("give_passphrase")
    fill_passphrase(window, NEW_PASSPHRASE)
    window.press("submit")
    assert lines(store)[NAMES[Role.STAFF]].ready
    assert window.section.give.text() == "New passphrase…"


def test_keys_stay_after_a_refusal_and_a_second_thought(
    window: Window, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_session: object, user_id: int) -> None:
        raise UserError(f"The disk is full: {user_id}")

    choose(window, Role.STAFF)
    window.press("deactivate")
    with monkeypatch.context() as full:
        full.setattr(users, "deactivate", refuse)
        window.press("stop_and_change")
    dialog = window.find("leaver_dialog", QDialog)
    assert dialog.message.text.startswith("The disk is full")
    assert dialog.with_keys.isEnabled()
    window.press("submit")
    assert not lines(store)[NAMES[Role.STAFF]].active
    assert window.window.findChild(QDialog, "change_keys_dialog") is None


def test_a_sorted_list_keeps_its_user_through_a_reload(window: Window, store: Store) -> None:
    section = window.show("users")
    section.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    for role in Role:
        choose(window, role)
        section.reload()
        window.settle()
        assert section.heading.text() == NAMES[role]
    choose(window, Role.STAFF)
    section.reload()
    window.settle()
    window.press("deactivate")
    window.press("submit")
    assert [name for name, line in lines(store).items() if not line.active] == [NAMES[Role.STAFF]]


def test_a_new_passphrase_may_come_with_a_new_role(window: Window, store: Store) -> None:
    choose(window, Role.STAFF)
    window.press("give_passphrase")
    window.find("role").choose(Role.SUPERVISOR.value)
    fill_passphrase(window, NEW_PASSPHRASE)
    window.press("submit")
    assert lines(store)[NAMES[Role.STAFF]].user.role is Role.SUPERVISOR


def test_a_user_is_renamed_and_back(window: Window, store: Store) -> None:
    choose(window, Role.AUDITOR)
    window.press("rename")
    window.find("new_name").setText("Ho Wing Sze Amy")
    window.press("submit")
    assert "Ho Wing Sze Amy" in lines(store)
    window.undo()
    assert NAMES[Role.AUDITOR] in lines(store)


def test_nobody_deactivates_themselves(window: Window) -> None:
    choose(window, Role.SUPERVISOR)
    assert not window.section.stop.isVisible()
    assert not window.section.give.isVisible()


def test_a_user_who_needs_a_passphrase_is_marked(window: Window, store: Store) -> None:
    section = window.show("users")
    section.model.set_rows([replace(line, ready=False) for line in lines(store).values()])
    section.table.choose(0)
    assert section.state.text == "Needs a new passphrase"


def test_a_new_recovery_sheet_is_printed_and_confirmed(window: Window, store: Store) -> None:
    section = window.show("users")
    assert section.sheet_state.text == "Created with the database"
    window.press("new_sheet")
    window.find("own_passphrase").setText(PASSPHRASES[Role.SUPERVISOR])
    window.press("submit")
    sheet = window.find("recovery_sheet")
    assert "Recovery key" in pages(sheet.preview.pdf)[0]
    assert sheet.window().focusWidget() is sheet.preview.print_button
    window.find("sheet_language").choose("zh_HK")
    window.settle()
    assert "復原密鑰" in pages(sheet.preview.pdf)[0]
    window.press("stored")
    assert read(store, recovery_sheets.state).stored
    assert section.sheet_state.text == "Stored"


def test_a_sheet_put_off_is_marked_until_it_is_confirmed(window: Window, store: Store) -> None:
    section = window.show("users")
    window.press("new_sheet")
    window.find("own_passphrase").setText("not the passphrase")
    window.press("submit")
    dialog = window.find("own_passphrase").window()
    assert dialog.form.error("own_passphrase").startswith("That is not your current passphrase")
    assert not window.find("submit").isEnabled()
    window.find("own_passphrase").setText(PASSPHRASES[Role.SUPERVISOR])
    window.press("submit")
    sheet = window.find("recovery_sheet_dialog", QDialog)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert sheet.focusWidget() is sheet.view.later_button
    window.press("later")
    assert not sheet.isVisible()
    assert section.sheet_state.text == "Nobody has confirmed that it is stored"
    window.press("confirm_sheet")
    window.press("submit")
    assert section.sheet_state.text == "Stored"


@pytest.mark.parametrize("by", ["Esc", "lock"])
def test_neither_esc_nor_the_lock_loses_a_recovery_key_on_its_way(
    window: Window, store: Store, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    held = Held(recovery_sheets.renew)
    monkeypatch.setattr(recovery_sheets, "renew", held)
    window.show("users")
    window.press("new_sheet")
    field = window.find("own_passphrase")
    field.setText(PASSPHRASES[Role.SUPERVISOR])
    dialog = field.window()
    dialog.submit()
    qtbot.waitUntil(held.begun.is_set)
    if by == "Esc":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        window.window.lock()
    assert dialog.isVisible()
    held.let_go.set()
    window.settle()
    assert window.find("recovery_sheet").isVisible()
    with qtbot.waitSignal(window.context.locking):
        window.window.lock()


def test_ones_own_passphrase_is_changed(window: Window, store: Store) -> None:
    section = window.show("passphrase")
    assert not section.submit.isEnabled()
    window.find("old_passphrase").setText("not the passphrase")
    fill_passphrase(window, OTHER)
    window.press("change_passphrase")
    told = "That is not your current passphrase. Try again."
    assert section.form.error("old_passphrase") == told
    assert window.find("old_passphrase").text() == ""
    assert window.find("passphrase").text() == OTHER
    window.find("old_passphrase").setText(PASSPHRASES[Role.SUPERVISOR])
    window.press("change_passphrase")
    assert window.toast == "Passphrase changed."
    with store.writing() as session:
        users.confirm(session, OTHER)


def test_a_lock_forgets_passphrases_half_typed(window: Window) -> None:
    window.show("passphrase")
    window.find("old_passphrase").setText("half ty")
    window.context.locking.emit()
    assert window.find("old_passphrase").text() == ""


def test_a_change_elsewhere_reloads_the_section_it_concerns(window: Window, store: Store) -> None:
    window.context.tasks.write(
        window.page, partial(users.rename, user_id=user(Role.STAFF).id, name="May")
    )
    window.settle()
    window.show("users")
    names = [window.section.model.row_at(row).user.name for row in range(3)]
    assert "May" in names
    rename = partial(users.rename, user_id=user(Role.STAFF).id, name="June")
    window.context.tasks.write(window.page, rename)
    window.settle()
    names = [window.section.model.row_at(row).user.name for row in range(3)]
    assert "June" in names


def test_an_error_of_the_disk_is_told_in_the_section(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise UserError("The disk is full. Nothing was saved.")

    window.show("users")
    monkeypatch.setattr(recovery_sheets, "stored", full)
    window.section.save(recovery_sheets.stored)
    window.settle()
    assert "disk is full" in window.section.message.text


def test_a_key_that_waits_is_compared_and_confirmed(window: Window, store: Store) -> None:
    choose(window, Role.AUDITOR)
    assert window.section.vouch.isHidden()
    older.ask_anew(store.folder, Role.STAFF)
    with store.key_file():  # as at the next opening
        pass
    window.section.reload()
    choose(window, Role.STAFF)
    line = lines(store)[NAMES[Role.STAFF]]
    assert not window.section.vouch.isHidden()
    assert window.section.state.text == "Key to be confirmed"
    labels = [label.text() for label in window.section.facts.findChildren(QLabel)]
    assert any(text.startswith(line.fingerprint) for text in labels)
    window.press("confirm_key")
    window.press("submit")
    assert not lines(store)[NAMES[Role.STAFF]].asks
    assert "is signed from now on" in window.toast


def test_everybody_reads_the_own_key_under_the_passphrase(window: Window, store: Store) -> None:
    section = window.show("passphrase")
    window.settle()
    assert section.key.text().startswith(read(store, users.own_fingerprint))


def test_a_leaver_may_go_with_all_keys_changed(window: Window, store: Store) -> None:
    key = store.keyring.store_key
    choose(window, Role.STAFF)
    window.press("deactivate")
    labels = [label.text() for label in window.find("submit").window().findChildren(QLabel)]
    assert any("until all keys are changed" in text for text in labels)
    window.press("stop_and_change")
    assert not lines(store)[NAMES[Role.STAFF]].active
    window.find("own_passphrase").setText(PASSPHRASES[Role.SUPERVISOR])
    window.press("submit")
    assert store.keyring.store_key != key
    sheet = window.find("recovery_sheet")
    assert "Recovery key" in pages(sheet.preview.pdf)[0]
    window.press("stored")
    assert read(store, recovery_sheets.state).stored
    assert (
        window.section.message.text == f"These users need a new passphrase: {NAMES[Role.AUDITOR]}"
    )
    assert not lines(store)[NAMES[Role.AUDITOR]].ready


def test_a_slip_in_the_passphrase_changes_no_key(window: Window, store: Store) -> None:
    key = store.keyring.store_key
    window.show("users")
    window.press("change_keys")
    window.find("own_passphrase").setText("some other words entirely")
    window.press("submit")
    dialog = window.find("change_keys_dialog", QDialog)
    assert dialog.form.error("own_passphrase").startswith("That is not your current passphrase")
    assert dialog.progress.isHidden()
    dialog.reject()
    assert store.keyring.store_key == key
