"""Imports: the dry run of a file, its import by the same plan, and its undo."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import (
    ImportMapping,
    PlannedChunk,
    PlannedRow,
    PlanSummary,
    RowVerdict,
)
from csq_desktop.domain.imports.tables import Table
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text, moment_text
from csq_desktop.errors import StoreDamaged, UserError
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.exchange.matching.planning import Plan
from csq_desktop.exchange.reading import opening, tables, textfiles
from csq_desktop.exchange.writing import rejects
from csq_desktop.services.imports import lookups, writing
from csq_desktop.services.imports.kinds.register import kind_of
from csq_desktop.services.imports.undo import Undoing, Undone
from csq_desktop.services.imports.updates import Updater
from csq_desktop.services.settings import shop
from csq_desktop.storage.records.imports import batches as records
from csq_desktop.storage.records.imports import genuine
from csq_desktop.storage.sessions import ids
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import store_of
from csq_desktop.storage.tables.imports import ImportBatchRow
from csq_desktop.texts import tr, trn

Progress = Callable[..., None]
SHOWN_ROWS = 200
"""How many rows of each verdict a dry run shows."""


@dataclass(frozen=True)
class DryRun:
    """What would become of each row; `rows` holds the first of each verdict.

    The values of a row stand in the order of `keys`.
    """

    summary: PlanSummary
    rows: tuple[PlannedRow, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Batch:
    """A file that was taken in, by whom, and by which rule closings without a date got one."""

    id: int
    kind: ImportKind
    at: datetime
    by: str
    added: int
    updated: int
    duplicates: int
    invalid: int
    undone_at: datetime | None
    closing_rule: str = ""


def open_file(path: Path, *, sheet: str | None = None, encoding: str | None = None) -> Table:
    """Open a file as a table; a UserError says why it is none."""
    return opening.open_table(path, sheet=sheet, encoding=encoding)


def open_pasted(text: str) -> Table:
    """Open text copied from a spreadsheet as a table, without a file."""
    return textfiles.open_pasted(text)


def dry_run(
    session: Session, table: Table, mapping: ImportMapping, progress: Progress | None = None
) -> DryRun:
    """Judge every row without keeping any."""
    require(session, Permission.IMPORT_FILES)
    plan = _plan(session, table, mapping)
    shown: list[PlannedRow] = []
    seen: Counter[RowVerdict] = Counter()
    for chunk in _watched(plan.chunks(), table, progress):
        shown += _first_of_each(chunk, seen)
    return DryRun(plan.summary(), tuple(shown), plan.keys)


def _first_of_each(chunk: PlannedChunk, seen: Counter[RowVerdict]) -> Iterator[PlannedRow]:
    # All of the chunk is new and enough new rows are shown: no need to walk through it.
    if chunk.verdicts is None and seen[RowVerdict.NEW] >= SHOWN_ROWS:
        return
    for row in chunk:
        if seen[row.verdict] < SHOWN_ROWS:
            seen[row.verdict] += 1
            yield row


def take_in(
    session: Session,
    table: Table,
    mapping: ImportMapping,
    fingerprint: str,
    progress: Progress | None = None,
) -> Batch:
    """Keep what the plan says, all of it or nothing; the plan must still be the one shown."""
    require(session, Permission.IMPORT_FILES)
    if mapping.kind.declared.identities:
        desk_of(session).require_identities()
    batch = _begin_batch(session, table, mapping)
    with _before(session) as before:
        plan = _plan(before, table, mapping)
        rules = writing.setting(session, batch.id)
        write = kind_of(mapping.kind).writer(session, plan.keys, rules)
        update = Updater(session, mapping, rules)
        with write.all_of_it():
            for chunk in _watched(plan.chunks(), table, progress):
                write.add(chunk.of(RowVerdict.NEW))
                update.apply(chunk.of(RowVerdict.UPDATE))
    if not tables.is_unchanged(table):
        raise UserError(tr("The file was changed meanwhile. Open it again."))
    # Known only now that every row was planned: the error takes back what was written above.
    summary = plan.summary()
    if summary.fingerprint != fingerprint:
        raise UserError(tr("The data changed after the trial run. Please check the rows again."))
    _finish_batch(batch, summary, write.span)
    session.flush()
    return _batch(batch, desk_of(session).user.name)


@contextmanager
def _before(session: Session) -> Iterator[Session]:
    """The store as it was before this transaction, so that the plan is that of the dry run."""
    sees = desk_of(session).sees_identities
    with store_of(session).reading(identities=sees) as before:
        yield before


def write_rejects(
    session: Session,
    table: Table,
    mapping: ImportMapping,
    target: Path,
    progress: Progress | None = None,
) -> int:
    """Write the duplicate and invalid rows to a file, each with its reason."""
    require(session, Permission.IMPORT_FILES)
    refuse_overwriting(target, table.path)
    chunks = _plan(session, table, mapping).chunks()
    ask = None if progress is None else partial(progress, 1, 1, "")  # the last chance to stop
    return rejects.write(target, table.columns, _watched(chunks, table, progress), ask)


def refuse_overwriting(target: Path, *sources: Path) -> None:
    """UserError where a file to be written is one that is read, under whatever name."""
    for source in sources:
        if target.exists() and source.exists() and target.samefile(source):
            raise UserError(
                tr(
                    "“{name}” is read by this import and is not overwritten. Save under another "
                    "name.",
                    name=target.name,
                )
            )


def undo(session: Session, batch_id: int, progress: Progress | None = None) -> Undone:
    """Take a batch back: what it added goes, what it changed is as it was."""
    require(session, Permission.IMPORT_FILES)
    _require_genuine(session, batch_id)
    row = records.batch(session, batch_id)
    if row is None or row.undone_at is not None:
        raise UserError(tr("This import has already been undone."))
    _require_last(session, row)

    def step(done: int) -> None:
        if progress is not None:
            progress(done, max(row.updated, 1), _rows_text(done))

    step(0)
    undone = kind_of(row.kind).undo(Undoing(session, row, step))
    row.undone_at = desk_of(session).now()
    return undone


def _require_genuine(session: Session, batch_id: int) -> None:
    """Whoever holds the store's key can put in a batch, and what it would put back is believed."""
    if not genuine.is_genuine(session, batch_id):
        raise StoreDamaged(
            tr(
                "Nothing was undone. Records of this import were changed, or were put "
                "in by somebody who may not import. Check the database in Settings, "
                "Backups: it shows what was changed and by whom. Compare the database "
                "with the last backup."
            )
        )


