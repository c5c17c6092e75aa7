"""Tables of letters: templates and the course of each letter in store.db, words in vault.db."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from csq_desktop.domain.customers.facts import SpokenLanguage
from csq_desktop.domain.letter_kinds import LetterDelivery, LetterKind
from csq_desktop.domain.letters.fields import LETTER, RECEIPT
from csq_desktop.domain.letters.templates import ReviewRule
from csq_desktop.storage.tables.row import Document, Key, Row, VaultRow, Worded

UNSENT = "sent_at IS NULL AND discarded_at IS NULL"


class LetterTemplateRow(Row):
    """One version of a template of letters, in three languages; never changed."""

    __tablename__ = "letter_template"
    __audit__ = "letter_template"
    __topic__ = "shop"
    __table_args__ = (UniqueConstraint("kind", "version"),)

    id: Mapped[Key]
    kind: Mapped[LetterKind] = mapped_column(Worded(LetterKind))
    version: Mapped[int]
    body: Mapped[Document]
    review: Mapped[ReviewRule] = mapped_column(Worded(ReviewRule))
    written_at: Mapped[datetime]
    written_by: Mapped[int]


class LetterRow(Row):
    """A letter without its words; it gets its number when it is issued."""

    __tablename__ = "letter"
    __audit__ = "letter"
    __topic__ = "complaints"
    __unsaid__ = LETTER.told_by_name_only
    __table_args__ = (
        UniqueConstraint("ref"),
        Index("ix_letter_unsent", "written_at", sqlite_where=text(UNSENT)),
    )

    id: Mapped[Key]
    ref: Mapped[str | None]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    customer_id: Mapped[int | None] = mapped_column(index=True)
    letter_kind: Mapped[LetterKind] = mapped_column(Worded(LetterKind))
    letter_language: Mapped[SpokenLanguage] = mapped_column(Worded(SpokenLanguage))
    template_version: Mapped[int]
    written_at: Mapped[datetime]
    written_by: Mapped[int]
    submitted_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[int | None]
    sha256: Mapped[str] = mapped_column(default="")
    delivery: Mapped[LetterDelivery | None] = mapped_column(Worded(LetterDelivery))
    sent_at: Mapped[datetime | None]
    corrects_id: Mapped[int | None]
    discarded_at: Mapped[datetime | None]


class LetterWordsRow(VaultRow):
    """What a letter says, whom it names, and how it was printed; of one erased nothing is left."""

    __tablename__ = "letter_words"
    __audit__ = "letter_words"
    __topic__ = "complaints"

    letter_id: Mapped[Key]
    recipient: Mapped[str] = mapped_column(default="")
    salutation: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")
    body: Mapped[str] = mapped_column(default="")
    review: Mapped[str] = mapped_column(default="")
    frame: Mapped[str] = mapped_column(default="")


class ReceiptRow(Row):
    """That a complaint was received, as it was printed; its entry in the trail is its place there.

    Without the salt nobody can tell which words the digest is of: they were erased.
    """

    __tablename__ = "receipt"
    __audit__ = "receipt"
    __topic__ = "complaints"
    __unsaid__ = RECEIPT.told_by_name_only
    __table_args__ = (UniqueConstraint("ref"),)

    id: Mapped[Key]
    ref: Mapped[str]
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), index=True)
    letter_id: Mapped[int]
    received_at: Mapped[datetime]
    words_digest: Mapped[str]
    salt: Mapped[bytes]
    confirmed_at: Mapped[datetime]
    confirmed_by: Mapped[int]
