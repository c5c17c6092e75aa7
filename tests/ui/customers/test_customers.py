"""The customers page: masked, found, revealed with a reason, warned of, archived with undo."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from csq_desktop.domain.audit.entries import TrailChange, TrailFilter
from csq_desktop.domain.customers.facts import (
    Consent,
    NewCustomer,
    Revealed,
    RevealReason,
)
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.fields.fields import RecordField
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.users import Role
from csq_desktop.services import audit_trail
from csq_desktop.services.customers import consents, customers
from csq_desktop.services.exports import exports
from csq_desktop.services.exports.exports import ExportOrder
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.customers.consent_dialog import ConsentDialog
from csq_desktop.ui.customers.dialogs import (
    CorrectIdentityDialog,
    DescribeDialog,
    RevealDialog,
)
from csq_desktop.ui.customers.new_dialog import NewCustomerDialog
from csq_desktop.ui.customers.statements_dialog import NewStatementDialog, StatementsDialog
from csq_desktop.ui.kit.dialog import Dialog
from csq_desktop.ui.kit.forms.form import FormGrid, put_text
from csq_desktop.ui.tasks import Tasks
from tests import factory
from tests.pdf_text import in_one_line
from tests.services.imports.import_case import taken
from tests.ui.conftest import SHOP
from tests.ui.customers.customers_case import CHAN, Driver, reveal_for
from tests.ui.finding import child


def test_nothing_on_the_page_shows_a_whole_identity(driver: Driver) -> None:
    seen = driver.seen()
    assert "陳••" in seen
    for part in ("大文", "Tai Man", "91234567", "tai.man"):
        assert part not in seen


def test_copied_customers_leave_the_clipboard_again(driver: Driver) -> None:
    driver.page.table.copy()
    held = QGuiApplication.clipboard().mimeData()
    assert "陳••" in held.text()
    assert held.hasFormat("x-kde-passwordManagerHint")


def test_an_identity_is_revealed_with_a_reason_and_hides_again(driver: Driver) -> None:
    driver.press("reveal")
    dialog = driver.dialog()
    assert isinstance(dialog, RevealDialog)
    assert not dialog.submit_button.isEnabled()
    driver.submit()
    assert dialog.isVisible()
    dialog.reason.choose(RevealReason.OTHER.value)
    assert dialog.submit_button.isEnabled()
    driver.submit()
    assert dialog.form.error("words")
    dialog.words.setText("Police asked")
    driver.submit()
    assert "陳大文" in driver.seen()
    assert "9123 4567" in driver.seen()
    driver.context.set_private(True)
    assert "陳大文" not in driver.seen()
    driver.context.set_private(False)
    driver.page.leave()
    assert "陳大文" not in driver.seen()


def test_locking_hides_what_was_revealed(driver: Driver) -> None:
    detail = driver.page.detail
    assert detail.customer is not None
    detail.show_revealed(Revealed(detail.customer.id, CHAN))
    assert "陳大文" in driver.seen()
    driver.context.locking.emit()
    assert "陳大文" not in driver.seen()


def test_correcting_asks_to_reveal_first(driver: Driver) -> None:
    driver.press("correct")
    dialog = driver.dialog()
    assert isinstance(dialog, RevealDialog)
    dialog.reason.choose(RevealReason.CORRECT.value)
    driver.submit()
    driver.press("correct")
    dialog = driver.dialog()
    assert isinstance(dialog, CorrectIdentityDialog)
    phone = dialog.form.field("phone")
    assert isinstance(phone, QLineEdit)
    phone.setText("12")
    driver.submit()
    assert dialog.form.error("phone")
    phone.setText("6000 0000")
    driver.submit()
    assert "0000" in driver.seen()


def test_what_an_identity_was_before_is_shown_with_it_and_hides_with_it(driver: Driver) -> None:
    number = driver.page.detail.customer
    assert number is not None
    with driver.store.writing() as session:
        customers.correct(session, number.id, replace(CHAN, phone="6000 0000"))
    reveal_for(driver, RevealReason.VERIFY)
    earlier = (f"Telephone before by {driver.context.user.name}", "+85291234567")
    assert [words for words in earlier if words not in driver.seen()] == []
    driver.context.set_private(True)
    assert "+85291234567" not in driver.seen()
    driver.context.set_private(False)
    driver.qtbot.waitUntil(lambda: "+85291234567" in driver.seen())
    driver.press("hide_now")
    assert "+85291234567" not in driver.seen()
    (change,) = corrections(driver.store)
    assert (change.field, change.after) == ("Telephone before", "••••4567")


def corrections(store: Store) -> list[TrailChange]:
    """What the trail tells a supervisor of words that a correction replaced."""
    with store.reading(identities=True) as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    return [
        line.changes[0] for line in lines if line.about == "Words for supervisors only CU-00001"
    ]


def test_group_language_and_district_are_changed_and_put_back(driver: Driver) -> None:
    with driver.store.writing() as session:
        customer = driver.page.detail.customer
        assert customer is not None
        row = session.get(CustomerRow, customer.id)
        assert row is not None
        row.district = "Macau"  # a file brought it
    driver.page.reload()
    driver.settle()
    driver.press("describe")
    dialog = driver.dialog(DescribeDialog)
    typed = filled(dialog.form, [CUSTOMER.field("segment")], 4)
    put_text(dialog.form.field("preferred_language"), "zh_CN")
    dialog.reject()
    driver.press("describe")  # what was chosen is kept
    driver.submit()
    assert shown_missing(driver, typed | {"language": "简体中文", "district": "Macau"}) == []
    with driver.store.reading() as session:
        entry = audit_trail.page(session, TrailFilter()).lines[0]
    assert {change.field: change.after for change in entry.changes} == {
        "Customer group": typed["segment"],
        "Preferred language": "简体中文",
    }
    driver.undo()
    assert shown_missing(driver, typed) == ["segment"]


def test_a_new_customer_is_warned_of_when_known(driver: Driver) -> None:
    driver.press("new_customer")
    dialog = driver.dialog()
    assert isinstance(dialog, NewCustomerDialog)
    phone = dialog.form.field("phone")
    assert isinstance(phone, QLineEdit)
    email = dialog.form.field("email")
    assert isinstance(email, QLineEdit)
    email.setText("taiman@")
    phone.setText("9123 4567")
    dialog.statement.choose("not_yet")
    driver.submit()
    assert "taiman@" in dialog.form.error("email")
    driver.qtbot.waitUntil(lambda: "CU-00001" in dialog.alike.text)
    assert "same telephone" in dialog.alike.text
    assert dialog.form.error("email")  # a look-up takes no error away, before or after its answer
    driver.press("use_this", dialog)
    driver.settle()
    assert not [one for one in driver.page.findChildren(Dialog) if one.isVisible()]


def test_a_new_customer_is_added_with_statement_and_consent(driver: Driver) -> None:
    driver.press("new_customer")
    dialog = driver.dialog()
    assert isinstance(dialog, NewCustomerDialog)
    driver.submit()
    assert dialog.form.error("statement") == "Say whether the customer was given the statement."
    dialog.statement.choose("earlier")
    dialog.given_on.set_day(driver.context.today() - timedelta(days=3))
    dialog.channel.choose("letter")
    driver.submit()
    assert (dialog.form.error("name"), dialog.message.text) == (
        "Enter at least a name, a telephone or an e-mail.",
        "",
    )
    name = dialog.form.field("name")
    assert isinstance(name, QLineEdit)
    name.setText("李小美")
    dialog.marketing.choose(Consent.AGREED.value)
    dialog.source.setText("form 7")
    driver.submit()
    shown = driver.page.detail.customer
    assert shown is not None
    assert shown.marketing is Consent.AGREED
    assert "version 2, 2 Oct 2026, Letter, recorded by" in driver.seen()
    assert driver.page.model.rowCount() == 2
    driver.undo()
    with driver.store.reading(identities=True) as session:
        assert customers.read(session, shown.id).archived_at is not None


ASKED_APART = {
    *(field.key for field in CUSTOMER.fields if not field.stored or "statement" in field.key),
    *("ref", "marketing"),
    *("created_at", "created_by", "archived_at", "anonymised_at"),
}
"""What the program notes of a customer by itself, or asks for in words of its own."""


def filled(form: FormGrid, fields: Iterable[RecordField], turn: int) -> dict[str, str]:
    """Something in each field that no other holds; what was chosen, by key."""
    texts = {"phone": f"9123 456{turn}", "email": f"somebody{turn}@example.com"}
    for field in fields:
        editor = form.field(field.key)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(turn)
            texts[field.key] = editor.currentText()
        else:
            put_text(editor, texts.setdefault(field.key, f"{field.key} {turn}"))
    return {field.key: texts[field.key] for field in fields}


def shown_missing(driver: Driver, texts: Mapping[str, str]) -> list[str]:
    seen = driver.seen()
    return [key for key, text in texts.items() if text not in seen]


def test_every_field_of_a_customer_is_typed_shown_and_put_right(driver: Driver) -> None:
    """A new field of the record that a dialog or the page leaves out is red here."""
    besides = [field for field in CUSTOMER.fields if field.key not in ASKED_APART]
    driver.press("new_customer")
    dialog = driver.dialog()
    assert isinstance(dialog, NewCustomerDialog)
    typed = filled(dialog.form, IDENTITY.fields, 1) | filled(dialog.form, besides, 1)
    dialog.statement.choose("not_yet")
    driver.submit()
    reveal_for(driver, RevealReason.CORRECT)
    assert shown_missing(driver, typed) == []
    driver.press("correct")
    correct = driver.dialog(CorrectIdentityDialog)
    typed |= filled(correct.form, IDENTITY.fields, 2)
    driver.submit()
    driver.qtbot.waitUntil(lambda: shown_missing(driver, typed) == [])


def test_an_unfinished_customer_comes_back_from_the_vault(driver: Driver) -> None:
    driver.press("new_customer")
    name = child(driver.dialog(), QLineEdit, "name")
    assert name is not None
    name.setText("黃")
    driver.dialog().reject()
    driver.settle()
    driver.press("new_customer")
    again = child(driver.dialog(), QLineEdit, "name")
    assert again is not None
    assert again.text() == "黃"
    assert (driver.store.folder / "store.db").exists()


def test_consent_is_recorded_with_its_channel(driver: Driver) -> None:
    driver.press("consent")
    dialog = driver.dialog()
    assert isinstance(dialog, ConsentDialog)
    driver.submit()
    assert dialog.form.error("answer") == "Choose what the customer said."
    dialog.answer.choose(Consent.REFUSED.value)
    dialog.purpose.choose("survey")
    dialog.day.set_day(driver.context.today() - timedelta(days=2))
    driver.submit()
    with driver.store.reading() as session:
        assert driver.page.detail.customer is not None
        stands = consents.standing(session, driver.page.detail.customer.id)
    assert [each.consent.value for each in stands] == ["not_asked", "refused", "not_asked"]


def test_an_opt_out_in_the_window_survives_a_list_and_blocks_the_letters(
    driver: Driver, tmp_path: Path
) -> None:
    def answer_with(answer: Consent, source: str) -> ConsentDialog:
        driver.press("consent")
        dialog = driver.dialog(ConsentDialog)
        dialog.answer.choose(answer.value)
        dialog.source.setText(source)
        driver.submit()
        return dialog

    def letters() -> int:
        path = tmp_path / f"letters {len(list(tmp_path.glob('*.csv')))}.csv"
        return exports.write_list(driver.store, ExportOrder("marketing", path, "Offer")).rows

    answer_with(Consent.AGREED, "form 7")
    assert letters() == 1
    answer_with(Consent.REFUSED, "")
    assert letters() == 0
    rows = [["Phone", "Name", "OK"], ["91234567", "陳大文", "yes"]]
    columns = {"Phone": "phone", "Name": "name", "OK": "consent_marketing"}
    mapping = ImportMapping(ImportKind.CUSTOMERS, columns, unique_by="phone")
    taken(driver.store, tmp_path, rows, mapping)
    assert letters() == 0
    dialog = answer_with(Consent.AGREED, "")
    assert dialog.form.error("source") == "Enter who agreed, or on which form."
    dialog.source.setText("form 8")
    driver.submit()
    assert letters() == 1


def test_a_new_version_of_the_statement_is_written_and_shown_as_it_prints(driver: Driver) -> None:
    child(driver.page, QToolButton, "statement").click()
    driver.settle()
    dialog = driver.dialog(StatementsDialog)
    driver.qtbot.waitUntil(lambda: bool(dialog.preview.pdf))
    dialog.new.click()
    new = driver.dialog(NewStatementDialog)
    put_text(new.form.field("text_en"), "")
    new.press()
    driver.settle()
    assert new.form.error("text_en") == "Write the statement in all three languages."
    put_text(new.form.field("text_en"), "Why we ask\nTo call you back.")
    new.press()
    driver.settle()
    driver.qtbot.waitUntil(lambda: dialog.version.value == "3")
    driver.qtbot.waitUntil(lambda: "To call you back." in in_one_line(dialog.preview.pdf))


def test_several_customers_are_recorded_as_given_the_statement(driver: Driver) -> None:
    with driver.store.writing() as session:
        customers.add(session, NewCustomer(CHAN))
    driver.page.show_object("outstanding")
    driver.settle()
    assert driver.page.model.rowCount() == 2
    driver.page.table.selectAll()
    driver.press("tell_several")
    driver.submit()
    assert driver.page.model.rowCount() == 0
    driver.undo()
    driver.qtbot.waitUntil(lambda: driver.page.model.rowCount() == 2)


def test_archiving_can_be_undone(driver: Driver) -> None:
    driver.press("archive")
    assert driver.page.model.rowCount() == 0
    undo = driver.toasts[-1].undo
    assert undo is not None
    undo()
    driver.settle()
    assert driver.page.model.rowCount() == 1


def test_a_customer_is_found_by_two_signs(driver: Driver) -> None:
    driver.page.search.setText("大文")
    driver.qtbot.waitUntil(lambda: driver.page.model.rowCount() == 1)
    driver.page.search.setText("李")
    driver.qtbot.waitUntil(lambda: driver.page.model.rowCount() == 0)
    driver.settle()
    assert driver.page.empty.title.text() == "No results"


def test_a_customers_complaints_lead_to_their_page(driver: Driver) -> None:
    driver.qtbot.waitUntil(lambda: "Customer added" in driver.seen())
    kind = driver.page.detail.timeline.kind
    kind.choose("feedback")
    driver.qtbot.waitUntil(lambda: "Customer added" not in driver.seen())
    driver.settle()
    driver.press("open_record")
    assert driver.went[-1][0] == "complaints"


def test_views_narrow_the_list(driver: Driver) -> None:
    driver.page.chips.choose("agreed")
    driver.settle()
    assert driver.page.model.rowCount() == 0
    assert driver.page.pane.is_empty


def test_an_auditor_sees_references_only(qtbot: QtBot, tmp_path: Path, driver: Driver) -> None:
    driver.context.tasks.close()
    driver.store.close()
    auditor = factory.open_store(tmp_path, Role.AUDITOR, source=factory.FixedClock())
    running = Tasks(auditor)
    signed_in = SignedIn(auditor.folder, auditor.user, SHOP, auditor.clock.now)
    watching = Driver(qtbot, Context(running, signed_in, Settings()), auditor)
    watching.page.table.choose(0)
    watching.settle()
    seen = watching.seen()
    assert "CU-00001" in seen
    assert "陳" not in seen
    assert not watching.page.search.isVisible()
    assert "contact" not in [column.key for column in watching.page.model.columns]
    hidden = {"reveal", "correct", "archive", "new_customer", "consent"}
    shown = {b.objectName() for b in watching.page.findChildren(QPushButton) if b.isVisible()}
    assert not hidden & shown
    running.close()
    auditor.close()


def test_on_a_small_screen_each_customer_can_be_told_and_worked(driver: Driver) -> None:
    """At 1024 × 600 the column of names was 54 pixels wide, beside a scroll bar."""
    table = driver.page.table
    driver.page.resize(912, 540)
    driver.settle()
    assert table.columnWidth(0) >= 150
    assert table.columnWidth(1) >= 118
    assert not table.horizontalScrollBar().isVisible()
    driver.qtbot.keyClick(table, Qt.Key.Key_Menu)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.close()
    shown = driver.page.detail.buttons()
    steps = [button.text() for button in shown if button.menu() is None]
    assert texts[: len(steps)] == steps[::-1]
    assert "Record a disclosure…" in texts
    assert "Copy number CU-00001" in texts
