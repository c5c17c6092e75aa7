"""Records beside the trail: whatever was done past it is found."""

import json
import tracemalloc
import zlib
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.audit.wording import field_text
from csq_desktop.domain.calendar.months import Month
from csq_desktop.storage.audit import bulk, covering, reconcile
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit.reconcile import Differs, TrailDifference
from csq_desktop.storage.sessions import gate, ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.shop.shop import ClosureRow, MonthInputRow, ShopSettingRow
from csq_desktop.storage.tables.store import StoreSettingRow
from tests.factory import START

DAY = date(2026, 9, 1)
HONG_KONG = timezone(timedelta(hours=8))

CLOSURE = 'INSERT INTO closure (id, start, "end", reason, removed_at)'


def differences(store: Store, most: int = 100) -> list[TrailDifference]:
    with store.reading() as session:
        return reconcile.compare(session, most).differences


def by_hand(store: Store, statement: str, *values: object) -> None:
    """What somebody with the store's key does in a program of their own."""
    with store._driver() as driver:
        driver.execute(statement, values)


@pytest.fixture
def closures(store: Store) -> list[int]:
    """Five closures, the second changed twice, the third Removed without again."""
    with store.writing() as session:
        first = ids.reserve(session, 5)
        for number in range(first, first + 5):
            session.add(ClosureRow(id=number, start=DAY, end=DAY, reason="Typhoon"))
    with store.writing() as session:
        row = session.get_one(ClosureRow, first + 1)
        row.removed_at = datetime(2026, 10, 5, 10, 0, 0, 123_456, HONG_KONG)
        session.flush()
        row.reason = "Black rain"
        session.delete(session.get_one(ClosureRow, first + 2))
    return list(range(first, first + 5))


def test_what_was_done_through_the_program_agrees_with_the_trail(
    store: Store, closures: list[int]
) -> None:
    with store.writing() as session:
        row = ShopSettingRow(id=1, name="hours", version=1, effective_from=DAY)
        row.body, row.created_at, row.created_by = (
            {"mon": [[1, 2.5]], "n": None},
            START,
            store.user.id,
        )
        session.add(row)
        session.add(StoreSettingRow(name="backup", value=["x"]))
        session.add(StoreSettingRow(name="nothing", value=""))  # in the file two quotes
        session.add(MonthInputRow(id=2, name="sales", month=Month(2026, 9), value=0))
        session.add(IdentityRow(customer_id=9, name="Wong"))
        customer = CustomerRow(id=9, ref="K-1", marketing="agreed", created_at=START)
        customer.created_by = (
            store.user.id
        )  # and five fields that say nothing, with "" in the table
        session.add(customer)
        audit.note(session, "revealed", "customer", 9)
    assert differences(store) == []
    assert len(closures) == 5


@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        ("UPDATE closure SET reason = 'other' WHERE id = ?", ("reason",)),
        ("UPDATE closure SET removed_at = 1791165600 WHERE id = ?", ("removed_at",)),
        ("UPDATE closure SET start = '2026-08-01', \"end\" = '2026-08-01' WHERE id = ?",
         ("end", "start")),
    ],
)  # fmt: skip
def test_a_record_changed_past_the_trail_is_found(
    store: Store, closures: list[int], statement: str, fields: tuple[str, ...]
) -> None:
    by_hand(store, statement, closures[0])
    assert differences(store) == [TrailDifference("closure", closures[0], Differs.CHANGED, fields)]
    assert all(field_text(name) in differences(store)[0].sentence({}) for name in fields)


def test_a_change_undone_past_the_trail_is_found(store: Store, closures: list[int]) -> None:
    by_hand(store, "UPDATE closure SET reason = 'Typhoon' WHERE id = ?", closures[1])
    assert [found.fields for found in differences(store)] == [("reason",)]


def test_a_record_taken_away_past_the_trail_is_found(store: Store, closures: list[int]) -> None:
    by_hand(store, "DELETE FROM closure WHERE id = ?", closures[3])
    (found,) = differences(store)
    assert found == TrailDifference("closure", closures[3], Differs.GONE)
    assert "Removed without" in found.sentence({})


