"""The board of a small shop: which cases stand where, in which order, and how many are fetched."""

from dataclasses import replace
from pathlib import Path

import pytest

from csq_desktop.domain.board.columns import PAGE
from csq_desktop.domain.complaints.facts import (
    ComplaintQueue,
    Filter,
    Finding,
    Outcome,
    RemedyKind,
    Severity,
    State,
)
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.services.board import board
from csq_desktop.services.complaints import complaints
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, Furnish, open_store
from tests.services.small_shop import ended, logged, without_pledges

ORDER = Outcome(finding=Finding.UPHELD, remedy_kind=RemedyKind.APOLOGY)


@pytest.fixture
def furnish() -> Furnish:
    return without_pledges


def standing(store: Store, shown: Filter) -> dict[State, list[int]]:
    """The ids in each column that holds any; what is counted is fetched."""
    with store.reading() as session:
        looked_at = board.look(session, shown, {})
    assert all(column.count == len(column.lines) for column in looked_at)
    return {each.step: [line.id for line in each.lines] for each in looked_at if each.count}


def test_cases_stand_at_their_step_the_next_deadline_first(
    tmp_path: Path, clock: FixedClock, furnish: Furnish
) -> None:
    store = open_store(tmp_path, source=clock, furnish=furnish)
    with store.writing() as session:
        long_ago = logged(session, clock)
        ended(session, long_ago)
    clock.move(days=8)
    with store.writing() as session:
        low = logged(session, clock, severity=Severity.LOW, words="Slow till")
        high = logged(session, clock, severity=Severity.CRITICAL, words="Unsafe toy")
        held = logged(session, clock)
        complaints.acknowledge(session, held)
        complaints.wait_for_customer(session, held)
        reopened, looked_into, replied, closed, voided = (logged(session, clock) for _ in range(5))
        ended(session, reopened)
        complaints.reopen(session, reopened, "Again")
        complaints.investigate(session, looked_into)
        complaints.answer(session, replied, ORDER)
        ended(session, closed)
        complaints.withdraw(session, voided, "Twice")
        praise = logged(session, clock, kind=FeedbackKind.COMPLIMENT, category="")
        complaints.close(session, praise)
    everything = standing(store, Filter())
    assert everything == {
        State.RECEIVED: [high, low],
        State.ACKNOWLEDGED: [held],
        State.INVESTIGATING: [looked_into, reopened],
        State.ANSWERED: [replied],
        State.CLOSED: [closed],
    }
    assert standing(store, Filter(severity=Severity.LOW)) == {State.RECEIVED: [low]}
    assert standing(store, Filter(text="toy")) == {State.RECEIVED: [high]}
    assert standing(store, Filter(view=ComplaintQueue.WAITING)) == {State.ACKNOWLEDGED: [held]}
    assert standing(store, Filter(kind=FeedbackKind.COMPLIMENT)) == {State.CLOSED: [praise]}
    assert standing(store, Filter(kind=None)) == everything | {State.CLOSED: [praise, closed]}
    clock.move(hours=4)
    assert standing(store, Filter(view=ComplaintQueue.OVERDUE))[State.RECEIVED] == [high]
    assert high in standing(store, Filter(view=ComplaintQueue.ESCALATED))[State.RECEIVED]
    clock.move(days=7)
    assert State.CLOSED not in standing(store, Filter())


def test_a_column_is_fetched_page_by_page(
    tmp_path: Path, clock: FixedClock, furnish: Furnish
) -> None:
    store = open_store(tmp_path, source=clock, furnish=furnish)
    with store.writing() as session:
        logged_ids = [logged(session, clock) for _ in range(PAGE + 2)]
    with store.reading() as session:
        column = board.look(session, Filter(), {})[0]
        rest = board.further(session, Filter(), State.RECEIVED, PAGE)
        whole = board.look(session, replace(Filter(), text=""), {State.RECEIVED: PAGE + 2})[0]
    assert (column.count, len(column.lines)) == (PAGE + 2, PAGE)
    fetched = [line.id for line in (*column.lines, *rest)]
    assert sorted(fetched) == logged_ids
    assert [line.id for line in whole.lines] == fetched
    with store.reading() as session:
        assert board.further(session, Filter(kind=None), State.CLOSED, 0) == ()
