"""Bulk writes: many rows, one entry."""

import json
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.customers.facts import Consent
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.storage.audit import bulk, bulk_digests
from csq_desktop.storage.audit.digests import SaltShelf
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintSumRow
from csq_desktop.storage.tables.customers.customers import IdentityRow
from csq_desktop.storage.tables.row import table_of
from csq_desktop.storage.tables.shop.shop import ClosureRow, DraftRow
from csq_desktop.storage.tables.store import StoreSettingRow
from tests.factory import START

COLUMNS = ("id", "start", "end", "reason")


def rows(first: int, count: int, reason: str = "Typhoon") -> list[tuple[object, ...]]:
    return [(number, "2026-09-01", "2026-09-02", reason) for number in range(first, first + count)]


def bulk_entries(store: Store) -> list[tuple[str, str, dict[str, object]]]:
    """Action, object type and detail of the entries about many rows."""
    query = text(
        "SELECT action, object_type, detail FROM audit_entry "
        "WHERE action LIKE '%_many' ORDER BY sequence"
    )
    with store.reading() as session:
        return [
            (action, kind, json.loads(detail)) for action, kind, detail in session.execute(query)
        ]


def test_many_rows_go_in_with_one_entry_that_pins_them_down(store: Store) -> None:
    closures = rows(10, 12_000)
    with store.writing() as session:
        count = bulk.insert(session, ClosureRow, COLUMNS, iter(closures), detail={"batch": 7})
        row = session.get_one(ClosureRow, 12_009)
        assert (row.start, row.end) == (date(2026, 9, 1), date(2026, 9, 2))
    assert count == 12_000
    (entry,) = bulk_entries(store)
    assert entry[:2] == (AuditAction.CREATED_MANY, "closure")
    facts = {"batch": 7, "count": 12_000, "first": 10, "last": 12_009}
    assert entry[2].items() >= facts.items()
    assert entry[2].keys() - facts.keys() == {"digests", "root"}
    assert desk_of(session).topics == {"shop", "audit"}


def test_other_rows_have_another_root(store: Store) -> None:
    with store.writing() as session:
        bulk.insert(session, ClosureRow, COLUMNS, rows(1, 2), detail={})
        bulk.insert(session, ClosureRow, COLUMNS, rows(3, 2), detail={})
    one, other = bulk_entries(store)
    assert one[2]["root"] != other[2]["root"]
    assert one[2]["digests"] != other[2]["digests"]


def test_many_rows_are_changed_by_their_keys(store: Store) -> None:
    with store.writing() as session:
        bulk.insert(session, ClosureRow, COLUMNS, rows(1, 5), detail={})
        row = session.get_one(ClosureRow, 3)
        changes = [("Black rain", 1791165600, 3), ("Black rain", None, 4)]
        bulk.update(session, ClosureRow, ["reason", "removed_at"], changes, detail={"why": "undo"})
        assert (row.reason, row.removed_at) == ("Black rain", START)
        reasons = session.scalars(select(ClosureRow.reason).order_by(ClosureRow.id)).all()
    assert reasons == ["Typhoon", "Typhoon", "Black rain", "Black rain", "Typhoon"]
    action, _, detail = bulk_entries(store)[-1]
    assert action == AuditAction.CHANGED_MANY
    assert (detail["count"], detail["first"], detail["last"]) == (2, 3, 4)
    assert detail["why"] == "undo"


def test_many_rows_are_taken_away_by_their_keys(store: Store) -> None:
    with store.writing() as session:
        bulk.insert(session, ClosureRow, COLUMNS, rows(1, 5), detail={})
        assert bulk.delete(session, ClosureRow, [5, 1], detail={"batch": 7}) == 2
        assert session.scalars(select(ClosureRow.id)).all() == [2, 3, 4]
    action, _, detail = bulk_entries(store)[-1]
    assert action == AuditAction.REMOVED_MANY
    assert (detail["count"], detail["first"], detail["last"]) == (2, 1, 5)


