"""A shop that its people have left, built once for all tests of a file and copied for each."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from csq_desktop.domain.users import Role
from tests.factory import FOLDER, FixedClock, Furnish, open_store
from tests.services.small_shop import set_up


@pytest.fixture(scope="module")
def shop(furnish: Furnish, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """Furnished as the file says; each of its people has signed in once. And the time there."""
    place, clock = tmp_path_factory.mktemp("shop"), FixedClock()
    store = open_store(place, source=clock)
    set_up(store)
    furnish(store, clock)
    store.close()
    for role in (Role.AUDITOR, Role.STAFF, Role.SUPERVISOR):
        open_store(place, role, source=clock).close()
    return store.folder, clock.at


@pytest.fixture
def folder(shop: tuple[Path, datetime], tmp_path: Path, clock: FixedClock) -> Path:
    """A copy of the shop."""
    whole, clock.at = shop
    return shutil.copytree(whole, tmp_path / FOLDER)
