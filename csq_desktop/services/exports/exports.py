"""Exports: lists and figures as CSV or XLSX with a codebook, each recorded in the audit trail."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.audit.entries import AuditAction
from csq_desktop.domain.disclosures.facts import NewDisclosure
from csq_desktop.domain.disclosures.words import DisclosureForm, RecipientKind
from csq_desktop.domain.exports.filters import Shown, filter_facts
from csq_desktop.domain.exports.lists import COMPLAINTS, LISTS, ExportedList, list_of
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text
from csq_desktop.errors import UserError
from csq_desktop.exchange.writing.exports import (
    ExportColumn,
    ExportSheet,
    codebook_beside,
    write_csv,
    write_workbook,
)
from csq_desktop.services.disclosures import disclosures
from csq_desktop.services.exports import codebook, narrowing
from csq_desktop.services.exports.content import ExportContent, content
from csq_desktop.services.settings import shop
from csq_desktop.storage.audit import chain as audit
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr, trn

KINDS = tuple(LISTS)
LONGEST_PURPOSE = 200
_TOLD_EVERY = 1_000
_WORKBOOK = ".xlsx"
Progress = Callable[..., None]
Cells = Sequence[Any]


@dataclass(frozen=True)
class ExportOrder:
    """What is to be written and where to: a list by its key, narrowed to what is `shown`.

    `words` narrow it by the names of `narrowing.OPTIONS`, where nothing is shown on a page.
    `recipient` is who is to receive it; where nobody is named, it stays in the shop.
    """

    kind: str
    target: Path
    purpose: str = ""
    shown: Shown = None
    words: Mapping[str, str] = field(default_factory=dict)
    recipient: str = ""
    recipient_kind: RecipientKind = RecipientKind.SHOP


@dataclass(frozen=True)
class ExportOutcome:
    """How many rows were written, and sentences about those left out."""

    rows: int
    sentences: Sequence[str] = ()


def write(
    store: Store, kind: str, target: Path, *, purpose: str = "", progress: Progress | None = None
) -> int:
    """Write a whole list as `write_list` does; returns how many rows."""
    return write_list(store, ExportOrder(kind, target, purpose), progress).rows


def write_list(store: Store, order: ExportOrder, progress: Progress | None = None) -> ExportOutcome:
    """Write a list to a file whose ending says how, with its codebook.

    Customers are identities: only a session with the vault can read them. They and people's own
    words go out for a purpose alone.
    An export is recorded in the audit trail before its file is begun, so that none goes
    unrecorded, and once more if it fails.
    """
    exported = list_of(order.kind)
    # The command line hands on bytes that are no text as letters that nothing can write.
    purpose = order.purpose.encode(errors="replace").decode()
    refusal = purpose_missing(order.kind, purpose)
    if refusal:
        raise UserError(refusal)
    _refuse_other_codebook(order.target)
    detail: dict[str, object] = {"what": order.kind, "purpose": purpose.strip()[:LONGEST_PURPOSE]}
    order = replace(order, purpose=purpose)
    with store.reading(identities=exported.identities) as session:
        require(session, exported.permission)
        if order.words:
            order = replace(order, shown=narrowing.shown(session, order.kind, order.words))
        rows = content(session, exported, order.shown)
        counts = {name: count for name, count in rows.left_out.items() if count}
        noted = {**detail, "rows": rows.total, **_more(order.shown, counts)}
        _note(store, order.kind, noted, _disclosure(order, rows))
        try:
            sheet = _sheet(session, exported, order.shown, rows)
            _write_file(order.target, sheet, rows.total, progress, now=_local_time(session))
            return ExportOutcome(rows.total, codebook.left_out_texts(counts))
        except BaseException:
            _note(store, order.kind, {**detail, "failed": True})
            raise


def holds_identities(kind: str) -> bool:
    """Whether what is written names people: only with the vault's key, and for a purpose."""
    return list_of(kind).identities


