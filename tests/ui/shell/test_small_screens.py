"""Nothing is cut off on a screen of 960 × 540, which is 1080p at a scale of 2."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop import texts
from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.complaints.facts import Channel, NewComplaint, Severity
from csq_desktop.domain.customers.facts import Identity, NewCustomer, Revealed
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.services.pledges import pledges
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.customers.detail import CustomerDetail
from csq_desktop.ui.settings.page import SettingsPage
from csq_desktop.ui.shell import pages
from csq_desktop.ui.shell.main_window import MainWindow
from csq_desktop.ui.shell.start_window import StartWindow
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme, tokens
from tests.checklist_case import give_out, run_through
from tests.factory import FixedClock
from tests.pledge_case import till
from tests.ui.finding import shown
from tests.ui.small_screen import ROOM, cut_cells, cut_off, squeezed

IDENTITY = Identity(
    "歐陽慕容家俊",
    "OUYANG Christopher Bartholomew",
    "91234567",
    "christopher.bartholomew.ouyang@customer-service.example.com.hk",
    "Flat 2305, 23/F, Block 14, Whampoa Garden, Hung Hom, Kowloon",
    their_reference="MEMBERSHIP-2026-000000123456",
    note="asked-for-a-call-back-in-the-afternoon-only",
)


def show_small(window: QWidget, qtbot: QtBot, room: tuple[int, int] = ROOM) -> None:
    qtbot.addWidget(window)
    window.setWindowState(Qt.WindowState.WindowNoState)  # the tests' screen is smaller than it
    window.resize(*room)
    window.show()


@pytest.fixture(params=texts.LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    texts.set_language(request.param)
    yield request.param
    texts.set_language("en")


def test_the_smallest_window_leaves_room_for_a_task_bar() -> None:
    assert tokens.SMALLEST_WINDOW[0] <= ROOM[0]
    assert tokens.SMALLEST_WINDOW[1] <= ROOM[1]


@pytest.mark.parametrize(("percent", "room"), [(100, ROOM), (200, (1024, 600))])
def test_every_page_and_section_fits(
    context: Context,
    tasks: Tasks,
    qtbot: QtBot,
    store: Store,
    sized: Callable[..., None],
    percent: int,
    room: tuple[int, int],
) -> None:
    sized(percent=percent)
    _filled(store)
    window = MainWindow(context, entries=pages.PAGES)
    show_small(window, qtbot, room)
    faults = []
    for entry in pages.PAGES:
        window.show_page(entry.key)
        page = window.page
        keys: list[object] = [None]
        if isinstance(page, SettingsPage):
            keys = [*page.entries]
        for key in keys:
            page.show_object(key)
            qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
            QApplication.processEvents()
            cut = [*cut_off(window, room), *cut_cells(window), *squeezed(window)]
            faults += [f"{entry.key} {key}: {fault}" for fault in cut]
    assert not faults, "\n".join(faults)


@pytest.mark.usefixtures("dressed", "language")
def test_every_record_fits(context: Context, tasks: Tasks, store: Store, qtbot: QtBot) -> None:
    """Each page beside a record of it, filled as a busy shop fills it."""
    records = _filled(store)
    window = MainWindow(context, entries=pages.PAGES)
    show_small(window, qtbot)
    faults = []
    for key, record in records:
        window.show_page(key)
        window.page.show_object(record)
        qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
        for detail in shown(window, CustomerDetail):
            assert detail.customer is not None
            detail.show_revealed(Revealed(detail.customer.id, IDENTITY))
        for _ in range(3):  # a layout asks the one around it by an event
            QApplication.processEvents()
        faults += [f"{key}: {fault}" for fault in cut_off(window)]
    assert not faults, "\n".join(faults)


def _filled(store: Store) -> list[tuple[str, object]]:
    """Give a store something of every kind; returns the pages and what to show there."""
    pledge = till(store)
    template = give_out(store)
    run_through(store, template, i2_1="no")
    with store.writing() as session:
        for days in range(1, 5):
            day = store.clock.now().date() - timedelta(days=days)
            pledges.count_day(session, DayCount(pledge, day, 1_234, 321, 12, 7, "Fire drill"))
        customer = customers.add(session, NewCustomer(IDENTITY, segment="member"))
        words = "The replacement-part-number-XK-2231-0098-77-A had not arrived. " * 8
        new = NewComplaint(
            Channel.COUNTER,
            store.clock.now(),
            "product.defective",
            Severity.HIGH,
            words,
            customer_id=customer,
        )
        case = complaints.log(session, new).id
        complaints.acknowledge(session, case)
        actions.promise(session, NewAction(words[:100], "Fung Wing-yan", store.clock.now().date()))
    return [
        *(("today", None), ("complaints", case), ("customers", customer), ("pledges", pledge)),
        *(("checklists", template), ("packs", None), ("settings", "users")),
    ]


@pytest.mark.usefixtures("language")
def test_every_page_before_the_sign_in_fits(dressed: theme.Theme, qtbot: QtBot) -> None:
    tasks = Tasks()
    window = StartWindow(tasks, Settings(), source=FixedClock())
    show_small(window, qtbot)
    for show_page in (window.show_welcome, window.show_new_store, window.show_restore):
        show_page()
        QApplication.processEvents()
        assert cut_off(window) == []
    tasks.close()
