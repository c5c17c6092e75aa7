"""The handover sheet as a PDF: without the customers' names, or with them for a stated reason."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.absences.facts import stand_in
from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.complaints.facts import ComplaintLine, ComplaintQueue, Filter
from csq_desktop.domain.complaints.promises import Promise
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import DisclosureForm, RecipientKind
from csq_desktop.domain.handovers.facts import HANDOVER
from csq_desktop.domain.handovers.sheet import SheetCase, SheetOwner, by_owner
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import date_text
from csq_desktop.errors import UserError
from csq_desktop.services import free_words, people
from csq_desktop.services.complaints import views
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.settings import lists, shop
from csq_desktop.services.today import due
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.complaints import absences as absence_records
from csq_desktop.storage.records.complaints import handovers as records
from csq_desktop.storage.records.complaints import promises as promise_records
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.privacy import disclosures as disclosure_records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import speaking, tr

MOST_CASES = 500
_AHEAD = timedelta(days=3_660)
DISCLOSED = ("identity.name", "identity.phone")


def release(session: Session, owner_id: int | None, recipient: str, reason: str) -> int:
    """Record that a sheet with names is given to somebody, and why; the id it is made by."""
    require(session, Permission.REVEAL_IDENTITIES)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="purpose")
    linked = (line.customer_id for line in _lines(session, owner_id))
    customer_ids = sorted({each for each in linked if each is not None})
    if not customer_ids:
        raise UserError(tr("None of these cases has a customer: print it without names."))
    return disclosures.record(
        session,
        NewDisclosure(
            customer_ids=customer_ids,
            recipient=recipient,
            recipient_kind=RecipientKind.SHOP,
            purpose=tr("Handover sheet: {reason}", reason=reason.strip()),
            fields=DISCLOSED,
            form=DisclosureForm.PRINT,
        ),
    )


def sheet(
    session: Session, owner_id: int | None, *, language: str, release_id: int | None = None
) -> bytes:
    """The open cases of an owner, or of everybody; names stand there where a release says so."""
    from csq_desktop.reports.documents import handover_sheet as paper

    require(session, Permission.WORK_COMPLAINTS)
    desk_of(session).require_identities()
    with speaking(language):
        cases, privacy = _cases(session, _lines(session, owner_id), release_id)
        released = ""
        if release_id is not None:
            released = disclosure_records.by_ids(session, [release_id])[release_id].ref
        return paper.document(
            paper.HandoverSheet(
                _owners(session, cases), due.now(session), shop.shop(session), privacy, released
            ),
            language,
        ).pdf()


def note_printed(session: Session) -> None:
    """Write into the trail that a handover sheet was printed or saved."""
    require(session, Permission.WORK_COMPLAINTS)
    audit.note(session, AuditAction.PRINTED, HANDOVER.name)


def _lines(session: Session, owner_id: int | None) -> list[ComplaintLine]:
    shown = Filter(view=ComplaintQueue.OPEN, owner_id=owner_id, kind=None)
    return views.first_lines(session, shown, MOST_CASES)


def _cases(
    session: Session, lines: Sequence[ComplaintLine], release_id: int | None
) -> tuple[list[SheetCase], str]:
    """The cases as the sheet shows them, and what it says of whom it names."""
    ids = {line.id for line in lines}
    promised = promise_records.waiting(session, desk_of(session).now() + _AHEAD, MOST_CASES)
    promised = tuple(promise for promise in promised if promise.complaint_id in ids)
    waiting = {each.complaint_id: each.waiting_text for each in records.waiting(session)}
    texts = [line.summary for line in lines] + [promise.what for promise in promised]
    words = free_words.for_paper(session, texts)
    is_named = release_id is not None
    named = _customers(session, release_id) if release_id is not None else {}
    cases = [
        SheetCase(
            line,
            line.summary if is_named else words.clean(line.summary),
            lists.label(lists.CATEGORIES, line.category),
            named.get(line.customer_id or 0, ""),
            tuple(_promises(promised, line, None if is_named else words)),
            waiting.get(line.id, ""),
        )
        for line in lines
    ]
    return cases, tr("Names customers, for the reason in the disclosure log.") if is_named else (
        words.sentence
    )


def _promises(
    promised: Sequence[Promise], line: ComplaintLine, words: free_words.PaperWords | None
) -> Iterator[Promise]:
    for promise in promised:
        if promise.complaint_id == line.id:
            what = promise.what if words is None else words.clean(promise.what)
            yield replace(promise, what=what)


def _customers(session: Session, release_id: int) -> dict[int, str]:
    """Name and telephone of those a release is about."""
    require(session, Permission.REVEAL_IDENTITIES)
    named = {}
    for customer_id in disclosure_records.customers_of(session, release_id):
        identity = customer_records.identity(session, customer_id)
        if identity is not None:
            parts = filter(None, (identity.name, identity.phone))
            named[customer_id] = tr(" · ").join(parts)
    return named


def _owners(session: Session, cases: Sequence[SheetCase]) -> list[SheetOwner]:
    names = {person.id: person.name for person in people.everyone(session)}
    away = _away(session, names)
    return [
        SheetOwner(names.get(owner_id, tr("Nobody")), theirs, away.get(owner_id, ""))
        for owner_id, theirs in by_owner(cases)
    ]


def _away(session: Session, names: dict[int, str]) -> dict[int, str]:
    """Until when owners are away, and who stands in unless a case is about them."""
    day, gone = shop.today(session), absence_records.left(session)
    absences = absence_records.on(session, day)
    sentences = {}
    for absence in absences:
        acting = stand_in(absence.person_id, day, absences, gone)
        sentences[absence.person_id] = tr(
            "Away until {day}. Stands in: {name}.",
            day=date_text(absence.last_day),
            name=names.get(acting or 0, tr("Nobody")),
        )
    return sentences
