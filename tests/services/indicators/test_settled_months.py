"""A month that has ended stays: what happens later changes no figure, verdict or page of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import ActionState, NewAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock, RemedyKind, Severity
from csq_desktop.domain.pledges.months import Redress
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints, deadlines
from csq_desktop.services.indicators import figures, verdicts
from csq_desktop.services.pledges import pledges
from csq_desktop.services.pledges import views as pledge_views
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain
from csq_desktop.storage.store import Store
from tests.checklist_case import FLOOR, give_out, run_through
from tests.factory import FixedClock, Furnish
from tests.pdf_text import in_one_line
from tests.services.packs.pack_case import make_pack
from tests.services.small_shop import ended, founded, logged

OCTOBER = Month(2026, 10)


@pytest.fixture
def furnish() -> Furnish:
    return founded


def settled(store: Store, month: Month = OCTOBER) -> list[object]:
    """All that is counted, judged and printed of a month."""
    with store.reading() as session:
        judged = verdicts.of_month(session, month)
        return [figures.month(session, month), judged.verdicts, judged.tally]


def page(store: Store, month: Month = OCTOBER) -> str:
    """The pack of a month as it would be printed today, without the day it is printed on."""
    return in_one_line(make_pack(store, month=month).pdf)


def promised(session: Session, title: str, due_on: date) -> int:
    return actions.promise(session, NewAction(title, "May", due_on))


AGAIN = date(2026, 12, 24)


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "later",
    [
        partial(actions.postpone, due_on=AGAIN),
        partial(actions.finish, note="done at last"),
        partial(actions.cancel, reason="not needed"),
    ],
)
def test_an_open_action_counts_as_it_stood_when_the_month_ended(
    store: Store, clock: FixedClock, later: partial[None]
) -> None:
    with store.writing() as session:
        lamp = promised(session, "Mend the lamp", date(2026, 10, 20))
        promised(session, "Mend the door", date(2026, 11, 20))
    clock.move(minutes=45 * 24 * 60)
    before, paper = settled(store), page(store)
    with store.reading() as session:
        october = figures.month(session, OCTOBER)
    assert (october.get("actions.open").value, october.get("actions.overdue").value) == (2, 1)
    assert "1 of 2 open actions are overdue" in paper
    with store.writing() as session:
        later(session, lamp)
    assert settled(store) == before
    again = page(store)
    assert "1 of 2 open actions are overdue" in again
    is_open = later.func is actions.postpone
    assert (
        "Complete the overdue action A-2026-0001" in again
    ) is is_open  # not what was done since
    assert (again == paper) is is_open
    with store.reading() as session:
        november = figures.month(session, Month(2026, 11))
    assert november.get("actions.overdue").value == 0


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("end", "word"),
    [
        (partial(actions.finish, note="new lamp"), "Done"),
        (partial(actions.cancel, reason="room closed"), "Cancelled"),
    ],
)
def test_an_action_that_ended_in_a_month_has_ended_in_it_for_good(
    store: Store, clock: FixedClock, end: Callable[[Session, int], None], word: str
) -> None:
    with store.writing() as session:
        lamp = promised(session, "Mend the lamp", date(2026, 10, 20))
    clock.move(minutes=24 * 60)
    with store.writing() as session:
        end(session, lamp)
    clock.move(minutes=45 * 24 * 60)
    before, paper = settled(store), page(store)
    assert f"A-2026-0001 Mend the lamp May Review 6 Oct 2026 {word}" in paper
    with store.writing() as session:
        actions.take_up_again(session, lamp)
    assert settled(store) == before
    clock.move(minutes=60)
    with store.writing() as session:
        actions.postpone(session, lamp, AGAIN)
        (actions.cancel if word == "Done" else actions.finish)(session, lamp, "after all")
    assert settled(store) == before
    assert page(store) == paper


def test_an_action_taken_up_again_in_its_month_is_open_in_it(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        lamp = promised(session, "Mend the lamp", date(2026, 10, 20))
        actions.finish(session, lamp)
    clock.move(minutes=24 * 60)
    with store.writing() as session:
        actions.take_up_again(session, lamp)
    clock.move(minutes=45 * 24 * 60)
    assert "1 of 1 open action is overdue" in page(store)
    with store.reading() as session:
        october = figures.month(session, OCTOBER)
    assert (october.get("actions.open").value, october.get("actions.overdue").value) == (1, 1)


def test_what_was_written_while_the_clock_was_ahead_is_overtaken_once_it_is_right(
    store: Store, clock: FixedClock
) -> None:
    clock.move(minutes=60 * 24 * 60)
    with store.writing() as session:
        lamp = promised(session, "Mend the lamp", date(2026, 12, 4))
    clock.move(minutes=-59 * 24 * 60)
    with store.writing() as session:
        chain.set_clock_right(session)
        actions.finish(session, lamp)
    clock.move(minutes=90 * 24 * 60)
    with store.reading() as session:
        december = figures.month(session, Month(2026, 12))
        (then,) = actions.as_of(session, clock.at)
    assert december.get("actions.open").value == 0
    assert then.state is ActionState.DONE


HOUR_EACH = {(clock, severity): 60 for clock in ComplaintClock for severity in Severity}


def hong_kong(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Asia/Hong_Kong"))


@pytest.mark.no_cover
def test_deadlines_set_anew_make_no_miss_in_a_month_that_has_ended(
    store: Store, clock: FixedClock
) -> None:
    """Due on 2 November, and by the new promise on the day of the receipt."""
    clock.at = hong_kong(10, 27)
    with store.writing() as session:
        running, waiting, graver = (logged(session, clock) for _ in range(3))
        for case in (running, waiting, graver):
            complaints.acknowledge(session, case)
    clock.at = hong_kong(10, 29)
    with store.writing() as session:
        complaints.wait_for_customer(session, waiting)
    clock.at = hong_kong(11, 1)
    before = settled(store)
    with store.writing() as session:
        shop.change_policy(session, HOUR_EACH)
    with store.writing() as session:
        complaints.assess(session, graver, Severity.CRITICAL)
        deadlines.recompute(session)
    clock.at = hong_kong(11, 2)
    assert settled(store) == before
    with store.writing() as session:
        complaints.resume(session, waiting)
    clock.at = hong_kong(11, 3)
    assert settled(store) == before
    with store.reading() as session:
        november = figures.month(session, Month(2026, 11)).get("complaints.resolved")
    assert (november.numerator, november.denominator) == (0, 3)


def test_a_wait_after_the_deadline_moves_no_maximum_when_it_ends(
    store: Store, clock: FixedClock
) -> None:
    clock.at = hong_kong(10, 2)
    with store.writing() as session:
        case = logged(session, clock)
    clock.at = hong_kong(10, 12)
    with store.writing() as session:
        complaints.wait_for_customer(session, case)
    clock.at = hong_kong(11, 4)
    before = settled(store)
    with store.reading() as session:
        october = figures.month(session, OCTOBER).get("pledge.RES.maximum")
    assert (october.numerator, october.denominator) == (1, 1)
    with store.writing() as session:
        complaints.resume(session, case)
    clock.at = hong_kong(11, 9)
    assert settled(store) == before


@pytest.mark.parametrize("ending", [complaints.resume, ended])
def test_a_case_that_is_left_out_and_waits_is_left_out_of_no_month_before_the_wait_ends(
    store: Store, clock: FixedClock, ending: Callable[[Session, int], None]
) -> None:
    clock.at = hong_kong(10, 6)
    with store.writing() as session:
        case = logged(session, clock, severity=Severity.CRITICAL)
        complaints.acknowledge(session, case)
        complaints.wait_for_customer(session, case)
        complaints.exclude(session, case, "Before the court")
    clock.at = hong_kong(11, 3)
    before, paper = settled(store), page(store)
    with store.reading() as session:
        assert figures.month(session, OCTOBER).get("complaints.resolved").excluded == 0
        assert figures.month(session, OCTOBER).get("complaints.acknowledged").excluded == 1
        res = pledges.everything(session)[2]
        assert pledge_views.detail(session, res.id, OCTOBER).left_out == ()
    with store.writing() as session:
        ending(session, case)
    clock.at = hong_kong(11, 5)
    assert settled(store) == before
    assert page(store) == paper
    with store.reading() as session:
        november = Month(2026, 11)
        assert figures.month(session, november).get("complaints.resolved").excluded == 1
        assert len(pledge_views.detail(session, res.id, november).left_out) == 1


def test_reopening_a_case_takes_nothing_from_what_was_made_good(
    store: Store, clock: FixedClock
) -> None:
    clock.at = hong_kong(10, 6)
    with store.writing() as session:
        cases = [logged(session, clock) for _ in range(3)]
    clock.at = hong_kong(10, 20)
    with store.writing() as session:
        for case in cases:
            ended(session, case, remedy_kind=RemedyKind.VOUCHER, remedy_cents=5_000)
    clock.at = hong_kong(11, 3)
    before, paper = settled(store), page(store)
    with store.writing() as session:
        complaints.reopen(session, cases[0], "It broke again")
    assert settled(store) == before
    assert page(store) == paper
    with store.reading() as session:
        for pledge in pledges.everything(session)[1:]:
            detail = pledge_views.detail(session, pledge.id, OCTOBER)
            assert (detail.made_good, detail.owed) == (Redress(3, 15_000), 0)


@pytest.mark.no_cover
def test_a_checklist_that_is_renamed_keeps_its_name_in_months_that_have_ended(
    store: Store, clock: FixedClock
) -> None:
    floor = give_out(store)
    for day in (1, 2):
        run_through(store, floor, date(2026, 10, day), i2_2="no")
    clock.at = hong_kong(10, 20)
    give_out(store, replace(FLOOR, title=ThreeTexts("Mirror audit", "鏡子檢查", "镜子检查")))
    assert _named(store)[-1] == "Mirror audit: items failed"
    clock.at = hong_kong(11, 20)
    before, paper = settled(store), page(store)
    renamed = give_out(store, replace(FLOOR, title=ThreeTexts("Other name", "別名", "别名")))
    run_through(store, renamed, date(2026, 11, 20))
    assert settled(store) == before
    assert page(store) == paper
    assert paper.count("Mirror audit") == 2
    assert _named(store, Month(2026, 11))[0] == "Other name"


def _named(store: Store, month: Month = OCTOBER) -> list[str]:
    with store.reading() as session:
        whole = figures.month(session, month).figures
    return [figure.label for figure in whole if figure.id.endswith(".floor")]
