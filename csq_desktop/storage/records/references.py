"""Reference numbers: gap-free per kind of record and year, given out inside the transaction."""

from sqlalchemy.orm import Session

from csq_desktop.storage.files.faults import counter_spoilt
from csq_desktop.storage.tables.shop import ReferenceRow

TABLES = {"A": "action", "C": "complaint", "CU": "customer", "R": "checklist_run"}
"""The table of the records that carry the numbers of each kind."""
YEARLESS = ("CU",)  # counted from the first day of the store on, as the year 0
_LARGEST = (1 << 63) - 1


def next_number(session: Session, kind: str, year: int) -> int:
    """The next number of a kind and year, from 1; a rolled-back transaction gives it back."""
    return next_numbers(session, kind, year, 1)[0]


def next_numbers(session: Session, kind: str, year: int, count: int) -> range:
    """So many consecutive numbers at once."""
    row = session.get(ReferenceRow, (kind, year))
    if row is None:
        row = ReferenceRow(kind=kind, year=year, last=0)
        session.add(row)
    first = row.last + 1
    if not 0 < first <= _LARGEST - count:
        raise counter_spoilt()
    row.last += count
    session.flush()
    return range(first, first + count)


def front(kind: str, year: int) -> str:
    """What the references of a kind and year begin with, such as C-2026-."""
    return f"{kind}-" if kind in YEARLESS else f"{kind}-{year}-"


def written(kind: str, year: int, number: int) -> str:
    """A reference as people read it, such as C-2026-0412 or CU-00412."""
    return f"{front(kind, year)}{number:0{5 if kind in YEARLESS else 4}d}"
