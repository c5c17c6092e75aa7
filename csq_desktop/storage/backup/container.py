"""The one file of a backup: a label anybody can read, keys.json, and the sealed files of a store.

    CSQ backup 1
    {"store_id": …, "name": …, "made_at": …, "identities": …, "key_file_bytes": n}
    keys.json, n bytes
    age, sealed to the store's backup recipient:
        {"front": SHA-256 of all the above, "parts": [[name, bytes, SHA-256], …], …, "mac": …}
        the bytes of each part

age proves that the sealed part is whole, not who wrote it: that is what the manifest's MAC is for.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from csq_desktop import whole_files
from csq_desktop.domain.stores.backups import BackupLabel
from csq_desktop.errors import StoreTooNew, UserError
from csq_desktop.storage.backup import manifest
from csq_desktop.storage.backup.manifest import Manifest, damaged, only_supervisors
from csq_desktop.storage.backup.unpacking import Enough, Unpacking
from csq_desktop.storage.files import atomic
from csq_desktop.storage.keys import boxes, sealing
from csq_desktop.storage.keys.key_file import KeyFile
from csq_desktop.storage.keys.keyring import Keyring
from csq_desktop.storage.keys.sign_in_names import LARGEST_BYTES as KEY_FILE_BYTES
from csq_desktop.texts import tr

FORMAT = 1
LONGEST_NAME = 300
_MAGIC = b"CSQ backup "
_LONGEST_LINE = 64 * 1024
_PIECE = 1 << 20


@dataclass(frozen=True)
class Front:
    """What stands in a backup before the seal; `digest` is the SHA-256 of its `size` bytes."""

    label: BackupLabel
    key_file: KeyFile
    digest: str
    size: int


@dataclass(frozen=True)
class BackupSource:
    """What goes into a backup: keys.json, and the folder that holds the manifest's parts."""

    key_text: bytes
    manifest: Manifest
    folder: Path


def write(target: Path, label: BackupLabel, source: BackupSource, ring: Keyring) -> None:
    """Write a backup; nothing is left at the target when it fails. OSError as the disk says it."""
    front = _front_bytes(label, source.key_text)
    line = manifest.line_of(source.manifest, ring, hashlib.sha256(front).hexdigest())
    recipient = KeyFile.parse(target, source.key_text).backup_recipient
    parts = [source.folder / part.name for part in source.manifest.parts]
    with _new(target) as file, _inside(line, parts) as plain:
        file.write(front)
        sealing.seal_stream(plain, file, [recipient])


@contextmanager
def _new(target: Path) -> Iterator[BinaryIO]:
    """A new file, forced to the disk at the end of the block or gone again."""
    with target.open("xb") as file:
        try:
            yield file
            file.flush()
            whole_files.force_to_disk(file.fileno())
        except BaseException:
            with suppress(OSError):
                file.close()  # on a full disk what is still buffered fails once more
            target.unlink(missing_ok=True)
            raise


def read_front(file: Path) -> Front:
    """What anybody can read on a backup; UserError when the file is none, or damaged."""
    with _opened(file) as opened:
        return _front(opened)


def read_manifest(file: Path, front: Front, ring: Keyring) -> Manifest:
    """What the backup says it holds, by its first pieces alone; unpack() proves the rest."""
    with _opened(file) as opened, Unpacking(ring, front.digest, None) as taken:
        opened.skip(front.size)
        with suppress(Enough):
            sealing.open_stream(opened, taken, _identity(ring))
        return _fitting(taken.manifest, front)


def unpack(file: Path, front: Front, ring: Keyring, folder: Path) -> Manifest:
    """Put the files of a backup into a private folder; proved whole when this returns."""
    # Read by itself first, so that an unfitting backup is refused before a file is written.
    backup_manifest = read_manifest(file, front, ring)
    with _opened(file) as opened, Unpacking(ring, front.digest, folder) as taken:
        opened.skip(front.size)
        sealing.open_stream(opened, taken, _identity(ring))
        taken.require_end()
    return backup_manifest


