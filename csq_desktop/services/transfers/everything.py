"""Everything that can be taken in elsewhere: written into a folder, taken in from one, undone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from csq_desktop.domain.complaints.facts import ComplaintQueue, Filter
from csq_desktop.domain.disclosures.words import RecipientKind
from csq_desktop.domain.imports.fields import ImportKind
from csq_desktop.domain.transfers.lists import FILE
from csq_desktop.domain.transfers.sets import ENDINGS, PARTS, SetLine, SetPart, SetReport
from csq_desktop.domain.users import Permission
from csq_desktop.domain.words.wording import count_text, labelled
from csq_desktop.errors import Cancelled, UserError
from csq_desktop.exchange.writing.exports import codebook_beside
from csq_desktop.services.complaints import views as complaint_views
from csq_desktop.services.exports import exports
from csq_desktop.services.imports import commands, imports
from csq_desktop.services.imports.commands import ImportOutcome, Order
from csq_desktop.services.transfers import list_entries
from csq_desktop.storage.sessions.desk import desk_of, require
from csq_desktop.storage.store import Store
from csq_desktop.texts import tr, trn

Progress = Callable[..., None]
_WHOLE = 1_000
"""A file's share of the progress of a set."""


@dataclass(frozen=True)
class SetOrder:
    """A set to be written: where to, what for, who receives it, and as which kind of files."""

    folder: Path
    purpose: str
    recipient: str = ""
    recipient_kind: RecipientKind = RecipientKind.SHOP
    ending: str = ENDINGS[0]


def write(store: Store, order: SetOrder, progress: Progress | None = None) -> SetReport:
    """Write a file for each part of a set, all of them or none."""
    with store.reading(identities=store.sees_identities) as session:
        require(session, Permission.EXPORT_FILES)
        desk_of(session).require_identities()
        voided, kept_lists = _voided(session), list_entries.filed(session)
    refusal = exports.purpose_missing(ImportKind.CUSTOMERS.value, order.purpose)
    if refusal:
        raise UserError(refusal, field="purpose")
    targets = [(part, order.folder / f"{part.name}.{order.ending}") for part in PARTS]
    _refuse_there((*(target for _, target in targets), order.folder / FILE))
    order.folder.mkdir(exist_ok=True)
    lines: list[SetLine] = []
    try:
        for place, (part, target) in enumerate(targets):
            share = _Share(progress, place, len(PARTS), part.label)
            outcome = exports.write_list(store, _export(order, part, target), share)
            if not outcome.rows:
                _remove(target)  # a list of headings alone is nothing to take in
            rows = trn("{count} row", "{count} rows", outcome.rows, count=count_text(outcome.rows))
            lines.append(SetLine(part, outcome.rows, (rows, *outcome.sentences)))
        said = list_entries.write(order.folder, kept_lists)
    except BaseException:
        for _, target in targets:
            _remove(target)
        raise
    return SetReport(tuple(lines), (*said, *voided))


def take_in(store: Store, folder: Path, progress: Progress | None = None) -> SetReport:
    """Take in every file of a set that a folder has, all of them or none."""
    files = [(part, file) for part in PARTS for file in _files_of(folder, part)]
    if not files:
        raise UserError(
            tr("This folder has no files of such an export. Choose the folder they are in.")
        )
    filed = list_entries.read(folder)
    with store.writing() as session:
        taken = list_entries.take_in(session, filed)
    lines: list[SetLine] = []
    try:
        for place, (part, file) in enumerate(files):
            share = _Share(progress, place, len(files), part.label)
            outcome = commands.run(store, Order(part.kind, file), share.of_import)
            lines.append(_taken(part, outcome))
    except BaseException as fault:
        with store.writing() as session:
            undo(session, SetReport(tuple(lines), lists=taken))
        if isinstance(fault, UserError) and not isinstance(fault, Cancelled):
            raise UserError(tr("{file}: {what}", file=file.name, what=fault.text)) from fault
        raise
    return SetReport(tuple(lines), (*list_entries.said_of(taken), *_missing(folder)), taken)


def undo(session: Session, report: SetReport, progress: Progress | None = None) -> None:
    """Undo the imports of a set, the last one first; those undone already are passed over."""
    require(session, Permission.IMPORT_FILES)
    batch_ids = report.batch_ids
    undone = {batch.id for batch in imports.batches(session) if batch.undone_at is not None}
    for place, batch_id in enumerate(batch_ids):
        if batch_id not in undone:
            imports.undo(session, batch_id, _Share(progress, place, len(batch_ids), ""))
    list_entries.take_back(session, report.lists)


def _voided(session: Session) -> tuple[str, ...]:
    """That voided cases stay behind, where there are any."""
    voided = Filter(view=ComplaintQueue.WITHDRAWN, kind=None)
    count = len(complaint_views.line_ids(session, voided))
    if not count:
        return ()
    return (
        trn(
            "{count} voided case stays behind, and so does an answer about its handling.",
            "{count} voided cases stay behind, and so do answers about their handling.",
            count,
            count=count_text(count),
        ),
    )


def _export(order: SetOrder, part: SetPart, target: Path) -> exports.ExportOrder:
    shown = Filter(view=ComplaintQueue.ALL, kind=part.feedback) if part.feedback else None
    return exports.ExportOrder(
        part.kind.value,
        target,
        order.purpose,
        shown=shown,
        recipient=order.recipient,
        recipient_kind=order.recipient_kind,
    )


def _refuse_there(targets: Iterable[Path]) -> None:
    """A set replaces no file: it may be the only copy of another day."""
    for target in targets:
        if target.exists():
            raise UserError(
                tr("There is already a file {name}. Choose an empty folder.", name=target.name)
            )


def _remove(target: Path) -> None:
    """Take a file of a set away, with its codebook."""
    target.unlink(missing_ok=True)
    codebook_beside(target).unlink(missing_ok=True)


def _files_of(folder: Path, part: SetPart) -> list[Path]:
    """The file of a part, where the folder has it: a workbook before a text file."""
    files = (folder / f"{part.name}.{ending}" for ending in ENDINGS)
    return [file for file in files if file.is_file()][:1]


def _taken(part: SetPart, outcome: ImportOutcome) -> SetLine:
    """A line of the report; how the columns were matched is no news of this program's own files."""
    verdicts = zip(outcome.sentences, outcome.counts.values(), strict=False)
    said = [text for text, count in verdicts if count]
    reasons = [labelled(text, count_text(rows)) for text, rows in outcome.reasons]
    return SetLine(part, sum(outcome.counts.values()), (*said, *reasons), outcome.batch_id)


def _missing(folder: Path) -> tuple[str, ...]:
    """Which files of a set the folder does not have."""
    absent = [part.label for part in PARTS if not _files_of(folder, part)]
    if not absent:
        return ()
    return (tr("Not in the folder: {names}.", names=tr(", ").join(absent)),)


@dataclass(frozen=True)
class _Share:
    """The part of a set's progress that one of its files is."""

    progress: Progress | None
    place: int
    among: int
    label: str

    def __call__(self, done: float, total: float = 1.0, words: str = "") -> None:
        """Pass on how far the file is."""
        del words
        if self.progress is not None:
            whole = self.place * _WHOLE + _WHOLE * done / max(total, 1)
            self.progress(whole, self.among * _WHOLE, self.label)

    def of_import(self, _words: str, done: int, total: int) -> None:
        """The same, as imports tell it."""
        self(done, total)
