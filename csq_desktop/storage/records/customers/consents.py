"""What customers answered about each purpose, and where they stand by the rule."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, and_, case, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from csq_desktop.domain.customers import consents as rule
from csq_desktop.domain.customers.consents import MARKETING, DatedAnswer, NewAnswer
from csq_desktop.domain.customers.facts import FROM_FILE, Consent, ConsentChange
from csq_desktop.storage import repair
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.parts import in_parts
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.customers.customers import (
    CollectionStatementRow,
    ConsentRow,
    CustomerRow,
)
from csq_desktop.storage.tables.imports import ImportBatchRow
from csq_desktop.storage.tables.row import seconds
from csq_desktop.storage.tables.store import UserRow

C = ConsentRow


class BulkAnswer(NamedTuple):
    """One of many answers: customer, recorded when in seconds since 1970, the answer, channel.

    `day` is in ISO form, None where nobody knows it.
    """

    customer_id: int
    at: int
    consent: Consent
    channel: str
    purpose: str = MARKETING
    day: str | None = None
    source: str = ""


class Recorded(NamedTuple):
    """An answer that is there, and the day it was given where that is known."""

    day: date | None
    consent: Consent


def of_customer(session: Session, customer_id: int) -> tuple[ConsentChange, ...]:
    """What a customer said about every purpose, the newest first."""
    query = (
        select(
            *(C.at, C.marketing, C.channel, UserRow.name),
            *(C.purpose, C.day, C.source, C.statement_version),
        )
        .outerjoin(UserRow, UserRow.id == C.user_id)
        .where(C.customer_id == customer_id)
        .order_by(C.at.desc(), C.id.desc())
    )
    return tuple(
        ConsentChange(row[0], row[1], row[2], row[3] or "", *row[4:])
        for row in session.execute(query)
    )


def add(session: Session, customer_id: int, answer: NewAnswer, statement_version: str) -> int:
    """Keep an answer, and where the customer stands after it; gives the answer's id."""
    desk, row_id = desk_of(session), ids.reserve(session)
    session.add(
        ConsentRow(
            id=row_id,
            customer_id=customer_id,
            at=desk.now(),
            marketing=answer.consent,
            channel=answer.channel,
            user_id=desk.user.id,
            purpose=answer.purpose,
            day=answer.day,
            source=answer.source,
            statement_version=statement_version,
        )
    )
    session.flush()
    row = session.get(CustomerRow, customer_id)
    if row is not None and answer.purpose == MARKETING:
        row.marketing = standing(session, [customer_id], MARKETING)[customer_id]
    return row_id


def add_many(
    session: Session, answers: Iterable[BulkAnswer], *, detail: Mapping[str, object]
) -> int:
    """Keep many customers' answers; `detail` names the import that brought them, if any."""
    new, user = list(answers), desk_of(session).user.id
    if not new:
        return 0
    first, batch_id = ids.reserve(session, len(new)), detail.get("batch")
    rows = (
        (first + n, *answer[:2], answer.consent.value, *answer[3:], user, batch_id)
        for n, answer in enumerate(new)
    )
    columns = (
        *("id", "customer_id", "at", "marketing", "channel", "purpose", "day", "source"),
        *("user_id", "batch_id"),
    )
    return bulk.insert(session, ConsentRow, columns, rows, detail=detail)


def standing(
    session: Session, customer_ids: Collection[int], purpose: str, day: date | None = None
) -> dict[int, Consent]:
    """Where some customers stand about a purpose, today or on a day, by all of their answers."""
    zone, on = desk_of(session).zone, day or today(session)
    stands = dict.fromkeys(customer_ids, Consent.NOT_ASKED)
    for customer_id, answers in _answers(session, customer_ids, C.purpose == purpose, zone):
        stands[customer_id] = rule.standing(answers, on)
    return stands


def opt_outs_since(
    session: Session, customer_id: int, after_id: int, besides: Collection[int]
) -> dict[str, NewAnswer]:
    """The latest opt-outs about each purpose recorded of a customer after an id was given."""
    query = select(C.id, C.purpose, C.day, C.at, C.channel, C.source).where(
        C.customer_id == customer_id, C.id > after_id, C.marketing == Consent.REFUSED
    )
    zone = desk_of(session).zone
    return {
        purpose: NewAnswer(Consent.REFUSED, day or _day_of(at, zone), purpose, channel, source)
        for row_id, purpose, day, at, channel, source in session.execute(query.order_by(C.id))
        if row_id not in besides
    }


def counting(purpose: str) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]:
    """The answer about a purpose that counts for a customer, its day and source, as columns.

    The rule of `domain.customers.consents`, in SQL for lists of any length; tests compare both.
    Days that nobody typed are of Hong Kong, eight hours from UTC all year round.
    """
    on, is_dated = func.date(C.at, "unixepoch", "+8 hours"), C.channel != FROM_FILE
    out = aliased(ConsentRow)
    is_out = (out.customer_id == CustomerRow.id, out.purpose == purpose)
    opted_out = select(out.id).where(*is_out, out.marketing == Consent.REFUSED)
    has_opted_out = opted_out.correlate(CustomerRow).exists()
    ends_opt_out = and_(
        C.marketing == Consent.AGREED,
        or_(C.day.is_not(None), is_dated),
        or_(C.source != "", C.channel != ""),
    )
    counts = or_(C.marketing == Consent.REFUSED, ends_opt_out, ~has_opted_out)
    answers = (
        C.customer_id == CustomerRow.id,
        C.purpose == purpose,
        C.marketing != Consent.NOT_ASKED,
        counts,
    )
    latest = func.coalesce(C.day, on).desc()
    day = case((C.day.is_not(None), C.day), (is_dated, on))
    return (
        _first(C.marketing, answers, latest),
        _first(type_coerce(day, String), answers, latest),
        _first(C.source, answers, latest),
    )


