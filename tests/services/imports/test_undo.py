"""Updates by a file, and undoing imports: later work by hand is kept, sums always agree."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import (
    ComplaintQueue,
    Correction,
    Filter,
    Finding,
    Outcome,
    State,
)
from csq_desktop.domain.customers.facts import (
    Consent,
    CustomerFilter,
)
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.domain.pledges.facts import DayCount
from csq_desktop.errors import Cancelled, Refused, UserError
from csq_desktop.services.complaints import complaints
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.imports import imports
from csq_desktop.services.imports.undo import Undone
from csq_desktop.services.indicators import figures
from csq_desktop.services.pledges import pledges
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.customers.customers import ConsentRow, IdentityRow
from csq_desktop.storage.tables.imports import ImportChangeRow, VaultImportChangeRow
from tests.factory import FixedClock
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASE_ROWS,
    CASES,
    CHANGED,
    COUNT_ROWS,
    COUNTS,
    FILES,
    PEOPLE,
    PEOPLE_HEAD,
    PEOPLE_ROWS,
    case,
    clock,
    everything,
    store,
    table_of,
    taken,
    undone,
    verdicts,
)

__all__ = ["clock", "store"]
KINDS = list(ImportKind)
Tables = dict[str, list[dict[str, Any]]]


def but_for_stamps(rows: Tables) -> Tables:
    """Rows without what tells who entered a count, and when."""
    stamps = ("entered_at", "entered_by")
    counts = [{k: v for k, v in one.items() if k not in stamps} for one in rows["pledge_count"]]
    return rows | {"pledge_count": counts}


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", KINDS)
def test_an_import_undone_leaves_the_store_as_it_was(
    store: Store, tmp_path: Path, kind: ImportKind
) -> None:
    rows, mapping = FILES[kind]
    taken(store, tmp_path, rows, mapping)
    before = everything(store)
    batch = taken(store, tmp_path, CHANGED[kind], mapping)
    assert (batch.added, batch.updated) == (1, len(CHANGED[kind]) - 2)
    assert everything(store) != before
    assert undone(store, batch) == Undone(1, batch.updated)
    after = everything(store)
    gone = [one for one in after["complaint"] if one["removed_at"]]
    assert [one["their_reference"] for one in gone] == (
        ["T4"] if kind is ImportKind.COMPLAINTS else []
    )
    after["complaint"] = [one for one in after["complaint"] if not one["removed_at"]]
    assert after == before
    with store.reading(identities=True) as session:
        for remembered in (ImportChangeRow, VaultImportChangeRow):
            assert session.scalars(select(remembered)).all() == []


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", KINDS)
def test_an_import_is_undone_once_and_can_be_taken_in_again(
    store: Store, tmp_path: Path, kind: ImportKind
) -> None:
    rows, mapping = FILES[kind]
    for _ in range(2):
        batch = taken(store, tmp_path, rows, mapping)
        assert batch.added == len(rows) - 1
        assert undone(store, batch).taken_out == batch.added
        with pytest.raises(UserError, match="This import has already been undone"):
            undone(store, batch)
    with store.reading() as session:
        assert all(one.undone_at for one in imports.batches(session))


def test_an_import_nobody_knows_is_not_undone(store: Store) -> None:
    with pytest.raises(UserError, match="already been undone"), store.writing() as session:
        imports.undo(session, 1)


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", KINDS)
def test_a_later_import_of_the_same_rows_is_undone_first(
    store: Store, tmp_path: Path, kind: ImportKind, clock: FixedClock
) -> None:
    rows, mapping = FILES[kind]
    first = taken(store, tmp_path, rows, mapping)
    clock.move(days=1)
    second = taken(store, tmp_path, CHANGED[kind], mapping)
    clock.move(days=1)
    again = [CHANGED[kind][0], *rows[1:2]]
    third = taken(store, tmp_path, again, mapping)
    assert third.updated == 1
    with pytest.raises(UserError, match=r"The import of 7 Oct 2026.* changed the same rows"):
        undone(store, second)
    undone(store, third)
    undone(store, second)
    undone(store, first)


def test_a_later_import_that_changed_only_identities_is_undone_first(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    row = list(PEOPLE_ROWS[1])
    taken(store, tmp_path, [PEOPLE_HEAD, row], PEOPLE)
    batches = []
    for number in ("91110001", "91110002"):
        clock.move(days=1)
        row[2] = number
        batches.append(taken(store, tmp_path, [PEOPLE_HEAD, row], PEOPLE))
    with pytest.raises(UserError, match="changed the same rows"):
        undone(store, batches[0])
    undone(store, batches[1])
    undone(store, batches[0])


def test_numbers_of_an_undone_import_stay_given(store: Store, tmp_path: Path) -> None:
    undone(store, taken(store, tmp_path, CASE_ROWS, CASES))
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.reading() as session:
        refs = session.scalars(select(ComplaintRow.ref).order_by(ComplaintRow.id)).all()
    assert refs == [f"C-2026-{n:04d}-SSP01" for n in range(1, 7)]


def test_withdrawn_complaints_say_why_and_are_found_no_more(store: Store, tmp_path: Path) -> None:
    batch = taken(store, tmp_path, CASE_ROWS, CASES)
    with store.reading() as session:
        gone = case(session, "T2").id
    undone(store, batch)

    def matches(session: Session) -> int:
        return len(complaint_views.line_ids(session, Filter(ComplaintQueue.ALL, text="態度")))

    with store.reading() as session:
        told = complaint_views.read(session, gone).events
        assert [(one.kind.value, one.text) for one in told] == [
            ("imported", ""),
            ("removed", "Import undone."),
        ]
        assert matches(session) == 0
    with store.writing() as session:
        complaints.restore(session, gone, "Right after all")
        assert matches(session) == 1


def test_a_case_reopened_since_counts_nowhere_after_undo(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    batch = taken(store, tmp_path, CASE_ROWS, CASES)
    with store.writing() as session:
        complaints.reopen(session, case(session, "T1").id, "It broke again")
    undone(store, batch)
    with store.reading() as session:
        month = figures.month(session, Month(2026, 9))
    assert month.get("complaints.closed").value == 0


def test_how_long_an_earlier_round_took_follows_an_imported_receipt(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.writing() as session:
        complaints.reopen(session, case(session, "T1").id, "It broke again")
    later = [CASE_HEAD, ["T1", "05/09/2026 10:00", *CASE_ROWS[1][2:]]]
    batch = taken(store, tmp_path, later, CASES)
    with store.reading() as session:
        assert session.scalars(select(ComplaintRoundRow.closed_band)).all() == [1]
        assert rollups.disagreements(session) == []
    undone(store, batch)
    with store.reading() as session:
        assert session.scalars(select(ComplaintRoundRow.closed_band)).all() == [2]


def test_work_done_by_hand_after_an_update_is_kept(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    batch = taken(store, tmp_path, CHANGED[ImportKind.COMPLAINTS], CASES)
    with store.writing() as session:
        row = case(session, "T1")
        assert (row.category, row.finding) == ("refund.late", Finding.NOT_UPHELD)
        complaints.correct(session, row.id, Correction(category="till.waiting"))
        complaints.reopen(session, case(session, "T2").id, "Not answered at all")
    assert undone(store, batch) == Undone(1, 2, edited=1 + 1)
    with store.reading() as session:
        first, second = case(session, "T1"), case(session, "T2")
        assert (first.category, first.finding) == ("till.waiting", Finding.UPHELD)
        assert (second.state, second.closed_at) == (State.REOPENED, None)


def test_an_update_of_an_open_case_answers_and_closes_it(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.writing() as session:
        complaints.wait_for_customer(session, case(session, "T2").id)
    taken(store, tmp_path, CHANGED[ImportKind.COMPLAINTS], CASES)
    with store.reading() as session:
        row = case(session, "T2")
        assert (row.state, row.waiting_since, row.next_clock) == (State.CLOSED, None, None)
        assert row.resolved_at == row.closed_at
        assert row.finding is Finding.UPHELD
        told = complaint_views.read(session, row.id).events
        assert (told[-1].kind.value, told[-1].text) == ("imported", "Closed, Finding")


def test_an_update_answers_a_case_without_closing_it(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    rows = [CASE_HEAD, [*CASE_ROWS[2][:7], "08/09/2026", "", ""]]
    batch = taken(store, tmp_path, rows, CASES)
    with store.reading() as session:
        row = case(session, "T2")
        assert (row.state, row.closed_at, row.next_clock) == (State.ANSWERED, None, None)
    with store.writing() as session:
        complaints.decide(session, row.id, Outcome(Finding.UPHELD))
        complaints.close(session, row.id)
    undone(store, batch)
    with store.reading() as session:
        row = case(session, "T2")
        assert row.state is State.CLOSED
        assert row.resolved_at == row.closed_at is not None
    rows = [CASE_HEAD, ["T8", *CASE_ROWS[2][1:7], "08/09/2026", "", ""]]
    taken(store, tmp_path, rows, CASES)
    with store.reading() as session:
        assert case(session, "T8").state is State.ANSWERED


def test_an_update_tells_that_a_case_was_acknowledged(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    mapping = replace(
        CASES, columns={"No": "their_reference", "In": "received_at", "Ack": "acknowledged_at",
                        "By": "ack_due_at"},
        constants={"channel": "email", "category": "staff.rude", "severity": "low"},
        new_words=(),
    )  # fmt: skip
    rows = [["No", "In", "Ack", "By"], ["T2", CASE_ROWS[2][1], "03/09/2026", "04/09/2026"]]
    taken(store, tmp_path, rows, mapping)
    with store.reading() as session:
        row = case(session, "T2")
        assert (row.state, row.ack_month) == (State.ACKNOWLEDGED, Month(2026, 9))


def test_only_what_changes_of_a_customer_is_touched(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    before = everything(store)
    rows = [
        PEOPLE_HEAD,
        [*PEOPLE_ROWS[1][:4], "silver", "yes"],
        ["M2", "陳文", *PEOPLE_ROWS[2][2:]],
    ]
    batch = taken(store, tmp_path, rows, PEOPLE)
    after = everything(store)
    assert [one["segment"] for one in after["customer"]] == ["silver", "", ""]
    assert [one["name"] for one in after["identity"]] == ["Chan Tai Man", "陳文", "Lee Ka Yan"]
    undone(store, batch)
    assert everything(store) == before


def test_the_closing_of_a_case_reopened_here_is_no_news(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.writing() as session:
        complaints.reopen(session, case(session, "T1").id, "It broke again")
    assert verdicts(store, tmp_path, CASE_ROWS, CASES) == ["unchanged"] * 3
    before = [CASE_HEAD, [*CASE_ROWS[1][:8], "20/09/2026", "Upheld"]]
    assert verdicts(store, tmp_path, before, CASES) == ["unchanged"]
    clock.move(days=20)
    closed_again = [CASE_HEAD, [*CASE_ROWS[1][:8], "20/10/2026", "Upheld"]]
    assert verdicts(store, tmp_path, closed_again, CASES) == ["update"]
    taken(store, tmp_path, closed_again, CASES)
    with store.reading() as session:
        row = case(session, "T1")
        assert (row.state, row.finding) == (State.CLOSED, None)
        assert row.reopened_count == 1
    assert verdicts(store, tmp_path, closed_again, CASES) == ["unchanged"]


def test_an_update_keeps_the_answer_apart_from_the_closing(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    rows = [CASE_HEAD, [*CASE_ROWS[1][:7], "", "15/09/2026", ""]]
    taken(store, tmp_path, rows, CASES)
    with store.reading() as session:
        row = case(session, "T1")
        assert row.resolved_at is not None
        assert row.closed_at is not None
        assert (row.resolved_at.day, row.closed_at.day) == (5, 15)


def test_an_update_acknowledges_a_case_of_the_shops_own_rule(store: Store, tmp_path: Path) -> None:
    columns = {name: key for name, key in CASES.columns.items() if key != "resolve_due_at"}
    own_rule = replace(CASES, columns=columns)
    taken(store, tmp_path, CASE_ROWS, own_rule)
    with store.reading() as session:
        assert case(session, "T2").acknowledged_at is None
    batch = taken(store, tmp_path, CHANGED[ImportKind.COMPLAINTS], own_rule)
    with store.reading() as session:
        row = case(session, "T2")
        assert row.acknowledged_at == row.resolved_at == row.closed_at
    undone(store, batch)
    with store.reading() as session:
        row = case(session, "T2")
        assert (row.state, row.acknowledged_at) == (State.RECEIVED, None)


def test_a_link_to_a_customer_is_changed_and_put_back(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    linked = replace(CASES, columns={**CASES.columns, "Who": "customer_reference"})
    taken(store, tmp_path, [[*CASE_HEAD, "Who"], [*CASE_ROWS[1], "M1"]], linked)
    with store.reading() as session:
        before = case(session, "T1").customer_id
    batch = taken(store, tmp_path, [[*CASE_HEAD, "Who"], [*CASE_ROWS[1], "M2"]], linked)
    with store.reading() as session:
        assert case(session, "T1").customer_id != before
    undone(store, batch)
    with store.reading() as session:
        assert case(session, "T1").customer_id == before


def test_customers_of_an_undone_import_leave_the_vault_unless_they_complained(
    store: Store, tmp_path: Path
) -> None:
    batch = taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    linked = replace(CASES, columns={**CASES.columns, "Who": "customer_reference"})
    rows = [[*CASE_HEAD, "Who"], [*CASE_ROWS[1], "M1"], [*CASE_ROWS[2], "M2"]]
    cases = taken(store, tmp_path, rows, linked)
    with store.writing() as session:
        complaints.withdraw(session, case(session, "T2").id, "Logged twice")
    assert undone(store, batch) == Undone(2, 0, in_use=1)
    after = everything(store)
    assert [one["ref"] for one in after["customer"]] == ["CU-00001"]
    assert [one["name"] for one in after["identity"]] == ["Chan Tai Man"]
    with store.reading(identities=True) as session:
        said = session.scalars(select(ConsentRow.customer_id)).all()
        assert said == [after["customer"][0]["id"]]
        found = [
            len(customers.line_ids(session, CustomerFilter(text=one))) for one in ("Tai", "文")
        ]
        assert found == [1, 0]
        owners = [one["customer_id"] for one in after["complaint"]]
        assert owners == [after["customer"][0]["id"], None]
    assert verdicts(store, tmp_path, PEOPLE_ROWS, PEOPLE) == ["unchanged", "new", "new"]
    undone(store, cases)


def test_a_customer_whom_another_undo_gives_a_complaint_back_to_stays(
    store: Store, tmp_path: Path
) -> None:
    batch = taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    linked = replace(CASES, columns={**CASES.columns, "Who": "customer_reference"})
    taken(store, tmp_path, [[*CASE_HEAD, "Who"], [*CASE_ROWS[1], "M1"]], linked)
    moved = taken(store, tmp_path, [[*CASE_HEAD, "Who"], [*CASE_ROWS[1], "M2"]], linked)
    assert undone(store, batch) == Undone(1, 0, in_use=2)
    undone(store, moved)
    with store.reading() as session:
        assert customers.read(session, case(session, "T1").customer_id or 0).complaints == 1


def test_what_an_import_said_of_a_customer_is_forgotten_once_undone(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    batch = taken(store, tmp_path, CHANGED[ImportKind.CUSTOMERS], PEOPLE)
    with store.reading(identities=True) as session:
        assert len(session.scalars(select(VaultImportChangeRow)).all()) == 1
        known = session.scalars(select(IdentityRow).filter_by(their_reference="M1")).one()
        assert (known.phone, known.email) == ("+85291239999", "tai@example.com")
        ids = customers.line_ids(session, CustomerFilter(text="9123 9999"))
        assert customers.read(session, ids[0]).marketing is Consent.REFUSED
    undone(store, batch)
    with store.reading(identities=True) as session:
        assert session.scalars(select(VaultImportChangeRow)).all() == []
        assert list(customers.line_ids(session, CustomerFilter(text="9123 9999"))) == []


def test_a_telephone_corrected_since_is_kept(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    batch = taken(store, tmp_path, CHANGED[ImportKind.CUSTOMERS], PEOPLE)
    with store.writing() as session:
        known = session.scalars(select(IdentityRow).filter_by(their_reference="M1")).one()
        known.phone = "+85290000000"
    assert undone(store, batch) == Undone(1, 2, edited=1)
    assert everything(store)["identity"][0]["phone"] == "+85290000000"
    assert everything(store)["customer"][0]["segment"] == "gold"


def test_a_count_entered_by_hand_since_is_kept(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    batch = taken(store, tmp_path, COUNT_ROWS, COUNTS)
    later = taken(store, tmp_path, CHANGED[ImportKind.PLEDGE_COUNTS], COUNTS)
    clock.move(days=1)
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        pledges.count_day(session, DayCount(pledge, date(2026, 9, 1), 50, 0, 0, 0))
    assert undone(store, later) == Undone(1, 1, edited=1)
    assert undone(store, batch) == Undone(1, 0, edited=1)
    counts = everything(store)["pledge_count"]
    assert [(one["day"].day, one["met"]) for one in counts] == [(1, 50)]


def test_a_count_taken_away_since_stays_away(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, COUNT_ROWS, COUNTS)
    later = taken(store, tmp_path, CHANGED[ImportKind.PLEDGE_COUNTS], COUNTS)
    with store.writing() as session:
        pledge = pledges.everything(session)[0].id
        pledges.take_back_count(session, pledge, date(2026, 9, 1))
    assert undone(store, later) == Undone(1, 0)


def test_an_undo_that_is_cancelled_changes_nothing(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    batch = taken(store, tmp_path, CHANGED[ImportKind.COMPLAINTS], CASES)
    before = everything(store)
    heard = []

    def stop(done: float, total: float, words: str) -> None:
        heard.append((done, total, words))
        if done:
            raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled), store.writing() as session:
        imports.undo(session, batch.id, stop)
    assert heard == [(0, 2, "0 rows"), (2, 2, "2 rows")]
    assert everything(store) == before
    undone(store, batch)


def test_customers_are_taken_out_only_by_those_who_may_see_them(
    store: Store, tmp_path: Path
) -> None:
    batch = taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    with store.reading() as session, pytest.raises(Refused):
        imports.undo(session, batch.id)
    with store.writing() as session:
        session.info["desk"].sees_identities = False
        with pytest.raises(Refused):
            imports.take_in(session, table_of(tmp_path, PEOPLE_ROWS), PEOPLE, "")


def test_without_a_key_the_same_row_cannot_be_told_and_is_added_again(
    store: Store, tmp_path: Path
) -> None:
    mapping = ImportMapping(ImportKind.CUSTOMERS, {"Name": "name"})
    for _ in range(2):
        taken(store, tmp_path, [["Name"], ["May"], ["Jun"]], mapping)
    assert len(everything(store)["customer"]) == 4


def test_stamps_of_a_count_are_put_back_too(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    taken(store, tmp_path, COUNT_ROWS, COUNTS)
    before = everything(store)
    clock.move(days=2)
    batch = taken(store, tmp_path, CHANGED[ImportKind.PLEDGE_COUNTS], COUNTS)
    assert but_for_stamps(everything(store)) != but_for_stamps(before)
    undone(store, batch)
    assert everything(store) == before
