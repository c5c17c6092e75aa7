"""A complaint's row as the facts its rules ask for, and the facts that follow put back into it."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.clocks import as_datetime
from csq_desktop.domain.complaints.lifecycle import Case, ShopRules
from csq_desktop.domain.complaints.rounds import Round
from csq_desktop.domain.months import Month
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records import complaints as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.row import seconds

_OF_ROW = tuple(field.name for field in fields(Case) if field.name != "reopened_at")
_OF_ROUND = tuple(field.name for field in fields(Round))
_MOMENTS = ("_at", "_since")
_FOLLOWING = (
    *("received_month", "ack_month", "resolve_month", "closed_month"),
    *("next_clock", "next_due_at"),
)
STORED = (*_OF_ROW, *_FOLLOWING)
"""The columns of a complaint that its rules set."""


def rules(session: Session) -> ShopRules:
    """The shop's rules over time, as set now."""
    return ShopRules(shop.calendar(session), shop.policies(session), shop.criteria(session))


def now(session: Session) -> int:
    """The moment it is, as the rules count moments."""
    return seconds(desk_of(session).now())


def case_of(session: Session, row: ComplaintRow) -> Case:
    """The facts of a complaint."""
    finished = records.rounds(session, row.id) if row.reopened_count else ()
    began = seconds(finished[-1].reopened_at) if finished else None
    return Case(**{name: _counted(getattr(row, name)) for name in _OF_ROW}, reopened_at=began)


def rounds_of(session: Session, complaint_id: int) -> tuple[Round, ...]:
    """The finished rounds of a complaint, first to last."""
    return tuple(
        Round(**{name: _counted(getattr(row, name)) for name in _OF_ROUND})
        for row in records.rounds(session, complaint_id)
    )


def stored_columns(case: Case, shop_rules: ShopRules) -> dict[str, Any]:
    """The facts and what follows from them, by column in the stored form of bulk writes."""
    columns = {name: getattr(case, name) for name in _OF_ROW} | _following(case, shop_rules)
    return {name: bulk.stored(value) for name, value in columns.items()}


def save(row: ComplaintRow, case: Case, shop_rules: ShopRules) -> None:
    """Put the facts into the row, with the months and the next clock that follow from them.

    What is the same is not touched: the audit trail tells changes alone.
    """
    columns = {name: getattr(case, name) for name in _OF_ROW} | _following(case, shop_rules)
    for name, value in columns.items():
        new = _kept(name, value)
        if getattr(row, name) != new:
            setattr(row, name, new)


def _following(case: Case, shop_rules: ShopRules) -> dict[str, Any]:
    """The months a case counts in, and the clock that runs out next."""
    clock, next_due = case.next_clock()
    month = shop_rules.months.of
    months = (case.received_at, case.ack_due_at, case.resolve_due_at, case.closed_at)
    return dict(zip(_FOLLOWING, (*map(month, months), clock, next_due), strict=True))


def add_round(
    session: Session, row: ComplaintRow, finished: Round, shop_rules: ShopRules, reason: str
) -> None:
    """Keep a round that is over, with why the case was reopened."""
    month = shop_rules.months.of
    session.add(
        ComplaintRoundRow(
            id=ids.reserve(session),
            complaint_id=row.id,
            **{name: _kept(name, getattr(finished, name)) for name in _OF_ROUND},
            resolve_month=_kept("resolve_month", month(finished.resolve_due_at)),
            closed_month=_kept("closed_month", month(finished.closed_at)),
            reopened_month=_kept("reopened_month", month(finished.reopened_at)),
            reason=reason,
        )
    )


def _counted(value: Any) -> Any:
    return seconds(value) if isinstance(value, datetime) else value


def _kept(name: str, value: Any) -> Any:
    """The value as the row has it: a moment and a month are more than numbers there."""
    if value is None:
        return None
    if name.endswith("_month"):
        return Month.from_code(value)
    return as_datetime(value) if name.endswith(_MOMENTS) else value
