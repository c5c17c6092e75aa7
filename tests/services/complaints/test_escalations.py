"""Escalated complaints in a store: the queue, Today, one line of the history for each level."""

from dataclasses import replace

import pytest

from csq_desktop.domain.complaints.escalation import EscalatesTo, EscalationSteps, usual_steps
from csq_desktop.domain.complaints.facts import ComplaintQueue, EventKind, Filter
from csq_desktop.domain.fields.listing import ListOrder
from csq_desktop.services.complaints import complaints, escalations, views
from csq_desktop.services.settings import shop, trail
from csq_desktop.services.stores import upkeep
from csq_desktop.services.today import today
from csq_desktop.storage.records.bodies import to_body
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish
from tests.services.small_shop import founded, logged


@pytest.fixture
def furnish() -> Furnish:
    return founded


def test_what_escalates_is_queued_shown_and_written_down_once(
    store: Store, clock: FixedClock
) -> None:
    with store.writing() as session:
        late, seen, waiting = (logged(session, clock) for _ in range(3))
        complaints.acknowledge(session, seen)
        complaints.acknowledge(session, waiting)
        complaints.wait_for_customer(session, waiting)
    clock.move(hours=6)
    shown = Filter(ComplaintQueue.ESCALATED)
    with store.reading() as session:
        assert list(views.line_ids(session, shown)) == [late]
        by_number = replace(shown, order=ListOrder("number"))
        assert list(views.line_ids(session, by_number)) == [late]
        assert views.counts(session)[ComplaintQueue.ESCALATED] == 1
        (line,) = views.first_lines(session, shown, 9)
        assert line.escalated.startswith("Level 3: supervisor, since ")
        assert views.read(session, late).escalated == line.escalated
        assert views.read(session, seen).escalated == ""
        item = next(each for each in today.show(session).due if each.object_id == late)
        assert item.under.endswith("Level 3: supervisor")
    for _ in range(2):
        upkeep.escalate(store)
    with store.reading() as session:
        lines = [e for e in views.read(session, late).events if e.kind is EventKind.ESCALATED]
        assert [each.text for each in lines] == ["Acknowledge: Level 3: supervisor"]
        assert escalations.unwritten(session) == {}
    clock.move(days=1)
    with store.writing() as session:
        assert escalations.write_down(session) == 1  # level 4


def test_the_levels_are_the_shops_own(store: Store, clock: FixedClock) -> None:
    with store.writing() as session:
        case = logged(session, clock)
        first, *others = shop.escalation(session).steps
        changed = EscalationSteps((replace(first, to=EscalatesTo.HEAD_OFFICE), *others))
        shop.change_escalation(session, changed)
        shop.change_escalation(session, changed)
        assert shop.escalation(session) == changed
    (said,) = trail.changes(shop.ESCALATION, to_body(usual_steps()), to_body(changed))
    assert said.field == "Acknowledge: level 1"
    assert (said.before, said.after) == (
        "owner: 50% of the time",
        "head office: 50% of the time",
    )
    clock.move(hours=2)
    with store.reading() as session:
        assert views.read(session, case).escalated.startswith("Level 1: head office")
