"""Replacing a small file whole or not at all, readable by its owner alone."""

import contextlib
import errno
import os
import sys
import tempfile
from pathlib import Path

_NO_FOLDER_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EISDIR)


def replace_whole(target: Path, content: bytes, *, forced: bool) -> None:
    """Replace the file in one step: after a crash it holds the old content or the new one.

    Unless it is forced to the disk, a power cut may leave the old content although this returned.
    An OSError says what the system refused.
    """
    # mkstemp makes the file with mode 0600, and rename keeps the mode
    number, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    draft = Path(name)
    try:
        with open(number, "wb") as file:
            file.write(content)
            file.flush()
            if forced:
                force_to_disk(file.fileno())
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    if forced:
        sync_folder(target.parent)


def force_to_disk(number: int) -> None:
    """Return only when the open file's content is on the disk itself, not in its cache."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(number, fcntl.F_FULLFSYNC)  # fsync would leave it in the drive's cache
    else:
        os.fsync(number)


def sync_folder(folder: Path) -> None:
    """Make renames in the folder last through a power cut, where the system knows how."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders; NTFS journals the rename itself
        return
    try:
        os.fsync(number)
    except OSError as fault:
        if fault.errno not in _NO_FOLDER_SYNC:  # some network drives cannot
            raise
    finally:
        os.close(number)
