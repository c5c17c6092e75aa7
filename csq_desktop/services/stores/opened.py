"""The open store as the window holds it: sessions for its services, and nothing of its keys."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from csq_desktop.domain.users import User

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class OpenStore(Protocol):
    """A store somebody signed in to; `findings` are what opening it brought to light.

    Services that need more than a session (a backup, a check of the files) take the store whole.
    """

    @property
    def folder(self) -> Path:
        """The folder the store is."""

    @property
    def user(self) -> User:
        """Who signed in."""

    @property
    def sees_identities(self) -> bool:
        """Whether this user's key opens the vault."""

    @property
    def findings(self) -> tuple[str, ...]:
        """Sentences to be shown once."""

    def writing(self) -> "AbstractContextManager[Session]":
        """One transaction, committed at the end of the block."""

    def reading(self, *, identities: bool = False) -> "AbstractContextManager[Session]":
        """A read-only session; without `identities` it cannot see any."""

    def close(self) -> object:
        """Sign out and let the store go."""


def topics(session: "Session") -> frozenset[str]:
    """What the session has changed, by topic; it is known after the session has ended too."""
    from csq_desktop.storage.sessions.desk import desk_of

    return frozenset(desk_of(session).topics)
