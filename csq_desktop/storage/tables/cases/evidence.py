"""Tables of evidence files: their facts, and their content apart, in one file or the other."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.evidence.facts import FileKind, FilePlace
from csq_desktop.domain.evidence.fields import EVIDENCE
from csq_desktop.storage.tables.row import CheckedBy, Key, Row, VaultRow, Worded


class EvidenceRow(Row):
    """One file of a case, without its content: lists never touch the pages of large files."""

    __tablename__ = "evidence"
    __audit__ = "evidence"
    __topic__ = "complaints"
    __unsaid__ = EVIDENCE.told_by_name_only
    __table_args__ = (UniqueConstraint("complaint_id", "number"),)

    id: Mapped[Key]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    number: Mapped[int]
    evidence_category: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    dated_on: Mapped[date | None]
    file_kind: Mapped[FileKind] = mapped_column(Worded(FileKind))
    pages: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str]
    location: Mapped[FilePlace] = mapped_column(Worded(FilePlace))
    copy_of_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"))
    covered: Mapped[int] = mapped_column(default=0)
    added_at: Mapped[datetime]
    added_by: Mapped[int]
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None]
    void_reason: Mapped[str] = mapped_column(default="")


class EvidenceContentRow(Row):
    """The content of a file in which nobody is seen, or sealed to supervisors.

    The SHA-256 that the file's own entry in the trail tells stands for it: a digest of its own
    would have every check read it twice.
    """

    __tablename__ = "evidence_content"
    __audit__ = None
    __checked__ = CheckedBy.FILES
    __topic__ = "complaints"

    id: Mapped[Key]
    content: Mapped[bytes]


class PrivateEvidenceRow(VaultRow):
    """The content of a file that may show people, under the number of its file."""

    __tablename__ = "private_evidence"
    __audit__ = None
    __checked__ = CheckedBy.FILES
    __topic__ = "complaints"

    id: Mapped[Key]
    content: Mapped[bytes]
