"""The rows of two records of one complaint, and what their moments have to fit."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import ComplaintRef
from csq_desktop.domain.complaints.redating import Surroundings
from csq_desktop.services.complaints import case_rows
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.row import seconds

WORDS = "words"
FACTS = frozenset(case_rows.FACTS) - {"removed_at"}
"""What a merge may change of the survivor by the rules of a case."""


@dataclass(frozen=True)
class MergedRows:
    """The rows of two records of one complaint."""

    survivor: ComplaintRow
    merged: ComplaintRow


def rows_of(session: Session, survivor_id: int, merged_id: int) -> MergedRows:
    """Both rows; a UserError when one has been removed."""
    return MergedRows(case_rows.row_of(session, survivor_id), case_rows.row_of(session, merged_id))


def ref_of(row: ComplaintRow) -> ComplaintRef:
    """The number of a record."""
    return ComplaintRef(row.id, row.ref)


def around(session: Session, *rows: ComplaintRow) -> Surroundings:
    """What moments have to fit: the record that was entered first, as neither was before it."""
    finished = case_rows.rounds_of(session, rows[0].id)
    live = [seconds(row.entered_at) for row in rows if row.batch_id is None]
    return Surroundings(
        case_rows.now(session),
        logged_at=min(live) if len(live) == len(rows) else None,
        first_answered_at=finished[0].resolved_at if finished else None,
        first_closed_at=finished[0].known_closing if finished else None,
    )
