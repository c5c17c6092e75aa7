"""What the errors of the database and the disk mean to a user."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, TimeoutError
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop.errors import NoSpace, StoreBusy, StoreDamaged, UserError
from csq_desktop.texts import tr


@contextmanager
def user_errors() -> Iterator[None]:
    """Turn the database's and the disk's errors inside the block into sentences for the user."""
    try:
        yield
    except DBAPIError as error:
        raise in_words(error.orig) or error from error
    except (sqlcipher.Error, MemoryError, OSError) as error:
        raise in_words(error) or error from error
    except TimeoutError as error:
        raise _busy() from error


def in_words(error: BaseException | None) -> UserError | None:
    """What a user is told of a database error; None for one that only a programmer can mend."""
    if isinstance(error, MemoryError):
        return UserError(tr("There is not enough memory. Close other programs, then try again."))
    if isinstance(error, OSError):
        return _full() if error.errno in (errno.ENOSPC, errno.EDQUOT) else None
    refusal = _REFUSALS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return refusal() if refusal else None


def _full() -> NoSpace:
    return NoSpace(tr("The disk is full: nothing was kept. Free some space, then try again."))


def _busy() -> StoreBusy:
    return StoreBusy(tr("Another program is using this store. Close it there, then try again."))


def _damaged() -> StoreDamaged:
    return StoreDamaged(
        tr("A file of this store is damaged. Stop working with it and restore the last backup.")
    )


def _unanswered() -> UserError:
    return UserError(
        tr(
            "The disk did not answer, or is full: nothing was kept. "
            "Check the disk and its free space."
        )
    )


def _unwritable() -> UserError:
    return UserError(tr("The store cannot be written: its folder or disk is read-only."))


def _without_memory() -> UserError | None:
    return in_words(MemoryError())


_REFUSALS = {
    sqlcipher.SQLITE_FULL: _full,
    sqlcipher.SQLITE_BUSY: _busy,
    sqlcipher.SQLITE_LOCKED: _busy,
    sqlcipher.SQLITE_CORRUPT: _damaged,
    sqlcipher.SQLITE_NOTADB: _damaged,
    sqlcipher.SQLITE_IOERR: _unanswered,
    sqlcipher.SQLITE_CANTOPEN: _unanswered,
    sqlcipher.SQLITE_READONLY: _unwritable,
    sqlcipher.SQLITE_NOMEM: _without_memory,
}
