"""Whether the open files of a store still lie in its folder.

A file that was deleted or moved away while it is open can be written to on most systems, and what
is written goes with it.
"""

from pathlib import Path

from csq_desktop.errors import UserError
from csq_desktop.storage.files.engine import STORE_FILE, VAULT_FILE
from csq_desktop.texts import tr


class FilesInPlace:
    """Knows the files of a folder as they were when it was made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files = self._look()

    def require(self) -> None:
        """A UserError where a file is gone, or another one has come in its place."""
        try:
            if self._look() == self._files:
                return
        except OSError as fault:
            raise _gone(self._folder) from fault
        raise _gone(self._folder)

    def _look(self) -> list[tuple[int, int]]:
        stats = (self._folder.joinpath(name).stat() for name in (STORE_FILE, VAULT_FILE))
        return [(stat.st_dev, stat.st_ino) for stat in stats]


def _gone(folder: Path) -> UserError:
    return UserError(
        tr(
            "The database “{name}” was moved, deleted or replaced while it was open. "
            "Nothing was saved. Put its folder back, then try again.",
            name=folder.stem,
        )
    )
