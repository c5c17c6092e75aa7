"""Exports: lists and figures as CSV or XLSX, each one told in the audit trail."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.audit import Action
from csq_desktop.domain.imports import FIELDS, FieldKind, ImportKind
from csq_desktop.domain.months import Month
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing import ExportColumn, write_csv, write_workbook
from csq_desktop.services import figures, shop
from csq_desktop.storage import audit
from csq_desktop.storage.desk import require
from csq_desktop.storage.records import exports as records
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr

KINDS = (*(kind.value for kind in ImportKind), "figures")
_FIGURE_MONTHS = 24


def write(store: Store, kind: str, target: Path, *, purpose: str = "") -> int:
    """Write a list to a file whose ending says how; returns how many rows.

    Customers are identities: only a session with the vault can read them, and a purpose is asked.
    """
    if kind not in KINDS:
        raise UserError(tr("“{kind}” cannot be exported.", kind=kind))
    identities = kind == ImportKind.CUSTOMERS
    if identities and not purpose.strip():
        raise UserError(tr("Say what the customers' data are needed for."))
    with store.reading(identities=identities) as session:
        require(session, _permission(kind))
        columns, rows = _content(session, kind)
        writer = write_workbook if target.suffix.lower() == ".xlsx" else write_csv
        count = writer(target, columns, rows, zone=shop.zone(session))
    with store.writing() as session:
        detail = {"what": kind, "rows": count, "purpose": purpose.strip()[:200]}
        audit.note(session, Action.EXPORTED, kind, None, detail)
    return count


def _permission(kind: str) -> Permission:
    return Permission.EXPORT_FIGURES if kind == "figures" else Permission.EXPORT_FILES


def _content(session: Session, kind: str) -> tuple[list[ExportColumn], Iterator[Sequence[Any]]]:
    if kind == "figures":
        return _figure_columns(), _figure_rows(session)
    import_kind = ImportKind(kind)
    fields = [one for one in FIELDS[import_kind] if one.key in records.KEYS[import_kind]]
    columns = [ExportColumn(one.title, one.kind) for one in fields]
    return columns, records.rows(session, import_kind, [one.key for one in fields])


def _figure_columns() -> list[ExportColumn]:
    number = FieldKind.NUMBER
    return [
        ExportColumn(tr("Month")),
        ExportColumn(tr("Figure")),
        ExportColumn(tr("Name")),
        ExportColumn(tr("Value"), number),
        ExportColumn(tr("Numerator"), number),
        ExportColumn(tr("Denominator"), number),
        ExportColumn(tr("From"), number),
        ExportColumn(tr("To"), number),
        ExportColumn(tr("Target"), number),
    ]


def _figure_rows(session: Session) -> Iterator[Sequence[Any]]:
    last = Month.of(shop.today(session))
    for month in figures.history(session, last, _FIGURE_MONTHS):
        for one in month.figures:
            yield (
                str(month.month), one.id, one.label, one.value, one.numerator, one.denominator,
                one.low, one.high, one.target,
            )  # fmt: skip
