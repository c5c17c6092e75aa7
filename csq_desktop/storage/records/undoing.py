"""What undoing imports would bring back into records: it has to be there still."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from csq_desktop.storage.audit.digests import Kind
from csq_desktop.storage.tables.imports import ImportChangeRow


def would_put_back(session: Session, table: Kind, column: str) -> set[int]:
    """The ids in a column that undoing the imports not undone yet would put back."""
    c = ImportChangeRow
    number: ColumnElement[int] = func.json_extract(c.before, f"$[0].{column}")
    query = select(number).where(c.object_type == table.__audit__, number.is_not(None))
    return set(session.scalars(query.distinct()))
