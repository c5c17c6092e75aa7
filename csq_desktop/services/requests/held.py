"""What is held of a customer beside the identity: complaints, and every record about either."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.wording import object_text
from csq_desktop.domain.breaches.fields import BREACH_CUSTOMER, BREACH_NOTICE
from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.customers.fields import CUSTOMER, IDENTITY
from csq_desktop.domain.disclosures.fields import DISCLOSURE
from csq_desktop.domain.fields.fields import FieldKind, RecordDescription
from csq_desktop.domain.letters.fields import LETTER, LETTER_WORDS
from csq_desktop.domain.records import RECORDS
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST
from csq_desktop.domain.requests.held import HeldFact, HeldRecord, HeldSection
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import moment_text
from csq_desktop.services import kept_cases
from csq_desktop.services.requests.describing import facts_of
from csq_desktop.storage.records.complaints import complaints as complaint_records
from csq_desktop.storage.records.complaints import promises as promise_records
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.cases.letters import LetterWordsRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.texts import tr, trc

_ELSEWHERE = frozenset(
    each.name
    for each in (
        *(COMPLAINT, CUSTOMER, IDENTITY, PROMISE, PRIVACY_REQUEST, DISCLOSURE, LETTER_WORDS),
        *(BREACH_CUSTOMER, BREACH_NOTICE),
    )
)
"""Records that a section of their own shows."""


def held(session: Session, customer_id: int) -> Iterator[HeldSection]:
    """Each complaint with its words and history, voided ones too; promises; data requests."""
    require(session, Permission.REVEAL_IDENTITIES)
    cases = records.complaints_of(session, customer_id)
    kept_cases.refuse(session, (case.id for case in cases))
    yield HeldSection(
        "complaints",
        trc("held", "Your complaints and other feedback"),
        30,
        tuple(
            HeldRecord(case.ref, (*facts_of(session, COMPLAINT, case, ("ref",)),
                                  *_history(session, case)), case.received_at)
            for case in cases
        ),
    )  # fmt: skip
    promises = tuple(record for case in cases for record in _promises(session, case))
    yield HeldSection("promises", trc("held", "What we said we would do"), 40, promises)
    yield from _others(session, customer_id, {case.id: case.ref for case in cases})
    yield HeldSection("requests", tr("Data requests"), 70, tuple(_requests(session, customer_id)))


def _history(session: Session, case: ComplaintRow) -> Iterator[HeldFact]:
    zone = desk_of(session).zone
    for step in complaint_records.steps(session, case.id):
        what = tr("{step}: {text}", step=step.kind.label, text=step.text)
        yield HeldFact(
            moment_text(step.at, zone), what if step.text else step.kind.label, words=True
        )


def _promises(session: Session, case: ComplaintRow) -> Iterator[HeldRecord]:
    for promise in promise_records.of_case(session, case.id):
        row = promise_records.get(session, promise.id)
        yield HeldRecord(case.ref, facts_of(session, PROMISE, row), promise.made_at)


def _requests(session: Session, customer_id: int) -> Iterator[HeldRecord]:
    for request in records.of_customer(session, customer_id)[::-1]:
        row = records.get(session, request.id)
        yield HeldRecord(
            request.ref,
            facts_of(
                session, PRIVACY_REQUEST, row, ("ref", "copied_at", "copy_sha256", "check_note")
            ),
            request.received_at,
        )


def _others(session: Session, customer_id: int, cases: Mapping[int, str]) -> Iterator[HeldSection]:
    """Every other described record about the customer or a case, so that none is forgotten."""
    for record in RECORDS:
        if record.name in _ELSEWHERE:
            continue
        rows = records.rows_about(session, record.name, customer_id, tuple(cases))
        shown = tuple(
            HeldRecord(
                str(getattr(row, "ref", "") or cases.get(getattr(row, "complaint_id", 0), "")),
                (*facts_of(session, record, row, ("ref",)), *_words_of(session, record.name, row)),
                _began(record, row),
            )
            for row in rows
        )
        if shown:
            yield HeldSection(record.name, object_text(record.name), 50, shown)


def _words_of(session: Session, name: str, row: Any) -> tuple[HeldFact, ...]:
    """What a letter says, which stands in the vault under the letter's number."""
    words = session.get(LetterWordsRow, row.id) if name == LETTER.name else None
    return facts_of(session, LETTER_WORDS, words, ("frame", "review")) if words else ()


def _began(record: RecordDescription, row: Any) -> datetime | None:
    """When a record came to be: the first of its moments that anybody knows."""
    moments = (getattr(row, each.key) for each in record.stored if each.kind is FieldKind.MOMENT)
    return min((moment for moment in moments if moment is not None), default=None)
