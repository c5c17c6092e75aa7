"""What the errors of the database and the disk mean to a user."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import StatementError, TimeoutError
from sqlcipher3 import dbapi2 as sqlcipher

from csq_desktop import disk_refusals, memory
from csq_desktop.domain.impossible import ImpossibleNumbers
from csq_desktop.errors import NoSpace, StoreBusy, StoreDamaged, UserError
from csq_desktop.texts import tr

_NOT_OURS = (
    "malformed JSON",
    "not decode to UTF-8",
    "integer overflow",
)  # SQLite's words, and its driver's
# SQLite's words again. What tells rows apart is given out by counters; names that people type are
# compared by their services before.
_TAKEN = "UNIQUE constraint failed"


@contextmanager
def user_errors(*, disk: bool = True) -> Iterator[None]:
    """Turn the database's and the disk's errors inside the block into sentences for the user.

    Without `disk`, what the disk refuses is left to the caller, who knows which file it was for;
    but not that it is full.
    """
    try:
        yield
    except StatementError as error:
        raise in_words(error.orig) or error from error
    except OSError as error:
        raise (in_words(error) if disk else no_space(error)) or error from error
    # The driver's, of a text that is none; anybody's who reckons with a number out of all range.
    except (UnicodeDecodeError, OverflowError, ImpossibleNumbers) as error:
        raise unreadable() from error
    except (sqlcipher.Error, MemoryError) as error:
        raise in_words(error) or error from error
    except TimeoutError as error:
        raise _busy() from error


def in_words(error: BaseException | None) -> UserError | None:
    """What a user is told of a database error; None for one that only a programmer can mend."""
    if isinstance(error, MemoryError):
        return _without_memory()
    if isinstance(error, OSError):
        return no_space(error) or disk_refusals.in_words(error)
    if any(words in str(error) for words in _NOT_OURS):
        return unreadable()
    if _TAKEN in str(error):
        return counter_spoilt()
    refusal = _REFUSALS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return refusal() if refusal else None


def unreadable() -> StoreDamaged:
    """The error for a value that no program of ours writes, read from a table."""
    return StoreDamaged(
        tr(
            "A record contains a value that this program did not write. Check the "
            "database in Settings, Backups: the check names the record. Then restore "
            "the last backup."
        )
    )


def counter_spoilt() -> StoreDamaged:
    """The error for a number that cannot be given out, or was given out before."""
    return StoreDamaged(
        tr(
            "The next number of this database is already in use, or its counter was "
            "changed from outside this program. Nothing was saved. Close the database "
            "and open it again: that corrects its counters."
        )
    )


def _full() -> NoSpace:
    return NoSpace(tr("The disk is full. Nothing was saved. Free some space, then try again."))


def no_space(error: OSError) -> NoSpace | None:
    """What a user is told when the disk is full; None for anything else the disk refused."""
    return _full() if disk_refusals.is_full(error) else None


def _busy() -> StoreBusy:
    return StoreBusy(tr("Another program is using this database. Close it there, then try again."))


def damaged() -> StoreDamaged:
    """The error for a file that is not what SQLite, or this program, wrote."""
    return StoreDamaged(
        tr("A file of this database is damaged. Stop working with it and restore the last backup.")
    )


def _unanswered() -> UserError:
    return UserError(
        tr(
            "The disk did not respond, or is full. Nothing was saved. Check the disk "
            "and its free space."
        )
    )


def _unwritable() -> UserError:
    return UserError(tr("The database cannot be written: its folder or disk is read-only."))


def _without_memory() -> UserError:
    """SQLCipher says that it has no memory, too, of a page that it could not decrypt."""
    return damaged() if memory.suffices(memory.ANY_STEP) else memory.lacking()


_REFUSALS = {
    sqlcipher.SQLITE_FULL: _full,
    sqlcipher.SQLITE_BUSY: _busy,
    sqlcipher.SQLITE_LOCKED: _busy,
    sqlcipher.SQLITE_CORRUPT: damaged,
    sqlcipher.SQLITE_NOTADB: damaged,
    sqlcipher.SQLITE_IOERR: _unanswered,
    sqlcipher.SQLITE_CANTOPEN: _unanswered,
    sqlcipher.SQLITE_READONLY: _unwritable,
    sqlcipher.SQLITE_NOMEM: _without_memory,
}
