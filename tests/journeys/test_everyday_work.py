"""Every day in the whole window: by keyboard alone, by right click, pasted, on a small screen."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from csq_desktop.demo import build as demo
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import (
    Channel,
    ComplaintLine,
    Filter,
    NewComplaint,
    Severity,
    State,
)
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.store import Store
from csq_desktop.ui.actions.form import ActionForm
from csq_desktop.ui.bulk.dialogs import BulkAcknowledgeDialog
from csq_desktop.ui.complaints.log_dialog import LogComplaintDialog
from csq_desktop.ui.kit.forms.fields import ChoiceBox
from csq_desktop.ui.packs.issue_dialog import IssueDialog
from csq_desktop.ui.pledges.counting.paste_dialog import PasteDialog
from csq_desktop.ui.shell.commands.shortcuts_dialog import ShortcutsDialog
from tests.checklist_case import give_out, run_through
from tests.factory import DEMO_NOW, FixedClock
from tests.journeys.hands import CTRL, Hands
from tests.ui.finding import child, shown
from tests.ui.small_screen import ROOM, cut_off
from tests.ui.start.start_case import Begin

KEY = Qt.Key
CHECKED = 14  # items of the checklist for opening the shop
TODAY, FIRST, LAST = date(2026, 11, 26), date(2026, 10, 1), date(2026, 10, 31)


def counts_of(store: Store, first: date, last: date) -> dict[tuple[int, date], DayCount]:
    with store.reading() as session:
        counts = pledges.counts_of_all(session, first, last)
    return {(count.pledge_id, count.day): count for count in counts}


def lines_of(store: Store, begins: str) -> list[ComplaintLine]:
    with store.reading() as session:
        lines = complaint_views.first_lines(session, Filter(), 250)
    return [line for line in lines if line.summary.startswith(begins)]


def states_of(store: Store, begins: str) -> set[State]:
    return {line.state for line in lines_of(store, begins)}


def owners_of(store: Store, begins: str) -> set[str]:
    """Whose the cases are; one case of each owner says the owner's name."""
    one_of_each = {line.owner_id: line.id for line in lines_of(store, begins)}
    with store.reading() as session:
        return {complaint_views.read(session, number).owner for number in one_of_each.values()}


def test_a_day_by_keyboard_alone(begin: Begin, demo_store: Path) -> None:
    hands = Hands(begin(str(demo_store)))
    hands.sign_in()
    main, store = hands.running.main, hands.running.store

    hands.press(KEY.Key_N, held=CTRL)
    hands.type("The lift stood still for an hour")
    hands.press(KEY.Key_Tab)
    hands.type("Other")
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_Return, held=CTRL)
    assert states_of(store, "The lift") == {State.RECEIVED}
    hands.menu("Acknowledge…")
    hands.press(KEY.Key_Return, held=CTRL)
    assert states_of(store, "The lift") == {State.ACKNOWLEDGED}

    hands.command("enter counts")
    before = counts_of(store, TODAY, TODAY)
    hands.type("41")
    hands.press(KEY.Key_Tab)
    hands.type("2")
    hands.press(KEY.Key_Return, held=CTRL)
    after = counts_of(store, TODAY, TODAY)
    (count,) = (after[key] for key in after if key not in before)
    assert (count.met, count.missed) == (41, 2)
    hands.press(KEY.Key_Z, held=CTRL)
    assert counts_of(store, TODAY, TODAY) == before

    hands.command("start a checklist")
    hands.press(KEY.Key_Return)
    page: Any = main.page
    assert page.view is page.run
    for _ in range(CHECKED):
        hands.press(KEY.Key_1, KEY.Key_Down)
    hands.press(KEY.Key_Return, held=CTRL)
    assert page.view is page.results

    hands.press(KEY.Key_Question)
    assert child(main, ShortcutsDialog).isVisible()
    hands.press(KEY.Key_Escape)
    hands.press(KEY.Key_L, held=CTRL)
    hands.running.end()
    assert hands.running.relaunched


