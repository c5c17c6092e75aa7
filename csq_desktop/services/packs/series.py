"""Review packs written to a folder: one, or those of several months one after the other."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from csq_desktop import disk_refusals, texts
from csq_desktop.domain.calendar.months import Month
from csq_desktop.domain.packs.pack_runs import NewPackRun, PackRunKind
from csq_desktop.domain.packs.packs import MadePack, PackRequest
from csq_desktop.domain.paper.sheets import unwritable_text
from csq_desktop.domain.words.retelling import account_kept, retold
from csq_desktop.domain.words.wording import labelled, month_text
from csq_desktop.errors import Cancelled, UserError
from csq_desktop.exchange.writing import saving
from csq_desktop.services.packs import packs, recount, runs
from csq_desktop.storage.records.packs import packs as records
from csq_desktop.storage.store import Store
from csq_desktop.texts import joined, tr, trn

MOST_MONTHS = 60
Progress = Callable[..., None]


@dataclass(frozen=True)
class PackOrder:
    """A pack to write to a file; `as_issued`: the issued file where there is one.

    With `workbook` the workbook that recounts its figures is written beside it.
    """

    request: PackRequest
    target: Path
    workbook: bool = False
    as_issued: bool = False


@dataclass(frozen=True)
class PackSeries:
    """The packs of some months, each made as `request` says for its month, in one folder."""

    months: tuple[Month, ...]
    request: PackRequest
    folder: Path
    workbook: bool = False
    as_issued: bool = False


@dataclass(frozen=True)
class WrittenPack:
    """A file that was written; `notes` are sentences about it, `rows` those of its workbook.

    `failure` says that the workbook asked for is not written, and why; the file itself is.
    """

    file: Path
    pages: int
    sha256: str
    notes: tuple[str, ...] = ()
    rows: int | None = None
    failure: str = ""


@dataclass(frozen=True)
class SeriesOutcome:
    """What was written of a series, and in sentences what was not, and why.

    `workbooks` says whether they were asked for too.
    """

    months: int
    written: tuple[WrittenPack, ...]
    failed: tuple[str, ...] = ()
    is_cancelled: bool = False
    workbooks: bool = False

    @property
    def sentence(self) -> str:
        """How many packs were written, and workbooks where they were asked for."""
        books = sum(pack.rows is not None for pack in self.written)
        return written_text(len(self.written), books if self.workbooks else None, self.months)

    @property
    def troubles(self) -> tuple[str, ...]:
        """What whoever asked for them has to know: what failed, and what to look at."""
        stopped = (tr("Cancelled: the later months were not begun."),) if self.is_cancelled else ()
        without = (pack.failure for pack in self.written if pack.failure)
        notes = (labelled(pack.file.name, note) for pack in self.written for note in pack.notes)
        return (*self.failed, *without, *stopped, *notes)


def written_text(count: int, workbooks: int | None, all_of_them: int) -> str:
    """How many of all packs were written, and of their workbooks where they were asked for."""
    written = trn(
        "{n} of {all} review pack written.",
        "{n} of {all} review packs written.",
        all_of_them,
        n=count,
        all=all_of_them,
    )
    if workbooks is None:
        return written
    books = trn(
        "{n} of {all} workbook written.",
        "{n} of {all} workbooks written.",
        all_of_them,
        n=workbooks,
        all=all_of_them,
    )
    return joined((written, books))


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """The months from the first to the last; refused where there are none, or too many."""
    months = [first]
    while months[-1] < last and len(months) <= MOST_MONTHS:
        months.append(months[-1].shift(1))
    if last < first or len(months) > MOST_MONTHS:
        raise UserError(
            tr("Enter from one month to a later one, at most {n} months.", n=MOST_MONTHS)
        )
    return tuple(months)


def write_all(store: Store, series: PackSeries, progress: Progress | None = None) -> SeriesOutcome:
    """Write the packs of a series; one that fails is named, and the others are written.

    Cancelling leaves whole files of the months before, and none of the month it stopped in.
    """
    written: list[WrittenPack] = []
    failed: list[str] = []
    for done, month in enumerate(series.months):
        try:
            if progress is not None:
                progress(done, len(series.months), month_text(month))
            written.append(write(store, _order(store, series, month)))
        except Cancelled:
            return _outcome(series, written, failed, is_cancelled=True)
        except (UserError, OSError) as error:
            failed.append(labelled(month_text(month), reason_text(error)))
    return _outcome(series, written, failed)


def _outcome(
    series: PackSeries,
    written: Sequence[WrittenPack],
    failed: Sequence[str],
    *,
    is_cancelled: bool = False,
) -> SeriesOutcome:
    months, books = len(series.months), series.workbook
    return SeriesOutcome(months, tuple(written), tuple(failed), is_cancelled, books)


def write(store: Store, order: PackOrder) -> WrittenPack:
    """Write one pack; the audit trail notes it before the file is begun, or why it failed.

    A workbook that cannot be written takes nothing from its pack: what is written says so.
    """
    try:
        with account_kept(), _refusals_said():
            return _write(store, order)
    except UserError as error:
        run = NewPackRun.of(PackRunKind.EXPORTED, order.request, failure=error)
        with store.writing() as session:
            runs.note(session, run)
        raise


def reason_text(error: UserError | OSError) -> str:
    """Why a pack was not written, in a sentence."""
    refusal = error if isinstance(error, UserError) else disk_refusals.in_words(error)
    return refusal.text if refusal else str(error)


def free(folder: Path, name: str) -> Path:
    """A PDF in the folder that nothing there is called, and no workbook beside it either."""
    target, number = folder / f"{name}.pdf", 1
    while target.exists() or workbook_beside(target).exists():
        number += 1
        target = folder / f"{name} ({number}).pdf"
    return target


def workbook_beside(target: Path) -> Path:
    """The workbook of a pack's file."""
    return target.with_suffix(".xlsx")


