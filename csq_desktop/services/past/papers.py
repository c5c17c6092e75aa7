"""A record as it stood, on paper: without identities, and with a gap where words name somebody."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.past.facts import (
    PastField,
    PastPoint,
    PastRecord,
    PastSubject,
    band_text,
    holds_for,
)
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import labelled, moment_text, paragraph
from csq_desktop.services import free_words
from csq_desktop.services.free_words import PaperWords
from csq_desktop.services.past import past
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import speaking, tr, trc

_Cells = list[tuple[str, str]]


def record(
    session: Session, subject: PastSubject, record_id: int, point: PastPoint, *, language: str
) -> bytes:
    """A record as it stood, as a PDF that says for which moment it holds."""
    from csq_desktop.reports.documents import privacy_register

    with speaking(language):
        shown = past.read(session, subject, record_id, point)
        words, zone = free_words.for_paper(session, _texts(shown)), shop.zone(session)
        return privacy_register.document(
            privacy_register.PrivacyRegister(
                tr("{record} as it stood", record=shown.title),
                paragraph((band_text(shown, zone), words.sentence)),
                (
                    (trc("column", "Field"), 120.0),
                    (trc("column", "As it stood"), None),
                    (trc("column", "Today"), 130.0),
                ),
                [
                    *(_row(field, words) for field in shown.fields),
                    *_part_rows(shown, words, zone),
                ],
                shop.shop(session),
                shop.today(session),
                holds_for(shown, zone),
            ),
            language,
        ).pdf()


def note_printed(session: Session, subject: PastSubject, record_id: int, point: PastPoint) -> None:
    """Write into the trail that a record was printed or saved as it stood at a moment."""
    require(session, Permission.READ_CUSTOMERS)
    shown = past.read(session, subject, record_id, point)
    detail = {"for_day": shown.at}
    audit.note(session, AuditAction.PRINTED, subject.value, record_id, detail)


def _texts(shown: PastRecord) -> Iterator[str]:
    """Every text that may name somebody; an identity is masked already."""
    rows = [row for part in shown.parts for row in part.rows]
    yield from (row.note for row in rows)
    for field in (*shown.fields, *(field for row in rows for field in row.fields)):
        yield from () if field.is_personal else (field.text, field.today)


def _row(field: PastField, words: PaperWords) -> _Cells:
    today = (words.clean(field.today) or tr("Nothing")) if field.is_changed else ""
    return [(field.label, ""), (words.clean(field.text) or tr("Nothing"), ""), (today, "")]


def _part_rows(shown: PastRecord, words: PaperWords, zone: ZoneInfo) -> Iterator[_Cells]:
    for part in shown.parts:
        for row in part.rows:
            lines = [labelled(each.label, words.clean(each.text)) for each in row.fields]
            noted = "\n".join(filter(None, (words.clean(row.note), *lines)))
            yield [(part.title, moment_text(row.at, zone)), (row.title, noted), ("", "")]
