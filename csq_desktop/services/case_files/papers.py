"""The file of a case as a PDF: without identities, or with them for a stated reason."""

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.case_files.chapters import (
    CaseChapter,
    CaseSource,
    arranged,
    reworded,
    texts_of,
)
from csq_desktop.domain.case_files.releases import Release, ReleasedTo
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import DisclosureForm
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services import free_words
from csq_desktop.services.case_files import gathering
from csq_desktop.services.closing import involved
from csq_desktop.services.complaints import views
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.privacy import disclosures as disclosure_records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import speaking, tr

DISCLOSED = ("identity.name", "identity.phone", "identity.email", "identity.address",
             "complaint.words", "history", "evidence_files")  # fmt: skip


def called(session: Session, ref: str) -> int:
    """The id of the case that has a number; a UserError where none has."""
    require(session, Permission.WORK_COMPLAINTS)
    complaint_id = complaint_records.called(session, ref.strip())
    if complaint_id is None:
        raise UserError(tr("There is no case with the number {ref}.", ref=ref.strip()))
    return complaint_id


def release(session: Session, complaint_id: int, to: ReleasedTo) -> int:
    """Record that a file with identities leaves, and why; the id by which it is then made."""
    require(session, Permission.REVEAL_IDENTITIES)
    row = involved.complaint(session, complaint_id)
    if row.customer_id is None:
        raise UserError(tr("No customer is linked to this case: make the file without identities."))
    return disclosures.record(
        session,
        NewDisclosure(
            customer_ids=[row.customer_id],
            recipient=to.recipient,
            recipient_kind=to.kind,
            purpose=tr("{ref}: {reason}", ref=row.ref, reason=to.reason.strip())
            if to.reason.strip()
            else "",
            fields=DISCLOSED,
            authority=to.authority,
            form=DisclosureForm.PRINT,
        ),
    )


def case_file(
    session: Session, complaint_id: int, *, language: str, release_id: int | None = None
) -> bytes:
    """The whole case; who the people in it are stands there only where a release is recorded."""
    from csq_desktop.reports.documents import case_file as paper

    require(session, Permission.WORK_COMPLAINTS)
    desk_of(session).require_identities()
    with speaking(language):
        source = CaseSource(views.read(session, complaint_id), release_id is not None)
        chapters = gathering.chapters(session, source)
        shown, privacy = _shown(session, chapters, source)
        return paper.document(
            paper.CasePaper(
                source.complaint,
                arranged(shown),
                shop.shop(session),
                shop.today(session),
                privacy,
                None if release_id is None else _release(session, release_id, source),
            ),
            language,
        ).pdf()


def note_printed(session: Session, complaint_id: int) -> None:
    """Write into the trail that the file of a case was printed or saved."""
    require(session, Permission.WORK_COMPLAINTS)
    involved.complaint(session, complaint_id)
    audit.note(session, AuditAction.PRINTED, COMPLAINT.name, complaint_id)


def _shown(
    session: Session, chapters: tuple[CaseChapter, ...], source: CaseSource
) -> tuple[tuple[CaseChapter, ...], str]:
    """The chapters as they are printed, and what the file says of who is named in it."""
    if source.is_identified:
        return chapters, tr("Says who the people in it are: keep it where only those see it who "
                            "need it.")  # fmt: skip
    words = free_words.for_paper(session, texts_of(chapters))
    staff = gathering.staff(session)

    def without_names(text: str) -> str:
        return gathering.without_staff(words.clean(text), staff)

    return tuple(reworded(chapters, without_names)), words.sentence


def _release(session: Session, release_id: int, source: CaseSource) -> Release:
    """The line of the disclosure log; a UserError for one that is about somebody else."""
    about = disclosure_records.of_customer(session, source.complaint.customer_id or 0)
    line = next((each for each in about if each.id == release_id), None)
    if line is None or not line.purpose.startswith(source.complaint.ref):
        raise UserError(tr("Record first to whom the file goes, and why."))
    return Release(line.ref, line.at, line.user, line.whom, line.purpose)
