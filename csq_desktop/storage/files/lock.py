"""One program at a time per store: the second one is told at once."""

from pathlib import Path

from filelock import FileLock, Timeout

from csq_desktop.errors import NotAStore, StoreBusy, UserError
from csq_desktop.texts import tr

LOCK_FILE = ".lock"


class StoreLock:
    """Holds a store for this program; the system itself lets go when the program dies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(str(folder / LOCK_FILE), timeout=0, thread_local=False)

    def take(self) -> None:
        """Hold the store, or raise StoreBusy without waiting."""
        if not self._folder.is_dir():
            raise NotAStore(tr("This folder is not a database, or it was moved."))
        try:
            self._lock.acquire()
        except Timeout as fault:
            raise StoreBusy(
                tr("This database is open in another window or program. Close it there first.")
            ) from fault
        except OSError as fault:
            raise UserError(
                tr("The database cannot be written: its folder or disk is read-only.")
            ) from fault

    def release(self) -> None:
        """Let the store go; doing so twice does no harm."""
        self._lock.release()
