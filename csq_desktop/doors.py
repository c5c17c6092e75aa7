"""What keeps the program's memory and files from other people of the same computer."""

import os
import sys

_NOT_DUMPABLE = 4  # PR_SET_DUMPABLE of Linux
_OWNER_ALONE = 0o077


def write_privately() -> None:
    """Let every file and folder written from now on be read by nobody but this user."""
    os.umask(_OWNER_ALONE)


def close() -> None:
    """Keep this program's memory out of core dumps and unreadable for other programs."""
    if sys.platform == "win32":
        return
    import ctypes
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NOT_DUMPABLE, 0, 0, 0, 0)
