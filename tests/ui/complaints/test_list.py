"""The list of complaints: searched, narrowed, and keeping what is chosen."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from csq_desktop.domain.complaints.facts import (
    Channel,
    ClockState,
    NewComplaint,
    Severity,
    State,
)
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.services import people
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.services.handovers import handovers
from csq_desktop.ui.kit.tables.shown import SHOWN
from tests.factory import FixedClock
from tests.ui.complaints.driver import Driver, cases
from tests.ui.finding import child
from tests.ui.small_screen import cut_cells


def test_typing_in_the_list_searches(busy: Driver) -> None:
    busy.page.table.setFocus()
    busy.page.search.setText("收銀")
    busy.qtbot.waitUntil(lambda: busy.page.model.rowCount() == 1)
    busy.page.search.setText("nobody said this")
    busy.qtbot.waitUntil(lambda: busy.page.model.rowCount() == 0)
    busy.settle()
    assert busy.page.empty.title.text() == "No results"
    assert counts(busy) == {"open": "0"}  # the other queues were not searched


def test_filters_narrow_the_list_and_say_how_many(busy: Driver) -> None:
    busy.page.severity.choose(Severity.HIGH.value)
    busy.page.period.choose("30")
    busy.settle()
    assert busy.page.model.rowCount() == 1
    assert "2" in busy.page.filter_button.text()
    assert counts(busy) == {"open": "1"}
    busy.page.chips.choose("closed_month")
    busy.settle()
    assert busy.page.model.rowCount() == 0
    assert counts(busy) == {"closed_month": "0"}
    busy.page.period.choose("")
    busy.page.severity.choose("")
    busy.settle()
    assert len(counts(busy)) > 1


def counts(driver: Driver) -> dict[str, str]:
    """The numbers on the chips, by queue; those without a number are left out."""
    chips = driver.page.chips.findChildren(QPushButton)
    parts = [(chip.objectName(), chip.text().rpartition("  ")) for chip in chips]
    return {
        name.removeprefix("complaint_views_"): number for name, (label, _, number) in parts if label
    }


def test_what_becomes_overdue_while_it_is_shown_says_so_and_what_is_chosen_stays(
    busy: Driver, clock: FixedClock
) -> None:
    page, minute = busy.page, child(busy.page, QTimer, "minute")
    clock.at = min(case.clocks[0].due_at or clock.at for case in cases(busy))
    clock.move(hours=-1)
    busy.show_detail(1)
    for step in ("before", "after", "chosen"):
        minute.timeout.emit()
        busy.settle()
        if step == "before":
            assert counts(busy)["overdue"] == "0"
            clock.move(hours=2)
        elif step == "after":
            assert counts(busy)["overdue"] == "1"
            assert page.model.index(1, 1).data(SHOWN).text == "Acknowledge: overdue"
            assert page.detail.complaint is not None
            assert page.detail.complaint.clocks[0].state is ClockState.OVERDUE
            page.table.selectAll()
            clock.move(minutes=2)
    assert len(page.table.selectionModel().selectedRows()) == 2


def test_the_list_is_narrowed_to_one_owner_and_keeps_to_it(busy: Driver) -> None:
    page = busy.page
    case = cases(busy)[0]
    with busy.store.writing() as session:
        handovers.hand_over(session, case.id, "Lam")
        lam = people.chosen(session, "Lam")
    page.reload()
    busy.settle()
    assert [page.owner.itemText(at) for at in range(2)] == ["All owners", "Mine"]
    page.owner.choose(str(lam))
    busy.settle()
    assert page.model.rowCount() == 1
    assert "1" in page.filter_button.text()
    page.reload()
    busy.settle()
    assert (page.owner.value, page.model.rowCount()) == (str(lam), 1)


def test_a_detail_is_shown_once_it_is_fetched(busy: Driver) -> None:
    busy.page.show_object(cases(busy)[0].id)
    assert busy.page.pane.is_empty, "headings without a record say nothing"
    busy.settle()
    assert not busy.page.pane.is_empty


def test_the_filters_are_gone_through_and_set_by_keyboard(busy: Driver) -> None:
    page, menu = busy.page, busy.page.filter_button.menu()
    busy.settle()
    menu.popup(QPoint())

    def press(key: Qt.Key) -> QWidget | None:
        busy.qtbot.keyClick(menu.focusWidget() or menu, key)
        return menu.focusWidget()

    assert menu.focusWidget() is page.category
    following = [page.second, page.cause, page.channel, page.severity, page.owner, page.problem]
    following += [page.period, page.category]
    assert [press(Qt.Key.Key_Tab) for _ in following] == following
    page.owner.setFocus()
    press(Qt.Key.Key_Down)
    assert page.owner.currentText() == "Mine"
    press(Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert "1" in page.filter_button.text()


def test_the_time_of_a_deadline_is_seen_on_a_small_screen(
    sized: Callable[..., None], busy: Driver
) -> None:
    sized(percent=100)
    now = busy.store.clock.now()
    with busy.store.writing() as session:
        complaints.acknowledge(session, cases(busy)[0].id)
        for days in (0, 3):  # one to be acknowledged in time, one too late
            received = now - timedelta(days=days)
            new = NewComplaint(Channel.WEB, received, "till.change", Severity.LOW, "Coin missing")
            complaints.log(session, new)
    busy.page.resize(790, 560)  # what the menu and a scroll bar leave of 1024
    busy.page.reload()
    busy.settle()
    assert cut_cells(busy.page) == []


def test_the_case_stays_chosen_when_the_list_changes(busy: Driver) -> None:
    busy.show_detail(1)
    chosen = busy.page.detail.complaint
    assert chosen is not None
    with busy.store.writing() as session:
        complaints.log(
            session,
            NewComplaint(
                Channel.WEB, busy.store.clock.now(), "till.change", Severity.LOW, "Coin missing"
            ),
        )
    busy.page.reload()
    busy.settle()
    assert busy.page.model.id_at(busy.page.table.currentIndex().row()) == chosen.id


def test_a_row_is_worked_from_its_menu(busy: Driver) -> None:
    table = busy.page.table
    with busy.store.writing() as session:
        customer = customers.add(session, NewCustomer(Identity("Chan")))
        new = NewComplaint(
            Channel.WEB, busy.store.clock.now(), "till.change", Severity.LOW, "Coin missing",
            customer_id=customer,
        )  # fmt: skip
        case = complaints.log(session, new)
    busy.page.reload()
    busy.settle()
    row = busy.page.model.place_of(case.id)
    place = table.visualRect(table.rows.index(row, 0)).center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        table.viewport(), QContextMenuEvent(reason, place, table.mapToGlobal(place))
    )
    busy.qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions() if action.text()]
    detail = busy.page.detail
    steps = [button.text() for button in detail.buttons() if button.menu() is None]
    assert texts[:4] == steps[::-1]
    assert f"Copy number {case.ref}" in texts
    next(action for action in menu.actions() if action.text() == "Open customer").trigger()
    assert busy.went == [("customers", customer)]
    acknowledge = child(menu, QAction, "row_acknowledge")
    menu.hide()
    acknowledge.trigger()
    busy.qtbot.waitUntil(busy.dialog().isActiveWindow)
    busy.submit()
    assert busy.state is State.ACKNOWLEDGED


def test_a_click_on_a_heading_orders_the_list(busy: Driver) -> None:
    def summaries() -> list[str]:
        busy.settle()
        return [busy.page.model.row_at(at).summary for at in range(2)]

    head = busy.page.table.head
    place = QPoint(head.sectionViewportPosition(0) + 20, 10)
    usual = summaries()
    up = ["Wrong size sent", "等候收銀太耐"]
    for expected in (up, up[::-1], usual):
        busy.qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert summaries() == expected
