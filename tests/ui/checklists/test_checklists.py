"""The checklists page over a real store: the list, the runs, results, papers, every look."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop import texts
from csq_desktop.domain.actions import ActionSource, NewAction
from csq_desktop.domain.checklists.facts import Every, RunState
from csq_desktop.domain.checklists.schedule import Overview
from csq_desktop.domain.tones import Tone
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.actions import actions
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.services.today import today
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.checklists.paper import PaperDialog
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.kit.display.badge import Badge
from csq_desktop.ui.kit.tables.shown import SHOWN
from csq_desktop.ui.tasks import Tasks
from tests.checklist_case import FLOOR, answer, begin, do, give_out, jpeg_of, run_through
from tests.factory import FixedClock, open_store
from tests.pdf_text import in_one_line
from tests.ui.checklists.checklists_case import Driver
from tests.ui.conftest import SHOP
from tests.ui.finding import visible
from tests.ui.looks import IN_EVERY_LOOK
from tests.ui.small_screen import cut_cells, scrolling

DAILY = replace(FLOOR, key="opening", every=Every.DAILY, title=ThreeTexts("Opening the shop"))
VISIT = replace(FLOOR, key="visit", every=Every.NONE, minutes=0)


def shown(driver: Driver, row: int) -> list[tuple[str, str]]:
    """A checklist's cells: text and second line."""
    model = driver.page.home.model
    cells = [model.index(row, at).data(SHOWN) for at in range(model.columnCount())]
    return [(cell.text, cell.under) for cell in cells]


def badges(part: QWidget) -> list[str]:
    """The words of the badges shown in a part of the page."""
    return [one.text for one in part.findChildren(Badge) if one.isVisible()]


