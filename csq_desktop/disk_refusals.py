"""What the system refused about a file or a folder, in a sentence that says what to do."""

import errno
import os
from pathlib import Path

from csq_desktop.errors import NoSpace, UserError
from csq_desktop.texts import mark, tr

_FULL = (errno.ENOSPC, errno.EDQUOT)
_PROTECTED = (errno.EACCES, errno.EPERM, errno.EROFS)
_IN_THE_WAY = (errno.ENOTDIR, errno.EEXIST)


_REASONS = {
    errno.EACCES: mark("access is not allowed, or another program has it open"),
    errno.EPERM: mark("access is not allowed"),
    errno.EROFS: mark("the disk is write-protected"),
    errno.ENOENT: mark("it was not found"),
    errno.ENOTDIR: mark("a file stands where a folder is needed"),
    errno.EISDIR: mark("it is a folder"),
    errno.EEXIST: mark("something of this name stands there already"),
    errno.EBUSY: mark("another program has it open"),
    errno.EIO: mark("the disk has a fault, or was removed"),
    errno.ENAMETOOLONG: mark("its name is too long"),
    errno.ENOSPC: mark("the disk is full"),
}


def reason(error: OSError) -> str:
    """Why the system refused, in the user's language where it is a usual reason."""
    if error.errno in _REASONS:
        return tr(_REASONS[error.errno])
    return error.strerror or str(error) or type(error).__name__


def is_full(error: OSError) -> bool:
    """Whether the disk, or the user's share of it, has no room left."""
    return error.errno in _FULL


def is_protected(error: OSError) -> bool:
    """Whether the user may not read or write there."""
    return error.errno in _PROTECTED


def in_words(error: OSError, target: Path | None = None) -> UserError | None:
    """What a user is told; None for an error without a number, which no system made.

    `target` is what was to be written, where the error names a draft beside it.
    """
    if error.errno is None:
        return None
    if is_full(error):
        return NoSpace(tr("The disk is full. Free some space, then try again."))
    why = reason(error)
    if target is None and error.filename is None:
        return UserError(
            tr("The disk refused: {reason}. This was not finished: try it again.", reason=why)
        )
    path = target or Path(os.fsdecode(error.filename))
    obstacle = _file_in_the_way(path) if error.errno in _IN_THE_WAY else None
    if obstacle is not None:
        return UserError(
            tr(
                "“{name}” is a file, and a folder is needed there. Move the file away, or choose "
                "another place.",
                name=obstacle.name,
            )
        )
    if is_protected(error):
        return UserError(
            tr(
                "“{name}” may not be read or written here. Choose another place, or ask whoever "
                "looks after this computer.",
                name=path.name,
            )
        )
    if error.errno == errno.ENOENT:
        return UserError(
            tr(
                "“{name}” was not found: it was moved or renamed, or its disk is not connected.",
                name=path.name,
            )
        )
    return UserError(
        tr(
            "The disk refused “{name}”: {reason}. This was not finished: try it again.",
            name=path.name,
            reason=why,
        )
    )


def _file_in_the_way(path: Path) -> Path | None:
    """The file that stands where a path needs a folder."""
    return next((place for place in (path, *path.parents) if os.path.isfile(place)), None)
