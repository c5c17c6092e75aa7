"""The page of complaints: of an empty store, and with two open cases."""

import pytest
from pytestqt.qtbot import QtBot

from csq_desktop.domain.complaints.facts import (
    Channel,
    NewComplaint,
    Severity,
)
from csq_desktop.services.complaints import complaints
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from tests.ui.complaints.driver import Driver


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
