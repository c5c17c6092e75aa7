"""What every test of the window gets: a dressed program, a store, its tasks and a context."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from csq_desktop.domain.shop.shop import NewShop, Shop
from csq_desktop.domain.users import Role
from csq_desktop.services import drafts
from csq_desktop.services.settings import shop
from csq_desktop.settings import Settings
from csq_desktop.storage.store import Store
from csq_desktop.ui.context import Context, SignedIn
from csq_desktop.ui.drafts import Drafts
from csq_desktop.ui.tasks import Tasks
from csq_desktop.ui.theme import theme
from tests import factory

SHOP = Shop(name="Sham Shui Po", branch_code="SSP01")


@pytest.fixture(autouse=True)
def running_theme(qapp: QApplication, request: pytest.FixtureRequest) -> theme.Theme:
    """The light theme at the ordinary text size, with its style sheet for `dressed` tests alone.

    Qt matches the sheet anew for each widget that is put into another: a third of the time of the
    tests went there, and most look at what a window does.
    """
    # What the last test closed still waits to be deleted; a switch would dress it all anew.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    running = _at_start(qapp)
    is_dressed = "dressed" in request.fixturenames
    if is_dressed != bool(qapp.styleSheet()):
        running.apply() if is_dressed else qapp.setStyleSheet("")
    return running


def _at_start(qapp: QApplication) -> theme.Theme:
    """The theme as the program starts with it."""
    try:
        running = theme.current()
    except IndexError:
        return theme.start(qapp, Settings())
    as_started = (running.mode, running.percent, qapp.font().families()[0])
    if as_started != ("system", 100, theme.families()[0]):
        running.switch(mode="system", percent=100)
    return running


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """A window with nothing in it, for what stands over one."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def dressed(running_theme: theme.Theme) -> theme.Theme:
    """The theme with its style sheet, for tests of the look: sizes, colours, what fits where."""
    return running_theme


@pytest.fixture(autouse=True)
def _collected_in_this_thread(qapp: QApplication) -> Iterator[None]:
    """As in the program: a worker that collects garbage would destroy widgets (ui/garbage.py).

    Windows that a test leaves are destroyed too: every change of the look would dress them all.
    """
    gc.disable()
    before = set(qapp.topLevelWidgets())
    yield
    for left in set(qapp.topLevelWidgets()) - before:
        left.deleteLater()  # the next test begins with that
    gc.collect()
    gc.freeze()  # what stays is not looked at again: half of the time went there


@pytest.fixture(scope="session", autouse=True)
def _clipboard_emptied(qapp: QApplication) -> Iterator[None]:
    """Qt's own clipboard destroys what Python put on it after Python has ended: a crash at exit."""
    yield
    QApplication.clipboard().clear()


@pytest.fixture
def clock() -> factory.FixedClock:
    """The time in the store; it stands still until a test moves it."""
    return factory.FixedClock()


@pytest.fixture
def store(tmp_path: Path, clock: factory.FixedClock) -> Iterator[Store]:
    """A supervisor at an empty store whose shop is founded."""
    opened = factory.open_store(tmp_path, source=clock, furnish=_found)
    yield opened
    opened.let_go()


def _found(store: Store, _clock: factory.FixedClock) -> None:
    new = NewShop(SHOP.name, SHOP.branch_code, factory.NAMES[Role.SUPERVISOR])
    with store.writing() as session:
        shop.set_up(session, new)


@pytest.fixture
def tasks(store: Store) -> Iterator[Tasks]:
    """The real workers over the store."""
    running = Tasks(store)
    yield running
    running.close()


@pytest.fixture
def context(tasks: Tasks, store: Store) -> Context:
    """What pages get, with drafts kept in the store."""
    signed_in = SignedIn(store.folder, store.user, SHOP, store.clock.now)
    return Context(tasks, signed_in, Settings(), Drafts(tasks, drafts))


@pytest.fixture
def sized(dressed: theme.Theme) -> Callable[..., None]:
    """Change theme or text size for one test: `sized(mode="dark", percent=200)`."""

    def change(mode: str = "system", percent: int = 100) -> None:
        dressed.switch(mode=mode, percent=percent)

    return change


@pytest.fixture
def change(context: Context) -> Callable[..., None]:
    """Change the machine's settings as the settings page does: `change(theme="dark")`."""
    return lambda **changes: context.change_settings(replace(context.settings, **changes))
