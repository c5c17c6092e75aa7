"""Tables of imports: batches that can be undone, what they changed, saved matchings."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.storage.tables.row import Document, Key, Row, VaultRow, Worded


class ImportBatchRow(Row):
    """One file taken in; what it added has the ids from `first_id` to `last_id`, and no others."""

    __tablename__ = "import_batch"
    __audit__ = "import_batch"
    __topic__ = "imports"

    id: Mapped[Key]
    kind: Mapped[ImportKind] = mapped_column(Worded(ImportKind))
    file_sha256: Mapped[str]
    mapping: Mapped[Document]
    first_id: Mapped[int]
    last_id: Mapped[int]
    added: Mapped[int]
    updated: Mapped[int]
    duplicates: Mapped[int]
    invalid: Mapped[int]
    at: Mapped[datetime]
    user_id: Mapped[int]
    undone_at: Mapped[datetime | None]


class ImportChangeRow(Row):
    """What a row was before a batch updated it; holds no identity."""

    __tablename__ = "import_change"
    __audit__ = "import_change"
    __topic__ = "imports"

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), index=True)
    object_type: Mapped[str]
    object_id: Mapped[int]
    before: Mapped[Document]


class VaultImportChangeRow(VaultRow):
    """What an identity was before a batch updated it."""

    __tablename__ = "vault_import_change"
    __audit__ = "vault_import_change"
    __topic__ = "imports"

    id: Mapped[Key]
    batch_id: Mapped[int] = mapped_column(index=True)
    customer_id: Mapped[int]
    before: Mapped[Document]


class SavedMappingRow(Row):
    """A column matching kept under a name, found again by the file's headings."""

    __tablename__ = "saved_mapping"
    __audit__ = "saved_mapping"
    __topic__ = "imports"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[Key]
    kind: Mapped[str]
    name: Mapped[str]
    headings: Mapped[str]
    body: Mapped[Document]
    saved_at: Mapped[datetime]
