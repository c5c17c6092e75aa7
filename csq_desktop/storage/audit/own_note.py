"""What this user's own folder notes of a store: how far its audit trail was here last.

It is the one anchor outside the store's folder. It shows when all files of a store were put back
together, and when the end of a log was lost that nothing else had anchored yet. It is written with
every commit and never forced to the disk: a power cut leaves an earlier note, which still holds.
"""

import contextlib
import hashlib
import json
from pathlib import Path

from csq_desktop import paths
from csq_desktop.domain.audit.entries import Anchor
from csq_desktop.errors import UserError
from csq_desktop.storage.files import atomic

LARGEST_BYTES = 1024
_HEAD_BYTES = 32


class OwnNote:
    """The note of the store in one folder; a store that was moved begins another one."""

    def __init__(self, folder: Path, store_id: str) -> None:
        own = paths.user_state() / "stores"
        with contextlib.suppress(OSError):  # without a note the other anchors have to do
            own.mkdir(mode=0o700, exist_ok=True)
        place = f"{store_id}\n{folder.resolve()}"
        self._file = own / f"{hashlib.sha256(place.encode()).hexdigest()[:32]}.json"

    def read(self) -> Anchor:
        """The end of the trail as it was noted; none where no note can be read."""
        try:
            with self._file.open("rb") as file:
                return _anchor(json.loads(file.read(LARGEST_BYTES)))
        except (OSError, ValueError, TypeError, RecursionError):
            return Anchor()

    def write(self, anchor: Anchor) -> None:
        """Replace the note; a folder that cannot be written to is no reason to stop work."""
        with contextlib.suppress(UserError):
            text = json.dumps([anchor.sequence, anchor.head])
            atomic.write(self._file, text.encode(), forced=False)

    def forget(self) -> None:
        """Begin anew: another store stands in this place from now on, and its trail says why."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)


def _anchor(facts: object) -> Anchor:
    if not isinstance(facts, list):
        raise TypeError(facts)
    sequence, head = facts
    if type(sequence) is not int or sequence < 0 or len(bytes.fromhex(head)) != _HEAD_BYTES:
        raise ValueError(facts)
    return Anchor(sequence, head)
