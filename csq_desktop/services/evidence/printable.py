"""What of a case's evidence may be printed: blacked-out copies, and files that show nobody."""

from sqlalchemy.orm import Session

from csq_desktop.domain.evidence.facts import EvidenceFile, FileKind, PrintableFile
from csq_desktop.errors import UserError
from csq_desktop.exchange import photos
from csq_desktop.exchange.evidence import copies
from csq_desktop.services.evidence import evidence
from csq_desktop.services.settings import lists


def printable(session: Session, complaint_id: int) -> tuple[PrintableFile, ...]:
    """The files of a case that may go into its case file and into packs, with their pictures.

    Each picture is a JPEG of pixels alone. A PDF that was added as it is has none: it would have
    to be drawn first, as a blacked-out copy is; it is listed with its SHA-256 like e-mails are.
    """
    return tuple(
        PrintableFile(
            file, lists.label(lists.EVIDENCE_CATEGORIES, file.category), _pictures(session, file)
        )
        for file in evidence.of_case(session, complaint_id)
        if file.goes_on_paper
    )


def _pictures(session: Session, file: EvidenceFile) -> tuple[bytes, ...]:
    if not file.is_copy and not file.kind.is_picture:
        return ()
    try:
        content = evidence.content_of(session, evidence.row_of(session, file.id))
        if file.is_copy and file.kind is FileKind.PDF:
            return tuple(map(photos.jpeg_of, copies.pictures_of(content)))
        return (photos.jpeg_of(content),)
    except UserError:  # it is listed all the same: a check says what is wrong with it
        return ()
