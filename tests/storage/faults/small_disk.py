"""Disks without room: a really full one where the system lets us mount one, else a file limit."""

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

SIZE = 8 * 1024 * 1024
FULL_DISK, LARGEST_FILE = "full disk", "largest file"


class FullDisk:
    """A small disk of its own; ballast fills it."""

    def __init__(self, place: Path) -> None:
        self.place = place

    @contextmanager
    def full(self, left: int = 0) -> Iterator[None]:
        ballast = self.place / "ballast"
        free = shutil.disk_usage(self.place).free
        ballast.write_bytes(bytes(max(0, free - left)))
        try:
            yield
        finally:
            ballast.unlink()


class LargestFile:
    """A limit for every file this program writes, as a quota or an old stick's file system has."""

    def __init__(self, place: Path) -> None:
        self.place = place

    @contextmanager
    def full(self, left: int = 0) -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (left, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@cache
def kinds() -> list[str]:
    """What this machine can do: mounting takes more rights than every build has."""
    with tempfile.TemporaryDirectory() as folder:
        if not _mount(Path(folder)):
            return [LARGEST_FILE]
        _unmount(Path(folder))
    return [FULL_DISK, LARGEST_FILE]


@contextmanager
def disk(kind: str, place: Path) -> Iterator[FullDisk | LargestFile]:
    """A place of this kind."""
    place.mkdir()
    if kind == LARGEST_FILE:
        yield LargestFile(place)
        return
    assert _mount(place)
    try:
        yield FullDisk(place)
    finally:
        _unmount(place)


def _mount(place: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


def _unmount(place: Path) -> None:
    subprocess.run(["umount", "-l", str(place)], capture_output=True, check=True)
