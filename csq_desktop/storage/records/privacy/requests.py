"""Queries of data requests, of the notices of corrections, and of the log book of refusals."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from csq_desktop.domain.refusals.facts import Refusal, RefusalGround
from csq_desktop.domain.requests.facts import CorrectionNotice, PrivacyRequest, RequesterIdentity
from csq_desktop.storage.audit import digests
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.records.privacy.disclosures import by_ids
from csq_desktop.storage.records.privacy.retention import LastUse
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.privacy.requests import CorrectionNoticeRow as N
from csq_desktop.storage.tables.privacy.requests import PrivacyRequestRow as D
from csq_desktop.storage.tables.privacy.requests import RefusalRow as R
from csq_desktop.storage.tables.privacy.requests import RequesterRow as V
from csq_desktop.storage.tables.row import ROWS, Row, table_of
from csq_desktop.storage.tables.store import UserRow


def get(session: Session, request_id: int) -> D | None:
    """The row to work on inside this transaction; never leaves the services."""
    return session.get(D, request_id)


def add(session: Session, row: D, who: RequesterIdentity) -> None:
    """Keep a new request, and in the vault who asks."""
    session.add(row)
    session.add(V(request_id=row.id, requester_name=who.name, contact=who.contact))
    session.flush()


def everything(session: Session) -> tuple[PrivacyRequest, ...]:
    """Every request, the newest first."""
    return _facts(session)


def by_id(session: Session, request_id: int) -> PrivacyRequest | None:
    """One request."""
    facts = _facts(session, D.id == request_id)
    return facts[0] if facts else None


def of_customer(session: Session, customer_id: int) -> tuple[PrivacyRequest, ...]:
    """The requests about a customer, the newest first."""
    return _facts(session, D.customer_id == customer_id)


def waiting(session: Session, received_until: date) -> tuple[PrivacyRequest, ...]:
    """Requests without an answer that were received on a day or before, the oldest first."""
    facts = _facts(session, D.request_outcome.is_(None), D.received_on <= received_until)
    return facts[::-1]


def add_notices(session: Session, rows: Iterable[N]) -> None:
    """Keep who is to be told of a correction."""
    session.add_all(rows)
    session.flush()


def notice(session: Session, notice_id: int) -> N | None:
    """The row of a notice, to work on inside this transaction."""
    return session.get(N, notice_id)


def notices(session: Session, request_id: int) -> tuple[CorrectionNotice, ...]:
    """Who is to be told of a correction, in the order of the log, newest disclosure first."""
    rows = session.scalars(select(N).where(N.request_id == request_id).order_by(N.id)).all()
    lines = by_ids(session, [row.disclosure_id for row in rows])
    return tuple(
        CorrectionNotice(
            id=row.id,
            request_id=row.request_id,
            recipient=lines[row.disclosure_id].whom,
            disclosed_on=lines[row.disclosure_id].day,
            answer=row.notice_answer,
            answered_on=row.told_on,
        )
        for row in rows
    )


def count_untold(session: Session, request_ids: Collection[int]) -> dict[int, int]:
    """How many recipients of each correction are still to be told."""
    query = select(N.request_id, func.count()).where(N.request_id.in_(request_ids))
    counted = session.execute(query.where(N.notice_answer.is_(None)).group_by(N.request_id))
    return dict(counted.all())


def add_refusal(session: Session, row: R) -> None:
    """Enter a refusal into the log book."""
    session.add(row)
    session.flush()


def refusals(session: Session, request_id: int | None = None) -> tuple[Refusal, ...]:
    """The log book, the newest entry first; of one request, or all."""
    query = (
        select(R, D.ref, UserRow.name, CustomerRow.ref)
        .join(D, D.id == R.request_id)
        .outerjoin(UserRow, UserRow.id == R.entered_by)
        .outerjoin(CustomerRow, CustomerRow.id == D.customer_id)
        .order_by(R.entered_at.desc(), R.id.desc())
    )
    if request_id is not None:
        query = query.where(R.request_id == request_id)
    return tuple(
        Refusal(
            id=row.id,
            ref=row.ref,
            request_id=row.request_id,
            request_ref=request_ref,
            kind=row.request_kind,
            entered_at=row.entered_at,
            entered_by=user or "",
            notice_on=row.notice_on,
            grounds=tuple(RefusalGround(code) for code in row.grounds.split()),
            particulars=row.particulars,
            customer_ref=customer_ref or "",
            erased=row.blanked_at is not None,
        )
        for row, request_ref, user, customer_ref in session.execute(query)
    )


def complaints_of(session: Session, customer_id: int) -> tuple[ComplaintRow, ...]:
    """The rows of what a customer said, voided ones too, for the services alone; oldest first."""
    c = ComplaintRow
    query = select(c).where(c.customer_id == customer_id).order_by(c.received_at, c.id)
    return tuple(session.scalars(query))


def rows_about(
    session: Session, name: str, customer_id: int, complaint_ids: Sequence[int]
) -> tuple[Any, ...]:
    """The rows of a table of store.db about a customer or about some cases; services alone."""
    kind: Any = ROWS[name]
    columns = table_of(kind).columns
    conditions = [
        columns[link].in_(numbers)
        for link, numbers in (("customer_id", (customer_id,)), ("complaint_id", complaint_ids))
        if link in columns
    ]
    if not conditions or not issubclass(kind, Row):
        return ()
    return tuple(session.scalars(select(kind).where(or_(*conditions)).order_by(kind.id)))


def blank(session: Session, customer_ids: Iterable[int], at: datetime) -> None:
    """Erase the words of some customers' requests and refusals, and who asked for them."""
    for some in in_parts(customer_ids):
        rows = session.scalars(select(D).where(D.customer_id.in_(some))).all()
        numbers = [row.id for row in rows]
        entered = select(R).where(R.request_id.in_(numbers), R.blanked_at.is_(None))
        entries = session.scalars(entered).all()
        # The words go, and with them what the trail's digests of them could be compared by.
        connection = session.connection()
        digests.SaltShelf(connection, D).renew(numbers)
        digests.SaltShelf(connection, R).renew([entry.id for entry in entries])
        for row in rows:
            for name in D.__unsaid__:
                setattr(row, name, "")
            row.blanked_at = at
        for entry in entries:
            entry.particulars, entry.blanked_at = "", at
        for who in session.scalars(select(V).where(V.request_id.in_(numbers))).all():
            session.delete(who)
    session.flush()


