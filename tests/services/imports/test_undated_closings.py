"""Complaints that a file calls closed without a closing date: closed, and in no time figure."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.event import listen
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import TrailFilter
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import ClockState, ComplaintQueue, State
from csq_desktop.domain.complaints.redating import CaseMoments
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.words.wording import HONG_KONG
from csq_desktop.errors import UserError
from csq_desktop.services import audit_trail
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.exports import exports
from csq_desktop.services.indicators import figures
from csq_desktop.services.stores import checks
from csq_desktop.storage.records.complaints.open_cases import open_cases
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.pdf_text import in_one_line
from tests.services.imports.import_case import (
    CASES,
    case,
    clock,
    store,
    table_of,
    taken,
    tried,
    undone,
    verdicts,
)
from tests.services.packs.pack_case import make_pack

__all__ = ["clock", "store"]
HEAD = ["No", "In", "Level", "Now", "Answered", "Out"]
MAPPING = replace(
    CASES,
    columns={"Now": "status", **{name: CASES.columns[name] for name in HEAD if name != "Now"}},
    constants={"channel": "email", "category": "till.waiting"},
    new_words=(),
)
ROWS = [
    HEAD,
    ["T1", "01/07/2026", "low", "Closed", "", ""],
    ["T2", "01/07/2026", "low", "Closed", "02/07/2026", ""],
    ["T3", "01/07/2026", "low", "Closed", "02/07/2026", "03/07/2026"],
    ["T4", "01/07/2026", "low", "Open", "", ""],
]
JULY = Month(2026, 7)
CLOSED, OUTSTANDING = FigureId.COMPLAINTS_CLOSED, FigureId.COMPLAINTS_OUTSTANDING_END
RESOLVED, BAND_1 = FigureId.COMPLAINTS_RESOLVED, FigureId.COMPLAINTS_WITHIN_BAND1
MEDIAN = FigureId.COMPLAINTS_MEDIAN_DAYS


def july(session: Session, figure: FigureId) -> tuple[float | None, int | None]:
    """A figure of July: its value, or of a share how many of how many."""
    of_month = figures.month(session, JULY)
    assert of_month.balance.holds
    shown = of_month.get(figure)
    return shown.value if shown.numerator is None else shown.numerator, shown.denominator


def test_a_case_closed_on_an_unknown_date_is_closed_and_in_no_time_figure(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, ROWS, MAPPING)
    with store.reading() as session:
        assert [case(session, ref).state for ref in ("T1", "T2", "T3", "T4")] == [
            *[State.CLOSED] * 3, State.RECEIVED,
        ]  # fmt: skip
        assert [case(session, ref).closed_at is None for ref in ("T1", "T2", "T3")] == [
            True, True, False,
        ]  # fmt: skip
        assert views.counts(session)[ComplaintQueue.OPEN] == 1
        assert [line.ref for line in open_cases(session, JULY)] == [case(session, "T4").ref]
        assert july(session, CLOSED)[0] == 3
        assert july(session, OUTSTANDING)[0] == 1
        assert july(session, BAND_1) == (1, 1)  # T3 alone says how long it took
        assert july(session, RESOLVED)[1] == 3  # T1 is neither met nor missed
        assert rollups.disagreements(session) == []
    assert checks.check(store).sound
    assert set(verdicts(store, tmp_path, ROWS, MAPPING)) == {"unchanged"}


def test_a_closing_date_that_comes_later_counts_as_if_it_had_always_been_there(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, ROWS, MAPPING)
    batch = taken(store, tmp_path, [HEAD, [*ROWS[1][:5], "20/07/2026"]], MAPPING)
    assert batch.updated == 1
    with store.reading() as session:
        assert case(session, "T1").closed_at is not None
        assert (july(session, BAND_1)[1], july(session, RESOLVED)[1]) == (2, 4)
        assert rollups.disagreements(session) == []
    undone(store, batch)
    with store.reading() as session:
        assert (case(session, "T1").state, case(session, "T1").closed_at) == (State.CLOSED, None)
        assert (july(session, BAND_1)[1], july(session, RESOLVED)[1]) == (1, 3)
        assert rollups.disagreements(session) == []


def test_a_case_known_to_be_open_keeps_its_misses_and_its_months_when_it_closes_undated(
    store: Store, clock: FixedClock, tmp_path: Path
) -> None:
    taken(store, tmp_path, ROWS, MAPPING)
    with store.reading() as session:
        before = [july(session, figure) for figure in (OUTSTANDING, RESOLVED, CLOSED)]
    clock.move(days=40)
    by_rule = replace(MAPPING, undated_closing="received+7")
    batch = taken(store, tmp_path, [HEAD, [*ROWS[4][:3], "Closed", "", ""]], by_rule)
    with store.reading() as session:
        row = case(session, "T4")
        assert (row.state, row.closed_at) == (State.CLOSED, None)  # a rule dates no case known here
        assert row.closed_month == Month.of(clock().astimezone(HONG_KONG).date())
        assert before == [july(session, figure) for figure in (OUTSTANDING, RESOLVED, CLOSED)]
        late = [reading.state for reading in views.read(session, row.id).clocks]
        assert late == [ClockState.MISSED] * 2
        assert not any(reading.is_overdue for reading in views.read(session, row.id).clocks)
        assert rollups.disagreements(session) == []
    assert checks.check(store).sound
    undone(store, batch)
    with store.reading() as session:
        assert case(session, "T4").closed_month is None
        assert rollups.disagreements(session) == []


def test_what_nobody_knows_the_end_of_is_not_reopened(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, ROWS, MAPPING)
    for work in (complaints.reopen, complaints.wait_for_customer):  # neither says: reopen it first
        with store.writing() as session, pytest.raises(UserError, match="cannot be reopened"):
            work(session, case(session, "T1").id, "It broke again")
    with store.reading() as session:
        shown = views.read(session, case(session, "T1").id)
        assert shown.is_closed_undated
        assert [reading.state for reading in shown.clocks] == [ClockState.NONE] * 2


def test_a_pack_says_of_how_many_closings_its_times_are(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, ROWS, MAPPING)
    pages = in_one_line(make_pack(store, month=JULY).pdf)
    for words in (
        "3 complaints resolved on time; half of those with a known closing date (1 of 3) took",
        "closing date known: 1 of 3",
        "Closing times are of those whose closing date is known: 1 of 3.",
    ):
        assert words in pages
    in_tables = "2 complaints were closed on an unknown date, 2 of them in July."
    assert pages.count(in_tables) == 2  # beside the balance and the months
    assert pages.count("They count as closed in the month assumed for them") == 2
    assert "do not change later" not in pages
    dated = [HEAD, *([*row[:4], "02/07/2026", "03/07/2026"] for row in ROWS[1:4])]
    taken(store, tmp_path, dated, MAPPING)
    known = in_one_line(make_pack(store, month=JULY).pdf)
    assert "half were closed within" in known
    assert "known closing date" not in known


def test_a_rule_gives_new_complaints_a_closing_date_and_nothing_else(
    store: Store, tmp_path: Path
) -> None:
    by_rule = replace(MAPPING, undated_closing="received+7")
    dry = tried(store, table_of(tmp_path, ROWS), by_rule)
    assert any("by the rule you chose" in entry.reason.sentence for entry in dry.summary.tally)
    batch = taken(store, tmp_path, ROWS, by_rule)
    assert batch.closing_rule == "received+7"
    with store.reading() as session:
        first = case(session, "T1")
        days = [case(session, ref).closed_at for ref in ("T1", "T2", "T3")]
        assert [day and day.astimezone(HONG_KONG).day for day in days] == [8, 8, 3]
        assert (first.acknowledged_at, first.resolved_at) == (None, None)
        assert july(session, CLOSED)[0] == 3
        assert july(session, BAND_1) == (1, 1)
        assert july(session, RESOLVED)[1] == 3  # T1 is neither met nor missed
        told = [
            views.read(session, case(session, ref).id).events[0].text for ref in ("T1", "T3", "T4")
        ]
        assert told == ["Closing date set by the rule: 7 days after receipt", "", ""]
        assert rollups.disagreements(session) == []
        lines = audit_trail.page(session, TrailFilter()).lines
    (change,) = (
        change
        for line in lines
        for change in line.changes
        if change.field == "Closed without a date"
    )
    assert change.after == "7 days after receipt"
    exported = tmp_path / "out.csv"
    exports.write(store, "complaints", exported, purpose="Audit")
    header, *rows = csv.reader(exported.read_text("utf-8-sig").splitlines())
    places = [header.index(name) for name in ("Status", "Closed", "Closed, date assumed by a rule")]
    assert [[row[place] for place in places] for row in rows] == [
        ["Closed", "", "2026-07-08 00:00:00"],
        ["Closed", "", "2026-07-08 00:00:00"],
        ["Closed", "2026-07-03 23:59:59", ""],
        ["Received", "", ""],
    ]
    assert checks.check(store).sound
    undated = [HEAD, *([*row[:5], ""] for row in ROWS[1:])]
    again = tried(store, table_of(tmp_path, undated), by_rule)
    assert {row.verdict.value for row in again.rows} == {"unchanged"}
    assert not any("by the rule" in entry.reason.sentence for entry in again.summary.tally)


def test_a_date_by_a_rule_gives_way_to_the_real_one_and_may_be_reopened(
    store: Store, tmp_path: Path
) -> None:
    by_rule = replace(MAPPING, undated_closing="received+7")
    taken(store, tmp_path, ROWS, by_rule)
    batch = taken(store, tmp_path, [HEAD, [*ROWS[1][:5], "20/07/2026"]], by_rule)
    with store.reading() as session:
        assert case(session, "T1").resolved_at is not None
        assert (july(session, BAND_1)[1], july(session, RESOLVED)[1]) == (2, 4)
    undone(store, batch)
    with store.writing() as session:
        row = case(session, "T1")
        assert (row.resolved_at, row.closed_band) == (None, 0)
        assert july(session, RESOLVED)[1] == 3
        times = july(session, MEDIAN)
        complaints.reopen(session, row.id, "It broke again")
    with store.writing() as session:
        assert july(session, RESOLVED)[1] == 3
        assert july(session, MEDIAN) == times  # nobody knows how long the first round took
        later = CaseMoments(received_at=datetime(2026, 7, 9, tzinfo=UTC))  # after the rule's date
        complaints.redate(session, row.id, later, "The letter was late")
        heard: list[str] = []
        listen(session.connection(), "before_cursor_execute", lambda *of: heard.append(of[2]))
        assert "7 days after receipt" in views.read(session, row.id).events[0].text
        assert sum("FROM complaint_round" in statement for statement in heard) == 1
        assert rollups.disagreements(session) == []
    assert checks.check(store).sound
