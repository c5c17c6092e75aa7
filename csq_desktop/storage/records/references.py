"""Reference numbers: gap-free per kind of record and year, given out inside the transaction."""

from sqlalchemy.orm import Session

from csq_desktop.storage.tables.shop import ReferenceRow


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
    row.last += count
    session.flush()
    return range(first, first + count)


def written(kind: str, year: int, number: int) -> str:
    """A reference as people read it, such as C-2026-0412."""
    return f"{kind}-{year}-{number:04d}"
