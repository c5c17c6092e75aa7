"""What is written down about a pledge's month, and how it is undone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.months import MonthNote
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.pledges import months as pledge_months
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish, open_store
from tests.pledge_case import acknowledging, do, look, till
from tests.services.small_shop import without_pledges

OCTOBER = Month(2026, 10)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


@pytest.fixture
def pledge(store: Store) -> int:
    return till(store)


def refused(store: Store, job: Callable[..., object], *args: object, **kwargs: object) -> str:
    with pytest.raises(UserError) as caught:
        do(store, job, *args, **kwargs)
    return caught.value.text


def note(store: Store, pledge_id: int, month: Month = OCTOBER) -> MonthNote:
    return look(store, pledge_months.note, pledge_id, month)


def test_a_month_nobody_wrote_about_has_an_empty_note(store: Store, pledge: int) -> None:
    assert note(store, pledge) == MonthNote()


def test_cause_improvement_and_remedies_stand_beside_each_other(store: Store, pledge: int) -> None:
    before = do(store, pledge_months.note_cause, pledge, OCTOBER, "  Second till closed ")
    assert before == MonthNote()
    changed = ThreeTexts("A second till.", "加開收銀處。", "")
    before = do(store, pledge_months.note_change, pledge, OCTOBER, changed)
    assert before == MonthNote("Second till closed")
    do(store, pledge_months.make_good, pledge, OCTOBER, 5, 12_500)
    assert note(store, pledge) == MonthNote("Second till closed", False, changed, 5, 12_500)
    assert note(store, pledge, Month(2026, 9)) == MonthNote()


def test_a_month_leaves_the_limits_only_for_a_reason(store: Store, pledge: int) -> None:
    told = refused(store, pledge_months.note_cause, pledge, OCTOBER, " ", left_out=True)
    assert told == "Enter the reason for excluding the month."
    do(store, pledge_months.note_cause, pledge, OCTOBER, "Typhoon", left_out=True)
    assert note(store, pledge).left_out


def test_what_was_written_is_put_back(store: Store, pledge: int) -> None:
    do(store, pledge_months.make_good, pledge, OCTOBER, 2)
    before = do(store, pledge_months.make_good, pledge, OCTOBER, 7, 100)
    do(store, pledge_months.put_back, pledge, OCTOBER, before)
    assert note(store, pledge) == MonthNote(remedied=2)


@pytest.mark.parametrize(("count", "cents"), [(-1, 0), (1_000_001, 0), (1, -1), (1, 100_000_001)])
def test_remedies_that_cannot_be_are_refused(
    store: Store, pledge: int, count: int, cents: int
) -> None:
    told = refused(store, pledge_months.make_good, pledge, OCTOBER, count, cents)
    assert told == "Enter the number of remedies and their cost from 0."


def test_remedies_of_complaints_are_recorded_with_the_complaints(store: Store) -> None:
    told = refused(store, pledge_months.make_good, acknowledging(store), OCTOBER, 1)
    assert told == "The remedies of this pledge are recorded with its complaints."


@pytest.mark.parametrize("month", [Month(2026, 6), Month(2026, 11)])
def test_months_out_of_force_and_months_to_come_have_no_notes(
    store: Store, pledge: int, month: Month
) -> None:
    told = refused(store, pledge_months.note_cause, pledge, month, "Why")
    assert told == "There is nothing to record for this month."


def test_long_words_are_refused(store: Store, pledge: int) -> None:
    told = "The text is too long. Use fewer than 1000 characters."
    assert refused(store, pledge_months.note_cause, pledge, OCTOBER, "x" * 1001) == told
    changed = ThreeTexts(zh_HK="長" * 1001)
    assert refused(store, pledge_months.note_change, pledge, OCTOBER, changed) == told


def test_staff_make_good_and_undo_that_but_write_no_causes(
    tmp_path: Path, store: Store, pledge: int
) -> None:
    do(store, pledge_months.note_cause, pledge, OCTOBER, "Rota")
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    try:
        before = do(staff, pledge_months.make_good, pledge, OCTOBER, 3)
        do(staff, pledge_months.put_back, pledge, OCTOBER, before)
        assert note(staff, pledge) == MonthNote("Rota")
        for job, given in (
            (pledge_months.note_cause, ("Why",)),
            (pledge_months.note_change, (ThreeTexts("What"),)),
            (pledge_months.put_back, (replace(before, cause="Other"),)),
        ):
            with pytest.raises(Refused):
                do(staff, job, pledge, OCTOBER, *given)
    finally:
        staff.close()


def test_auditors_write_nothing(tmp_path: Path, store: Store, pledge: int) -> None:
    store.close()
    auditor = open_store(tmp_path, Role.AUDITOR, source=FixedClock())
    try:
        for job, given in (
            (pledge_months.make_good, (1,)),
            (pledge_months.put_back, (MonthNote(),)),
        ):
            with pytest.raises(Refused):
                do(auditor, job, pledge, OCTOBER, *given)
    finally:
        auditor.close()


def test_the_trail_tells_that_a_cause_was_written_and_never_what_it_said(
    store: Store, pledge: int
) -> None:
    do(store, pledge_months.note_cause, pledge, OCTOBER, "Mrs Lee's argument")
    last = look(store, audit_trail.page, TrailFilter()).lines[0]
    assert last.about.startswith("Month of a pledge")
    assert "Lee" not in str(last)
