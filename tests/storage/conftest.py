"""An open store per test, for each role."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from csq_desktop.domain.users import Role
from csq_desktop.storage.store import Store
from tests.factory import FixedClock, empty, open_store


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    yield from _open(tmp_path, Role.SUPERVISOR, clock)


@pytest.fixture
def staff_store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    yield from _open(tmp_path, Role.STAFF, clock)


@pytest.fixture
def auditor_store(tmp_path: Path, clock: FixedClock) -> Iterator[Store]:
    yield from _open(tmp_path, Role.AUDITOR, clock)


def _open(tmp_path: Path, role: Role, clock: FixedClock) -> Iterator[Store]:
    opened = open_store(tmp_path, role, source=clock, furnish=empty)
    yield opened
    opened.let_go()
