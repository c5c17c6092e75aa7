"""Taking the opened bytes of a backup apart: first the manifest's line, then file after file."""

import hashlib
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from csq_desktop import whole_files
from csq_desktop.errors import UserError
from csq_desktop.storage.backup import manifest
from csq_desktop.storage.backup.manifest import Manifest, Part, damaged
from csq_desktop.storage.files import atomic
from csq_desktop.storage.files.faults import no_space
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import LARGEST_BYTES as KEY_FILE_BYTES


class Enough(Exception):
    """Stops the opening of a backup once its manifest was read."""


class Unpacking:
    """Takes pieces; writes the parts into a folder, or stops with Enough when there is none."""

    def __init__(self, ring: Keyring, front_digest: str, folder: Path | None) -> None:
        self._ring, self._front, self._folder = ring, front_digest, folder
        self._line = bytearray()
        self._manifest: Manifest | None = None
        self._waiting: list[Part] = []
        self._open: BinaryIO | None = None
        self._left = 0
        self._digest = hashlib.sha256()
        self._files = ExitStack()

    def __enter__(self) -> "Unpacking":
        return self

    def __exit__(self, *_fault: object) -> None:
        self._files.close()

    @property
    def manifest(self) -> Manifest:
        """The manifest, once it was read."""
        if self._manifest is None:
            raise damaged()
        return self._manifest

    def write(self, piece: bytes) -> int:
        """Take the next piece."""
        rest = memoryview(piece)
        try:
            if self._manifest is None:
                rest = self._begin(piece)
            while rest:
                rest = self._take(rest)
        except OSError as fault:
            raise self._unwritten(fault) from fault
        return len(piece)

    def require_end(self) -> None:
        """UserError unless every part came, whole."""
        if self._manifest is None or self._waiting:
            raise damaged()

    def _begin(self, piece: bytes) -> memoryview:
        line, end, rest = bytes(piece).partition(b"\n")
        self._line += line
        if len(self._line) > KEY_FILE_BYTES:
            raise damaged()
        if not end:
            return memoryview(b"")
        self._manifest = manifest.parsed(bytes(self._line), self._ring, self._front)
        if self._folder is None:
            raise Enough
        self._waiting = list(self._manifest.parts)
        self._open_next(self._folder)
        return memoryview(rest)

    def _take(self, piece: memoryview) -> memoryview:
        if self._open is None or self._folder is None:
            raise damaged()  # more bytes than the manifest tells of
        mine, rest = piece[: self._left], piece[self._left :]
        self._open.write(mine)
        self._digest.update(mine)
        self._left -= len(mine)
        if not self._left:
            self._finish(self._open)
            self._open_next(self._folder)
        return rest

    def _finish(self, file: BinaryIO) -> None:
        file.flush()
        whole_files.force_to_disk(file.fileno())
        file.close()
        self._open = None
        if self._digest.hexdigest() != self._waiting.pop(0).sha256:
            raise damaged()

    def _open_next(self, folder: Path) -> None:
        if self._waiting:
            part = self._waiting[0]
            self._open = self._files.enter_context((folder / part.name).open("xb"))
            self._left, self._digest = part.size, hashlib.sha256()

    def _unwritten(self, fault: OSError) -> UserError:
        assert self._folder is not None
        return no_space(fault) or atomic.unwritten(
            self._folder / self.manifest.parts[0].name, fault
        )
