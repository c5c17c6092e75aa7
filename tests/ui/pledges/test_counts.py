"""Entering the counts of a day by keyboard: cells, days, drafts, saving and taking back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Role
from csq_desktop.services import drafts
from csq_desktop.services.pledges import pledges
from csq_desktop.services.settings import shop
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.kit.tables.shown import SHOWN
from csq_desktop.ui.pledges.counting.counts_dialog import CountsDialog
from csq_desktop.ui.pledges.counting.counts_model import KEYS, CountEntry, CountsModel
from csq_desktop.ui.pledges.counting.reasons_notice import ReasonsNotice
from csq_desktop.ui.tasks import Tasks
from tests import factory
from tests.pledge_case import TERMS, count, do, look, retired, till
from tests.ui.conftest import SHOP
from tests.ui.finding import child, take_up
from tests.ui.pledges.pledges_case import Driver

TODAY, SUNDAY = date(2026, 10, 5), date(2026, 10, 4)


@pytest.fixture
def two(store: Store) -> tuple[int, int]:
    """Two pledges counted by hand since the 3rd; the second has no longest time."""
    first = till(store, effective_from=date(2026, 10, 3))
    terms = replace(TERMS, maximum_share=None, effective_from=date(2026, 10, 3))
    second = do(store, pledges.define, NewPledge("TEL", PledgeSource.MANUAL, "", terms))
    count(store, first, date(2026, 10, 3), 10, 0)
    count(store, second, date(2026, 10, 3), 10, 0)
    return first, second


@pytest.fixture
def driver(qtbot: QtBot, context: Context, store: Store, two: tuple[int, int]) -> Driver:
    return Driver(qtbot, context, store)


def test_identities_among_the_reasons_are_said_and_left_out(driver: Driver) -> None:
    dialog = opened(driver)
    notice = child(dialog, ReasonsNotice)
    assert notice.isHidden()
    dialog.model.type_in(0, "reason", "Mrs Chan called 9876 5432")
    assert notice.words.text().startswith("This contains a name and a telephone number.")
    child(notice, QPushButton, "reasons_leave_out").click()
    assert dialog.model.entries[0].typed["reason"] == "[name] called [telephone]"
    assert notice.isHidden()


def opened(driver: Driver) -> CountsDialog:
    """The dialog, opened by the page's key."""
    driver.page.primary_action()
    driver.settle()
    return driver.dialog(CountsDialog)


def at(dialog: CountsDialog) -> tuple[int, str]:
    index = dialog.table.currentIndex()
    return index.row(), KEYS[index.column()]


def everything(store: Store) -> dict[tuple[int, date], DayCount]:
    found = look(store, pledges.counts_of_all, date(2026, 10, 3), TODAY)
    return {(one.pledge_id, one.day): one for one in found}


def test_without_a_pledge_counted_by_hand_nothing_is_said_to_be_counted(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    dialog = opened(Driver(qtbot, context, store))
    assert dialog.empty.isVisible()
    assert not dialog.about.isVisible()
    assert dialog.about.text() == ""


def test_a_day_is_counted_with_the_keyboard_alone(
    driver: Driver, store: Store, two: tuple[int, int]
) -> None:
    dialog = opened(driver)
    assert dialog.heading.text() == "Monday 5 Oct 2026"
    assert dialog.about.text() == "2 pledges have no counts."
    assert at(dialog) == (0, "met")
    driver.type(dialog.table, "58⇥2⇥1⇥4⇥Fire drill⇥")
    assert at(dialog) == (1, "met")
    driver.type(dialog.table, "30⇥1⇥")
    assert at(dialog) == (1, "excluded")
    driver.submit(dialog)
    assert driver.no_dialog()
    assert driver.toasts[-1].text == "Counts for 5 Oct saved."
    stored = everything(store)
    assert stored[two[0], TODAY] == DayCount(two[0], TODAY, 58, 2, 1, 4, "Fire drill")
    assert stored[two[1], TODAY] == DayCount(two[1], TODAY, 30, 1)
    driver.undo()
    assert (two[0], TODAY) not in everything(store)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ({"met": "1", "excluded": "2"}, "reason"),
        ({"met": "9", "missed": "1", "over_maximum": "2"}, "over_maximum"),
        ({"met": "9", "missed": "x"}, "missed"),
        ({"reason": "Fire"}, "met"),
    ],
)
def test_the_keyboard_goes_to_what_is_to_be_mended(
    driver: Driver, typed: dict[str, str], key: str
) -> None:
    dialog = opened(driver)
    dialog.model.type_block({1 - ("over_maximum" in typed): typed})
    dialog.press()
    assert at(dialog) == (1 - ("over_maximum" in typed), key)


