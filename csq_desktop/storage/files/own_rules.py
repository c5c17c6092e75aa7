"""Whether an error is a bug of the program, or comes of rows that break the rules of their tables.

SQLite keeps a NULL in a column that may have none, or the number of a record that is not there,
where somebody put it in around the rules. The program reads such columns as if that could not be.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from csq_desktop.storage.files.faults import unreadable

_TRIPPED = (TypeError, ValueError, LookupError, AttributeError, AssertionError)
_SOUND = "ok"


@contextmanager
def blamed(reader: Engine) -> Iterator[None]:
    """Turn an error into StoreDamaged where the files break their own rules, and leave it else.

    They are looked at only when there is an error: about half a second per 100 MB.
    """
    try:
        yield
    except _TRIPPED as error:
        if _breaks_its_rules(reader):
            raise unreadable() from error
        raise


def _breaks_its_rules(reader: Engine) -> bool:
    with reader.connect() as connection:
        run = connection.exec_driver_sql
        if run("PRAGMA quick_check(1)").scalar() != _SOUND:
            return True
        return run("PRAGMA foreign_key_check").first() is not None
