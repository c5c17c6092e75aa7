"""Exports: lists and figures as CSV or XLSX, each recorded in the audit trail."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.fields import FieldKind
from csq_desktop.domain.imports.fields import EXPORTED, FIGURES, ImportKind
from csq_desktop.domain.months import Month
from csq_desktop.domain.users import Permission
from csq_desktop.domain.wording import count_text
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing.exports import ExportColumn, write_csv, write_workbook
from csq_desktop.services.imports.kinds.register import kind_of
from csq_desktop.services.indicators import figures
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.records.imports import exports as records
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr, trn

COMPLAINTS = ImportKind.COMPLAINTS.value
KINDS = (*(kind.value for kind in ImportKind), FIGURES)
LONGEST_PURPOSE = 200
_FIGURE_MONTHS = 24
_TOLD_EVERY = 1_000
_WORKBOOK = ".xlsx"
Progress = Callable[..., None]
Rows = Iterator[Sequence[Any]]
Content = tuple[list[ExportColumn], Rows, int]


def write(
    store: Store, kind: str, target: Path, *, purpose: str = "", progress: Progress | None = None
) -> int:
    """Write a list to a file whose ending says how; returns how many rows.

    Customers are identities: only a session with the vault can read them. They and people's own
    words go out for a purpose alone.
    An export is recorded in the audit trail before its file is begun, so that none goes
    unrecorded, and once more if it fails.
    """
    if kind not in KINDS:
        raise UserError(tr("“{kind}” cannot be exported.", kind=kind))
    return _write(store, _Request(kind, target, purpose, progress))


def write_chosen(store: Store, ids: Sequence[int], target: Path, *, purpose: str) -> int:
    """Write the complaints of some ids as `write` would; returns how many rows."""
    return _write(store, _Request(COMPLAINTS, target, purpose, ids=ids))


@dataclass(frozen=True)
class _Request:
    """What is to be written and where to; `ids` only where not every row is."""

    kind: str
    target: Path
    purpose: str
    progress: Progress | None = None
    ids: Sequence[int] | None = None


def _write(store: Store, request: _Request) -> int:
    # The command line hands on bytes that are no text as letters that nothing can write.
    kind, purpose = request.kind, request.purpose.encode(errors="replace").decode()
    refusal = purpose_missing(kind, purpose)
    if refusal:
        raise UserError(refusal)
    detail = {"what": kind, "purpose": purpose.strip()[:LONGEST_PURPOSE]}
    with store.reading(identities=holds_identities(kind)) as session:
        require(session, permission(kind))
        content = _content(session, kind, request.ids)
        _tell(store, kind, {**detail, "rows": content[2]})
        try:
            now = _local_time(session)
            return _written(content, request.target, request.progress, now=now)
        except BaseException:
            _tell(store, kind, {**detail, "failed": True})
            raise


def _local_time(session: Session) -> datetime:
    """The time in the shop's zone."""
    return desk_of(session).now().astimezone(shop.zone(session))


def holds_identities(kind: str) -> bool:
    """Whether what is written names people: only with the vault's key, and for a purpose."""
    return kind != FIGURES and ImportKind(kind).declared.identities


def asks_purpose(kind: str) -> bool:
    """Whether what is written may speak of people: customers, and all that has free text."""
    return holds_identities(kind) or (kind != FIGURES and ImportKind(kind).declared.exports_words)


def purpose_missing(kind: str, purpose: str) -> str:
    """What to tell whoever gave no purpose for a list that needs one; empty where all is well."""
    if purpose.strip() or not asks_purpose(kind):
        return ""
    if holds_identities(kind):
        return tr("Enter what the customer data is needed for.")
    return tr("Enter what the list is needed for: its text may name people.")


def permission(kind: str) -> Permission:
    """What a role needs to export a kind."""
    return Permission.EXPORT_FIGURES if kind == FIGURES else Permission.EXPORT_FILES


def _tell(store: Store, kind: str, detail: dict[str, object]) -> None:
    with store.writing() as session:
        audit.note(session, AuditAction.EXPORTED, kind, None, detail)


def _written(content: Content, target: Path, progress: Progress | None, *, now: datetime) -> int:
    writer = write_workbook if target.suffix.lower() == _WORKBOOK else write_csv
    columns, rows, total = content
    watched = rows if progress is None else _watched(rows, total, progress)
    ask = None if progress is None else partial(progress, 1, 1, "")  # the last chance to stop
    return writer(target, columns, watched, now=now, ask=ask)


def _watched(rows: Rows, total: int, progress: Progress) -> Rows:
    for done, row in enumerate(rows):
        if done % _TOLD_EVERY == 0:
            words = trn("{count} row", "{count} rows", done, count=count_text(done))
            progress(done, max(total, 1), words)
        yield row


def _content(session: Session, kind: str, ids: Sequence[int] | None) -> Content:
    if kind == FIGURES:
        figure_rows = [*_figure_rows(session)]
        return _figure_columns(), iter(figure_rows), len(figure_rows)
    rows_of = kind_of(ImportKind(kind))
    fields = EXPORTED[rows_of.kind]
    words = [rows_of.written(field) for field in fields]
    rows = (
        tuple(say(cell) for say, cell in zip(words, row, strict=True))
        for row in records.rows(session, rows_of.source, ids)
    )
    columns = [ExportColumn(field.title, field.kind) for field in fields]
    return columns, rows, records.count(session, rows_of.source, ids)


def _figure_columns() -> list[ExportColumn]:
    number = FieldKind.NUMBER
    return [
        ExportColumn(tr("Month")),
        ExportColumn(tr("Figure")),
        ExportColumn(tr("Measure name")),
        ExportColumn(tr("Value"), number),
        ExportColumn(tr("Numerator"), number),
        ExportColumn(tr("Denominator"), number),
        ExportColumn(tr("95% CI low"), number),
        ExportColumn(tr("95% CI high"), number),
        ExportColumn(tr("Target"), number),
    ]


def _figure_rows(session: Session) -> Rows:
    last = Month.of(shop.today(session))
    for month in figures.history(session, last, _FIGURE_MONTHS):
        for figure in month.figures:
            yield (
                str(month.month), figure.id, figure.label, figure.value, figure.numerator,
                figure.denominator, figure.low, figure.high, figure.target,
            )  # fmt: skip