def test_enter_goes_down_and_then_to_the_next_column(driver: Driver) -> None:
    dialog = opened(driver)
    driver.type(dialog.table, "5⏎")
    assert at(dialog) == (1, "met")
    driver.type(dialog.table, "6⏎")
    assert at(dialog) == (0, "missed")
    driver.type(dialog.table, "⏎")
    assert at(dialog) == (1, "missed")
    driver.type(dialog.table, "⏎")
    assert at(dialog) == (0, "over_maximum")
    driver.type(dialog.table, "⏎")
    assert at(dialog) == (0, "excluded")  # the second pledge has no longest time


def test_arrows_leave_a_field_at_its_ends(driver: Driver) -> None:
    dialog = opened(driver)
    driver.type(dialog.table, "12→")
    assert at(dialog) == (0, "missed")
    driver.type(dialog.table, "3↓")
    assert at(dialog) == (1, "missed")
    driver.type(dialog.table, "4↑")
    assert at(dialog) == (0, "missed")
    driver.type(dialog.table, "5")
    editor = dialog.table.indexWidget(dialog.table.currentIndex())
    assert isinstance(editor, QLineEdit)
    driver.type(dialog.table, "←")
    assert editor.cursorPosition() == 0
    driver.type(dialog.table, "←")
    assert at(dialog) == (0, "met")
    typed = dialog.model.entries
    assert (typed[0].typed["met"], typed[0].typed["missed"], typed[1].typed["missed"]) == (
        "12",
        "5",
        "4",
    )


def test_tab_leaves_the_table_after_its_last_cell(driver: Driver) -> None:
    dialog = opened(driver)
    dialog.table.go_to(1, "reason")
    driver.type(dialog.table, "⇥")
    assert at(dialog) == (1, "reason")
    assert not dialog.table.hasFocus()
    dialog.table.setFocus()
    dialog.table.go_to(1, "reason")
    driver.type(dialog.table, "Why⇥")
    assert dialog.model.entries[1].typed["reason"] == "Why"
    dialog.table.setFocus()
    dialog.table.go_to(0, "met")
    driver.type(dialog.table, "⇤")
    assert at(dialog) == (0, "met")
    dialog.table.setFocus()
    dialog.table.go_to(1, "reason")
    driver.type(dialog.table, "⏎")
    assert not dialog.table.hasFocus()


def test_delete_empties_a_cell_and_an_emptied_row_is_not_counted(
    driver: Driver, store: Store, two: tuple[int, int]
) -> None:
    count(store, two[0], TODAY, 5, 0)
    dialog = opened(driver)
    assert at(dialog) == (1, "met")  # the first row that is empty
    for key in ("met", "missed", "over_maximum", "excluded"):
        dialog.table.go_to(0, key)
        driver.type(dialog.table, "⌫")
    assert dialog.model.entries[0].is_empty
    driver.submit(dialog)
    assert (two[0], TODAY) not in everything(store)
    driver.undo()
    assert everything(store)[two[0], TODAY].met == 5


@pytest.mark.parametrize("typed", ["3.5", "1,5", "-5", "a1b2", "1000001"])
def test_what_is_no_number_stays_as_typed_and_is_said(
    driver: Driver, store: Store, two: tuple[int, int], typed: str
) -> None:
    dialog = opened(driver)
    driver.type(dialog.table, f"7⇥{typed}⏎")
    assert dialog.model.entries[0].typed["missed"] == typed
    cell = dialog.model.index(0, KEYS.index("missed")).data(SHOWN)
    assert (cell.text, cell.tone) == (typed, Tone.BAD)
    driver.submit(dialog)
    said = "You reach the till within five minutes: Not a whole number from 0 to 1,000,000."
    assert dialog.message.text == said
    assert (two[0], TODAY) not in everything(store)
    assert at(dialog) == (0, "missed")
    driver.type(dialog.table, "2⏎")
    driver.submit(dialog)
    assert everything(store)[two[0], TODAY].missed == 2


