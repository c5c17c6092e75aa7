"""Months that were judged stay as they are, whatever is done to a pledge later."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.pledges.facts import NewPledge, PledgeSource
from csq_desktop.errors import UserError
from csq_desktop.services.indicators import figures
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.pledge_case import TERMS, acknowledging, count, do, look, till
from tests.services.small_shop import without_pledges

TODAY = date(2026, 10, 5)
SEPTEMBER = Month(2026, 9)
STAYS = "this month or later. Earlier results do not change."
AUGUST = replace(TERMS, effective_from=date(2026, 8, 20))
NEXT_MONTH = replace(TERMS, effective_from=date(2026, 11, 1))


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


@pytest.fixture
def judged(store: Store, clock: FixedClock) -> dict[str, int]:
    """Pledges by code, and a September that was counted; ENDED was retired in August."""
    clock.at = datetime(2026, 8, 15, 4, tzinfo=UTC)
    ids = {"TILL": till(store), "ACK": acknowledging(store)}
    for code, terms in (("ENDED", TERMS), ("PLANNED", NEXT_MONTH)):
        ids[code] = do(store, pledges.define, NewPledge(code, PledgeSource.MANUAL, "", terms))
    do(store, pledges.retire, ids["ENDED"], date(2026, 8, 31))
    clock.at = datetime(2026, 9, 15, 4, tzinfo=UTC)
    count(store, ids["TILL"], date(2026, 9, 15), 90, 10)
    clock.at = datetime(2026, 10, 5, 4, tzinfo=UTC)
    return ids


Move = Callable[[Store, dict[str, int]], object]
BACKWARDS: dict[str, tuple[Move, str]] = {
    "a definition": (
        lambda store, _: do(store, pledges.define, NewPledge("X", PledgeSource.MANUAL, "", AUGUST)),
        STAYS,
    ),
    "a first version brought forward": (
        lambda store, ids: do(store, pledges.change_terms, ids["PLANNED"], AUGUST),
        STAYS,
    ),
    "a definition taken back": (
        lambda store, ids: do(store, pledges.take_back, [ids["ACK"]]),
        "This pledge is in use. Retire it instead.",
    ),
    "a retirement": (
        lambda store, ids: do(store, pledges.retire, ids["TILL"], date(2026, 9, 29)),
        STAYS,
    ),
    "a retirement put off": (
        lambda store, ids: do(store, pledges.retire, ids["ENDED"], TODAY),
        STAYS,
    ),
    "a retirement undone": (
        lambda store, ids: do(store, pledges.take_up_again, ids["ENDED"]),
        "Create a new pledge instead.",
    ),
}


@pytest.mark.parametrize("name", BACKWARDS)
def test_no_change_of_a_pledge_judges_an_earlier_month_anew(
    store: Store, judged: dict[str, int], name: str
) -> None:
    move, told = BACKWARDS[name]
    before = look(store, figures.month, SEPTEMBER)
    with pytest.raises(UserError) as caught:
        move(store, judged)
    assert caught.value.text.endswith(told)
    assert look(store, figures.month, SEPTEMBER) == before


def test_a_pledge_ends_with_last_month_and_is_taken_up_again_this_month(
    store: Store, judged: dict[str, int]
) -> None:
    before = look(store, figures.month, SEPTEMBER)
    do(store, pledges.retire, judged["TILL"], date(2026, 9, 30))
    assert look(store, figures.month, Month(2026, 10)).find("pledge.TILL") is None
    assert look(store, figures.month, SEPTEMBER) == before
    do(store, pledges.take_up_again, judged["TILL"])
    do(store, pledges.retire, judged["ENDED"], date(2026, 8, 31))  # says nothing new
    assert look(store, figures.month, Month(2026, 10)).find("pledge.TILL")
    assert look(store, figures.month, SEPTEMBER) == before


def test_planned_terms_that_have_held_for_a_month_are_not_taken_back(
    store: Store, judged: dict[str, int], clock: FixedClock
) -> None:
    till_id = judged["TILL"]
    do(store, pledges.change_terms, till_id, replace(NEXT_MONTH, standard_share=0.8))
    change = do(store, pledges.change_terms, till_id, replace(NEXT_MONTH, standard_share=0.5))
    clock.at = datetime(2026, 12, 1, 4, tzinfo=UTC)
    count(store, till_id, date(2026, 11, 20), 90, 10)
    with pytest.raises(UserError, match="These terms are already in force"):
        do(store, pledges.take_back_terms, change)
    assert look(store, pledges.read, till_id).current.terms.standard_share == 0.5


def test_terms_put_off_are_not_brought_back_into_a_month_judged_without_them(
    store: Store, judged: dict[str, int], clock: FixedClock
) -> None:
    till_id, november = judged["TILL"], Month(2026, 11)
    do(store, pledges.change_terms, till_id, replace(NEXT_MONTH, standard_share=0.5))
    put_off = replace(NEXT_MONTH, standard_share=0.5, effective_from=date(2027, 1, 1))
    change = do(store, pledges.change_terms, till_id, put_off)
    clock.at = datetime(2026, 12, 1, 4, tzinfo=UTC)
    count(store, till_id, date(2026, 11, 20), 90, 10)
    before = look(store, figures.month, november)
    with pytest.raises(UserError, match="These terms are already in force"):
        do(store, pledges.take_back_terms, change)
    assert look(store, figures.month, november) == before
