"""Writing a small file whole or not at all, readable by its owner alone."""

import contextlib
from collections.abc import Iterable
from pathlib import Path

from csq_desktop import disk_refusals, whole_files
from csq_desktop.errors import NoSpace, UserError
from csq_desktop.texts import tr


def write(target: Path, content: bytes, *, forced: bool = True) -> None:
    """Replace the file in one step: after a crash it holds the old content or the new one.

    Unless it is forced to the disk, a power cut may leave the old content although this returned.

    Raises NoSpace on a full disk and UserError on any other refusal of the system. When only the
    last step fails (making the rename itself lasting), the new content is already in place.
    """
    try:
        whole_files.replace_whole(target, content, forced=forced)
    except OSError as fault:
        raise unwritten(target, fault) from fault


def sweep(folder: Path) -> None:
    """Remove drafts of small files that a kill left; nobody may be writing them meanwhile."""
    for left in folder.glob(".*.json.*.new"):
        with contextlib.suppress(OSError):
            left.unlink()


def keep_private(files: Iterable[Path]) -> None:
    """Take files that others could read, of an earlier release or a copy, back from them."""
    for file in files:
        with contextlib.suppress(OSError):  # not ours to change, or a disk without modes
            file.chmod(0o600)


def unwritten(target: Path, fault: OSError) -> UserError:
    """What the system refused about writing this file, as an error the user is told."""
    if disk_refusals.is_full(fault):
        return NoSpace(
            tr(
                "The disk is full: “{name}” was left as it was. Free some space, then try again.",
                name=target.name,
            )
        )
    reason = disk_refusals.reason(fault)
    return UserError(
        tr("“{name}” could not be written: {reason}.", name=target.name, reason=reason)
    )


def unread(source: Path, fault: OSError) -> UserError:
    """What the system refused about reading this file, as an error the user is told."""
    reason = disk_refusals.reason(fault)
    return UserError(tr("“{name}” could not be read: {reason}.", name=source.name, reason=reason))
