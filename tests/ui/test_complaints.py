"""The complaints page: logging by keyboard, working a case, finding, filtering, drafts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.complaints import (
    Channel,
    ClockState,
    Finding,
    NewComplaint,
    Severity,
    State,
)
from csq_desktop.domain.customers import Identity, NewCustomer
from csq_desktop.domain.users import Role
from csq_desktop.services import complaints, customers, drafts
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.complaints import work_dialogs
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.complaints.page import ComplaintsPage
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.dialog import Dialog
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.tasks import Tasks
from tests import factory
from tests.ui.conftest import SHOP
from tests.ui.page_case import PageDriver


class Driver(PageDriver[ComplaintsPage]):
    """The complaints page, its form and its detail."""

    def __init__(self, qtbot: QtBot, context: Context, store: Store) -> None:
        super().__init__(qtbot, context, store, ComplaintsPage)

    def log(self) -> LogComplaintDialog:
        self.press("log_complaint")
        dialog = self.dialog()
        assert isinstance(dialog, LogComplaintDialog)
        return dialog

    def show_detail(self, row: int = 0) -> None:
        self.page.table.choose(row)
        self.settle()


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    return Driver(qtbot, context, store)


@pytest.fixture
def busy(qtbot: QtBot, context: Context, store: Store) -> Driver:
    with store.writing() as session:
        for words, severity in (("等候收銀太耐", Severity.HIGH), ("Wrong size sent", Severity.LOW)):
            new = NewComplaint(Channel.COUNTER, store.clock.now(), "till.waiting", severity, words)
            complaints.log(session, new)
    return Driver(qtbot, context, store)


def type_in(qtbot: QtBot, widget: QWidget, text: str) -> None:
    widget.setFocus()
    qtbot.keyClicks(widget, text)


def test_an_empty_page_says_what_to_do(driver: Driver) -> None:
    assert driver.page.empty.isVisible()
    assert "Ctrl+N" in driver.page.empty.sentence.text()


def test_a_complaint_is_logged_by_keyboard(driver: Driver) -> None:
    dialog = driver.log()
    assert dialog.words.hasFocus() or dialog.focusWidget() is dialog.words
    type_in(driver.qtbot, dialog.words, "Waited fifteen minutes")
    dialog.category.setCurrentText("Waited too long to pay")
    driver.submit()
    assert [toast.text for toast in driver.toasts] == ["C-2026-0001 is logged."]
    assert driver.page.detail.complaint is not None
    assert driver.page.detail.complaint.summary == "Waited fifteen minutes"
    assert driver.page.model.rowCount() == 1


def test_what_is_missing_is_said_at_its_field(driver: Driver) -> None:
    dialog = driver.log()
    driver.submit()
    assert dialog.isVisible()
    assert dialog.words.property("wrong")
    assert dialog.category.property("wrong")


def test_after_a_step_the_keyboard_is_at_the_next_one(busy: Driver) -> None:
    busy.show_detail()
    busy.button("acknowledge").setFocus()
    busy.press("acknowledge")
    busy.submit()
    assert busy.page.window().focusWidget() is busy.button("answer")
    busy.page.reload()
    busy.settle()
    assert busy.page.window().focusWidget() is busy.button("answer")


def test_esc_keeps_what_was_typed(driver: Driver) -> None:
    dialog = driver.log()
    type_in(driver.qtbot, dialog.words, "Half a sentence")
    driver.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    driver.settle()
    again = driver.log()
    assert again.words.toPlainText() == "Half a sentence"
    again.message._on_action()
    assert again.words.toPlainText() == ""


def test_locking_closes_the_dialog_and_keeps_its_draft(driver: Driver) -> None:
    dialog = driver.log()
    type_in(driver.qtbot, dialog.words, "Interrupted")
    driver.context.locking.emit()
    driver.settle()
    assert not any(d.isVisible() for d in driver.page.findChildren(Dialog))
    with driver.store.reading() as session:
        (kept,) = drafts.kept(session)
    assert dict(kept.fields)["words"] == "Interrupted"


def test_a_known_customer_is_found_while_typing(driver: Driver) -> None:
    with driver.store.writing() as session:
        one = customers.add(session, NewCustomer(Identity("陳大文", phone="91234567")))
    dialog = driver.log()
    type_in(driver.qtbot, dialog.words, "x")
    dialog.finder.setText("4567")
    driver.qtbot.waitUntil(lambda: dialog.who.count() == 2)
    assert "陳••" in dialog.who.itemText(1)
    dialog.category.setCurrentText("Waited too long to pay")
    driver.submit()
    assert driver.page.detail.complaint is not None
    assert driver.page.detail.complaint.customer_id == one


def test_no_draft_outside_the_vault_holds_a_name(driver: Driver) -> None:
    dialog = driver.log()
    dialog.finder.setText("陳大文")
    kept = dialog.collect()
    assert not {"find", "who", "caller_name", "caller_phone", "caller_email"} & set(kept)


def test_a_case_is_worked_from_receipt_to_reopening(busy: Driver) -> None:
    busy.show_detail()
    busy.press("acknowledge")
    busy.submit()
    busy.press("assess")
    busy.submit()
    busy.press("wait")
    busy.submit()
    assert busy.page.detail.complaint is not None
    assert busy.page.detail.complaint.clocks[1].state is ClockState.PAUSED
    busy.press("resume")
    busy.press("answer")
    answer = busy.dialog()
    assert isinstance(answer, work_dialogs.AnswerDialog)
    busy.submit()
    assert answer.finding.property("wrong")
    answer.finding.choose(Finding.UPHELD.value)
    answer.amount.setText("nonsense")
    busy.submit()
    assert answer.amount.property("wrong")
    answer.amount.setText("HK$459.50")
    busy.submit()
    assert busy.page.detail.complaint.remedy_cents == 45_950
    busy.press("close_complaint")
    busy.submit()
    assert busy.page.detail.complaint.state is State.CLOSED
    busy.press("reopen")
    busy.submit()
    reopening = busy.dialog()
    assert isinstance(reopening, work_dialogs.ReopenDialog)
    type_in(busy.qtbot, reopening.form.field("note"), "Not content")
    busy.submit()
    assert busy.page.detail.complaint.state is State.REOPENED


@pytest.mark.parametrize(
    ("kind", "field", "text"),
    [
        (work_dialogs.NoteDialog, "note", "Called"),
        (work_dialogs.HandOverDialog, "owner", "Ka-ho"),
        (work_dialogs.ExcludeDialog, "note", "Fire drill"),
        (work_dialogs.CorrectDialog, "product", "Umbrella"),
        (work_dialogs.WithdrawDialog, "note", "Logged twice"),
    ],
)
def test_everything_in_the_menu_does_what_it_says(
    busy: Driver, kind: type[work_dialogs.WorkDialog], field: str, text: str
) -> None:
    busy.show_detail()
    before = busy.page.detail.complaint
    busy.page.detail._ask(kind)
    busy.qtbot.waitUntil(lambda: busy.dialog().isActiveWindow())
    dialog = busy.dialog()
    assert isinstance(dialog, kind)
    type_in(busy.qtbot, dialog.form.field(field), text)
    busy.submit()
    assert busy.page.detail.complaint != before
    assert busy.toasts


def test_the_clock_is_set_anew_and_the_inquiry_begins_at_a_click(busy: Driver) -> None:
    busy.show_detail()
    busy.page.detail._on_recompute()
    busy.page.detail._on_investigate()
    busy.settle()
    assert busy.page.detail.complaint is not None
    assert busy.page.detail.complaint.state is State.INVESTIGATING
    assert len(busy.toasts) == 2


def test_a_withdrawn_case_can_be_restored(busy: Driver) -> None:
    busy.show_detail()
    case = busy.page.detail.complaint
    assert case is not None
    with busy.store.writing() as session:
        complaints.withdraw(session, case.id, "twice")
    busy.page.show_object(case.id)
    busy.settle()
    busy.press("restore")
    assert busy.page.detail.complaint is not None
    assert busy.page.detail.complaint.removed_at is None


def test_typing_in_the_list_searches(busy: Driver) -> None:
    busy.page.table.setFocus()
    busy.page.search.setText("收銀")
    busy.qtbot.waitUntil(lambda: busy.page.model.rowCount() == 1)
    busy.page.search.setText("nobody said this")
    busy.qtbot.waitUntil(lambda: busy.page.model.rowCount() == 0)
    busy.settle()
    assert busy.page.empty.title.text() == "Nothing found"


def test_filters_narrow_the_list_and_say_how_many(busy: Driver) -> None:
    busy.page.severity.choose(Severity.HIGH.value)
    busy.page.period.choose("30")
    busy.settle()
    assert busy.page.model.rowCount() == 1
    assert "2" in busy.page.filter_button.text()
    busy.page.chips.choose("closed_month")
    busy.settle()
    assert busy.page.model.rowCount() == 0


def test_the_case_stays_chosen_when_the_list_changes(busy: Driver) -> None:
    busy.show_detail(1)
    chosen = busy.page.detail.complaint
    assert chosen is not None
    with busy.store.writing() as session:
        complaints.log(session, NewComplaint(
            Channel.WEB, busy.store.clock.now(), "till.change", Severity.LOW, "Coin missing"
        ))  # fmt: skip
    busy.page.reload()
    busy.settle()
    assert busy.page.model.id_at(busy.page.table.currentIndex().row()) == chosen.id


@pytest.fixture
def at_the_counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    factory.open_store(tmp_path, source=factory.FixedClock()).close()
    staff = factory.open_store(tmp_path, Role.STAFF, source=factory.FixedClock())
    running = Tasks(staff)
    signed_in = SignedIn(staff, staff.user, SHOP, staff.clock.now)
    yield Driver(qtbot, Context(running, signed_in, Settings(), Drafts(running, drafts)), staff)
    running.close()
    staff.close()


def test_staff_hand_a_caller_in_sealed_and_cannot_close(at_the_counter: Driver) -> None:
    dialog = at_the_counter.log()
    type_in(at_the_counter.qtbot, dialog.words, "Refund refused")
    dialog.category.setCurrentText("Waited too long to pay")
    dialog.caller_name.setText("何小姐")
    dialog.caller_phone.setText("6000 1111")
    at_the_counter.submit()
    shown = at_the_counter.page.detail.complaint
    assert shown is not None
    assert shown.sealed_waiting
    names = {b.objectName() for b in at_the_counter.page.detail.findChildren(QPushButton)}
    assert "acknowledge" in names
    assert not {"answer", "close_complaint", "wait"} & names
