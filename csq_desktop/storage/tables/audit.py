"""Tables of the audit trail, and the triggers that let it only grow."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.storage.tables.row import CheckedBy, Key, Row, VaultRow, sqlite_only, table_of

# A tree for the key beside the table's own would be one more page to write with each commit.
_ONE_TREE = ({"sqlite_with_rowid": False},)


class AuditEntryRow(Row):
    """One entry of the trail; `mac` chains it to the entry before. Written by storage.audit only.

    `detail` is canonical JSON as text: the very characters the chain is computed over.
    """

    __tablename__ = "audit_entry"
    __audit__ = None
    __checked__ = CheckedBy.TRAIL
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

    `edition` is that of the register of users the signature was made under; `previous` the digest
    of the one that the same session made before, empty for its first. Ed25519, 64 bytes. It is not
    keyed by the entries: where those were cut off, signatures are left over, and work goes on.
    """

    __tablename__ = "audit_signature"
    __audit__ = None
    __checked__ = CheckedBy.TRAIL
    __topic__ = "audit"
    __table_args__ = (Index(None, "user_id", "id"),)

    id: Mapped[Key]
    first: Mapped[int]
    last: Mapped[int]
    user_id: Mapped[int]
    at: Mapped[datetime]
    edition: Mapped[int]
    previous: Mapped[bytes]
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


class BulkDigestRow(Row):
    """Digests of some rows of a bulk write; the write's audit entry holds the hash over its parts.

    `number` is the write's, which its entry names; see storage/audit/bulk_digests.py.
    """

    __tablename__ = "bulk_digest"
    __audit__ = None
    __checked__ = CheckedBy.ENTRIES
    __topic__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    part: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[bytes]


class _Salts:
    """Salts under the digests of records: those from `first` on, 16 bytes each; zeros for none."""

    __audit__: ClassVar[str | None] = None
    __checked__ = CheckedBy.ENTRIES
    __topic__ = "audit"
    __table_args__ = _ONE_TREE

    object_type: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    salts: Mapped[bytes]


class RecordSaltRow(_Salts, Row):
    """What the digests of records of store.db depend on; without it they say nothing."""

    __tablename__ = "record_salt"


class VaultRecordSaltRow(_Salts, VaultRow):
    """The same of records of vault.db: nobody guesses at identities with the store's key alone."""

    __tablename__ = "vault_record_salt"
