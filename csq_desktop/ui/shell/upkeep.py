"""Upkeep of the open store while nobody is at the keyboard; nobody waits for it or sees it."""

from PySide6.QtCore import QObject

from csq_desktop import log
from csq_desktop.errors import UserError
from csq_desktop.services.stores import upkeep
from csq_desktop.ui.context import SAFETY_TOPICS, Context
from csq_desktop.ui.shell.lock import IdleWatch

_logger = log.logger("upkeep")


class Upkeep(QObject):
    """Uses the pauses a watch notices, one at a time, on the worker for whole-store jobs.

    A store that is not `daily` rests only: nobody needs backups of the demo shop.
    """

    def __init__(self, context: Context, watch: IdleWatch, *, daily: bool = True) -> None:
        super().__init__()  # no parent: one that shows waiting or errors would show this
        self._context = context
        self._job = upkeep.look_after if daily else upkeep.rest
        self._under_way = False
        watch.pause.connect(self._on_pause)

    def _on_pause(self) -> None:
        if not self._under_way:
            self._under_way = True
            self._context.tasks.on_store(self, self._job, self._on_done, self._on_refused)

    def _on_done(self, changed: bool | None) -> None:
        self._under_way = False
        if changed:
            self._context.tasks.changed.emit(SAFETY_TOPICS)

    def _on_refused(self, error: UserError) -> None:
        """A refusal is not worth a word each time: what lasts is said on the first page."""
        self._under_way = False
        _logger.error("upkeep was refused", exc_info=error)
