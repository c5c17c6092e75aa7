"""The due list: which records have outstayed their rule, and what keeps them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from csq_desktop.domain.customers.facts import MaskedIdentity
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import DueRecord
from csq_desktop.domain.retention.fields import RETENTION_LEFT
from csq_desktop.domain.retention.rules import (
    RetainedRecord,
    RetentionVerdict,
    before_months,
    judged,
)
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.services.retention import rules as rules_in_force
from csq_desktop.services.retention.sources import RetentionSource, running, sources
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.customers import customers
from csq_desktop.storage.records.privacy import forgetting
from csq_desktop.storage.records.privacy import retention as records
from csq_desktop.storage.records.privacy.retention import LastUse, LeftRecord
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.texts import tr

MOST = 2_000
"""How many records of a kind are listed at once: the rest follow when those are done."""
OF_CASES = frozenset({RecordKind.COMPLAINTS, RecordKind.EVIDENCE, RecordKind.LETTERS})
"""The kinds whose records are counted by cases."""
FARTHEST = timedelta(days=366 * 3)


def everything(session: Session) -> tuple[DueRecord, ...]:
    """Every record whose time has come, kind by kind, the longest unused first.

    Those that something keeps are among them, with what it is.
    """
    require(session, Permission.ADMINISTER)
    return tuple(line for source in sources().values() for line in _of(session, source))


def count(session: Session) -> int:
    """How many records wait to be erased: nothing keeps them."""
    require(session, Permission.ADMINISTER)
    return sum(line.verdict.is_due for line in everything(session))


def verdicts(
    session: Session, kind: RecordKind, uses: Sequence[LastUse]
) -> dict[int, RetentionVerdict]:
    """When some records are due, and what keeps each of them today."""
    require(session, Permission.ADMINISTER)
    months, today = rules_in_force.rules(session).of(kind), shop.today(session)
    people = {use.customer_id for use in uses if use.customer_id is not None}
    cases = _open_cases(session, kind, [use.record_id for use in uses])
    held, asked = records.held_customers(session), requests_running(session, sorted(people))
    left = records.left_records(session, kind)
    return {
        use.record_id: judged(
            RetainedRecord(
                last_used=shop.day_of(session, use.at),
                open_cases=cases.get(use.record_id, 0),
                holds=int(use.customer_id in held),
                requests=asked.get(use.customer_id or 0, 0),
                left_until=left[use.record_id].until if use.record_id in left else None,
            ),
            months,
            today,
        )
        for use in uses
    }


def leave(
    session: Session, kind: RecordKind, record_ids: Sequence[int], until: date, reason: str
) -> None:
    """Leave records until a day, with the reason: they come back onto the list then."""
    require(session, Permission.ADMINISTER)
    if not reason.strip():
        raise UserError(tr("Enter the reason."), field="reason")
    RETENTION_LEFT.field("reason").check(reason)
    today = shop.today(session)
    if not today < until <= today + FARTHEST:
        raise UserError(tr("Choose a day within the next three years."), field="until")
    for number in record_ids:
        records.leave(session, kind, number, LeftRecord(until, reason.strip()))


def requests_running(session: Session, customer_ids: Sequence[int]) -> Mapping[int, int]:
    """How many requests of each customer run, as the features that take requests say."""
    require(session, Permission.ADMINISTER)
    return running(session, customer_ids)


def _of(session: Session, source: RetentionSource) -> Iterator[DueRecord]:
    months = rules_in_force.rules(session).of(source.kind)
    uses = source.used(session, _moment(session, months), MOST)
    left, judgements = (
        records.left_records(session, source.kind),
        verdicts(session, source.kind, uses),
    )
    masks = _masks(session, [use.record_id for use in uses], source.kind)
    for use in uses:
        yield DueRecord(
            kind=source.kind,
            record_id=use.record_id,
            ref=use.ref,
            last_used=shop.day_of(session, use.at),
            months=months,
            verdict=judgements[use.record_id],
            masked=masks.get(use.record_id),
            left_reason=left[use.record_id].reason if use.record_id in left else "",
        )


def _open_cases(session: Session, kind: RecordKind, record_ids: Sequence[int]) -> dict[int, int]:
    if kind is RecordKind.CUSTOMERS:
        return forgetting.open_cases(session, record_ids)
    if kind in OF_CASES:
        return forgetting.open_among(session, record_ids)
    return {}


def _moment(session: Session, months: int) -> datetime:
    """The moment before which a last use is due today."""
    last = before_months(shop.today(session), months)
    return datetime.combine(last + timedelta(days=1), time(0), shop.zone(session))


def _masks(
    session: Session, record_ids: Sequence[int], kind: RecordKind
) -> dict[int, MaskedIdentity | None]:
    if kind is not RecordKind.CUSTOMERS or not desk_of(session).sees_identities:
        return {}
    return {line.id: line.masked for line in customers.lines(session, record_ids)}