@pytest.mark.parametrize(("typed", "shown"), [("1,234", "1234"), ("１２", "12"), ("007", "7")])
def test_numbers_are_read_as_people_write_them(driver: Driver, typed: str, shown: str) -> None:
    dialog = opened(driver)
    dialog.model.type_in(0, "met", typed)
    assert dialog.model.entries[0].typed["met"] == shown


def test_typing_again_starts_afresh(driver: Driver) -> None:
    dialog = opened(driver)
    driver.type(dialog.table, "12⏎")
    dialog.table.go_to(0, "met")
    driver.type(dialog.table, "7⏎")
    assert dialog.model.entries[0].typed["met"] == "7"


def test_what_is_wrong_is_said_and_nothing_is_saved(
    driver: Driver, store: Store, two: tuple[int, int]
) -> None:
    dialog = opened(driver)
    driver.type(dialog.table, "5⇥0⇥0⇥3")
    driver.submit(dialog)
    assert (
        dialog.message.text
        == "You reach the till within five minutes: Enter the reason for excluding them."
    )
    assert (two[0], TODAY) not in everything(store)
    assert at(dialog) == (0, "reason")
    driver.type(dialog.table, "Fire drill")
    driver.submit(dialog)
    assert everything(store)[two[0], TODAY].reason == "Fire drill"


def test_a_day_that_waits_is_one_press_away_and_all_days_are_saved_together(
    driver: Driver, store: Store, two: tuple[int, int]
) -> None:
    dialog = opened(driver)
    driver.type(dialog.table, "9⏎")
    driver.press(f"count_days_{SUNDAY.isoformat()}", dialog)
    assert dialog.heading.text() == "Sunday 4 Oct 2026"
    assert dialog.date_field.day == SUNDAY
    dialog.table.setFocus()
    driver.type(dialog.table, "8⏎")
    driver.submit(dialog)
    holder = driver.page.window().focusWidget()
    assert holder is driver.page.list, "who has counted goes on there"
    assert driver.toasts[-1].text == "Counts for 2 days saved."
    assert {key for key in everything(store) if key[0] == two[0]} == {
        (two[0], date(2026, 10, 3)), (two[0], SUNDAY), (two[0], TODAY),
    }  # fmt: skip
    driver.undo()
    assert (two[0], SUNDAY) not in everything(store)


def test_any_day_can_be_chosen_but_none_to_come(driver: Driver, store: Store) -> None:
    dialog = opened(driver)
    dialog.date_field.set_day(date(2026, 9, 1))
    driver.settle()
    assert dialog.heading.text() == "Tuesday 1 Sep 2026"
    assert dialog.empty.isVisible()
    assert dialog.chips is not None
    assert dialog.chips.chosen == ""
    for typed, error in (
        ("6/10/26", "A day in the future cannot be counted."),
        ("31/9", dialog.date_field.misread),
    ):
        dialog.date_field.setFocus()
        dialog.date_field.setText(typed)
        driver.qtbot.keyClick(dialog.date_field, Qt.Key.Key_Return)
        assert dialog.date_field.text() in (typed, "6 Oct 2026")
        assert dialog.date_error.sentence == (error or dialog.date_field.misread)
        assert dialog.day == date(2026, 9, 1)


def test_a_day_already_counted_and_a_day_the_shop_was_closed_say_so(
    driver: Driver, store: Store
) -> None:
    do(store, shop.close_shop, SUNDAY, SUNDAY, "Typhoon")
    dialog = opened(driver)
    dialog.date_field.set_day(date(2026, 10, 3))
    driver.settle()
    assert dialog.about.text().startswith("All pledges are counted")
    dialog.date_field.set_day(SUNDAY)
    driver.settle()
    assert dialog.about.text().startswith("The shop was closed on this day.")


def test_saving_nothing_closes_the_dialog(driver: Driver) -> None:
    dialog = opened(driver)
    driver.submit(dialog)
    assert driver.no_dialog()
    assert driver.toasts == []


