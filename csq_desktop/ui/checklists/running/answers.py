"""The answers of the run on screen: shown at once, saved in the background, reverted if refused."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from csq_desktop.domain.checklists.facts import Answer, Run, Template
from csq_desktop.errors import UserError
from csq_desktop.services.checklists import checklists
from csq_desktop.ui.tasks import Tasks


class AnswersInHand(QObject):
    """The stored answers, overlaid with those still being saved.

    `changed` is emitted for every answer given or reverted; `refused` carries the reason.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._run: Run | None = None
        self._pending: dict[str, Answer] = {}

    def show_run(self, run: Run | None) -> None:
        """Take over the stored answers; for another run, drop those still pending."""
        if run is None or self._run is None or run.id != self._run.id:
            self._pending.clear()
        self._run = run

    @property
    def run(self) -> Run:
        """The run as it was read last."""
        assert self._run is not None
        return self._run

    @property
    def template(self) -> Template:
        """The checklist the run was started with."""
        return self.run.template

    @property
    def is_empty(self) -> bool:
        """Whether no run was read yet."""
        return self._run is None

    @property
    def shown(self) -> tuple[Answer, ...]:
        """Every answer as it is to be shown."""
        stored = {answer.item_code: answer for answer in self.run.answers}
        return tuple((stored | self._pending).values())

    def of(self, code: str) -> Answer:
        """The answer to an item as it is to be shown."""
        return next((answer for answer in self.shown if answer.item_code == code), Answer(code))

    def choose(self, code: str, choice_key: str) -> None:
        """Choose an answer, or none with an empty key."""
        self._put(
            replace(self.of(code), choice_key=choice_key),
            partial(checklists.answer, run_id=self.run.id, item_code=code, choice_key=choice_key),
        )

    def comment(self, code: str, text: str) -> None:
        """Write a comment."""
        self._put(
            replace(self.of(code), comment=text),
            partial(checklists.comment, run_id=self.run.id, item_code=code, text=text),
        )

    def _put(self, answer: Answer, job: Callable[..., None]) -> None:
        self._pending[answer.item_code] = answer
        self._tasks.write(
            self,
            job,
            lambda _nothing: self._on_written(answer),
            lambda error: self._on_refused(answer, error),
        )
        self.changed.emit()

    def _on_written(self, written: Answer) -> None:
        """Treat it as stored until the next reload brings it."""
        if self._pending.get(written.item_code) != written:
            return
        del self._pending[written.item_code]
        others = (answer for answer in self.run.answers if answer.item_code != written.item_code)
        self._run = replace(self.run, answers=(*others, written))

    def _on_refused(self, answer: Answer, error: UserError) -> None:
        self._pending.pop(answer.item_code, None)
        self.changed.emit()
        self.refused.emit(error)
