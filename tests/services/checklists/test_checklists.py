"""Running checklists: started, answered, left, finished; and what refuses to be done."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.checklists.facts import (
    Answer,
    Every,
    NewRun,
    Photo,
    RunCounts,
    RunFilter,
    RunState,
)
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.checklists import checklists
from csq_desktop.services.checklists import templates as checklist_templates
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.checklists.templates import run_sums
from csq_desktop.storage.store import Store
from tests.checklist_case import FLOOR, answer, begin, do, give_out, jpeg_of, look, run_through
from tests.factory import START, FixedClock, open_store

TODAY = date(2026, 10, 5)
ARRIVAL = ThreeTexts("Arrival", "到店", "到店")


@pytest.fixture
def floor(store: Store) -> int:
    return give_out(store)


def refused(store: Store, job: Callable[..., object], *args: object) -> str:
    """What the service says when it refuses."""
    with pytest.raises(UserError) as caught:
        do(store, job, *args)
    return caught.value.text


def previous(store: Store, run_id: int) -> int | None:
    """Which run is compared with."""
    run = look(store, checklists.previous, run_id)
    return run.id if run else None


def test_a_run_starts_today_with_a_reference_and_nothing_answered(store: Store, floor: int) -> None:
    run = look(store, checklists.run, begin(store, floor))
    assert (run.ref, run.state, run.for_day) == ("R-2026-0001", RunState.DRAFT, TODAY)
    assert (run.template, run.template_id, run.answers) == (FLOOR, floor, ())
    assert (run.by, run.started_at, run.finished_at) == ("Chan Siu Ming", START, None)


def test_a_note_and_another_day_can_be_given(store: Store, floor: int) -> None:
    new = NewRun(floor, date(2026, 9, 30), " typed in from paper ")
    run = look(store, checklists.run, do(store, checklists.start, new))
    assert (run.for_day, run.note) == (date(2026, 9, 30), "typed in from paper")


@pytest.mark.parametrize("day", [date(2026, 10, 6), date(2026, 9, 3)])
def test_a_run_is_for_today_or_the_month_before(store: Store, floor: int, day: date) -> None:
    assert "today or a day in the last month" in refused(
        store, checklists.start, NewRun(floor, day)
    )


def test_a_period_has_one_unfinished_run(store: Store, floor: int) -> None:
    begin(store, floor)
    refusal = refused(store, checklists.start, NewRun(floor))
    assert refusal == "A check with this checklist is already in progress (R-2026-0001). Resume it."
    begin(store, floor, date(2026, 10, 4))  # last week


def test_a_checklist_for_when_it_is_needed_may_run_twice_at_once(store: Store) -> None:
    visit = give_out(store, replace(FLOOR, key="visit", every=Every.NONE))
    assert begin(store, visit) != begin(store, visit)


def test_a_finished_period_can_be_run_again(store: Store, floor: int) -> None:
    run_through(store, floor)
    assert look(store, checklists.run, begin(store, floor)).ref == "R-2026-0002"


def test_answers_are_kept_as_they_come(store: Store, floor: int) -> None:
    run_id = begin(store, floor)
    answer(store, run_id, i2_2="no", i1_1="yes")
    do(store, checklists.comment, run_id, "2.2", "  dusty mirror ")
    answer(store, run_id, i1_1="na")
    assert look(store, checklists.run, run_id).answers == (
        Answer("1.1", "na"),
        Answer("2.2", "no", "dusty mirror"),
    )


def test_an_answer_can_be_taken_back(store: Store, floor: int) -> None:
    run_id = begin(store, floor)
    answer(store, run_id, i2_1="no")
    answer(store, run_id, i2_1="")
    assert look(store, checklists.unfinished)[0].answered == 0


@pytest.mark.parametrize(
    ("code", "choice", "refusal"),
    [
        ("9.9", "yes", "This checklist has no item 9.9."),
        ("1.1", "perhaps", "This answer is not available for item 1.1."),
    ],
)
def test_only_what_the_checklist_offers_is_kept(
    store: Store, floor: int, code: str, choice: str, refusal: str
) -> None:
    run_id = begin(store, floor)
    assert refused(store, checklists.answer, run_id, code, choice) == refusal
    assert look(store, checklists.run, run_id).answers == ()


def test_a_long_comment_is_cut_and_one_to_no_item_refused(store: Store, floor: int) -> None:
    run_id = begin(store, floor)
    do(store, checklists.comment, run_id, "1.1", "x" * 3000)
    assert len(look(store, checklists.run, run_id).answers[0].comment) == 2000
    assert "no item 8.8" in refused(store, checklists.comment, run_id, "8.8", "seen")


def test_the_audit_trail_tells_that_a_comment_changed_and_not_what_it_said(
    store: Store, floor: int
) -> None:
    run_id = begin(store, floor)
    answer(store, run_id, i2_2="no")
    do(store, checklists.comment, run_id, "2.2", "Mr Wong left his coat")
    with store.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT detail FROM audit_entry").all()
        assert audit.verify(session, store.keyring).first_bad is None
    told = "".join(row[0] for row in rows)
    assert '"choice":"no"' in told
    assert '"comment"' in told
    assert "Wong" not in told


def test_a_run_with_gaps_names_them_all(store: Store, floor: int) -> None:
    run_id = begin(store, floor)
    answer(store, run_id, i1_2="yes")
    assert refused(store, checklists.finish, run_id) == (
        "3 items still need an answer: 1.1, 2.1, 2.2."
    )
    answer(store, run_id, i1_1="yes", i2_1="yes", i2_2="no")
    assert refused(store, checklists.finish, run_id) == (
        "Item 2.2 failed: add a note or a photo, then finish."
    )
    assert look(store, checklists.run, run_id).state is RunState.DRAFT


def test_finishing_keeps_the_score(store: Store, floor: int, clock: FixedClock) -> None:
    run_id = begin(store, floor)
    answer(store, run_id, i1_1="yes", i1_2="na", i2_1="yes", i2_2="no")
    do(store, checklists.comment, run_id, "2.2", "dust")
    clock.move(minutes=12)
    do(store, checklists.finish, run_id)
    line = look(store, checklists.runs)[0]
    assert (line.state, line.score, line.answered, line.of) == (RunState.FINISHED, 0.75, 4, 4)
    assert (line.failed_items, line.critical_failed, line.late) == (1, 0, False)
    assert line.finished_at == clock.at
    assert look(store, run_sums, Month(2026, 10), Month(2026, 10))[Month(2026, 10)].scored == 1


def test_a_failed_critical_item_caps_the_score(store: Store, floor: int) -> None:
    run_through(store, floor, i2_1="no")
    line = look(store, checklists.runs)[0]
    assert (line.score, line.failed_items, line.critical_failed) == (0.5, 1, 1)


def test_a_run_where_nothing_applies_has_no_score(store: Store, floor: int) -> None:
    run_through(store, floor, i1_1="na", i1_2="na", i2_1="na", i2_2="na")
    assert look(store, checklists.runs)[0].score is None


def test_a_run_finished_after_its_week_is_late(store: Store, floor: int, clock: FixedClock) -> None:
    run_through(store, floor, date(2026, 10, 4))
    clock.move(days=6)  # Sunday
    run_through(store, floor, date(2026, 10, 9))
    assert [run.late for run in look(store, checklists.runs)] == [False, True]


def test_a_run_of_an_unscheduled_checklist_is_never_late(store: Store) -> None:
    visit = give_out(store, replace(FLOOR, key="visit", every=Every.NONE))
    run_through(store, visit, date(2026, 9, 5))
    assert look(store, checklists.runs)[0].late is False


def test_a_finished_run_does_not_change(store: Store, floor: int) -> None:
    run_id = run_through(store, floor)
    refusal = "A completed checklist can no longer be changed."
    assert refused(store, checklists.answer, run_id, "1.1", "no") == refusal
    assert refused(store, checklists.comment, run_id, "1.1", "late thought") == refusal
    assert refused(store, checklists.finish, run_id) == refusal
    assert refused(store, checklists.discard, run_id) == refusal


def test_finishing_can_be_undone_for_half_an_hour(
    store: Store, floor: int, clock: FixedClock
) -> None:
    run_id = run_through(store, floor, i2_1="no")
    clock.move(minutes=30)
    do(store, checklists.reopen, run_id)
    line = look(store, checklists.runs)[0]
    assert (line.state, line.score, line.failed_items, line.critical_failed) == (
        RunState.DRAFT,
        None,
        0,
        0,
    )
    assert look(store, run_sums, Month(2026, 10), Month(2026, 10)) == {}
    do(store, checklists.reopen, run_id)  # what is open stays open
    do(store, checklists.finish, run_id)
    clock.move(minutes=31)
    assert "can no longer be changed" in refused(store, checklists.reopen, run_id)


def test_only_who_finished_or_a_supervisor_undoes_it(tmp_path: Path, clock: FixedClock) -> None:
    boss = open_store(tmp_path, source=clock)
    run_id = run_through(boss, give_out(boss))
    boss.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with pytest.raises(Refused):
        do(staff, checklists.reopen, run_id)
    own = begin(staff, look(staff, checklist_templates.templates)[0].id)
    answer(staff, own, i1_1="yes", i2_1="yes", i2_2="yes")
    do(staff, checklists.finish, own)
    do(staff, checklists.reopen, own)
    do(staff, checklists.finish, own)
    staff.close()
    boss = open_store(tmp_path, source=clock)
    do(boss, checklists.reopen, own)
    boss.close()


def test_a_discarded_run_comes_back(store: Store, floor: int) -> None:
    run_id = begin(store, floor)
    answer(store, run_id, i1_1="yes")
    do(store, checklists.discard, run_id)
    assert look(store, checklists.unfinished) == ()
    assert "was discarded" in refused(store, checklists.answer, run_id, "1.1", "no")
    do(store, checklists.bring_back, run_id)
    assert [line.id for line in look(store, checklists.unfinished)] == [run_id]


def test_what_is_not_there_is_said_so(store: Store, floor: int) -> None:
    for job, given in (
        (checklists.answer, (1, "1.1", "yes")),
        (checklists.run, (1,)),
        (checklists.remove_photo, (1,)),
        (checklist_templates.template, (1,)),
        (checklists.start, (NewRun(1),)),
    ):
        assert "has been removed" in refused(store, job, *given)


def test_photos_stand_beside_their_item(store: Store, floor: int) -> None:
    run_id = begin(store, floor)
    first = do(store, checklists.add_photo, run_id, "2.2", jpeg_of(64, 48))
    second = do(store, checklists.add_photo, run_id, "2.2", jpeg_of(48, 64))
    do(store, checklists.remove_photo, first)
    assert look(store, checklists.run, run_id).answers == (Answer("2.2", photo_ids=(second,)),)
    do(store, checklists.bring_back_photo, first)
    found = look(store, checklists.photos, run_id)
    assert [(photo.id, photo.item_code) for photo in found] == [(first, "2.2"), (second, "2.2")]
    assert all(isinstance(one, Photo) and one.jpeg.startswith(b"\xff\xd8") for one in found)


def test_a_photo_explains_a_failed_item(store: Store, floor: int) -> None:
    run_id = begin(store, floor)
    answer(store, run_id, i1_1="yes", i2_1="yes", i2_2="no")
    do(store, checklists.add_photo, run_id, "2.2", jpeg_of(64, 48))
    do(store, checklists.finish, run_id)
    assert look(store, checklists.runs)[0].failed_items == 1


def test_an_item_takes_six_photos_and_no_unknown_item_any(store: Store, floor: int) -> None:
    run_id = begin(store, floor)
    for _ in range(6):
        do(store, checklists.add_photo, run_id, "2.2", jpeg_of(8, 8))
    do(store, checklists.add_photo, run_id, "2.1", jpeg_of(8, 8))
    assert "6 photos at most" in refused(store, checklists.add_photo, run_id, "2.2", jpeg_of(8, 8))
    assert "no item 7.7" in refused(store, checklists.add_photo, run_id, "7.7", jpeg_of(8, 8))


def test_a_run_is_compared_with_the_finished_one_before_it(
    store: Store, floor: int, clock: FixedClock
) -> None:
    first = run_through(store, floor, date(2026, 9, 21))
    clock.move(minutes=1)
    last = run_through(store, floor, date(2026, 9, 28))
    clock.move(minutes=1)
    run_through(store, give_out(store, replace(FLOOR, key="visit")))
    begin(store, floor)
    assert previous(store, first) is None
    assert previous(store, last) == first


def test_the_list_of_runs_is_narrowed(store: Store, floor: int) -> None:
    visit = give_out(store, replace(FLOOR, key="visit", every=Every.NONE))
    failed = run_through(store, floor, date(2026, 9, 29), i2_2="no")
    good = run_through(store, visit, date(2026, 10, 2))
    open_one = begin(store, visit)

    def ids(**narrowed_by: Any) -> list[int]:
        return [line.id for line in look(store, checklists.runs, RunFilter(**narrowed_by))]

    assert ids() == [open_one, good, failed]
    assert ids(template_key="visit") == [open_one, good]
    assert ids(state=RunState.DRAFT) == [open_one]
    assert ids(state=RunState.FINISHED) == [good, failed]
    assert ids(with_failures=True) == [failed]
    assert ids(first=date(2026, 10, 1), last=date(2026, 10, 2)) == [good]


@pytest.mark.parametrize(
    ("key", "up", "down"),
    [
        ("run", "OSFP", "FPOS"),
        ("day", "PFSO", "OSFP"),
        ("state", "OSFP", "FPSO"),
        ("score", "FSPO", "SPFO"),  # what is still going on has neither, and comes last
        ("failed", "SPFO", "FSPO"),
    ],
)
def test_a_list_of_runs_is_ordered_by_any_heading(
    store: Store, floor: int, key: str, up: str, down: str
) -> None:
    visit = give_out(store, replace(FLOOR, key="visit", every=Every.NONE, title=ARRIVAL))
    letters = {
        run_through(store, floor, date(2026, 9, 29), i2_2="no"): "F",
        run_through(store, floor, date(2026, 9, 28)): "P",
        run_through(store, visit, date(2026, 10, 1)): "S",
        begin(store, visit): "O",
    }
    for expected, is_down in ((up, False), (down, True)):
        asked = RunFilter(order=ListOrder(key, is_down))
        shown = look(store, checklists.run_ids, asked)
        assert "".join(letters[run_id] for run_id in shown) == expected


def test_of_two_runs_on_one_day_the_later_is_compared_with_the_earlier(
    store: Store, floor: int, clock: FixedClock
) -> None:
    morning = run_through(store, floor)
    clock.move(hours=3)
    evening = run_through(store, floor)
    assert previous(store, morning) is None
    assert previous(store, evening) == morning


def test_runs_are_counted_and_fetched_by_page(store: Store, floor: int) -> None:
    failed = run_through(store, floor, date(2026, 9, 29), i2_2="no")
    good = run_through(store, floor, date(2026, 10, 2))
    open_one = begin(store, floor)
    gone = begin(store, floor, date(2026, 9, 22))
    do(store, checklists.discard, gone)
    assert look(store, checklists.run_counts) == RunCounts(3, unfinished=1, with_failures=1)
    ids = look(store, checklists.run_ids, RunFilter())
    assert list(ids) == [open_one, good, failed]
    assert list(look(store, checklists.run_ids, RunFilter(), limit=2)) == [open_one, good]
    lines = look(store, checklists.run_lines, [failed, open_one])
    assert {line.id: line.failed_items for line in lines} == {failed: 1, open_one: 0}


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_everybody_may_run_a_checklist_and_only_supervisors_change_one(
    tmp_path: Path, role: Role
) -> None:
    boss = open_store(tmp_path)
    floor = give_out(boss)
    boss.close()
    other = open_store(tmp_path, role)
    run_through(other, floor)
    for job, given in (
        (checklist_templates.save_template, FLOOR),
        (checklist_templates.retire, floor),
        (checklist_templates.take_up_again, floor),
    ):
        with pytest.raises(Refused):
            do(other, job, given)
    with pytest.raises(Refused):
        do(other, checklist_templates.install_shipped)
    other.close()


def test_a_picture_file_is_read_or_said_to_be_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "lamp.jpg"
    path.write_bytes(jpeg_of(20, 20))
    assert checklists.read_picture(path) == path.read_bytes()
    with pytest.raises(UserError, match=r"“gone\.jpg” could not be read"):
        checklists.read_picture(tmp_path / "gone.jpg")