@pytest.mark.parametrize("which", [2, 5])
def test_a_record_put_in_past_the_trail_is_found(
    store: Store, closures: list[int], which: int
) -> None:
    number = closures[0] + which  # one that was deleted, and one that never was
    by_hand(store, f"{CLOSURE} VALUES (?, '2026-09-01', '2026-09-01', 'x', NULL)", number)
    (found,) = differences(store)
    assert found == TrailDifference("closure", number, Differs.UNRECORDED)
    assert "Added without" in found.sentence({})


def test_no_more_are_told_than_asked_for(store: Store, closures: list[int]) -> None:
    by_hand(store, "UPDATE closure SET reason = 'other'")
    assert len(differences(store)) == 4
    assert [found.object_id for found in differences(store, most=2)] == closures[:2]


COLUMNS = ("id", "start", "end", "reason")


def closures_in_bulk(store: Store) -> None:
    """Ten closures of a bulk write, some of them changed or removed by others."""
    with store.writing() as session:
        rows = [(number, "2026-09-01", "2026-09-01", "Typhoon") for number in range(1, 11)]
        bulk.insert(session, ClosureRow, COLUMNS, rows, detail={})
        bulk.update(session, ClosureRow, ["reason"], [("Rain", 2), ("Rain", 3)], detail={})
        bulk.delete(session, ClosureRow, [9, 10], detail={})
    with store.writing() as session:
        session.get_one(ClosureRow, 4).reason = "Flood"
        session.get_one(ClosureRow, 3).reason = "Flood"
        session.delete(session.get_one(ClosureRow, 8))


def test_rows_of_bulk_writes_are_compared_field_by_field(store: Store) -> None:
    closures_in_bulk(store)
    assert differences(store) == []
    by_hand(store, "UPDATE closure SET reason = 'other' WHERE id IN (1, 2, 3, 4)")
    by_hand(store, "UPDATE closure SET start = '2026-08-31' WHERE id IN (2, 4)")
    by_hand(store, f"{CLOSURE} VALUES (9, '2026-09-01', '2026-09-01', 'Typhoon', NULL)")
    by_hand(store, "DELETE FROM closure WHERE id = 5")
    changed, gone, unrecorded = Differs.CHANGED, Differs.GONE, Differs.UNRECORDED
    assert differences(store) == [
        TrailDifference("closure", 1, changed, ("reason",)),
        TrailDifference("closure", 2, changed, ("reason", "start")),
        TrailDifference("closure", 3, changed, ("reason",)),
        TrailDifference("closure", 4, changed, ("reason", "start")),
        TrailDifference("closure", 5, gone),
        TrailDifference("closure", 9, unrecorded),
    ]


def test_of_hidden_fields_the_empty_ones_are_compared_too(store: Store) -> None:
    with store.writing() as session:
        rows = [(1, "Wong", ""), (2, "", "+85291234567")]
        bulk.insert(session, IdentityRow, ("customer_id", "name", "phone"), rows, detail={})
    assert compared(store) == ([], 0)
    by_hand(store, "UPDATE vault.identity SET name = 'Chan' WHERE customer_id = 2")
    by_hand(store, "UPDATE vault.identity SET name = '' WHERE customer_id = 1")
    assert [found.fields for found in compared(store)[0]] == [("name",), ("name",)]


def test_a_record_of_one_write_that_another_took_away_is_not_missed(store: Store) -> None:
    closures_in_bulk(store)
    with store.writing() as session:
        session.add(ClosureRow(id=50, start=DAY, end=DAY, reason="told singly"))
    with store.writing() as session:
        bulk.delete(session, ClosureRow, [50], detail={})
    assert differences(store) == []