def test_escape_keeps_what_was_typed_until_it_is_saved_or_begun_afresh(
    driver: Driver, two: tuple[int, int]
) -> None:
    dialog = opened(driver)
    driver.type(dialog.table, "5⇥2")
    dialog.reject()
    driver.settle()
    assert driver.context.drafts.get("pledges.counts") is not None
    dialog = opened(driver)
    assert dialog.message.text == "Your unfinished draft is back."
    typed = dialog.model.entries[0].typed
    assert (typed["met"], typed["missed"]) == ("5", "2")
    take_up(dialog.message)
    assert dialog.model.entries[0].is_empty
    assert driver.context.drafts.get("pledges.counts") is None


def test_a_tab_in_a_reason_does_not_spoil_the_draft(driver: Driver) -> None:
    dialog = opened(driver)
    for key, text in (("met", "5"), ("excluded", "1"), ("reason", "Fire\tdrill")):
        dialog.model.type_in(0, key, text)
    dialog.reject()
    driver.settle()
    typed = opened(driver).model.entries[0].typed
    assert (typed["met"], typed["excluded"], typed["reason"]) == ("5", "1", "Fire\tdrill")


@pytest.mark.parametrize("draft", ["5\t\t\tFire\tdrill\tagain", "5", "[5]", "[", '["5"]'])
def test_a_draft_that_does_not_fit_is_left_alone(
    driver: Driver, two: tuple[int, int], draft: str
) -> None:
    driver.context.drafts.keep("pledges.counts", {f"{two[0]}.{TODAY.isoformat()}": draft})
    assert opened(driver).model.entries[0].is_empty


def test_a_draft_of_an_earlier_day_waits_for_its_day(driver: Driver, store: Store) -> None:
    driver.page.show_object(date(2026, 9, 15))
    driver.settle()
    dialog = driver.dialog(CountsDialog)
    assert dialog.empty.isVisible()
    dialog.reject()
    till_id = look(store, pledges.everything)[0].id
    driver.context.drafts.keep("pledges.counts", {f"{till_id}.2026-10-04": "5\t\t\t\t"})
    dialog = opened(driver)
    driver.press(f"count_days_{SUNDAY.isoformat()}", dialog)
    assert dialog.model.entries[0].typed["met"] == "5"


def test_a_draft_of_a_day_long_past_is_kept_until_that_day_is_shown(
    driver: Driver, store: Store, two: tuple[int, int]
) -> None:
    do(store, pledges.retire, two[1], date(2026, 10, 4))
    old = {f"{two[0]}.2026-09-10": "5\t1\t\t\t"}
    driver.context.drafts.keep("pledges.counts", old)
    dialog = opened(driver)
    driver.type(dialog.table, "9⏎")
    driver.submit(dialog)
    assert driver.context.drafts.get("pledges.counts") == old
    dialog = opened(driver)
    dialog.date_field.set_day(date(2026, 9, 10))  # before the pledge began: nothing to put it in
    driver.settle()
    dialog.reject()
    assert driver.context.drafts.get("pledges.counts") is None


def test_the_store_refuses_in_place(driver: Driver, store: Store, two: tuple[int, int]) -> None:
    dialog = opened(driver)
    driver.type(dialog.table, "5⏎")
    retired(store, two[0], date(2026, 10, 1))  # by somebody else, meanwhile
    driver.submit(dialog)
    assert dialog.message.text == "This pledge was not in force on 5 Oct 2026."
    assert dialog.submit_button.isEnabled()
    assert dialog.model.entries[0].typed["met"] == "5"


