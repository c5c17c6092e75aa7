"""Imports: a file matched, tried dry, taken in by the same plan, and undone in one click."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.imports import (
    ImportKind,
    ImportMapping,
    PlannedChunk,
    PlannedRow,
    PlanSummary,
    RowVerdict,
    headings_of,
)
from csq_desktop.domain.users import Permission
from csq_desktop.errors import UserError
from csq_desktop.exchange import mapping_files, matching, opening, rejects
from csq_desktop.exchange.planning import Lookups, Plan
from csq_desktop.exchange.sameness import Twin
from csq_desktop.exchange.tables import Table
from csq_desktop.services import import_undo, import_updates, import_writing, lists, pledges, shop
from csq_desktop.storage import ids
from csq_desktop.storage.desk import desk_of, require
from csq_desktop.storage.records import imports as records
from csq_desktop.storage.store import Store
from csq_desktop.storage.tables.imports import ImportBatchRow, SavedMappingRow
from csq_desktop.texts import LANGUAGES, tr, trn

Progress = Callable[..., None]
SHOWN_ROWS = 200
"""How many rows of each verdict a dry run shows."""


@dataclass(frozen=True)
class DryRun:
    """What would become of each row; `rows` holds the first of each verdict."""

    summary: PlanSummary
    rows: tuple[PlannedRow, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Batch:
    """A file that was taken in."""

    id: int
    kind: ImportKind
    at: datetime
    added: int
    updated: int
    duplicates: int
    invalid: int
    undone_at: datetime | None


@dataclass(frozen=True)
class Order:
    """An import asked for from the command line."""

    kind: ImportKind
    file: Path
    mapping_file: Path | None = None
    rejects: Path | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Outcome:
    """What an import did, or would do."""

    counts: Mapping[str, int]
    reasons: tuple[tuple[str, int], ...]
    batch_id: int | None
    sentences: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The outcome for scripts."""
        return asdict(self) | {"sentences": list(self.sentences)}


def open_file(path: Path, mapping: ImportMapping | None = None) -> Table:
    """Open a file as a table; a UserError says why it is none."""
    return opening.open_table(
        path,
        sheet=mapping.sheet if mapping else None,
        encoding=mapping.encoding if mapping else None,
    )


def propose(session: Session, table: Table, kind: ImportKind) -> matching.Proposal:
    """The likeliest matching: the one saved for such headings, else a guess."""
    require(session, Permission.IMPORT_FILES)
    guessed = matching.propose(table, kind, listed(session, kind))
    saved = records.saved_mapping(session, kind.value, headings_of(table.columns))
    if isinstance(saved, str):
        return matching.Proposal(
            mapping_files.mapping_of(saved), guessed.guesses, guessed.order, guessed.notes
        )
    return guessed


def save_mapping(session: Session, table: Table, mapping: ImportMapping, name: str) -> None:
    """Keep a matching; the next file with the same headings gets it by itself."""
    require(session, Permission.IMPORT_FILES)
    row = records.mapping_row(session, mapping.kind.value, name)
    if row is None:
        row = SavedMappingRow(id=ids.reserve(session), kind=mapping.kind.value, name=name)
        session.add(row)
    row.headings = headings_of(table.columns)
    row.body = mapping_files.text_of(mapping)
    row.saved_at = desk_of(session).now()


def listed(session: Session, kind: ImportKind) -> dict[str, dict[str, str]]:
    """The words of the shop's own lists with their codes, in every language, by field."""
    if kind is ImportKind.PLEDGE_COUNTS:
        known = pledges.everything(session)
        words = {p.code: p.code for p in known if p.source.value == "manual"}
        for pledge in known:
            if pledge.code in words:
                said = pledge.current.terms.wording.by_language.values()
                words |= {text: pledge.code for text in said if text}
        return {"pledge_code": words}
    if kind is ImportKind.COMPLAINTS:
        return {
            "category": _words(lists.CATEGORIES),
            "touch_point": _words(lists.TOUCH_POINTS),
        }
    return {}