@pytest.mark.parametrize("at_once", [1, 3])
def test_rows_in_many_windows_are_all_compared(
    store: Store, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(reconcile, "_WINDOW", at_once)
    closures_in_bulk(store)
    assert differences(store) == []
    by_hand(store, "UPDATE closure SET reason = 'other' WHERE id > 1")
    by_hand(store, "DELETE FROM closure WHERE id = 7")
    assert [found.object_id for found in differences(store)] == [2, 3, 4, 5, 6, 7]


def test_a_value_that_no_column_of_its_kind_holds_is_a_difference(store: Store) -> None:
    with store.writing() as session:
        customer = CustomerRow(id=9, ref="K-1", marketing="agreed", created_at=START)
        customer.created_by = store.user.id
        session.add(customer)
    by_hand(store, "UPDATE customer SET marketing = 'perhaps', created_at = 'long ago'")
    assert [found.fields for found in differences(store)] == [("created_at", "marketing")]


def as_an_older_program_wrote_it(store: Store) -> None:
    """Bulk writes that tell spans of ids, and hidden fields that are told by name alone."""
    with store.writing() as session:
        for row in (("A", 60), ("B", 61), ("C", 62), ("D", 63)):
            statement = f"{CLOSURE} VALUES (?, '2026-09-01', '2026-09-01', ?, NULL)"
            with gate.opened(session):
                session.connection().exec_driver_sql(statement, (row[1], row[0]))
        span = {"count": 4, "first": 60, "last": 63}
        audit.note(session, AuditAction.CREATED_MANY, "closure", detail=span)
        fields = {"count": 1, "first": 61, "last": 61, "fields": ["reason"]}
        audit.note(session, AuditAction.CHANGED_MANY, "closure", detail=fields)
        gone = {"count": 1, "first": 64, "last": 70}
        audit.note(session, AuditAction.REMOVED_MANY, "closure", detail=gone)
        with gate.opened(session):
            nothing = ", ''" * 7
            statement = f"INSERT INTO vault.identity VALUES (5, 'Wong'{nothing})"
            session.connection().exec_driver_sql(statement)
        detail = {"fields": ["customer_id", "name"]}
        audit.note(session, AuditAction.CREATED, "identity", 5, detail)
    with store.writing() as session:
        session.get_one(ClosureRow, 60).reason = "since changed singly"


def signed_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have signing begin behind every entry, as in a store that was upgraded."""
    register = store.register()
    later = replace(register, signers=replace(register.signers, begun=1 << 40))
    monkeypatch.setattr(store, "register", lambda: later)


def compared(store: Store) -> tuple[list[TrailDifference], int]:
    with store.reading(identities=True) as session:
        found = reconcile.compare(session)
    return found.differences, found.uncovered


def test_what_older_programs_wrote_is_uncovered_until_a_supervisor_opens_the_store(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_later(store, monkeypatch)
    as_an_older_program_wrote_it(store)
    assert compared(store) == ([], 5)
    by_hand(store, "UPDATE closure SET reason = 'other' WHERE id IN (60, 62)")
    known = [TrailDifference("closure", 60, Differs.CHANGED, ("reason",))]
    assert compared(store) == (known, 5)
    with store.writing() as session:
        assert covering.cover(session) == 5
    assert compared(store) == (known, 0)  # what was known before is not taken back
    by_hand(store, "UPDATE closure SET reason = 'x' WHERE id = 62")
    by_hand(store, "UPDATE closure SET start = '2020-01-01' WHERE id IN (60, 63)")
    by_hand(store, "UPDATE vault.identity SET name = 'Chan', phone = '91234567'")
    changed = Differs.CHANGED
    assert compared(store)[0] == [
        TrailDifference("closure", 60, changed, ("reason", "start")),
        TrailDifference("closure", 62, changed, ("reason",)),
        TrailDifference("closure", 63, changed, ("start",)),
        TrailDifference("identity", 5, changed, ("name", "phone")),
    ]


def test_a_store_that_is_covered_is_not_covered_again(store: Store, closures: list[int]) -> None:
    closures_in_bulk(store)
    with store.writing() as session:
        assert covering.cover(session) == 0
    assert len(closures) == 5


def test_without_the_vaults_key_identities_are_not_compared(staff_store: Store) -> None:
    assert IdentityRow in reconcile.compared(identities=True)
    assert IdentityRow not in reconcile.compared(identities=False)
    assert StoreSettingRow in reconcile.compared(identities=False)
    assert differences(staff_store) == []


def test_a_bulk_write_without_digests_says_nothing_once_programs_sign(
    store: Store, closures: list[int]
) -> None:
    """Whoever holds a key could else have it seem that nothing is known of the rows."""
    span = {"count": 5, "first": closures[0], "last": closures[-1]}
    with store.writing() as session:
        audit.note(session, AuditAction.CHANGED_MANY, "closure", detail=span)
        number = audit.last_link(session.connection(), store.keyring).sequence
    by_hand(store, "UPDATE closure SET start = '2020-01-01' WHERE id = ?", closures[0])
    assert compared(store) == (
        [
            TrailDifference("closure", closures[0], Differs.CHANGED, ("start",)),
            TrailDifference("closure", number, Differs.ENTRY),
        ],
        0,
    )


@pytest.mark.parametrize(
    "detail",
    [
        '"x"',
        "[]",
        '{"to":5}',
        '{"fields":{"reason":5}}',
        '{"fields":7}',
        '{"key":[]}',
        '{"key":["x"]}',
        '{"first":[],"last":2}',
        '{"digests":"x","root":""}',
        '{"digests":1,"root":7}',
        "{" * 99_999,
    ],
)
@pytest.mark.parametrize("numbered", [True, False])
def test_an_entry_of_no_form_is_told_by_its_number(
    store: Store,
    closures: list[int],
    monkeypatch: pytest.MonkeyPatch,
    detail: str,
    *,
    numbered: bool,
) -> None:
    single = numbered or "key" in detail
    action = AuditAction.CHANGED if single else AuditAction.CHANGED_MANY
    with store.writing() as session, monkeypatch.context() as patch:
        patch.setattr(audit, "in_words", lambda _: detail)
        audit.note(session, action, "closure", closures[0] if numbered else None)
        number = audit.last_link(session.connection(), store.keyring).sequence
    has_form = numbered and detail in ('{"key":["x"]}',)
    assert (TrailDifference("closure", number, Differs.ENTRY) in differences(store)) is not has_form


def part_of(*, count: int = 1, columns: object = None, more: bytes = b"") -> bytes:
    """A part of digests under one key: a row of zeros, so often, and whatever stands behind it."""
    head = {"salt": "", "count": count, "span": [0, 0], "keys": None, "columns": columns or {}}
    return zlib.compress(json.dumps(head).encode() + b"\n" + bytes(8 * count) + more)


def test_digests_of_no_form_or_size_are_told_by_their_entry_and_fill_no_memory(
    store: Store,
) -> None:
    parts: list[tuple[object, bytes]] = [
        (0, part_of(more=bytes(100_000_000))),
        (0, part_of(count=1_000_000)),
        (0, part_of(columns=[1])),
        (0, b"\0"),
        ("x", part_of()),
    ]
    numbers = []
    for number, (part, body) in enumerate(parts):
        by_hand(store, "INSERT INTO bulk_digest VALUES (?, ?, ?)", number, part, body)
        root = sha256(b"0:" + sha256(body).digest()).hexdigest()
        with store.writing() as session:
            detail = {"digests": number, "root": root}
            audit.note(session, AuditAction.CREATED_MANY, "closure", detail=detail)
            numbers.append(audit.last_link(session.connection(), store.keyring).sequence)
    tracemalloc.start()
    told = differences(store)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told == [TrailDifference("closure", number, Differs.ENTRY) for number in numbers]
    assert most < 20_000_000


def test_a_row_under_a_key_that_no_program_gives_is_told(store: Store) -> None:
    by_hand(store, "INSERT INTO store_setting VALUES (x'00', '1')")
    by_hand(store, "INSERT INTO store_setting VALUES ('extra', '1')")
    told = Differs.UNRECORDED
    assert differences(store) == [
        TrailDifference("store_setting", "extra", told),
        TrailDifference("store_setting", "X'00'", told),
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("removed_at = ''", "removed_at"),
        ("removed_at = 0", "removed_at"),
        ("end = ''", "end"),
        ("start = '2026-W36-2'", "start"),
        ("start = '20260901'", "start"),
        ("reason = CAST('Typhoon' AS BLOB)", "reason"),
    ],
)
def test_a_value_that_only_reads_the_same_is_a_change(
    store: Store, closures: list[int], change: str, field: str
) -> None:
    by_hand(store, f"UPDATE closure SET {change} WHERE id = ?", closures[0])
    assert differences(store) == [
        TrailDifference("closure", closures[0], Differs.CHANGED, (field,))
    ]


def test_a_moment_or_a_yes_in_another_form_is_a_change(store: Store) -> None:
    by_hand(store, "UPDATE user_account SET active = 2, created_at = created_at + 0.5")
    assert {found.fields for found in differences(store)} == {("active", "created_at")}
