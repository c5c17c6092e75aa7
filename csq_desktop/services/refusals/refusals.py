"""The log book (PDPO, s.27): entering a refusal, and reading what was refused."""

from dataclasses import replace

from sqlalchemy.orm import Session

from csq_desktop.domain.refusals import facts as rule
from csq_desktop.domain.refusals.facts import NewRefusal, Refusal
from csq_desktop.domain.requests import facts as request_rule
from csq_desktop.domain.requests.words import RequestOutcome
from csq_desktop.domain.users import Permission
from csq_desktop.services import free_words
from csq_desktop.services.requests.requests import RequestAnswer, end, row_of
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.complaints.references import next_number, written
from csq_desktop.storage.records.privacy import requests as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.privacy.requests import RefusalRow

SERIES = "RF"


def refuse(session: Session, request_id: int, new: NewRefusal, *, in_part: bool = False) -> int:
    """Enter a refusal on or before the day of its notice, and end the request; gives the id.

    What is refused `in_part` leaves the request open: the rest is still to be complied with.
    """
    row, request = row_of(session, request_id)
    request_rule.check_identity(request)
    today, desk = shop.today(session), desk_of(session)
    rule.check(new, request.kind, today)
    entry = RefusalRow(
        id=ids.reserve(session),
        ref=written(SERIES, today.year, next_number(session, SERIES, today.year)),
        request_id=request_id,
        request_kind=request.kind,
        entered_at=desk.now(),
        entered_by=desk.user.id,
        notice_on=new.notice_on,
        grounds=" ".join(dict.fromkeys(new.grounds)),
        particulars=new.particulars.strip(),
    )
    records.add_refusal(session, entry)
    if not in_part:
        end(session, row, RequestAnswer(RequestOutcome.REFUSED, new.notice_on))
    return entry.id


def everything(session: Session) -> tuple[Refusal, ...]:
    """The log book, the newest entry first; without identities for whoever cannot see them."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return _readable(session, records.refusals(session))


def of_request(session: Session, request_id: int) -> tuple[Refusal, ...]:
    """The entries about a request."""
    require(session, Permission.READ_AUDIT_TRAIL)
    return _readable(session, records.refusals(session, request_id))


def _readable(session: Session, entries: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
    if desk_of(session).sees_identities:
        return entries
    clean = free_words.for_paper(session, [entry.particulars for entry in entries]).clean
    return tuple(replace(entry, particulars=clean(entry.particulars)) for entry in entries)
