"""Queries of the shop: settings by version, closures, month inputs."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csq_desktop.domain.months import Month
from csq_desktop.domain.shop import PlannedClosure
from csq_desktop.storage import repair
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.shop import ClosureRow, MonthInputRow, ShopSettingRow

_KNOWN = "settings known"
Version = tuple[int, object]


def setting(session: Session, name: str, on: date) -> Version | None:
    """Version and body of a group of settings in force on a day; the first one before that.

    A session asks for the same ones many times over: it remembers them as long as it lives.
    """
    known: dict[tuple[str, date], Version | None] = session.info.setdefault(_KNOWN, {})
    if (name, on) not in known:
        known[name, on] = _in_force(session, name, on)
    return known[name, on]


def _in_force(session: Session, name: str, on: date) -> Version | None:
    query = (
        select(ShopSettingRow.version, ShopSettingRow.body)
        .where(ShopSettingRow.name == name)
        .order_by(ShopSettingRow.version.desc())
    )
    row = session.execute(query.where(ShopSettingRow.effective_from <= on).limit(1)).first()
    row = row or session.execute(query.limit(1)).first()
    return (row.version, row.body) if row else None


def add_setting(session: Session, name: str, effective_from: date, body: object) -> int:
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
        body=body,
        created_at=desk.now(),
        created_by=desk.user.id,
    )
    session.add(row)
    session.flush()
    session.info.pop(_KNOWN, None)
    return row.version


def closures(session: Session) -> tuple[PlannedClosure, ...]:
    """All closings that were not taken back, earliest first."""
    query = (
        select(ClosureRow.id, ClosureRow.start, ClosureRow.end, ClosureRow.reason)
        .where(ClosureRow.removed_at.is_(None))
        .order_by(ClosureRow.start)
    )
    return tuple(PlannedClosure(*row) for row in session.execute(query))


def add_closure(session: Session, start: date, end: date, reason: str) -> int:
    """Add a closing of whole days; returns its id."""
    row = ClosureRow(id=ids.reserve(session), start=start, end=end, reason=reason)
    session.add(row)
    return row.id


# What the reasons of closures were called while the words of the speaker's language were kept.
_REASONS = {
    "Typhoon signal no. 8": "typhoon",
    "八號熱帶氣旋警告信號": "typhoon",
    "八号热带气旋警告信号": "typhoon",
    "Black rainstorm": "rainstorm",
    "黑色暴雨警告": "rainstorm",
    "Stock-taking": "stock_taking",
    "盤點": "stock_taking",
    "盘点": "stock_taking",
}


@repair.at_unlock("reasons of closures kept as words")
def code_reasons(session: Session) -> int:
    """Put codes in place of words; here and not in a revision, so that the trail tells of it."""
    rows = session.scalars(select(ClosureRow).where(ClosureRow.reason.in_(_REASONS))).all()
    for row in rows:
        row.reason = _REASONS[row.reason]
    return len(rows)


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
