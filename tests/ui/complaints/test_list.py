"""The list of complaints: searched, narrowed, and keeping what is chosen."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from csq_desktop.domain.complaints.facts import (
    Channel,
    NewComplaint,
    Severity,
)
from csq_desktop.services import people
from csq_desktop.services.complaints import complaints
from tests.ui.complaints.driver import Driver, cases


def test_typing_in_the_list_searches(busy: Driver) -> None:
    busy.page.table.setFocus()
    busy.page.search.setText("收銀")
    busy.qtbot.waitUntil(lambda: busy.page.model.rowCount() == 1)
    busy.page.search.setText("nobody said this")
    busy.qtbot.waitUntil(lambda: busy.page.model.rowCount() == 0)
    busy.settle()
    assert busy.page.empty.title.text() == "No results"


def test_filters_narrow_the_list_and_say_how_many(busy: Driver) -> None:
    busy.page.severity.choose(Severity.HIGH.value)
    busy.page.period.choose("30")
    busy.settle()
    assert busy.page.model.rowCount() == 1
    assert "2" in busy.page.filter_button.text()
    busy.page.chips.choose("closed_month")
    busy.settle()
    assert busy.page.model.rowCount() == 0


def test_the_list_is_narrowed_to_one_owner_and_keeps_to_it(busy: Driver) -> None:
    page = busy.page
    case = cases(busy)[0]
    with busy.store.writing() as session:
        complaints.hand_over(session, case.id, "Lam")
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


def test_the_filters_are_gone_through_and_set_by_keyboard(busy: Driver) -> None:
    page, menu = busy.page, busy.page.filter_button.menu()
    busy.settle()
    menu.popup(QPoint())

    def press(key: Qt.Key) -> QWidget | None:
        busy.qtbot.keyClick(menu.focusWidget() or menu, key)
        return menu.focusWidget()

    assert menu.focusWidget() is page.category
    reached = [press(Qt.Key.Key_Tab) for _ in range(6)]
    assert reached == [
        page.channel,
        page.severity,
        page.owner,
        page.period,
        page.order,
        page.category,
    ]
    page.owner.setFocus()
    press(Qt.Key.Key_Down)
    assert page.owner.currentText() == "Mine"
    press(Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert "1" in page.filter_button.text()


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
