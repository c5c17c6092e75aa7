"""The evidence files of a case: adding, looking at, voiding, and who can see them."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.complaints.facts import EventKind
from csq_desktop.domain.complaints.history import StepFacts
from csq_desktop.domain.evidence.facts import (
    CheckedFile,
    EvidenceFile,
    EvidenceTotals,
    FileAct,
    FilePlace,
    NewEvidence,
    OpenedFile,
    check_new,
    check_room,
)
from csq_desktop.domain.evidence.fields import EVIDENCE
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.closing import involved
from csq_desktop.services.evidence import picking
from csq_desktop.services.settings import lists, shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.creation import INTAKE_SECRET
from csq_desktop.storage.keys import sealing
from csq_desktop.storage.records.cases import evidence as records
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import store_of
from csq_desktop.storage.tables.cases.evidence import EvidenceRow
from csq_desktop.texts import tr

MOST_BYTES_TAKEN_IN = 12 << 20
"""Of sealed files that one sign-in moves into the vault: 0.5 s. One that somebody looks at before
moves then."""


def add(
    session: Session, complaint_id: int, files: Sequence[CheckedFile], new: NewEvidence
) -> tuple[int, ...]:
    """Keep files with a case, as they are, under what is typed of all of them; returns their ids.

    They are taken to show people unless a supervisor says that they do not. Whoever holds no key
    to the vault hands them in sealed to supervisors.
    """
    require(session, Permission.NOTE_COMPLAINTS)
    picking.check_together(files)
    is_category = lists.has(lists.EVIDENCE_CATEGORIES, new.category)
    check_new(new, today=shop.today(session), is_category=is_category)
    involved.unvoided(session, complaint_id)
    check_room(records.count_of_case(session, complaint_id), len(files))
    place = place_of(session, shows_people=new.shows_people)
    return tuple(_add_one(session, complaint_id, file, new, place) for file in files)


def place_of(session: Session, *, shows_people: bool) -> FilePlace:
    """Where a file goes that its user says shows people, or nobody; staff cannot say nobody."""
    desk = desk_of(session)
    if not desk.sees_identities:
        return FilePlace.SEALED
    return FilePlace.VAULT if shows_people else FilePlace.STORE


def _add_one(
    session: Session, complaint_id: int, file: CheckedFile, new: NewEvidence, place: FilePlace
) -> int:
    checked = picking.of_bytes(file.content)  # whatever the window says of it
    row = new_row(session, complaint_id, checked)
    row.evidence_category, row.note, row.dated_on = new.category, new.note.strip(), new.dated_on
    row.location = place
    content = file.content if place is not FilePlace.SEALED else _sealed(session, file.content)
    records.add(session, row, content)
    tell(session, row, FileAct.ADDED)
    return row.id


def new_row(session: Session, complaint_id: int, checked: CheckedFile) -> EvidenceRow:
    """The row of a file that is next in its case, not yet stored."""
    return EvidenceRow(
        id=ids.reserve(session),
        complaint_id=complaint_id,
        number=records.next_number(session, complaint_id),
        file_kind=checked.kind,
        pages=checked.pages,
        size=len(checked.content),
        sha256=sha256(checked.content).hexdigest(),
        added_at=desk_of(session).now(),
        added_by=desk_of(session).user.id,
    )


def tell(session: Session, row: EvidenceRow, act: FileAct, text: str = "") -> None:
    """Write a line about a file into the history of its case."""
    facts = StepFacts(level=row.number, after=act.value)
    complaint_records.add_event(session, row.complaint_id, EventKind.EVIDENCE, text, facts)


def of_case(session: Session, complaint_id: int) -> tuple[EvidenceFile, ...]:
    """The files of a case, by their numbers; voided ones are among them."""
    involved.complaint(session, complaint_id)
    return records.of_case(session, complaint_id)


def read(session: Session, evidence_id: int) -> EvidenceFile:
    """One file without its content."""
    row_of(session, evidence_id)
    file = records.one_of(session, evidence_id)
    assert file is not None  # its row is there
    return file


def look_at(session: Session, evidence_id: int) -> OpenedFile:
    """A file with its content; that somebody looked at one that may show people is noted.

    A UserError where its content is not what was added.
    """
    row = row_of(session, evidence_id)
    content = content_of(session, row)
    if row.location.is_private:
        detail: dict[str, object] = {"complaint_id": row.complaint_id, "number": row.number}
        audit.note(session, AuditAction.REVEALED, EVIDENCE.name, row.id, detail)
    if row.location is FilePlace.SEALED:
        _move(session, row, content, FilePlace.VAULT)
    return OpenedFile(read(session, evidence_id), content)


def content_of(session: Session, row: EvidenceRow) -> bytes:
    """The content of a file, opened where it is sealed; a UserError where it is another."""
    if row.location.is_private:
        require(session, Permission.REVEAL_IDENTITIES)
        desk_of(session).require_identities()
    content = records.content(session, row)
    if content is None:
        raise UserError(tr("The content of this file has been erased."))
    if row.location is FilePlace.SEALED:
        content = sealing.open_sealed(content, _secret(session))
    if sha256(content).hexdigest() != row.sha256:
        raise UserError(
            tr("This file was changed outside the program. Check the database in Settings.")
        )
    return content


def void(session: Session, evidence_id: int, reason: str) -> None:
    """Take a file out of use, with why; its content stays until the case is erased."""
    require(session, Permission.WORK_COMPLAINTS)
    if not reason.strip():
        raise UserError(tr("Enter why the file is voided."), field="reason")
    EVIDENCE.field("void_reason").check(reason)
    row = row_of(session, evidence_id)
    if row.voided_at is not None:
        raise UserError(tr("This file has been voided already."))
    row.voided_at, row.voided_by = desk_of(session).now(), desk_of(session).user.id
    row.void_reason = reason.strip()
    tell(session, row, FileAct.VOIDED, reason.strip())


def reinstate(session: Session, evidence_id: int) -> None:
    """Take a voided file into use again."""
    require(session, Permission.WORK_COMPLAINTS)
    row = row_of(session, evidence_id)
    row.voided_at, row.voided_by, row.void_reason = None, None, ""
    tell(session, row, FileAct.REINSTATED)


def describe(session: Session, evidence_id: int, new: NewEvidence) -> None:
    """Put right what is said of a file, and who can see it; its content stays as it is."""
    require(session, Permission.WORK_COMPLAINTS)
    row = row_of(session, evidence_id)
    is_category = lists.has(lists.EVIDENCE_CATEGORIES, new.category)
    check_new(
        new,
        today=shop.today(session),
        is_category=is_category or new.category == row.evidence_category,
    )
    place = row.location
    if row.copy_of_id is None and place is not FilePlace.ERASED:
        place = place_of(session, shows_people=new.shows_people)
    if place is not row.location:
        _move(session, row, content_of(session, row), place)
    typed = {"evidence_category": new.category, "note": new.note.strip(), "dated_on": new.dated_on}
    for key, value in typed.items():
        if getattr(row, key) != value:
            setattr(row, key, value)
    tell(session, row, FileAct.DESCRIBED)


def totals(session: Session) -> EvidenceTotals:
    """How many files the store holds, and how large they are together."""
    return records.totals(session)


def take_in(session: Session) -> str:
    """Move files that staff sealed into the vault; gives a sentence about one nobody can read."""
    if not desk_of(session).sees_identities:
        return ""
    is_unread, size = False, 0
    for row in records.sealed(session):
        if size > MOST_BYTES_TAKEN_IN:
            break
        size += row.size
        try:
            _move(session, row, content_of(session, row), FilePlace.VAULT)
        except UserError:
            is_unread = True
    if not is_unread:
        return ""
    return tr(
        "An evidence file that staff handed in cannot be read. It is damaged or was not put in "
        "by this program."
    )


def row_of(session: Session, evidence_id: int) -> EvidenceRow:
    """The row of a file to work on; Refused for those whom its case is about."""
    row = records.get(session, evidence_id)
    if row is None:
        raise UserError(tr("This file has been removed."))
    involved.complaint(session, row.complaint_id)
    return row


def follow(session: Session, complaint_id: int, new_id: int) -> None:
    """Let the files of a case hang on the record that it goes on as, under the same numbers."""
    for row in records.of_cases(session, (complaint_id,)):
        row.complaint_id = new_id


def _move(session: Session, row: EvidenceRow, content: bytes, place: FilePlace) -> None:
    records.drop_content(session, row)
    row.location = place
    records.put(session, row, content)


def _sealed(session: Session, content: bytes) -> bytes:
    with store_of(session).key_file() as key_file:
        return sealing.seal(content, key_file.intake_recipient)


def _secret(session: Session) -> str:
    return customer_records.intake_secret(session, INTAKE_SECRET)
