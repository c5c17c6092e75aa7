"""Jobs that open sessions of their own, such as a backup."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from csq_desktop.errors import UserError
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.store import Store
from csq_desktop.ui.tasks import Tasks


def test_such_a_job_is_given_the_store(store: Store, tasks: Tasks, qtbot: QtBot) -> None:
    owner, answers = QObject(), list[object]()

    def job(whole: Store, *, copies: int, progress: Callable[..., None]) -> tuple[Store, int]:
        progress(0.5)
        with whole.reading() as session:
            assert desk_of(session).user == store.user
        return whole, copies

    tasks.on_store(owner, partial(job, copies=3), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(store, 3)]


def test_what_such_a_job_refuses_comes_back_as_a_sentence(tasks: Tasks, qtbot: QtBot) -> None:
    owner, refusals = QObject(), list[str]()

    def job(_whole: Store) -> None:
        raise UserError("The stick is full.")

    tasks.on_store(owner, job, failed=lambda error: refusals.append(error.text))
    qtbot.waitUntil(lambda: bool(refusals))
    assert refusals == ["The stick is full."]
