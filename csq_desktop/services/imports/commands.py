"""An import from the command line: what is asked for, and what is told of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.imports.plans import (
    ImportMapping,
    OrderProof,
    PlanSummary,
    RowVerdict,
    check,
    fitted,
)
from csq_desktop.domain.imports.tables import Table
from csq_desktop.domain.words.wording import count_text, labelled, paragraph
from csq_desktop.errors import UserError
from csq_desktop.exchange.matching import mapping_files
from csq_desktop.exchange.matching.proposals import Proposal, file_notes
from csq_desktop.services.imports import imports, matching
from csq_desktop.services.imports.account import FileAccount, account_of
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr


@dataclass(frozen=True)
class Order:
    """An import asked for from the command line.

    With `suggestion`, the proposed mapping is written there, and nothing is imported.
    """

    kind: ImportKind
    file: Path
    mapping_file: Path | None = None
    rejects: Path | None = None
    dry_run: bool = False
    suggestion: Path | None = None


@dataclass(frozen=True)
class ImportOutcome:
    """What an import did, or would do."""

    counts: Mapping[str, int]
    reasons: tuple[tuple[str, int], ...]
    batch_id: int | None
    account: FileAccount
    sentences: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The outcome for scripts."""
        return {
            "counts": dict(self.counts),
            "reasons": self.reasons,
            "batch_id": self.batch_id,
            "file": self.account.as_json(),
            "sentences": [*self.account.sentences, *self.sentences],
        }


def run(
    store: Store, order: Order, progress: Callable[[str, int, int], None] | None
) -> ImportOutcome:
    """An import from the command line: open, match, plan, and keep it unless dry."""
    for target in filter(None, (order.rejects, order.suggestion)):
        imports.refuse_overwriting(target, order.file, *filter(None, (order.mapping_file,)))
    mapping = mapping_files.load(order.mapping_file) if order.mapping_file else None
    sheet, encoding = (mapping.sheet, mapping.encoding) if mapping else (None, None)
    table = imports.open_file(order.file, sheet=sheet, encoding=encoding)
    report = _reordered(progress)
    with store.reading(identities=store.sees_identities) as session:
        proposal = _matched(session, table, order, mapping)
        described = account_of(
            session,
            table,
            proposal.mapping,
            guessed=mapping is None,
            notes=(*proposal.notes, *proposal.order.notes),
        )
        if order.suggestion is not None:
            return _suggested(order.suggestion, table, proposal, described)
        proved = _proved(proposal.mapping, proposal.order)
        tried = imports.dry_run(session, table, proved, report)
        if order.rejects is not None:
            imports.write_rejects(session, table, proved, order.rejects)
    described = replace(described, mapping=proved)
    if order.dry_run:
        return _outcome(tried.summary, described)
    with store.writing() as session:
        batch = imports.take_in(session, table, proved, tried.summary.fingerprint, report)
    return _outcome(tried.summary, described, batch.id)


def _matched(
    session: Session, table: Table, order: Order, mapping: ImportMapping | None
) -> Proposal:
    """The mapping that was given, or the likeliest one."""
    if mapping is None:
        return matching.propose(session, table, order.kind)
    if mapping.kind is not order.kind:
        raise UserError(tr("The column mapping is for another kind of data."))
    mapping = fitted(mapping, table.columns)
    check(mapping, table.columns)
    return Proposal(mapping, (), matching.date_order(table, mapping), file_notes(table))


def _suggested(
    target: Path, table: Table, proposal: Proposal, described: FileAccount
) -> ImportOutcome:
    """The proposed mapping written to be edited, with what it still lacks."""
    mapping_files.save(proposal.mapping, target, skipped=described.skipped)
    lacking = []
    try:
        check(proposal.mapping, table.columns)
        _proved(proposal.mapping, proposal.order)
    except UserError as error:
        lacking.append(error.text)
    written = tr("The proposed column mapping is in {file}. Nothing was imported.", file=target)
    return ImportOutcome({}, (), None, described, (written, *lacking))


def _proved(mapping: ImportMapping, proof: OrderProof) -> ImportMapping:
    """The matching with the order its dates prove, unless a person would have to be asked."""
    if proof.order is None:
        if matching.ambiguous_without(proof, mapping.date_order):
            sentence = tr("The dates do not tell their order. Give a mapping with date_order.")
            raise UserError(paragraph((sentence, *proof.notes)))
        return mapping
    if mapping.date_order not in (None, proof.order):
        raise UserError(
            tr(
                "The mapping says that dates are written {order}, but “{date}” fits only {proved}.",
                order=mapping.date_order.label,
                date=proof.because,
                proved=proof.order.label,
            )
        )
    return replace(mapping, date_order=proof.order)


def _outcome(
    summary: PlanSummary, described: FileAccount, batch_id: int | None = None
) -> ImportOutcome:
    counts = {verdict.value: summary.counts.get(verdict, 0) for verdict in RowVerdict}
    reasons = tuple((entry.reason.sentence, entry.rows) for entry in summary.tally)
    sentences = [
        labelled(verdict.label, count_text(counts[verdict.value])) for verdict in RowVerdict
    ]
    sentences += [entry.sentence for entry in summary.tally]
    return ImportOutcome(counts, reasons, batch_id, described, tuple(sentences))


def _reordered(progress: Callable[[str, int, int], None] | None) -> imports.Progress | None:
    if progress is None:
        return None
    return lambda done, total, words: progress(words, int(done), int(total))
