"""The copy of the data as corrected (PDPO, s.23(1)(b)), with who is told of the correction."""

from hashlib import sha256

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.requests import covering
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.held import HeldSection, reworded, texts_of
from csq_desktop.domain.requests.words import PrivacyRequestKind
from csq_desktop.errors import UserError
from csq_desktop.services.requests import copies
from csq_desktop.services.requests.requests import row_of
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.customers import recognition
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.records.shop import people as people_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.texts import speaking, tr

SECTIONS = ("identity", "complaints")
"""What can have been wrong: who somebody is, and what was written of their complaints."""


def pdf(session: Session, request_id: int) -> bytes:
    """The data as they stand now, other people covered, and who had them in the 12 months before.

    The same bytes as long as nothing changes.
    """
    from csq_desktop.reports.documents import access_copy

    request = _corrected(session, request_id)
    assert request.customer_id is not None
    with speaking(request.language):
        sections = _sections(session, request.customer_id)
        others = _others(session, request.customer_id, sections)
        places = covering.counted(texts_of(sections), others)
        copy = access_copy.AccessCopy(
            request,
            reworded(sections, lambda text: covering.covered(text, others)),
            places,
            shop.shop(session),
            shop.today(session),
            desk_of(session).zone,
            records.notices(session, request_id),
        )
        return access_copy.document(copy).pdf()


def note_made(session: Session, request_id: int) -> None:
    """Note when the copy was printed or saved, and its digest."""
    made = pdf(session, request_id)
    row, _ = row_of(session, request_id)
    row.copied_at, row.copy_sha256 = desk_of(session).now(), sha256(made).hexdigest()


def _corrected(session: Session, request_id: int) -> PrivacyRequest:
    _, request = row_of(session, request_id)
    if request.kind is not PrivacyRequestKind.CORRECTION or request.corrected_on is None:
        raise UserError(tr("Record the correction first: what was changed, and when."))
    return request


def _sections(session: Session, customer_id: int) -> tuple[HeldSection, ...]:
    held = (part for feature in copies.features() for part in feature(session, customer_id))
    chosen = (part for part in held if part.key in SECTIONS)
    return tuple(sorted(chosen, key=lambda part: part.place))


def _others(
    session: Session, customer_id: int, sections: tuple[HeldSection, ...]
) -> tuple[str, ...]:
    """Everybody else who is named: each is covered, as nobody looks through this copy."""
    texts = tuple(texts_of(sections))
    own = customer_records.identity(session, customer_id) or Identity()
    spans = recognition.known_identities(session, within=texts).spans
    staff = [person.name for person in people_records.everyone(session)]
    return tuple(person.text for person in covering.named(texts, own, spans, staff))
