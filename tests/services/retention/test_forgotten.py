"""T17: whoever is erased stands in no file any more, and no backup brings them back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from csq_desktop import paths
from csq_desktop.domain.fields.record_kinds import RecordKind
from csq_desktop.domain.retention.erasures import ErasureMode, ErasureRequest
from csq_desktop.domain.stores.backups import ENDING, BackupOpener, Restored
from csq_desktop.domain.users import Role
from csq_desktop.services.imports import imports
from csq_desktop.services.stores import backups, checks, erasures
from csq_desktop.storage.store import Store
from tests import raw_bytes
from tests.erasure_case import Quarry, shop_of
from tests.factory import PASSPHRASES, FixedClock, opened, template
from tests.tally import Tally

MINE = PASSPHRASES[Role.SUPERVISOR]
Quarries = tuple[Quarry, ...]


def traces(store: Store, folder: Path, quarries: Quarries) -> list[tuple[str, str]]:
    """Every word of theirs in the files of a store and in this user's own folders."""
    words = [word for quarry in quarries for word in quarry.words]
    files = [*raw_bytes.files_of(folder, store.keys)]
    for own in (paths.user_state(), paths.user_config()):
        files += [(file.name, file.read_bytes()) for file in _files(own)]
    return raw_bytes.hits(files, words)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def erased(store: Store, quarries: Quarries, mode: ErasureMode) -> None:
    numbers = tuple(quarry.customer_id for quarry in quarries)
    erasures.approve(store, ErasureRequest(RecordKind.CUSTOMERS, numbers, mode), MINE)


def restored(file: Path, clock: FixedClock, opener: BackupOpener) -> Restored:
    folder = file.parent / f"{file.stem}.csq"
    return backups.restore(file, folder, opener, source=clock)


@pytest.mark.fault("T17")
@pytest.mark.no_cover
def test_whoever_is_erased_stands_in_no_file_and_comes_back_in_no_restore(
    store: Store,
    clock: FixedClock,
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    tally: Tally,
) -> None:
    count = rounds(10, 1_000)
    quarries = shop_of(store, clock, count, tmp_path)
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    backups.make(store, shelf)  # the first of a month: the long-term one lies beside it
    held = traces(store, store.folder, quarries)
    assert {word for _, word in held} >= {quarry.words[0] for quarry in quarries}
    erased(store, quarries[: count // 2], ErasureMode.ERASE)
    erased(store, quarries[count // 2 :], ErasureMode.ANONYMISE)
    tally.rounds += count
    left = traces(store, store.folder, quarries)
    clock.move(hours=30)
    backups.make(store, shelf)
    assert checks.check(store).sound
    with store.writing() as session:
        for batch in imports.batches(session):
            imports.undo(session, batch.id)
    left += traces(store, store.folder, quarries)
    store.close()
    files = sorted(shelf.glob(f"*{ENDING}"))
    assert len(files) == 3
    sheet = BackupOpener(recovery_key=template().users[Role.SUPERVISOR].recovery_code)
    for file, opener in zip(files, (sheet, BackupOpener(passphrase=MINE), sheet), strict=True):
        back = restored(file, clock, opener)
        left += traces(store, back.folder, quarries)
        assert back.has_ledger
        with opened(back.folder, clock) as again:
            assert again.findings == ()
    tally.undetected += len(left)
    tally.note = f"{len(held):,} words and files before"
    assert left == []
