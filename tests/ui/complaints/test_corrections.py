"""What was typed into a complaint is put right, and nothing else changes with it."""

from collections.abc import Mapping

from PySide6.QtWidgets import QLabel

from csq_desktop.domain.complaints.facts import Channel, Complaint, EventKind
from csq_desktop.domain.complaints.fields import COMPLAINT, CORRECTED
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.drafts import VAULT
from csq_desktop.domain.fields.fields import FieldKind
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.ui.complaints import work_dialogs
from csq_desktop.ui.complaints.link_dialog import LinkDialog
from csq_desktop.ui.kit.forms.form import put_text
from tests.ui.complaints.driver import Driver


def corrected(driver: Driver, typed: Mapping[str, str]) -> Complaint:
    """The shown complaint after these fields were put right in the dialog."""
    driver.show_detail()
    complaint = driver.page.detail.complaint
    assert complaint is not None
    dialog = work_dialogs.CorrectDialog(driver.context, complaint, driver.page)
    dialog.open()
    for key, text in typed.items():
        put_text(dialog.form.field(key), text)
    with driver.qtbot.waitSignal(dialog.accepted):
        dialog.submit()
    with driver.store.reading() as session:
        return complaint_views.read(session, complaint.id)


def test_everything_that_was_typed_can_be_put_right(busy: Driver) -> None:
    fields = [COMPLAINT.field(key) for key in CORRECTED]
    typed = {
        **{field.key: f"Other {field.key}" for field in fields if field.kind is FieldKind.TEXT},
        "channel": Channel.LETTER.value,
        "touch_point": "staff_attitude",
        "second_category": "refund.amount",
    }
    assert {**typed, "category": ""}.keys() == {*CORRECTED}
    complaint = corrected(busy, typed)
    assert {key: getattr(complaint, key) for key in typed} == typed


def test_a_category_of_a_file_stays_when_something_else_is_put_right(busy: Driver) -> None:
    with busy.store.writing() as session:
        for row in session.query(ComplaintRow):
            row.category = "Parking"
    assert corrected(busy, {"product": "Umbrella"}).category == "Parking"


def test_a_supervisor_reads_beneath_a_correction_what_it_replaced(busy: Driver) -> None:
    complaint = corrected(busy, {"words": "Nobody was at the till"})
    before = complaint.events[0]
    assert before.kind is EventKind.LOGGED
    busy.settle()
    shown = [label.text() for label in busy.page.detail.history.findChildren(QLabel)]
    assert "What the customer said\nWhat the customer said before: Wrong size sent" in shown


def test_a_wrong_customer_is_changed_and_put_back(busy: Driver) -> None:
    with busy.store.writing() as session:
        wrong, right = (
            customers.add(session, NewCustomer(Identity(name))) for name in ("陳大文", "李小美")
        )
        for row in session.query(ComplaintRow):
            row.customer_id = wrong
    busy.page.reload()
    busy.show_detail()
    busy.menu("link")
    busy.settle()
    dialog = busy.dialog(LinkDialog)
    assert "customer_search" not in dialog.collect()
    assert dialog.draft_key.startswith(VAULT)  # the reason may name somebody
    busy.submit(dialog)
    assert dialog.form.error("customer")
    assert dialog.form.error("note")
    dialog.search.setText("nobody at all")
    busy.qtbot.waitUntil(lambda: dialog.form.error("customer_search") == "No results")
    dialog.search.setText("小美")
    busy.qtbot.waitUntil(lambda: dialog.customer.placeholderText() == "1 customer found")
    put_text(dialog.form.field("note"), "Two of that name")
    assert "customer" not in dialog.collect()
    busy.submit(dialog)
    assert dialog.form.error("customer") == "Select the customer."
    assert linked(busy) == wrong
    dialog.customer.choose(str(right))
    assert "小美" not in dialog.customer.currentText()
    busy.submit(dialog)
    assert linked(busy) == right
    busy.undo()
    assert linked(busy) == wrong


def linked(driver: Driver) -> int | None:
    assert driver.page.detail.complaint is not None
    return driver.page.detail.complaint.customer_id


def test_a_withdrawn_case_can_be_restored(busy: Driver) -> None:
    busy.show_detail()
    case = busy.page.detail.complaint
    assert case is not None
    with busy.store.writing() as session:
        complaints.withdraw(session, case.id, "twice")
    busy.page.show_object(case.id)
    busy.settle()
    busy.press("restore")
    busy.submit()
    dialog = busy.dialog(work_dialogs.RestoreDialog)  # why is missing
    put_text(dialog.form.field("note"), "Right after all")
    busy.submit(dialog)
    assert busy.page.detail.complaint is not None
    assert busy.page.detail.complaint.removed_at is None
