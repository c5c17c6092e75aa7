"""Handing cases over: who is asked, what they answer, and every way back."""

from pathlib import Path

import pytest

from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.handovers.facts import Handover
from csq_desktop.domain.users import Role
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.handovers import bulk, due, erasure, handovers
from csq_desktop.services.merges import merges
from csq_desktop.services.settings import handovers as settings
from csq_desktop.services.today import due as today
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.store import Store
from tests.factory import NAMES, FixedClock, Furnish, open_store
from tests.services.small_shop import ended, logged, without_pledges

CHAN, LEE = NAMES[Role.SUPERVISOR], NAMES[Role.STAFF]


@pytest.fixture(scope="module")
def furnish() -> Furnish:
    """A shop without a pledge."""
    return without_pledges


def owner(store: Store, case: int) -> str:
    with store.reading() as session:
        return views.read(session, case).owner


def standing(store: Store, case: int) -> Handover | None:
    with store.reading() as session:
        found = handovers.of_case(session, case)
        return None if found is None else found.handover


def on_today(store: Store) -> list[tuple[str, str, bool]]:
    with store.reading() as session:
        return [(i.text, i.under, i.overdue) for i in due.items(session, today.now(session))]


def test_who_has_no_sign_in_owns_it_at_once_and_the_owner_before_gets_it_back(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        handover_id = handovers.hand_over(session, case, "Lam", "On leave")
        with pytest.raises(UserError, match="own this already"):
            handovers.hand_over(session, case, "Lam")
        with pytest.raises(UserError, match="new owner"):
            handovers.hand_over(session, case, " ")
    assert (owner(store, case), standing(store, case)) == ("Lam", None)
    with store.writing() as session:
        handovers.undo(session, handover_id)
        with pytest.raises(UserError, match="another owner by now"):
            handovers.undo(session, handover_id)
        texts = [event.text for event in views.read(session, case).events]
    assert owner(store, case) == CHAN
    assert texts[-1] == f"From Lam to {CHAN}. Undone"
    with store.writing() as session:
        mine = logged(session, clock)
        handed = handovers.hand_over(session, mine, "Lam")
        handovers.hand_over(session, mine, CHAN)  # whoever takes over by themselves accepts it
        with pytest.raises(UserError, match="another owner by now"):
            handovers.undo(session, handed)
        new = NewInvolved("Wong", InvolvedAs.COMPLAINED_OF)
        involved.name(session, mine, new)
        with pytest.raises(UserError, match="about them"):
            handovers.hand_over(session, mine, "Wong")
    assert owner(store, mine) == CHAN


def test_no_other_way_makes_whom_a_case_is_about_its_owner(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        case, second = logged(session, clock), logged(session, clock)
        named = involved.name(session, case, NewInvolved("Wong", InvolvedAs.COMPLAINED_OF))
        involved.take_out(session, named)
        handovers.hand_over(session, case, "Wong")
        involved.name(session, case, NewInvolved("Wong", InvolvedAs.SERVED))
        with pytest.raises(UserError, match="owns the complaint"):
            involved.put_back(session, named)
        involved.name(session, second, NewInvolved("Wong", InvolvedAs.COMPLAINED_OF))
    with store.writing() as session, pytest.raises(UserError, match="about them"):
        merges.merge(session, case, second, "The same")


def test_until_it_is_accepted_the_case_stays_with_the_giver(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case, closed = logged(session, clock), logged(session, clock)
        first = handovers.hand_over(session, case, LEE)
        second = handovers.hand_over(session, case, LEE, "Knows her")
        handovers.hand_over(session, closed, LEE)
        ended(session, closed)
        with pytest.raises(UserError, match="being handed over"):
            involved.name(session, case, NewInvolved(LEE, InvolvedAs.COMPLAINED_OF))
        with pytest.raises(UserError, match="Only the new owner"):
            handovers.accept(session, second)
        with pytest.raises(UserError, match="no longer waiting: Taken back"):
            handovers.take_back(session, first)
        assert [each.id for each in handovers.waiting(session)] == [second]
        ref = views.read(session, case).ref
    assert owner(store, case) == CHAN  # no figure and no list has changed
    waits = standing(store, case)
    assert waits is not None
    words = waits.waiting_text, waits.giver, waits.reason
    assert words == (f"Waiting for {LEE} to accept", CHAN, "Knows her")
    asks = f"Accept or decline {ref}"
    assert on_today(store) == [(asks, f"handed over by {CHAN}", False)]
    with store.writing() as session:
        settings.change_answer_hours(session, 10)
        settings.change_answer_hours(session, 10)
        with pytest.raises(UserError, match="1–200"):
            settings.change_answer_hours(session, 0)
    clock.move(hours=9)
    assert len(on_today(store)) == 1
    with store.writing() as session:
        settings.change_answer_hours(session, 8)
    late = f"{LEE} has not accepted {ref} yet"
    assert on_today(store) == [
        (asks, f"handed over by {CHAN}", True),
        (late, f"{CHAN} is responsible until then", True),
    ]


def test_who_signs_in_declines_or_accepts(store: Store, clock: FixedClock, tmp_path: Path) -> None:
    with store.writing() as session:
        case, other, closed = (logged(session, clock) for _ in range(3))
        asked = [handovers.hand_over(session, each, LEE) for each in (case, other, closed)]
        ended(session, closed)
        ref = views.read(session, case).ref
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.writing() as session:
        shown = handovers.of_case(session, case)
        assert shown is not None
        assert shown.may_answer
        with pytest.raises(UserError, match="closed"):
            handovers.accept(session, asked[2])
        with pytest.raises(UserError, match="why you decline"):
            handovers.decline(session, asked[0], " ")
        handovers.decline(session, asked[0], "Off tomorrow")
        handovers.accept(session, asked[1])
    assert owner(staff, other) == LEE
    staff.close()
    store = open_store(tmp_path, source=clock)
    declined = standing(store, case)
    assert declined is not None
    assert (declined.is_news, declined.answer_reason) == (True, "Off tomorrow")
    assert on_today(store) == [(f"{LEE} declined {ref}", "", False)]
    with store.writing() as session:
        handovers.note_declined(session, asked[0])
        handovers.note_declined(session, asked[0])
        handovers.undo(session, asked[1])
        kinds = [[e.kind for e in views.read(session, each).events] for each in (case, other)]
        erasure.erase(session, (), (case,))
    assert (owner(store, other), on_today(store)) == (CHAN, [])
    store.close()
    store = open_store(tmp_path, Role.AUDITOR, source=clock)
    assert on_today(store) == []
    assert [each[1:] for each in kinds] == [
        [EventKind.HANDOVER, EventKind.HANDOVER_DECLINED],
        [EventKind.HANDOVER, EventKind.OWNER, EventKind.OWNER],
    ]
    store.close()


def test_many_are_handed_over_and_got_back_together(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        cases = [logged(session, clock) for _ in range(3)]
        handovers.hand_over(session, cases[0], "Lam")
        with pytest.raises(UserError, match="new owner"):
            bulk.hand_over(session, cases, " ")
        moved = bulk.hand_over(session, cases, "Lam", "On leave")
        assert len(moved) == 2  # the third is theirs already
    assert {owner(store, case) for case in cases} == {"Lam"}
    with store.writing() as session:
        bulk.undo(session, moved)
        asked = bulk.hand_over(session, cases[1:], LEE)
        bulk.undo(session, asked)
        assert handovers.waiting(session) == ()
        with pytest.raises(UserError, match="removed"):
            handovers.undo(session, -1)
        row = records.get(session, cases[2])
        assert row is not None
        row.owner_id = None
        nobodys = handovers.hand_over(session, cases[2], "Kim")
        handovers.undo(session, nobodys)
        complaints.withdraw(session, cases[0], "Twice")
        assert bulk.may_be_handed_over(session, cases).able_ids == tuple(cases[1:])
    assert [owner(store, case) for case in cases] == ["Lam", CHAN, ""]
