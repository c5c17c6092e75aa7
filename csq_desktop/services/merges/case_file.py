"""Merges and splits in the file of a case."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterTable,
    Verbatim,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services.merges import views
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr, trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """With what other records the case was made one, and what became a case of its own."""
    require(session, Permission.WORK_COMPLAINTS)
    rows = tuple(_rows(session, source.complaint.id))
    columns = (
        trc("case file", "When"),
        trc("case file", "What"),
        trc("case file", "Why"),
    )
    parts = (ChapterTable(columns, rows),) if rows else ()
    yield CaseChapter(trc("case file", "Merged and split"), 80, parts)


def _rows(session: Session, complaint_id: int) -> Iterator[tuple[str, ...]]:
    zone, ties = desk_of(session).zone, views.ties(session, complaint_id)
    for merge in ties.merges:
        what = tr("{merged} merged into {ref}", merged=merge.merged.ref, ref=merge.survivor.ref)
        yield Verbatim(moment_text(merge.merged_at, zone)), Verbatim(what), merge.merge_reason
    for split in ties.splits:
        words = (tr("{ref} split off", ref=split.other.ref),
                 tr("Split off from {ref}", ref=split.other.ref))  # fmt: skip
        what = words[split.came_from_other]
        yield Verbatim(moment_text(split.split_at, zone)), Verbatim(what), split.split_reason
