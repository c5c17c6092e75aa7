"""Corrections outside of cases keep earlier words too: supervisors read them in the trail."""

from datetime import date
from pathlib import Path

import pytest

from csq_desktop.domain.actions import ADDED_BY_MISTAKE, NewAction
from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.months import Month
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.domain.users import Role
from csq_desktop.services import audit_trail
from csq_desktop.services.actions import actions
from csq_desktop.services.pledges import months, pledges
from csq_desktop.storage.store import Store
from csq_desktop.texts import speaking
from tests.factory import FixedClock, Furnish, open_store
from tests.pledge_case import do, look, till
from tests.services.small_shop import without_pledges

DAY = date(2026, 10, 5)
OCTOBER = Month.of(DAY)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def count(pledge: int, reason: str) -> DayCount:
    return DayCount(pledge, DAY, 9, 1, 0, 1, reason)


def earlier(store: Store) -> list[str]:
    """The earlier words that the trail shows to a supervisor, oldest first."""
    with store.reading(identities=True) as session:
        lines = audit_trail.page(session, TrailFilter()).lines
    changes = (change for line in reversed(lines) for change in line.changes)
    return [f"{change.field}: {change.after}" for change in changes if "before" in change.field]


def test_a_counts_reason_a_months_cause_and_an_actions_note_keep_what_they_said(
    store: Store,
) -> None:
    pledge = till(store)
    (first,) = do(store, pledges.count_days, [count(pledge, "Mr Ho fell ill")])
    do(store, pledges.count_days, [count(pledge, "Mr Ho fell ill")])
    (second,) = do(store, pledges.count_days, [count(pledge, "First aid")])
    do(store, pledges.put_back_counts, [second])
    do(store, pledges.put_back_counts, [first])
    do(store, pledges.take_back_count, pledge, DAY)  # there is none any more
    before = do(store, months.note_cause, pledge, OCTOBER, "Ho left")
    do(store, months.note_cause, pledge, OCTOBER, "Rota")
    do(store, months.put_back, pledge, OCTOBER, before)
    action = do(store, actions.promise, NewAction("Lamp", "May", DAY))
    do(store, actions.finish, action, "Lee paid for it")
    do(store, actions.take_up_again, action)
    assert earlier(store) == [
        "Reason before: Mr Ho fell ill",
        "Reason before: First aid",
        "Reason before: Mr Ho fell ill",
        "Cause before: Ho left",
        "Cause before: Rota",
        "How it ended before: Lee paid for it",
    ]


def test_an_action_added_by_mistake_says_so_in_the_readers_language(store: Store) -> None:
    action = do(store, actions.promise, NewAction("Lamp", "May", DAY))
    do(store, actions.cancel, action, ADDED_BY_MISTAKE)
    notes = [look(store, actions.everything)[0].done_note]
    with speaking("zh_HK"):
        notes += [look(store, actions.everything)[0].done_note]
    assert notes == ["Added by mistake", "誤加"]
    do(store, actions.take_up_again, action)
    assert earlier(store) == []


def test_staff_who_hold_no_key_to_the_vault_correct_a_reason_all_the_same(
    store: Store, tmp_path: Path
) -> None:
    pledge = till(store)
    do(store, pledges.count_days, [count(pledge, "Mr Ho fell ill")])
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=FixedClock())
    do(staff, pledges.count_days, [count(pledge, "First aid")])
    assert [day.reason for day in look(staff, pledges.counts, pledge, DAY, DAY)] == ["First aid"]
    staff.close()
