"""Free space is asked for before a long copy begins, so that a full disk never stops the shop."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from csq_desktop.domain.words.wording import file_size_text
from csq_desktop.errors import NoSpace
from csq_desktop.texts import tr

MARGIN = 32 * 1024 * 1024  # bytes left free for the shop's own work meanwhile


def require(folder: Path, size: int) -> None:
    """NoSpace unless the folder's disk has room for so many bytes, and some to spare."""
    free, needed = shutil.disk_usage(folder).free, size + MARGIN
    if free < needed:
        raise NoSpace(
            tr(
                "This needs {needed} of free space and the disk has {free}. Nothing was changed: "
                "free some space, then try again.",
                needed=file_size_text(needed),
                free=file_size_text(free),
            )
        )


def require_all(sizes: Iterable[tuple[Path, int]]) -> None:
    """The same for several folders, which may lie on the same disk."""
    disks: dict[int, tuple[Path, int]] = {}
    for folder, size in sizes:
        disk = folder.stat().st_dev
        disks[disk] = (folder, size + disks.get(disk, (folder, 0))[1])
    for folder, size in disks.values():
        require(folder, size)
