"""A small demo store for whole stories, copied for each of them."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from csq_desktop.demo import build as demo
from csq_desktop.settings import Settings
from csq_desktop.ui.theme import theme
from tests.factory import DEMO_NOW, FixedClock
from tests.ui.start import start_case
from tests.ui.start.start_case import Begin, Running


@pytest.fixture(autouse=True)
def _garbage_waits_for_this_thread() -> Iterator[None]:
    """As in the program: no worker ever collects what belongs to the window."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()  # what stays is not looked at again: half of the time went there


@pytest.fixture(scope="session")
def demo_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("journeys") / "Demo.csq"
    demo.build(folder, demo.DemoSize(14, 60, 420), now=DEMO_NOW)
    return folder


@pytest.fixture
def demo_store(demo_made: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "Demo.csq"
    shutil.copytree(demo_made, folder)
    return folder


@pytest.fixture
def begin(qapp: QApplication, qtbot: QtBot) -> Iterator[Begin]:
    """Begin the program as a person does; what is left of it at the end is put away."""
    theme.start(qapp, Settings())
    made: list[Running] = []

    def start(
        *words: str, chosen: Settings | None = None, clock: FixedClock | None = None
    ) -> Running:
        source = clock or FixedClock(DEMO_NOW)
        made.append(start_case.start(qapp, qtbot, words, chosen, source=source))
        return made[-1]

    yield start
    for running in made:
        running.program.let_go()
        if running.program.window is not None:
            running.program.window.close()
            running.program.window.deleteLater()
        running.program.deleteLater()