def _words(name: str) -> dict[str, str]:
    words = {}
    for choice in lists.choices(name):
        for code in LANGUAGES:
            words[choice.wording.said_in(code)] = choice.code
        words[choice.code] = choice.code
    return words


def dry_run(
    session: Session, table: Table, mapping: ImportMapping, progress: Progress | None = None
) -> DryRun:
    """Judge every row without keeping any."""
    require(session, Permission.IMPORT_FILES)
    plan = _plan(session, table, mapping)
    shown: list[PlannedRow] = []
    seen: Counter[RowVerdict] = Counter()
    for chunk in _watched(plan.chunks(), table, progress):
        for row in _first_of_each(chunk, seen):
            shown.append(row)
    return DryRun(plan.summary(), tuple(shown), plan.keys)


def _first_of_each(chunk: PlannedChunk, seen: Counter[RowVerdict]) -> Iterator[PlannedRow]:
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
    if not table.is_unchanged():
        raise UserError(tr("The file was changed meanwhile. Open it again."))
    if mapping.kind is ImportKind.CUSTOMERS:
        desk_of(session).require_identities()
    plan = _plan(session, table, mapping)
    batch = _begin_batch(session, table, mapping)
    write = import_writing.writer(session, mapping, plan.keys, batch.id)
    update = import_updates.updater(session, mapping, plan.keys, batch.id)
    with write.all_of_it():
        for chunk in _watched(plan.chunks(), table, progress):
            write.add(chunk.of(RowVerdict.NEW))
            update.apply(chunk.of(RowVerdict.UPDATE))
    summary = plan.summary()
    if fingerprint and summary.fingerprint != fingerprint:
        raise UserError(tr("The store changed since the dry run. Look at the rows again."))
    _finish_batch(batch, summary, write.span)
    session.flush()
    return _batch(batch)


def write_rejects(session: Session, table: Table, mapping: ImportMapping, target: Path) -> int:
    """Write the duplicate and invalid rows to a file, each with its reason."""
    require(session, Permission.IMPORT_FILES)
    return rejects.write(target, table.columns, _plan(session, table, mapping).chunks())


def undo(session: Session, batch_id: int) -> None:
    """Take a batch back: what it added goes, what it changed is as it was."""
    require(session, Permission.IMPORT_FILES)
    row = records.batch(session, batch_id)
    if row is None or row.undone_at is not None:
        raise UserError(tr("This import was undone already."))
    import_undo.undo(session, row)
    row.undone_at = desk_of(session).now()


def batches(session: Session) -> tuple[Batch, ...]:
    """The newest imports."""
    return tuple(_batch(row) for row in records.batches(session))


def run(store: Store, order: Order, progress: Callable[[str, int, int], None] | None) -> Outcome:
    """An import from the command line: open, match, plan, and keep it unless dry."""
    mapping = mapping_files.load(order.mapping_file) if order.mapping_file else None
    table = open_file(order.file, mapping)
    told = _told(progress, table)
    with store.reading(identities=store.sees_identities) as session:
        if mapping is None:
            proposal = propose(session, table, order.kind)
            if proposal.order.needed and proposal.mapping.date_order is None:
                raise UserError(
                    tr("The dates do not tell their order. Give a mapping with date_order.")
                )
            mapping = proposal.mapping
        if mapping.kind is not order.kind:
            raise UserError(tr("The mapping is for another kind of rows."))
        tried = dry_run(session, table, mapping, told)
        if order.rejects is not None:
            write_rejects(session, table, mapping, order.rejects)
    if order.dry_run:
        return _outcome(tried.summary, None)
    with store.writing() as session:
        batch = take_in(session, table, mapping, tried.summary.fingerprint, told)
    return _outcome(tried.summary, batch.id)


