"""What staff put in of imports, or change: no undo and no matching of a supervisor's believes it.

Staff hold the store's key, chain the trail and sign in their own name.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.users import Role
from csq_desktop.errors import StoreDamaged
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.services.imports import imports, matching
from csq_desktop.services.imports.undo import Undone
from csq_desktop.storage.audit import bulk, reconcile
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.imports import ImportBatchRow, ImportChangeRow, SavedMappingRow
from tests.factory import FixedClock, by_hand, opened, user
from tests.services.imports.import_case import (
    CASE_HEAD,
    CASE_ROWS,
    CASES,
    CHANGED,
    everything,
    shop_of,
    table_of,
    taken,
)

REFUSED = "Nothing was undone. Records of this import were changed"
SEVERE = [{"severity": "high"}, {"severity": "low"}]
Lie = Callable[[Session, int], int]
"""What staff write of a batch; gives the one that is undone."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop whose supervisor took a file in, and then a later one that changed two cases."""
    place = tmp_path_factory.mktemp("shop")
    store = shop_of(place, FixedClock())
    taken(store, place, CASE_ROWS, CASES)
    taken(store, place, CHANGED[ImportKind.COMPLAINTS], CASES)
    store.close()
    return store.folder


@pytest.fixture
def folder(shop: Path, tmp_path: Path) -> Path:
    """That shop, the test's own."""
    return shutil.copytree(shop, tmp_path / shop.name)


def last_batch(session: Session) -> int:
    return session.scalars(select(ImportBatchRow.id).order_by(ImportBatchRow.id.desc())).all()[0]


def undo(store: Store, batch_id: int) -> Undone:
    with store.writing() as session:
        return imports.undo(session, batch_id)


def put_in(session: Session, before: object) -> int:
    """A batch, and a change of a case, as staff put them in and sign them themselves."""
    case = session.scalars(select(ComplaintRow).filter_by(their_reference="T2")).one()
    number, user = ids.reserve(session, 2), desk_of(session).user.id
    session.add(
        ImportBatchRow(
            id=number, kind=ImportKind.COMPLAINTS, file_sha256="a" * 64, mapping={}, first_id=0,
            last_id=0, added=0, updated=1, duplicates=0, invalid=0, at=desk_of(session).now(),
            user_id=user,
        )
    )  # fmt: skip
    facts = {"batch_id": number, "object_type": "complaint", "object_id": case.id}
    session.flush()
    session.add(ImportChangeRow(id=number + 1, **facts, before=before))
    return number


def change_a_value(session: Session, batch_id: int) -> int:
    changes = session.scalars(select(ImportChangeRow.id).filter_by(batch_id=batch_id)).all()
    rows = [(bulk.stored(SEVERE), change_id) for change_id in changes]
    bulk.update(session, ImportChangeRow, ["before"], rows, detail={})
    return batch_id


def add_a_change(session: Session, batch_id: int) -> int:
    case = session.scalars(select(ComplaintRow.id)).all()[0]
    facts = {"batch_id": batch_id, "object_type": "complaint", "object_id": case}
    session.add(ImportChangeRow(id=5, **facts, before=SEVERE))  # before all that an import adds
    return batch_id


def take_a_change_away(session: Session, batch_id: int) -> int:
    changes = session.scalars(select(ImportChangeRow.id).filter_by(batch_id=batch_id)).all()
    bulk.delete(session, ImportChangeRow, changes[:1], detail={"batch": batch_id})
    return batch_id


def give_it_other_cases(session: Session, batch_id: int) -> int:
    first = session.scalars(select(ComplaintRow.id).order_by(ComplaintRow.id)).all()[0]
    session.get_one(ImportBatchRow, batch_id).first_id = first
    return batch_id


@pytest.mark.parametrize(
    "lie", [change_a_value, add_a_change, take_a_change_away, give_it_other_cases]
)
def test_a_batch_that_staff_changed_in_their_own_name_is_not_undone(
    folder: Path, clock: FixedClock, lie: Lie
) -> None:
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        batch_id = lie(session, last_batch(session))
    with opened(folder, clock) as store:
        before = everything(store)
        with pytest.raises(StoreDamaged, match=REFUSED):
            undo(store, batch_id)
        assert everything(store) == before


