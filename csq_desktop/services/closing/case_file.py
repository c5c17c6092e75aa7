"""The end of a case in its file: who is named, approvals, response, gates, signatures."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    ChapterTable,
    Verbatim,
)
from csq_desktop.domain.closing.involved import INVOLVED
from csq_desktop.domain.closing.remedies import REMEDY_REQUEST
from csq_desktop.domain.closing.responses import RESPONSE
from csq_desktop.domain.closing.satisfaction import SATISFACTION
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services import described
from csq_desktop.services.closing import gates, signatures
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr, trc


def chapters(session: Session, source: CaseSource) -> Iterator[CaseChapter]:
    """Staff involved, what was approved, what the customer says to it, and who signed."""
    require(session, Permission.WORK_COMPLAINTS)
    for record, title, place in (
        (INVOLVED, trc("case file", "Staff involved"), 50),
        (REMEDY_REQUEST, trc("case file", "Approvals of remedies"), 62),
        (RESPONSE, trc("case file", "Decision communicated, and the response"), 70),
        (SATISFACTION, trc("case file", "Satisfaction with the handling"), 88),
    ):
        yield described.chapter(session, record, source, title=title, place=place)
    yield CaseChapter(
        trc("case file", "Rules for closing"), 95, tuple(_gates(session, source.complaint.id))
    )
    yield CaseChapter(
        trc("case file", "Signatures"), 210, tuple(_signatures(session, source.complaint.id))
    )


def _gates(session: Session, complaint_id: int) -> Iterator[ChapterTable]:
    stands = gates.standing(session, complaint_id).gates
    if stands:
        columns = (trc("case file", "Has to be there"), trc("case file", "Is it there"))
        yield ChapterTable(
            columns,
            tuple(
                (Verbatim(each.gate.label), Verbatim(tr("Yes") if each.is_met else tr("No")))
                for each in stands
            ),
        )


def _signatures(session: Session, complaint_id: int) -> Iterator[ChapterTable]:
    """By name, also where identities are left out: a signature is what somebody stands for."""
    zone = desk_of(session).zone
    rows = tuple(
        tuple(
            map(
                Verbatim,
                (
                    each.signer_name,
                    each.meaning.label,
                    moment_text(each.signed_at, zone),
                    _holds(each.holds),
                    each.content_sha256,
                ),
            )
        )
        for each in signatures.signatures(session, complaint_id)
    )
    if rows:
        columns = (
            trc("case file", "Signed by"),
            trc("case file", "Meaning"),
            trc("case file", "When"),
            trc("case file", "Content"),
            trc("case file", "SHA-256"),
        )
        yield ChapterTable(columns, rows)


def _holds(holds: bool) -> str:
    if holds:
        return trc("case file", "as it was signed")
    return trc("case file", "changed since it was signed")
