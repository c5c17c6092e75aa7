"""Small pictures of a case's files, as far as everybody may see them."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from csq_desktop.domain.evidence.facts import EvidenceFile, FilePlace
from csq_desktop.errors import UserError
from csq_desktop.exchange import photos
from csq_desktop.services.evidence import evidence

SIDE = 160
MOST = 12
"""Of one case: each takes up to 0.1 s, beside the window."""


def has_preview(file: EvidenceFile) -> bool:
    """Whether a small picture of a file is shown: of what may show people none is, unasked."""
    return file.kind.is_picture and file.place is FilePlace.STORE


def of_case(
    session: Session, complaint_id: int, progress: Callable[..., None] = lambda _done: None
) -> dict[int, bytes]:
    """JPEGs of at most 160 pixels by the file's id, of the first files of a case.

    It says how far it is, so the window draws them on a thread that no short read waits behind.
    """
    shown = [file for file in evidence.of_case(session, complaint_id) if has_preview(file)][:MOST]
    jpegs = {}
    for place, file in enumerate(shown):
        progress(place / len(shown))
        row = evidence.row_of(session, file.id)
        try:
            jpegs[file.id] = photos.jpeg_of(evidence.content_of(session, row), longest_side=SIDE)
        except UserError:  # looking at it says what is wrong with it
            continue
        finally:
            session.expunge(row)
    return jpegs
