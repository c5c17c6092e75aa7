"""Complaints that a file calls closed without a closing date: closed, and in no time figure."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import ClockState, ComplaintQueue, State
from csq_desktop.domain.indicators.ids import FigureId
from csq_desktop.domain.months import Month
from csq_desktop.domain.wording import HONG_KONG
from csq_desktop.errors import UserError
from csq_desktop.services.complaints import complaints, views
from csq_desktop.services.indicators import figures
from csq_desktop.services.stores import checks
from csq_desktop.storage.records.open_cases import open_cases
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.store import Store
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
    dated = [HEAD, [*ROWS[1][:5], "20/07/2026"], [*ROWS[4][:3], "Closed", "", ""]]
    batch = taken(store, tmp_path, dated, MAPPING)
    assert batch.updated == 2
    with store.reading() as session:
        assert case(session, "T1").closed_at is not None
        assert case(session, "T4").state is State.CLOSED
        assert july(session, BAND_1)[1] == 2
        assert july(session, OUTSTANDING)[0] == 0
        assert july(session, RESOLVED)[1] == 3
        assert rollups.disagreements(session) == []
    undone(store, batch)
    with store.reading() as session:
        assert (case(session, "T1").state, case(session, "T1").closed_at) == (State.CLOSED, None)
        assert case(session, "T4").state is State.RECEIVED
        assert july(session, OUTSTANDING)[0] == 1
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
    assert "do not change later" not in pages
    dated = [HEAD, *([*row[:4], "02/07/2026", "03/07/2026"] for row in ROWS[1:4])]
    taken(store, tmp_path, dated, MAPPING)
    known = in_one_line(make_pack(store, month=JULY).pdf)
    assert "half were closed within" in known
    assert "known closing date" not in known


def test_a_rule_dates_what_has_no_date_and_changes_none_that_is_known(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, ROWS, MAPPING)
    rows = [HEAD, *([*row[:5], ""] for row in ROWS[1:])]
    by_rule = replace(MAPPING, undated_closing="received+7")
    dry = tried(store, table_of(tmp_path, rows), by_rule)
    assert [row.verdict.value for row in sorted(dry.rows, key=lambda row: row.number)] == [
        *["update"] * 2, *["unchanged"] * 2,
    ]  # fmt: skip
    assert any("by the rule you chose" in entry.reason.sentence for entry in dry.summary.tally)
    taken(store, tmp_path, rows, by_rule)
    with store.reading() as session:
        days = [case(session, ref).closed_at for ref in ("T1", "T2", "T3")]
        assert [day and day.astimezone(HONG_KONG).day for day in days] == [8, 8, 3]
        assert july(session, BAND_1) == (1, 3)
        assert rollups.disagreements(session) == []
    assert set(verdicts(store, tmp_path, rows, by_rule)) == {"unchanged"}
