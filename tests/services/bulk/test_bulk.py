"""Many complaints at once: the refused are named, and it is all or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.bulk.acts import BulkAct, BulkTaken, BulkUndone, ChangedCase
from csq_desktop.domain.bulk.checks import RefusedCase, StepCheck
from csq_desktop.domain.complaints.facts import (
    Channel,
    Correction,
    EventKind,
    Finding,
    NewComplaint,
    Outcome,
    RemedyKind,
    Severity,
)
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.bulk import bulk, undoing
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.handovers import bulk as handing
from csq_desktop.services.settings import shop
from csq_desktop.storage.store import Store
from tests.factory import START, FixedClock, open_store

GONE = 4_711


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = open_store(tmp_path, source=FixedClock())
    with opened.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
    return opened


@pytest.fixture
def ids(store: Store) -> list[int]:
    """Three complaints: open, acknowledged, withdrawn."""
    with store.writing() as session:
        new = NewComplaint(
            Channel.COUNTER, START - timedelta(hours=1), "till.waiting", Severity.LOW, "Slow"
        )
        logged = [complaints.log(session, new).id for _ in range(3)]
        complaints.acknowledge(session, logged[1])
        complaints.withdraw(session, logged[2], "Twice")
    return logged


CLOSED = "This is closed. Reopen it first."


def test_what_would_be_refused_is_named_with_its_reason(store: Store, ids: list[int]) -> None:
    already = RefusedCase("C-2026-0002-SSP01", "This complaint is already acknowledged.")
    withdrawn = RefusedCase("C-2026-0003-SSP01", CLOSED)
    with store.reading() as session:
        check = bulk.check(session, [*ids, GONE], BulkAct.ACKNOWLEDGE)
        assert check == StepCheck((ids[0],), (already, withdrawn))
        assert check.chosen == 3
        given = handing.may_be_handed_over(session, ids)
        assert given == StepCheck(tuple(ids[:2]), (withdrawn,))
        able = {act: bulk.check(session, ids, act).able_ids for act in BulkAct}
    assert able[BulkAct.CATEGORISE] == able[BulkAct.VOID] == able[BulkAct.EXCLUDE] == tuple(ids[:2])
    assert able[BulkAct.CLOSE] == ()
    with store.writing() as session:
        complaints.answer(session, ids[1], Outcome(Finding.UPHELD, RemedyKind.APOLOGY))
        assert bulk.check(session, ids, BulkAct.CLOSE).able_ids == (ids[1],)


def test_all_are_done_with_a_line_in_each_history(store: Store, ids: list[int]) -> None:
    with store.writing() as session:
        assert bulk.acknowledge(session, ids[:1], "By telephone").count == 1
        assert len(handing.hand_over(session, ids[:2], "Lam", "On leave")) == 2
    with store.reading() as session:
        first, second = (complaint_views.read(session, case) for case in ids[:2])
    assert [case.owner for case in (first, second)] == ["Lam", "Lam"]
    noted = [(event.kind, event.text) for event in first.events[1:]]
    assert noted[0] == (EventKind.ACKNOWLEDGED, "By telephone")
    assert "On leave" in noted[1][1]


@pytest.mark.parametrize(
    ("last", "words"),
    [(1, "C-2026-0002-SSP01: This complaint is already acknowledged."), (GONE, "has been removed")],
)
def test_when_one_is_refused_none_is_done(
    store: Store, ids: list[int], last: int, words: str
) -> None:
    chosen = [ids[0], ids[1] if last == 1 else GONE]
    with pytest.raises(UserError, match=words) as refusal, store.writing() as session:
        bulk.acknowledge(session, chosen)
    assert refusal.value.text.endswith("Nothing was changed.")
    with store.reading() as session:
        assert complaint_views.read(session, ids[0]).clocks[0].done_at is None


def test_whoever_may_not_is_refused_before_anything(tmp_path: Path) -> None:
    auditor = open_store(tmp_path, Role.AUDITOR)
    with auditor.writing() as session:
        with pytest.raises(Refused):
            bulk.acknowledge(session, [1])
        with pytest.raises(Refused):
            handing.hand_over(session, [1], "Lam")
        for act in BulkAct:
            with pytest.raises(Refused):
                undoing.undo(session, BulkTaken(act, ()))


def taken_with(session: Session, act: BulkAct, ids: list[int]) -> BulkTaken:
    """Take a step with some complaints."""
    if act is BulkAct.CATEGORISE:
        return bulk.categorise(session, ids, "refund.late")
    steps: dict[BulkAct, Callable[..., BulkTaken]] = {
        BulkAct.EXCLUDE: bulk.exclude,
        BulkAct.VOID: bulk.void,
        BulkAct.CLOSE: bulk.close,
    }
    return steps.get(act, bulk.acknowledge)(session, ids, "Together")


def test_each_step_is_undone_at_once_and_leaves_its_lines(store: Store, ids: list[int]) -> None:
    case = ids[0]
    outcome = Outcome(Finding.UPHELD, RemedyKind.APOLOGY)
    for act in BulkAct:
        with store.writing() as session:
            if act is BulkAct.CLOSE:
                complaints.answer(session, case, outcome)
            before = complaint_views.read(session, case)
        with store.writing() as session:
            taken = taken_with(session, act, [case])
        with store.writing() as session:
            assert complaint_views.read(session, case) != before, act
            assert undoing.undo(session, taken) == BulkUndone(1)
        with store.reading() as session:
            after = complaint_views.read(session, case)
        assert replace(after, events=()) == replace(before, events=()), act
        assert len(after.events) == len(before.events) + 2, act


def test_what_was_worked_on_since_stays_and_is_named(store: Store, ids: list[int]) -> None:
    first, second = ids[:2]
    with store.writing() as session:
        taken = bulk.categorise(session, [first, second], "refund.late")
        complaints.correct(session, second, Correction(category="staff.rude"))
        gone = ChangedCase(GONE, {}, {})
        undone = undoing.undo(session, replace(taken, cases=(*taken.cases, gone)))
        refused = (RefusedCase("C-2026-0002-SSP01", "It was changed since."),)
        assert undone == BulkUndone(1, refused)
        assert complaint_views.read(session, first).category == "till.waiting"
        assert complaint_views.read(session, second).category == "staff.rude"
        again = bulk.categorise(session, [first], "till.waiting")
        assert again.cases == (ChangedCase(first, {}, {}),)
        assert undoing.undo(session, again) == BulkUndone(1)


def test_only_complaints_are_excluded_and_only_with_a_reason(store: Store, ids: list[int]) -> None:
    with store.writing() as session:
        bulk.exclude(session, ids[:1], "Test data")
        with pytest.raises(UserError, match="Enter the reason"):
            bulk.exclude(session, ids[1:2], " ")
        check = bulk.check(session, ids[:1], BulkAct.EXCLUDE)
    assert check.refused[0].reason == "This complaint is excluded already."
