"""Imports: what a dry run shows is what is kept, all of it or nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.facts import (
    ComplaintClock,
    ComplaintQueue,
    Filter,
    Finding,
    State,
)
from csq_desktop.domain.customers.facts import Consent, CustomerFilter
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import ImportMapping, RowVerdict
from csq_desktop.domain.users import Role
from csq_desktop.errors import Cancelled, NoSpace, Refused, UserError
from csq_desktop.services import people
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.customers import customers
from csq_desktop.services.imports import imports
from csq_desktop.services.stores import search_upkeep
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.imports import ImportBatchRow
from tests.factory import FixedClock, open_store
from tests.services import small_shop
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASE_ROWS,
    CASES,
    COUNT_HEAD,
    COUNT_ROWS,
    COUNTS,
    FILES,
    PEOPLE,
    PEOPLE_HEAD,
    PEOPLE_ROWS,
    case,
    clock,
    everything,
    shop_of,
    store,
    table_of,
    take_in,
    taken,
    tried,
    verdicts,
)

__all__ = ["clock", "store"]
KINDS = list(ImportKind)


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_dry_run_shows_is_what_is_kept(
    store: Store, tmp_path: Path, kind: ImportKind
) -> None:
    rows, mapping = FILES[kind]
    table = table_of(tmp_path, rows)
    before = everything(store)
    dry = tried(store, table, mapping)
    assert everything(store) == before
    batch = take_in(store, table, mapping)
    assert (batch.added, batch.updated) == (dry.summary.counts[RowVerdict.NEW], 0)
    assert (batch.added, batch.by) == (len(rows) - 1, store.user.name)
    with store.reading() as session:
        assert imports.batches(session) == (batch,)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_file_a_second_time_changes_nothing(
    store: Store, tmp_path: Path, kind: ImportKind
) -> None:
    rows, mapping = FILES[kind]
    taken(store, tmp_path, rows, mapping)
    before = everything(store)
    assert set(verdicts(store, tmp_path, rows, mapping)) == {"unchanged"}
    batch = taken(store, tmp_path, rows, mapping)
    assert (batch.added, batch.updated) == (0, 0)
    assert everything(store) == before


def test_a_complaint_gets_its_months_state_and_clocks(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.reading() as session:
        first, second, third = (case(session, one) for one in ("T1", "T2", "T3"))
        assert (first.state, first.finding, first.closed_band) == (State.CLOSED, Finding.UPHELD, 2)
        assert first.resolved_at is not None
        assert first.resolved_at.isoformat() == "2026-09-05T15:59:59+00:00"
        assert (first.closed_month, first.resolve_month) == (Month(2026, 9), Month(2026, 9))
        assert (second.state, second.next_clock) == (State.RECEIVED, ComplaintClock.RESOLVE)
        assert second.next_due_at == second.resolve_due_at
        assert (third.category, third.resolve_due_at, third.closed_band) == ("Parking", None, 3)
        assert third.resolved_at == third.closed_at
        assert third.owner_id == people.of_signed_in(session)


def test_a_complaint_is_closed_in_the_month_of_its_closing(store: Store, tmp_path: Path) -> None:
    rows = [CASE_HEAD, ["T1", "30/08/2026", "Phone", "till.waiting", "low", "Ten minutes",
                        "29/09/2026", "01/09/2026", "02/10/2026", "Upheld"]]  # fmt: skip
    taken(store, tmp_path, rows, CASES)
    with store.reading() as session:
        row = case(session, "T1")
        months = (row.received_month, row.resolve_month, row.closed_month)
        assert months == (Month(2026, 8), Month(2026, 9), Month(2026, 10))


def test_a_category_that_an_import_brought_may_be_logged_too(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    with pytest.raises(UserError, match="not in the list"), store.writing() as session:
        small_shop.logged(session, clock, category="Parking")
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.writing() as session:
        assert small_shop.logged(session, clock, category="Parking")


def test_without_a_column_of_deadlines_the_shops_own_rule_sets_them(
    store: Store, tmp_path: Path
) -> None:
    columns = {name: key for name, key in CASES.columns.items() if key != "resolve_due_at"}
    taken(store, tmp_path, CASE_ROWS, replace(CASES, columns=columns))
    with store.reading() as session:
        row = case(session, "T2")
        assert row.ack_due_at is not None
        assert row.resolve_due_at is not None
        assert row.ack_due_at < row.resolve_due_at
        assert (row.next_clock, row.next_due_at) == (ComplaintClock.ACKNOWLEDGE, row.ack_due_at)
        assert case(session, "T1").acknowledged_at == case(session, "T1").resolved_at


def test_a_status_moves_only_a_case_that_is_under_way(store: Store, tmp_path: Path) -> None:
    mapping = replace(
        CASES, columns={"No": "their_reference", "In": "received_at", "Now": "status",
                        "Ack": "acknowledged_at"},
        constants={"channel": "email", "category": "till.waiting", "severity": "low"},
        new_words=(),
    )  # fmt: skip
    head = ["No", "In", "Now", "Ack"]
    rows = [
        head,
        ["T1", "01/09/2026", "In progress", ""],
        ["T2", "01/09/2026", "Closed", ""],
        ["T3", "01/09/2026", "New", "02/09/2026"],
    ]
    taken(store, tmp_path, rows, mapping)
    with store.reading() as session:
        states = [case(session, one).state for one in ("T1", "T2", "T3")]
    assert states == [State.INVESTIGATING, State.CLOSED, State.ACKNOWLEDGED]
    assert set(verdicts(store, tmp_path, rows, mapping)) == {"unchanged"}
    later = [head, ["T2", "01/09/2026", "In progress", ""], ["T3", "01/09/2026", "Closed", ""]]
    assert verdicts(store, tmp_path, later, mapping) == ["update", "update"]
    taken(store, tmp_path, later, mapping)
    with store.reading() as session:
        states = [case(session, ref).state for ref in ("T2", "T3")]
    assert states == [State.INVESTIGATING, State.CLOSED]


def test_numbers_have_no_gap_though_an_import_fails(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    with store.writing() as session:
        small_shop.logged(session, clock)
    table = table_of(tmp_path, CASE_ROWS)
    with pytest.raises(UserError), store.writing() as session:
        imports.take_in(session, table, CASES, "another plan")
    taken(store, tmp_path, CASE_ROWS, CASES)
    with store.writing() as session:
        small_shop.logged(session, clock)
        refs = session.scalars(select(ComplaintRow.ref).order_by(ComplaintRow.id)).all()
    assert refs == [f"C-2026-{n:04d}-SSP01" for n in range(1, 6)]


def test_a_plan_that_no_longer_holds_is_refused(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path, CASE_ROWS)
    shown = tried(store, table, CASES).summary.fingerprint
    taken(store, tmp_path, [CASE_HEAD, CASE_ROWS[1]], CASES)
    changed = table_of(tmp_path, CASE_ROWS, "again.csv")
    refused = pytest.raises(UserError, match="The data changed after the trial run")
    with refused, store.writing() as session:
        imports.take_in(session, changed, CASES, shown)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ComplaintRow)) == 1


def test_a_file_that_changed_since_it_was_opened_is_refused(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path, CASE_ROWS)
    shown = tried(store, table, CASES).summary.fingerprint
    table_of(tmp_path, [*CASE_ROWS, ["T9", *CASE_ROWS[1][1:]]])
    refused = pytest.raises(UserError, match="The file was changed meanwhile")
    with refused, store.writing() as session:
        imports.take_in(session, table, CASES, shown)
    assert everything(store)["complaint"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_of_an_import_that_is_cancelled(
    store: Store, tmp_path: Path, kind: ImportKind
) -> None:
    rows, mapping = FILES[kind]
    table = table_of(tmp_path, rows)
    shown = tried(store, table, mapping).summary.fingerprint
    heard = []

    def stop(done: float, total: float = 1.0, words: str = "") -> None:
        heard.append((done, total, words))
        raise Cancelled("Cancelled.")

    with pytest.raises(Cancelled), store.writing() as session:
        imports.take_in(session, table, mapping, shown, stop)
    assert heard == [(len(rows) - 1, len(rows) - 1, f"{len(rows) - 1} rows")]
    assert not any(everything(store).values())
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(ImportBatchRow)) == 0
    take_in(store, table, mapping)


def test_nothing_is_left_of_an_import_that_fills_the_disk(store: Store, tmp_path: Path) -> None:
    rows = [CASE_HEAD]
    rows += [[f"T{n}", *CASE_ROWS[1][1:5], "x" * 500, *CASE_ROWS[1][6:]] for n in range(3_000)]
    table = table_of(tmp_path, rows)
    shown = tried(store, table, CASES).summary.fingerprint

    def take(session: Session) -> None:
        run = session.connection().exec_driver_sql
        pages = run("PRAGMA main.page_count").scalar_one()
        run(f"PRAGMA main.max_page_count = {pages + 40}")
        imports.take_in(session, table, CASES, shown)

    with pytest.raises(NoSpace), store.writing() as session:
        take(session)
    with store.writing() as session:
        session.connection().exec_driver_sql("PRAGMA main.max_page_count = 1073741823")
    assert everything(store)["complaint"] == []
    assert take_in(store, table, CASES).added == 3_000


def test_another_main_cause_in_a_file_is_the_one_that_counts(store: Store, tmp_path: Path) -> None:
    mapping = replace(CASES, columns={**CASES.columns, "Why": "cause"})
    for cause in ("people.training", "product.stock"):
        taken(store, tmp_path, [[*CASE_HEAD, "Why"], [*CASE_ROWS[1], cause]], mapping)
        (case,) = everything(store)["complaint"]
        assert (case["cause_code"], case["cause"]) == (cause, cause)


def test_complaints_are_linked_to_customers_by_their_own_number(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    linked = replace(CASES, columns={**CASES.columns, "Who": "customer_reference"})
    rows = [
        [*CASE_HEAD, "Who"],
        [*CASE_ROWS[1], "M2"],
        [*CASE_ROWS[2], ""],
        [*CASE_ROWS[3], "M9"],
    ]
    dry = tried(store, table_of(tmp_path, rows), linked)
    assert [row.verdict.value for row in dry.rows] == ["new", "new", "invalid"]
    assert dry.rows[2].reason == (
        "Customer number: no customer here has the number “M9”. Import the customers first."
    )
    taken(store, tmp_path, rows, linked)
    with store.reading(identities=True) as session:
        owner = case(session, "T1").customer_id
        assert owner is not None
        assert customers.read(session, owner).ref == "CU-00002"
        assert case(session, "T2").customer_id is None
    assert verdicts(store, tmp_path, rows, linked) == ["unchanged", "unchanged", "invalid"]


def test_customers_keep_identity_group_and_consent(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    with store.reading(identities=True) as session:
        ids = customers.line_ids(session, CustomerFilter())
        found = {one.ref: one for one in (customers.read(session, row) for row in ids)}
    assert [found[f"CU-0000{n}"].marketing for n in (1, 2, 3)] == [
        Consent.AGREED,
        Consent.REFUSED,
        Consent.NOT_ASKED,
    ]
    assert [len(found[f"CU-0000{n}"].consents) for n in (1, 2, 3)] == [1, 1, 0]
    assert found["CU-00001"].segment == "gold"
    identities = everything(store)["identity"]
    assert [one["phone"] for one in identities] == ["+85291234567", "+85292345678", ""]
    assert identities[0]["name_key"] == "chan man tai"


def test_a_customers_first_day_is_kept(store: Store, tmp_path: Path) -> None:
    mapping = ImportMapping(
        ImportKind.CUSTOMERS, {"Name": "name", "Since": "first_seen"}, unique_by=""
    )
    taken(store, tmp_path, [["Name", "Since"], ["May", "2019-03-04"], ["Jun", ""]], mapping)
    since = [str(one["created_at"].date()) for one in everything(store)["customer"]]
    assert since == ["2019-03-04", "2026-10-05"]


def test_twins_far_apart_in_the_file_are_judged_the_same_when_kept(
    store: Store, tmp_path: Path
) -> None:
    rows = [["Name", "Phone"], ["Ann Lee", "9123 4567"], ["Bob Wong", "9123 4567"]]
    rows += [[f"Person {n}", str(60_000_000 + n)] for n in range(2_100)]
    rows += [["Wong Bob", "9123 4567"]]
    mapping = ImportMapping(ImportKind.CUSTOMERS, {"Name": "name", "Phone": "phone"})
    batch = taken(store, tmp_path, rows, mapping)
    assert (batch.added, batch.duplicates) == (2_103, 0)


def test_a_customer_here_already_is_a_duplicate(store: Store, tmp_path: Path) -> None:
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    mapping = replace(PEOPLE, unique_by="")
    rows = [PEOPLE_HEAD, ["X7", "Tai Man CHAN", "91234567", "", "", ""]]
    dry = tried(store, table_of(tmp_path, rows), mapping)
    assert dry.rows[0].reason == "The same Telephone and name as CU-00001."


def test_counts_are_checked_against_their_pledge(store: Store, tmp_path: Path) -> None:
    rows = [
        COUNT_HEAD,
        ["TILL", "30/06/2026", "1", "0", "", "", ""],
        ["RES", "01/09/2026", "1", "0", "", "", ""],
        ["TILL", "01/09/2026", "1000001", "0", "", "", ""],
        ["TILL", "03/09/2026", "1", "0", "", "", ""],
        ["TILL", "", "1", "0", "", "", ""],
    ]
    dry = tried(store, table_of(tmp_path, rows), COUNTS)
    assert [row.reason for row in sorted(dry.rows, key=lambda row: row.number)] == [
        "Day: the pledge “TILL” was not in force that day.",
        "Pledge code: “RES” is not in the list.",
        "Met is more than a million.",
        "",
        "Day is missing.",
    ]


def test_an_amount_beyond_what_a_shop_may_pay_is_invalid(store: Store, tmp_path: Path) -> None:
    mapping = replace(CASES, columns={**CASES.columns, "Paid": "remedy_amount"})
    rows = [[*CASE_HEAD, "Paid"], [*CASE_ROWS[1], "1,000,000.01"], [*CASE_ROWS[2], "50"]]
    dry = tried(store, table_of(tmp_path, rows), mapping)
    assert [row.reason for row in dry.rows] == ["Amount paid is more than HK$1,000,000.", ""]


def test_a_day_counted_twice_or_by_hand_is_updated(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    taken(store, tmp_path, COUNT_ROWS, COUNTS)
    rows = [COUNT_HEAD[:4], ["TILL", "01/09/2026", "41", "0"], ["TILL", "04/09/2026", "9", "0"]]
    fewer = replace(COUNTS, columns={name: COUNTS.columns[name] for name in COUNT_HEAD[:4]})
    assert verdicts(store, tmp_path, rows, fewer) == ["update", "new"]
    taken(store, tmp_path, rows, fewer)
    counts = everything(store)["pledge_count"]
    told = [(one["day"].day, one["met"], one["missed"], one["over_maximum"]) for one in counts]
    assert told == [(1, 41, 0, 0), (2, 38, 0, 0), (4, 9, 0, 0)]


def test_imported_rows_are_found_at_once_and_indexed_in_the_background(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, CASE_ROWS, CASES)
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)

    def matches() -> tuple[int, int]:
        with store.reading(identities=True) as session:
            cases = complaint_views.line_ids(session, Filter(ComplaintQueue.ALL, text="態度"))
            people = customers.line_ids(session, CustomerFilter(text="小文"))
            return len(cases), len(people)

    assert matches() == (1, 1)
    with store.reading(identities=True) as session:
        assert search_upkeep.is_behind(session)
    steps: list[int] = []
    while not steps or steps[-1]:
        with store.writing() as session:
            steps.append(search_upkeep.catch_up(session))
    assert steps == [3, 3, 0]
    with store.reading(identities=True) as session:
        assert not search_upkeep.is_behind(session)
    assert matches() == (1, 1)


def test_staff_keep_up_the_search_of_what_they_can_read(tmp_path: Path, clock: FixedClock) -> None:
    store = shop_of(tmp_path, clock)
    taken(store, tmp_path, CASE_ROWS, CASES)
    taken(store, tmp_path, PEOPLE_ROWS, PEOPLE)
    store.close()
    staff = open_store(tmp_path, Role.STAFF)
    with staff.writing() as session:
        assert search_upkeep.is_behind(session)
        assert [search_upkeep.catch_up(session) for _ in range(2)] == [3, 0]
        assert not search_upkeep.is_behind(session)
    staff.close()
    again = open_store(tmp_path)
    with again.writing() as session:
        assert [search_upkeep.catch_up(session) for _ in range(2)] == [3, 0]
    again.close()


def test_the_history_of_an_imported_case_begins_with_its_import(
    store: Store, tmp_path: Path
) -> None:
    batch = taken(store, tmp_path, CASE_ROWS, CASES)
    with store.reading() as session:
        told = complaint_views.read(session, case(session, "T2").id).events
    assert [(one.kind.value, one.user, one.at) for one in told] == [
        ("imported", store.user.name, batch.at)
    ]


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR])
def test_only_supervisors_import(tmp_path: Path, clock: FixedClock, role: Role) -> None:
    store = shop_of(tmp_path, clock)
    table = table_of(tmp_path, CASE_ROWS)
    batch = taken(store, tmp_path, CASE_ROWS, CASES)
    store.close()
    other = open_store(tmp_path, role)
    with other.writing() as session:
        for job in (
            lambda: imports.dry_run(session, table, CASES),
            lambda: imports.take_in(session, table, CASES, ""),
            lambda: imports.write_rejects(session, table, CASES, tmp_path / "r.csv"),
            lambda: imports.undo(session, batch.id),
        ):
            with pytest.raises(Refused):
                job()
    other.close()


def test_customers_are_planned_only_by_those_who_may_see_them(store: Store, tmp_path: Path) -> None:
    table = table_of(tmp_path, PEOPLE_ROWS)
    with store.reading() as session, pytest.raises(Refused):
        imports.dry_run(session, table, PEOPLE)
    linked = replace(CASES, columns={**CASES.columns, "Who": "customer_reference"})
    rows = [[*CASE_HEAD, "Who"], [*CASE_ROWS[1], "M2"]]
    with store.reading() as session:
        dry = imports.dry_run(session, table_of(tmp_path, rows), linked)
    assert [row.verdict.value for row in dry.rows] == ["new"]


def test_a_dry_run_shows_the_first_rows_of_each_verdict(store: Store, tmp_path: Path) -> None:
    rows = [CASE_HEAD, *([f"T{n}", *CASE_ROWS[2][1:]] for n in range(2_500))]
    rows += [["T1", *CASE_ROWS[2][1:]], ["T9999", "no date", *CASE_ROWS[2][2:]]]
    rows += [[f"U{n}", *CASE_ROWS[2][1:]] for n in range(2_000)]
    heard = []
    with store.reading(identities=True) as session:
        dry = imports.dry_run(
            session, table_of(tmp_path, rows), CASES, lambda *progress: heard.append(progress)
        )
    shown = [row.verdict for row in dry.rows]
    assert shown.count(RowVerdict.NEW) == imports.SHOWN_ROWS
    assert (shown.count(RowVerdict.DUPLICATE), shown.count(RowVerdict.INVALID)) == (1, 1)
    assert dry.summary.rows == 4_502
    assert heard[-1] == (4_502, 4_502, "4,502 rows")


def test_pasted_rows_are_imported_like_a_file(store: Store) -> None:
    text = "\r\n".join("\t".join(row) for row in CASE_ROWS)
    assert take_in(store, imports.open_pasted(text), CASES).added == 3


def test_an_empty_chunk_of_new_rows_reserves_no_numbers(store: Store, tmp_path: Path) -> None:
    rows, mapping = FILES[ImportKind.CUSTOMERS]
    taken(store, tmp_path, rows, mapping)
    taken(store, tmp_path, rows, mapping)
    taken(store, tmp_path, [PEOPLE_HEAD, ["M4", "New", "", "", "", ""]], mapping)
    with store.reading() as session:
        refs = session.scalars(select(CustomerRow.ref).order_by(CustomerRow.id)).all()
    assert refs == ["CU-00001", "CU-00002", "CU-00003", "CU-00004"]
