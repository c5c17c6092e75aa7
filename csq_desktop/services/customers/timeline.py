"""What a customer's own record knows for the timeline: consents, the statement, who looked."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.audit.wording import field_text
from csq_desktop.domain.customers.facts import RevealReason
from csq_desktop.domain.customers.timeline import TimelineItem, TimelineKind
from csq_desktop.domain.users import Permission
from csq_desktop.services.settings import lists
from csq_desktop.storage.records.customers import consents as consent_records
from csq_desktop.storage.records.customers import customers as records
from csq_desktop.storage.records.past import audit_trail as trail_records
from csq_desktop.storage.records.shop import users as user_records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.tables.customers.customers import CustomerRow
from csq_desktop.texts import tr

_OBJECTS = ("customer", "identity")


def items(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    """The lines of a customer's record; who looked at it, for those who may read the trail."""
    require(session, Permission.READ_CUSTOMERS)
    yield from _consents(session, customer_id)
    row = records.get(session, customer_id)
    if row is not None:
        user = user_records.name_of(session, row.created_by)
        yield TimelineItem(row.created_at, TimelineKind.RECORD, tr("Customer added"), user=user)
        yield from _statement(session, row)
    if desk_of(session).may(Permission.READ_AUDIT_TRAIL):
        yield from _trail(session, customer_id)


def _consents(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    for answer in consent_records.of_customer(session, customer_id):
        purpose = lists.label(lists.PURPOSES, answer.purpose)
        source = (answer.given_by, answer.source)
        yield TimelineItem(
            at=_moment(session, answer.day) if answer.day else answer.at,
            kind=TimelineKind.CONSENT,
            what=tr("{purpose}: {answer}", purpose=purpose, answer=answer.consent.label),
            note=tr(" · ").join(filter(None, source)),
            user=answer.user,
            of_day=answer.day is not None,
        )


def _statement(session: Session, row: CustomerRow) -> Iterator[TimelineItem]:
    if not row.statement_version or row.statement_at is None:
        return
    day, channel = row.statement_on, row.statement_channel
    yield TimelineItem(
        at=_moment(session, day) if day else row.statement_at,
        kind=TimelineKind.STATEMENT,
        what=tr("Collection statement given, version {version}", version=row.statement_version),
        note=channel.label if channel else "",
        user=user_records.name_of(session, row.statement_by),
        of_day=day is not None,
    )


def _trail(session: Session, customer_id: int) -> Iterator[TimelineItem]:
    for entry in trail_records.entries_of(session, _OBJECTS, customer_id):
        if entry.action == AuditAction.REVEALED:
            reason = str(entry.detail.get("reason", ""))
            known = reason in RevealReason.__members__.values()
            kind, what = TimelineKind.DISCLOSURE, tr("Identity viewed")
            note = RevealReason(reason).label if known else reason
        elif entry.action == AuditAction.CHANGED:
            kind = TimelineKind.RECORD
            what, note = _changed(entry.detail)
        else:
            continue
        if what:
            user = user_records.name_of(session, entry.user_id)
            yield TimelineItem(entry.at, kind, what, note, user)


def _changed(detail: object) -> tuple[str, str]:
    """What a change of the record is called; consents and the statement have lines of their own."""
    changed = detail if isinstance(detail, dict) else {}
    after, hidden = changed.get("to", {}), changed.get("fields", ())
    if "archived_at" in after:
        return (tr("Archived") if after["archived_at"] else tr("Restored")), ""
    names = [name for name in (*after, *hidden) if not name.startswith("statement_")]
    shown = [field_text(name) for name in names if name not in ("marketing", "name_key")]
    return (tr("Corrected"), tr(", ").join(shown)) if shown else ("", "")


def _moment(session: Session, day: date) -> datetime:
    """The end of a shop's day, for the order of lines of which nobody knows the time."""
    return datetime.combine(day, time(23, 59, 59), desk_of(session).zone).astimezone(UTC)
