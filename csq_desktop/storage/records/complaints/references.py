"""Reference numbers: gap-free per kind of record and year, given out inside the transaction."""

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.kinds import SERIES
from csq_desktop.storage.files.faults import counter_spoilt

TABLES = {
    "A": "action",
    **dict.fromkeys(SERIES.values(), "complaint"),
    "CU": "customer",
    "LT": "letter",
    "D": "disclosure",
    "DB": "data_breach",
    "DR": "data_request",
    "RF": "refusal",
    "R": "checklist_run",
    "RC": "receipt",
}
"""The table of the records that carry the numbers of each kind."""
YEARLESS = ("CU",)  # counted from the first day of the store on, as the year 0
_TAKE = (
    "INSERT INTO reference (kind, year, last) VALUES (?, ?, ?) "
    "ON CONFLICT (kind, year) DO UPDATE SET last = last + excluded.last RETURNING last"
)


def next_number(session: Session, kind: str, year: int) -> int:
    """The next number of a kind and year, from 1; a rolled-back transaction gives it back."""
    return next_numbers(session, kind, year, 1)[0]


def next_numbers(session: Session, kind: str, year: int, count: int) -> range:
    """So many consecutive numbers at once."""
    last = session.connection().exec_driver_sql(_TAKE, (kind, year, count)).scalar()
    if type(last) is not int or last < count:
        raise counter_spoilt()
    return range(last - count + 1, last + 1)


def front(kind: str, year: int) -> str:
    """What the references of a kind and year begin with, such as C-2026-."""
    return f"{kind}-" if kind in YEARLESS else f"{kind}-{year}-"


def written(kind: str, year: int, number: int, branch: str = "") -> str:
    """A reference as people read it, such as C-2026-0412-SSP01 or CU-00412.

    The branch comes last: its own people find a case by what stands before it, and elsewhere no
    two branches have the same. A branch that is called otherwise goes on with its numbers.
    """
    number_here = f"{front(kind, year)}{number:0{5 if kind in YEARLESS else 4}d}"
    return f"{number_here}-{branch}" if branch else number_here
