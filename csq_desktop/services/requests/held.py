"""What complaints, promises and earlier requests hold about a customer, for the copy."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.fields import COMPLAINT
from csq_desktop.domain.complaints.promises import PROMISE
from csq_desktop.domain.requests.fields import PRIVACY_REQUEST
from csq_desktop.domain.requests.held import HeldFact, HeldRecord, HeldSection
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import moment_text
from csq_desktop.services.requests.describing import facts_of
from csq_desktop.storage.records import complaints as complaint_records
from csq_desktop.storage.records import promises as promise_records
from csq_desktop.storage.records import requests as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.complaints import ComplaintRow
from csq_desktop.texts import tr, trc


def held(session: Session, customer_id: int) -> Iterator[HeldSection]:
    """Each complaint with its words and history, voided ones too; promises; data requests."""
    require(session, Permission.REVEAL_IDENTITIES)
    cases = records.complaints_of(session, customer_id)
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
