"""A store's folder appears complete or not at all: it is furnished under a draft's name first."""

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from csq_desktop import whole_files
from csq_desktop.errors import UserError
from csq_desktop.storage.files.lock import StoreLock
from csq_desktop.texts import tr

# SQLite holds the path of a file in so many bytes, with what it puts behind the name.
_LONGEST_PATH, _LONGEST_NAME = 512, len("/vault.db-journal")


def refuse_existing(folder: Path) -> None:
    """UserError when there is something of that name already."""
    if folder.exists():
        raise UserError(tr("There is already something called “{name}”.", name=folder.name))


def refuse_long(folder: Path, *, draft: str = "") -> None:
    """UserError where the database could not name the files of a store, or of its `draft`."""
    path = folder.with_name(draft or folder.name).absolute()
    if len(os.fsencode(path)) + _LONGEST_NAME > _LONGEST_PATH:
        raise UserError(
            tr(
                "The path of “{name}” is too long. Choose a folder nearer to the top of the disk.",
                name=folder.name,
            )
        )


@contextmanager
def draft_of(folder: Path, ending: str) -> Iterator[Path]:
    """A private folder that becomes the store at the end of the block, or goes.

    `ending` tells drafts of one purpose from those of another.
    """
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.{ending}")
    refuse_long(folder, draft=draft.name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep(folder, ending)
    draft.mkdir(mode=0o700)
    lock = StoreLock(draft)
    try:
        lock.take()
        yield draft
        whole_files.sync_folder(draft)
        lock.release()  # some systems rename no folder that holds an open file
        refuse_existing(folder)
        os.rename(draft, folder)
    except BaseException:
        lock.release()
        shutil.rmtree(draft, ignore_errors=True)
        raise
    whole_files.sync_folder(folder.parent)


def _sweep(folder: Path, ending: str) -> None:
    """Remove the drafts of work that was killed, whatever store was to be made beside this one.

    Of those still being made, the lock is held.
    """
    drafts = re.compile(rf"\..+{re.escape(folder.suffix)}\.[0-9a-f]{{8}}\.{ending}")
    for left in [each for each in folder.parent.iterdir() if drafts.fullmatch(each.name)]:
        lock = StoreLock(left)
        try:
            lock.take()
        except UserError:
            continue
        lock.release()
        shutil.rmtree(left, ignore_errors=True)
