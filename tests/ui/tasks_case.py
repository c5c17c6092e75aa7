"""What the tests of tasks share: a widget that waits, a gate that holds a worker back."""

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from csq_desktop.domain.drafts import Draft
from csq_desktop.errors import UserError
from csq_desktop.services import drafts
from csq_desktop.storage.store import Store
from csq_desktop.ui.tasks import Waiting

Progress = Callable[..., None]
PATIENCE = 10  # seconds; a worker that waits longer than this hangs


class Host(QWidget):
    """A widget that remembers what it was told to show."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[UserError] = []
        self.waits: list[Waiting | None] = []

    def show_error(self, error: UserError) -> None:
        self.errors.append(error)

    @property
    def waiting(self) -> Waiting:
        """What it waits for now."""
        waiting = self.waits[-1]
        assert waiting is not None
        return waiting

    def show_waiting(self, waiting: Waiting | None) -> None:
        self.waits.append(waiting)


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    made = Host()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Holds a worker back until the test lets it go."""
    held = threading.Event()
    yield held
    held.set()


def keep(key: str) -> partial[bool]:
    return partial(drafts.keep, draft=Draft(key, (("words", "typed"),)))


def kept_keys(store: Store) -> set[str]:
    with store.reading() as session:
        return {draft.key for draft in drafts.read_all(session)}


def waits_for(gate: threading.Event, answer: object = None) -> Callable[[Session], object]:
    def job(_session: Session) -> object:
        assert gate.wait(PATIENCE)
        return answer

    return job