def count_running(session: Session, customer_ids: Iterable[int]) -> dict[int, int]:
    """How many requests of each customer have no answer yet."""
    counts: dict[int, int] = {}
    for some in in_parts(customer_ids):
        query = select(D.customer_id, func.count()).where(D.customer_id.in_(some))
        query = query.where(D.request_outcome.is_(None)).group_by(D.customer_id)
        counts |= {number: n for number, n in session.execute(query) if number is not None}
    return counts


def refused_before(session: Session, before: datetime, limit: int) -> list[LastUse]:
    """The entries of the log book that still have their words, from before a moment."""
    query = (
        select(R.id, R.ref, R.entered_at)
        .where(R.entered_at < before, R.blanked_at.is_(None), R.particulars != "")
        .order_by(R.entered_at, R.id)
        .limit(limit)
    )
    return [LastUse(*row) for row in session.execute(query)]


def blank_refusals(session: Session, refusal_ids: Iterable[int], at: datetime) -> int:
    """Erase the words of some entries of the log book, which stay; gives how many."""
    count = 0
    for some in in_parts(refusal_ids):
        entries = session.scalars(select(R).where(R.id.in_(some), R.blanked_at.is_(None))).all()
        digests.SaltShelf(session.connection(), R).renew([entry.id for entry in entries])
        for entry in entries:
            entry.particulars, entry.blanked_at = "", at
        count += len(entries)
    session.flush()
    return count


def _facts(session: Session, *conditions: ColumnElement[bool]) -> tuple[PrivacyRequest, ...]:
    query = (
        select(D, CustomerRow.ref)
        .outerjoin(CustomerRow, CustomerRow.id == D.customer_id)
        .where(*conditions)
        .order_by(D.received_at.desc(), D.id.desc())
    )
    rows = session.execute(query).all()
    users = user_records.names(session)
    who = _requesters(session, [row.id for row, _ in rows])
    return tuple(_fact(row, ref or "", users, who) for row, ref in rows)


def _requesters(session: Session, request_ids: Collection[int]) -> dict[int, RequesterIdentity]:
    """Who asks, for those who can see identities."""
    if not desk_of(session).sees_identities:
        return {}
    rows = session.scalars(select(V).where(V.request_id.in_(request_ids)))
    return {row.request_id: RequesterIdentity(row.requester_name, row.contact) for row in rows}


def _fact(
    row: D, ref: str, users: Mapping[int, str], who: Mapping[int, RequesterIdentity]
) -> PrivacyRequest:
    return PrivacyRequest(
        id=row.id,
        ref=row.ref,
        kind=row.request_kind,
        customer_id=row.customer_id,
        customer_ref=ref,
        received_at=row.received_at,
        received_on=row.received_on,
        channel=row.channel,
        language=row.asked_language,
        requester=row.requester,
        asked=row.asked,
        wrong=row.wrong,
        right=row.right,
        logged_by=users.get(row.logged_by, ""),
        checked_at=row.checked_at,
        checked_by=users.get(row.checked_by or 0, ""),
        method=row.check_method,
        check_note=row.check_note,
        fee_cents=row.fee_cents,
        delay_on=row.delay_on,
        delay_reason=row.delay_reason,
        copied_at=row.copied_at,
        corrected_on=row.corrected_on,
        correction=row.correction,
        outcome=row.request_outcome,
        answered_on=row.complied_on,
        answered_by=users.get(row.complied_by or 0, ""),
        reasons=row.reasons,
        erased=row.blanked_at is not None,
        who=who.get(row.id, RequesterIdentity()),
    )
