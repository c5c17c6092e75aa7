"""The two records a shop is judged by, through the window: each story ends in a look back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from csq_desktop.demo import build as demo
from csq_desktop.domain.customers.facts import Customer, CustomerFilter, RevealReason
from csq_desktop.domain.users import Role
from csq_desktop.services.customers import customers
from csq_desktop.ui.customers.new_dialog import NewCustomerDialog
from csq_desktop.ui.customers.page import CustomersPage
from csq_desktop.ui.duplicates.merge_dialog import MergeCustomersDialog
from csq_desktop.ui.duplicates.merged_section import UnmergeCustomerDialog
from csq_desktop.ui.kit.display.words import PlainLabel
from tests.journeys.hands import CTRL, Hands
from tests.ui.finding import child, shown
from tests.ui.start.start_case import Begin, Running


def signed_in(begin: Begin, folder: Path) -> Running:
    running = begin(str(folder))
    running.sign_in(0, demo.DEMO_PASSPHRASES[Role.SUPERVISOR])
    return running


def click(running: Running, name: str) -> None:
    """Press the visible button of a name, in whatever is open."""
    (button,) = (each for each in shown(running.main, QPushButton) if each.objectName() == name)
    button.click()
    running.settle()


def words_of(dialog: QWidget) -> set[str]:
    """What is read in a dialog."""
    return {label.text() for label in shown(dialog, PlainLabel)}


def known(running: Running) -> Customer:
    """Somebody with a telephone who complained."""
    with running.store.reading(identities=True) as session:
        lines = customers.first_lines(session, CustomerFilter(), 400)
        line = next(line for line in lines if line.complaints and line.masked and line.masked.phone)
        return customers.read(session, line.id)


def read(running: Running, customer_id: int) -> Customer:
    with running.store.reading(identities=True) as session:
        return customers.read(session, customer_id)


def enter_again(running: Running, phone: str, known_ref: str) -> None:
    """Enter somebody who is there already; the form says so while the telephone is typed."""
    click(running, "new_customer")
    form = child(running.main, NewCustomerDialog)
    for key, text in (("name", "Mr. CHAN Once More"), ("phone", phone)):
        field = form.form.field(key)
        assert isinstance(field, QLineEdit)
        field.setText(text)
    running.qtbot.waitUntil(lambda: known_ref in form.alike.text)
    form.statement.choose("not_yet")
    form.press()
    running.settle()


def compared(running: Running, first_id: int, second_id: int) -> MergeCustomersDialog:
    """The two side by side, from the list of possible duplicates."""
    page = child(running.main, CustomersPage)
    page.show_object(second_id)
    page.chips.choose("duplicates")
    page.reload()
    running.settle()
    rows = [page.pairs.model.row_at(row) for row in range(page.pairs.model.rowCount())]
    both = [{pair.first.id, pair.second.id} for pair in rows]
    page.pairs.table.choose(both.index({first_id, second_id}))
    click(running, "compare_pair")
    return child(running.main, MergeCustomersDialog)


def test_two_customers_are_merged_and_un_merged(begin: Begin, demo_store: Path) -> None:
    """Somebody is entered a second time; both numbers lead to one record, and then to two again."""
    running = signed_in(begin, demo_store)
    running.main.show_page("customers")
    running.settle()
    page = child(running.main, CustomersPage)
    first = known(running)
    with running.store.writing() as session:
        phone = customers.reveal(session, first.id, RevealReason.VERIFY).identity.phone
    enter_again(running, phone, first.ref)
    added = page.shown_object()
    assert isinstance(added, int)
    second = read(running, added)
    assert second.id != first.id

    dialog = compared(running, first.id, second.id)
    click(running, "reveal_both")
    running.qtbot.waitUntil(lambda: "Mr. CHAN Once More" in words_of(dialog))
    dialog.fields.choices["name"].choose("second")
    dialog.press()
    running.settle()
    assert read(running, second.id).ref == first.ref
    assert read(running, first.id).merged == (second.ref,)
    with running.store.reading(identities=True) as session:
        assert first.ref in customers.find(session, second.ref)[0].text
    running.window.activateWindow()  # without a screen nobody hands the focus back
    running.qtbot.waitUntil(lambda: QApplication.activeWindow() is not None)
    Hands(running).press(Qt.Key.Key_Z, held=CTRL)
    assert read(running, second.id) == second
    assert read(running, first.id) == first

    dialog = compared(running, first.id, second.id)
    dialog.press()
    running.settle()
    assert page.shown_object() == first.id
    click(running, "unmerge")
    child(running.main, UnmergeCustomerDialog).press()
    running.settle()
    assert read(running, second.id) == second
    assert read(running, first.id) == first
