"""Rows as imports read and change them in bulk, and the sums that go with them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import facts as import_facts
from csq_desktop.storage.records.imports.batches import ImportedChange
from csq_desktop.storage.records.parts import AT_ONCE, in_parts
from csq_desktop.storage.rollups import bulk_sums
from csq_desktop.storage.rollups import sums as rollups
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.imports import ImportBatchRow
from tests.exploring import examples
from tests.factory import FixedClock, open_store

COLUMNS = (
    "id", "ref", "channel", "received_at", "received_month", "entered_at", "entered_by",
    "category", "severity", "state", "summary", "words", "ack_due_at", "ack_month",
    "acknowledged_at", "resolve_due_at", "resolve_month", "resolved_at", "closed_at",
    "closed_month", "closed_band", "finding", "remedy_cents", "excluded_reason",
    "remedy_sought", "touch_point", "product", "immediate_action", "their_reference", "owner_text",
    "policy_version", "held_seconds", "finding_note", "cause", "goodwill", "reopened_count",
    "batch_id", "kind", "feedback_month", "cause_code",
)  # fmt: skip
MOMENTS = st.none() | st.integers(1_000, 1_005)
MONTHS = st.sampled_from((202608, 202609))


@st.composite
def facts(draw: st.DrawFn) -> dict[str, object]:
    """What a complaint adds to the sums."""
    ack, due = draw(MOMENTS), draw(MOMENTS)
    closed = draw(MOMENTS)
    is_other = draw(st.sampled_from((False, False, True)))
    counted = {
        "received_month": draw(MONTHS), "category": draw(st.sampled_from(("a", "b"))),
        "ack_due_at": ack, "ack_month": draw(MONTHS) if ack else None,
        "acknowledged_at": draw(MOMENTS), "resolve_due_at": due,
        "resolve_month": draw(MONTHS) if due else None, "resolved_at": draw(MOMENTS),
        "closed_at": closed, "closed_month": draw(MONTHS) if closed else None,
        "closed_band": draw(st.integers(1, 3)) if closed else None,
        "finding": draw(st.sampled_from((None, "upheld", "partly"))),
        "remedy_cents": draw(st.sampled_from((0, 0, 5_000))),
        "excluded_reason": draw(st.sampled_from(("", "", "Fire"))),
        "cause_code": draw(st.sampled_from(("", "people.training"))),
    }  # fmt: skip
    if is_other:
        months = ("received_month", "ack_month", "resolve_month", "closed_month")
        other = {"kind": "enquiry", "feedback_month": counted["received_month"]}
        return counted | dict.fromkeys(months) | other
    return counted


def insert(session: Session, cases: list[dict[str, object]], batch: int | None = None) -> int:
    """Keep complaints with these facts in bulk; the first id."""
    first = ids.reserve(session, len(cases))
    same = {
        "channel": "email", "received_at": 1_000, "entered_at": 1_000, "entered_by": 1,
        "severity": "low", "state": "received", "summary": "s", "words": "w", "owner_text": "",
        "policy_version": 1, "held_seconds": 0, "goodwill": False, "reopened_count": 0,
        "batch_id": batch, "kind": "complaint", "feedback_month": None,
    }  # fmt: skip
    rows = [
        tuple({**same, **case, "id": first + n, "ref": f"X-{first + n}"}.get(name, "")
              for name in COLUMNS)
        for n, case in enumerate(cases)
    ]  # fmt: skip
    with complaint_records.summed_at_the_end(session):
        complaint_records.add_many(session, COLUMNS, rows, detail={})
    return first


@pytest.fixture(scope="module")
def emptied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store in which every example is taken back: opening one takes longer than an example."""
    store = open_store(tmp_path_factory.mktemp("sums"), source=FixedClock())
    yield store
    store.close()


@examples(50, 5_000)
@given(
    cases=st.lists(facts(), min_size=1, max_size=8),
    others=st.lists(facts(), min_size=8, max_size=8),
)
def test_sums_counted_on_the_way_are_those_of_the_rows(
    emptied: Store, cases: list[dict[str, object]], others: list[dict[str, object]]
) -> None:
    with emptied.writing() as session:
        first = insert(session, cases)
        assert rollups.disagreements(session) == []
        before = import_facts.facts(
            session, import_facts.COMPLAINTS, range(first, first + len(cases))
        )
        changed = {row: before[row] | other for row, other in zip(before, others, strict=False)}
        with complaint_records.summed_at_the_end(session):
            import_facts.rewrite_complaints(session, before, changed, detail={})
        assert rollups.disagreements(session) == []
        complaint_records.withdraw_many(session, 0, (first, first + len(cases)), StepFacts())
        assert import_facts.facts(session, import_facts.COMPLAINTS, before) == changed
        session.rollback()


def case(**changed: object) -> dict[str, object]:
    plain = {"received_month": 202609, "category": "a", "remedy_cents": 0, "excluded_reason": ""}
    nothing = ("ack_due_at", "ack_month", "acknowledged_at", "resolve_due_at", "resolve_month",
               "resolved_at", "closed_at", "closed_month", "closed_band", "finding")  # fmt: skip
    return {**dict.fromkeys(nothing), **plain, **changed}


