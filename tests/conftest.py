"""What every test gets: no display, no network of its own, a user's folders of its own."""

import gc
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import texts as catalogues
from csq_desktop import log, texts
from csq_desktop.storage.keys import kdf
from tests import exploring, sparing, tally

USER_FOLDERS = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_DOCUMENTS_DIR")

TALLY = pytest.StashKey[tally.Tally]()

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
exploring.register()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough",
        action="store_true",
        help="run fault tests in their long form, and try properties at random",
    )
    tally.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Compile stale translations; what is wrong with them is a test of the rules."""
    config.pluginmanager.register(tally.Table(config))
    if config.getoption("--thorough"):
        exploring.explore()
    catalogues.compile_stale()
    runtime = tempfile.TemporaryDirectory(prefix="csq-")  # Qt wants one that is private
    os.environ["XDG_RUNTIME_DIR"] = runtime.name
    config.add_cleanup(runtime.cleanup)
    whole_run = pytest.MonkeyPatch()
    sparing.begin(whole_run)
    config.add_cleanup(whole_run.undo)


def pytest_collection_finish() -> None:
    """What has been imported stays: a tenth of a run's time went into looking whether it does.

    Another tenth of what draws packs went into looking after each 700 new objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    tally.choose(config, items)


@pytest.fixture(autouse=True)
def _own_user_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in USER_FOLDERS:
        monkeypatch.setenv(name, str(tmp_path / "user" / name.lower()))


@pytest.fixture(autouse=True)
def _cheapest_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store made in a test is not fitted to the computer: that takes a second each."""
    monkeypatch.setattr(kdf, "calibrate", lambda: kdf.KdfCost.FLOOR)


@pytest.fixture(autouse=True)
def _english_and_no_log() -> Iterator[None]:
    texts.set_language("en")
    yield
    texts.set_language("en")
    log.stop()


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How often a fault test tries: `rounds(ordinary, thorough)`.

    The whole suite has a quarter of an hour; where one tries often, a third is tried there.
    """
    thorough = request.config.getoption("--thorough")
    return lambda ordinary, long: long if thorough else (ordinary + 2) // 3


@pytest.fixture(name="tally")
def _tally(request: pytest.FixtureRequest) -> tally.Tally:
    """What a fault test counts."""
    stash: pytest.Stash = request.node.stash
    return stash.setdefault(TALLY, tally.Tally())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """What a fault test counted goes to its report, whether it failed or not."""
    counted = item.stash.get(TALLY, None)
    try:
        yield
        if counted is not None:
            tally.require(item, counted)
    finally:
        if counted is not None:
            tally.place(item, counted)
