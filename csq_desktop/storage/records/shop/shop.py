"""Queries of the shop: settings by version, closures, month inputs."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.dated import Version
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.shop.shop import PlannedClosure
from csq_desktop.storage.records.bodies import from_body, to_body
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.checklists import ChecklistRunRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow, ComplaintSumRow
from csq_desktop.storage.tables.pledges import PledgeCountRow
from csq_desktop.storage.tables.shop.shop import ClosureRow, MonthInputRow, ShopSettingRow

Fact = TypeVar("Fact")
_KNOWN = "settings known"
_MINUTES_OF_DAY = 24 * 60
_COUNTED = (ComplaintRow, ChecklistRunRow, PledgeCountRow)


def versions(session: Session, name: str, kind: type[Fact]) -> tuple[Version[Fact], ...]:
    """Every version of a group of settings, in the order they were written.

    A session asks for all groups, and many times over: it reads them at once and remembers them
    as long as it lives.
    """
    settings: _Settings | None = session.info.get(_KNOWN)
    if settings is None:
        settings = session.info[_KNOWN] = _Settings(_written(session))
    if name not in settings.versions:
        rows = settings.rows.get(name, ())
        settings.versions[name] = tuple(
            Version(n, on, from_body(kind, body)) for n, on, body in rows
        )
    return settings.versions[name]


@dataclass(frozen=True)
class _Settings:
    """What a session has read of the settings: rows of all groups, facts of those asked for."""

    rows: dict[str, list[tuple[int, date, object]]]
    versions: dict[str, tuple[Version[Any], ...]] = field(default_factory=dict)


def _written(session: Session) -> dict[str, list[tuple[int, date, object]]]:
    """Number, first day and body of every version, by group, in the order they were written."""
    columns = (ShopSettingRow.version, ShopSettingRow.effective_from, ShopSettingRow.body)
    rows = session.execute(select(ShopSettingRow.name, *columns).order_by(ShopSettingRow.version))
    by_name = defaultdict[str, list[tuple[int, date, object]]](list)
    for name, number, since, body in rows:
        by_name[name].append((number, since, body))
    return by_name


def bodies(session: Session) -> dict[tuple[str, int], object]:
    """Every stored version of the settings by group and number, for telling what changed."""
    query = select(ShopSettingRow.name, ShopSettingRow.version, ShopSettingRow.body)
    return {(name, version): body for name, version, body in session.execute(query)}


def anything_counted(session: Session) -> bool:
    """Whether the store holds anything that figures are made of."""
    return any(session.execute(select(row.id).limit(1)).first() for row in _COUNTED)


def anything_counted_between(session: Session, first: Month, last: Month) -> bool:
    """Whether figures were made of anything in some months."""
    columns = (ComplaintSumRow.month, ChecklistRunRow.month, PledgeCountRow.month)
    queries = [select(month).where(month.between(first, last)).limit(1) for month in columns]
    queries[0] = queries[0].where(ComplaintSumRow.count > 0)
    return any(session.execute(query).first() for query in queries)


def add_setting(session: Session, name: str, effective_from: date, fact: object) -> int:
    """Append a version of a group of settings; returns its number."""
    last = session.scalar(
        select(func.max(ShopSettingRow.version)).where(ShopSettingRow.name == name)
    )
    desk = desk_of(session)
    row = ShopSettingRow(
        id=ids.reserve(session),
        name=name,
        version=(last or 0) + 1,
        effective_from=effective_from,
        body=to_body(fact),
        created_at=desk.now(),
        created_by=desk.user.id,
    )
    session.add(row)
    session.flush()
    session.info.pop(_KNOWN, None)
    return row.version


def closures(session: Session) -> tuple[PlannedClosure, ...]:
    """All closings that were not taken back, earliest first."""
    row = ClosureRow
    query = (
        select(row.id, row.start, row.end, row.reason, row.start_minute, row.end_minute)
        .where(row.removed_at.is_(None))
        .order_by(row.start, row.start_minute, row.id)
    )
    return tuple(
        PlannedClosure(key, start, end, reason, _clock(first), _clock(last))
        for key, start, end, reason, first, last in session.execute(query)
    )


def add_closure(session: Session, closure: PlannedClosure) -> int:
    """Add a closing; returns the id that it gets."""
    row = ClosureRow(
        id=ids.reserve(session),
        start=closure.start,
        end=closure.end,
        reason=closure.reason,
        start_minute=_minute(closure.opened_until),
        end_minute=_minute(closure.opens_again),
    )
    session.add(row)
    return row.id


def _clock(minute: int | None) -> time | None:
    return None if minute is None else time(*divmod(minute % _MINUTES_OF_DAY, 60))


def _minute(clock: time | None) -> int | None:
    return None if clock is None else 60 * clock.hour + clock.minute


def remove_closure(session: Session, closure_id: int, at: datetime) -> None:
    """Take a closing back."""
    row = session.get(ClosureRow, closure_id)
    if row is not None:
        row.removed_at = at


def month_input(session: Session, name: str, month: Month) -> int | None:
    """A month's number such as its transactions, or None when it was not entered."""
    return session.scalar(
        select(MonthInputRow.value).where(MonthInputRow.name == name, MonthInputRow.month == month)
    )


def set_month_input(session: Session, name: str, month: Month, value: int) -> None:
    """Enter or correct a month's number."""
    query = select(MonthInputRow).where(MonthInputRow.name == name, MonthInputRow.month == month)
    row = session.scalar(query)
    if row is None:
        row = MonthInputRow(id=ids.reserve(session), name=name, month=month, value=value)
        session.add(row)
    row.value = value