def paper(driver: Driver) -> PaperDialog:
    """The paper dialog that is open."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, PaperDialog)]
    return next(one for one in found if one.isVisible())


def chosen(driver: Driver) -> int | None:
    """Which checklist is chosen in the list."""
    overview = driver.page.home.chosen
    return overview.line.id if overview else None


def test_an_empty_page_says_what_it_is_for(qtbot: QtBot, context: Context, store: Store) -> None:
    driver = Driver(qtbot, context, store)
    assert driver.page.home.detail.is_empty
    assert driver.page.home.primary is not None
    assert not driver.page.home.primary.isEnabled()
    driver.page.primary_action()
    assert driver.shows(driver.page.home)
    for view, words in (
        ("unfinished", "Nothing in progress"),
        ("runs", "No checks yet"),
        ("failed", "No checks with failed items"),
    ):
        driver.page.home.chips.choose(view)
        driver.settle()
        assert driver.page.home.no_runs.title.text() == words


def test_each_checklist_tells_when_it_is_due_and_how_it_went(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    floor, daily, visit = give_out(store), give_out(store, DAILY), give_out(store, VISIT)
    run_through(store, floor, i2_1="no")
    begin(store, daily)
    run_through(store, visit, i1_1="na", i1_2="na", i2_1="na", i2_2="na")
    driver = Driver(qtbot, context, store)
    assert shown(driver, 0) == [
        ("Fitting-room audit", "Every week · 10 minutes · 4 items"),
        ("Done", ""),
        ("50.0%", "5 Oct"),
    ]
    assert shown(driver, 1)[1:] == [("In progress", "Due today"), ("–", "")]
    assert shown(driver, 2) == [
        ("Fitting-room audit", "When needed · 4 items"),
        ("When needed", ""),
        ("–", "5 Oct"),
    ]
    assert driver.page.subtitle.text() == "1 to do today"


def test_a_weekly_checklist_is_to_be_run_today_on_its_last_day(
    qtbot: QtBot, context: Context, store: Store, clock: FixedClock
) -> None:
    give_out(store)
    clock.move(days=6)
    driver = Driver(qtbot, context, store)
    card = driver.look(today.show).cards[-1]
    assert card.note == "Fitting-room audit: due today"
    assert shown(driver, 0)[1][0] == "Due today"
    assert driver.page.subtitle.text().startswith("1 to do today")


def test_what_was_missed_is_shown_and_run_late(
    qtbot: QtBot, context: Context, store: Store, clock: FixedClock
) -> None:
    give_out(store)
    clock.move(days=7)
    driver = Driver(qtbot, context, store)
    assert shown(driver, 0)[1] == ("Due by 18 Oct", "1 not done")
    told = ("nothing to do today", "1 to do later", "1 missed recently")
    assert driver.page.subtitle.text() == "  ·  ".join(told)
    driver.click("missed_2026-10-11")
    line = driver.look(checklists.runs)[0]
    assert (line.for_day, line.state) == (date(2026, 10, 11), RunState.DRAFT)
    driver.click("leave_run")
    driver.click("missed_2026-10-11")  # the same run again
    assert driver.shows(driver.page.run)
    assert len(driver.look(checklists.runs)) == 1


def test_the_detail_tells_trend_runs_and_what_keeps_failing(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    floor = give_out(store)
    for day in (21, 28):
        run_through(store, floor, date(2026, 9, day), i2_2="no")
    driver = Driver(qtbot, context, store)
    detail = driver.page.home.detail
    assert detail.meta.text() == "Version 1 · Every week · about 10 minutes · 4 items"
    assert detail.chart.accessibleName() == (
        "Last score 80.0%: below the target of 90% "
        "Score of completed checklists · % · 21 Sep – 28 Sep 2026"
    )
    assert "failed 2 of the last 2 checks" in badges(detail.failing)
    assert detail.model.rowCount() == 2
    detail.table.opened.emit(0)
    driver.settle()
    assert driver.shows(driver.page.results)


def test_runs_are_listed_by_view_and_opened(qtbot: QtBot, context: Context, store: Store) -> None:
    floor = give_out(store)
    run_through(store, floor, date(2026, 9, 28), i2_1="no")
    run_through(store, floor, date(2026, 9, 29))
    begin(store, floor)
    driver = Driver(qtbot, context, store)
    home = driver.page.home
    for view, count in (("unfinished", 1), ("runs", 3), ("failed", 1)):
        home.chips.choose(view)
        driver.settle()
        assert home.runs_model.rowCount() == count
        assert home.runs_table.isVisible()
    home.chips.choose("runs")
    home.runs_table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    driver.settle()
    days = [home.runs_model.row_at(at).for_day for at in range(3)]
    assert days == sorted(days)
    home.chips.choose("failed")
    driver.settle()
    failed = home.runs_model.index(0, 4).data(SHOWN)
    assert (failed.text, failed.under) == ("1", "1 critical")
    home.runs_table.opened.emit(0)
    driver.settle()
    assert driver.shows(driver.page.results)
    driver.click("back")
    home.chips.choose("unfinished")
    driver.settle()
    home.runs_table.setFocus()
    home.runs_table.choose(0)
    driver.keys(Qt.Key.Key_Return)
    assert driver.shows(driver.page.run)


def test_lists_are_sorted_by_their_headings(qtbot: QtBot, context: Context, store: Store) -> None:
    floor = give_out(store)
    give_out(store, DAILY)
    give_out(store, VISIT)
    for day, answered in ((21, "no"), (28, "yes")):
        run_through(store, floor, date(2026, 9, day), i2_1=answered)
    begin(store, floor)
    driver = Driver(qtbot, context, store)
    home, up = driver.page.home, Qt.SortOrder.AscendingOrder
    home.table.sortByColumn(1, up)
    assert [shown(driver, row)[1][0] for row in range(3)] == [
        "Due today",
        "In progress",
        "When needed",
    ]
    home.table.choose(1)
    driver.settle()
    runs = home.detail.model
    home.detail.table.sortByColumn(2, up)
    assert [runs.index(row, 2).data(SHOWN).text for row in range(3)] == ["–", "50.0%", "100.0%"]
    home.detail.table.sortByColumn(1, up)
    assert runs.index(0, 1).data(SHOWN).under == "0 of 4 answered"
    late = runs.index(1, 1).data(SHOWN)
    assert (late.text, late.under) == ("Completed", "completed late")


def test_the_list_is_started_from_with_enter(qtbot: QtBot, context: Context, store: Store) -> None:
    give_out(store)
    driver = Driver(qtbot, context, store)
    driver.keys(Qt.Key.Key_Return)
    assert driver.shows(driver.page.run)


def test_a_checklist_is_taken_out_of_use_and_back(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    give_out(store)
    driver = Driver(qtbot, context, store)
    visible(driver.page, QPushButton, "checklist_more").menu().actions()[0].trigger()
    driver.settle()
    assert driver.look(checklist_templates.templates) == ()
    assert driver.toasts[-1].text == "“Fitting-room audit” retired"
    driver.undo()
    assert driver.page.home.model.rowCount() == 1


def test_a_sorted_list_keeps_its_checklist_through_a_reload(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    floor, visit = give_out(store), give_out(store, VISIT)
    daily = give_out(store, DAILY)
    driver = Driver(qtbot, context, store)
    home = driver.page.home
    home.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    for one in (daily, visit, floor):
        driver.page.show_object(one)
        driver.settle()
        assert chosen(driver) == one
        home.reload()
        driver.settle()
        assert chosen(driver) == one


def test_a_blank_checklist_is_shown_in_two_languages_and_noted_when_saved(
    qtbot: QtBot, context: Context, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_out(store)
    driver = Driver(qtbot, context, store)
    driver.click("print_blank")
    dialog = paper(driver)
    assert dialog.file_name == "floor.pdf"
    dialog.resize(760, 480)  # what a screen of 960 × 540 leaves
    driver.settle()
    assert scrolling(dialog) == []
    dialog.first.choose("zh_HK")
    dialog.second.choose("en")
    driver.settle()
    words = in_one_line(dialog.preview.pdf)
    assert "試身室檢查" in words
    assert "Fitting-room audit" in words
    answers = {"": [], str(tmp_path / "floor.pdf"): [("checklist_template",)]}
    for chosen, noted in answers.items():
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, file=chosen: (file, ""))
        driver.click("save_pdf", dialog)
        with store.reading() as session:
            found = session.connection().exec_driver_sql(
                "SELECT object_type FROM audit_entry WHERE action = 'printed'"
            )
            assert found.all() == noted
    dialog.reject()


def test_a_check_of_which_no_item_applied_is_not_judged(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    floor = give_out(store)
    run_id = begin(store, floor)
    answer(store, run_id, i1_1="na", i1_2="na", i2_1="na", i2_2="na")
    do(store, checklists.finish, run_id)
    driver = Driver(qtbot, context, store)
    driver.page.show_object(run_id)
    driver.settle()
    results = driver.page.results
    assert results.score.accessibleName() == "Score, –, target 90%"
    assert results.failed.accessibleName() == "Items failed, 0, no item applied"
    cards = (results.score, results.failed, results.critical)
    assert {card.badge.tone for card in cards} == {Tone.SOFT}


def test_results_tell_the_score_by_section_and_what_failed(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    floor = give_out(store)
    run_through(store, floor, date(2026, 9, 28))
    run_id = begin(store, floor)
    answer(store, run_id, i1_1="yes", i1_2="yes", i2_1="no", i2_2="no")
    do(store, checklists.comment, run_id, "2.2", "Dust")
    do(store, checklists.add_photo, run_id, "2.2", jpeg_of(64, 48))
    lamp = NewAction("Lamp", "Ka-ho", date(2026, 10, 9), ActionSource.CHECKLIST, run_id, "2.1")
    promised = do(store, actions.promise, lamp)
    do(store, checklists.finish, run_id)
    driver = Driver(qtbot, context, store)
    driver.page.show_object(run_id)
    driver.settle()
    results = driver.page.results
    assert results.score.accessibleName() == "Score, 50.0%, target 90%"
    assert results.failed.accessibleName() == "Items failed, 2, of 4 items"
    assert results.critical.accessibleName() == "Critical items failed, 1, 2.1"
    assert results.change.value.text() == "−50.0 points"
    assert results.note.text().endswith("the score of 60.0% was capped at 50%.")
    assert results.chart.accessibleName() == (
        "Rooms is lowest at 0.0% Score by section · % · 5 Oct 2026"
    )
    dirty = driver.find("failed_2.2")
    visible(dirty, QAbstractButton, "photo_1").click()
    driver.click("begin_action", dirty)
    assert results.form.title.text() == "Dust"
    results.form.owner.setText("May")
    driver.click("action_add")
    kept = driver.look(actions.of_source, ActionSource.CHECKLIST, run_id)
    assert [(one.item_code, one.owner) for one in kept] == [("2.1", "Ka-ho"), ("2.2", "May")]
    driver.click(f"action_{promised}")
    assert driver.shows(driver.page.home)
    assert driver.page.home.promises.chosen is not None
    assert driver.page.home.promises.chosen.id == promised


def test_good_results_say_so_and_compare_with_nothing(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    run_id = run_through(store, give_out(store))
    driver = Driver(qtbot, context, store)
    driver.page.show_object(run_id)
    driver.settle()
    results = driver.page.results
    assert results.critical.accessibleName() == "Critical items failed, 0, none"
    assert not results.change.isVisible()
    assert not results.note.isVisible()
    driver.click("print_run")
    dialog = paper(driver)
    assert dialog.file_name == "R-2026-0001.pdf"
    driver.settle()
    assert dialog.preview.pdf.startswith(b"%PDF")
    dialog.reject()


def test_a_run_without_a_score_is_compared_with_a_dash(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    floor = give_out(store)
    run_through(store, floor, date(2026, 9, 28), i1_1="na", i1_2="na", i2_1="na", i2_2="na")
    run_id = run_through(store, floor)
    driver = Driver(qtbot, context, store)
    driver.page.show_object(run_id)
    driver.settle()
    assert driver.page.results.change.value.text() == "–"


def test_an_action_that_is_refused_is_told_in_place(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    run_id = run_through(store, give_out(store), i2_2="no")
    driver = Driver(qtbot, context, store)
    driver.page.show_object(run_id)
    driver.settle()
    driver.page.results.form.promised.emit(NewAction(" ", "May", date(2026, 10, 9)))
    driver.settle()
    assert driver.message == "Describe the action."


def test_a_checklist_is_shown_from_another_page(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    give_out(store)
    visit = give_out(store, VISIT)
    driver = Driver(qtbot, context, store)
    driver.page.home.chips.choose("runs")
    driver.page.show_object(visit)
    driver.settle()
    assert chosen(driver) == visit
    assert driver.page.home.chips.chosen == "lists"


def test_an_action_for_an_item_is_begun_from_another_page(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    run_id = run_through(store, give_out(store), i2_1="no")
    driver = Driver(qtbot, context, store)
    driver.page.show_object(f"{run_id}/2.1")
    driver.settle()
    assert driver.shows(driver.page.results)
    card = driver.find("failed_2.1")
    assert card.isAncestorOf(driver.page.results.form)
    assert driver.page.results.form.isVisible()


def test_what_is_no_id_is_not_looked_for(qtbot: QtBot, context: Context, store: Store) -> None:
    driver = Driver(qtbot, context, store)
    driver.page.show_object("floor")
    driver.settle()
    assert driver.shows(driver.page.home)


def test_staff_run_checklists_and_do_not_change_them(qtbot: QtBot, tmp_path: Path) -> None:
    boss = open_store(tmp_path, source=FixedClock())
    give_out(boss)
    boss.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    tasks = Tasks(staff)
    signed_in = SignedIn(staff.folder, staff.user, SHOP, staff.clock.now)
    driver = Driver(qtbot, Context(tasks, signed_in, Settings()), staff)
    hidden = ("edit_checklist", "checklist_more", "new_checklist")
    assert not [name for name in hidden if driver.page.findChildren(QWidget, name)]
    driver.begin()
    assert driver.shows(driver.page.run)
    tasks.close()
    staff.close()


@IN_EVERY_LOOK
def test_every_view_opens_in_every_look(
    qtbot: QtBot,
    context: Context,
    store: Store,
    sized: Callable[..., None],
    language: str,
    mode: str,
    percent: int,
) -> None:
    texts.set_language(language)
    sized(mode=mode, percent=percent)
    do(store, checklist_templates.install_shipped)
    run_id = run_through(store, give_out(store), i2_1="no")
    driver = Driver(qtbot, context, store)
    driver.page.home.chips.choose("runs")
    driver.settle()
    driver.page.home.chips.choose("actions")
    driver.settle()
    driver.page.home.chips.choose("lists")
    driver.begin(4)  # the mystery visitor, six answers an item
    page = driver.page
    assert all(card.width() <= page.width() for card in page.run.cards)
    first: Overview = page.home.model.row_at(0)
    views = (partial(page.show_results, run_id), partial(page.edit, first.line.id))
    for open_view in views:
        open_view()
        driver.settle()
        assert not page.grab().isNull()
    assert page.title.text()


def test_the_form_of_an_action_is_seen_where_the_page_is_low(
    qtbot: QtBot, context: Context, store: Store
) -> None:
    run_id = run_through(store, give_out(store), i2_1="no")
    driver = Driver(qtbot, context, store)
    driver.page.resize(760, 480)
    driver.page.show_object(f"{run_id}/2.1")
    driver.settle()
    form = driver.page.results.form
    assert form.visibleRegion().boundingRect() == form.rect()


def test_the_days_of_checks_are_seen_in_large_text(
    qtbot: QtBot, context: Context, store: Store, sized: Callable[..., None]
) -> None:
    run_through(store, give_out(store))
    sized(percent=200)
    driver = Driver(qtbot, context, store)
    driver.page.resize(946, 600)
    driver.page.home.chips.choose("runs")
    driver.settle()
    assert cut_cells(driver.page) == []