def _require_last(session: Session, row: ImportBatchRow) -> None:
    """UserError while a later import of the same rows stands; one that staff put in does not."""
    for later in records.later_batches(session, row):
        if genuine.is_genuine(session, later.id):
            when = moment_text(later.at, shop.zone(session))
            raise UserError(
                tr("The import of {when} changed the same rows. Undo that one first.", when=when)
            )


def batches(session: Session) -> tuple[Batch, ...]:
    """The newest imports."""
    require(session, Permission.IMPORT_FILES)
    return tuple(_batch(row, name) for row, name in records.batches(session))


def _plan(session: Session, table: Table, mapping: ImportMapping) -> Plan:
    answers = lookups.lookups(session, mapping)
    return Plan(table, mapping, answers, zone=shop.zone(session), now=desk_of(session).now())


def _watched(
    chunks: Iterator[PlannedChunk], table: Table, progress: Progress | None
) -> Iterator[PlannedChunk]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        if progress is not None:
            progress(done, max(done, table.estimate), _rows_text(done))


def _rows_text(count: int) -> str:
    return trn("{count} row", "{count} rows", count, count=count_text(count))


def _begin_batch(session: Session, table: Table, mapping: ImportMapping) -> ImportBatchRow:
    desk = desk_of(session)
    row = ImportBatchRow(
        id=ids.reserve(session),
        kind=mapping.kind,
        file_sha256=table.sha256,
        mapping=mapping_files.text_of(mapping),
        first_id=0,
        last_id=0,
        added=0,
        updated=0,
        duplicates=0,
        invalid=0,
        at=desk.now(),
        user_id=desk.user.id,
    )
    records.add_batch(session, row)
    return row


def _finish_batch(row: ImportBatchRow, summary: PlanSummary, span: tuple[int, int]) -> None:
    row.first_id, row.last_id = span
    row.added = summary.counts.get(RowVerdict.NEW, 0)
    row.updated = summary.counts.get(RowVerdict.UPDATE, 0)
    row.duplicates = summary.counts.get(RowVerdict.DUPLICATE, 0)
    row.invalid = summary.counts.get(RowVerdict.INVALID, 0)


def _batch(row: ImportBatchRow, by: str) -> Batch:
    return Batch(
        id=row.id,
        kind=row.kind,
        at=row.at,
        by=by,
        added=row.added,
        updated=row.updated,
        duplicates=row.duplicates,
        invalid=row.invalid,
        undone_at=row.undone_at,
        closing_rule=mapping_files.closing_rule(str(row.mapping)),
    )
