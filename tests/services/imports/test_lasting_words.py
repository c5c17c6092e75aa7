"""Why a case stands in no figure stays in the trail for good, so nobody is named in it."""

from pathlib import Path
from typing import Any

import pytest

from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.customers.recognition import KnownIdentities
from csq_desktop.domain.imports.plans import ImportMapping
from csq_desktop.errors import UserError
from csq_desktop.services.bulk import bulk
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.storage.records.customers import recognition
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow
from tests.factory import FixedClock
from tests.services.imports.import_case import CASE_HEAD, CASE_ROWS, CASES, case, taken
from tests.services.small_shop import logged

NAME, PHONE = "Yau Pui Shan", "9123 4567"
FILED = ImportMapping(
    CASES.kind,
    {**CASES.columns, "Why": "excluded_reason", "Before": "earlier_rounds"},
    CASES.date_order,
    new_words=CASES.new_words,
    unique_by=CASES.unique_by,
)
ROUNDS = (
    '[{"closed_at": "2026-09-02T02:00:00+00:00", "reopened_at": "2026-09-03T02:00:00+00:00", '
    '"excluded_reason": "%s asked for it"}]'
)


@pytest.fixture
def shop(store: Store) -> Store:
    with store.writing() as session:
        customers.add(session, NewCustomer(identity=Identity(name=NAME)))
    return store


def test_a_reason_with_a_name_is_refused(shop: Store, clock: FixedClock) -> None:
    with shop.writing() as session:
        number = logged(session, clock)
        for words in (f"{NAME} asked for it", f"Rang from {PHONE}"):
            with pytest.raises(UserError, match="Leave out") as refused:
                complaints.exclude(session, number, words)
            assert refused.value.field == "note"
        complaints.exclude(session, number, "Fire drill")
        complaints.exclude(session, number, "")


def test_a_file_has_a_gap_where_somebody_is_named(shop: Store, tmp_path: Path) -> None:
    head = [*CASE_HEAD, "Why", "Before"]
    first, second, _ = CASE_ROWS[1:]
    rows = [head, [*first, f"{NAME} asked", ROUNDS % NAME], [*second, "Fire drill", ""]]
    taken(shop, tmp_path, rows, FILED)
    with shop.reading() as session:
        left_out, drill = (case(session, reference) for reference in ("T1", "T2"))
        (earlier,) = session.query(ComplaintRoundRow)
        assert left_out.excluded_reason.endswith(" asked")
        assert earlier.excluded_reason.endswith(" asked for it")
        assert drill.excluded_reason == "Fire drill"
        for reason in (left_out.excluded_reason, earlier.excluded_reason):
            assert NAME not in reason
    rows[2][len(CASE_HEAD)] = f"Drill, says {NAME}"
    taken(shop, tmp_path, rows, FILED)
    with shop.reading() as session:
        again = case(session, "T2").excluded_reason
    assert again.startswith("Drill, says")
    assert NAME not in again


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that everybody in the vault is read."""
    times: list[int] = []
    read = recognition.known_identities

    def counted(*args: Any, **words: Any) -> KnownIdentities:
        times.append(1)
        return read(*args, **words)

    monkeypatch.setattr(recognition, "known_identities", counted)
    return times


def test_everybody_is_read_once_for_a_reason_and_not_at_all_without_one(
    shop: Store, clock: FixedClock, tmp_path: Path, readings: list[int]
) -> None:
    head = [*CASE_HEAD, "Why", "Before"]
    rows = [head, *([*row, "", ""] for row in CASE_ROWS[1:])]
    taken(shop, tmp_path, rows, FILED)
    assert readings == []
    rows = [head, *([*row, "Fire drill", ROUNDS % "Nobody"] for row in CASE_ROWS[1:])]
    taken(shop, tmp_path, rows, FILED)
    assert readings == [1]
    with shop.writing() as session:
        three = [logged(session, clock) for _ in range(3)]
        with pytest.raises(UserError, match="Leave out"):
            bulk.exclude(session, three, f"{NAME} asked for it")
        bulk.exclude(session, three, "Fire drill")
    assert readings == [1, 1, 1]
