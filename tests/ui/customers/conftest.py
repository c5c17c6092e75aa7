"""The customers page over one customer with a complaint, or over three."""

import pytest
from pytestqt.qtbot import QtBot

from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.customers.facts import (
    Identity,
    NewCustomer,
)
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from tests.ui.customers.customers_case import CHAN, Driver


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store) -> Driver:
    with store.writing() as session:
        one = customers.add(session, NewCustomer(CHAN, segment="member"))
        now = store.clock.now()
        new = NewComplaint(
            Channel.COUNTER, now, "till.waiting", Severity.LOW, "Queue", customer_id=one
        )
        complaints.log(session, new)
    driven = Driver(qtbot, context, store)
    driven.page.table.choose(0)
    driven.settle()
    return driven


@pytest.fixture
def three(driver: Driver) -> Driver:
    """Three customers, the newest first in the list; the oldest is open."""
    with driver.store.writing() as session:
        for name in ("李小美", "黃志強"):
            customers.add(session, NewCustomer(Identity(name)))
    driver.page.reload()
    driver.settle()
    driver.page.table.choose(2)
    driver.settle()
    return driver