def _outcome(summary: PlanSummary, batch_id: int | None) -> Outcome:
    counts = {verdict.value: summary.counts.get(verdict, 0) for verdict in RowVerdict}
    reasons = tuple((one.reason.sentence, one.rows) for one in summary.tally)
    sentences = [f"{verdict.label}: {summary.counts.get(verdict, 0):,}" for verdict in RowVerdict]
    sentences += [trn("{n} row: {why}", "{n} rows: {why}", rows, why=why) for why, rows in reasons]
    return Outcome(counts, reasons, batch_id, tuple(sentences))


def _told(progress: Callable[[str, int, int], None] | None, table: Table) -> Progress | None:
    if progress is None:
        return None

    def tell(done: float, total: float = 1.0, words: str = "") -> None:
        progress(words or "rows", int(done), int(total))

    return tell


def _plan(session: Session, table: Table, mapping: ImportMapping) -> Plan:
    zone = shop.zone(session)
    now = desk_of(session).now()
    return Plan(table, mapping, _lookups(session, mapping), zone=zone, now=now)


def _lookups(session: Session, mapping: ImportMapping) -> Lookups:
    words = listed(session, mapping.kind)
    if mapping.kind is ImportKind.COMPLAINTS:
        return Lookups(
            stored=lambda keys: records.stored_complaints(session, _texts(keys)),
            listed=words,
            known=_known_customers(session),
        )
    if mapping.kind is ImportKind.PLEDGE_COUNTS:
        return Lookups(
            stored=lambda keys: records.stored_counts(session, _pairs(keys)),
            listed=words,
        )
    desk_of(session).require_identities()
    unique = mapping.unique_by or "reference"
    return Lookups(
        stored=lambda keys: records.stored_customers(session, unique, _texts(keys)),
        listed=words,
        twins=lambda key, values: _twins(session, key, values),
    )


def _known_customers(session: Session) -> dict[str, Callable[[Collection[str]], Collection[str]]]:
    if not desk_of(session).sees_identities:
        return {}
    find = records.customer_ids
    return {"customer_reference": lambda values: find(session, "reference", values).keys()}


def _twins(session: Session, key: str, values: Collection[str]) -> dict[str, Twin]:
    found = records.twins(session, key, values)
    return {value: Twin(ref, name) for value, (ref, name) in found.items()}


def _texts(keys: Iterable[object]) -> list[str]:
    return [key for key in keys if isinstance(key, str) and key]


def _pairs(keys: Iterable[object]) -> list[tuple[str, str]]:
    return [(str(key[0]), str(key[1])) for key in keys if isinstance(key, tuple) and all(key)]


def _watched(
    chunks: Iterator[PlannedChunk], table: Table, progress: Progress | None
) -> Iterator[PlannedChunk]:
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        if progress is not None:
            progress(done, max(done, table.estimate), tr("{n} rows", n=f"{done:,}"))


def _begin_batch(session: Session, table: Table, mapping: ImportMapping) -> ImportBatchRow:
    desk = desk_of(session)
    row = ImportBatchRow(
        id=ids.reserve(session),
        kind=mapping.kind.value,
        file_sha256=table.sha256,
        mapping=mapping_files.text_of(mapping),
        first_id=0, last_id=0, added=0, updated=0, duplicates=0, invalid=0,
        at=desk.now(),
        user_id=desk.user.id,
    )  # fmt: skip
    records.add_batch(session, row)
    return row


def _finish_batch(row: ImportBatchRow, summary: PlanSummary, span: tuple[int, int]) -> None:
    row.first_id, row.last_id = span
    row.added = summary.counts.get(RowVerdict.NEW, 0)
    row.updated = summary.counts.get(RowVerdict.UPDATE, 0)
    row.duplicates = summary.counts.get(RowVerdict.DUPLICATE, 0)
    row.invalid = summary.counts.get(RowVerdict.INVALID, 0)


def _batch(row: ImportBatchRow) -> Batch:
    return Batch(
        id=row.id,
        kind=ImportKind(row.kind),
        at=row.at,
        added=row.added,
        updated=row.updated,
        duplicates=row.duplicates,
        invalid=row.invalid,
        undone_at=row.undone_at,
    )
