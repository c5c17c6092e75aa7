"""Actions: promised with an owner and a day, done, put off, handed over, taken back."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import Action, ActionSource, ActionState, NewAction, Priority
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import people
from csq_desktop.services.actions import actions
from csq_desktop.storage.store import Store
from tests.factory import NAMES, FixedClock, open_store

T = TypeVar("T")

LAMP = NewAction("Replace the lamp", "Ka-ho", date(2026, 10, 12))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path, source=FixedClock())
    yield opened
    opened.let_go()


def do(store: Store, job: Callable[[Session], T]) -> T:
    """Do one job in a transaction of its own."""
    with store.writing() as session:
        return job(session)


def everything(store: Store) -> tuple[Action, ...]:
    """Every action of the store."""
    with store.reading() as session:
        return actions.everything(session)


def test_a_promised_action_waits_for_its_owner(store: Store) -> None:
    new = NewAction(
        " Key holder per shift ",
        " Ka-ho ",
        date(2026, 11, 25),
        ActionSource.CHECKLIST,
        7,
        "3.3",
        Priority.URGENT,
    )
    first = do(store, partial(actions.promise, new=new))
    found = everything(store)[0]
    assert (found.id, found.ref, found.title) == (first, "A-2026-0001", "Key holder per shift")
    assert (found.owner, found.due_on, found.priority) == ("Ka-ho", new.due_on, Priority.URGENT)
    assert (found.source, found.source_id, found.item_code) == (ActionSource.CHECKLIST, 7, "3.3")
    assert (found.state, found.done_at, found.done_note) == (ActionState.OPEN, None, "")


def test_a_very_long_title_is_cut(store: Store) -> None:
    do(store, partial(actions.promise, new=NewAction("x" * 400, "May", LAMP.due_on)))
    assert len(everything(store)[0].title) == actions.LONGEST_TITLE


@pytest.mark.parametrize(
    ("new", "refusal"),
    [
        (NewAction("  ", "May", LAMP.due_on), "Describe the action."),
        (NewAction("Paint", " ", LAMP.due_on), "Enter who is responsible."),
    ],
)
def test_an_action_needs_words_and_an_owner(store: Store, new: NewAction, refusal: str) -> None:
    with pytest.raises(UserError, match=refusal):
        do(store, partial(actions.promise, new=new))
    assert everything(store) == ()


def test_a_done_action_can_be_taken_up_again(store: Store) -> None:
    lamp = do(store, partial(actions.promise, new=LAMP))
    do(store, partial(actions.finish, action_id=lamp, note=" new lamp in room 2 "))
    done = everything(store)[0]
    assert (done.state, done.done_note) == (ActionState.DONE, "new lamp in room 2")
    assert done.done_at is not None
    do(store, partial(actions.take_up_again, action_id=lamp))
    again = everything(store)[0]
    assert (again.state, again.done_at, again.done_note) == (ActionState.OPEN, None, "")


def test_cancelling_takes_a_reason(store: Store) -> None:
    lamp = do(store, partial(actions.promise, new=LAMP))
    with pytest.raises(UserError, match="Enter the reason"):
        do(store, partial(actions.cancel, action_id=lamp, reason=" "))
    do(store, partial(actions.cancel, action_id=lamp, reason="Room closed"))
    assert (everything(store)[0].state, everything(store)[0].done_note) == (
        ActionState.CANCELLED,
        "Room closed",
    )


def test_an_open_action_is_put_off_and_handed_over(store: Store) -> None:
    lamp = do(store, partial(actions.promise, new=LAMP))
    do(store, partial(actions.postpone, action_id=lamp, due_on=date(2026, 10, 20)))
    do(store, partial(actions.hand_over, action_id=lamp, owner=" May "))
    assert (everything(store)[0].due_on, everything(store)[0].owner) == (date(2026, 10, 20), "May")
    with pytest.raises(UserError, match="Enter who is responsible"):
        do(store, partial(actions.hand_over, action_id=lamp, owner=""))


@pytest.mark.parametrize(
    "job",
    [
        partial(actions.finish, note=""),
        partial(actions.cancel, reason="x"),
        partial(actions.postpone, due_on=LAMP.due_on),
        partial(actions.hand_over, owner="May"),
    ],
)
def test_an_action_ends_once(store: Store, job: partial[None]) -> None:
    lamp = do(store, partial(actions.promise, new=LAMP))
    do(store, partial(actions.finish, action_id=lamp))
    with pytest.raises(UserError, match="already ended"):
        do(store, partial(job, action_id=lamp))


def test_an_unknown_action_is_not_there_any_more(store: Store) -> None:
    with pytest.raises(UserError, match="has been removed"):
        do(store, partial(actions.finish, action_id=1))


def test_the_waiting_ones_come_the_earliest_first(store: Store) -> None:
    days = [date(2026, 10, 9), date(2026, 10, 7), date(2026, 10, 8)]
    made = [
        do(store, partial(actions.promise, new=NewAction("Do", "May", day, source_id=number)))
        for number, day in enumerate(days)
    ]
    do(store, partial(actions.finish, action_id=made[2]))
    with store.reading() as session:
        assert [one.due_on for one in actions.waiting(session)] == [days[1], days[0]]
        assert [one.id for one in actions.waiting(session, days[1])] == [made[1]]
        assert [one.id for one in actions.of_source(session, ActionSource.REVIEW, 0)] == [made[0]]
        assert [one.id for one in actions.everything(session)] == [made[1], made[0], made[2]]


def test_a_new_owner_comes_into_the_list_once(store: Store) -> None:
    for owner in ("May", "Ka-ho", " may "):
        do(store, partial(actions.promise, new=NewAction("Do", owner, LAMP.due_on)))
    with store.reading() as session:
        users = {NAMES[role] for role in Role}
        listed = [one.name for one in people.everyone(session) if one.name not in users]
        assert listed == ["Ka-ho", "May"]
        assert {one.owner for one in actions.everything(session)} == {"Ka-ho", "May"}


def test_an_owner_is_given_by_id_and_handing_back_restores_the_old_text(store: Store) -> None:
    lamp = do(store, partial(actions.promise, new=LAMP))
    may = do(store, partial(people.add, name="May"))
    do(store, partial(actions.hand_over, action_id=lamp, owner=may))
    assert (everything(store)[0].owner_id, everything(store)[0].owner) == (may, "May")
    do(store, partial(actions.hand_over, action_id=lamp, owner="Ka-ho", written="K. H. Lam"))
    assert (everything(store)[0].owner, everything(store)[0].owner_text) == (
        "K. H. Lam",
        "K. H. Lam",
    )
    do(store, partial(actions.hand_over, action_id=lamp, owner=may))
    assert (everything(store)[0].owner, everything(store)[0].owner_text) == ("May", "")
    with pytest.raises(UserError, match="has been removed"):
        do(store, partial(actions.hand_over, action_id=lamp, owner=5))


@pytest.mark.parametrize(
    "job",
    [
        partial(actions.promise, new=LAMP),
        partial(actions.finish, action_id=1),
        partial(actions.take_up_again, action_id=1),
        partial(actions.postpone, action_id=1, due_on=LAMP.due_on),
        partial(actions.hand_over, action_id=1, owner="May"),
    ],
)
def test_an_auditor_does_not_work_on_actions(tmp_path: Path, job: partial[object]) -> None:
    visiting = open_store(tmp_path, Role.AUDITOR)
    with pytest.raises(Refused), visiting.writing() as session:
        job(session)
    visiting.close()
