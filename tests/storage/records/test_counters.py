"""The counters of ids and references that somebody changed: put right and told at the opening."""

from pathlib import Path

import pytest
from sqlalchemy import select

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.customers.facts import Identity, NewCustomer, RevealReason
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged
from csq_desktop.services.complaints import views
from csq_desktop.services.customers import customers
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records import counters
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.privacy.private_words import PrivateWordsRow
from tests.factory import FixedClock, by_hand, open_store, opened
from tests.services.small_shop import logged, set_up

END, MOST = (1 << 63) - 1, counters.MOST_OF_A_YEAR
LAST = "(SELECT max(id) FROM complaint)"
SITE = "(SELECT site FROM sequence_counter)"
LEGIT = "UPDATE sequence_counter SET following = following + 1000"


def ref_of_next(store: Store, clock: FixedClock) -> str:
    """The reference of a complaint that is logged now."""
    with store.writing() as session:
        case = logged(session, clock)
    with store.reading() as session:
        return views.read(session, case).ref


@pytest.fixture
def folder(tmp_path: Path, clock: FixedClock) -> Path:
    """A shop with the complaints 1 to 3 of the year, and the customer 1."""
    store = open_store(tmp_path, source=clock)
    set_up(store)
    with store.writing() as session:
        for _ in range(3):
            logged(session, clock)
        customers.add(session, NewCustomer(Identity(name="Yau Pui Shan")))
    store.close()
    return store.folder


def changed(folder: Path, clock: FixedClock, *statements: str) -> None:
    with opened(folder, clock, Role.STAFF) as store:
        by_hand(store, "PRAGMA defer_foreign_keys = ON", *statements)


@pytest.mark.parametrize(
    "change",
    [
        *(f"SET following = {value}" for value in (END, 1 << 31, 3, 0, -1, "'x'", "x'00'", "1.5")),
        *("SET site = site + 1", "SET site = 'x'"),
    ],
)
def test_a_counter_of_ids_that_falls_short_is_put_right_and_told(
    folder: Path, clock: FixedClock, change: str
) -> None:
    role = Role.STAFF if "site" in change else Role.SUPERVISOR
    changed(folder, clock, f"UPDATE sequence_counter {change}")
    with opened(folder, clock, role) as store:
        assert [each for each in store.losses if "sequence_counter" in each] == [*store.losses]
        assert len(store.losses) == 1
        assert ref_of_next(store, clock) == "C-2026-0004-SSP01"
    with opened(folder, clock) as store:
        assert store.losses == ()


def test_a_number_of_the_vault_is_not_given_twice(folder: Path, clock: FixedClock) -> None:
    with opened(folder, clock) as store, store.writing() as session:
        customer = session.scalars(select(CustomerRow.id)).one()
        for _ in range(2):
            customers.reveal(session, customer, RevealReason.OTHER, "Asked for by the police")
        last = max(session.scalars(select(PrivateWordsRow.id)))
    changed(
        folder, clock, f"UPDATE sequence_counter SET following = {last % (1 << ids.COUNTER_BITS)}"
    )
    with opened(folder, clock) as store, store.writing() as session:
        customers.reveal(session, customer, RevealReason.OTHER, "Asked for by the police")
        assert max(session.scalars(select(PrivateWordsRow.id))) > last


@pytest.mark.parametrize(
    "change",
    [
        *(f"UPDATE reference SET last = {value}" for value in (END, MOST + 1, 0, -1, "'x'", 1.5)),
        *("DELETE FROM reference", "UPDATE reference SET year = year + 7"),
        "UPDATE reference SET kind = x'00'||kind",
    ],
)
def test_a_counter_of_references_that_falls_short_is_put_right_and_told(
    folder: Path, clock: FixedClock, change: str
) -> None:
    changed(folder, clock, change)
    with opened(folder, clock) as store:
        assert "reference C 2026" in store.losses[0]
        assert "reference CU 0" in store.losses[0]
        assert ref_of_next(store, clock) == "C-2026-0004-SSP01"
        with store.writing() as session:
            customers.add(session, NewCustomer(Identity(name="Ho Man Kit")))
    with opened(folder, clock) as store:
        assert store.losses == ()


def test_a_store_without_its_counter_of_ids_has_one_again(folder: Path, clock: FixedClock) -> None:
    changed(folder, clock, "DELETE FROM sequence_counter")
    with opened(folder, clock) as store:
        assert "sequence_counter" in store.losses[0]
        assert ref_of_next(store, clock) == "C-2026-0004-SSP01"


