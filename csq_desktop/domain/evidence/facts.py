"""Evidence files of a case: what they are, where they are kept, what may be done with them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from csq_desktop.domain.fields.fields import LONGEST_TEXT
from csq_desktop.errors import UserError
from csq_desktop.texts import mark, tr, trc

LARGEST_BYTES = 10 << 20
"""A scan of ten pages, or a photo of 40 megapixels, is smaller."""
MOST_FILES = 40
"""Of one case, voided ones and copies included."""
WARN_BYTES = 2 << 30
"""All files together, from where on a backup takes minutes: of 0.5 GB it took 25 s, a check 10 s,
new keys 49 s, on two cores that had other work."""


class FileKind(StrEnum):
    """What a file is by its content; its name says nothing."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    EMAIL = "email"
    TEXT = "text"
    WORD = "word"
    EXCEL = "excel"

    @property
    def label(self) -> str:
        """What people call it."""
        return trc("file kind", _KINDS[self])

    @property
    def ending(self) -> str:
        """The ending of a file's name, with its dot."""
        return _ENDINGS[self]

    @property
    def is_picture(self) -> bool:
        """Whether it is one picture."""
        return self in (FileKind.JPEG, FileKind.PNG, FileKind.WEBP)

    @property
    def has_pages(self) -> bool:
        """Whether it can be drawn as pixels, and blacked out there."""
        return self.is_picture or self is FileKind.PDF

    @property
    def is_words(self) -> bool:
        """Whether it can be read as plain text."""
        return self in (FileKind.EMAIL, FileKind.TEXT)


_KINDS = {
    FileKind.JPEG: mark("JPEG picture", "file kind"),
    FileKind.PNG: mark("PNG picture", "file kind"),
    FileKind.WEBP: mark("WebP picture", "file kind"),
    FileKind.PDF: mark("PDF", "file kind"),
    FileKind.EMAIL: mark("E-mail", "file kind"),
    FileKind.TEXT: mark("Plain text", "file kind"),
    FileKind.WORD: mark("Word document", "file kind"),
    FileKind.EXCEL: mark("Excel workbook", "file kind"),
}
_ENDINGS = {
    FileKind.JPEG: ".jpg",
    FileKind.PNG: ".png",
    FileKind.WEBP: ".webp",
    FileKind.PDF: ".pdf",
    FileKind.EMAIL: ".eml",
    FileKind.TEXT: ".txt",
    FileKind.WORD: ".docx",
    FileKind.EXCEL: ".xlsx",
}
ENDINGS = (*_ENDINGS.values(), ".jpeg")


class FilePlace(StrEnum):
    """Where a file's content is.

    In the STORE everybody with a key can read it; in the VAULT supervisors alone. What staff hand
    in is SEALED to supervisors until they sign in. Of an erased file only the facts are left.
    """

    STORE = "store"
    VAULT = "vault"
    SEALED = "sealed"
    ERASED = "erased"

    @property
    def label(self) -> str:
        """Who can see it, in the user's language."""
        return trc("file place", _PLACES[self])

    @property
    def is_private(self) -> bool:
        """Whether it may show somebody: supervisors alone can read it."""
        return self in (FilePlace.VAULT, FilePlace.SEALED)


_PLACES = {
    FilePlace.STORE: mark("Shows nobody", "file place"),
    FilePlace.VAULT: mark("Supervisors only", "file place"),
    FilePlace.SEALED: mark("Sealed for supervisors", "file place"),
    FilePlace.ERASED: mark("Erased", "file place"),
}


class FileAct(StrEnum):
    """What was done with a file, as the history of its case says."""

    ADDED = "added"
    COPIED = "copied"
    VOIDED = "voided"
    REINSTATED = "reinstated"
    SAVED = "saved"
    DESCRIBED = "described"

    def sentence(self, number: int) -> str:
        """The history's line."""
        return tr(_ACTS[self], n=number)


_ACTS = {
    FileAct.ADDED: mark("File {n} added."),
    FileAct.COPIED: mark("File {n} added: a blacked-out copy."),
    FileAct.VOIDED: mark("File {n} voided."),
    FileAct.REINSTATED: mark("File {n} reinstated."),
    FileAct.SAVED: mark("Copy of file {n} saved outside the program."),
    FileAct.DESCRIBED: mark("Details of file {n} corrected."),
}


def act_text(act: str, number: int) -> str:
    """A line of the history in words; of an act no program writes, its own word."""
    known = act in FileAct.__members__.values()
    return FileAct(act).sentence(number) if known else act


@dataclass(frozen=True)
class CheckedFile:
    """A file from outside whose content was looked at; `stem` is its name without the ending."""

    content: bytes
    kind: FileKind
    stem: str = ""
    pages: int = 1


@dataclass(frozen=True)
class NewEvidence:
    """What is typed in about a file; `shows_people` unless somebody says that nobody is seen."""

    category: str
    note: str = ""
    dated_on: date | None = None
    shows_people: bool = True


@dataclass(frozen=True)
class EvidenceFile:
    """A file of a case without its content; a copy names its original by `copy_of`."""

    id: int
    complaint_id: int
    number: int
    category: str
    note: str
    dated_on: date | None
    kind: FileKind
    pages: int
    size: int
    sha256: str
    place: FilePlace
    added_at: datetime
    added_by: str
    copy_of: int | None = None
    covered: int = 0
    voided_at: datetime | None = None
    void_reason: str = ""

    @property
    def is_copy(self) -> bool:
        """Whether it was made from another file by blacking out."""
        return self.copy_of is not None

    @property
    def is_readable(self) -> bool:
        """Whether its content is there, whoever may read it."""
        return self.place is not FilePlace.ERASED

    @property
    def goes_on_paper(self) -> bool:
        """Whether it may go into case files and packs: nobody is seen in it, and it is valid."""
        return self.place is FilePlace.STORE and self.voided_at is None


@dataclass(frozen=True)
class OpenedFile:
    """A file with its content, for looking at it."""

    file: EvidenceFile
    content: bytes


@dataclass(frozen=True)
class PrintableFile:
    """A file as a case file prints it: JPEG pictures page by page; none of what is no picture."""

    file: EvidenceFile
    category: str
    pictures: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class EvidenceTotals:
    """How many files a store holds, and their bytes together."""

    files: int = 0
    size: int = 0

    @property
    def is_large(self) -> bool:
        """Whether backups and checks take long because of them."""
        return self.size >= WARN_BYTES


def check_size(size: int) -> None:
    """A UserError for an empty file and for one that is too large."""
    if not size:
        raise UserError(tr("The file is empty."))
    if size > LARGEST_BYTES:
        raise UserError(
            tr(
                "The file is larger than {n} MB. Save it smaller, or print the pages needed to a "
                "new PDF.",
                n=LARGEST_BYTES >> 20,
            )
        )


def check_new(new: NewEvidence, *, today: date, is_category: bool) -> None:
    """A UserError for what cannot be said of a file."""
    if not is_category:
        raise UserError(tr("Choose what kind of evidence it is."), field="category")
    if len(new.note) > LONGEST_TEXT:
        raise UserError(tr("Use fewer than {n} characters.", n=f"{LONGEST_TEXT:,}"), field="note")
    if new.dated_on is not None and new.dated_on > today:
        raise UserError(tr("This day is still to come."), field="dated_on")


def check_room(files: int, more: int) -> None:
    """A UserError where a case has as many files as it may have."""
    if files + more > MOST_FILES:
        raise UserError(tr("A case takes {n} files at most.", n=MOST_FILES))
