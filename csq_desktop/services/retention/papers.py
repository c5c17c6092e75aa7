"""Retention on paper: the certificate of an erasure, and that it was printed."""

from sqlalchemy.orm import Session

from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.privacy import retention as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import tr


def certificate(session: Session, erasure_id: int, *, language: str) -> bytes:
    """The certificate of an erasure as a PDF; it names nobody but who approved it."""
    from csq_desktop.reports.documents import erasure_certificate

    require(session, Permission.READ_AUDIT_TRAIL)
    erasure = records.erasure(session, erasure_id)
    if erasure is None:
        raise UserError(tr("There is no such erasure."))
    facts = erasure_certificate.ErasureCertificate(
        erasure, shop.day_of(session, erasure.at), shop.shop(session)
    )
    return erasure_certificate.document(facts, language).pdf()
