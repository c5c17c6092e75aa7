"""Queries of the disclosure log."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.disclosures.facts import Disclosure
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.storage.audit import bulk, digests
from csq_desktop.storage.records.customers.survivors import survivor_of, whole_groups
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.storage.tables.privacy.disclosures import DisclosedCustomerRow as P
from csq_desktop.storage.tables.privacy.disclosures import DisclosureRow as D
from csq_desktop.storage.tables.store import UserRow

_COLUMNS = ("id", "disclosure_id", "customer_id")


def add(session: Session, row: D, customer_ids: Sequence[int]) -> None:
    """Keep a line, and whom it is about; many of them at the driver's speed."""
    session.add(row)
    session.flush()
    if not customer_ids:
        return
    first = ids.reserve(session, len(customer_ids))
    people = ((first + step, row.id, each) for step, each in enumerate(customer_ids))
    if len(customer_ids) == 1:
        session.add(P(**dict(zip(_COLUMNS, next(people), strict=True))))
        session.flush()
    else:
        bulk.insert(session, P, _COLUMNS, people, detail={"disclosure": row.ref})


def everything(session: Session) -> tuple[Disclosure, ...]:
    """The whole log, the newest first."""
    return tuple(_facts(session, _query()))


def of_customer(
    session: Session, customer_id: int, since: date | None = None
) -> tuple[Disclosure, ...]:
    """The lines about a customer, from a day on, the newest first.

    Those about whoever was merged into the customer are among them.
    """
    whose = whole_groups(session, [survivor_of(session, customer_id)])
    query = _query().where(D.id.in_(select(P.disclosure_id).where(P.customer_id.in_(whose))))
    if since is not None:
        query = query.where(D.day >= since)
    return tuple(_facts(session, query))


def kinds_since(session: Session, since: date) -> frozenset[RecipientKind]:
    """The kinds of recipients that received something from a day on."""
    return frozenset(session.scalars(select(D.recipient_kind).where(D.day >= since).distinct()))


def by_ids(session: Session, disclosure_ids: Sequence[int]) -> dict[int, Disclosure]:
    """Some lines of the log, by their ids."""
    query = _query().where(D.id.in_(disclosure_ids))
    return {line.id: line for line in _facts(session, query)}


def customers_of(session: Session, disclosure_id: int) -> frozenset[int]:
    """The customers a line is about."""
    query = select(P.customer_id).where(P.disclosure_id == disclosure_id)
    return frozenset(session.scalars(query))


def blank(session: Session, customer_ids: Iterable[int], at: datetime) -> int:
    """Erase the words of the lines about these customers and nobody else who is still known.

    A line about others too says nothing of one of them, unless it names them: `blank_lines`.
    """
    return blank_lines(session, about_nobody_else(session, customer_ids), at)


def about_nobody_else(session: Session, customer_ids: Iterable[int]) -> list[int]:
    """The lines with words that are about these customers, and about nobody else who is known."""
    gone, concerned = set(customer_ids), set[int]()
    for some in in_parts(gone):
        lines = select(D.id).where(D.blanked_at.is_(None), D.customers > 0)
        about = select(P.disclosure_id).where(P.customer_id.in_(some))
        concerned.update(session.scalars(lines.where(D.id.in_(about))))
    known, going = _known(session, concerned), _known(session, concerned, gone)
    return sorted(line for line in concerned if known.get(line, 0) == going.get(line, 0))


def blank_lines(session: Session, line_ids: Sequence[int], at: datetime) -> int:
    """Erase recipient and purpose of lines; gives how many had any."""
    count = 0
    for some in in_parts(line_ids):
        rows = session.scalars(select(D).where(D.id.in_(some), D.blanked_at.is_(None))).all()
        # The words go, and with them what the trail's digests of them could be compared by.
        digests.SaltShelf(session.connection(), D).renew([row.id for row in rows])
        for row in rows:
            row.recipient, row.purpose, row.blanked_at = "", "", at
            count += 1
    session.flush()
    return count


def _known(
    session: Session, line_ids: Iterable[int], among: Iterable[int] | None = None
) -> dict[int, int]:
    """How many of each line's customers are still known, of all or of some."""
    counts: dict[int, int] = {}
    query = (
        select(P.disclosure_id, func.count())
        .join(CustomerRow, CustomerRow.id == P.customer_id)
        .where(CustomerRow.anonymised_at.is_(None))
        .group_by(P.disclosure_id)
    )
    for lines in in_parts(line_ids):
        for some in [None] if among is None else in_parts(among):
            part = query.where(P.disclosure_id.in_(lines))
            part = part if some is None else part.where(P.customer_id.in_(some))
            for line, number in session.execute(part):
                counts[line] = counts.get(line, 0) + number
    return counts


def _query() -> Select[D, str]:
    query = select(D, UserRow.name).outerjoin(UserRow, UserRow.id == D.user_id)
    return query.order_by(D.day.desc(), D.at.desc(), D.id.desc())


def _facts(session: Session, query: Select[D, str]) -> Iterator[Disclosure]:
    for row, user in session.execute(query):
        yield Disclosure(
            id=row.id,
            ref=row.ref,
            at=row.at,
            day=row.day,
            user=user or "",
            recipient=row.recipient,
            recipient_kind=row.recipient_kind,
            purpose=row.purpose,
            fields=tuple(row.fields.split()),
            authority=row.authority,
            form=row.form,
            customers=row.customers,
            by_hand=row.by_hand,
            blanked=row.blanked_at is not None,
        )
