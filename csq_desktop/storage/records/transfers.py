"""What stands beside cases as files take it from one store to another: read as JSON, kept in bulk.

Withdrawn rows stay behind, as voided cases do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlalchemy.orm import Session

from csq_desktop.domain.transfers.parts import FILED
from csq_desktop.storage.audit import bulk
from csq_desktop.storage.records.imports.facts import Facts
from csq_desktop.storage.tables.cases.causes import CaseCauseRow, WhyRow
from csq_desktop.storage.tables.cases.closing import InvolvedRow, ResponseRow, SatisfactionRow
from csq_desktop.storage.tables.cases.containment import ContainmentRow
from csq_desktop.storage.tables.cases.referrals import ReferralRow
from csq_desktop.storage.tables.complaints.complaints import ComplaintRow
from csq_desktop.storage.tables.complaints.promises import PromiseRow
from csq_desktop.storage.tables.shop.people import PersonRow


class PartTable(NamedTuple):
    """Where a part stands, and the columns that files do not have: who entered it, its month.

    `month` is the column with the month of the moment in another one.
    """

    row: Any
    entered_by: str
    month: tuple[str, str] = ("", "")


TABLES: Mapping[str, PartTable] = {
    "promises": PartTable(PromiseRow, "made_by", ("due_month", "due_at")),
    "further_causes": PartTable(CaseCauseRow, "entered_by"),
    "whys": PartTable(WhyRow, "entered_by"),
    "containment": PartTable(ContainmentRow, "entered_by"),
    "involved": PartTable(InvolvedRow, "named_by"),
    "responses": PartTable(ResponseRow, "communicated_by"),
    "satisfaction": PartTable(SatisfactionRow, "inquired_by", ("inquired_month", "inquired_at")),
    "referrals": PartTable(ReferralRow, "referred_by"),
}
PEOPLE = {"owner": "owner_id", "person": "person_id"}
"""The columns of people, by what files call them: these have the names."""


def beside() -> dict[str, ColumnElement[Any]]:
    """What stands beside a case, a column for each part as JSON; nothing where it is none."""
    return {key: _as_json(key) for key in TABLES}


def _as_json(key: str) -> ColumnElement[Any]:
    row = TABLES[key].row
    listed = select(func.json_group_array(func.json(_body(key)))).where(
        row.complaint_id == ComplaintRow.id, *_there(row)
    )
    if row is WhyRow:
        listed = listed.where(row.cause_id.is_(None))
    return func.nullif(listed.correlate(ComplaintRow).scalar_subquery(), "[]")


def _body(key: str) -> ColumnElement[Any]:
    """A row of a part as one JSON text, under the names that files have."""
    row = TABLES[key].row
    pairs: list[Any] = []
    for field in fields(FILED[key][0]):
        pairs += [field.name, _column(row, field.name)]
    return func.json_object(*pairs)


def _column(row: Any, name: str) -> Any:
    if name in PEOPLE:
        person_id = getattr(row, PEOPLE[name])
        named = select(PersonRow.name).where(PersonRow.id == person_id)
        return func.coalesce(named.correlate(row).scalar_subquery(), "")
    if name == "whys":
        listed = select(func.json_group_array(func.json(_body("whys"))))
        listed = listed.where(WhyRow.cause_id == row.id, *_there(WhyRow))
        return func.json(listed.correlate(row).scalar_subquery())
    return type_coerce(getattr(row, name), String)


def _there(row: Any) -> tuple[ColumnElement[bool], ...]:
    return (row.removed_at.is_(None),) if hasattr(row, "removed_at") else ()


def add_many(
    session: Session, key: str, rows: Sequence[Facts], *, detail: Mapping[str, object]
) -> None:
    """Keep many rows of a part at once; each has the same columns."""
    if rows:
        columns = tuple(rows[0])
        values = (tuple(bulk.stored(row[name]) for name in columns) for row in rows)
        bulk.insert(session, TABLES[key].row, columns, values, detail=detail)


def asked_until(session: Session, batch_id: int, moment: datetime) -> Sequence[int]:
    """The customers of an import's complaints who had been asked by then."""
    a, c = SatisfactionRow, ComplaintRow
    brought = select(a.id).join(c, c.id == a.complaint_id).where(c.batch_id == batch_id)
    return session.scalars(brought.where(a.inquired_at <= moment).order_by(a.id)).all()


def remove_many(
    session: Session, key: str, row_ids: Sequence[int], *, detail: Mapping[str, object]
) -> None:
    """Take out rows of a part for good."""
    if row_ids:
        bulk.delete(session, TABLES[key].row, row_ids, detail=detail)
