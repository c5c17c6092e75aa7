"""Records of pledges: versions in place, notes by month, and queries that use their indexes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ComplaintClock
from csq_desktop.domain.pledges.facts import DayCount, NewPledge, PledgeSource, PledgeVersion
from csq_desktop.domain.pledges.months import MonthNote
from csq_desktop.domain.words.threefold import ThreeTexts
from csq_desktop.storage.records.pledges import months as pledge_months
from csq_desktop.storage.records.pledges import pledges as records
from csq_desktop.storage.store import Store
from tests.factory import START
from tests.pledge_case import TERMS

OCTOBER = Month(2026, 10)
DAY = date(2026, 10, 1)


@pytest.fixture
def pledge(store: Store) -> int:
    with store.writing() as session:
        return records.add(
            session, NewPledge("TILL", PledgeSource.MANUAL, "May", TERMS), store.user.id
        )


def versions(store: Store) -> tuple[PledgeVersion, ...]:
    with store.reading() as session:
        (found,) = records.everything(session)
    return found.versions


def test_terms_come_back_as_they_were_kept(store: Store, pledge: int) -> None:
    assert versions(store)[0].terms == TERMS
    with store.reading() as session:
        assert records.made_at(session, pledge, 1) == START
        assert records.code_taken(session, "TILL")
        assert not records.code_taken(session, "TEL")


def test_a_version_ends_the_day_before_the_next_begins(store: Store, pledge: int) -> None:
    later = replace(TERMS, effective_from=date(2026, 11, 1), maximum_share=None)
    with store.writing() as session:
        assert records.add_version(session, pledge, later) == 2
    first, second = versions(store)
    assert (first.effective_to, second.effective_to) == (date(2026, 10, 31), None)
    assert second.terms == later


def test_a_version_is_rewritten_and_removed(store: Store, pledge: int) -> None:
    other = replace(TERMS, wording=ThreeTexts("Quicker", "更快", "更快"), standard_share=0.5)
    with store.writing() as session:
        records.rewrite_version(session, pledge, 1, other)
    assert versions(store)[0].terms == other
    with store.writing() as session:
        records.add_version(session, pledge, replace(other, effective_from=date(2027, 1, 1)))
        records.remove_version(session, pledge, 2)
    assert len(versions(store)) == 1


def test_a_pledge_goes_with_its_versions_and_not_with_its_counts(store: Store, pledge: int) -> None:
    with store.writing() as session:
        assert not records.is_used(session, pledge)
        pledge_months.write(session, pledge, OCTOBER, MonthNote("Rota"))
        assert records.is_used(session, pledge)
    with pytest.raises(IntegrityError), store.writing() as session:
        records.remove(session, pledge)
    assert len(versions(store)) == 1
    with store.writing() as session:
        other = records.add(session, NewPledge("TEL", PledgeSource.MANUAL, "", TERMS), None)
        records.remove(session, other)
    assert len(versions(store)) == 1


def test_counts_of_all_pledges_come_by_day(store: Store, pledge: int) -> None:
    later = DayCount(pledge, date(2026, 10, 2), 1, 2, 1, 3, "Fire drill")
    with store.writing() as session:
        records.put_count(session, later)
        records.put_count(session, DayCount(pledge, DAY, 5, 0))
        records.put_count(session, DayCount(pledge, date(2026, 9, 30), 5, 0))
    with store.reading() as session:
        found = records.counts_of_all(session, DAY, date(2026, 10, 31))
    assert found == (DayCount(pledge, DAY, 5, 0), later)


def test_a_count_that_is_taken_away_is_returned(store: Store, pledge: int) -> None:
    entered = DayCount(pledge, DAY, 5, 0)
    with store.writing() as session:
        records.put_count(session, entered)
        assert records.remove_count(session, pledge, DAY) == entered
        assert records.remove_count(session, pledge, DAY) is None


def test_notes_are_kept_by_pledge_and_month(store: Store, pledge: int) -> None:
    noted = MonthNote("Rota", True, ThreeTexts("A second till"), 3, 1_500)
    with store.writing() as session:
        assert pledge_months.write(session, pledge, OCTOBER, noted) == MonthNote()
        assert pledge_months.write(session, pledge, OCTOBER, noted) == noted
        pledge_months.write(session, pledge, Month(2026, 8), MonthNote("Heat"))
    with store.reading() as session:
        assert pledge_months.note(session, pledge, OCTOBER) == noted
        assert pledge_months.note(session, pledge, Month(2026, 9)) == MonthNote()
        found = pledge_months.notes(session, pledge, Month(2026, 9), OCTOBER)
    assert found == {OCTOBER: noted}


@pytest.mark.parametrize("kind", list(ComplaintClock))
def test_cases_behind_a_figure_are_found_by_index(store: Store, kind: ComplaintClock) -> None:
    plans = [
        _plan(store, lambda session: pledge_months.broken_cases(session, kind, OCTOBER, START)),
        _plan(store, lambda session: pledge_months.left_out_cases(session, kind, OCTOBER)),
    ]
    for plan in plans:
        assert plan
        tables = [step for step in plan if "SUBQUERY" not in step]
        assert all("INDEX" in step or "PRIMARY KEY" in step for step in tables), plan


def _plan(store: Store, ask: Callable[[Session], object]) -> list[str]:
    """How SQLite would go about every statement a query sends."""
    sent: list[tuple[str, tuple[object, ...]]] = []
    with store.reading() as session:
        connection = session.connection()

        def remember(*sending: Any) -> None:
            _connection, _cursor, statement, parameters, *_ = sending
            sent.append((statement, parameters))

        event.listen(connection.engine, "before_cursor_execute", remember)
        try:
            assert ask(session) == ()
        finally:
            event.remove(connection.engine, "before_cursor_execute", remember)
        return [
            row[3]
            for statement, parameters in sent
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def test_a_clock_that_runs_out_later_is_not_broken_yet(store: Store) -> None:
    due = START + timedelta(hours=1)
    with store.writing() as session:
        _complaint(session, due)
    with store.reading() as session:
        for as_of, found in ((due, 0), (due + timedelta(seconds=1), 1)):
            cases = pledge_months.broken_cases(session, ComplaintClock.ACKNOWLEDGE, OCTOBER, as_of)
            assert len(cases) == found


def _complaint(session: Session, due: datetime) -> None:
    from csq_desktop.domain.complaints.facts import Channel, Severity, State
    from csq_desktop.storage.records.complaints import complaints
    from csq_desktop.storage.tables.complaints.complaints import ComplaintRow

    complaints.add(
        session,
        ComplaintRow(
            id=1, ref="C-2026-0001", channel=Channel.COUNTER, received_at=START,
            received_month=OCTOBER, entered_at=START, entered_by=1, category="till.waiting",
            severity=Severity.LOW, state=State.RECEIVED, summary="Slow", words="Slow",
            ack_due_at=due, ack_month=OCTOBER,
        ),
    )  # fmt: skip
    assert session.scalar(text("SELECT COUNT(*) FROM complaint")) == 1
