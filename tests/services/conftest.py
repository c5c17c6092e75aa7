"""A clock that stands still, an empty store, and the demo store, copied for each test.

Services are imported by the fixtures: this file is read before Qt is, and pydantic breaks when one
half of it is imported before Qt and the other after.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from csq_desktop.storage.store import Store
from tests.factory import DEMO_NOW, FixedClock, Furnish, empty, open_store
from tests.watching import unwatched


@pytest.fixture(scope="session", autouse=True)
def _drawing_is_not_watched(pytestconfig: pytest.Config) -> Iterator[None]:
    """What a service lays out as a page is drawn by a layer whose branches nobody counts."""
    from csq_desktop.reports.paper.document import Document

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Document, "pdf", unwatched(pytestconfig, Document.pdf))
        yield


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def furnish() -> Furnish:
    """What stands in the store when a test begins: nothing, unless a file has its own fixture."""
    return empty


@pytest.fixture
def store(tmp_path: Path, clock: FixedClock, furnish: Furnish) -> Iterator[Store]:
    """A furnished store, open for its supervisor."""
    opened = open_store(tmp_path, source=clock, furnish=furnish)
    yield opened
    opened.let_go()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo store, built once and copied by each test."""
    from csq_desktop.demo import build as demo

    folder = tmp_path_factory.mktemp("demo") / "Demo.csq"
    size = demo.DemoSize(months=16, customers=60, complaints=420, seed=8)  # has open complaints
    demo.build(folder, size, now=DEMO_NOW)
    return folder


@pytest.fixture
def busy(built: Path, tmp_path: Path) -> Iterator[Store]:
    """The demo store, open for its supervisor."""
    from csq_desktop.demo import build as demo

    folder = tmp_path / "Demo.csq"
    shutil.copytree(built, folder)
    with demo.signed_in(folder, FixedClock(DEMO_NOW)) as store:
        yield store
