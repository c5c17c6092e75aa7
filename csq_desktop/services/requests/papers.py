"""The written notices of a request on paper."""

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.facts import Identity
from csq_desktop.domain.requests.facts import PrivacyRequest
from csq_desktop.domain.requests.letters import NoticeKind, offered
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.requests.requests import row_of
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import customers as customer_records
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions.desk import require
from csq_desktop.texts import speaking, tr


def notices(session: Session, request_id: int) -> tuple[NoticeKind, ...]:
    """The notices that can be printed of a request, the likeliest first."""
    _, request = row_of(session, request_id)
    return offered(request, refused=bool(records.refusals(session, request_id)))


def notice(session: Session, request_id: int, kind: NoticeKind, *, language: str) -> bytes:
    """A notice as a PDF, addressed to whoever asked."""
    from csq_desktop.reports.documents import request_notice

    require(session, Permission.REVEAL_IDENTITIES)
    _, request = row_of(session, request_id)
    if kind not in notices(session, request_id):
        raise UserError(tr("There is nothing to say of this request in such a notice yet."))
    with speaking(language):
        return request_notice.document(
            request_notice.RequestNotice(
                kind,
                request,
                _addressee(session, request),
                records.refusals(session, request_id),
                shop.shop(session),
                shop.today(session),
            ),
            language,
        ).pdf()


def _addressee(session: Session, request: PrivacyRequest) -> str:
    if request.who.name:
        return "\n".join(filter(None, request.who))
    own = customer_records.identity(session, request.customer_id or 0)
    own = own or Identity()
    return "\n".join(
        filter(None, (own.name or own.other_name or request.customer_ref, own.address))
    )