def holds_customers(kind: str) -> bool:
    """Whether its rows are about customers, so that the disclosure log says who gets them."""
    return list_of(kind).customers


def recipient_missing(order: ExportOrder) -> str:
    """What to tell whoever names no recipient of a kind that needs a name; empty where one is."""
    if order.recipient_kind.is_named and not order.recipient.strip():
        return tr("Enter who receives the file.")
    return ""


def asks_purpose(kind: str) -> bool:
    """Whether what is written may speak of people: customers, and all that has free text."""
    return list_of(kind).asks_purpose


def purpose_missing(kind: str, purpose: str) -> str:
    """What to tell whoever gave no purpose for a list that needs one; empty where all is well."""
    if purpose.strip() or not asks_purpose(kind):
        return ""
    if holds_identities(kind):
        return tr("Enter what the customer data is needed for.")
    return tr("Enter what the list is needed for: its text may name people.")


def permission(kind: str) -> Permission:
    """What a role needs to export a list."""
    return list_of(kind).permission


def _refuse_other_codebook(target: Path) -> None:
    """A codebook replaces the one of the same list alone, which nobody was asked about."""
    beside = codebook_beside(target)
    if target.suffix.lower() != _WORKBOOK and beside.exists() and not target.exists():
        raise UserError(
            tr("There is already a file {name}. Choose another name.", name=beside.name)
        )


def _local_time(session: Session) -> datetime:
    """The time in the shop's zone."""
    return desk_of(session).now().astimezone(shop.zone(session))


def _note(
    store: Store, kind: str, detail: Mapping[str, object], leaves: NewDisclosure | None = None
) -> None:
    with store.writing() as session:
        if leaves is not None:
            disclosures.record(session, leaves)
        audit.note(session, AuditAction.EXPORTED, kind, None, detail)


def _disclosure(order: ExportOrder, rows: ExportContent) -> NewDisclosure | None:
    """The line of the disclosure log for a file about customers; None where it is about none."""
    if not (customer_ids := rows.customers()):
        return None
    record = "complaint." if order.kind == COMPLAINTS else ""
    return NewDisclosure(
        customer_ids,
        order.recipient,
        order.recipient_kind,
        order.purpose.strip()[:LONGEST_PURPOSE],
        fields=[f"{record}{field.key}" for field in list_of(order.kind).fields],
        form=DisclosureForm.EXPORT,
    )


def _more(shown: Shown, left_out: Mapping[str, int]) -> dict[str, object]:
    """What the trail says besides: the filter, and how many people were left out, by reason."""
    facts = filter_facts(shown)
    more: dict[str, object] = {"filter": facts} if facts else {}
    return more | {f"left_out_{reason}": count for reason, count in left_out.items()}


def _sheet(
    session: Session, exported: ExportedList, shown: Shown, rows: ExportContent
) -> ExportSheet:
    columns = [ExportColumn(field.title, field.kind) for field in exported.fields]
    lines = codebook.codebook(session, exported, shown, rows=rows.total, left_out=rows.left_out)
    return ExportSheet(columns, rows.rows, exported.label, lines)


def _write_file(
    target: Path, sheet: ExportSheet, total: int, progress: Progress | None, *, now: datetime
) -> None:
    writer = write_workbook if target.suffix.lower() == _WORKBOOK else write_csv
    ask = None
    if progress is not None:
        sheet = replace(sheet, rows=_watched(sheet.rows, total, progress))
        ask = partial(progress, 1, 1, "")  # the last chance to stop
    writer(target, sheet, now=now, ask=ask)


def _watched(rows: Iterable[Cells], total: int, progress: Progress) -> Iterator[Cells]:
    for done, row in enumerate(rows):
        if done % _TOLD_EVERY == 0:
            words = trn("{count} row", "{count} rows", done, count=count_text(done))
            progress(done, max(total, 1), words)
        yield row