@pytest.mark.parametrize(("role", "may"), [(Role.STAFF, True), (Role.AUDITOR, False)])
def test_staff_enter_counts_and_auditors_look(
    tmp_path: Path, qtbot: QtBot, store: Store, two: tuple[int, int], role: Role, may: bool
) -> None:
    store.close()
    other = factory.open_store(tmp_path, role, source=factory.FixedClock())
    tasks = Tasks(other)
    signed_in = SignedIn(other.folder, other.user, SHOP, other.clock.now)
    driver = Driver(qtbot, Context(tasks, signed_in, Settings(), Drafts(tasks, drafts)), other)
    try:
        page = driver.page
        assert page.primary is not None
        assert page.primary.isEnabled() is may
        assert page.detail.counts.model.flags(page.detail.counts.model.index(0, 1)) & (
            Qt.ItemFlag.ItemIsEditable
        ) == (Qt.ItemFlag.ItemIsEditable if may else Qt.ItemFlag.NoItemFlags)
        assert page.detail.made_good.entry.isEnabled() is may
        assert page.detail.made_good.add_button.isEnabled() is may
        assert page.new.isHidden()
        assert page.detail.more.isHidden()
        assert page.detail.cause.isHidden()
        page.show_object(TODAY)
        driver.settle()
        assert driver.no_dialog() is not may
        if may:
            dialog = driver.dialog(CountsDialog)
            driver.type(dialog.table, "5⏎")
            driver.submit(dialog)
            assert everything(other)[two[0], TODAY].met == 5
    finally:
        tasks.close()
        other.close()


def entry(store: Store, pledge_id: int, stored: DayCount | None = None) -> CountEntry:
    return CountEntry(look(store, pledges.read, pledge_id), TODAY, stored)


def test_the_model_keeps_qts_rules(qtbot: QtBot, store: Store, two: tuple[int, int]) -> None:
    model = CountsModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, None
    )
    assert tester.model() is model
    model.set_entries([])
    model.set_entries([entry(store, one) for one in two])
    model.type_in(0, "met", "5")
    model.set_entries([entry(store, one) for one in two])
    assert model.entries[0].typed["met"] == "5"
    assert [one.key for one in model.changed_entries()] == [(two[0], TODAY)]


@pytest.mark.parametrize(
    ("typed", "shown", "tone"),
    [
        ({}, "no counts", Tone.SOFT),
        ({"met": "0"}, "none that day", Tone.SOFT),
        ({"met": "19", "missed": "1"}, "95.0%", Tone.GOOD),
        ({"met": "18", "missed": "2"}, "90.0%", Tone.WARN),
        ({"missed": "1", "over_maximum": "2"}, "More over the maximum than not met", Tone.BAD),
        ({"met": "1", "excluded": "2"}, "Enter the reason for excluding them", Tone.BAD),
        ({"reason": "Fire"}, "Enter the numbers met and not met", Tone.BAD),
    ],
)
def test_a_row_says_what_it_amounts_to(
    store: Store, two: tuple[int, int], typed: dict[str, str], shown: str, tone: Tone
) -> None:
    model = CountsModel()
    model.set_entries([entry(store, two[0])])
    for key, text in typed.items():
        model.type_in(0, key, text)
    cell = model.index(0, KEYS.index("result")).data(SHOWN)
    assert (cell.text, cell.tone) == (shown, tone)


def test_cells_are_read_out_with_their_heading_and_row(store: Store, two: tuple[int, int]) -> None:
    model = CountsModel()
    model.set_entries([entry(store, one) for one in two])
    said = [
        model.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for row, column in ((0, 1), (0, 0))
    ]
    assert said == [
        "Met, You reach the till within five minutes: empty",
        "You reach the till within five minutes met: within 5 minutes  ·  "
        "over maximum: over 10 minutes",
    ]
    assert model.index(1, KEYS.index("over_maximum")).data() == "–"
    assert model.index(1, 0).data() == "You reach the till within five minutes"
    assert not model.setData(model.index(1, KEYS.index("over_maximum")), "1")
    assert not model.setData(model.index(0, 1), "1", Qt.ItemDataRole.DisplayRole)
    assert model.headerData(1, Qt.Orientation.Vertical) is None
    assert model.headerData(99, Qt.Orientation.Horizontal) is None
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.FontRole) is None


def test_a_count_is_changed_only_when_it_says_something_else(
    store: Store, two: tuple[int, int]
) -> None:
    stored = DayCount(two[0], TODAY, 5, 1, 0, 0)
    same = entry(store, two[0], stored)
    seen = [same.is_changed]
    same.typed["over_maximum"] = ""
    seen.append(same.is_changed)
    same.typed["met"] = "6"
    seen.append(same.is_changed)
    assert same.settle() == stored
    seen.append(same.is_changed)
    assert seen == [False, False, True, False]
