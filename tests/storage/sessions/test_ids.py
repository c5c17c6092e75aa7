"""Ids: given once, and never by two branches alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from csq_desktop.errors import StoreDamaged
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.store import Store


def test_reserved_ids_follow_one_another_and_are_never_given_twice(store: Store) -> None:
    with store.writing() as session:
        first = ids.reserve(session)
        block = ids.reserve(session, 1000)
        last = ids.reserve(session)
    assert (block, last) == (first + 1, first + 1001)


def test_ids_of_a_store_go_on_where_they_stopped(store: Store) -> None:
    with store.writing() as session:
        before = ids.reserve(session)
    with store.writing() as session:
        assert ids.reserve(session) == before + 1


@pytest.mark.parametrize("n", [0, -1])
def test_nothing_less_than_one_id_is_reserved(store: Store, n: int) -> None:
    with store.writing() as session, pytest.raises(ValueError, match=str(n)):
        ids.reserve(session, n)


def test_the_counter_does_not_run_over_into_another_branch(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("UPDATE sequence_counter SET following = (1 << 31) - 1"))
        assert ids.reserve(session) & (1 << 31) - 1 == (1 << 31) - 1
        with pytest.raises(StoreDamaged, match="open it again"):
            ids.reserve(session)


@pytest.mark.parametrize("change", ["SET following = 'x'", "SET following = -5", "SET site = 'x'"])
def test_a_counter_that_was_spoilt_gives_no_id(store: Store, change: str) -> None:
    with store.writing() as session:
        session.execute(text(f"UPDATE sequence_counter {change}"))
        with pytest.raises(StoreDamaged):
            ids.reserve(session)
        session.rollback()


def test_a_store_without_a_counter_gives_no_id(store: Store) -> None:
    with store.writing() as session:
        session.execute(text("DELETE FROM sequence_counter"))
        with pytest.raises(StoreDamaged, match="open it again"):
            ids.reserve(session)
        session.rollback()


@given(
    st.integers(1, 2**32 - 1),
    st.integers(1, 2**31 - 1),
    st.integers(1, 2**32 - 1),
    st.integers(1, 2**31 - 1),
)
def test_two_branches_share_an_id_only_when_they_share_site_and_count(
    site: int, count: int, other_site: int, other_count: int
) -> None:
    one, other = ids.number(site, count), ids.number(other_site, other_count)
    assert 0 < one < 2**63
    assert (one == other) is ((site, count) == (other_site, other_count))


def test_a_new_site_fits_into_the_id() -> None:
    sites = {ids.new_site() for _ in range(100)}
    assert len(sites) == 100
    assert all(0 < site < 2**32 for site in sites)
