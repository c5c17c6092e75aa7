"""The table of the audit trail, and the triggers that let it only grow."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from csq_desktop.storage.tables.row import Key, Row, sqlite_only, table_of


class AuditEntryRow(Row):
    """One entry of the trail; `mac` chains it to the entry before. Written by storage.audit only.

    `detail` is canonical JSON as text: the very characters the chain is computed over.
    """

    __tablename__ = "audit_entry"
    __audit__ = None
    __topic__ = "audit"
    __table_args__ = (Index(None, "object_type", "object_id", "sequence"),)

    sequence: Mapped[Key]
    at: Mapped[datetime]
    user_id: Mapped[int]
    action: Mapped[str]
    object_type: Mapped[str | None]
    object_id: Mapped[int | None]
    detail: Mapped[str]
    mac: Mapped[bytes]


TRIGGERS = {
    "audit_entry_in_order": (
        "CREATE TRIGGER audit_entry_in_order BEFORE INSERT ON audit_entry "
        "WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM audit_entry) "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail grows by one'); END"
    ),
    "audit_entry_unchanged": (
        "CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is never changed'); END"
    ),
    "audit_entry_kept": (
        "CREATE TRIGGER audit_entry_kept BEFORE DELETE ON audit_entry "
        "BEGIN SELECT RAISE(ABORT, 'the audit trail is never cut'); END"
    ),
}
sqlite_only(table_of(AuditEntryRow), *TRIGGERS.values())


class AuditSignatureRow(Row):
    """What one commit wrote of the trail, from `first` to `last`, signed by the user who wrote it.

    `edition` is that of the register of users the signature was made under. Ed25519, 64 bytes. It
    is not keyed by the entries: where those were cut off, signatures are left over, and work goes
    on.
    """

    __tablename__ = "audit_signature"
    __audit__ = None
    __topic__ = "audit"
    __table_args__ = (Index(None, "user_id", "id"),)

    id: Mapped[Key]
    first: Mapped[int]
    last: Mapped[int]
    user_id: Mapped[int]
    at: Mapped[datetime]
    edition: Mapped[int]
    signature: Mapped[bytes]


SIGNATURE_TRIGGERS = {
    "audit_signature_unchanged": (
        "CREATE TRIGGER audit_signature_unchanged BEFORE UPDATE ON audit_signature "
        "BEGIN SELECT RAISE(ABORT, 'a signature is never changed'); END"
    ),
    "audit_signature_kept": (
        "CREATE TRIGGER audit_signature_kept BEFORE DELETE ON audit_signature "
        "BEGIN SELECT RAISE(ABORT, 'a signature is never removed'); END"
    ),
}
sqlite_only(table_of(AuditSignatureRow), *SIGNATURE_TRIGGERS.values())