def _fitting(backup_manifest: Manifest, front: Front) -> Manifest:
    # Parts become files of these names: no others may pass.
    names = manifest.names_of_parts(identities=front.label.identities)
    parts = backup_manifest.parts
    if [part.name for part in parts] != names or any(part.size < 1 for part in parts):
        raise damaged()
    return backup_manifest


def _front_bytes(label: BackupLabel, key_text: bytes) -> bytes:
    facts = {
        "store_id": label.store_id,
        "name": label.name,
        "made_at": label.made_at.astimezone(UTC).isoformat(),
        "identities": label.identities,
        "key_file_bytes": len(key_text),
    }
    return b"%s%d\n%s\n%s" % (_MAGIC, FORMAT, boxes.canonical(facts), key_text)


def _front(opened: "_Opened") -> Front:
    magic = opened.line()
    if not magic.startswith(_MAGIC):
        raise UserError(tr("This file is not a backup."))
    version = magic[len(_MAGIC) :].strip()
    if version != b"%d" % FORMAT:
        raise _too_new() if version.isdigit() else damaged()
    line = opened.line()
    try:
        facts = json.loads(line)
        key_text = opened.read(_key_file_bytes(facts))
        key_file, label = KeyFile.parse(Path(), key_text), _label(facts)
        # Written anew and compared: a label may carry nothing that was not read.
        written = _front_bytes(label, key_text)
        if written != magic + line + key_text or label.store_id != key_file.store_id:
            raise ValueError("not as written")
    except StoreTooNew:
        raise
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, UserError) as fault:
        raise damaged() from fault
    return Front(label, key_file, hashlib.sha256(written).hexdigest(), len(written))


def _label(facts: dict[str, Any]) -> BackupLabel:
    made_at, name, identities = facts["made_at"], facts["name"], facts["identities"]
    if type(identities) is not bool or not isinstance(name, str):
        raise TypeError(name)
    if not 0 < len(name) <= LONGEST_NAME:
        raise ValueError(name)
    return BackupLabel(str(facts["store_id"]), name, datetime.fromisoformat(made_at), identities)


def _key_file_bytes(facts: dict[str, Any]) -> int:
    size = facts["key_file_bytes"]
    if type(size) is not int or not 0 < size <= KEY_FILE_BYTES:
        raise ValueError(size)
    return size


def _identity(ring: Keyring) -> str:
    if ring.backup_identity is None:
        raise only_supervisors()
    return ring.backup_identity


def _too_new() -> StoreTooNew:
    return StoreTooNew(
        tr("This backup was made by a newer version of the program. Install that version.")
    )


class _Opened:
    """A file being read; what the system refuses is told in words."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path, self._file = path, file

    def read(self, size: int) -> bytes:
        """The next piece."""
        try:
            return self._file.read(size)
        except OSError as fault:
            raise atomic.unread(self._path, fault) from fault

    def line(self) -> bytes:
        """The next line, cut at 64 KiB."""
        try:
            return self._file.readline(_LONGEST_LINE)
        except OSError as fault:
            raise atomic.unread(self._path, fault) from fault

    def skip(self, size: int) -> None:
        """Go on from this many bytes after the beginning."""
        self._file.seek(size)


class _Inside:
    """What is sealed, as one stream: the manifest's line, then the bytes of each part."""

    def __init__(self, line: bytes, files: list[_Opened]) -> None:
        self._line, self._files = line, files

    def read(self, size: int) -> bytes:
        """The next piece; none at the end."""
        if self._line:
            piece, self._line = self._line[:size], self._line[size:]
            return piece
        while self._files:
            piece = self._files[0].read(size)
            if piece:
                return piece
            self._files.pop(0)
        return b""


@contextmanager
def _inside(line: bytes, parts: list[Path]) -> Iterator[_Inside]:
    with ExitStack() as stack:
        yield _Inside(line, [stack.enter_context(_opened(part)) for part in parts])


@contextmanager
def _opened(path: Path) -> Iterator[_Opened]:
    try:
        file = path.open("rb", _PIECE)
    except OSError as fault:
        raise atomic.unread(path, fault) from fault
    with file:
        yield _Opened(path, file)