def test_a_batch_that_staff_put_in_is_not_undone_whatever_it_holds(
    folder: Path, clock: FixedClock
) -> None:
    pairs = (SEVERE, [{"nope": 1}, {"nope": 2}], [{"severity": "zz"}, {"severity": "low"}], 5)
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        batches = [put_in(session, pair) for pair in pairs]
    with opened(folder, clock) as store:
        before = everything(store)
        for batch_id in batches:
            with pytest.raises(StoreDamaged, match=REFUSED):
                undo(store, batch_id)
        assert everything(store) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE import_batch SET undone_at = NULL, updated = 1",
        "UPDATE import_change SET before = '5'",
        "UPDATE import_change SET batch_id = (SELECT min(id) FROM import_batch)",
        "DELETE FROM import_change",
        "UPDATE bulk_digest SET body = x'00'",
    ],
)
def test_a_batch_that_was_changed_past_the_trail_is_not_undone(
    folder: Path, clock: FixedClock, statement: str
) -> None:
    with opened(folder, clock) as store:
        with store.reading() as session:
            batch_id = last_batch(session)
        by_hand(store, statement)
        with pytest.raises(StoreDamaged, match=REFUSED):
            undo(store, batch_id)


def test_what_staff_do_to_one_batch_keeps_no_other_from_being_undone(
    folder: Path, clock: FixedClock
) -> None:
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        later = last_batch(session)
        put_in(session, SEVERE)
    with opened(folder, clock) as store:
        assert undo(store, later) == Undone(1, 2)


def test_a_kind_of_rows_that_there_is_not_ends_in_a_sentence(
    folder: Path, clock: FixedClock
) -> None:
    with opened(folder, clock) as store:
        by_hand(store, "UPDATE import_batch SET kind = 'parrots'")
        with store.reading() as session, pytest.raises(StoreDamaged, match="did not write"):
            imports.batches(session)


def test_who_was_a_supervisor_once_may_have_taken_it_in(folder: Path, clock: FixedClock) -> None:
    demoted = {"from": {"role": "supervisor"}, "to": {"role": "staff"}}
    with opened(folder, clock) as store, store.writing() as session:
        audit.note(session, AuditAction.CHANGED, "user", user(Role.STAFF).id, demoted)
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        batch_id = put_in(session, [{"severity": "high"}, {"severity": "low"}])
    with opened(folder, clock) as store:
        assert undo(store, batch_id) == Undone(0, 1)


def test_no_import_or_undo_vouches_for_what_it_does_not_change(
    tmp_path: Path, clock: FixedClock
) -> None:
    store = shop_of(tmp_path, clock)
    owned = replace(CASES, columns={**CASES.columns, "Who": "owner"})
    first = taken(store, tmp_path, [[*CASE_HEAD, "Who"], [*CASE_ROWS[1], "Wong"]], owned)
    by_hand(store, "UPDATE complaint SET product = 'a car', owner_text = 'Au'")

    def wrong() -> list[tuple[str, ...]]:
        with store.reading() as session:
            return [each.fields for each in reconcile.compare(session).differences]

    assert wrong() == [("owner_text", "product")]
    batch = taken(store, tmp_path, CHANGED[ImportKind.COMPLAINTS][:2], CASES)
    assert wrong() == [("owner_text", "product")]
    for each in (batch, first):
        undo(store, each.id)
        assert wrong() == [("owner_text", "product")]
    store.close()


def test_a_matching_that_staff_saved_or_changed_is_not_used(
    folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    table, swapped = table_of(tmp_path, CASE_ROWS), {"severity": {"high": "low", "low": "high"}}
    with opened(folder, clock) as store, store.writing() as session:
        matching.save(session, table, CASES, "Changed")
    with opened(folder, clock, Role.STAFF) as store, store.writing() as session:
        row = session.scalars(select(SavedMappingRow)).one()
        body = mapping_files.text_of(replace(CASES, values=swapped))
        facts = {"kind": row.kind, "headings": row.headings, "saved_at": desk_of(session).now()}
        row.body = body
        session.add(SavedMappingRow(id=ids.reserve(session), name="Put in", body=body, **facts))
    with opened(folder, clock) as store:
        with store.writing() as session:
            assert matching.saved(session, table, ImportKind.COMPLAINTS) == ()
            proposal = matching.propose(session, table, ImportKind.COMPLAINTS)
            assert (
                "Your saved column mapping for this kind of file is applied." not in proposal.notes
            )
            matching.save(session, table, CASES, "Changed")
        with store.reading() as session:
            (saved,) = matching.saved(session, table, ImportKind.COMPLAINTS)
            assert (saved.name, saved.mapping) == ("Changed", CASES)
