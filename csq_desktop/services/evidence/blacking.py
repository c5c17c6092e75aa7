"""Blacked-out copies: drawn as pixels, covered, encoded anew, and kept beside their original."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from csq_desktop.domain.evidence.blacking import (
    LONGEST_SIDE,
    Areas,
    BlackedOut,
    PagePixels,
    check_areas,
)
from csq_desktop.domain.evidence.facts import (
    CheckedFile,
    EvidenceFile,
    FileAct,
    FileKind,
    FilePlace,
    OpenedFile,
    check_room,
    check_size,
)
from csq_desktop.domain.fields.fields import LONGEST_TEXT
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.exchange import photos
from csq_desktop.exchange.evidence import copies
from csq_desktop.services.evidence import evidence
from csq_desktop.storage.records.cases import evidence as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr

DrawPage = Callable[[bytes, int], PagePixels]
"""Draws a page of a PDF, by its number from 0, with `LONGEST_SIDE` pixels."""


def page_of(opened: OpenedFile, page: int, draw: DrawPage) -> PagePixels:
    """A page of a file as pixels, as it is shown and as it is covered."""
    if opened.file.kind.is_picture:
        return photos.pixels_of(opened.content, longest_side=LONGEST_SIDE)
    if opened.file.kind is FileKind.PDF:
        return draw(opened.content, page)
    raise UserError(tr("Only pictures and PDFs can be blacked out."))


def blacked_out(opened: OpenedFile, areas: Areas, draw: DrawPage) -> BlackedOut:
    """A copy of the file out of its pixels, with the areas black; needs no store.

    Each page is drawn, covered and encoded before the next: a long PDF is never in memory whole.
    """
    count = check_areas(areas, opened.file.pages)
    pages = [
        copies.covered_page(page_of(opened, number, draw), areas.get(number, ()))
        for number in range(opened.file.pages)
    ]
    if opened.file.kind.is_picture:
        return BlackedOut(pages[0], FileKind.JPEG, 1, count)
    return BlackedOut(copies.as_pdf(pages), FileKind.PDF, len(pages), count)


def add_copy(session: Session, evidence_id: int, copy: BlackedOut, note: str = "") -> int:
    """Keep a copy beside its original, for everybody to see; returns its id.

    A UserError for anything that is not pixels alone.
    """
    require(session, Permission.WORK_COMPLAINTS)
    original = evidence.row_of(session, evidence_id)
    if original.location is FilePlace.ERASED:
        raise UserError(tr("The content of this file has been erased."))
    check_room(records.count_of_case(session, original.complaint_id), 1)
    check_size(len(copy.content))
    pages = copies.pictures_of(copy.content)
    checked = CheckedFile(copy.content, copy.kind, pages=len(pages))
    row = evidence.new_row(session, original.complaint_id, checked)
    row.evidence_category, row.dated_on = original.evidence_category, original.dated_on
    row.note = note.strip()[:LONGEST_TEXT]
    row.location, row.copy_of_id, row.covered = FilePlace.STORE, original.id, copy.covered
    records.add(session, row, copy.content)
    evidence.tell(session, row, FileAct.COPIED)
    return row.id


def original_of(session: Session, file: EvidenceFile) -> EvidenceFile | None:
    """The file that a copy was made from."""
    return None if file.copy_of is None else records.one_of(session, file.copy_of)


def make_copy(store: Store, opened: OpenedFile, areas: Areas, draw: DrawPage) -> int:
    """Make a blacked-out copy and keep it; the drawing holds up no other work on the store."""
    copy = blacked_out(opened, areas, draw)
    with store.writing() as session:
        return add_copy(session, opened.file.id, copy, opened.file.note)
