"""Signatures under a case: the passphrase typed again, a meaning, and the content signed."""

from datetime import datetime

from sqlalchemy.orm import Session

from csq_desktop.domain.closing.signatures import CaseSignature, Signing, digest_of
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.users import Permission
from csq_desktop.services import users
from csq_desktop.services.closing import involved
from csq_desktop.storage.records.cases import closing as records
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.closing import SignatureRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow


def sign(session: Session, complaint_id: int, signing: Signing) -> int:
    """Sign a case as it is now; returns the id of the signature. WrongPassphrase or MustWait."""
    require(session, Permission.NOTE_COMPLAINTS)
    row, desk = involved.complaint(session, complaint_id), desk_of(session)
    users.confirm(session, signing.passphrase)
    event_id = complaint_records.add_event(session, complaint_id, EventKind.SIGNED)
    session.flush()
    signature = SignatureRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        signed_at=desk.now(),
        signed_by=desk.user.id,
        signer_name=desk.user.name,
        meaning=signing.meaning,
        last_event_id=event_id,
        content_sha256=_digest(session, row, event_id),
    )
    records.add(session, signature)
    return signature.id


def signatures(session: Session, complaint_id: int) -> tuple[CaseSignature, ...]:
    """The signatures under a case, the oldest first, and whether each still holds."""
    row = involved.complaint(session, complaint_id)
    return tuple(
        CaseSignature(
            id=each.id,
            complaint_id=complaint_id,
            signed_at=each.signed_at,
            signed_by=each.signed_by,
            signer_name=each.signer_name,
            meaning=each.meaning,
            content_sha256=each.content_sha256,
            holds=_digest(session, row, each.last_event_id) == each.content_sha256,
        )
        for each in records.signatures(session, complaint_id)
    )


def _digest(session: Session, row: ComplaintRow, last_event_id: int) -> str:
    """The digest of everything a case says and of its history up to a line."""
    fields = {field.key: _plain(getattr(row, field.key)) for field in COMPLAINT.stored}
    lines = [
        [step.id, _plain(step.at), step.kind.value, step.text]
        for step in complaint_records.steps(session, row.id)
        if step.id <= last_event_id
    ]
    return digest_of({"complaint": fields, "history": lines})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, int | bool) else str(value)
