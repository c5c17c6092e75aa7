"""Whatever is merged in whatever order: taking all of it back gives the store as it was."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow
from tests.exploring import examples
from tests.factory import FixedClock, open_store
from tests.services.duplicates import merge_case as case


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder: Path = tmp_path_factory.mktemp("merges")
    return open_store(folder, source=FixedClock(), furnish=case.furnish)


def owners(store: Store) -> tuple[int, int]:
    """How many complaints there are, and how many of them a customer has who is in the lists."""
    with store.reading() as session:
        count = select(func.count()).select_from(ComplaintRow)
        owned = count.join(CustomerRow, CustomerRow.id == ComplaintRow.customer_id)
        listed = owned.where(CustomerRow.merged_into.is_(None))
        return session.scalar(count) or 0, session.scalar(listed) or 0


@pytest.mark.no_cover
@examples(8, 300)
@given(seed=st.integers(0, 10**9))
def test_taking_merges_back_in_reverse_order_gives_the_store_as_it_was(
    store: Store, seed: int
) -> None:
    before, ids, dice = case.everything(store), case.customer_ids(store), random.Random(seed)
    merges = [case.merged_at_random(store, dice, ids) for _ in range(dice.randint(1, 5))]
    assert owners(store) == (8, 8)
    sums = {name: rows for name, rows in case.everything(store).items() if "sum" in name}
    assert sums == {name: before[name] for name in sums}
    for merge_id in reversed(merges):
        if merge_id is not None:
            assert case.unmerged(store, merge_id) == ()
    assert case.everything(store) == before


@pytest.mark.no_cover
@examples(6, 300)
@given(seed=st.integers(0, 10**9))
def test_no_order_loses_or_doubles_a_complaint(store: Store, seed: int) -> None:
    before, ids, dice = case.everything(store), case.customer_ids(store), random.Random(seed)
    merges = [case.merged_at_random(store, dice, ids) for _ in range(4)]
    standing = [merge_id for merge_id in merges if merge_id is not None]
    for merge_id in dice.sample(standing, len(standing)):
        case.unmerged(store, merge_id)
        assert owners(store) == (8, 8)
    after = case.everything(store)
    for table in ("complaint", "consent", "different_customers", "sealed_intake"):
        assert after[table] == before[table]
