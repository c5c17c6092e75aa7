"""The list of people: users by themselves, others added, renamed and marked as left."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.actions import NewAction
from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.fields.fields import LONGEST_LINE_OF_TEXT
from csq_desktop.domain.shop.people import Person, PersonLine
from csq_desktop.domain.users import NewUser, Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import audit_trail, people, users
from csq_desktop.services.actions import actions
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.handovers import handovers
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.store import Store
from tests.factory import NAMES, FixedClock, open_store, user
from tests.services.small_shop import logged, set_up

T = TypeVar("T")
PASSPHRASE = "eleven kites above Shek O"


def do(store: Store, job: Callable[[Session], T]) -> T:
    with store.writing() as session:
        return job(session)


def everyone(store: Store) -> dict[str, Person]:
    with store.reading() as session:
        return {one.name: one for one in people.everyone(session)}


def line(store: Store, name: str) -> PersonLine:
    with store.reading() as session:
        return next(one for one in people.lines(session) if one.person.name == name)


def add(store: Store, name: str) -> int:
    return do(store, partial(people.add, name=name))


def test_every_user_is_in_the_list(store: Store) -> None:
    assert {name: one.user_id for name, one in everyone(store).items()} == {
        NAMES[role]: user(role).id for role in Role
    }
    with store.reading() as session:
        assert people.of_signed_in(session) == everyone(store)[NAMES[Role.SUPERVISOR]].id


@pytest.mark.no_cover
def test_a_new_user_is_a_new_person_who_follows_them(store: Store, clock: FixedClock) -> None:
    new = do(store, partial(users.add, new=NewUser("Ann Yip", Role.STAFF, PASSPHRASE)))
    ann = everyone(store)["Ann Yip"]
    assert (ann.user_id, ann.since, ann.active) == (new.id, clock.at, True)
    do(store, partial(users.rename, user_id=new.id, name="Ann Yip-Ho"))
    assert everyone(store)["Ann Yip-Ho"].id == ann.id
    clock.move(days=1)
    do(store, partial(users.deactivate, user_id=new.id))
    assert everyone(store)["Ann Yip-Ho"].left_at == clock.at
    do(store, partial(users.rename, user_id=new.id, name="Ann"))
    assert everyone(store)["Ann"].left_at == clock.at
    do(store, partial(users.reactivate, user_id=new.id, passphrase=PASSPHRASE))
    assert everyone(store)["Ann"].active


def test_somebody_of_the_list_who_becomes_a_user_stays_the_same_person(store: Store) -> None:
    ann = add(store, "Ann Yip")
    do(store, partial(people.leave, person_id=ann))
    new = do(store, partial(users.add, new=NewUser("ann yip", Role.STAFF, PASSPHRASE)))
    one = everyone(store)["ann yip"]
    assert (one.id, one.user_id, one.active) == (ann, new.id, True)
    assert "Ann Yip" not in everyone(store)


def test_a_name_is_added_once(store: Store, clock: FixedClock) -> None:
    added = add(store, "  Siu-ling   Chan ")
    one = everyone(store)["Siu-ling Chan"]
    assert (one.id, one.user_id, one.since, one.active) == (added, None, clock.at, True)
    with pytest.raises(UserError, match="Siu-ling Chan is already in the list"):
        add(store, "siu-ling chan")
    with pytest.raises(UserError, match="already in the list"):
        add(store, NAMES[Role.STAFF])
    with pytest.raises(UserError, match="Enter the name"):
        add(store, "  ")
    with pytest.raises(UserError, match="too long"):
        add(store, "x" * (LONGEST_LINE_OF_TEXT + 1))


def test_renaming_keeps_the_person_and_every_record_follows(store: Store) -> None:
    chan = add(store, "Chan")
    lamp = do(store, partial(actions.promise, new=NewAction("Lamp", chan, date(2026, 10, 9))))
    do(store, partial(people.rename, person_id=chan, name=" Chan Tai  Man"))
    with store.reading() as session:
        (one,) = actions.everything(session)
        assert (one.id, one.owner_id, one.owner) == (lamp, chan, "Chan Tai Man")
    do(store, partial(people.rename, person_id=chan, name="CHAN Tai Man"))
    add(store, "Lam")
    with pytest.raises(UserError, match="Lam is already in the list"):
        do(store, partial(people.rename, person_id=chan, name="lam"))


def test_who_left_stays_on_the_records_and_can_come_back(store: Store, clock: FixedClock) -> None:
    chan = add(store, "Chan")
    do(store, partial(actions.promise, new=NewAction("Lamp", chan, date(2026, 10, 9))))
    clock.move(days=3)
    do(store, partial(people.leave, person_id=chan))
    left_at = clock.at
    clock.move(days=3)
    do(store, partial(people.leave, person_id=chan))
    assert everyone(store)["Chan"].left_at == left_at
    assert list(everyone(store))[-1] == "Chan"
    with store.reading() as session:
        assert actions.everything(session)[0].owner == "Chan"
    do(store, partial(people.come_back, person_id=chan))
    assert everyone(store)["Chan"].active


@pytest.mark.parametrize(
    "job",
    [
        partial(people.rename, name="Other"),
        people.leave,
        people.come_back,
        people.take_out,
    ],
)
def test_a_user_is_changed_under_users(store: Store, job: Callable[..., None]) -> None:
    with pytest.raises(UserError, match="is a user: change that under Users"):
        do(store, partial(job, person_id=user(Role.STAFF).id))


def test_a_name_can_be_taken_out_while_nothing_is_theirs(store: Store) -> None:
    chan, lam = add(store, "Chan"), add(store, "Lam")
    do(store, partial(actions.promise, new=NewAction("Lamp", chan, date(2026, 10, 9))))
    do(store, partial(people.take_out, person_id=lam))
    assert "Lam" not in everyone(store)
    with pytest.raises(UserError, match="Chan owns records: mark them as left instead"):
        do(store, partial(people.take_out, person_id=chan))
    with pytest.raises(UserError, match="has been removed"):
        do(store, partial(people.take_out, person_id=lam))


def test_what_is_open_is_counted_for_each(store: Store, clock: FixedClock) -> None:
    set_up(store)
    with store.writing() as session:
        logged(session, clock)
        case = logged(session, clock)
        handovers.hand_over(session, case, "Lam")
        complaints.withdraw(session, logged(session, clock), "Twice")
        lamp = actions.promise(session, NewAction("Lamp", "lam", date(2026, 10, 9)))
        actions.promise(session, NewAction("Paint", "Lam", date(2026, 10, 9)))
        actions.finish(session, lamp)
    own = line(store, NAMES[Role.SUPERVISOR])
    assert (own.complaints, own.actions, own.pledges) == (1, 0, 0)
    assert line(store, "Lam").open == 2
    assert (line(store, "May Wong").pledges, line(store, NAMES[Role.STAFF]).open) == (3, 0)


def test_a_complaint_belongs_to_who_logs_it_until_it_is_handed_over(
    store: Store, clock: FixedClock
) -> None:
    set_up(store)
    with store.writing() as session:
        case = logged(session, clock)
    with store.reading() as session:
        assert views.read(session, case).owner_id == people.of_signed_in(session)
    lam = add(store, "Lam")
    do(store, partial(handovers.hand_over, complaint_id=case, owner=lam, reason="On leave"))
    do(store, partial(people.rename, person_id=lam, name="Lam Ka Ho"))
    with store.reading() as session:
        shown = views.read(session, case)
    assert (shown.owner_id, shown.owner) == (lam, "Lam Ka Ho")
    told = [event.text for event in shown.events]
    assert told[-1] == f"From {NAMES[Role.SUPERVISOR]} to Lam. On leave"  # as it was then


def test_a_list_of_complaints_shows_those_of_one_owner(store: Store, clock: FixedClock) -> None:
    set_up(store)
    with store.writing() as session:
        own, other = logged(session, clock), logged(session, clock)
        handovers.hand_over(session, other, "Lam")
        lam = people.chosen(session, "Lam")
        for owner, cases in ((lam, [other]), (people.of_signed_in(session), [own])):
            for view in (ComplaintQueue.OPEN, ComplaintQueue.ALL):
                listed = views.line_ids(session, Filter(view=view, owner_id=owner))
                assert list(listed) == cases
                assert [line.owner_id for line in views.lines(session, listed)] == [owner]


def test_a_pledge_may_belong_to_nobody(store: Store) -> None:
    set_up(store)
    with store.reading() as session:
        till = pledges.everything(session)[0]
    do(store, partial(pledges.hand_over, pledge_id=till.id, owner=" "))
    with store.reading() as session:
        again = pledges.read(session, till.id)
    assert (again.owner_id, again.owner) == (None, "")


def test_staff_add_a_name_where_they_give_something_to_somebody(tmp_path: Path) -> None:
    """Whoever may promise an action may name who does it; only supervisors keep the list."""
    store = open_store(tmp_path, Role.STAFF)
    add(store, "Electrician")
    do(store, partial(actions.promise, new=NewAction("Lamp", "Landlord", date(2026, 10, 9))))
    assert {"Electrician", "Landlord"} <= everyone(store).keys()
    person_id = everyone(store)["Landlord"].id
    for job in (
        partial(people.rename, person_id=person_id, name="x"),
        partial(people.leave, person_id=person_id),
        partial(people.come_back, person_id=person_id),
        partial(people.take_out, person_id=person_id),
        partial(people.brought, names=["x"], batch_id=1),
        people.lines,
    ):
        with pytest.raises(Refused):
            do(store, job)
    store.close()


def test_an_auditor_adds_nobody(tmp_path: Path) -> None:
    store = open_store(tmp_path, Role.AUDITOR)
    with pytest.raises(Refused):
        add(store, "Lam")
    assert everyone(store)
    store.close()


def test_the_trail_tells_names_for_ids(store: Store) -> None:
    lam = add(store, "Lam")
    lamp = do(store, partial(actions.promise, new=NewAction("Lamp", lam, date(2026, 10, 9))))
    do(store, partial(actions.hand_over, action_id=lamp, owner=user(Role.STAFF).id))
    do(store, partial(people.leave, person_id=lam))
    with store.reading() as session:
        lines = audit_trail.page(session, TrailFilter()).lines[:5]
    left, handed, _, promised, added = lines  # between them the state that the action began with
    assert (added.about, promised.about, left.about) == (
        "Person Lam",
        "Action A-2026-0001",
        "Person Lam",
    )
    assert [(one.field, one.before, one.after) for one in handed.changes] == [
        ("Owner", "Lam", NAMES[Role.STAFF])
    ]
    assert [one.field for one in left.changes] == ["Left"]
    do(store, partial(people.rename, person_id=lam, name="Lam Ka Ho"))
    with store.reading() as session:
        renamed = audit_trail.page(session, TrailFilter()).lines[0]
    assert [(one.field, one.before, one.after) for one in renamed.changes] == [
        ("Name", "Lam", "Lam Ka Ho")
    ]
