"""What was typed into a complaint is put right, and nothing else changes with it."""

from collections.abc import Mapping

from csq_desktop.domain.complaints.facts import Channel, Complaint
from csq_desktop.domain.complaints.fields import COMPLAINT, CORRECTED
from csq_desktop.domain.fields import FieldKind
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.storage.tables.complaints import ComplaintRow
from csq_desktop.ui.complaints import work_dialogs
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
    }
    assert {**typed, "category": ""}.keys() == {*CORRECTED}
    complaint = corrected(busy, typed)
    assert {key: getattr(complaint, key) for key in typed} == typed


def test_a_category_of_a_file_stays_when_something_else_is_put_right(busy: Driver) -> None:
    with busy.store.writing() as session:
        for row in session.query(ComplaintRow):
            row.category = "Parking"
    assert corrected(busy, {"product": "Umbrella"}).category == "Parking"
