"""Rows replayed from the trail are what the file held after each commit."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from csq_desktop.domain.audit.replay import Knowledge
from csq_desktop.domain.customers.facts import Identity, NewCustomer
from csq_desktop.domain.duplicates.facts import NewMerge
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import ErasureMode, ErasureRequest
from csq_desktop.domain.users import Role
from csq_desktop.services.complaints import complaints
from csq_desktop.services.customers import customers
from csq_desktop.services.duplicates import merging, unmerging
from csq_desktop.services.imports import imports
from csq_desktop.services.merges import merges, views
from csq_desktop.services.merges import unmerging as parting
from csq_desktop.services.stores import erasures as approvals
from csq_desktop.storage.records.imports import batches
from csq_desktop.storage.store import Store
from tests import erasure_case
from tests.exploring import examples
from tests.factory import PASSPHRASES, FixedClock
from tests.past_case import Snapshots, unknown
from tests.random_shop import Step, founded, steps, working


def pair(store: Store, cases: tuple[int, int]) -> None:
    """Two records of one case are made one, and two again; so are two customers."""
    with store.writing() as session:
        merges.merge(session, *cases, "The same till")
    with store.writing() as session:
        (merge,) = views.merges(session, cases[0])
        parting.unmerge(session, merge.id, "They were two")
    identity = Identity(name="Mok Tsz Kit", phone="93330001")
    with store.writing() as session:
        two = [customers.add(session, NewCustomer(identity)) for _ in range(2)]
        merge_id = merging.merge(session, NewMerge(two[0], two[1], frozenset({"phone"})))
    with store.writing() as session:
        unmerging.unmerge(session, merge_id)


def test_what_was_imported_corrected_merged_voided_and_erased_is_known_as_it_was(
    store: Store, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshots = Snapshots(store)
    with snapshots.watching(monkeypatch):
        first, second = erasure_case.shop_of(store, clock, 2, tmp_path)
        clock.move(hours=1)
        pair(store, (first.complaint_id, second.complaint_id))
        with store.writing() as session:
            complaints.withdraw(session, second.complaint_id, "Entered twice")
        with store.writing() as session:
            complaints.restore(session, second.complaint_id, "It was not")
    assert unknown(store, snapshots) == set()
    with snapshots.watching(monkeypatch):
        request = ErasureRequest(RecordKind.CUSTOMERS, (first.customer_id,), ErasureMode.ANONYMISE)
        approvals.approve(store, replace(request, by_rule=False), PASSPHRASES[Role.SUPERVISOR])
        with store.writing() as session:
            (batch, *_rest) = [row.id for row, _ in batches.batches(session)]
            imports.undo(session, batch)
    gaps = unknown(store, snapshots)
    brought = ("identity", "address", Knowledge.REPLACED)  # an undone import leaves nothing behind
    assert {gap for gap in gaps if gap[-1] is not Knowledge.ERASED} == {brought}


@pytest.fixture(scope="module")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return founded(tmp_path_factory.mktemp("beginning"))


@examples(2, 200)
@given(history=steps(24))
def test_any_history_is_replayed_to_each_of_its_commits(
    beginning: Path, tmp_path_factory: pytest.TempPathFactory, history: list[Step]
) -> None:
    with working(beginning, tmp_path_factory.mktemp("shop")) as shop:
        snapshots = Snapshots(shop.store)
        with pytest.MonkeyPatch.context() as patch, snapshots.watching(patch):
            for step in history:
                shop.live([step], lambda _session, _step: None)
        assert unknown(shop.store, snapshots) == set()
