"""The complaints page: logging by keyboard, working a case, finding, filtering, drafts."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from csq_desktop.domain.complaints.facts import (
    ClockState,
    Finding,
    State,
)
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services import drafts
from csq_desktop.services.customers import customers
from csq_desktop.settings import Settings
from csq_desktop.ui.assessments.dialogs import AssessDialog
from csq_desktop.ui.cases.work_dialog import WorkDialog
from csq_desktop.ui.closing import end_dialogs
from csq_desktop.ui.complaints import work_dialogs
from csq_desktop.ui.complaints.caller import SoughtCaller
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.handovers.dialogs import HandOverDialog
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.fields import WordsLine
from csq_desktop.ui.kit.forms.form import FormGrid, put_text
from csq_desktop.ui.tasks import Tasks
from tests import factory
from tests.ui.complaints.driver import Driver, cases
from tests.ui.conftest import SHOP
from tests.ui.finding import child, take_up


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
    assert [toast.text for toast in driver.toasts] == ["C-2026-0001-SSP01 logged."]
    assert driver.page.focusWidget() is driver.page.table
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
    take_up(again.message)
    assert again.words.toPlainText() == ""


def test_locking_closes_the_dialog_and_keeps_its_draft(driver: Driver) -> None:
    dialog = driver.log()
    type_in(driver.qtbot, dialog.words, "Interrupted")
    driver.context.locking.emit()
    driver.settle()
    assert not any(d.isVisible() for d in driver.page.findChildren(Dialog))
    with driver.store.reading() as session:
        (kept,) = drafts.read_all(session)
    assert dict(kept.fields)["words"] == "Interrupted"


def caller(dialog: LogComplaintDialog) -> SoughtCaller:
    assert isinstance(dialog.caller, SoughtCaller)
    return dialog.caller


def customer(driver: Driver, name: str, phone: str = "") -> int:
    with driver.store.writing() as session:
        return customers.add(session, NewCustomer(Identity(name, phone=phone)))


@pytest.fixture
def ready(driver: Driver) -> LogComplaintDialog:
    """A complaint that says everything but who called."""
    dialog = driver.log()
    dialog.words.setPlainText("Waited")
    dialog.category.setCurrentText("Waited too long to pay")
    return dialog


def test_who_is_still_looked_for_is_waited_for(driver: Driver, ready: LogComplaintDialog) -> None:
    one = customer(driver, "陳大文", "91234567")
    caller(ready).finder.setText("4567")
    driver.submit()
    assert driver.page.detail.complaint is not None
    assert driver.page.detail.complaint.customer_id == one


@pytest.mark.parametrize("matches", [0, 2, 9])
def test_nobody_is_logged_as_anonymous_by_mistake(
    driver: Driver, ready: LogComplaintDialog, matches: int
) -> None:
    ids = [customer(driver, "陳大文", f"9123456{n}") for n in range(matches)]
    sought = caller(ready)
    sought.finder.setText("陳大文")
    driver.submit()
    assert sought.finder.property("wrong")
    said = {0: "No customer selected", 2: "2 customers found", 9: "More than 8 customers found"}
    assert sought.who.currentText() == said[matches]
    assert driver.page.model.rowCount() == 0
    sought.who.setCurrentIndex(1) if matches else sought.finder.clear()
    driver.submit()
    assert driver.page.detail.complaint is not None
    assert driver.page.detail.complaint.customer_id in (ids or (None,))


@pytest.mark.parametrize(
    ("typed", "field"), [("9123 4567", "phone"), ("何小姐", "name"), ("ho@example.hk", "email")]
)
def test_somebody_new_is_entered_right_there(
    driver: Driver, ready: LogComplaintDialog, typed: str, field: str
) -> None:
    sought = caller(ready)
    assert not sought.name.isVisible()
    sought.finder.setText(typed)
    sought.who.setCurrentIndex(sought.who.count() - 1)
    assert sought.name.isVisible()
    assert getattr(sought, field).text() == typed
    driver.submit()
    shown = driver.page.detail.complaint
    assert shown is not None
    assert (shown.customer_id is None, shown.sealed_waiting) == (False, False)


def test_somebody_new_stays_chosen_when_the_search_ends_and_has_to_be_named(
    driver: Driver, ready: LogComplaintDialog
) -> None:
    customer(driver, "陳大文")
    sought = caller(ready)
    sought.finder.setText("陳大文")
    sought.who.setCurrentIndex(sought.who.count() - 1)
    driver.qtbot.waitUntil(lambda: sought.who.count() == 3)
    assert sought.who.currentText() == "New customer…"
    sought.name.clear()
    driver.submit()
    assert sought.name.property("wrong")
    sought.phone.setText("12")
    driver.submit()
    assert "12" in ready.form.error("caller_phone")
    assert driver.page.model.rowCount() == 0


def test_a_search_that_fails_is_told_and_nothing_is_logged(
    driver: Driver, ready: LogComplaintDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_asked: object) -> None:
        raise UserError("The disk is gone.")

    monkeypatch.setattr(customers, "line_ids", refuse)
    caller(ready).finder.setText("陳大文")
    driver.submit()
    assert ready.message.text == "The disk is gone."
    assert driver.page.model.rowCount() == 0


def test_a_draft_says_that_the_caller_is_not_in_it(
    driver: Driver, ready: LogComplaintDialog
) -> None:
    caller(ready).finder.setText("陳大文")
    ready.reject()
    driver.settle()
    assert driver.toasts[-1].text == "Draft kept, without the contact details."
    again = driver.log()
    assert again.message.text.endswith(
        "Contact details are never kept in a draft. Please enter them again."
    )


def test_a_customer_chosen_before_leaves_no_draft_by_itself(driver: Driver) -> None:
    one = customer(driver, "陳大文")
    with driver.store.reading(identities=True) as session:
        (line,) = customers.lines(session, [one])
    dialog = LogComplaintDialog(driver.context, driver.page, line)
    assert dialog.caller.customer_id == one
    dialog.reject()
    assert driver.context.drafts.get("complaint.new") is None
    assert driver.toasts == []


def test_a_known_customer_is_found_while_typing(driver: Driver) -> None:
    with driver.store.writing() as session:
        one = customers.add(session, NewCustomer(Identity("陳大文", phone="91234567")))
    dialog = driver.log()
    type_in(driver.qtbot, dialog.words, "x")
    sought = caller(dialog)
    sought.finder.setText("4567")
    driver.qtbot.waitUntil(lambda: sought.who.count() == 3)
    assert "陳••" in sought.who.currentText()
    dialog.category.setCurrentText("Waited too long to pay")
    driver.submit()
    assert driver.page.detail.complaint is not None
    assert driver.page.detail.complaint.customer_id == one


def test_no_draft_outside_the_vault_holds_a_name(driver: Driver) -> None:
    dialog = driver.log()
    caller(dialog).finder.setText("陳大文")
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
    busy.submit()
    busy.press("answer")
    answer = busy.dialog()
    assert isinstance(answer, work_dialogs.AnswerDialog)
    busy.submit()
    assert answer.finding.property("wrong")
    assert answer.remedy.property("wrong")  # no remedy is chosen beforehand
    answer.finding.choose(Finding.UPHELD.value)
    answer.remedy.choose("refund")
    answer.amount.setText("nonsense")
    busy.submit()
    assert answer.amount.property("wrong")
    answer.amount.setText("HK$459.50")
    busy.submit()
    assert busy.page.detail.complaint.remedy_cents == 45_950
    busy.press("close_complaint")
    assert busy.dialog().cancel_button.text() == "Cancel"
    busy.submit()
    states = [busy.state]
    busy.press("reopen")
    busy.submit()
    reopening = busy.dialog()
    assert isinstance(reopening, end_dialogs.ReopenDialog)
    type_in(busy.qtbot, reopening.form.field("note"), "Not content")
    busy.submit()
    states.append(busy.state)
    assert states == [State.CLOSED, State.REOPENED]


@pytest.mark.parametrize(
    ("choice", "field", "text"),
    [
        ("note", "note", "Called"),
        ("hand_over", "owner", "Ka-ho"),
        ("exclude", "note", "Fire drill"),
        ("correct", "product", "Umbrella"),
        ("withdraw", "note", "Logged twice"),
    ],
)
def test_everything_in_the_menu_does_what_it_says(
    busy: Driver, choice: str, field: str, text: str
) -> None:
    busy.show_detail()
    before = busy.page.detail.complaint
    busy.menu(choice)
    busy.qtbot.waitUntil(lambda: busy.dialog().isActiveWindow())
    dialog = busy.dialog()
    assert isinstance(dialog, WorkDialog)
    type_in(busy.qtbot, dialog.form.field(field), text)
    busy.submit()
    assert busy.page.detail.complaint != before
    assert busy.toasts


_WORK = [
    (one, "owner" if one is HandOverDialog else "note")
    for one in (*vars(work_dialogs).values(), AssessDialog, HandOverDialog)
    if isinstance(one, type) and issubclass(one, WorkDialog) and one.kind
]


@pytest.mark.parametrize(("kind", "field"), _WORK)
def test_what_is_typed_about_a_case_comes_back_for_that_case_alone(
    busy: Driver, kind: type[WorkDialog], field: str
) -> None:
    first, second = cases(busy)
    field = "product" if kind is work_dialogs.CorrectDialog else field
    dialog = kind(busy.context, first, busy.page)
    dialog.open()
    put_text(dialog.form.field(field), "Half a sentence")
    busy.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert kind(busy.context, second, busy.page).message.text == ""
    again = kind(busy.context, first, busy.page)
    assert again.text(field) == "Half a sentence"
    assert again.message.text == "Your unfinished draft is back."
    again.finish()
    assert kind(busy.context, first, busy.page).text(field) == ""


def test_every_work_on_a_case_has_a_draft_of_its_own() -> None:
    kinds = [one.kind for one, _ in _WORK]
    assert len(set(kinds)) == len(kinds) == 12


def test_a_draft_does_not_bring_an_old_moment_back(busy: Driver) -> None:
    first, _ = cases(busy)
    dialog = work_dialogs.AcknowledgeDialog(busy.context, first, busy.page)
    put_text(dialog.form.field("note"), "By telephone")
    assert dialog.collect() == {"note": "By telephone"}
    dialog.at.set_moment(busy.context.now() - timedelta(hours=1))
    assert set(dialog.collect()) == {"at", "note"}


def test_the_clock_is_set_anew_and_the_inquiry_begins_once_confirmed(busy: Driver) -> None:
    busy.show_detail()
    for step in ("recompute", "investigate"):
        busy.menu(step)
        assert busy.dialog().focusWidget() is busy.dialog().submit_button
        busy.dialog().reject()
        assert busy.toasts == []
    for step in ("recompute", "investigate"):
        busy.menu(step)
        busy.settle()
        busy.submit()
    assert busy.page.detail.complaint is not None
    assert busy.page.detail.complaint.state is State.INVESTIGATING
    assert len(busy.toasts) == 2


@pytest.fixture
def at_the_counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Driver]:
    factory.open_store(tmp_path, source=factory.FixedClock()).close()
    staff = factory.open_store(tmp_path, Role.STAFF, source=factory.FixedClock())
    running = Tasks(staff)
    signed_in = SignedIn(staff.folder, staff.user, SHOP, staff.clock.now)
    yield Driver(qtbot, Context(running, signed_in, Settings(), Drafts(running, drafts)), staff)
    running.close()
    staff.close()


def test_staff_are_told_that_a_draft_forgets_the_caller(at_the_counter: Driver) -> None:
    dialog = at_the_counter.log()
    dialog.caller.name.setText("何小姐")
    assert "何小姐" not in "".join(dialog.collect().values())
    dialog.reject()
    at_the_counter.settle()
    assert at_the_counter.toasts[-1].text == "Draft kept, without the contact details."
    again = at_the_counter.log()
    assert again.message.text.endswith(
        "Contact details are never kept in a draft. Please enter them again."
    )
    again.words.setPlainText("Nobody named")
    again.reject()
    assert at_the_counter.toasts[-1].text == "Draft kept"
    assert at_the_counter.log().message.text == "Your unfinished draft is back."


def test_staff_hand_a_caller_in_sealed_and_cannot_close(at_the_counter: Driver) -> None:
    dialog = at_the_counter.log()
    type_in(at_the_counter.qtbot, dialog.words, "Refund refused")
    dialog.category.setCurrentText("Waited too long to pay")
    dialog.caller.name.setText("何小姐")
    dialog.caller.phone.setText("6000 1111")
    at_the_counter.submit()
    shown = at_the_counter.page.detail.complaint
    assert shown is not None
    assert shown.sealed_waiting
    names = {b.objectName() for b in at_the_counter.page.detail.findChildren(QPushButton)}
    assert "acknowledge" in names
    assert not {"answer", "close_complaint", "wait"} & names


def test_who_is_named_in_the_words_is_moved_to_the_caller(driver: Driver) -> None:
    dialog = driver.log()
    dialog.words.setPlainText("Mrs Chan Siu Ming of 9876 5432 waited; Mr Ho saw it")
    dialog.form.notice("words").refresh()
    child(dialog, QPushButton, "identities_move").click()
    assert dialog.words.toPlainText() == "the complainant of [telephone] waited; Mr Ho saw it"
    identity = dialog.caller.identity()
    assert identity is not None
    assert (identity.name, identity.phone) == ("Mrs Chan Siu Ming", "9876 5432")
    assert "a name" in dialog.form.notice("words").text


def test_a_caller_who_is_entered_is_never_overwritten(at_the_counter: Driver) -> None:
    dialog = at_the_counter.log()
    dialog.caller.name.setText("Mrs Lee")
    dialog.words.setPlainText("Mrs Chan of 9876 5432 waited; Mrs Lee saw it")
    dialog.form.notice("words").refresh()
    child(dialog, QPushButton, "identities_move").click()
    assert dialog.caller.name.text() == "Mrs Lee"
    assert dialog.caller.phone.text() == "9876 5432"
    assert dialog.words.toPlainText() == "Mrs Chan of [telephone] waited; the complainant saw it"


def test_customers_are_marked_by_name_and_replaced_by_their_reference(driver: Driver) -> None:
    customer(driver, "CHAN Tai Man")
    dialog = driver.log()
    notice, refer = dialog.form.notice("words"), child(dialog, QPushButton, "identities_refer")
    for typed, written in (
        ("Tai Man Chan waited, Mr Ho saw it", "CU-00001 waited, Mr Ho saw it"),
        ("May Lee waited", "CU-00002 waited"),
    ):
        dialog.words.setPlainText(typed)
        if "May" in typed:
            customer(driver, "May LEE")
        notice.refresh()
        driver.settle()
        assert "a name" in notice.text
        refer.click()
        driver.settle()
        assert dialog.words.toPlainText() == written
        assert refer.isHidden()


def test_the_words_of_an_older_case_are_looked_at_too(driver: Driver, qtbot: QtBot) -> None:
    customer(driver, "CHAN Tai Man")
    field = WordsLine("Chan Tai Man waited")
    form = FormGrid()
    form.add("words", "Words", field)
    form.setParent(driver.page)
    qtbot.waitUntil(lambda: "a name" in form.notice("words").text)


def test_a_form_that_was_closed_while_a_name_was_looked_up_is_left_alone(driver: Driver) -> None:
    customer(driver, "CHAN Tai Man")
    dialog = driver.log()
    notice = dialog.form.notice("words")
    dialog.words.setPlainText("Tai Man Chan waited")
    notice.refresh()
    assert driver.context.tasks.busy
    delete(dialog)
    driver.settle()
    assert not isValid(notice)


def test_nobody_is_recognised_by_those_who_may_not_see_identities(
    at_the_counter: Driver,
) -> None:
    dialog = at_the_counter.log()
    dialog.words.setPlainText("Tai Man Chan waited")
    dialog.form.notice("words").refresh()
    assert not at_the_counter.context.tasks.busy
    assert dialog.form.notice("words").text == ""


def test_nobody_is_moved_to_a_caller_who_wants_to_stay_anonymous(at_the_counter: Driver) -> None:
    dialog = at_the_counter.log()
    dialog.words.setPlainText("Mrs Chan waited")
    dialog.form.notice("words").refresh()
    move = child(dialog, QPushButton, "identities_move")
    assert not move.isHidden()
    dialog.caller.anonymous.setChecked(True)
    assert move.isHidden()
