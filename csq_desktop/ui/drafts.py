"""Drafts: what was typed into a dialog and not saved, kept through Esc, lock and restart."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from csq_desktop import log
from csq_desktop.domain.drafts import Draft
from csq_desktop.errors import UserError
from csq_desktop.ui.tasks import Tasks, Ticket

SAVED_EVERY_MS = 3000
"""How much typing a power cut can cost: what changes is saved that often while it is typed."""
REFUSED = "refused"
"""The field of a draft that says why it could not be saved, in the user's words."""
_logger = log.logger("drafts")


_NOT_OURS = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError, UserError)
Texts = TypeVar("Texts")


def is_put_back(restore: Callable[[Texts], object], texts: Texts) -> bool:
    """Put a draft back; whether it could be.

    Whoever holds the store's key can write anything there: what no form wrote counts as none.
    """
    try:
        restore(texts)
    except _NOT_OURS:
        _logger.exception("a draft could not be read")
        return False
    return True


class DraftService(Protocol):
    """The service that keeps drafts in the store, encrypted."""

    def keep(self, session: Any, draft: Draft) -> object:
        """Keep the draft in place of the last one of its key."""

    def drop(self, session: Any, key: str) -> object:
        """Forget the draft of the key."""

    def read_all(self, session: Any) -> Sequence[Draft]:
        """Every draft of the signed-in user."""


class Drafts(QObject):
    """The drafts of the signed-in user: held in memory, saved to the store in the background."""

    changed = Signal(str)
    loaded = Signal()

    def __init__(self, tasks: Tasks, service: DraftService | None = None) -> None:
        super().__init__()
        self._tasks, self._service = tasks, service
        self._drafts: dict[str, Draft] = {}

    def load(self, *, identities: bool = False) -> None:
        """Fetch what earlier sessions left; `identities` fetches those in the vault too."""
        if self._service is not None:
            self._tasks.read(self, self._service.read_all, self._on_loaded, identities=identities)

    def read_anew(self, *, identities: bool = False) -> None:
        """Forget what is held in memory: the store has dropped drafts by itself."""
        self._drafts = {}
        self.load(identities=identities)

    def get(self, key: str) -> dict[str, str] | None:
        """The fields typed last time, or None."""
        draft = self._drafts.get(key)
        return dict(draft.fields) if draft else None

    def keep(self, key: str, fields: Mapping[str, str]) -> None:
        """Remember the fields of an unfinished form; what is kept already is not written again."""
        if self.get(key) == dict(fields):
            return
        draft = Draft(key, tuple(fields.items()))
        self._drafts[key] = draft
        if self._service is not None:
            self._tasks.write(self, partial(self._service.keep, draft=draft))
        self.changed.emit(key)

    def keep_if_refused(self, key: str, fields: Mapping[str, str], ticket: Ticket) -> None:
        """Keep the fields of a form whose write is still running, but only if it is refused.

        The worker decides after the write: once the program is locked, nobody else is left to.
        """
        job = partial(_kept_if_refused, self._service, Draft(key, tuple(fields.items())), ticket)
        self._tasks.write(self, job, self._on_kept)

    def drop(self, key: str) -> None:
        """Forget it: the form was saved or emptied."""
        if self._drafts.pop(key, None) is None:
            return
        if self._service is not None:
            self._tasks.write(self, partial(self._service.drop, key=key))
        self.changed.emit(key)

    def _on_kept(self, draft: Draft | None) -> None:
        if draft is not None:
            self._drafts[draft.key] = draft
            self.changed.emit(draft.key)

    def _on_loaded(self, drafts: Sequence[Draft]) -> None:
        self._drafts = {draft.key: draft for draft in drafts} | self._drafts
        self.loaded.emit()


def _kept_if_refused(
    service: DraftService | None, draft: Draft, ticket: Ticket, session: object
) -> Draft | None:
    if ticket.error is None:
        return None
    refused = Draft(draft.key, (*draft.fields, (REFUSED, ticket.error.text)))
    if service is not None:
        service.keep(session, refused)
    return refused
