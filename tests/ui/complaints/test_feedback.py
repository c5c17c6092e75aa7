"""The page with compliments, suggestions and enquiries: nothing of a complaint is asked of them."""

from PySide6.QtWidgets import QLabel

from csq_desktop.domain.complaints.facts import Severity
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.ui.closing.end_dialogs import CloseDialog
from csq_desktop.ui.complaints.feedback_dialogs import KindDialog
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.complaints.work_dialogs import CorrectDialog
from csq_desktop.ui.kit.tables.shown import SHOWN
from tests.ui.complaints.driver import Driver


def test_an_enquiry_from_logging_to_another_kind(driver: Driver) -> None:
    page = driver.page
    page.severity.choose(Severity.HIGH.value)
    dialog = driver.log()
    dialog.feedback.choose(FeedbackKind.ENQUIRY.value)
    headings = {label.text() for label in dialog.findChildren(QLabel)}
    assert "Log enquiry" in headings
    assert not any("complain" in words.lower() for words in headings)
    dialog.words.setPlainText("Are you open on Sunday?")
    driver.submit(dialog)
    # The list of its kind is shown, and narrowed by nothing that only complaints have.
    assert (page.kind, page.title.text()) == (FeedbackKind.ENQUIRY, "Enquiries")
    assert page.shown().severity is None
    assert page.filter_button.text() == "Filter"
    driver.settle()
    assert page.model.rowCount() == 1
    cell = page.model.index(0, 0).data(SHOWN)
    assert not cell.under.endswith("·  ")
    assert "bulk_acknowledge" not in {
        button.objectName() for button in page.bulk.acts if not button.isHidden()
    }
    driver.menu("correct")
    correct = driver.dialog(CorrectDialog)
    assert {"severity", "remedy_sought", "immediate_action"}.isdisjoint(correct.collect())
    assert correct.text("category") == ""
    driver.submit(correct)
    assert page.detail.complaint is not None
    assert page.detail.complaint.category == ""
    driver.press("close_complaint")
    close = driver.dialog(CloseDialog)
    assert close.windowTitle() == f"Close {page.detail.complaint.ref}"
    close.reject()

    enquiry_id = page.detail.complaint.id
    driver.menu("kind")
    change = driver.dialog(KindDialog)
    driver.qtbot.waitUntil(change.isActiveWindow)
    change.feedback.choose(FeedbackKind.COMPLAINT.value)
    change.form.field("note").setProperty("plainText", "Was angry")
    driver.submit(change)
    assert change.form.error("category") == "Choose a category."
    change.form.field("category").setProperty("currentIndex", 1)
    driver.submit(change)
    key, complaint_id = driver.went[-1]
    page.show_object(complaint_id)
    driver.settle()
    assert (key, page.kind) == ("complaints", FeedbackKind.COMPLAINT)
    assert page.detail.complaint.severity is Severity.MEDIUM
    driver.press("open_other_kind")
    assert driver.went[-1] == ("complaints", enquiry_id)


def test_the_draft_of_an_enquiry_is_no_complaint(driver: Driver) -> None:
    dialog = driver.log()
    dialog.feedback.choose(FeedbackKind.ENQUIRY.value)
    dialog.words.setPlainText("Are you open on Sunday?")
    dialog.reject()
    driver.settle()
    complaint = driver.log()
    assert (complaint.kind, complaint.words.toPlainText()) == (FeedbackKind.COMPLAINT, "")
    complaint.reject()
    driver.page.reopen("complaint.new.enquiry")  # as after a lock
    enquiry = driver.dialog(LogComplaintDialog)
    assert (enquiry.kind, driver.page.kind) == (FeedbackKind.ENQUIRY, FeedbackKind.ENQUIRY)
    assert enquiry.words.toPlainText() == "Are you open on Sunday?"
    enquiry.feedback.choose(FeedbackKind.SUGGESTION.value)
    enquiry.reject()
    drafts = {kind: driver.context.drafts.get(f"complaint.new.{kind}") for kind in FeedbackKind}
    assert [kind for kind, draft in drafts.items() if draft] == [FeedbackKind.SUGGESTION]


def test_a_filter_saved_before_there_were_kinds_shows_complaints(driver: Driver) -> None:
    page = driver.page
    page.chips.choose("overdue")
    view = page.chips.view_text()
    page.feedback.choose(FeedbackKind.ENQUIRY.value)
    assert page.chips.chosen == "open"
    page.chips.put_view(view)  # a list that enquiries do not have
    assert page.chips.chosen == "open"
    page.feedback.put_view("")
    page.chips.put_view(view)
    assert (page.kind, page.chips.chosen) == (FeedbackKind.COMPLAINT, "overdue")