def _first(
    column: Any, answers: Sequence[ColumnElement[bool]], latest: ColumnElement[Any]
) -> ColumnElement[Any]:
    query = select(column).where(*answers).correlate(CustomerRow)
    first: ColumnElement[Any] = query.order_by(latest, C.id.desc()).limit(1).scalar_subquery()
    return first


def opted_out_on(session: Session, customer_id: int, purpose: str) -> date | None:
    """The day of the opt-out that stands; None where none does."""
    zone = desk_of(session).zone
    for _, answers in _answers(session, [customer_id], C.purpose == purpose, zone):
        return rule.opted_out_on(answers, today(session))
    return None


def recorded(
    session: Session, customer_ids: Collection[int], purpose: str
) -> dict[int, list[Recorded]]:
    """What is recorded of some customers about a purpose."""
    zone = desk_of(session).zone
    return {
        customer_id: [Recorded(each.day if each.is_dated else None, each.consent) for each in told]
        for customer_id, told in _answers(session, customer_ids, C.purpose == purpose, zone)
    }


def take_back(session: Session, batch: ImportBatchRow, customer_ids: Collection[int]) -> list[int]:
    """Take out what an import answered for customers who were there; gives who they are.

    Before s0024 no answer said which import brought it. Of the customers that such an import
    changed it is what files brought since: a later import of the same rows was undone before.
    """
    is_added = C.customer_id.between(batch.first_id, batch.last_id)
    brought = select(C.id, C.customer_id).where(C.batch_id == batch.id, ~is_added)
    before_batches = (C.batch_id.is_(None), C.channel == FROM_FILE, C.at >= batch.at)
    queries = [brought] + [
        select(C.id, C.customer_id).where(C.customer_id.in_(some), *before_batches)
        for some in in_parts(customer_ids)
    ]
    theirs = [
        (row_id, customer_id) for query in queries for row_id, customer_id in session.execute(query)
    ]
    bulk.delete(session, ConsentRow, [row_id for row_id, _ in theirs], detail={"undone": batch.id})
    return sorted({customer_id for _, customer_id in theirs})


def settle(
    session: Session, customer_ids: Collection[int], *, detail: Mapping[str, object]
) -> None:
    """Write where customers stand about direct marketing, where it is not what is written."""
    for some in in_parts(customer_ids):
        query = select(CustomerRow.id, CustomerRow.marketing).where(CustomerRow.id.in_(some))
        written = dict(session.execute(query).all())
        stands = standing(session, some, MARKETING)
        changed = [
            (stands[row_id].value, row_id)
            for row_id, consent in written.items()
            if stands[row_id] is not consent
        ]
        if changed:
            bulk.update(session, CustomerRow, ("marketing",), changed, detail=detail)


@repair.at_unlock("opt-outs that were set back")
def stand_by_opt_outs(session: Session) -> int:
    """Programs before s0024 let "not asked", or a list without dates, take the place of an opt-out.

    Whoever opted out is opted out until a new consent; the others stand as they did.
    """
    query = (
        select(CustomerRow)
        .join(ConsentRow, ConsentRow.customer_id == CustomerRow.id)
        .where(
            ConsentRow.marketing == Consent.REFUSED,
            ConsentRow.purpose == MARKETING,
            CustomerRow.marketing != Consent.REFUSED,
        )
        .distinct()
    )
    rows = session.scalars(query).all()
    stands = standing(session, [row.id for row in rows], MARKETING)
    behind = [row for row in rows if stands[row.id] is Consent.REFUSED]
    for row in behind:
        row.marketing = Consent.REFUSED
    return len(behind)


def statements(session: Session) -> list[CollectionStatementRow]:
    """Every version of the collection statement, the oldest first."""
    return list(session.scalars(select(CollectionStatementRow).order_by(CollectionStatementRow.id)))


def today(session: Session) -> date:
    """The shop's day."""
    desk = desk_of(session)
    return desk.now().astimezone(desk.zone).date()


def _answers(
    session: Session,
    customer_ids: Collection[int],
    condition: ColumnElement[bool],
    zone: ZoneInfo,
) -> Iterator[tuple[int, list[DatedAnswer]]]:
    for some in in_parts(customer_ids):
        answers: dict[int, list[DatedAnswer]] = defaultdict(list)
        columns = (C.customer_id, C.id, C.at, C.marketing, C.channel, C.day, C.source)
        query = select(*columns).where(C.customer_id.in_(some), condition)
        for customer_id, number, at, consent, channel, day, source in session.execute(query):
            is_dated = day is not None or channel != FROM_FILE
            given_by = bool(source or channel)
            on = day or _day_of(at, zone)
            answers[customer_id].append(DatedAnswer(on, number, consent, is_dated, given_by))
        yield from answers.items()


def _day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()


def recorded_at(session: Session) -> int:
    """This moment as bulk answers have it."""
    return seconds(desk_of(session).now())
