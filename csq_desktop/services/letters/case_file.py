"""Letters in the file of a case: the words of each that was issued, and its receipt."""

from collections.abc import Iterator

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
from csq_desktop.domain.wording import moment_text
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
    zone = desk_of(session).zone
    language = LANGUAGE_NAMES.get(letter.language, letter.language)
    yield trc("case file", "Language"), Verbatim(language)
    if source.is_identified and letter.words.recipient:
        yield trc("case file", "To"), letter.words.recipient
    if letter.issued_at is not None:
        yield trc("case file", "Issued"), Verbatim(moment_text(letter.issued_at, zone))
    if letter.sent_at is not None and letter.delivery is not None:
        sent = tr(" · ").join((moment_text(letter.sent_at, zone), letter.delivery.label))
        yield trc("case file", "Sent"), Verbatim(sent)
    frame = letter.frame
    if frame is not None and frame.signed_by:
        yield trc("case file", "Signed by"), frame.signed_by
    if frame is not None and frame.receipt is not None:
        receipt = tr(" · ").join((frame.receipt.number, frame.receipt.code))
        yield trc("case file", "Receipt"), Verbatim(receipt)
    if letter.sha256:
        yield trc("case file", "SHA-256"), Verbatim(letter.sha256)
