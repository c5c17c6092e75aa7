"""Saving a copy of an evidence file outside the program: for a purpose, to somebody, on record."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.disclosures import facts as disclosure_rules
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.fields import EVIDENCE_FILES
from csq_desktop.domain.disclosures.words import DisclosureAuthority, DisclosureForm, RecipientKind
from csq_desktop.domain.evidence.facts import FileAct
from csq_desktop.domain.evidence.fields import EVIDENCE
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import labelled
from csq_desktop.services import files
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.evidence import evidence
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions.desk import require


@dataclass(frozen=True)
class FileHandedOut:
    """To whom a copy goes, why and by what right; `target` is where it is written."""

    target: Path
    recipient_kind: RecipientKind
    recipient: str
    purpose: str
    authority: DisclosureAuthority = DisclosureAuthority.ORIGINAL_PURPOSE


def save_copy(session: Session, evidence_id: int, order: FileHandedOut) -> None:
    """Write a file as it is where the user chose, readable by this user of the computer alone.

    History, trail and, where a customer is known, the disclosure log say so before the file is
    written, so that none goes unrecorded.
    """
    require(session, Permission.EXPORT_FILES)
    row = evidence.row_of(session, evidence_id)
    case = complaint_records.get(session, row.complaint_id)
    customer_ids = (case.customer_id,) if case is not None and case.customer_id else ()
    new = NewDisclosure(
        customer_ids,
        order.recipient.strip(),
        order.recipient_kind,
        order.purpose.strip(),
        fields=(EVIDENCE_FILES,),
        authority=order.authority,
        form=DisclosureForm.EXPORT,
    )
    disclosure_rules.check(new, shop.today(session))
    content = evidence.content_of(session, row)
    if customer_ids:
        disclosures.record(session, new)
    evidence.tell(session, row, FileAct.SAVED, labelled(_whom(new), new.purpose))
    detail: dict[str, object] = {"number": row.number, "complaint_id": row.complaint_id}
    audit.note(session, AuditAction.EXPORTED, EVIDENCE.name, row.id, detail)
    files.save(order.target, content)


def _whom(new: NewDisclosure) -> str:
    return new.recipient or new.recipient_kind.label


def proposed_name(session: Session, evidence_id: int) -> str:
    """What the copy is called at first: the reference and number, no name of anybody."""
    row = evidence.row_of(session, evidence_id)
    case = complaint_records.get(session, row.complaint_id)
    ref = case.ref if case is not None else str(row.complaint_id)
    return f"{ref}-{row.number}{row.file_kind.ending}"
