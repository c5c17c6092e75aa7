"""Evidence in the file of a case: copies and what shows nobody in their place, the rest listed."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterPart,
    ChapterPicture,
    ChapterTable,
    Verbatim,
)
from csq_desktop.domain.evidence.facts import EvidenceFile, PrintableFile
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text, file_size_text
from csq_desktop.services.evidence import evidence, printable
from csq_desktop.services.settings import lists
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr, trc, trn


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """Each picture where its file stands in the case; of what cannot be drawn the SHA-256."""
    require(session, Permission.WORK_COMPLAINTS)
    files = printable.printable(session, source.complaint.id)
    shown = {each.file.id for each in files}
    parts: list[ChapterPart] = [
        picture for each in files if each.pictures for picture in _pictures(each)
    ]
    undrawn = [each.file for each in files if not each.pictures]
    others = [
        file for file in evidence.of_case(session, source.complaint.id) if file.id not in shown
    ]
    if undrawn:
        parts.append(_table(undrawn, trc("case file", "Files that cannot be drawn here")))
    if others:
        parts.append(_table(others, trc("case file", "Files that are not in this file")))
    yield CaseChapter(trc("case file", "Evidence"), 90, tuple(parts))


def _pictures(each: PrintableFile) -> Iterator[ChapterPicture]:
    pages = len(each.pictures)
    for number, jpeg in enumerate(each.pictures, start=1):
        page = tr("page {n} of {pages}", n=number, pages=pages) if pages > 1 else ""
        words = (tr("File {n}", n=each.file.number), each.category, *_about(each.file), page)
        caption = tr(" · ").join(filter(None, words))
        yield ChapterPicture(jpeg, caption, tr("SHA-256 {digest}", digest=each.file.sha256))


def _about(file: EvidenceFile) -> Iterator[str]:
    copy = trn("blacked-out copy, {n} place covered", "blacked-out copy, {n} places covered",
               file.covered)  # fmt: skip
    dated = date_text(file.dated_on) if file.dated_on else ""
    return filter(None, (file.note, dated, copy if file.is_copy else ""))


def _table(files: list[EvidenceFile], title: str) -> ChapterTable:
    columns = (
        trc("case file", "Number"),
        trc("case file", "Kind of file"),
        trc("case file", "Size"),
        trc("case file", "What it is"),
        trc("case file", "SHA-256"),
    )
    return ChapterTable(columns, tuple(map(_row, files)), title)


def _row(file: EvidenceFile) -> tuple[str, ...]:
    category = lists.label(lists.EVIDENCE_CATEGORIES, file.category)
    return (
        Verbatim(file.number),
        Verbatim(file.kind.label),
        Verbatim(file_size_text(file.size)),
        tr(" · ").join((category, *_about(file), *_why_left_out(file))),
        Verbatim(file.sha256),
    )


def _why_left_out(file: EvidenceFile) -> Iterator[str]:
    """Why a file of the case is listed alone; one that could be drawn needs no reason."""
    if file.voided_at is not None:
        yield trc("case file", "voided")
    if not file.is_readable:
        yield file.place.label
    if file.place.is_private:
        yield trc("case file", "may show somebody: only a blacked-out copy can stand here")
