"""Files with complaints, compliments, suggestions and enquiries in one list."""

from dataclasses import replace
from pathlib import Path

from csq_desktop.domain.complaints.facts import State
from csq_desktop.domain.complaints.kinds import FeedbackKind
from csq_desktop.domain.imports.plans import RowVerdict
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASES,
    case,
    clock,
    store,
    table_of,
    taken,
    tried,
)
from tests.storage.rollups.recounts import check_sums

assert store, clock
HEAD = [*CASE_HEAD, "Type", "State"]
MIXED = replace(CASES, columns={**CASES.columns, "Type": "kind", "State": "status"})
ROWS = [
    HEAD,
    ["T1", "01/09/2026 10:00", "Phone", "till.waiting", "high", "Ten minutes at the till",
     "10/09/2026", "05/09/2026", "06/09/2026", "Upheld", "Complaint", ""],
    ["T2", "02/09/2026 11:30", "E-mail", "till.waiting", "low", "When do you open?",
     "09/09/2026", "03/09/2026", "", "Upheld", "Enquiry", ""],
    ["T3", "03/09/2026", "Counter", "till.waiting", "low", "Well done", "", "", "", "",
     "Compliment", "Closed"],
    ["T4", "03/09/2026", "Counter", "till.waiting", "low", "No kind", "", "", "", "", "", ""],
]  # fmt: skip


def test_each_row_gets_the_number_and_the_months_of_its_kind(store: Store, tmp_path: Path) -> None:
    batch = taken(store, tmp_path, ROWS, MIXED)
    with store.reading() as session:
        rows: list[ComplaintRow] = [case(session, f"T{n}") for n in range(1, 5)]
        check_sums(session)
        assert [row.ref.split("-")[0] for row in rows] == ["C", "E", "CP", "C"]
        assert [row.received_month is None for row in rows] == [False, True, True, False]
        assert [row.feedback_month is None for row in rows] == [True, False, False, True]
        enquiry, praise = rows[1:3]
        assert (enquiry.state, enquiry.finding) == (State.ANSWERED, None)
        assert (enquiry.resolve_due_at, enquiry.next_due_at) == (None, None)
        assert (praise.state, praise.closed_at) == (State.CLOSED, praise.received_at)
    assert batch.added == 4


def test_a_finding_beside_another_kind_is_said_and_not_taken(store: Store, tmp_path: Path) -> None:
    (second,) = (
        row for row in tried(store, table_of(tmp_path, ROWS), MIXED).rows if row.number == 3
    )
    assert [reason.sentence for reason in second.reasons] == [
        "Finding is not imported: only complaints have one."
    ]


def test_the_file_again_changes_nothing_and_no_file_changes_a_kind(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, ROWS, MIXED)
    again = [HEAD, *([*row[:10], "Suggestion", row[11]] for row in ROWS[1:])]
    batch = taken(store, tmp_path, again, MIXED)
    assert (batch.added, batch.updated) == (0, 0)
    ended = ["", "04/09/2026", "05/09/2026", "", "Enquiry", ""]
    answered = [*ROWS[2][:6], *ended]
    assert taken(store, tmp_path, [HEAD, answered], MIXED).updated == 1
    with store.reading() as session:
        row = case(session, "T2")
        assert (row.kind, row.state, row.closed_band) == (FeedbackKind.ENQUIRY, State.CLOSED, None)
        check_sums(session)


def test_only_complaints_need_a_category_and_a_severity(store: Store, tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["T1", "03/09/2026", "Counter", "", "", "Well done", "", "", "", "", "Compliment", ""],
        ["T2", "03/09/2026", "", "", "", "Well done", "", "", "", "", "Suggestion", ""],
        ["T3", "03/09/2026", "Counter", "", "", "No space", "", "", "", "", "Complaint", ""],
        ["T4", "03/09/2026", "Counter", "", "", "No space", "", "", "", "", "", ""],
    ]
    counts = tried(store, table_of(tmp_path, rows), MIXED).summary.counts
    assert (counts[RowVerdict.NEW], counts[RowVerdict.INVALID]) == (1, 3)
