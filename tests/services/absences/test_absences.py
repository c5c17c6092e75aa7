"""An absence brings what is due to the substitute, says so, and changes no owner."""

from datetime import timedelta
from pathlib import Path

import pytest

from csq_desktop.domain.absences.facts import NewAbsence
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.shop.people import PersonChoice
from csq_desktop.domain.today import DueItem
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services import people
from csq_desktop.services.absences import absences, stand_ins
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints, promises, views
from csq_desktop.services.handovers import handovers
from csq_desktop.services.settings import shop
from csq_desktop.services.today import today
from csq_desktop.storage.store import Store
from tests.factory import NAMES, FixedClock, Furnish, open_store
from tests.services.small_shop import logged, without_pledges

CHAN, LEE = NAMES[Role.SUPERVISOR], NAMES[Role.STAFF]


@pytest.fixture(scope="module")
def furnish() -> Furnish:
    """A shop without a pledge."""
    return without_pledges


def enter(
    store: Store, person: PersonChoice, substitute: PersonChoice, second: PersonChoice = ""
) -> int:
    with store.writing() as session:
        day = shop.today(session)
        new = NewAbsence(person, day, day + timedelta(days=4), substitute, second)
        return absences.enter(session, new)


def mine(store: Store) -> list[DueItem]:
    with store.reading() as session:
        return [item for item in today.show(session).mine if item.page == "complaints"]


def test_what_is_due_comes_to_the_substitute_who_acts_for_the_owner(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case, about_me = logged(session, clock), logged(session, clock)
        for each in (case, about_me):
            handovers.hand_over(session, each, "Lam")
        promises.make(session, case, NewPromise("Ring", clock.at + timedelta(hours=1), "Lam"))
        involved.name(session, about_me, NewInvolved(CHAN, InvolvedAs.COMPLAINED_OF))
    assert mine(store) == []
    absence_id = enter(store, "Lam", CHAN, "Wong")
    assert {item.object_id for item in mine(store)} == {case}
    assert all("for Lam" in item.under for item in mine(store))
    with store.reading() as session:
        lam = next(p.id for p in people.everyone(session) if p.name == "Lam")
        assert stand_ins.owners(session).stood_in_for == {lam}
        standing = stand_ins.of_case(session, case)
        assert standing is not None
        assert (standing.owner, standing.substitute) == ("Lam", CHAN)
        with pytest.raises(Refused):
            stand_ins.of_case(session, about_me)
        (line,) = absences.lines(session)
        assert (line.person, line.substitute, line.second) == ("Lam", CHAN, "Wong")
        assert line.open_cases == 2
    with store.writing() as session:
        complaints.note(session, case, "Rang her")
        assert views.read(session, case).owner == "Lam"  # whose it is has not changed
        assert [event.user for event in views.read(session, case).events][-1] == f"{CHAN} for Lam"
        absences.end(session, absence_id)
    assert mine(store) == []
    with store.writing() as session:
        assert stand_ins.of_case(session, case) is None
        absences.resume(session, absence_id)
        absences.remove(session, absence_id)
        with pytest.raises(UserError, match="removed"):
            absences.end(session, absence_id)
        absences.put_back(session, absence_id)
        absences.put_back(session, absence_id + 1_000)
        assert len(absences.lines(session)) == 1


def test_a_substitute_named_in_a_case_is_passed_over(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        handovers.hand_over(session, case, "Lam")
        involved.name(session, case, NewInvolved(LEE, InvolvedAs.COMPLAINED_OF))
    enter(store, "Lam", LEE, CHAN)
    with store.writing() as session:
        standing = stand_ins.of_case(session, case)
        assert standing is not None
        assert (standing.substitute, standing.passed_over) == (CHAN, (LEE,))
        complaints.note(session, case, "Rang")
        assert views.read(session, case).events[-1].user == f"{CHAN} for Lam"
    assert {item.object_id for item in mine(store)} == {case}
    enter(store, CHAN, "Wong")
    with store.reading() as session:
        (item,) = [i for i in today.show(session).due if i.object_id == case]
        assert "for Lam" in item.under
        standing = stand_ins.of_case(session, case)
        assert standing is not None
        assert standing.substitute == "Wong"  # passed on
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    assert mine(staff) == []
    with staff.reading() as session, pytest.raises(Refused):
        absences.lines(session)
    staff.close()


def test_a_substitute_answers_hand_overs_and_nobody_stands_in_without_one(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        case, other = logged(session, clock), logged(session, clock)
        handover_id = handovers.hand_over(session, case, LEE)
    enter(store, LEE, CHAN)
    with store.writing() as session:
        handovers.accept(session, handover_id)
        assert views.read(session, case).owner == LEE
        handovers.hand_over(session, other, "Lam")
        involved.name(session, other, NewInvolved("Wong", InvolvedAs.COMPLAINED_OF))
    enter(store, "Lam", "Wong")
    with store.reading() as session:
        (item,) = [i for i in today.show(session).due if i.object_id == other]
        assert item.under.startswith("Lam is away, nobody stands in")
        standing = stand_ins.of_case(session, other)
        assert standing is not None
        assert (standing.substitute, standing.passed_over) == ("", ("Wong",))
    for person, substitute, field in (("", CHAN, "person"), ("Kim", "", "substitute")):
        with pytest.raises(UserError) as refused:
            enter(store, person, substitute)
        assert refused.value.field == field
