"""Converts a complaint's row into the facts of the lifecycle rules, and writes them back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.complaints.case import Case
from csq_desktop.domain.complaints.clocks import UNDATED_BAND, as_datetime
from csq_desktop.domain.complaints.rounds import Round
from csq_desktop.domain.complaints.shop_rules import ShopRules
from csq_desktop.services.closing import involved
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.complaints import complaints as records
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of
from csq_desktop.storage.tables.complaints.complaints import ComplaintRoundRow, ComplaintRow
from csq_desktop.storage.tables.row import seconds

FACTS = tuple(field.name for field in fields(Case) if field.name != "reopened_at")
"""The facts of a case that stand in its own row; the moment of reopening is the last round's."""
_OF_ROUND = tuple(field.name for field in fields(Round))
ROUND_COLUMNS = (
    *("id", "complaint_id", "reason", "cause_code"),
    *_OF_ROUND,
    *("resolve_month", "closed_month", "reopened_month"),
)
_MOMENTS = ("_at", "_since")
_MONTHS = (
    *("received_month", "ack_month", "progress_month", "resolve_month", "closed_month"),
    "feedback_month",
)
DERIVED = ("received_month", "feedback_month", "next_clock", "next_due_at")
"""The columns that follow from the facts alone: a month, and which clock is due next."""
STORED = (*FACTS, *DERIVED)
"""The columns of a complaint that its rules set."""


def rules(session: Session) -> ShopRules:
    """The shop's rules over time, as set now."""
    return ShopRules(shop.calendar(session), shop.policies(session), shop.criteria(session))


def now(session: Session) -> int:
    """The current time in the unit of the lifecycle rules."""
    return seconds(desk_of(session).now())


def row_of(session: Session, complaint_id: int) -> ComplaintRow:
    """The row of a complaint; UserError when it has been removed, Refused to whom it is about."""
    return involved.complaint(session, complaint_id)


def case_of(session: Session, row: ComplaintRow, finished: Sequence[Round] | None = None) -> Case:
    """The facts of a complaint; its `finished` rounds are read where the caller has not."""
    if finished is None:
        finished = rounds_of(session, row.id) if row.reopened_count else ()
    began = finished[-1].reopened_at if finished and row.reopened_count else None
    return Case(**{name: _counted(getattr(row, name)) for name in FACTS}, reopened_at=began)


def rounds_of(session: Session, complaint_id: int) -> tuple[Round, ...]:
    """The finished rounds of a complaint, first to last."""
    return tuple(
        Round(**{name: _counted(getattr(row, name)) for name in _OF_ROUND})
        for row in records.rounds(session, complaint_id)
    )


def stored_columns(case: Case, shop_rules: ShopRules) -> dict[str, Any]:
    """The facts and what is derived from them, by column, in the stored form of bulk writes."""
    return {name: bulk.stored(value) for name, value in _columns(case, shop_rules).items()}


def save(row: ComplaintRow, case: Case, shop_rules: ShopRules) -> None:
    """Write the facts into the row, with the months and the next clock derived from them.

    Unchanged columns are not assigned: the audit trail records every assignment as a change.
    """
    for name, fact in _columns(case, shop_rules).items():
        value = _in_row(name, fact)
        if getattr(row, name) != value:
            setattr(row, name, value)


def add_round(
    session: Session, row: ComplaintRow, finished: Round, shop_rules: ShopRules, reason: str
) -> None:
    """Keep a round that is over, with why the case was reopened."""
    columns = _round_columns(finished, shop_rules)
    session.add(
        ComplaintRoundRow(
            id=ids.reserve(session),
            complaint_id=row.id,
            reason=reason,
            cause_code=row.cause_code,
            **{name: _in_row(name, fact) for name, fact in columns.items()},
        )
    )


def add_rounds(
    session: Session,
    filed: Iterable[tuple[int, Round, str, str]],
    shop_rules: ShopRules,
    *,
    detail: Mapping[str, object],
) -> None:
    """Keep many rounds at once, each of a case: why that was reopened, its cause."""
    rows = []
    for complaint_id, finished, reason, cause in filed:
        columns = _round_columns(finished, shop_rules)
        values = (bulk.stored(columns[name]) for name in ROUND_COLUMNS[4:])
        rows.append((ids.reserve(session), complaint_id, reason, cause, *values))
    records.add_rounds(session, ROUND_COLUMNS, rows, detail=detail)


def _round_columns(finished: Round, shop_rules: ShopRules) -> dict[str, Any]:
    """The facts of a round and its months, by column."""
    month = shop_rules.months.of
    return {name: getattr(finished, name) for name in _OF_ROUND} | {
        "resolve_month": month(finished.resolve_due_at),
        "closed_month": month(finished.closed_at),
        "reopened_month": month(finished.reopened_at),
    }


def rounds_follow(
    session: Session, complaint_id: int, received_at: int, shop_rules: ShopRules
) -> None:
    """How long the finished rounds of a complaint took, once its receipt was put right.

    Their deadlines stay, and a closing that a rule dated is in no time figure.
    """
    for row in records.rounds(session, complaint_id):
        band = shop_rules.band(received_at, seconds(row.closed_at))
        if row.closed_band not in (UNDATED_BAND, band):
            row.closed_band = band


def _columns(case: Case, shop_rules: ShopRules) -> dict[str, Any]:
    """The facts, and the months and the next clock derived from them, by column."""
    clock, next_due = case.next_clock()
    months = dict(zip(_MONTHS, case.counted_in(shop_rules.months), strict=True))
    due = {"next_clock": clock, "next_due_at": next_due}
    return {name: getattr(case, name) for name in FACTS} | months | due


def _counted(value: Any) -> Any:
    if isinstance(value, Month):
        return value.code
    return seconds(value) if isinstance(value, datetime) else value


def _in_row(name: str, fact: Any) -> Any:
    """A fact as the mapped column has it: the rules count moments in seconds, months by code."""
    if fact is None:
        return None
    if name.endswith(_MOMENTS):
        return as_datetime(fact)
    return Month.from_code(fact) if name.endswith("_month") else fact
