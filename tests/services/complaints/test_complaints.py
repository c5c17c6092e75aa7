"""A complaint's life: numbers, clocks, states, decisions, rounds."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.complaints.facts import (
    CallerIdentity,
    Channel,
    ClockState,
    Complaint,
    ComplaintClock,
    ComplaintQueue,
    Correction,
    EventKind,
    Filter,
    Finding,
    NewComplaint,
    Outcome,
    RemedyKind,
    Severity,
    State,
)
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.shop.shop import NewShop
from csq_desktop.domain.users import Role
from csq_desktop.errors import Refused, UserError
from csq_desktop.services.complaints import complaints, feedback
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.handovers import handovers
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.store import Store
from tests.factory import START, FixedClock, open_store

UPHELD = Outcome(Finding.UPHELD, "Till closed early", "Rota", RemedyKind.VOUCHER, 5000)
Opened = tuple[Store, FixedClock]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    clock = FixedClock()
    store = open_store(tmp_path, source=clock)
    with store.writing() as session:
        shop.set_up(session, NewShop("Sham Shui Po", "SSP01", "May Wong"))
    return store, clock


def new(**changed: Any) -> NewComplaint:
    facts: dict[str, Any] = {
        "channel": Channel.COUNTER,
        "received_at": START,
        "category": "till.waiting",
        "severity": Severity.MEDIUM,
        "words": "Waited fifteen minutes.\nNobody opened the second till.",
    }
    return NewComplaint(**(facts | changed))


def logged(opened: Opened, **changed: Any) -> int:
    store, _ = opened
    with store.writing() as session:
        return complaints.log(session, new(**changed)).id


def log_two(store: Store, first: NewComplaint, second: NewComplaint) -> None:
    with store.writing() as session:
        complaints.log(session, first)
        complaints.log(session, second)


def do(opened: Opened, act: Callable[..., object], *args: object, **kwargs: object) -> None:
    with opened[0].writing() as session:
        act(session, *args, **kwargs)


def seen(opened: Opened, complaint_id: int) -> Complaint:
    with opened[0].reading() as session:
        return complaint_views.read(session, complaint_id)


def test_numbers_have_no_gap_even_after_a_refusal(opened: Opened) -> None:
    store, _ = opened
    with store.writing() as session:
        first = complaints.log(session, new())
    with pytest.raises(UserError):
        log_two(store, new(), new(words=" "))
    with store.writing() as session:
        second = complaints.log(session, new())
    assert (first.ref, second.ref) == ("C-2026-0001-SSP01", "C-2026-0002-SSP01")


def test_numbers_begin_anew_with_the_year(opened: Opened) -> None:
    logged(opened)
    opened[1].move(days=100)
    with opened[0].writing() as session:
        assert complaints.log(session, new()).ref == "C-2027-0001-SSP01"


def test_the_first_line_of_the_words_is_the_summary(opened: Opened) -> None:
    assert seen(opened, logged(opened)).summary == "Waited fifteen minutes."
    assert complaints.summary_of("字" * 300).endswith("…")
    assert complaints.summary_of("  ") == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"words": ""},
        {"words": "x" * 20_001},
        {"summary": "x" * 201},
        {"category": ""},
        {"category": "moon.full"},
        {"received_at": START + timedelta(hours=1)},
    ],
)
def test_what_cannot_be_logged_is_refused(opened: Opened, changed: dict[str, object]) -> None:
    with pytest.raises(UserError):
        logged(opened, **changed)


def test_deadlines_follow_severity_and_opening_hours(opened: Opened) -> None:
    medium = seen(opened, logged(opened))
    grave = seen(opened, logged(opened, severity=Severity.CRITICAL))
    assert medium.clocks[0].due_at == START + timedelta(hours=4)
    assert medium.clocks[1].due_at == START + timedelta(days=6, hours=12)
    assert grave.clocks[0].due_at == START + timedelta(hours=1)
    assert [one.state for one in medium.clocks] == [ClockState.RUNNING, ClockState.RUNNING]


def test_acknowledging_stops_its_clock_once(opened: Opened) -> None:
    case = logged(opened)
    opened[1].move(hours=5)
    do(opened, complaints.acknowledge, case, "By telephone", START + timedelta(hours=3))
    found = seen(opened, case)
    assert found.clocks[0].state is ClockState.MET
    assert found.state is State.ACKNOWLEDGED
    with pytest.raises(UserError):
        do(opened, complaints.acknowledge, case)


@pytest.mark.parametrize("at", [START - timedelta(hours=1), START + timedelta(hours=9)])
def test_an_acknowledgement_lies_between_receipt_and_now(opened: Opened, at: object) -> None:
    case = logged(opened)
    with pytest.raises(UserError):
        do(opened, complaints.acknowledge, case, "", at)


def test_a_late_acknowledgement_does_not_turn_the_state_back(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.investigate, case)
    do(opened, complaints.acknowledge, case)
    assert seen(opened, case).state is State.INVESTIGATING


def test_a_note_is_a_line_of_the_history(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.note, case, "Called, no answer")
    last = seen(opened, case).events[-1]
    assert (last.kind, last.text) == (EventKind.NOTE, "Called, no answer")


def test_a_clock_that_ran_out_tells_how_late_in_business_time(opened: Opened) -> None:
    case = logged(opened)
    opened[1].move(hours=5)
    reading = seen(opened, case).clocks[0]
    assert reading.state is ClockState.OVERDUE
    assert reading.late_seconds == 3600
    do(opened, complaints.acknowledge, case)
    assert seen(opened, case).clocks[0].state is ClockState.MISSED
    assert seen(opened, case).state is State.ACKNOWLEDGED


def test_another_severity_sets_the_deadlines_anew_and_says_so(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.assess, case, Severity.HIGH, "Safety")
    found = seen(opened, case)
    assert found.clocks[0].due_at == START + timedelta(hours=2)
    assert EventKind.DEADLINES in [event.kind for event in found.events]
    do(opened, complaints.investigate, case)
    with pytest.raises(UserError):
        do(opened, complaints.assess, case, Severity.HIGH)


def test_the_same_severity_leaves_the_deadlines(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.assess, case, Severity.MEDIUM)
    assert EventKind.DEADLINES not in [event.kind for event in seen(opened, case).events]


def test_waiting_moves_a_deadline_still_ahead_by_business_time(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.wait_for_customer, case, "Receipt asked for")
    assert seen(opened, case).clocks[1].state is ClockState.PAUSED
    with pytest.raises(UserError):
        do(opened, complaints.wait_for_customer, case)
    opened[1].move(hours=3)
    do(opened, complaints.resume, case)
    found = seen(opened, case)
    # It was due at closing, 22:00 on the 11th: three business hours more end at 13:00 next day.
    assert found.clocks[1].due_at == datetime(2026, 10, 12, 5, tzinfo=UTC)
    assert found.held_seconds == 3 * 3600
    assert found.events[-1].text == "Paused for 3 h of opening hours."
    with pytest.raises(UserError):
        do(opened, complaints.resume, case)


def test_waiting_after_the_deadline_moves_nothing(opened: Opened) -> None:
    case = logged(opened)
    due = seen(opened, case).clocks[1].due_at
    opened[1].move(days=30)
    do(opened, complaints.wait_for_customer, case)
    opened[1].move(hours=3)
    do(opened, complaints.resume, case)
    assert seen(opened, case).clocks[1].due_at == due
    assert seen(opened, case).held_seconds == 0
    assert seen(opened, case).events[-1].text == "The deadline did not change."


def test_held_time_counts_again_when_deadlines_are_recomputed(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.wait_for_customer, case)
    opened[1].move(hours=2)
    do(opened, complaints.resume, case)
    due = seen(opened, case).clocks[1].due_at
    do(opened, complaints.recompute_deadlines, case)
    assert seen(opened, case).clocks[1].due_at == due


def test_an_answer_stops_both_clocks_and_the_wait(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.wait_for_customer, case)
    opened[1].move(hours=1)
    do(opened, complaints.answer, case, UPHELD, "Told at the counter")
    found = seen(opened, case)
    assert [one.state for one in found.clocks] == [ClockState.MET, ClockState.MET]
    decision = (found.state, found.finding, found.remedy_cents)
    assert decision == (State.ANSWERED, Finding.UPHELD, 5000)
    assert found.waiting_since is None


def test_goodwill_as_a_remedy_is_goodwill(opened: Opened) -> None:
    case = logged(opened)
    outcome = Outcome(Finding.NOT_UPHELD, remedy_kind=RemedyKind.GOODWILL)
    do(opened, complaints.decide, case, outcome)
    assert seen(opened, case).goodwill


@pytest.mark.parametrize("cents", [-1, 100_000_001])
def test_a_remedy_has_a_sensible_amount(opened: Opened, cents: int) -> None:
    case = logged(opened)
    with pytest.raises(UserError):
        do(opened, complaints.answer, case, Outcome(Finding.UPHELD, remedy_cents=cents))


def test_closing_asks_for_a_finding_first(opened: Opened) -> None:
    case = logged(opened)
    with pytest.raises(UserError):
        do(opened, complaints.close, case)
    do(opened, complaints.answer, case, UPHELD)
    do(opened, complaints.close, case, "Accepted")
    assert seen(opened, case).state is State.CLOSED
    with pytest.raises(UserError):
        do(opened, complaints.note, case, " ")
    with pytest.raises(UserError):
        do(opened, complaints.answer, case, UPHELD)


def test_reopening_keeps_the_first_round_and_starts_a_fresh_clock(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.answer, case, UPHELD)
    do(opened, complaints.close, case)
    with pytest.raises(UserError):
        do(opened, complaints.reopen, case, "")
    opened[1].move(days=2)
    do(opened, complaints.reopen, case, "Voucher refused at the till")
    found = seen(opened, case)
    assert found.state is State.REOPENED
    assert [(one.clock, one.round, one.state) for one in found.clocks] == [
        (ComplaintClock.ACKNOWLEDGE, 1, ClockState.MET),
        (ComplaintClock.RESOLVE, 1, ClockState.MET),
        (ComplaintClock.RESOLVE, 2, ClockState.RUNNING),
    ]
    assert found.finding is None
    do(opened, complaints.recompute_deadlines, case)
    assert seen(opened, case).clocks[2].due_at == found.clocks[2].due_at
    with opened[0].reading() as session:
        assert rollups.disagreements(session) == []


def test_only_a_closed_complaint_can_be_reopened(opened: Opened) -> None:
    case = logged(opened)
    with pytest.raises(UserError):
        do(opened, complaints.reopen, case, "why")


def test_a_late_first_round_is_told_as_late(opened: Opened) -> None:
    case = logged(opened)
    opened[1].move(days=20)
    do(opened, complaints.answer, case, UPHELD)
    do(opened, complaints.close, case)
    do(opened, complaints.reopen, case, "again")
    first = seen(opened, case).clocks[1]
    assert first.state is ClockState.MISSED
    assert first.late_seconds > 0


def test_handing_over_says_from_whom_to_whom(opened: Opened) -> None:
    case = logged(opened)
    do(opened, handovers.hand_over, case, "Ka-ho", "On leave")
    found = seen(opened, case)
    assert found.owner == "Ka-ho"
    assert "Ka-ho" in found.events[-1].text
    with pytest.raises(UserError):
        do(opened, handovers.hand_over, case, " ")


def test_a_correction_is_found_by_its_new_words(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.correct, case, Correction(words="試身室好污糟", channel=Channel.LETTER))
    with opened[0].reading() as session:
        shown = Filter(view=ComplaintQueue.ALL, text="污糟")
        assert list(complaint_views.line_ids(session, shown)) == [case]
        assert not complaint_views.line_ids(
            session, Filter(view=ComplaintQueue.ALL, text="nobody opened")
        )
    with pytest.raises(UserError):
        do(opened, complaints.correct, case, Correction(words=" "))


@pytest.mark.parametrize(
    "correction",
    [
        Correction(words="x" * 20_001),
        Correction(summary="x" * 201),
        Correction(category=""),
        Correction(category="moon.full"),
    ],
)
def test_a_correction_keeps_the_limits_of_logging(opened: Opened, correction: Correction) -> None:
    case = logged(opened)
    before = seen(opened, case)
    with pytest.raises(UserError):
        do(opened, complaints.correct, case, correction)
    assert seen(opened, case) == before


def test_what_a_correction_leaves_as_it_is_is_not_judged(opened: Opened) -> None:
    case = logged(opened)
    with opened[0].writing() as session:
        row = records.get(session, case)
        assert row is not None
        row.category, row.summary = "Parking", "x" * 300  # as an import may bring them
    same = Correction(category="Parking", summary="x" * 300, product="Lamp")
    do(opened, complaints.correct, case, same)
    assert (seen(opened, case).category, seen(opened, case).product) == ("Parking", "Lamp")
    do(opened, complaints.correct, case, Correction(summary=" "))
    assert seen(opened, case).summary == "Waited fifteen minutes."


def test_a_left_out_complaint_counts_for_no_pledge(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.exclude, case, "Fire drill")
    assert seen(opened, case).clocks[0].state is ClockState.EXCLUDED
    do(opened, complaints.exclude, case, "")
    assert seen(opened, case).clocks[0].state is ClockState.RUNNING


def test_a_withdrawn_complaint_is_in_no_list_until_restored(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.answer, case, UPHELD)
    do(opened, complaints.close, case)
    do(opened, complaints.reopen, case, "again")
    with pytest.raises(UserError):
        do(opened, complaints.withdraw, case, " ")
    do(opened, complaints.withdraw, case, "Logged twice")
    with opened[0].reading() as session:
        assert not complaint_views.line_ids(session, Filter(view=ComplaintQueue.ALL))
        assert rollups.disagreements(session) == []
    with pytest.raises(UserError, match="Enter the reason"):
        do(opened, complaints.restore, case, " ")
    do(opened, complaints.restore, case, "Right after all")
    with opened[0].reading() as session:
        assert list(complaint_views.line_ids(session, Filter(view=ComplaintQueue.ALL))) == [case]
        assert rollups.disagreements(session) == []


def test_a_complaint_that_is_gone_is_said_so(opened: Opened) -> None:
    with pytest.raises(UserError):
        do(opened, complaints.note, 1, "x")
    with pytest.raises(UserError):
        seen(opened, 1)


def test_queues_hold_what_they_say(opened: Opened) -> None:
    late, waiting, done = (logged(opened) for _ in range(3))
    do(opened, complaints.wait_for_customer, waiting)
    do(opened, complaints.answer, done, UPHELD)
    do(opened, complaints.close, done)
    opened[1].move(hours=5)
    fresh = logged(opened, received_at=opened[1].at, severity=Severity.CRITICAL)
    with opened[0].reading() as session:
        counts = complaint_views.counts(session)
        lists = {v: list(complaint_views.line_ids(session, Filter(view=v))) for v in ComplaintQueue}
    assert lists[ComplaintQueue.OVERDUE] == [
        waiting,
        late,
    ]  # a wait stops no clock of acknowledging
    assert lists[ComplaintQueue.WAITING] == [waiting]
    assert lists[ComplaintQueue.CLOSED_MONTH] == [done]
    assert lists[ComplaintQueue.DUE_TODAY] == [fresh]
    assert {view: len(ids) for view, ids in lists.items() if view in counts} == counts


def test_filters_narrow_a_list(opened: Opened) -> None:
    one = logged(opened)
    other = logged(opened, channel=Channel.EMAIL, category="staff.rude", severity=Severity.LOW)
    cases = {
        one: Filter(category="till"),
        other: Filter(channel=Channel.EMAIL, severity=Severity.LOW, state=State.RECEIVED),
    }
    with opened[0].reading() as session:
        for case, shown in cases.items():
            assert list(complaint_views.line_ids(session, shown)) == [case]
        window = Filter(received_from=START - timedelta(1), received_to=START)
        assert not complaint_views.line_ids(session, window)


@pytest.mark.parametrize(("text", "count"), [("c-2026", 2), ("C-2026-0002", 1), ("C-2025-", 0)])
def test_a_reference_is_found_by_its_beginning(opened: Opened, text: str, count: int) -> None:
    logged(opened)
    logged(opened)
    with opened[0].reading() as session:
        assert len(complaint_views.line_ids(session, Filter(text=text))) == count


def test_lines_come_in_the_order_asked_for(opened: Opened) -> None:
    first, second = logged(opened), logged(opened)
    with opened[0].reading() as session:
        found = complaint_views.lines(session, [second, 5, first])
    assert [line.id for line in found] == [second, first]


def test_what_is_due_comes_earliest_first(opened: Opened) -> None:
    later = logged(opened)
    sooner = logged(opened, severity=Severity.CRITICAL)
    with opened[0].reading() as session:
        lines = records.due_before(session, START + timedelta(hours=6), 50)
    assert [line.id for line in lines] == [sooner, later]


def test_a_caller_a_supervisor_enters_is_a_customer_at_once(opened: Opened) -> None:
    store, _ = opened
    with store.writing() as session:
        first = complaints.log(session, new(), CallerIdentity("陳大文", "9123 4567"))
        again = complaints.log(session, new(), CallerIdentity("David Chan", "+852 91234567"))
    with store.reading() as session:
        read = [complaint_views.read(session, ref.id) for ref in (first, again)]
    assert read[0].customer_id is not None
    assert read[0].customer_id == read[1].customer_id
    assert not read[0].sealed_waiting
    for nobody in (CallerIdentity("何小姐", "12"), CallerIdentity()):
        with pytest.raises(UserError), store.writing() as session:
            complaints.log(session, new(), nobody)


def test_staff_may_log_and_acknowledge_but_not_close(tmp_path: Path, opened: Opened) -> None:
    store, clock = opened
    store.close()
    staff = open_store(tmp_path, Role.STAFF, source=clock)
    with staff.writing() as session:
        ref = complaints.log(session, new(), CallerIdentity("陳大文", "91234567"))
        complaints.acknowledge(session, ref.id)
    for act in (complaints.close, complaints.investigate):
        with pytest.raises(Refused), staff.writing() as session:
            act(session, ref.id)
    with staff.writing() as session:
        enquiry = complaints.log(session, new(kind=FeedbackKind.ENQUIRY)).id
        feedback.reply(session, enquiry, "Opening hours told")
        complaints.close(session, enquiry)
    with staff.reading() as session:
        assert complaint_views.read(session, enquiry).state is State.CLOSED
        assert complaint_views.read(session, ref.id).sealed_waiting
    staff.close()


def test_a_complaint_without_a_promise_has_no_deadline(opened: Opened) -> None:
    case = logged(opened)
    with opened[0].writing() as session:
        row = records.get(session, case)
        assert row is not None
        row.resolve_due_at = row.resolve_month = None
    assert seen(opened, case).clocks[1].state is ClockState.NONE
