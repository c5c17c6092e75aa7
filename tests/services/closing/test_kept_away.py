"""A case keeps away from whom it is about: lists, searches, counts, Today, files, packs."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.bulk.acts import BulkAct
from csq_desktop.domain.bulk.checks import StepCheck
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.case_files.releases import ReleasedTo
from csq_desktop.domain.closing.involved import InvolvedAs, NewInvolved
from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.complaints.promises import NewPromise
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.exports.lists import COMPLAINTS, list_of
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.board import board
from csq_desktop.services.bulk import bulk
from csq_desktop.services.case_files import papers
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import complaints, feedback, promises, views
from csq_desktop.services.customers import customers, timelines
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.exports import content
from csq_desktop.services.handovers import handovers
from csq_desktop.services.indicators import figures
from csq_desktop.services.inventory import inventory
from csq_desktop.services.merges import merges
from csq_desktop.services.packs import facts
from csq_desktop.services.today import due
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import involved as involved_records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.factory import NAMES, FixedClock, Furnish, open_store
from tests.services.small_shop import logged, without_pledges

OCTOBER = Month(2026, 10)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def case_rows(session: Session, case: int) -> ComplaintRow:
    row = complaint_records.get(session, case)
    assert row is not None
    return row


def found(store: Store, case: int) -> set[str]:
    """Every way in which the signed-in user comes upon a case."""
    ways = set()
    with store.reading() as session:
        ref = case_rows(session, case).ref
        for queue in ComplaintQueue:
            shown = Filter(queue)
            if case in views.line_ids(session, shown):
                ways.add(f"list {queue}")
        for column in board.look(session, Filter(), {}):
            ways |= {f"board {column.step}"} if column.count or column.lines else set()
        counts = views.counts(session)
        ways |= {f"count {queue}" for queue, count in counts.items() if count}
        ways |= {"open" for count in views.open_of_each(session).values() if count}
        texts = {"words": "eleven minutes", "beginning": ref[:8], "whole": ref}
        for how, text in texts.items():
            ways |= {
                f"search {how}" for each in views.find(session, text) if each.object_id == case
            }
        items = due.items(session, due.now(session))
        ways |= {f"due {each.kind}" for each in items if each.page == "complaints"}
        rows = content.content(session, list_of(COMPLAINTS), None)
        ways |= {"export" for _ in range(min(rows.total, 1)) if list(rows.rows)}
        customer = case_rows(session, case).customer_id
        lines = timelines.of_customer(session, customer or 0)
        ways |= {"timeline" for line in lines if line.page == "complaints"}
        ways |= {"customer" for _ in customer_records.complaint_counts(session, [customer or 0])}
    return ways


def nothing_is_opened(session: Session, case: int, clock: FixedClock) -> None:
    promise = NewPromise("Ring", clock.at + timedelta(hours=1))
    for act in (
        partial(views.read, session, case),
        partial(complaints.note, session, case, "x"),
        partial(promises.make, session, case, promise),
    ):
        with pytest.raises(Refused, match="about you"):
            act()
    still_open = figures.open_cases(session, OCTOBER)
    assert (len(still_open), involved.seen_cases(session, still_open)) == (1, ())


def test_whoever_is_complained_of_comes_upon_the_case_nowhere(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    with store.writing() as session:
        customer = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
        words = "Waited eleven minutes; the colleague laughed."
        case = logged(session, clock, words=words, customer_id=customer)
        promises.make(session, case, NewPromise("Ring", clock.at + timedelta(hours=1)))
        new = NewInvolved(NAMES[Role.STAFF], InvolvedAs.COMPLAINED_OF)
        served = involved.name(session, case, NewInvolved(new.person, InvolvedAs.SERVED))
    clock.move(days=1)
    before = found(store, case)
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    assert found(staff, case) == before  # who only served the customer finds it
    assert {"list overdue", "count escalated", "due promise", "due acknowledge", "export"} <= before
    staff.close()
    store = open_store(tmp_path, source=clock)
    with store.writing() as session:
        named = involved.name(session, case, new)
        with pytest.raises(UserError, match="about them"):
            handovers.hand_over(session, case, NAMES[Role.STAFF])
    assert found(store, case) == before
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    assert found(staff, case) == set()
    with staff.writing() as session:
        nothing_is_opened(session, case, clock)
        received = figures.month(session, OCTOBER).find(FigureId.COMPLAINTS_RECEIVED)
        assert received is not None
        assert received.value == 1  # the shop's figures are the same for everybody
    staff.close()
    store = open_store(tmp_path, source=clock)
    with store.writing() as session:
        involved.take_out(session, named)
        involved.take_out(session, served)
        handovers.take_back(session, handovers.hand_over(session, case, NAMES[Role.STAFF]))
        assert [each.is_named for each in involved.of_case(session, case)] == [False, False]
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    assert found(staff, case) == before
    staff.close()


def test_merged_or_of_another_kind_it_stays_away(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    with store.writing() as session:
        case, other, third, earlier = (logged(session, clock) for _ in range(4))
        new = NewInvolved(NAMES[Role.STAFF], InvolvedAs.COMPLAINED_OF)
        for each in (case, third):
            involved.name(session, each, new)
        merges.merge(session, case, earlier, "The same")
        merges.merge(session, other, case, "The same")
        again = feedback.record_as(session, third, FeedbackKind.ENQUIRY, "Only asked")
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.reading() as session:
        for queue in (ComplaintQueue.ALL, ComplaintQueue.WITHDRAWN):
            assert not views.line_ids(session, Filter(queue, kind=None))
        every = (case, other, third, earlier, again.id)
        for each in every:
            with pytest.raises(Refused, match="about you"):
                views.read(session, each)
        assert involved_records.kept_from(session, every).keys() == {*every}
        assert bulk.check(session, every, BulkAct.VOID) == StepCheck((), ())
        with pytest.raises(Refused, match="about you"):
            bulk.all_or_none(session, every, complaints.note)
    staff.close()


def test_what_was_handed_on_of_it_stands_in_no_log_for_whom_it_is_about(
    store: Store, clock: FixedClock
) -> None:
    supervisor = NewInvolved(NAMES[Role.SUPERVISOR], InvolvedAs.COMPLAINED_OF)
    with store.writing() as session:
        who = customers.add(session, NewCustomer(identity=Identity(name="Chan Tai Man")))
        case = logged(session, clock, customer_id=who)
        papers.release(session, case, ReleasedTo(RecipientKind.POLICE, "Theft", "Station"))
        (line,) = disclosures.everything(session)
        handovers.hand_over(session, case, "Lam")
        involved.name(session, case, supervisor)
    with store.reading(identities=True) as session:
        assert disclosures.everything(session) == ()
        told = [item.what for item in timelines.of_customer(session, who)]
        assert not [what for what in told if "Station" in what]
        assert inventory.handed_over(session) == (line,)  # its counts are the same for everybody


def test_a_pack_lists_no_case_for_whom_it_is_about(store: Store) -> None:
    with store.writing() as session:
        case = logged(session, FixedClock())
        complaints.exclude(session, case, "Fire drill")
        (left_out,) = facts.gather(session, OCTOBER, "en").left_out
        assert left_out.reason == "Fire drill"
        handovers.hand_over(session, case, "Lam")
        about = NewInvolved(NAMES[Role.SUPERVISOR], InvolvedAs.COMPLAINED_OF)
        involved.name(session, case, about)
        assert facts.gather(session, OCTOBER, "en").left_out == ()
