"""Saving a copy of an evidence file outside the program: for a purpose, to somebody, on record."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.evidence.facts import FileAct
from csq_desktop.domain.evidence.fields import EVIDENCE
from csq_desktop.domain.fields import LONGEST_LINE_OF_TEXT
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import labelled
from csq_desktop.errors import UserError
from csq_desktop.services import files
from csq_desktop.services.evidence import evidence
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr


@dataclass(frozen=True)
class FileHandedOut:
    """To whom a copy goes and what for, as typed; `target` is where it is written."""

    target: Path
    recipient: str
    purpose: str


def save_copy(session: Session, evidence_id: int, order: FileHandedOut) -> None:
    """Write a file as it is where the user chose, readable by this user of the computer alone.

    History and trail say so before the file is written, so that none goes unrecorded.
    """
    require(session, Permission.EXPORT_FILES)
    check(order)
    row = evidence.row_of(session, evidence_id)
    content = evidence.content_of(session, row)
    recipient, purpose = order.recipient.strip(), order.purpose.strip()
    evidence.tell(session, row, FileAct.SAVED, labelled(recipient, purpose))
    detail: dict[str, object] = {"number": row.number, "complaint_id": row.complaint_id}
    audit.note(session, AuditAction.EXPORTED, EVIDENCE.name, row.id, detail)
    files.save(order.target, content)


def check(order: FileHandedOut) -> None:
    """A UserError where it is not said to whom the file goes, or why."""
    if not order.recipient.strip():
        raise UserError(tr("Enter who receives the file."), field="recipient")
    if not order.purpose.strip():
        raise UserError(tr("Enter what it is needed for."), field="purpose")
    for key, text in (("recipient", order.recipient), ("purpose", order.purpose)):
        if len(text) > LONGEST_LINE_OF_TEXT:
            n = f"{LONGEST_LINE_OF_TEXT:,}"
            raise UserError(tr("Use fewer than {n} characters.", n=n), field=key)


def proposed_name(session: Session, evidence_id: int) -> str:
    """What the copy is called at first: the reference and number, no name of anybody."""
    row = evidence.row_of(session, evidence_id)
    case = complaint_records.get(session, row.complaint_id)
    ref = case.ref if case is not None else str(row.complaint_id)
    return f"{ref}-{row.number}{row.file_kind.ending}"