def _order(store: Store, series: PackSeries, month: Month) -> PackOrder:
    target = free(series.folder, f"{store.folder.stem} {month}")
    request = replace(series.request, month=month, message="", asked="", reason="")
    return PackOrder(request, target, series.workbook, series.as_issued)


@contextmanager
def _refusals_said() -> Iterator[None]:
    """Turn what the disk refuses into a sentence."""
    try:
        yield
    except OSError as error:
        raise UserError(reason_text(error)) from error


def _write(store: Store, order: PackOrder) -> WrittenPack:
    saving.check_target(order.target)
    pack, pack_id, notes = _pages(store, order)
    run = NewPackRun.of(PackRunKind.EXPORTED, order.request, pack)
    with store.writing() as session:
        runs.note(session, replace(run, pack_id=pack_id))
    saving.save(order.target, pack.pdf)
    rows, failure = _workbook(store, order, pack_id) if order.workbook else (None, "")
    return WrittenPack(order.target, pack.pages, pack.sha256, notes, rows, failure)


def _workbook(store: Store, order: PackOrder, pack_id: int | None) -> tuple[int | None, str]:
    """How many rows the workbook beside a pack has, or why there is none, in whose words asked."""
    beside, request = workbook_beside(order.target), order.request
    try:
        with account_kept(), texts.speaking(request.languages[0]), _refusals_said():
            return recount.write(store, request.month, beside, pack_id=pack_id), ""
    except UserError as error:
        run = NewPackRun.of(PackRunKind.WORKBOOK, request, failure=error)
        with store.writing() as session:
            runs.note(session, replace(run, pack_id=pack_id))
        names = {"pack": order.target.name, "workbook": beside.name}
        reason = retold(error.account or error.text)
        return None, tr("{pack} is written, but {workbook} is not: {reason}", **names,
                        reason=reason)  # fmt: skip


def _pages(store: Store, order: PackOrder) -> tuple[MadePack, int | None, tuple[str, ...]]:
    """The pages, the id of the pack where they are an issued one's, and what to say of them."""
    request = order.request
    with store.reading() as session:
        version = records.latest_version(session, request.month)
        pack = records.of_version(session, request.month, version)
        if order.as_issued and pack is not None:
            pdf = packs.pdf_of(session, pack.id)
            return MadePack(pdf, pack.pages, pack.sha256), pack.id, ()
        made = packs.make(session, request)
    notes = [unwritable_text(made.pdf)]
    if store.sees_identities:
        with store.reading(identities=True) as unsealed:
            places = packs.identities_in(unsealed, request)
        notes.append(packs.places_text(places) if places else "")
    return made, None, tuple(filter(None, notes))