def test_a_months_counts_are_pasted_and_undone(begin: Begin, demo_store: Path) -> None:
    hands = Hands(begin(str(demo_store)))
    hands.sign_in()
    main, store = hands.running.main, hands.running.store
    hands.press(KEY.Key_4, held=CTRL)
    page: Any = main.page
    page.month.choose(Month(2026, 10))
    hands.running.settle()
    detail = page.detail.pledge_detail
    days = detail.open_days
    lines = [f"{day.day}/{day.month}/2026\t{day.day + 30}\t5" for day in days]
    QApplication.clipboard().setText("\n".join(["Day\tMet\tNot met", *lines, "Total\t9\t9"]))
    before = counts_of(store, FIRST, LAST)
    counts = page.detail.counts
    counts.table.setFocus()
    counts.table.go_to(0, "met")
    typed = counts.model.entries[0].typed["met"]
    hands.type("77")
    hands.press(KEY.Key_Tab)
    assert counts.model.entries[0].typed["met"] == "77"
    hands.press(KEY.Key_Z, held=CTRL)
    assert counts.model.entries[0].typed["met"] == typed
    hands.press(KEY.Key_V, held=CTRL)
    assert child(main, PasteDialog).about.text().endswith("1 row is skipped.")
    assert counts_of(store, FIRST, LAST) == before
    hands.press(KEY.Key_Return, held=CTRL)
    after = counts_of(store, FIRST, LAST)
    pasted = [after[detail.pledge.id, day] for day in days]
    assert [(count.met, count.missed) for count in pasted] == [(day.day + 30, 5) for day in days]
    hands.press(KEY.Key_Z, held=CTRL)
    assert counts_of(store, FIRST, LAST) == before


def test_two_hundred_cases_are_worked_by_right_click_and_together(
    begin: Begin, demo_store: Path
) -> None:
    hands = Hands(begin(str(demo_store)))
    hands.sign_in()
    main, store = hands.running.main, hands.running.store
    with store.writing() as session:
        now = store.clock.now()
        for number in range(200):
            new = NewComplaint(Channel.WEB, now, "till.change", Severity.LOW, f"Coin {number}")
            complaints.log(session, new)
    hands.press(KEY.Key_3, held=CTRL)
    child(main, QPushButton, "complaint_views_open").click()
    hands.running.settle()
    hands.press(KEY.Key_Down)
    page: Any = main.page
    hands.menu("Acknowledge…")
    hands.press(KEY.Key_Return, held=CTRL)
    page.table.setFocus()
    hands.press(KEY.Key_A, held=CTRL)
    hands.menu("Acknowledge…")
    assert child(main, BulkAcknowledgeDialog).isVisible()
    hands.press(KEY.Key_Return, held=CTRL)
    assert states_of(store, "Coin") == {State.ACKNOWLEDGED}
    page.table.setFocus()
    hands.press(KEY.Key_A, held=CTRL)
    hands.menu("Hand over…")
    hands.type("Lam")
    hands.press(KEY.Key_Return, held=CTRL)
    assert owners_of(store, "Coin") == {"Lam"}


def test_a_day_on_a_small_screen(begin: Begin, demo_store: Path) -> None:
    """The worst stands first, above the chart; everything can be reached without being cut."""
    with demo.signed_in(demo_store, FixedClock(DEMO_NOW)) as store:
        run_through(store, give_out(store), i2_1="no")
    hands = Hands(begin(str(demo_store)))
    hands.sign_in()
    main = hands.running.main
    main.setWindowState(Qt.WindowState.WindowNoState)
    main.resize(*ROOM)
    page: Any = main.page
    worst = page.due.row_at(0)
    assert worst.critical
    page.due_table.setFocus()
    hands.press(KEY.Key_Return)
    results: Any = main.page
    assert len(shown(results, ActionForm)) == 1
    assert cut_off(main) == []
    hands.type("Mend it")
    hands.press(KEY.Key_Tab)
    hands.type("Lam")
    hands.press(KEY.Key_Return, held=CTRL)
    hands.press(KEY.Key_1, held=CTRL)
    assert not page.due.row_at(0).critical
    hands.press(KEY.Key_N, held=CTRL)
    dialog = child(main, LogComplaintDialog)
    assert dialog.minimumSizeHint().height() <= ROOM[1]
    hands.press(KEY.Key_Escape)
    hands.press(KEY.Key_8, held=CTRL)
    packs: Any = main.page
    child(packs, ChoiceBox, "pack_month").choose("2026-11")
    hands.running.settle()
    assert cut_off(main) == []
    child(packs, QPushButton, "issue_pack").click()
    hands.running.settle()
    issue = child(main, IssueDialog)
    words = " ".join(label.text() for label in shown(issue, QLabel))
    assert "Issue November 2026 as version 1?" in words
    assert "November 2026 is not finished" in words
    hands.press(KEY.Key_Escape)
