"""Writing a file whole or not at all."""

import errno
import glob
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from csq_desktop import disk_refusals
from csq_desktop.errors import NoSpace, UserError
from csq_desktop.texts import tr

_MISSING = (errno.ENOENT, errno.ENOTDIR)
_STORE_MARK = "keys.json"
_DRAFT = ".part"


def check_target(path: Path) -> None:
    """Refuse what is no place for a file: a folder, a device, the folder of a store itself."""
    if path.exists() and not path.is_file():
        raise UserError(tr("“{name}” is not a file that can be written.", name=path.name))
    if (path.parent / _STORE_MARK).exists():
        raise UserError(
            tr("Files in a database folder belong to the database. Choose another folder.")
        )
    if not path.parent.is_dir():
        raise UserError(
            tr("The folder of “{name}” was not found. Choose another one.", name=path.name)
        )


def save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    with whole(path) as part:
        part.write_bytes(content)


@contextmanager
def whole(path: Path, ask: Callable[[], object] | None = None) -> Iterator[Path]:
    """A neighbour of the path to write to; it takes the path's place only when all went well.

    `ask` is called right before and may still raise: then the path stays as it was.
    """
    check_target(path)
    with _draft_of(path) as draft:
        yield draft
        if ask is not None:
            ask()
        with draft.open("rb+") as written:
            os.fsync(written.fileno())
        os.replace(draft, path)


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """A folder beside the path for what waits to be put into it; only this user can read it.

    It goes at the end; one that a kill left goes when the path is written the next time.
    """
    folder = Path(tempfile.mkdtemp(_DRAFT, f".{path.name}.", path.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _draft_of(path: Path) -> Iterator[Path]:
    """A new file beside the path that only this user can read, and that nobody can foresee.

    Under a name that can be foreseen, somebody could have put a link to another file before.
    """
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{_DRAFT}"):  # by a kill
        with suppress(OSError):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    draft = None
    try:
        number, name = tempfile.mkstemp(_DRAFT, f".{path.name}.", path.parent)
        os.close(number)
        draft = Path(name)
        yield draft
    except OSError as error:
        raise _refused(path, error) from None
    finally:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> UserError:
    """What the system refused about writing the file, in a sentence of the product's own."""
    if disk_refusals.is_full(error):
        return NoSpace(tr("The disk is full; the file was not written."))
    if error.errno in _MISSING:
        return UserError(
            tr("The folder of “{name}” was not found. Choose another one.", name=path.name)
        )
    if disk_refusals.is_protected(error):
        sentence = tr(
            "“{name}” cannot be saved there. The folder is write-protected; choose another one.",
            name=path.name,
        )
        return UserError(sentence)
    reason = disk_refusals.reason(error)
    return UserError(tr("The file cannot be written: {reason}.", reason=reason))
