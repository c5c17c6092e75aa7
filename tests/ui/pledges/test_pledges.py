"""The pledges page: the list, a month of a pledge, counts in place, what may be done to it."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.packs import PackRequest
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.domain.tones import Tone
from csq_desktop.services.complaints import complaints
from csq_desktop.services.packs import packs
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context
from csq_desktop.ui.pledges.counting.counts_model import KEYS
from csq_desktop.ui.pledges.list import verdict_of
from tests.factory import FixedClock, by_hand
from tests.pledge_case import acknowledging, count, do, look, retired, till
from tests.services.small_shop import logged
from tests.ui.finding import child
from tests.ui.pledges.pledges_case import Driver

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
TODAY = date(2026, 10, 5)


@pytest.fixture
def defined(store: Store) -> int:
    return till(store)


@pytest.fixture
def pledge(store: Store, defined: int) -> int:
    """A pledge counted by hand: kept in October, missed in September."""
    count(store, defined, date(2026, 9, 1), 80, 20, 5, 3, "Fire drill")
    count(store, defined, date(2026, 10, 1), 50, 1)
    count(store, defined, date(2026, 10, 2), 60, 0)
    return defined


@pytest.fixture
def second(store: Store, defined: int) -> int:
    """A pledge counted from complaints; to be asked for before `pledge`, which has counts."""
    return acknowledging(store)


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store, pledge: int) -> Driver:
    return Driver(qtbot, context, store)


def test_a_month_that_begins_while_the_window_is_open_can_be_gone_to(
    driver: Driver, clock: FixedClock
) -> None:
    clock.at = datetime(2026, 10, 31, 16, tzinfo=UTC)  # the first of November in Hong Kong
    child(driver.page, QTimer, "minute").timeout.emit()
    driver.settle()
    assert driver.page.month.month == OCTOBER
    driver.page.month.choose(Month(2026, 11))
    driver.settle()
    assert driver.page.month.month == Month(2026, 11)


def shown_words(driver: Driver) -> str:
    labels = driver.page.findChildren(QLabel)
    return "\n".join(one.text() for one in labels if one.isVisible())


def test_an_empty_store_says_what_to_do(qtbot: QtBot, context: Context, store: Store) -> None:
    driver = Driver(qtbot, context, store)
    assert driver.page.empty.title.text() == "No pledges in October 2026"
    assert driver.button("see_proposals").isEnabled()
    assert driver.page.pane.is_empty
    assert driver.page.subtitle.text() == ""


def test_the_first_pledge_is_shown_with_its_month(driver: Driver, pledge: int) -> None:
    page = driver.page
    assert (
        page.subtitle.text()
        == "October 2026: The pledge was met  ·  12 counts of the last 14 days missing"
    )
    cards = page.detail.measures
    assert (cards.share.value.text(), cards.share.badge.text) == ("99.1%", "Met")
    assert cards.share.under.text() == "110 of 111"
    assert cards.share.badge.tone is Tone.GOOD
    assert (cards.standard.value.text(), cards.standard.under.text()) == (
        "≥ 95%",
        "within 5 minutes",
    )
    assert (cards.longest.value.text(), cards.longest.badge.text) == ("0.0%", "at most 1%")
    assert (cards.left_out.value.text(), cards.left_out.under.text()) == (
        "0",
        "No case was excluded.",
    )
    change = "+19.1 points from September: too few months yet to judge it."
    assert cards.change.text() == change
    driver.press("pledge_chart_details")
    assert cards.share.under.text() == "110 of 111\n95% CI 95.1–99.8%"
    assert cards.change.text() == f"{change} 95% CI of the change: +11.3 to +28.0."
    assert page.detail.heading.text() == "You reach the till within five minutes"
    assert "version 1 since 1 Jul 2026" in page.detail.meta.text()


@pytest.mark.usefixtures("dressed")
def test_a_short_tab_is_no_higher_than_it_needs(driver: Driver) -> None:
    tabs = driver.page.detail.tabs
    heights = []
    for at in (tabs.indexOf(driver.page.detail.counts), tabs.indexOf(driver.page.detail.left_out)):
        tabs.setCurrentIndex(at)
        heights.append(tabs.minimumSizeHint().height())
    assert heights[1] < heights[0]


def test_another_month_is_chosen_and_kept(driver: Driver, store: Store, qtbot: QtBot) -> None:
    assert driver.page.restated.isHidden()
    do(store, packs.issue, PackRequest(SEPTEMBER, ("en",)))
    by_hand(store, "UPDATE pack SET figures = json_set(figures, '$.figures[0].n', 99)")
    back = child(driver.page.month, QToolButton, "month_back")
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    driver.settle()
    cards = driver.page.detail.measures
    assert (cards.share.value.text(), cards.share.badge.text) == ("80.0%", "Not met")
    assert cards.left_out.under.text() == "Fire drill, 1 Sep"
    assert cards.longest.badge.tone is Tone.BAD
    assert driver.page.subtitle.text().startswith("September 2026: 0 of 1 pledge was met")
    assert driver.page.detail.left_out.model.rowCount() == 1
    assert driver.page.restated.text().startswith("1 figure of September 2026 has changed since")
    assert driver.page.restated.isVisible()
    driver.page.reload()
    driver.settle()
    assert driver.page.month.month == SEPTEMBER


def test_a_month_without_counts_says_so_and_not_that_there_are_too_few(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    till(store)
    assert (
        Driver(qtbot, context, store)
        .page.subtitle.text()
        .startswith("October 2026: no counts entered yet")
    )


def test_a_month_before_the_pledge_began_has_no_figure(driver: Driver, pledge: int) -> None:
    driver.page.detail.show_pledge(pledge, Month(2026, 6))
    driver.settle()
    cards = driver.page.detail.measures
    assert (cards.share.value.text(), cards.share.badge.text) == ("–", "Not in force")
    assert cards.longest.value.text() == "–"


def test_the_chart_has_its_finding_as_title_and_its_numbers_as_a_table(driver: Driver) -> None:
    chart = driver.page.detail.chart
    driver.qtbot.waitUntil(lambda: chart.view.is_drawn)
    assert chart.title.words.text() == "Too few months to show a pattern"
    driver.press("pledge_chart_as_table")
    assert chart.table is not None
    assert chart.table.isVisible()
    assert chart.table.rows.rowCount() == 2
    driver.page.detail.period.choose("12")
    driver.settle()
    assert chart.table.isVisible()
    driver.press("pledge_chart_as_table")
    assert chart.view.isVisible()


def test_pledges_are_walked_through_with_the_arrow_keys(
    qtbot: QtBot, context: Context, store: Store, second: int, pledge: int
) -> None:
    driver = Driver(qtbot, context, store)
    driver.page.list.setFocus()
    qtbot.keyClick(driver.page.list, Qt.Key.Key_Down)
    driver.settle()
    assert driver.page.detail.heading.text() == "Complaint acknowledged in time"
    assert not driver.page.detail.tabs.isTabVisible(0)
    qtbot.keyClick(driver.page.list, Qt.Key.Key_Up)
    driver.settle()
    assert driver.page.detail.heading.text() == "You reach the till within five minutes"


def test_the_list_copies_as_words(driver: Driver, qtbot: QtBot) -> None:
    driver.page.list.choose(0)
    qtbot.keyClick(driver.page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines()[1] == (
        "You reach the till within five minutes\tMet, 99.1%  ·  12 days to enter"
    )


def test_a_day_is_counted_in_place_and_undone(driver: Driver, store: Store, pledge: int) -> None:
    table = driver.page.detail.counts.table
    assert [str(one.day) for one in driver.page.detail.counts.model.entries] == [
        "2026-10-05",
        "2026-10-04",
        "2026-10-03",
        "2026-10-02",
        "2026-10-01",
    ]
    table.setFocus()
    table.go_to(1, "met")
    driver.type(table, "18⇥2⇥1⇥")
    assert KEYS[table.currentIndex().column()] == "excluded"
    driver.type(table, "3⇥Late start⏎")
    driver.settle()
    entered = DayCount(pledge, date(2026, 10, 4), 18, 2, 1, 3, "Late start")
    assert look(store, pledges.counts, pledge, entered.day, entered.day) == (entered,)
    assert driver.toasts[-1].text == "Count for 4 Oct saved."
    assert table.currentIndex().row() == 2
    driver.undo()
    assert look(store, pledges.counts, pledge, entered.day, entered.day) == ()
    assert driver.page.detail.counts.model.entries[1].is_empty


def test_a_row_that_is_wrong_waits_until_it_is_right(
    driver: Driver, store: Store, pledge: int
) -> None:
    table, model = driver.page.detail.counts.table, driver.page.detail.counts.model
    table.setFocus()
    table.go_to(0, "met")
    driver.type(table, "5⇥1⇥2⏎")
    driver.settle()
    assert model.entries[0].trouble == "More over the maximum than not met"
    assert look(store, pledges.counts, pledge, TODAY, TODAY) == ()
    table.go_to(0, "over_maximum")
    driver.type(table, "1⏎")
    driver.settle()
    assert look(store, pledges.counts, pledge, TODAY, TODAY)[0].over_maximum == 1


def test_counts_typed_in_place_are_saved_when_the_page_is_left(
    driver: Driver, store: Store, pledge: int
) -> None:
    table = driver.page.detail.counts.table
    table.setFocus()
    table.go_to(0, "met")
    driver.type(table, "7")
    driver.page.leave()
    driver.settle()
    assert look(store, pledges.counts, pledge, TODAY, TODAY)[0].met == 7


def test_counts_typed_in_place_are_saved_when_the_focus_goes_elsewhere(
    driver: Driver, store: Store, pledge: int
) -> None:
    table = driver.page.detail.counts.table
    driver.page.activateWindow()
    table.setFocus()
    table.go_to(0, "met")
    driver.type(table, "7")
    driver.page.list.setFocus()
    driver.settle()
    driver.qtbot.waitUntil(lambda: bool(look(store, pledges.counts, pledge, TODAY, TODAY)))
    driver.settle()
    saved = [one for one in driver.toasts if one.text == "Count for 5 Oct saved."]
    assert len(saved) == 1


def test_a_count_refused_by_the_store_stays_typed(
    driver: Driver, store: Store, pledge: int
) -> None:
    table, model = driver.page.detail.counts.table, driver.page.detail.counts.model
    table.setFocus()
    table.go_to(0, "met")
    driver.type(table, "7")
    table.finish_typing()
    do(store, pledges.retire, pledge, date(2026, 10, 2))  # by somebody else, meanwhile
    driver.page.detail.save()
    driver.settle()
    assert driver.page.message.text == "This pledge was not in force on 5 Oct 2026."
    assert model.entries[0].typed["met"] == "7"
    assert model.entries[0].is_changed


def test_what_is_typed_survives_a_reload(driver: Driver, store: Store, pledge: int) -> None:
    table, model = driver.page.detail.counts.table, driver.page.detail.counts.model
    table.setFocus()
    table.go_to(0, "met")
    driver.type(table, "7")
    table.finish_typing()
    count(store, pledge, date(2026, 10, 4), 20, 0)
    driver.page.reload()
    driver.settle()
    assert model.entries[0].typed["met"] == "7"
    assert model.entries[1].typed["met"] == "20"


def test_a_pledge_is_retired_with_undo_and_taken_up_again(
    driver: Driver, store: Store, pledge: int
) -> None:
    driver.menu("Retire this pledge")
    assert driver.toasts[-1].text == "Pledge retired after 5 Oct 2026."
    assert look(store, pledges.read, pledge).retired_on == TODAY
    assert "retired on 5 Oct 2026" in driver.page.detail.meta.text()
    driver.menu("Reinstate this pledge")
    assert look(store, pledges.read, pledge).retired_on is None
    driver.undo()
    assert look(store, pledges.read, pledge).retired_on == TODAY
    driver.undo(0)
    assert look(store, pledges.read, pledge).retired_on is None


def test_retired_pledges_stand_in_a_list_of_their_own(
    driver: Driver, store: Store, pledge: int
) -> None:
    driver.press("pledge_views_retired")
    assert driver.page.empty.title.text() == "No retired pledges"
    retired(store, pledge, date(2026, 9, 30))
    driver.page.reload()
    driver.settle()
    (line,) = look(store, pledge_views.lines, OCTOBER, retired=True)
    assert driver.page.list.line_at(0) == line
    assert verdict_of(line) == "retired on 30 Sep 2026"
    driver.press("pledge_views_current")
    assert driver.page.empty.title.text() == "No pledges in October 2026"


def test_promises_made_good_are_entered_and_undone(
    driver: Driver, store: Store, pledge: int
) -> None:
    good = driver.page.detail.made_good
    driver.page.detail.tabs.setCurrentWidget(good)
    assert (
        good.sentence.text() == "1 case did not meet the pledge in October 2026. A coffee voucher."
    )
    assert (good.owed.text, good.owed.tone) == ("1 remedy still due", Tone.WARN)
    good.count.setValue(1)
    good.cost.setText("abc")
    driver.press("save_made_good")
    assert "Enter the amount" in shown_words(driver)
    good.cost.setText("35")
    driver.page.month.choose(OCTOBER.shift(-1))
    driver.settle()
    assert driver.toasts[-1].text == "Draft kept"
    driver.page.month.choose(OCTOBER)
    driver.settle()
    assert (good.count.value(), good.cost.cents) == (1, 3_500)
    good.cost.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    driver.qtbot.keyClick(good.cost, Qt.Key.Key_Return, control)
    driver.settle()
    noted = look(store, pledge_months.note, pledge, OCTOBER)
    assert (noted.remedied, noted.remedied_cents) == (1, 3_500)
    assert (good.owed.text, good.owed.tone) == ("all remedied", Tone.GOOD)
    good.save.clearFocus()
    driver.undo()
    assert look(store, pledge_months.note, pledge, OCTOBER).remedied == 0
    assert good.owed.text == "1 remedy still due"


def test_an_action_comes_of_a_pledge(driver: Driver, store: Store, pledge: int) -> None:
    good = driver.page.detail.made_good
    driver.page.detail.tabs.setCurrentWidget(good)
    driver.press("add_action")
    assert good.action_form.title.text() == "Meet “You reach the till within five minutes” again"
    good.action_form.owner.setText("May")
    driver.press("action_add")
    driver.settle()
    told = look(store, pledge_views.detail, pledge, OCTOBER)
    assert [one.owner for one in told.actions] == ["May"]
    assert "A-2026-0001 · Open" in shown_words(driver)
    driver.undo()
    assert "Cancelled · Added by mistake" in shown_words(driver)


def test_a_month_without_broken_promises_owes_nothing(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    till(store)
    driver = Driver(qtbot, context, store)
    good = driver.page.detail.made_good
    assert good.sentence.text() == "Every case met the pledge in October 2026."
    assert good.owed.text == ""
    assert good.entry.isHidden()


def test_complaints_behind_a_pledge_are_opened(
    qtbot: QtBot, context: Context, store: Store, clock: FixedClock
) -> None:
    acknowledging(store)
    with store.writing() as session:
        late, excluded = logged(session, clock), logged(session, clock)
        complaints.exclude(session, excluded, "Court case")
    clock.move(days=2)
    driver = Driver(qtbot, context, store)
    good, left_out = driver.page.detail.made_good, driver.page.detail.left_out
    assert good.cases.rowCount() == 1
    assert good.cases.index(0, 2).data() == "still open"
    assert good.cases.index(0, 3).data() == "remedies still due"
    good.case_table.choose(0)
    good.case_table.opened.emit(0)
    left_out.table.opened.emit(0)
    assert driver.went == [("complaints", late), ("complaints", excluded)]
    assert left_out.model.index(0, 3).data() == "C-2026-0002-SSP01"


def test_opening_a_left_out_count_leads_nowhere(driver: Driver) -> None:
    driver.page.month.choose(SEPTEMBER)
    driver.settle()
    driver.page.detail.left_out.table.opened.emit(0)
    assert driver.went == []


def test_a_pledge_or_a_day_is_shown_when_another_page_asks(
    second: int, driver: Driver, store: Store, pledge: int
) -> None:
    driver.page.show_object(second)
    driver.settle()
    assert driver.page.detail.heading.text() == "Complaint acknowledged in time"
    driver.page.show_object(date(2026, 10, 3))
    driver.settle()
    from csq_desktop.ui.pledges.counting.counts_dialog import CountsDialog

    dialog = driver.dialog(CountsDialog)
    assert dialog.day == date(2026, 10, 3)
    dialog.reject()


def test_a_retired_pledge_is_shown_when_another_page_asks(
    second: int, driver: Driver, store: Store, pledge: int
) -> None:
    retired(store, pledge, date(2026, 9, 30))
    driver.page.show_object(pledge)
    driver.settle()
    assert driver.page.detail.heading.text() == "You reach the till within five minutes"


@pytest.mark.usefixtures("dressed")
def test_wide_windows_put_the_tabs_beside_the_chart(driver: Driver) -> None:
    chart, tabs = driver.page.detail.chart, driver.page.detail.tabs
    assert tabs.y() > chart.y()
    driver.page.resize(2300, 1000)
    driver.settle()
    assert tabs.x() > chart.x()
    assert tabs.y() < chart.y() + chart.height()
