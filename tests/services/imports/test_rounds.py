"""Files and live work of the same day: what was done here stands."""

from dataclasses import replace
from pathlib import Path

from csq_desktop.domain.complaints.facts import Finding, State
from csq_desktop.services.complaints import complaints
from csq_desktop.storage.store import Store
from tests.factory import FixedClock
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASES,
    case,
    clock,
    store,
    taken,
    undone,
    verdicts,
)

__all__ = ["clock", "store"]
FILE = replace(CASES, columns={**CASES.columns, "Acknowledged": "acknowledged_at"})


def row(answered: str, closed: str = "", acknowledged: str = "") -> list[list[str]]:
    """A file of one complaint."""
    cells = ["T1", "01/10/2026 10:00", "Phone", "till.waiting", "low", "Ten minutes", "20/10/2026"]
    return [[*CASE_HEAD, "Acknowledged"], [*cells, answered, closed, "Upheld", acknowledged]]


def test_a_file_taken_in_again_does_not_close_a_case_reopened_that_day(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    today = row("04/10/2026", "05/10/2026")
    taken(store, tmp_path, today, FILE)
    clock.move(hours=5)
    with store.writing() as session:
        complaints.reopen(session, case(session, "T1").id, "It broke again")
    assert verdicts(store, tmp_path, today, FILE) == ["unchanged"]
    clock.move(days=3)
    assert verdicts(store, tmp_path, today, FILE) == ["unchanged"]
    again = row("04/10/2026", "06/10/2026")
    taken(store, tmp_path, again, FILE)
    with store.reading() as session:
        assert case(session, "T1").state is State.CLOSED


def test_an_answer_since_a_reopening_brings_its_finding_though_the_last_was_the_same(
    store: Store, tmp_path: Path, clock: FixedClock
) -> None:
    taken(store, tmp_path, row("04/10/2026", "05/10/2026"), FILE)
    with store.writing() as session:
        complaints.reopen(session, case(session, "T1").id, "It broke again")
    clock.move(days=3)
    again = row("07/10/2026")
    taken(store, tmp_path, again, FILE)
    with store.reading() as session:
        held = case(session, "T1")
        assert (held.state, held.finding) == (State.ANSWERED, Finding.UPHELD)
    assert verdicts(store, tmp_path, again, FILE) == ["unchanged"]


def test_a_corrected_answer_moves_the_acknowledgement_that_followed_from_it(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, row("02/10/2026"), FILE)
    batch = taken(store, tmp_path, row("03/10/2026"), FILE)
    with store.reading() as session:
        held = case(session, "T1")
        assert held.resolved_at == held.acknowledged_at
        assert held.resolved_at is not None
        assert held.resolved_at.day == 3
    undone(store, batch)
    with store.reading() as session:
        held = case(session, "T1")
        assert held.acknowledged_at is not None
        assert held.acknowledged_at.day == 2


def test_an_acknowledgement_the_file_has_stays_when_the_answer_moves(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, row("02/10/2026", acknowledged="02/10/2026"), FILE)
    moved = row("03/10/2026", acknowledged="02/10/2026")
    taken(store, tmp_path, moved, FILE)
    with store.reading() as session:
        held = case(session, "T1")
        assert held.acknowledged_at is not None
        assert held.acknowledged_at.day == 2
    assert verdicts(store, tmp_path, moved, FILE) == ["unchanged"]


def test_undoing_an_answer_leaves_the_acknowledgement_of_a_case_reopened_since(
    store: Store, tmp_path: Path
) -> None:
    taken(store, tmp_path, row(""), FILE)
    batch = taken(store, tmp_path, row("02/10/2026", "03/10/2026"), FILE)
    with store.writing() as session:
        complaints.reopen(session, case(session, "T1").id, "It broke again")
    undone(store, batch)
    with store.reading() as session:
        held = case(session, "T1")
        assert held.state is State.REOPENED
        assert held.acknowledged_at is not None
