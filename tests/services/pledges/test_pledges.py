"""Pledges: defined, changed from a day on, retired, counted, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.finding import FoundRecord
from csq_desktop.domain.pledges.facts import (
    DayCount,
    NewPledge,
    Pledge,
    PledgeSource,
    ReplacedCount,
    TermsChange,
)
from csq_desktop.domain.users import Role
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.indicators import figures
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish, open_store
from tests.pledge_case import BEGAN, LATE, TERMS, acknowledging, count, do, look, till
from tests.services.small_shop import without_pledges

TODAY = date(2026, 10, 5)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def refused(store: Store, job: Callable[..., object], *args: object, **kwargs: object) -> str:
    """What the service says when it refuses."""
    with pytest.raises(UserError) as caught:
        do(store, job, *args, **kwargs)
    return caught.value.text


def only(store: Store) -> Pledge:
    (found,) = look(store, pledges.everything)
    return found


def test_a_pledge_keeps_all_its_parts_in_three_languages(store: Store) -> None:
    pledge_id = till(store)
    pledge = only(store)
    assert (pledge.id, pledge.code, pledge.number, pledge.owner) == (
        pledge_id,
        "TILL",
        1,
        "May Wong",
    )
    assert pledge.current.terms == TERMS
    assert (pledge.current.number, pledge.current.effective_to, pledge.retired_on) == (
        1,
        None,
        None,
    )


@pytest.mark.parametrize("code", ["", "T L", "-T", "中", "T" * 41])
def test_a_code_that_is_no_code_is_refused(store: Store, code: str) -> None:
    told = refused(store, pledges.define, NewPledge(code, PledgeSource.MANUAL, "", TERMS))
    assert told == "A pledge’s code has letters, digits, - and _ only."


def test_the_pledge_asked_for_is_found_among_others(store: Store) -> None:
    till(store)
    second = do(store, pledges.define, NewPledge("TEL", PledgeSource.MANUAL, "", TERMS))
    assert look(store, pledges.read, second).code == "TEL"


def test_a_code_is_given_once(store: Store) -> None:
    till(store)
    again = NewPledge("TILL", PledgeSource.MANUAL, "", TERMS)
    assert refused(store, pledges.define, again) == (
        "There is already a pledge with the code “TILL”."
    )


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"wording": ThreeTexts()}, "Enter the pledge and its standard time."),
        ({"standard": ThreeTexts()}, "Enter the pledge and its standard time."),
        ({"standard_share": 0.0}, "The target must be more than 0%"),
        ({"standard_share": 1.01}, "The target must be more than 0%"),
        ({"maximum_share": 1.0}, "The share over the maximum must be from 0% to less than 100%."),
        ({"maximum_share": -0.01}, "The share over the maximum must be from 0% to less than 100%."),
        ({"maximum": ThreeTexts()}, "Enter what counts as over the maximum time."),
    ],
)
def test_terms_that_promise_nothing_are_refused(
    store: Store, changed: dict[str, Any], refusal: str
) -> None:
    new = NewPledge("TILL", PledgeSource.MANUAL, "", replace(TERMS, **changed))
    assert refused(store, pledges.define, new).startswith(refusal)
    assert look(store, pledges.everything) == ()


def test_several_pledges_are_defined_together_or_not_at_all(store: Store) -> None:
    good = NewPledge("ONE", PledgeSource.MANUAL, "", TERMS)
    bad = NewPledge("T W O", PledgeSource.MANUAL, "", TERMS)
    refused(store, pledges.define_all, [good, bad])
    assert look(store, pledges.everything) == ()
    ids = do(store, pledges.define_all, [good, replace(good, code="TWO")])
    assert [one.id for one in look(store, pledges.everything)] == list(ids)
    assert [one.number for one in look(store, pledges.everything)] == [1, 2]


def test_pledges_nothing_was_counted_for_are_taken_back(store: Store) -> None:
    pledge_id = till(store)
    do(store, pledges.take_back, [pledge_id])
    assert look(store, pledges.everything) == ()
    assert refused(store, pledges.take_back, [pledge_id]) == ("This pledge has been removed.")


def test_a_pledge_in_use_is_not_taken_back(store: Store) -> None:
    pledge_id = till(store)
    count(store, pledge_id, TODAY, 9, 1)
    told = refused(store, pledges.take_back, [pledge_id])
    assert told == "This pledge is in use. Retire it instead."
    assert only(store).id == pledge_id


def test_new_terms_begin_on_a_day_and_the_earlier_ones_end_the_day_before(store: Store) -> None:
    pledge_id = till(store)
    stricter = replace(TERMS, standard_share=0.97, effective_from=date(2026, 11, 1))
    assert do(store, pledges.change_terms, pledge_id, stricter) == TermsChange(pledge_id, 2)
    first, second = only(store).versions
    assert (first.terms, first.effective_to) == (TERMS, date(2026, 10, 31))
    assert (second.terms, second.effective_to) == (stricter, None)
    assert only(store).version_on(date(2026, 10, 31)) == first
    assert only(store).version_on(date(2026, 11, 1)) == second
    assert only(store).version_on(date(2020, 1, 1)) == first


def test_new_terms_may_begin_with_this_month_but_not_before(store: Store) -> None:
    pledge_id = till(store)
    september = replace(TERMS, standard_share=0.9, effective_from=date(2026, 9, 30))
    told = refused(store, pledges.change_terms, pledge_id, september)
    assert told == "New terms must start this month or later. Earlier results do not change."
    october = replace(september, effective_from=date(2026, 10, 1))
    assert do(store, pledges.change_terms, pledge_id, october).version == 2


def test_new_terms_begin_after_those_they_replace(store: Store) -> None:
    pledge_id = till(store, effective_from=date(2026, 10, 3))
    same_day = replace(TERMS, standard_share=0.9, effective_from=date(2026, 10, 3))
    told = refused(store, pledges.change_terms, pledge_id, same_day)
    assert told == "New terms must start after the terms they replace."


def test_terms_that_do_not_hold_yet_are_rewritten(store: Store) -> None:
    pledge_id = till(store)
    planned = replace(TERMS, standard_share=0.97, effective_from=date(2026, 11, 1))
    do(store, pledges.change_terms, pledge_id, planned)
    better = replace(planned, standard_share=0.98, effective_from=date(2026, 10, 20))
    change = do(store, pledges.change_terms, pledge_id, better)
    assert change == TermsChange(pledge_id, 2, planned)
    assert [one.terms for one in only(store).versions] == [TERMS, better]
    told = refused(store, pledges.change_terms, pledge_id, replace(better, effective_from=BEGAN))
    assert told == "New terms must start after the terms they replace."
    do(store, pledges.take_back_terms, change)
    assert only(store).current.terms == planned


def test_a_pledge_that_does_not_hold_yet_is_rewritten_whole(store: Store) -> None:
    pledge_id = till(store, effective_from=date(2026, 12, 1))
    sooner = replace(TERMS, effective_from=date(2026, 9, 1))
    assert do(store, pledges.change_terms, pledge_id, sooner).version == 1
    assert only(store).current.terms == sooner


def test_a_change_of_terms_is_undone_on_the_day_it_was_made(
    store: Store, clock: FixedClock
) -> None:
    pledge_id = till(store)
    later = replace(TERMS, standard_share=0.9, effective_from=date(2026, 10, 5))
    change = do(store, pledges.change_terms, pledge_id, later)
    do(store, pledges.take_back_terms, change)
    assert [one.terms for one in only(store).versions] == [TERMS]
    change = do(store, pledges.change_terms, pledge_id, later)
    clock.move(days=1)
    told = refused(store, pledges.take_back_terms, change)
    assert told == "These terms are already in force. Create a new version with a later start date."


def test_only_the_newest_terms_are_taken_back(store: Store) -> None:
    pledge_id = till(store)
    first = do(store, pledges.change_terms, pledge_id, replace(TERMS, effective_from=TODAY))
    later = replace(TERMS, effective_from=date(2026, 11, 1))
    do(store, pledges.change_terms, pledge_id, later)
    assert refused(store, pledges.take_back_terms, first).startswith(
        "These terms are already in force"
    )
    rewritten = TermsChange(pledge_id, 2, TERMS)
    assert refused(store, pledges.take_back_terms, rewritten).startswith(
        "These terms are already in force"
    )


def test_a_revision_changes_only_what_is_another(store: Store) -> None:
    pledge_id = till(store)
    terms = only(store).current.terms
    later = replace(terms, effective_from=date(2026, 11, 1))
    assert do(store, pledges.revise, pledge_id, terms, "May Wong") is None
    assert do(store, pledges.revise, pledge_id, later, " Ho Wing Sze ") is None  # in force already
    assert (only(store).owner, len(only(store).versions)) == ("Ho Wing Sze", 1)
    stricter = replace(later, standard_share=0.99)
    change = do(store, pledges.revise, pledge_id, stricter, "Ho Wing Sze")
    assert change == TermsChange(pledge_id, 2)
    assert only(store).current.terms == stricter


def test_the_day_of_terms_still_to_come_can_be_revised(store: Store) -> None:
    pledge_id = till(store)
    first = replace(only(store).current.terms, standard_share=0.99)
    do(store, pledges.change_terms, pledge_id, replace(first, effective_from=date(2026, 11, 1)))
    moved = replace(first, effective_from=date(2026, 12, 1))
    assert do(store, pledges.revise, pledge_id, moved, "May Wong") is not None
    assert only(store).current.terms == moved


@pytest.mark.parametrize(
    ("typed", "fitting"), [("till", 1), ("輪到", 1), ("轮到", 1), ("a", 2), ("x9", 0)]
)
def test_pledges_are_found_by_code_and_in_every_language(
    store: Store, typed: str, fitting: int
) -> None:
    pledge_id = till(store)
    acknowledging(store)
    assert len(look(store, pledges.find, typed)) == fitting
    shown = FoundRecord("TILL  You reach the till within five minutes", pledge_id)
    assert look(store, pledges.find, "TILL") == (shown,)


def test_a_pledge_is_handed_over(store: Store) -> None:
    pledge_id = till(store)
    do(store, pledges.hand_over, pledge_id, "  Raymond Ho ")
    assert only(store).owner == "Raymond Ho"
    assert refused(store, pledges.hand_over, 1, "x") == "This pledge has been removed."


def test_a_pledge_is_retired_and_taken_up_again(store: Store) -> None:
    pledge_id = till(store)
    do(store, pledges.retire, pledge_id, TODAY)
    assert only(store).retired_on == TODAY
    assert only(store).in_force_on(TODAY)
    assert not only(store).in_force_on(date(2026, 10, 6))
    do(store, pledges.take_up_again, pledge_id)
    assert only(store).retired_on is None


def test_a_pledge_holds_in_the_months_it_touches(store: Store) -> None:
    pledge_id = till(store, effective_from=date(2026, 7, 31))
    do(store, pledges.retire, pledge_id, date(2026, 9, 1))
    months = [Month(2026, number) for number in (6, 7, 8, 9, 10)]
    held = [only(store).in_force_in(month) for month in months]
    assert held == [False, True, True, True, False]


def test_a_pledge_retired_before_it_begins_was_never_in_force(store: Store) -> None:
    pledge_id = till(store, effective_from=date(2026, 10, 20))
    do(store, pledges.retire, pledge_id, date(2026, 10, 6))
    assert not only(store).in_force_in(Month(2026, 10))
    assert look(store, figures.month, Month(2026, 10)).find("pledge.TILL") is None
    assert [line.id for line in look(store, pledge_views.lines, Month(2026, 10))] == []
    ended = look(store, pledge_views.lines, Month(2026, 10), retired=True)
    assert [line.id for line in ended] == [pledge_id]


def test_no_count_is_left_on_a_day_after_the_last_one(store: Store) -> None:
    pledge_id, second = till(store), date(2026, 10, 2)
    count(store, pledge_id, TODAY, 8, 2)
    assert refused(store, pledges.retire, pledge_id, second) == (
        "There is a count for this pledge on 5 Oct 2026. Retire it after that day, or "
        "delete that count first."
    )
    emptied = do(store, pledges.count_days, [], [(pledge_id, TODAY)])
    do(store, pledges.retire, pledge_id, second)
    assert refused(store, pledges.put_back_counts, emptied) == (
        "This pledge was not in force on 5 Oct 2026."
    )


def test_terms_planned_for_after_the_last_day_never_held(store: Store) -> None:
    pledge_id = till(store)
    planned = replace(TERMS, standard_share=0.5, effective_from=date(2026, 11, 1))
    do(store, pledges.change_terms, pledge_id, planned)
    do(store, pledges.retire, pledge_id, TODAY)
    assert only(store).version_on(date(2026, 12, 1)).terms == TERMS


def test_a_count_takes_the_place_of_the_earlier_one_and_says_so(store: Store) -> None:
    pledge_id = till(store)
    assert count(store, pledge_id, TODAY, 8, 2) is None
    assert count(store, pledge_id, TODAY, 9, 1) == DayCount(pledge_id, TODAY, 8, 2)
    assert look(store, pledges.counts, pledge_id, TODAY, TODAY) == (
        DayCount(pledge_id, TODAY, 9, 1),
    )


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        ((-1, 0), "Counts must be whole numbers from 0."),
        ((0, 1_000_001), "Counts must be whole numbers from 0."),
        ((5, 1, 2), "“Over the maximum” cannot be more than “Not met”."),
        ((5, 1, 0, 3, "  "), "Enter the reason for excluding them."),
        ((5, 1, 0, 3, "x" * 2_001), "“Reason” is too long. Use fewer than 2,000 characters."),
    ],
)
def test_a_count_that_cannot_be_is_refused(
    store: Store, numbers: tuple[Any, ...], refusal: str
) -> None:
    pledge_id = till(store)
    entry = DayCount(pledge_id, TODAY, *numbers)
    assert refused(store, pledges.count_day, entry) == refusal


def test_days_to_come_and_days_out_of_force_are_not_counted(store: Store) -> None:
    pledge_id = till(store)
    tomorrow = DayCount(pledge_id, date(2026, 10, 6), 1, 0)
    assert refused(store, pledges.count_day, tomorrow) == "A day in the future cannot be counted."
    before = DayCount(pledge_id, date(2026, 6, 30), 1, 0)
    assert refused(store, pledges.count_day, before) == (
        "This pledge was not in force on 30 Jun 2026."
    )


def test_a_pledge_of_complaints_is_not_counted_by_hand(store: Store) -> None:
    pledge_id = do(store, pledges.define, NewPledge("ACK", PledgeSource.ACKNOWLEDGE, "", LATE))
    told = refused(store, pledges.count_day, DayCount(pledge_id, TODAY, 1, 0))
    assert told == "This pledge is counted from the complaints, not by hand."


def test_days_are_entered_and_emptied_together_and_undone_together(store: Store) -> None:
    pledge_id = till(store)
    saturday, sunday = date(2026, 10, 3), date(2026, 10, 4)
    count(store, pledge_id, saturday, 5, 0)
    count(store, pledge_id, sunday, 7, 1)
    entered = [DayCount(pledge_id, saturday, 6, 0), DayCount(pledge_id, TODAY, 8, 0)]
    replaced = do(store, pledges.count_days, entered, [(pledge_id, sunday)])
    assert replaced == (
        ReplacedCount(pledge_id, saturday, DayCount(pledge_id, saturday, 5, 0), entered[0]),
        ReplacedCount(pledge_id, TODAY, None, entered[1]),
        ReplacedCount(pledge_id, sunday, DayCount(pledge_id, sunday, 7, 1), None),
    )
    assert look(store, pledges.counts_of_all, saturday, TODAY) == tuple(entered)
    do(store, pledges.put_back_counts, replaced)
    assert look(store, pledges.counts_of_all, saturday, TODAY) == (
        DayCount(pledge_id, saturday, 5, 0),
        DayCount(pledge_id, sunday, 7, 1),
    )


def test_a_count_that_was_changed_since_is_not_undone_and_neither_are_the_others(
    store: Store,
) -> None:
    pledge_id, saturday = till(store), date(2026, 10, 3)
    entered = [DayCount(pledge_id, saturday, 6, 0), DayCount(pledge_id, TODAY, 8, 0)]
    replaced = do(store, pledges.count_days, entered)
    count(store, pledge_id, TODAY, 9, 0)
    sentence = refused(store, pledges.put_back_counts, replaced)
    assert sentence == "The count for 5 Oct 2026 was changed since. Nothing was undone."
    assert look(store, pledges.counts_of_all, saturday, TODAY) == (
        entered[0],
        DayCount(pledge_id, TODAY, 9, 0),
    )


def test_one_wrong_count_keeps_all_of_them_out(store: Store) -> None:
    pledge_id = till(store)
    good, bad = DayCount(pledge_id, TODAY, 6, 0), DayCount(pledge_id, TODAY, 6, 0, 1)
    refused(store, pledges.count_days, [good, bad])
    assert look(store, pledges.counts_of_all, TODAY, TODAY) == ()


def test_a_count_that_is_not_there_is_taken_back_silently(store: Store) -> None:
    pledge_id = till(store)
    assert do(store, pledges.take_back_count, pledge_id, TODAY) is None


def test_what_is_left_out_is_listed_with_its_reason(store: Store) -> None:
    pledge_id = till(store)
    count(store, pledge_id, date(2026, 10, 1), 5, 0, 0, 3, "Fire drill")
    count(store, pledge_id, date(2026, 10, 2), 5, 0)
    found = look(store, pledges.exclusions, pledge_id, BEGAN, TODAY)
    assert found == ((date(2026, 10, 1), 3, "Fire drill"),)


def test_open_days_without_a_count_are_uncounted(store: Store) -> None:
    pledge_id = till(store, effective_from=date(2026, 10, 2))
    do(store, pledges.define, NewPledge("ACK", PledgeSource.ACKNOWLEDGE, "", LATE))
    do(store, shop.close_shop, date(2026, 10, 3), date(2026, 10, 3), "Typhoon")
    count(store, pledge_id, date(2026, 10, 4), 5, 0)
    waiting = look(store, pledges.uncounted)
    assert [(one.id, day.day) for one, day in waiting] == [(pledge_id, 2), (pledge_id, 5)]


def test_proposals_are_the_shipped_pledges_not_taken_up_yet(store: Store) -> None:
    proposed = look(store, pledges.proposals)
    assert [one.code for one in proposed] == [
        *("TILL", "TEL", "ENQ", "ACK", "RES", "REF", "ALT", "DEL")
    ]
    assert {one.terms.effective_from for one in proposed} == {TODAY}
    for one in proposed:
        terms = one.terms
        parts = (terms.limits, terms.how_measured, terms.published, terms.remedy)
        assert all(not part.missing for part in parts)
    pledge_id = till(store)
    do(store, pledges.retire, pledge_id, TODAY)
    assert "TILL" not in [one.code for one in look(store, pledges.proposals)]
    ids = do(store, pledges.define_all, look(store, pledges.proposals))
    assert len(ids) == 7
    assert look(store, pledges.proposals) == ()


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_pledges_are_defined_by_supervisors_only(tmp_path: Path, store: Store, role: Role) -> None:
    pledge_id = till(store)
    store.close()
    other = open_store(tmp_path, role, source=FixedClock())
    try:
        for job, given in (
            (pledges.define, (NewPledge("X", PledgeSource.MANUAL, "", TERMS),)),
            (pledges.take_back, ([pledge_id],)),
            (pledges.change_terms, (pledge_id, TERMS)),
            (pledges.take_back_terms, (TermsChange(pledge_id, 1),)),
            (pledges.hand_over, (pledge_id, "x")),
            (pledges.retire, (pledge_id, TODAY)),
            (pledges.take_up_again, (pledge_id,)),
        ):
            with pytest.raises(Refused):
                do(other, job, *given)
    finally:
        other.close()


def test_staff_enter_counts_and_auditors_do_not(tmp_path: Path, store: Store) -> None:
    pledge_id = till(store)
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    assert count(staff, pledge_id, TODAY, 5, 0) is None
    staff.close()
    auditor = open_store(tmp_path, Role.AUDITOR, source=FixedClock())
    try:
        for job, given in (
            (pledges.count_days, ([DayCount(pledge_id, TODAY, 1, 0)],)),
            (pledges.take_back_count, (pledge_id, TODAY)),
            (pledges.put_back_counts, ([ReplacedCount(pledge_id, TODAY, None, None)],)),
        ):
            with pytest.raises(Refused):
                do(auditor, job, *given)
    finally:
        auditor.close()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", 0),
        (" ", 0),
        ("1,234", 1234),
        ("１２", 12),
        ("-1", None),
        ("1000001", None),
        ("x", None),
    ],
)
def test_a_typed_number_is_a_count_or_none(typed: str, number: int | None) -> None:
    assert pledges.typed_count(typed) == number
