"""Records beside the trail: whatever was done past it is found."""

from datetime import date, datetime, timedelta, timezone

import pytest

from csq_desktop.domain.months import Month
from csq_desktop.storage.audit import bulk, reconcile
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.audit.reconcile import Differs, TrailDifference
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers import CustomerRow, IdentityRow
from csq_desktop.storage.tables.shop import ClosureRow, MonthInputRow, ShopSettingRow
from csq_desktop.storage.tables.store import StoreSettingRow
from tests.factory import START

DAY = date(2026, 9, 1)
HONG_KONG = timezone(timedelta(hours=8))


def differences(store: Store, most: int = 100) -> list[TrailDifference]:
    with store.reading() as session:
        return reconcile.differences(session, most)


def by_hand(store: Store, statement: str, *values: object) -> None:
    """What somebody with the store's key does in a program of their own."""
    with store._driver() as driver:
        driver.execute(statement, values)


@pytest.fixture
def closures(store: Store) -> list[int]:
    """Five closures, the second changed twice, the third taken away again."""
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
        row.body, row.created_at, row.created_by = {"mon": [[1, 2.5]], "n": None}, START, 1
        session.add(row)
        session.add(StoreSettingRow(name="backup", value=["x"]))
        session.add(MonthInputRow(id=2, name="sales", month=Month(2026, 9), value=0))
        session.add(IdentityRow(customer_id=9, name="Wong"))
        customer = CustomerRow(id=9, ref="K-1", marketing="agreed", created_at=START)
        customer.created_by = 1  # and five fields that say nothing, with "" in the table
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
    assert all(name in differences(store)[0].sentence for name in fields)


def test_a_change_undone_past_the_trail_is_found(store: Store, closures: list[int]) -> None:
    by_hand(store, "UPDATE closure SET reason = 'Typhoon' WHERE id = ?", closures[1])
    assert [found.fields for found in differences(store)] == [("reason",)]


def test_a_record_taken_away_past_the_trail_is_found(store: Store, closures: list[int]) -> None:
    by_hand(store, "DELETE FROM closure WHERE id = ?", closures[3])
    (found,) = differences(store)
    assert found == TrailDifference("closure", closures[3], Differs.GONE)
    assert "taken away" in found.sentence


@pytest.mark.parametrize("which", [2, 5])
def test_a_record_put_in_past_the_trail_is_found(
    store: Store, closures: list[int], which: int
) -> None:
    number = closures[0] + which  # one that was deleted, and one that never was
    by_hand(store, "INSERT INTO closure VALUES (?, '2026-09-01', '2026-09-01', 'x', NULL)", number)
    (found,) = differences(store)
    assert found == TrailDifference("closure", number, Differs.UNRECORDED)
    assert "put in" in found.sentence


def test_no_more_are_told_than_asked_for(store: Store, closures: list[int]) -> None:
    by_hand(store, "UPDATE closure SET reason = 'other'")
    assert len(differences(store)) == 4
    assert [found.object_id for found in differences(store, most=2)] == closures[:2]


def test_rows_of_bulk_writes_are_taken_as_they_stand(store: Store) -> None:
    columns = ("id", "start", "end", "reason")
    with store.writing() as session:
        rows = [(number, "2026-09-01", "2026-09-01", "Typhoon") for number in range(1, 11)]
        bulk.insert(session, ClosureRow, columns, rows, detail={})
        bulk.update(session, ClosureRow, ["reason"], [("Rain", 2), ("Rain", 3)], detail={})
        bulk.delete(session, ClosureRow, [9, 10], detail={})
    with store.writing() as session:
        session.get_one(ClosureRow, 4).reason = "Flood"
        session.get_one(ClosureRow, 3).reason = "Flood"
        session.delete(session.get_one(ClosureRow, 8))
    assert differences(store) == []
    with store.writing() as session:
        session.add(ClosureRow(id=50, start=DAY, end=DAY, reason="told singly"))
    with store.writing() as session:
        bulk.delete(session, ClosureRow, [50], detail={})
    assert differences(store) == []
    by_hand(store, "UPDATE closure SET reason = 'other' WHERE id IN (4, 6)")
    assert [found.object_id for found in differences(store)] == [4]
    by_hand(store, "INSERT INTO closure VALUES (11, '2026-09-01', '2026-09-01', 'x', NULL)")
    assert [found.object_id for found in differences(store)] == [4, 11]


def test_free_text_is_not_compared_because_the_trail_never_held_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, closures: list[int]
) -> None:
    monkeypatch.setattr(ClosureRow, "__unsaid__", frozenset({"reason"}))
    by_hand(store, "UPDATE closure SET reason = 'other'")
    assert differences(store) == []
    assert "closure" in {kind.__tablename__ for kind in reconcile._compared()}
    compared = reconcile._compared()
    assert CustomerRow in compared
    assert closures
    assert not {IdentityRow, StoreSettingRow} & set(compared)
