"""When a complaint came, and when it was acknowledged: as somebody says, never in the future."""

from datetime import timedelta

from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter, State
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.ui.complaints.redate_dialog import RedateDialog
from csq_desktop.ui.complaints.work_dialogs import AcknowledgeDialog, ProgressReplyDialog
from csq_desktop.ui.kit.forms.form import put_text
from tests.ui.complaints.driver import Driver, cases


def test_a_time_that_was_said_stays_in_the_draft_and_one_offered_does_not(driver: Driver) -> None:
    dialog = driver.log()
    offered = dialog.received.moment
    assert offered is not None
    said = offered - timedelta(days=2)
    dialog.words.setPlainText("Waited")
    dialog.reject()
    dialog = driver.log()
    assert dialog.received.moment == offered
    dialog.received.set_moment(said)
    dialog.reject()
    assert driver.log().received.moment == said


def test_an_acknowledgement_before_the_receipt_is_refused(busy: Driver) -> None:
    busy.show_detail()
    busy.press("acknowledge")
    dialog = busy.dialog()
    assert isinstance(dialog, AcknowledgeDialog)
    assert dialog.at.moment is not None
    dialog.at.set_moment(dialog.at.moment - timedelta(days=1))
    busy.submit()
    sentence = "The time must be after receipt and not in the future."
    assert (dialog.form.error("at"), dialog.message.text) == (sentence, "")


def test_a_progress_reply_needs_what_was_said(busy: Driver) -> None:
    busy.show_detail()
    busy.menu("progress_reply")
    busy.qtbot.waitUntil(lambda: busy.dialog().isActiveWindow())
    dialog = busy.dialog(ProgressReplyDialog)
    busy.submit()
    assert dialog.form.error("note") == "Enter what the customer was told."
    put_text(dialog.form.field("note"), "The part is ordered")
    busy.submit()
    shown = busy.page.detail.complaint
    assert shown is not None
    assert shown.events[-1].text == "The part is ordered"


def test_a_draft_that_no_form_wrote_keeps_nobody_from_the_form(busy: Driver) -> None:
    """Whoever holds the store's key can write anything into the drafts of others."""
    busy.show_detail()
    key = f"complaint.{cases(busy)[0].id}.acknowledge"
    busy.context.drafts.keep(key, {"at": "nonsense", "note": "forged"})
    busy.press("acknowledge")
    dialog = busy.dialog(AcknowledgeDialog)
    assert dialog.at.moment is not None
    assert (dialog.text("note"), dialog.message.text) == ("", "")
    assert busy.context.drafts.get(key) is None


def test_a_time_later_today_is_refused_where_it_stands(driver: Driver, store: Store) -> None:
    dialog = driver.log()
    dialog.words.setPlainText("Waited")
    dialog.category.setCurrentText("Waited too long to pay")
    assert dialog.received.moment is not None
    dialog.received.set_moment(dialog.received.moment + timedelta(hours=3))
    driver.submit()
    assert "in the future" in dialog.form.error("received")
    with store.reading() as session:
        assert len(complaint_views.line_ids(session, Filter(ComplaintQueue.ALL))) == 0


def test_nobody_is_offered_to_reopen_what_was_closed_on_an_unknown_date(
    busy: Driver, store: Store
) -> None:
    with store.writing() as session:
        row = session.get(ComplaintRow, cases(busy)[0].id)
        assert row is not None
        row.state = State.CLOSED  # as an import writes it
        row.next_due_at = row.next_clock = None
    busy.page.reload()
    busy.settle()
    busy.show_detail()
    detail = busy.page.detail
    assert detail.badge.text == "Closed, date unknown"
    assert detail.undated.isVisible()
    assert [button.objectName() for button in detail.buttons()] == ["more"]
    busy.show_detail(1)
    assert not detail.undated.isVisible()


def test_a_wrong_date_is_put_right_in_a_form(busy: Driver, store: Store) -> None:
    detail = busy.page.detail
    busy.show_detail()
    complaint = detail.complaint
    assert complaint is not None
    busy.menu("redate")
    busy.settle()
    dialog = busy.dialog(RedateDialog)
    assert [*dialog.moments] == ["received_at"]  # nothing else was done yet
    busy.submit()
    assert dialog.form.error("received_at") == "Change a date or time first."
    assert dialog.form.error("note") == "Enter the reason."
    dialog.moments["received_at"].set_moment(complaint.received_at - timedelta(days=1))
    put_text(dialog.form.field("note"), "Typed a day late")
    dialog.reject()
    busy.menu("redate")
    busy.settle()
    dialog = busy.dialog(RedateDialog)
    busy.submit()
    received = complaint.received_at - timedelta(days=1)
    shown = [detail.complaint and detail.complaint.received_at]
    with store.writing() as session:
        row = session.get(ComplaintRow, complaint.id)
        assert row is not None
        row.state = State.CLOSED  # as an import writes it
        row.next_due_at = row.next_clock = None
    detail.show_complaint(complaint.id)
    busy.settle()
    busy.menu("redate")
    busy.settle()
    dialog = busy.dialog(RedateDialog)
    assert dialog.moments["closed_at"].day.text() == ""
    dialog.moments["closed_at"].set_moment(received)
    put_text(dialog.form.field("note"), "Found in the letter book")
    busy.submit()
    shown.append(detail.complaint and detail.complaint.closed_at)
    assert shown == [received, received]


def test_a_step_put_into_the_minute_of_the_one_before_does_not_precede_it(
    busy: Driver, store: Store
) -> None:
    detail = busy.page.detail
    busy.show_detail()
    assert detail.complaint is not None
    number, answered = detail.complaint.id, detail.complaint.received_at + timedelta(seconds=45)
    with store.writing() as session:
        row = session.get(ComplaintRow, number)
        assert row is not None
        row.acknowledged_at = row.resolved_at = answered
        row.closed_at, row.state, row.closed_band = answered + timedelta(minutes=5), State.CLOSED, 1
        row.next_due_at = row.next_clock = None
    detail.show_complaint(number)
    busy.settle()
    busy.menu("redate")
    busy.settle()
    dialog = busy.dialog(RedateDialog)
    dialog.moments["closed_at"].set_moment(answered)
    put_text(dialog.form.field("note"), "Closed at once")
    busy.submit()
    assert detail.complaint.closed_at == answered
