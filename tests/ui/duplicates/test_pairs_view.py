"""The list of possible duplicates, who is offered while typing, and the way to the other record."""

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.services.customers import customers
from csq_desktop.services.duplicates import pairs
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.customers.page import CustomersPage
from csq_desktop.ui.duplicates.alike import MOST_AT_ONCE, AlikeCustomers
from csq_desktop.ui.duplicates.merge_dialog import MergeCustomersDialog
from csq_desktop.ui.duplicates.pick_dialog import PickCustomerDialog
from tests.ui.finding import child
from tests.ui.page_case import PageDriver

CHAN = Identity("陳大文", "CHAN Tai Man", "91234567", "tai.man@example.com")
"""Entered seven times, by telephone alone."""


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> PageDriver[CustomersPage]:
    with store.writing() as session:
        customers.add(session, NewCustomer(CHAN))
        for _ in range(MOST_AT_ONCE):
            customers.add(session, NewCustomer(Identity(phone="91234567")))
        customers.add(session, NewCustomer(Identity("陈大文先生")))
    return PageDriver(qtbot, context, store, CustomersPage)


def test_a_pair_said_to_be_two_persons_is_listed_no_more_until_it_is_undone(
    driver: PageDriver[CustomersPage],
) -> None:
    listed = driver.page.pairs
    driver.press("customer_views_duplicates")
    count = listed.model.rowCount()
    assert count == 11  # ten by the telephone, one by the name
    assert not listed.compare.isEnabled()
    listed.table.choose(0)
    driver.press("not_the_same")
    assert listed.model.rowCount() == count - 1
    driver.undo()
    assert listed.model.rowCount() == count
    driver.context.set_private(True)
    assert "陳" not in listed.model.cell_at(0, 0).text
    driver.context.set_private(False)
    listed.table.choose(0)
    driver.press("compare_pair")
    dialog = driver.dialog(MergeCustomersDialog)
    dialog.survivor.choose("second")
    assert dialog.collect()["survivor"] == "second"
    dialog.reject()
    again = MergeCustomersDialog(driver.context, _ids(driver), driver.page)
    driver.settle()
    assert again.survivor.value == "second"  # a draft keeps the choices
    again.forget_draft()


def _ids(driver: PageDriver[CustomersPage]) -> tuple[int, int]:
    pair = driver.page.pairs.model.row_at(0)
    return pair.first.id, pair.second.id


def test_all_who_are_alike_are_offered_and_each_can_be_taken(
    driver: PageDriver[CustomersPage],
) -> None:
    alike = AlikeCustomers(driver.context, lambda: Identity(phone="9123 4567"))
    driver.qtbot.addWidget(alike)
    taken: list[int] = []
    alike.chosen.connect(taken.append)
    alike.show()
    alike.seek()
    driver.qtbot.waitUntil(lambda: alike.text.count("same telephone") == MOST_AT_ONCE)
    driver.press("alike_more", alike)
    driver.qtbot.waitUntil(lambda: alike.text.count("same telephone") == MOST_AT_ONCE + 1)
    driver.press("use_this", alike)
    assert len(taken) == 1
    alike.clear()
    assert alike.isHidden()


def test_the_other_record_is_found_and_compared(driver: PageDriver[CustomersPage]) -> None:
    with driver.store.reading(identities=True) as session:
        first, second = pairs.likely(session)[0].first, pairs.likely(session)[0].second
    dialog = PickCustomerDialog(driver.context, first.id, driver.page)
    dialog.open()
    field = child(dialog, QLineEdit)
    field.setText(second.ref)
    dialog.search.searched.emit(second.ref)
    driver.settle()
    picked: list[int] = []
    dialog.picked.connect(picked.append)
    assert dialog.customer.count() == 1
    driver.submit(dialog)
    assert picked == [second.id]
