"""Letters in the file of a case: the words of each that was issued, and its receipt."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterFacts,
    ChapterPart,
    ChapterText,
    Verbatim,
)
from csq_desktop.domain.letters.facts import Letter
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services.letters import letters, rows
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import LANGUAGE_NAMES, tr, trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """Every letter that was issued, the first one first; drafts were never sent."""
    rows.writing_desk(session)
    lines = letters.of_case(session, source.complaint.id)[::-1]
    parts = tuple(
        part
        for line in lines
        if line.state.is_final
        for part in _parts(session, rows.whole(session, rows.row_of(session, line.id)), source)
    )
    yield CaseChapter(trc("case file", "Letters"), 65, parts)


def _parts(session: Session, letter: Letter, source: CaseSource) -> Iterator[ChapterPart]:
    title = tr("{ref}: {kind}", ref=letter.ref, kind=letter.kind.label)
    yield ChapterFacts(tuple(_facts(session, letter, source)), Verbatim(title))
    words = letter.words
    if not words.body:
        yield ChapterText(Verbatim(tr("The words of this letter were erased.")))
        return
    written = (words.salutation, words.subject, words.body)
    yield ChapterText("\n".join(filter(None, map(str.strip, written))))


def _facts(session: Session, letter: Letter, source: CaseSource) -> Iterator[tuple[str, str]]:
    zone, frame = desk_of(session).zone, letter.frame
    receipt = frame.receipt if frame else None
    way = letter.delivery.label if letter.delivery else ""
    codes = (receipt.number, receipt.code) if receipt else ()
    facts = (
        (trc("case file", "Language"), Verbatim(LANGUAGE_NAMES.get(letter.language, ""))),
        (trc("case file", "To"), letter.words.recipient if source.is_identified else ""),
        (trc("case file", "Issued"), Verbatim(_moment(letter.issued_at, zone))),
        (trc("case file", "Sent"), _joined(_moment(letter.sent_at, zone), way)),
        (trc("case file", "Signed by"), frame.signed_by if frame else ""),
        (trc("case file", "Receipt"), _joined(*codes)),
        (trc("case file", "SHA-256"), Verbatim(letter.sha256)),
    )
    return (fact for fact in facts if fact[1])


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return moment_text(at, zone) if at else ""


def _joined(*parts: str) -> str:
    return Verbatim(tr(" · ").join(filter(None, parts)))