def test_counters_that_were_only_raised_a_little_are_left(folder: Path, clock: FixedClock) -> None:
    changed(folder, clock, LEGIT, "UPDATE reference SET last = 41")
    with opened(folder, clock) as store:
        assert store.losses == ()
        assert ref_of_next(store, clock) == "C-2026-0042-SSP01"


def test_the_reference_of_a_complaint_that_was_taken_away_is_not_given_again(
    folder: Path, clock: FixedClock
) -> None:
    gone = ("complaint_event WHERE complaint_id", "complaint_round WHERE complaint_id")
    changed(
        folder,
        clock,
        *(f"DELETE FROM {each} = {LAST}" for each in gone),
        f"DELETE FROM complaint WHERE id = {LAST}",
        "UPDATE reference SET last = 2",
        "UPDATE sequence_counter SET following = following - 9",
    )
    with opened(folder, clock) as store:
        assert "sequence_counter, reference C 2026" in store.losses[0]
        assert ref_of_next(store, clock) == "C-2026-0004-SSP01"


def test_a_reference_taken_while_the_store_is_open_needs_another_opening(
    folder: Path, clock: FixedClock
) -> None:
    with opened(folder, clock) as store:
        by_hand(
            store, "UPDATE complaint SET ref = 'C-2026-0004-SSP01' WHERE ref = 'C-2026-0001-SSP01'"
        )
        with pytest.raises(StoreDamaged, match="open it again"):
            ref_of_next(store, clock)
    with opened(folder, clock) as store:
        assert ref_of_next(store, clock) == "C-2026-0005-SSP01"


@pytest.mark.parametrize("last", [END, -5])
def test_a_counter_of_references_that_was_spoilt_gives_none(
    folder: Path, clock: FixedClock, last: int
) -> None:
    with opened(folder, clock) as store:
        by_hand(store, f"UPDATE reference SET last = {last}")
        with pytest.raises(StoreDamaged, match="open it again"):
            ref_of_next(store, clock)


@pytest.mark.parametrize(
    "ref", ["x", "C-2026", "C-2026-x", "CU-2026-0009", f"C-2026-{END}", 5, None]
)
def test_what_somebody_says_of_a_record_past_all_numbers_spoils_nothing(
    folder: Path, clock: FixedClock, ref: object
) -> None:
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        query = f"SELECT {SITE} << 31 | (1 << 31) - 1"
        far = session.connection().exec_driver_sql(query).scalar_one()
        detail = {"to": {"ref": ref}}
        for number in (far, far - (1 << 30) - 5):
            audit.note(session, AuditAction.CREATED, "complaint", number, detail)
    with opened(folder, clock) as store:
        assert "reference" not in "".join(store.losses)
        assert ref_of_next(store, clock) == "C-2026-0004-SSP01"


def test_numbers_past_all_years_are_nobodys_last(folder: Path, clock: FixedClock) -> None:
    far = f"UPDATE complaint SET ref = 'C-2026-{END}' WHERE ref = 'C-2026-0002-SSP01'"
    changed(folder, clock, far, "DELETE FROM reference WHERE kind = 'C'")
    with opened(folder, clock) as store:
        assert ref_of_next(store, clock) == "C-2026-0004-SSP01"


@pytest.mark.parametrize(
    "change",
    [
        f"UPDATE reference SET last = {MOST - 2} WHERE kind = 'C'",
        f"UPDATE complaint_event SET id = {SITE} << 31 | {counters.MOST_IDS} "
        "WHERE id = (SELECT max(id) FROM complaint_event)",
    ],
)
def test_a_number_at_the_very_end_of_the_range_stops_no_later_opening(
    folder: Path, clock: FixedClock, change: str
) -> None:
    changed(folder, clock, change)
    refs = []
    for _ in range(3):
        with opened(folder, clock) as store:
            refs += [ref_of_next(store, clock) for _ in range(2)]
    assert len(set(refs)) == 6
    with opened(folder, clock) as store:
        assert store.losses == ()


def test_thousands_of_years_hold_no_opening_up(folder: Path, clock: FixedClock) -> None:
    years = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
    changed(folder, clock, f"{years} INSERT INTO reference SELECT 'C', i, -1 FROM n WHERE i < 2000")
    with opened(folder, clock) as store:
        assert store.losses == ()
        assert ref_of_next(store, clock) == "C-2026-0004-SSP01"
