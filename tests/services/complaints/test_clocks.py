"""Deadlines as they are judged: what is left out, put off or set anew never rewrites the past."""

from dataclasses import replace

import pytest

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import (
    ClockState,
    ComplaintClock,
    ComplaintQueue,
    Filter,
    Severity,
)
from csq_desktop.services.complaints import case_rows, complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.services.complaints.test_complaints import UPHELD, Opened, do, logged, opened, seen

__all__ = ["opened"]


def in_time(opened: Opened, figure: str) -> tuple[int, int]:
    """How many of how many kept a deadline of October."""
    with opened[0].reading() as session:
        found = figures.month(session, Month(2026, 10)).get(figure)
    return found.numerator or 0, found.denominator or 0


def test_reopening_keeps_what_was_left_out_of_a_past_month(opened: Opened) -> None:
    case = logged(opened)
    opened[1].move(days=20)
    do(opened, complaints.exclude, case, "Typhoon signal no. 10")
    do(opened, complaints.answer, case, UPHELD)
    do(opened, complaints.close, case)
    before = in_time(opened, "complaints.acknowledged")
    opened[1].move(days=30)
    do(opened, complaints.reopen, case, "It broke again")
    assert in_time(opened, "complaints.acknowledged") == before == (0, 0)
    do(opened, complaints.exclude, case, "")
    first, second = seen(opened, case).clocks[1:]
    assert first.state is ClockState.EXCLUDED  # its round was left out, the new one is not
    assert second.state is ClockState.RUNNING


def test_a_new_policy_does_not_judge_a_stopped_clock_anew(opened: Opened) -> None:
    case = logged(opened)
    opened[1].move(hours=2)
    do(opened, complaints.acknowledge, case)
    due = [one.due_at for one in seen(opened, case).clocks]
    opened[1].move(days=2)
    with opened[0].writing() as session:
        tighter = {(clock, severity): 30 for clock in ComplaintClock for severity in Severity}
        shop.change_policy(session, tighter)
        complaints.recompute_deadlines(session, case)
    acknowledge, resolve = seen(opened, case).clocks
    assert (acknowledge.due_at, acknowledge.state) == (due[0], ClockState.MET)
    (_, earlier) = due
    assert resolve.due_at is not None
    assert earlier is not None
    assert resolve.due_at < earlier
    assert in_time(opened, "complaints.acknowledged")[0] == 1


def test_another_severity_does_not_judge_a_stopped_clock_anew(opened: Opened) -> None:
    case = logged(opened, severity=Severity.LOW)
    opened[1].move(hours=6)
    do(opened, complaints.acknowledge, case)
    do(opened, complaints.assess, case, Severity.CRITICAL)
    assert seen(opened, case).clocks[0].state is ClockState.MET


@pytest.mark.parametrize("closed", [False, True])
def test_a_miss_once_made_stays_whatever_comes_after(opened: Opened, closed: bool) -> None:
    case = logged(opened)
    opened[1].move(days=20)
    before = [one.due_at for one in seen(opened, case).clocks]
    with opened[0].writing() as session:
        generous = {(clock, severity): 60_000 for clock in ComplaintClock for severity in Severity}
        shop.change_policy(session, generous)
    do(opened, complaints.recompute_deadlines, case)
    assert seen(opened, case).events[-1].text.startswith("All deadlines had already been met")
    do(opened, complaints.assess, case, Severity.LOW)
    do(opened, complaints.wait_for_customer, case)
    opened[1].move(days=3)
    do(opened, complaints.answer, case, UPHELD)
    if closed:
        do(opened, complaints.close, case)
        do(opened, complaints.reopen, case, "It broke again")
    clocks = seen(opened, case).clocks
    assert [one.state for one in clocks[:2]] == [ClockState.MISSED] * 2
    assert [one.due_at for one in clocks[:2]] == before
    for figure in ("complaints.acknowledged", "complaints.resolved"):
        assert in_time(opened, figure) == (0, 1)


def test_every_deadline_and_every_round_keep_the_policy_that_set_them(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.acknowledge, case)
    with opened[0].writing() as session:
        longer = {(clock, severity): 6_000 for clock in ComplaintClock for severity in Severity}
        shop.change_policy(session, longer)
    do(opened, complaints.recompute_deadlines, case)
    do(opened, complaints.answer, case, UPHELD)
    do(opened, complaints.close, case)
    with opened[0].writing() as session:
        shop.change_policy(session, dict.fromkeys(longer, 7000))
    do(opened, complaints.reopen, case, "It broke again")
    with opened[0].reading() as session:
        row = session.get(ComplaintRow, case)
        assert row is not None
        assert (row.ack_policy_version, row.policy_version) == (1, 3)
        (finished,) = case_rows.rounds_of(session, case)
    assert finished.policy_version == 2


def test_waiting_hides_no_deadline_that_has_passed(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.acknowledge, case)
    opened[1].move(days=20)
    do(opened, complaints.wait_for_customer, case)
    assert seen(opened, case).clocks[1].state is ClockState.OVERDUE
    with opened[0].reading() as session:
        assert complaint_views.counts(session)[ComplaintQueue.OVERDUE] == 1
        assert [line.id for line in records.due_before(session, opened[1].at, 50)] == [case]


def test_waiting_in_time_stops_the_resolve_clock_alone(opened: Opened) -> None:
    case = logged(opened)
    do(opened, complaints.wait_for_customer, case)
    opened[1].move(days=20)
    acknowledge, resolve = seen(opened, case).clocks
    assert (acknowledge.state, resolve.state) == (ClockState.OVERDUE, ClockState.PAUSED)
    do(opened, complaints.acknowledge, case)
    with opened[0].reading() as session:
        assert complaint_views.counts(session)[ComplaintQueue.OVERDUE] == 0


def test_a_withdrawn_complaint_is_found_in_its_own_queue_and_by_its_number(opened: Opened) -> None:
    case, other = logged(opened), logged(opened)
    do(opened, complaints.withdraw, case, "Logged twice")
    with opened[0].reading() as session:
        withdrawn = complaint_views.line_ids(session, Filter(ComplaintQueue.WITHDRAWN))
        by_number = complaint_views.line_ids(
            session, Filter(ComplaintQueue.ALL, text="c-2026-0001")
        )
        (line,) = complaint_views.lines(session, by_number)
        everything = complaint_views.line_ids(session, Filter(ComplaintQueue.ALL))
    assert (list(withdrawn), list(by_number), list(everything)) == ([case], [case], [other])
    assert line.withdrawn


def test_what_may_name_a_person_stays_out_of_the_trail(opened: Opened) -> None:
    told = "Mrs Wong phoned again on 9123 4567"
    case = logged(opened, product=told)
    do(opened, complaints.exclude, case, "Fire drill")  # this judges figures: it is told
    do(opened, complaints.answer, case, replace(UPHELD, cause=told, finding_note=told), told)
    do(opened, complaints.close, case, told)
    do(opened, complaints.reopen, case, told)
    with opened[0].reading() as session:
        read = session.connection().exec_driver_sql("SELECT detail FROM audit_entry")
        details = " ".join(filter(None, read.scalars()))
        assert not any(word in details for word in ("Mrs Wong", "9123 4567"))
        assert "Fire drill" in details