def test_withdrawing_a_batch_takes_it_out_of_the_sums_and_nothing_else(tmp_path: Path) -> None:
    store = open_store(tmp_path, source=FixedClock())
    with store.writing() as session:
        first = insert(session, [case(), case(category="b"), case()], batch=7)
        insert(session, [case()], batch=8)
        assert complaint_records.withdraw_many(session, 7, (first, first + 9), StepFacts()) == 3
        assert complaint_records.withdraw_many(session, 7, (first, first + 9), StepFacts()) == 0
        assert rollups.disagreements(session) == []
        run = session.connection().exec_driver_sql
        assert run("SELECT sum(count) FROM complaint_sum").scalar_one() == 1
        assert run("SELECT count(*) FROM complaint_event").scalar_one() == 3
    store.close()


def test_a_withdrawn_complaint_is_rewritten_without_touching_the_sums(tmp_path: Path) -> None:
    store = open_store(tmp_path, source=FixedClock())
    with store.writing() as session:
        first = insert(session, [case()], batch=7)
        complaint_records.withdraw_many(session, 7, (first, first), StepFacts())
        before = import_facts.facts(session, import_facts.COMPLAINTS, [first])
        with complaint_records.summed_at_the_end(session):
            changed = {first: before[first] | {"category": "b"}}
            import_facts.rewrite_complaints(session, before, changed, detail={})
        assert rollups.disagreements(session) == []
    store.close()


def test_nothing_to_add_asks_nothing_of_the_file(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with store.writing() as session:
        bulk_sums.add_complaints(session, COLUMNS, [])
        records.add_changes(session, ComplaintRow, [], batch_id=1)
        assert import_facts.complaints_by_reference(session, ["x"]) == {}
        assert import_facts.customers_by(session, "phone", ["+85291234567"]) == {}
        assert import_facts.counts_by_day(session, []) == {}
        assert import_facts.references_of(session, []) == {}
    store.close()


def test_references_are_looked_up_by_their_index(tmp_path: Path) -> None:
    store = open_store(tmp_path, source=FixedClock())
    with store.writing() as session:
        insert(session, [case(their_reference="T1"), case(their_reference="T1")])
    seen: list[tuple[str, tuple[object, ...]]] = []
    with store.reading() as session:
        event.listen(
            session.connection(), "before_cursor_execute",
            lambda _c, _cur, statement, values, *_: seen.append((statement, values)),
        )  # fmt: skip
        ids = import_facts.complaints_by_reference(session, ["T1", "T2"])
        statement, given_values = seen[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given_values)
        assert "ix_complaint_theirs" in str(plan.fetchall())
        oldest = session.scalar(text("SELECT min(id) FROM complaint"))
    assert ids == {"T1": oldest}
    store.close()


def test_lists_are_cut_into_parts_that_one_statement_may_name() -> None:
    assert [len(part) for part in in_parts(range(2 * AT_ONCE + 1))] == [AT_ONCE, AT_ONCE, 1]
    assert list(in_parts([])) == []


def test_a_change_holds_only_what_differs() -> None:
    change = ImportedChange.between(5, {"a": 1, "b": 2, "m": 7}, {"a": 1, "b": 3, "m": 8})
    assert (change.before, change.after) == ({"b": 2, "m": 7}, {"b": 3, "m": 8})
    assert change.without({"m"}) == ImportedChange(5, {"b": 2}, {"b": 3})


def test_changes_are_read_back_by_table_and_forgotten(tmp_path: Path) -> None:
    store = open_store(tmp_path, source=FixedClock())
    with store.writing() as session:
        batch = batch_row(session)
        said, named = (
            ImportedChange(1, {"a": 1}, {"a": 2}),
            ImportedChange(1, {"n": ""}, {"n": "x"}),
        )
        records.add_changes(session, CustomerRow, [said], batch_id=batch)
        records.add_changes(session, IdentityRow, [named], batch_id=batch)
        rows = {
            table: list(records.changes(session, table, batch))
            for table in (CustomerRow, IdentityRow, ComplaintRow)
        }
        assert rows[CustomerRow] == [[said]]
        assert rows[IdentityRow] == [[named]]
        assert rows[ComplaintRow] == []
        records.forget_changes(session, batch, identities=True)
        assert list(records.changes(session, CustomerRow, batch)) == []
        assert list(records.changes(session, IdentityRow, batch)) == []
    store.close()


def test_a_batch_tells_when_and_by_whom_it_was_taken_in(tmp_path: Path) -> None:
    store = open_store(tmp_path, source=FixedClock())
    with store.writing() as session:
        batch = batch_row(session)
        found = records.taken_in(session, batch)
        assert found == (datetime(2026, 10, 5, 2, 0, tzinfo=UTC), store.user.name)
        assert records.taken_in(session, batch + 1) is None
        assert [(row.id, name) for row, name in records.batches(session)] == [
            (batch, store.user.name)
        ]
    store.close()


def batch_row(session: Session) -> int:
    row = ImportBatchRow(
        id=ids.reserve(session), kind=ImportKind.CUSTOMERS.value, file_sha256="", mapping="",
        first_id=0, last_id=0, added=0, updated=0, duplicates=0, invalid=0,
        at=datetime(2026, 10, 5, 2, 0, tzinfo=UTC), user_id=session.info["desk"].user.id,
    )  # fmt: skip
    records.add_batch(session, row)
    return row.id