def test_of_many_identities_no_digest_is_kept_that_could_be_guessed_from(store: Store) -> None:
    columns = [column.name for column in table_of(IdentityRow).columns]
    identities = [(1, *"abcdefgh"), (2, *"abcdefgh")]
    with store.writing() as session:
        bulk.insert(session, IdentityRow, columns, identities, detail={})
        bulk.update(session, IdentityRow, ["phone"], [("93456789", 1)], detail={})
        (place,) = bulk_digests.places(session.connection(), bulk_entries_of(session)[0]) or []
        part = bulk_digests.read(session.connection(), place)
        bulk.delete(session, IdentityRow, [2], detail={})
        in_the_vault = session.execute(select(IdentityRow.name, IdentityRow.phone)).all()
        salts = SaltShelf(session.connection(), IdentityRow).between(1, 2)
    assert in_the_vault == [("a", "93456789")]
    _, start = part.columns["phone"]
    phones = [part.payload[start + 8 * at : start + 8 * at + 8] for at in (0, 1)]
    assert phones[0] != phones[1]
    assert part.fits(0, "phone", "c", salts[1])
    assert not part.fits(0, "phone", "d", salts[1])
    assert not part.fits(1, "phone", "c", salts[1])
    assert salts.keys() == {1}  # the other one's went with the row: its digests say nothing now


def bulk_entries_of(session: Session) -> list[dict[str, object]]:
    query = text("SELECT detail FROM audit_entry WHERE action LIKE '%_many' ORDER BY sequence")
    return [json.loads(detail) for detail in session.scalars(query)]


def test_rows_that_wait_in_the_session_are_written_before(store: Store) -> None:
    with store.writing() as session:
        session.add(ClosureRow(id=1, start=START.date(), end=START.date(), reason="a"))
        bulk.update(session, ClosureRow, ["reason"], [("b", 1)], detail={})
    with store.reading() as session:
        assert session.scalars(select(ClosureRow.reason)).all() == ["b"]


def test_no_rows_leave_no_entry(store: Store) -> None:
    with store.writing() as session:
        assert bulk.insert(session, ClosureRow, COLUMNS, [], detail={}) == 0
    assert bulk_entries(store) == []
    assert desk_of(session).topics == set()


def test_a_table_that_is_not_audited_is_written_without_an_entry(store: Store) -> None:
    with store.writing() as session:
        drafts = [(1, 1, "form", "{}", 0), (2, 1, "other", "{}", 0)]
        columns = ("id", "user_id", "name", "fields", "saved_at")
        bulk.insert(session, DraftRow, columns, drafts, detail={})
    assert bulk_entries(store) == []
    assert desk_of(session).topics == {"drafts"}


def test_a_batch_that_fails_leaves_nothing(store: Store) -> None:
    def write() -> None:
        with store.writing() as session:
            bulk.insert(session, ClosureRow, COLUMNS, rows(1, 3) + rows(3, 1), detail={})

    with pytest.raises(StoreDamaged, match="already in use"):
        write()
    assert bulk_entries(store) == []
    with store.reading() as session:
        assert session.scalars(select(ClosureRow.id)).all() == []


def test_a_row_named_by_no_number_cannot_be_changed_in_bulk(store: Store) -> None:
    with store.writing() as session:
        rows = [("{}", "backup")]
        assert bulk.update(session, StoreSettingRow, ["value"], rows, detail={}) == 1
    assert bulk_entries(store)[0][2]["first"] == "backup"


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (START, 1791165600),
        (date(2026, 9, 1), "2026-09-01"),
        (Month(2026, 9), 202609),
        (Consent.AGREED, "agreed"),
        ({"b": 1, "a": "投訴"}, '{"a":"投訴","b":1}'),
        ([1], "[1]"),
        (("x",), '["x"]'),
        ("text", "text"),
        (5, 5),
        (None, None),
        (b"\x00", b"\x00"),
    ],
)
def test_every_kind_of_value_has_its_stored_form(value: object, stored: object) -> None:
    assert bulk.stored(value) == stored
    assert type(bulk.stored(value)) is type(stored)


def test_an_error_the_user_can_act_on_passes_through_a_session(store: Store) -> None:
    def refuse() -> None:
        with store.writing():
            raise UserError("No.")

    with pytest.raises(UserError, match="No"):
        refuse()


def test_rows_with_a_key_of_several_columns_are_told_without_a_span(store: Store) -> None:
    with store.writing() as session:
        columns = ("name", "value")
        bulk.insert(session, StoreSettingRow, ["value"], [], detail={})
        bulk.insert(session, StoreSettingRow, columns, [("a", "1"), ("b", "2")], detail={})
        sums = ("month", "measure", "bucket", "count", "cents")
        bulk.insert(session, ComplaintSumRow, sums, [(202609, "closed", "1", 1, 0)], detail={})
    assert bulk_entries(store)[0][2]["first"] == "a"
